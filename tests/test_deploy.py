"""`check --deploy` under the settings that docs/deploy.md shows, read from that page itself."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"FACTCHECK_SEAL_KEY_FILE": None}, "factcheck.E001"),
        ({"FACTCHECK_SECOND_FACTOR": "false"}, "factcheck.W001"),
        ({"REDIS_URL": None}, "factcheck.W002"),
        ({"SECURE_SSL_REDIRECT": "false"}, "security.W008"),
    ],
)
def test_what_is_missing_is_named(tmp_path, changes, code):
    env = documented(tmp_path) | changes
    done = check({name: value for name, value in env.items() if value is not None})
    assert done.returncode == 1
    assert code in done.stderr
