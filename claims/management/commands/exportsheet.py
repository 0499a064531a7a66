"""manage.py exportsheet SLUG FILE: a case's claims as CSV or XLSX, for `importsheet`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims import sheets
from claims.models import Case


class Command(BaseCommand):
    help = "Write a case's claims into a sheet (.csv or .xlsx), one row a claim; `importsheet` takes it back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the case")
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        case = Case.objects.filter(slug=options["slug"]).first()
        if case is None:
            raise CommandError(f"There is no case {options['slug']!r}.")
        try:
            claims = sheets.write(case, options["file"])
        except sheets.Unreadable as wrong:
            raise CommandError(str(wrong)) from wrong
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be written: {error.strerror}") from error
        self.stdout.write(f"claims={claims}")
