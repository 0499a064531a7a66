"""manage.py demo: accounts and a walked-through dozen claims, on a machine that only shows what it can do."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims.models import Case, User
from claims.services import demonstration

CASE = "china-social-credit"


class Command(BaseCommand):
    help = "Demonstration accounts and reviews; only with DEBUG. Passwords: var/demo-accounts.txt"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("demo makes accounts with known passwords: it runs only with DEBUG=1.")
        case = Case.objects.filter(slug=CASE).first()
        if case is None:
            raise CommandError(f"Load the example first: manage.py loadcase examples/{CASE}")
        file = settings.VAR_DIR / "demo-accounts.txt"
        remember(file, demonstration.install_accounts())
        demonstration.walk_through(case)
        self.stdout.write(file.read_text())


def remember(file: Path, fresh: dict[str, str]) -> None:
    """Keep the passwords of new accounts beside those of older ones, for this account's eyes only."""
    lines = file.read_text().splitlines() if file.exists() else []
    known = dict(line.split(None, 1) for line in lines if line.strip())
    roles = dict(User.objects.filter(username__in=demonstration.ACCOUNTS).values_list("username", "role"))
    missing = [name for name in roles if name not in fresh and name not in known]
    if missing:  # the file was lost: passwords cannot be read back, so new ones are set
        fresh = fresh | {name: reset(name) for name in missing}
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        for name in demonstration.ACCOUNTS:
            out.write(f"{name:<10} {(fresh | {k: v for k, v in known.items() if k not in fresh})[name]}\n")
    file.chmod(0o600)


def reset(name: str) -> str:
    user = User.objects.get(username=name)
    password = demonstration.secrets.token_urlsafe(12)
    user.set_password(password)
    user.save(update_fields=["password"])
    return password
