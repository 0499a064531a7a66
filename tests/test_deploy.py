"""`check --deploy` under the settings that docs/deploy.md shows, read from that page itself."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

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
    return env | {"FACTCHECK_VAR": str(tmp_path)}


def check(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=kept | env, capture_output=True, text=True, check=False)


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
