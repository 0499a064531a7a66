import os
import sys
import time
from pathlib import Path

import pytest

from factcheck import supervisor
from factcheck.supervisor import Child, Supervisor


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def is_gone(pid: int) -> bool:
    """No living process of that id; one that only waits to be collected does not live."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"


STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open(sys.argv[1] + ".new", "w").write(f"{os.getpid()} {inner.pid}")
os.rename(sys.argv[1] + ".new", sys.argv[1])
time.sleep(600)
"""


def test_a_stubborn_child_is_killed_with_what_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 0.5)
    note = tmp_path / "pids"
    wait = f"import os, time\nwhile not os.path.isfile({str(note)!r}): time.sleep(0.05)"
    heard: list[str] = []

    def stop_at_first(message: str) -> None:
        heard.append(message)
        crew.stopping = True

    stubborn = Child("stubborn", [*python(STUBBORN), str(note)])
    crew = Supervisor([stubborn, Child("messenger", python(wait))], dict(os.environ), stop_at_first)
    began = time.monotonic()
    crew.run()
    assert heard == ["messenger ended (exit code 0); starting it again in 1 s"]
    assert time.monotonic() - began < 10
    deadline = time.monotonic() + 5
    pids = [int(pid) for pid in note.read_text().split()]
    while not all(map(is_gone, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in pids if not is_gone(pid)] == []


def test_pauses_grow_to_a_bound() -> None:
    child = Child("short", python("raise SystemExit(3)"))
    pauses = []
    for _ in range(7):
        child.start(dict(os.environ))
        assert child.process is not None
        child.process.wait()
        message = child.reap()
        assert message.startswith("short ended (exit code 3)")
        pauses.append(message.rpartition(" in ")[2])
    assert pauses == ["1 s", "2 s", "4 s", "8 s", "16 s", "30 s", "30 s"]


def test_a_long_life_is_forgiven() -> None:
    child = Child("old", python("pass"), failures=6)
    child.start(dict(os.environ))
    assert child.process is not None
    child.process.wait()
    child.started_at -= supervisor.SETTLED + 1
    assert child.reap().endswith("in 1 s")
