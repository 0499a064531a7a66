"""`manage.py up` as a real process: what it says when something is missing, and that nothing stays behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
NOT_INHERITED = ("DATABASE_URL", "REDIS_URL", "FACTCHECK_SITE_URL", "FACTCHECK_MEDIA_ROOT")
NOBODY = "127.0.0.1:9"  # the discard port, where nothing listens

linux = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc to see processes")


def environment(var: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return {**kept, "FACTCHECK_VAR": str(var), "PYTHONWARNINGS": "ignore", **more}


def manage(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*MANAGE, *arguments], env=env, capture_output=True, text=True, timeout=fair(60))


def processes(var: Path) -> dict[int, str]:
    """Command lines, by process id, of the living processes that were started with this FACTCHECK_VAR."""
    mark = f"FACTCHECK_VAR={var}".encode()
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        except OSError:  # it ended while we looked
            continue
    return found


def fair(seconds: float) -> float:
    """That long on an idle machine; in proportion longer where others want its cores too."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def wait_for(is_so: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + fair(seconds)
    while not (so := is_so()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return so


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    var = tmp_path_factory.mktemp("prepared") / "var"
    done = manage("prepare", env=environment(var))
    assert done.returncode == 0, done.stderr
    return var


@pytest.fixture
def var(prepared: Path, tmp_path: Path) -> Path:
    return shutil.copytree(prepared, tmp_path / "var")


class Running:
    """An `up` in the background, in its own session so that a test can play the terminal."""

    def __init__(self, var: Path, env: dict[str, str]) -> None:
        self.var, self.port = var, free_port()
        self.log = var.parent / "up.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*MANAGE, "up", "--port", str(self.port)],
                env=env, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip

    def said(self, words: str, seconds: float = 30) -> bool:
        return wait_for(lambda: words in self.log.read_text(), seconds)

    def named(self, words: str) -> list[int]:
        return [pid for pid, line in processes(self.var).items() if words in line]

    def is_complete(self) -> bool:
        """Two web workers and their master, a worker and its pool, and the clock."""
        return (
            len(self.named("gunicorn")) >= 3
            and len(self.named(" worker ")) >= 2
            and bool(self.named(" beat "))
        )

    def status(self, path: str) -> int:
        assert self.said("Factcheck is at"), self.log.read_text()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code


@pytest.fixture
def start() -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def starter(var: Path, **more: str) -> Running:
        started.append(Running(var, environment(var, **more)))
        return started[-1]

    yield starter
    for running in started:
        running.process.kill()
        running.process.wait()
        for pid in processes(running.var):
            os.kill(pid, signal.SIGKILL)


def assert_one_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    for word in words:
        assert word in done.stderr


def test_busy_port(var: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert_one_line(manage("up", "--port", port, env=environment(var)), port, "--port")


@pytest.mark.parametrize("command", ["up", "prepare"])
def test_unwritable_var(command: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")
    done = manage(command, env=environment(tmp_path / "file" / "var"))
    assert_one_line(done, str(tmp_path / "file" / "var"), "FACTCHECK_VAR")


@pytest.mark.parametrize("command", ["up", "prepare"])
def test_unreachable_database(command: str, var: Path) -> None:
    env = environment(var, DATABASE_URL=f"postgres://somebody:secret@{NOBODY}/nothing")
    done = manage(command, *(["--port", str(free_port())] if command == "up" else []), env=env)
    assert_one_line(done, NOBODY, "DATABASE_URL")
    assert "secret" not in done.stderr


@pytest.mark.parametrize("command", ["up", "prepare"])
def test_unreachable_redis(command: str, var: Path) -> None:
    env = environment(var, REDIS_URL=f"redis://:secret@{NOBODY}/0")
    done = manage(command, *(["--port", str(free_port())] if command == "up" else []), env=env)
    assert_one_line(done, NOBODY, "REDIS_URL")
    assert "secret" not in done.stderr


def test_database_that_is_none(var: Path) -> None:
    (var / "factcheck.sqlite3").write_text("certainly not a database, and long enough to be looked at " * 20)
    done = manage("up", "--port", str(free_port()), env=environment(var))
    assert_one_line(done, "factcheck.sqlite3", "DATABASE_URL")


def test_database_without_tables(tmp_path: Path) -> None:
    done = manage("up", "--port", str(free_port()), env=environment(tmp_path / "var"))
    assert_one_line(done, "manage.py prepare")


@pytest.mark.parametrize(("before", "words"), [(False, "folder"), (True, "migrations")])
def test_any_command_before_there_is_a_database(before: bool, words: str, tmp_path: Path) -> None:
    """A newcomer's first word need not be `prepare`, and the answer is no page of Python."""
    var = tmp_path / "var"
    if before:
        var.mkdir()
    assert_one_line(manage("verifyledger", env=environment(var)), words, "manage.py prepare")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "foo://somebody:secret@host/name"),
        ("FACTCHECK_TIME_ZONE", "Mars/Olympus"),
        ("FACTCHECK_HOST_INTERVAL", "often"),
        ("FACTCHECK_FETCH_PORTS", "80,http"),
        ("SECRET_KEY_FILE", "/nowhere/key"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(name: str, value: str, var: Path) -> None:
    done = manage("check", env=environment(var, **{name: value}))
    assert_one_line(done, name.removesuffix("_FILE"))
    assert "secret@" not in done.stderr


def test_a_port_that_there_is_not(var: Path) -> None:
    assert_one_line(manage("up", "--port", "99999", env=environment(var)), "no port 99999")


def test_a_reader_that_has_read_enough_is_no_fault(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("In 2018 there were 17 million refusals. " * 2000)
    command = [*MANAGE, "quantities", str(text), "--language", "en"]
    with subprocess.Popen(
        command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as reading:
        reading.stdout.readline()
        reading.stdout.close()
        assert reading.stderr.read() == ""


@linux
def test_a_worker_that_dies_comes_back_and_a_signal_ends_everything(
    var: Path, start: Callable[..., Running]
) -> None:
    up = start(var)
    assert up.status("/healthz") == 200
    assert wait_for(up.is_complete, 30), up.log.read_text()
    before = up.named(" worker ")
    os.kill(min(before), signal.SIGKILL)
    assert up.said("worker ended (signal 9); starting it again in 1 s")
    assert wait_for(up.is_complete, 30), up.log.read_text()
    assert not set(before) & set(up.named(" worker "))
    assert_all_ends(up, signal.SIGTERM)


def assert_all_ends(up: Running, number: signal.Signals) -> None:
    up.process.send_signal(number)
    assert up.process.wait(timeout=fair(10)) == 0
    assert processes(up.var) == {}
    assert "Traceback" not in up.log.read_text()


@linux
def test_ctrl_c_during_the_start_ends_everything(var: Path, start: Callable[..., Running]) -> None:
    up = start(var)
    assert up.said("Factcheck is at")
    assert_all_ends(up, signal.SIGINT)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent was killed")
def test_killed_without_a_chance_to_clean_up(var: Path, start: Callable[..., Running]) -> None:
    up = start(var)
    assert wait_for(up.is_complete, 30), up.log.read_text()
    up.process.kill()
    assert wait_for(lambda: not processes(var), 15), processes(var)


@linux
@pytest.mark.services
def test_on_postgresql_and_redis(tmp_path: Path, redis_url: str, start: Callable[..., Running]) -> None:
    name = f"factcheck_up_{uuid.uuid4().hex[:12]}"
    var = tmp_path / "var"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            base = os.environ["DATABASE_URL"].rpartition("/")[0]
            services = {"DATABASE_URL": f"{base}/{name}", "REDIS_URL": redis_url}
            done = manage("prepare", env=environment(var, **services))
            assert done.returncode == 0, done.stderr
            up = start(var, **services)
            assert up.status("/readyz") == 200
            assert wait_for(lambda: len(up.named(" worker ")) >= 3, 30), up.log.read_text()
            up.process.terminate()
            assert up.process.wait(timeout=fair(10)) == 0
            assert processes(var) == {}
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
