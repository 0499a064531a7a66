"""Write a case back into a folder that loadcase reads."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.casefiles import CaseFileError, dump_case


class Command(BaseCommand):
    help = "Write the facts of a case into a folder: never accounts, the log, checks or copies."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--with-wording", action="store_true", help="quoted words too (they may be others' copyright)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            dumped = dump_case(options["slug"], options["folder"], with_wording=options["with_wording"])
        except CaseFileError as error:
            raise CommandError(str(error)) from error
        for what, count in dumped.left_out.items():
            if count:
                self.stdout.write(f"left out: {count} {what}")
        claims = sum(len(records) for records in dumped.claims.values())
        self.stdout.write(
            f"articles={len(dumped.records['article'])} claims={claims} "
            f"documents={len(dumped.records['document'])} evidence={len(dumped.records['evidence'])}"
        )
