"""Running a parser in a process of its own, which may die of what it reads without harm to anyone."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

MEMORY = 1 << 30
CPU_SECONDS = 15
WALL_SECONDS = 20
_ROOT = Path(__file__).resolve().parents[2]


class Unreadable(Exception):
    """The parser gave up, crashed or ran into a limit."""


def run_limited(worker: str, body: bytes, seconds: float = WALL_SECONDS, *arguments: str) -> tuple[str, str]:
    """(text, title) from the worker module; Unreadable when there is no result within the limits. OSError
    where there is no process to be had: that says nothing of the body."""
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-m", worker, *arguments],
            input=body,
            capture_output=True,
            cwd=_ROOT,
            env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},  # no secrets, no proxies
            timeout=seconds,
            check=True,
        )
        text, title = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise Unreadable from error
    return text, title


def serve(read: Callable[[bytes], tuple[str, str]]) -> None:
    """The worker's side: limits first, then standard input to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)
