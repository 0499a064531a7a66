"""What a run needs, made for it and taken away after it: database, Redis database, page server, workers."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis
from psycopg import sql

from bench import pages
from tests.on_services import DATABASE_URL, REDIS_URL

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((pages.HOSTS[0], 0))
        return int(probe.getsockname()[1])


@contextmanager
def database(url: str = DATABASE_URL) -> Iterator[str]:
    """The address of a new PostgreSQL database beside the one `url` names."""
    name = f"factcheck_bench_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def redis_database(url: str = REDIS_URL) -> Iterator[str]:
    """The address of the last empty database of that server; emptied again afterwards."""
    base = url.rpartition("/")[0]
    for number in range(15, 0, -1):
        client = redis.Redis.from_url(f"{base}/{number}")
        if client.dbsize() == 0:
            break
    else:
        raise SystemExit("no empty Redis database is left for the benchmark")
    client.set("factcheck-bench", os.getpid())  # so that nobody else takes it
    try:
        yield f"{base}/{number}"
    finally:
        client.flushdb()
        client.close()


@contextmanager
def running(
    *command: str, env: Mapping[str, str], ready: str = "", log: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, ended with all it started. Waits for a line that holds `ready`."""
    out = log.open("ab") if log else subprocess.PIPE
    process = subprocess.Popen(
        command,
        env=dict(env),
        cwd=ROOT,
        stdout=out,
        stderr=subprocess.STDOUT if log else None,
        process_group=0,
    )
    try:
        if ready and process.stdout and ready.encode() not in process.stdout.readline():
            raise SystemExit(f"{command[:4]} did not start")
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> None:
    """End the whole group; by force when asking did not help within ten seconds."""
    for number in (how, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(10)
        except ProcessLookupError:
            pass
        except subprocess.TimeoutExpired:
            continue
        break


def control(port: int, command: str) -> Any:
    with urllib.request.urlopen(f"http://{pages.HOSTS[0]}:{port}/control/{command}") as answer:
        return json.load(answer)


def settings(database_url: str, redis_url: str, port: int, var: Path, **more: str) -> dict[str, str]:
    """The environment of a newsroom's server: no DEBUG, everything stored, the page server allowed."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_hex(32),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "FACTCHECK_VAR": str(var),
        "FACTCHECK_FETCH_ALLOW": "127.0.0.0/8",
        "FACTCHECK_FETCH_PORTS": str(port),
        "FACTCHECK_HOST_INTERVAL": "0",
        "FACTCHECK_BEAT": "3600",
        **more,
    }


@contextmanager
def folder() -> Iterator[Path]:
    BUILD.mkdir(exist_ok=True)
    path = Path(tempfile.mkdtemp(prefix="bench-", dir=BUILD))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)


def worker(*more: str) -> tuple[str, ...]:
    return python("-m", "celery", "-A", "factcheck", "worker", "-c", "2", "--loglevel", "WARNING", *more)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def peak_mb(pid: int) -> float:
    """The most memory a process ever held, in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def wait_until(true: Any, *, seconds: float, every: float = 0.02) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise SystemExit("the run did not end in time")
        time.sleep(every)
