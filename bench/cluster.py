"""A PostgreSQL server of a run's own, which the run may restart; it is gone with the run."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path

from bench import stage


class Cluster:
    """`url` names its only database. PostgreSQL refuses to run as root: then it runs as postgres."""

    def __init__(self, folder: Path, port: int) -> None:
        self.url = f"postgres://postgres@127.0.0.1:{port}/postgres"
        self._folder, self._port = folder, port

    def start(self) -> None:
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def restart(self) -> None:
        """As after a power cut: no time to say goodbye, and recovery from the log at the start."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")
        self.start()

    def stop(self) -> None:
        self._run("pg_ctl", "-m", "immediate", "stop", check=False)

    def make(self) -> None:
        self._run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        subprocess.run(
            [newest(program), "-D", str(self._folder), *arguments],
            check=check,
            stdout=subprocess.DEVNULL,
            user="postgres" if os.geteuid() == 0 else None,
            group="postgres" if os.geteuid() == 0 else None,
            extra_groups=[] if os.geteuid() == 0 else None,
            cwd=self._folder,
        )


def newest(program: str) -> str:
    """Debian keeps the server's programs out of the path."""
    found = sorted(glob(f"/usr/lib/postgresql/*/bin/{program}")) or [shutil.which(program)]
    if found[-1] is None:
        raise SystemExit(f"{program} is missing: install PostgreSQL's server")
    return found[-1]


@contextmanager
def cluster(work: Path) -> Iterator[Cluster]:
    """A new, empty one below `work`."""
    folder = work / "postgres"
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        work.chmod(0o711)
    made = Cluster(folder, stage.free_port())
    made.make()
    made.start()
    try:
        yield made
    finally:
        made.stop()
