import os
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from factcheck import probes
from factcheck.supervisor import Child, Supervisor


def listening_socket(host: str, port: int) -> socket.socket:
    """Taken here and handed to the web server, so that no one can take the port in between."""
    if not 0 <= port <= 65535:
        raise CommandError(f"there is no port {port}: choose one from 1024 to 65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise CommandError(
            f"cannot listen on {host}:{port} ({error.strerror}): stop what uses it or choose another port "
            f"(--port {port + 1}, or make run PORT={port + 1})"
        ) from None
    listener.listen(128)
    return listener


def web(listener: socket.socket) -> Child:
    python = [sys.executable, "-m", "gunicorn", "factcheck.wsgi", "--no-control-socket"]
    threads = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    times = ["--timeout", "60", "--graceful-timeout", "5"]
    fd = listener.fileno()
    quiet = ["--log-level", "warning"]
    return Child("web", [*python, *threads, *times, *quiet, "--bind", f"fd://{fd}"], pass_fds=(fd,))


def worker() -> Child:
    # SQLite has one writer at a time: a second process would only wait.
    concurrency = "1" if connection.vendor == "sqlite" else "2"
    command = [sys.executable, "-m", "celery", "-q", "-A", "factcheck", "worker", "--loglevel", "WARNING"]
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return Child("worker", [*command, "--pool", "prefork", "--concurrency", concurrency, *alone])


def beat() -> Child:
    schedule = str(Path(settings.VAR_DIR) / "beat-schedule")
    command = [sys.executable, "-m", "celery", "-q", "-A", "factcheck", "beat", "--loglevel", "WARNING"]
    return Child("beat", [*command, "--schedule", schedule, "--pidfile", ""])


class Command(BaseCommand):
    help = "Run web server, worker and clock together until Ctrl-C or SIGTERM."
    # Whatever is missing is said in one line below; the checks would import the whole site first.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (container: 0.0.0.0)")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        shown = f"[{host}]" if ":" in host else host
        supervisor = Supervisor(children=[], env=self.environment(f"http://{shown}:{port}"), say=self.say)
        supervisor.listen()
        with self.checked_listener(host, port) as listener:
            supervisor.children = [web(listener), worker(), beat()]
            self.say(f"Factcheck is at http://{shown}:{port}/ (Ctrl-C ends it)")
            accounts = Path(settings.VAR_DIR) / "demo-accounts.txt"
            if accounts.exists():
                self.say(f"Demo accounts: {accounts}")
            supervisor.run()
        self.say("Stopped")

    def checked_listener(self, host: str, port: int) -> socket.socket:
        if trouble := probes.prepare_folders():
            raise CommandError(trouble)
        listener = listening_socket(host, port)
        for probe in (probes.database, probes.migrations, probes.broker):
            if trouble := probe():
                listener.close()
                raise CommandError(trouble)
        connection.close()
        return listener

    def environment(self, address: str) -> dict[str, str]:
        """What the children see: ours, the project on the path, and the address unless one is configured."""
        path = os.pathsep.join(filter(None, [str(settings.BASE_DIR), os.environ.get("PYTHONPATH")]))
        return {"FACTCHECK_SITE_URL": address, **os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}

    def say(self, message: str) -> None:
        self.stdout.write(message)
        self.stdout.flush()
