"""manage.py importsheet FILE: what was changed in a sheet of claims, taken over through the services."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims import sheets
from claims.models import User

KINDS = ("updated", "unchanged", "conflict", "refused")


class Command(BaseCommand):
    help = (
        "Take over what was changed in a sheet that `exportsheet` wrote. A claim that was edited since is a "
        "conflict: it is told, with both texts, and left as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--as", dest="actor", metavar="NAME", help="the colleague who made the changes")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = User.objects.filter(username=options["actor"], is_active=True).first()
        if options["actor"] and actor is None:
            raise CommandError(f"There is no account {options['actor']}.")
        try:
            rows = sheets.read(options["file"])
        except sheets.Unreadable as wrong:
            raise CommandError(str(wrong)) from wrong
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}") from error
        done = sheets.take_in(rows, actor=actor)
        for one in done:
            if one.became != "unchanged":
                self.stdout.write(f"row {one.row}: {one.claim} {one.became}: {one.why}")
        counts = Counter(one.became for one in done)
        told = " ".join(
            f"{name}s={counts[name]}" if name == "conflict" else f"{name}={counts[name]}" for name in KINDS
        )
        self.stdout.write(f"read={len(done)} {told}")
