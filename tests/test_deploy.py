"""`check --deploy` under the settings that docs/deploy.md shows, read from that page itself."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from factcheck import checks

ROOT = Path(__file__).resolve().parent.parent


def documented(tmp_path: Path) -> dict[str, str]:
    """The first block of the page, its files put where a test may write."""
    page = (ROOT / "docs" / "deploy.md").read_text()
    (block,) = re.findall(r"```sh\n(DEBUG=.*?)```", page, re.DOTALL)
    env = dict(pair.split("=", 1) for pair in shlex.split(block))
    secrets = {"SECRET_KEY_FILE": "k9" * 40 + "-+xyz", "FACTCHECK_SEAL_KEY_FILE": "ab" * 32}
    for name, secret in secrets.items():
        (tmp_path / name).write_text(secret)
        env[name] = str(tmp_path / name)
    return env | {"FACTCHECK_VAR": str(tmp_path), "FACTCHECK_DOTENV": ""}


def check(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=kept | env, capture_output=True, text=True, check=False)


def settings_under(env: dict[str, str]) -> list[str]:
    code = "from factcheck import settings; [print(*it) for it in vars(settings).items() if it[0].isupper()]"
    env = env | {"PYTHONHASHSEED": "0"}  # sets are told in one order
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_the_documented_question_is_answered_on_the_machine_itself(tmp_path):
    (line,) = re.findall(r"^curl (.*/healthz)$", (ROOT / "docs" / "deploy.md").read_text(), re.MULTILINE)
    *options, address = shlex.split(line)
    asked = dict(each.split(": ") for each in options if each != "-H")
    code = (
        "import sys, json, django; django.setup(); from django.test import Client;"
        "print(Client().get(sys.argv[1], headers=json.loads(sys.argv[2])).status_code)"
    )
    command = [sys.executable, "-c", code, urlsplit(address).path, json.dumps(asked)]
    env = documented(tmp_path) | {"DJANGO_SETTINGS_MODULE": "factcheck.settings"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["200"]


def test_the_embedded_default_heeds_neither_environment_nor_env_file(tmp_path):
    shutil.copytree(ROOT / "factcheck", tmp_path / "factcheck")
    (tmp_path / ".env").write_text("DEBUG=false\nSECRET_KEY=x\nDATABASE_URL=postgres://127.0.0.1/theirs\n")
    said = "from factcheck import settings as s; print(s.DEBUG, s.DATABASES['default']['ENGINE'])"
    rules = [f'plain:; @$(PY) -c "{said}"', f'embedded:; @$(EMBEDDED) $(PY) -c "{said}"']
    told = {}
    for rule in rules:
        name = rule.partition(":")[0]
        command = ["make", "-f", str(ROOT / "Makefile"), f"PY={sys.executable}", "--eval", rule, name]
        env = {"PATH": os.environ["PATH"], "REDIS_URL": "redis://127.0.0.1:1/0"}
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
        told[name] = done.stdout.split()
    assert told["plain"] == ["False", "django.db.backends.postgresql"]
    assert told["embedded"] == ["True", "django.db.backends.sqlite3"]


@pytest.mark.parametrize("changes", [{"FACTCHECK_CONTACT": "desk@paper.example"}, {"DEBUG": "true"}])
def test_a_copy_of_the_example_file_changes_nothing(tmp_path, changes):
    lines = (ROOT / ".env.example").read_text().splitlines()
    shown = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    shown = {name: value.strip('"') for name, value in shown.items()}
    env = documented(tmp_path) | changes
    del env["EMAIL_URL"]
    assert settings_under(shown | env) == settings_under(env)


def test_the_documented_settings_are_clean(tmp_path):
    done = check(documented(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


def test_all_that_is_missing_is_named_at_once(tmp_path):
    changes = {
        "FACTCHECK_SEAL_KEY_FILE": None,
        "FACTCHECK_SECOND_FACTOR": "false",
        "REDIS_URL": None,
        "FACTCHECK_CANARIES": "https://up.example/,up.example",
        "SECURE_SSL_REDIRECT": "false",
    }
    env = documented(tmp_path) | changes
    done = check({name: value for name, value in env.items() if value is not None})
    assert done.returncode == 1
    for code in ("factcheck.E001", "factcheck.W001", "factcheck.W002", "factcheck.E002", "security.W008"):
        assert code in done.stderr


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"FACTCHECK_SEAL_KEY": ""}, ["factcheck.E001"]),
        ({"FACTCHECK_SECOND_FACTOR": False}, ["factcheck.W001"]),
        ({"REDIS_URL": ""}, ["factcheck.W002"]),
        ({"FACTCHECK_CANARIES": ["https://up.example/", "up.example"]}, ["factcheck.E002"]),
    ],
)
def test_each_is_named_for_what_it_lacks(settings, changes, codes):
    complete = {"DEBUG": False, "FACTCHECK_SEAL_KEY": "ab" * 32, "FACTCHECK_SECOND_FACTOR": True}
    for name, value in (complete | {"REDIS_URL": "redis://127.0.0.1:6379/0"} | changes).items():
        setattr(settings, name, value)
    ours = (checks.seal_key, checks.second_factor, checks.shared_cache, checks.canaries)
    assert [message.id for each in ours for message in each(None)] == codes
