"""The command as it is called from a shell: its own process, its own settings."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lyingserver import BEHAVIOURS, LyingServer

ROOT = Path(__file__).parents[2]
SLOW = {"hang", "drip", "drip-headers", "stall"}


@pytest.fixture(scope="module")
def server() -> Iterator[LyingServer]:
    with LyingServer("127.0.0.2") as running:
        yield running


def recheckurl(
    server: LyingServer, *arguments: str, lines: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {
        "FACTCHECK_FETCH_ALLOW": "127.0.0.2/32",
        "FACTCHECK_FETCH_PORTS": f"80,{server.port}",
    }
    command = [sys.executable, "manage.py", "recheckurl", *arguments]
    return subprocess.run(command, input=lines, capture_output=True, cwd=ROOT, env=environment, timeout=60)


def test_one_json_object_a_line_in_the_order_asked(server: LyingServer) -> None:
    fast = [name for name in BEHAVIOURS if name not in SLOW]
    urls = [server.url(f"/behave/{name}") for name in fast]
    done = recheckurl(server, "--json", "-", lines="\r\n".join(urls).encode("utf-8-sig"))
    assert (done.returncode, done.stderr) == (0, b"")
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    assert [entry["url"] for entry in seen] == urls
    assert [entry["outcome"] for entry in seen] == [BEHAVIOURS[name].expect for name in fast]
    assert all(entry.keys() == {"url", "outcome", "reason", "final_url", "status"} for entry in seen)


def test_bad_input_is_answered_line_by_line(server: LyingServer) -> None:
    lines = [
        b"http://127.1/",
        b"http://a b/",
        b"file:///etc/passwd",
        b"http://\xff\xfe/",
        b"http://x\x00y/",
        b"http://a\x1b[31m/",
        b"",
        b"not an address",
        b"http://" + b"a" * 5000,
    ]
    done = recheckurl(server, "-", lines=b"\n".join(lines))
    assert done.returncode == 0
    answers = done.stdout.decode().splitlines()
    assert len(answers) == len(lines) - 1
    assert all(answer.startswith("refused  ") for answer in answers)
    assert all(answer.isprintable() for answer in answers)


def test_the_line_for_people_tells_way_type_and_title(server: LyingServer) -> None:
    done = recheckurl(server, server.url("/behave/moved"), server.url("/behave/pdf-as-html"))
    moved, pdf = done.stdout.decode().splitlines()
    assert moved.split("  ") == [
        "moved",
        "200",
        f"{server.url('/behave/moved')} [301] -> {server.url('/behave/article')}",
        "text/html",
        '"Bridge opened"',
        "The page has moved for good to another address.",
    ]
    assert "application/pdf" in pdf


def test_slow_servers_are_answered_in_time(server: LyingServer) -> None:
    """With the limits of the real thing: no more than 35 seconds for all of them together."""
    started = time.monotonic()
    urls = [server.url(f"/behave/{name}?{n}") for name in sorted(SLOW) for n in range(20)]
    done = recheckurl(server, "--json", *urls)
    assert time.monotonic() - started < 35
    assert [json.loads(line)["outcome"] for line in done.stdout.splitlines()] == ["unreachable"] * len(urls)


def test_a_line_without_end_is_one_refused_line(server: LyingServer) -> None:
    lines = b"http://" + b"\xff\x1b" * 4 * 2**20 + b"\n" + server.url("/behave/article").encode()
    done = recheckurl(server, "-", lines=lines)
    assert (done.returncode, done.stderr) == (0, b"")
    endless, article = done.stdout.splitlines()
    assert endless.startswith(b"refused  ")
    assert len(endless) < 8 * 2**20
    assert article.startswith(b"healthy  200  ")


def test_whoever_reads_the_first_line_alone_gets_no_traces(server: LyingServer) -> None:
    """As in `recheckurl - | head -1`: 150 answers more than a pipe takes in without a reader."""
    urls = [f"{server.url('/behave/article')}?{'x' * 1500}{number}" for number in range(150)]
    environment = os.environ | {
        "FACTCHECK_FETCH_ALLOW": "127.0.0.2/32",
        "FACTCHECK_FETCH_PORTS": f"80,{server.port}",
    }
    command = [sys.executable, "manage.py", "recheckurl", *urls]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **pipes) as running:
        assert running.stdout.readline().startswith(b"healthy  200  ")
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_a_wrong_setting_is_a_failure_of_the_command(server: LyingServer) -> None:
    environment = os.environ | {"FACTCHECK_FETCH_ALLOW": "everything"}
    command = [sys.executable, "manage.py", "recheckurl", server.url()]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, timeout=60)
    assert done.returncode == 1
    assert b"FACTCHECK_FETCH_ALLOW" in done.stderr
