"""Make .venv and bring it to a lock: `python3 factcheck/bootstrap.py requirements.lock`.

Standard library only, and written so that a Python too old to run the project can still say so.
Installs only when the lock's digest is not yet noted in the environment.
"""

import hashlib
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)


def fail(message: str) -> NoReturn:
    sys.exit("error: " + message)


def digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def noted() -> Path:
    """The file in the environment that lists the digests of the locks it satisfies."""
    return HOME / "locks-installed"


def is_installed(lock: Path) -> bool:
    return PYTHON.exists() and noted().exists() and digest(lock) in noted().read_text().split()


def is_usable() -> bool:
    """Whether the environment's Python still starts and has pip: a moved or half-made one does not."""
    if not PYTHON.exists():
        return False
    return subprocess.run([str(PYTHON), "-c", "import pip"], capture_output=True).returncode == 0  # noqa: S603


def make() -> None:
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        fail(
            "this Python cannot make virtual environments; install its venv module first "
            "(Debian, Ubuntu: apt-get install python3-venv)"
        )
    print("Making .venv", flush=True)
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(HOME)]).returncode:  # noqa: S603
        fail("could not make .venv; see the lines above (is the folder writable?)")


def install(lock: Path) -> None:
    """Install the lock with every hash checked. The development lock holds the runtime lock's tree too."""
    print("Installing " + lock.name, flush=True)
    noted().unlink(missing_ok=True)
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*command, "--require-hashes", "-r", str(lock)]).returncode:  # noqa: S603
        fail(f"could not install {lock.name}; see the lines above (is a package index reachable?)")
    satisfied = {lock, ROOT / "requirements.lock"}
    noted().write_text("".join(digest(each) + "\n" for each in sorted(satisfied)))


def main() -> None:
    if sys.version_info < OLDEST:
        have = ".".join(map(str, sys.version_info[:3]))
        fail(f"Python 3.11 or newer is needed, this is {have}; name another one: make PYTHON=python3.12 run")
    if len(sys.argv) != 2 or not (ROOT / sys.argv[1]).is_file():
        fail("name a lock file, for example requirements.lock")
    lock = ROOT / sys.argv[1]
    if is_installed(lock):
        return
    if not is_usable():
        make()
    install(lock)


if __name__ == "__main__":
    main()
