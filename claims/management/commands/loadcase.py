"""Load a case folder (see examples/china-social-credit/README.md for its format)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.casefiles import CaseFileError, load_case
from claims.services import Conflict


class Command(BaseCommand):
    help = "Load a case folder: all of it or nothing. What was edited at the desk is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder that holds case.yaml")
        parser.add_argument("--articles", type=Path, help="folder of article texts; names do not matter")
        parser.add_argument(
            "--theirs", action="store_true", help="where the desk has it otherwise, the file wins"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = load_case(options["folder"], articles=options["articles"], theirs=options["theirs"])
        except CaseFileError as error:
            count = len(error.problems)
            summary = f"{count} problem{'s' if count > 1 else ''} found; nothing was loaded."
            raise CommandError(f"{error}\n{summary}") from error
        except Conflict as error:
            raise CommandError(f"{error} Nothing was loaded: run it again.") from error
        for conflict in outcome.conflicts:
            self.stdout.write(f"conflict: {conflict}")
        if options["articles"] and outcome.without_text:
            self.stdout.write(f"no text found for: {', '.join(outcome.without_text)}")
        self.stdout.write(str(outcome))
