"""Child processes kept alive, and ended together. Standard library only.

Each child leads its own process group, so that whatever it started can be ended with it; on Linux the
kernel also ends it when the supervisor is killed without a chance to clean up.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

GRACE = 7.0  # seconds a child has between TERM and KILL: well within the ten that are promised
LONGEST_PAUSE = 30.0  # seconds between two starts of a child that keeps dying
SETTLED = 60.0  # seconds after which a start counts as a success
TICK = 0.2
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _die_with(parent: int) -> None:
    """Runs in the child before exec: ask the kernel for TERM when the parent is gone."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we could ask
            os._exit(1)


@dataclass
class Child:
    """`command` is restarted whenever it ends. `pass_fds` are file descriptors it inherits."""

    name: str
    command: Sequence[str]
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    failures: int = 0

    def start(self, env: dict[str, str]) -> None:
        parent = os.getpid()
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 the commands are ours
            self.command,
            env=env,
            stdin=subprocess.DEVNULL,
            pass_fds=self.pass_fds,
            process_group=0,
            preexec_fn=lambda: _die_with(parent),
        )

    def kill_group(self) -> None:
        """End whatever is left of the child and of what it started."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):  # macOS: the latter for zombies
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def reap(self) -> str:
        """If the child ended, clear up, plan the next start and return how it ended; else return ""."""
        code = self.process.poll() if self.process is not None else None
        if code is None:
            return ""
        self.kill_group()
        settled = time.monotonic() - self.started_at > SETTLED
        self.failures = 1 if settled else self.failures + 1
        pause = min(LONGEST_PAUSE, 2.0 ** (self.failures - 1))
        self.start_at = time.monotonic() + pause
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"{self.name} ended ({how}); starting it again in {pause:.0f} s"


@dataclass
class Supervisor:
    children: list[Child]
    env: dict[str, str]
    say: Callable[[str], None]
    stopping: bool = field(default=False, init=False)

    def listen(self) -> None:
        """Take the signals that mean stop; from here on they only set a flag."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def run(self) -> None:
        """Start the children, keep them running until asked to stop, leave none behind."""
        try:
            while not self.stopping:
                for child in self.children:
                    self._tend(child)
                time.sleep(TICK)
        finally:
            self._end()

    def _tend(self, child: Child) -> None:
        if message := child.reap():
            self.say(message)
        if child.process is None and time.monotonic() >= child.start_at and not self.stopping:
            child.start(self.env)

    def _end(self) -> None:
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while any(process.poll() is None for process in running) and time.monotonic() < deadline:
            time.sleep(TICK / 4)
        for child in self.children:
            child.kill_group()
