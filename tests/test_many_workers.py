"""Workers that die in the middle of their work: nothing is lost, nothing is checked twice for one lease."""

import os
import signal
import subprocess
import sys
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from django.conf import settings as django_settings
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from sources import services, tasks
from sources.models import Check, Document, Finding, Link
from tests.lyingserver import ARTICLE, LyingServer

LINKS = 150
INTERVAL = 0.05
SPANS = {
    "FACTCHECK_FETCH_ALLOW": "127.0.0.0/8",
    "FACTCHECK_HOST_INTERVAL": str(INTERVAL),
    "FACTCHECK_LEASE": "4",
    "FACTCHECK_BEAT": "0.3",
}


@contextmanager
def celery(env: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "celery", "-A", "factcheck", *arguments, "--loglevel", "WARNING"]
    process = subprocess.Popen(command, env=env, start_new_session=True)
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """As the kernel does when memory is short: no chance to clean up, children too."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def wait_until(true: Callable[[], bool], what: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds} seconds"
        time.sleep(0.05)


@pytest.fixture
def env(redis_url: str) -> dict[str, str]:
    database = connection.settings_dict
    address = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    media = str(django_settings.FACTCHECK_MEDIA_ROOT)
    return os.environ | SPANS | {
        "DATABASE_URL": address, "REDIS_URL": redis_url, "FACTCHECK_MEDIA_ROOT": media,
    }  # fmt: skip


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_batch(
    env: dict[str, str], redis_url: str, tmp_path: Path
) -> None:
    with LyingServer() as server:
        env["FACTCHECK_FETCH_PORTS"] = str(server.port)
        django_settings.FACTCHECK_FETCH_PORTS.append(server.port)
        document = Document.objects.create(title="A report")
        for number in range(LINKS):
            server.pages[f"/{number}"] = (200, {"Content-Type": "text/html"}, ARTICLE)
        urls = [server.url(f"/{number}") for number in range(LINKS)]
        services.watch_many([services.Watch(document, url) for url in urls], spread=0)

        with celery(env, "beat", "--schedule", str(tmp_path / "beat")):
            with celery(env, "worker", "--concurrency", "2") as first:
                wait_until(lambda: len(server.requests) >= 5, "the first worker's fifth request")
                kill(first)
            held = set(Link.objects.exclude(lease_token=None).values_list("pk", "lease_token"))
            unwritten = {pair for pair in held if not Check.objects.filter(link=pair[0]).exists()}
            assert unwritten, "the worker was killed while it held links"
            redis.Redis.from_url(redis_url).flushdb()  # and every message is lost, the killed worker's too
            with celery(env, "worker", "--concurrency", "2"):
                checked = Link.objects.filter(checks_count__gt=0)
                wait_until(lambda: checked.count() == LINKS, "a check of every link")

    assert set(Check.objects.values_list("outcome", flat=True)) == {"healthy"}
    twice = Check.objects.values("link", "lease_token").annotate(n=Count("id")).filter(n__gt=1)
    assert not twice.exists()
    dead = {token for _, token in unwritten}
    assert not Check.objects.filter(lease_token__in=dead, link__in=[pk for pk, _ in unwritten]).exists()
    assert Check.objects.count() == LINKS  # what was fetched but not written was no check
    assert not Finding.objects.exists()
    at = sorted(request.at for request in server.requests)
    # In two seconds no more than fit in, and a few of workers that were late with what they had reserved.
    most = max(bisect_left(at, start + 2) - index for index, start in enumerate(at))
    assert most <= 1.25 * 2 / INTERVAL, f"{most} requests within two seconds"


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_task_that_arrives_twice_checks_nothing_twice(settings, redis_url: str) -> None:
    with LyingServer() as server:
        settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.2/32"]
        settings.FACTCHECK_FETCH_PORTS = [server.port]
        settings.FACTCHECK_HOST_INTERVAL = 0
        server.pages["/"] = (200, {"Content-Type": "text/html"}, ARTICLE)
        services.watch(Document.objects.create(title="A report"), server.url("/"))
        assert [tasks.check_due(), tasks.check_due()] == [{"healthy": 1}, {}]
        assert server.hits["/"] == 1


@pytest.mark.services
@pytest.mark.django_db
@pytest.mark.parametrize("share", [0.01, 1.0])
def test_due_links_are_picked_by_their_index(share: float) -> None:
    """However many there are: no look at every row, and no sorting."""
    document = Document.objects.create(title="A report")
    now = timezone.now()
    Link.objects.bulk_create(
        Link(
            document=document, url=f"https://example.org/{n}", url_key=str(n), host_key="example.org",
            next_check_at=now + timedelta(seconds=n if n % 100 >= 100 * share else -n - 1),
        )
        for n in range(5_000)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sources_link")
    plan = Link.objects.due(now).order_by("next_check_at")[:500].explain()
    assert "link_due" in plan
    assert "Seq Scan" not in plan
    assert "Sort" not in plan
