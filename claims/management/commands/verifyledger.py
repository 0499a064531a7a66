"""manage.py verifyledger [--claim ID]: recompute every chain of the audit log, and its seals."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims import ledger
from claims.models import Seal


class Command(BaseCommand):
    help = "Recompute the audit log's chains; exit 1 and name the first broken entry when one fails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--claim", help="public id of one claim (default: every chain)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["claim"]:
            self._check_seals()
        chain = f"claim:{options['claim']}" if options["claim"] else None
        entries, claims = 0, set()
        for result in ledger.verify(chain):
            if isinstance(result, ledger.Broken):
                raise CommandError(f"{result.chain}, entry {result.sequence}: {result.why}")
            entries += 1
            if result.chain.startswith("claim:"):
                claims.add(result.chain)
        if chain and not entries:
            raise CommandError(f"There is no claim {options['claim']} in the log.")
        self.stdout.write(f"entries={entries} claims={len(claims)} ok")

    def _check_seals(self) -> None:
        """A newsroom that never sealed needs no key to verify."""
        if not Seal.objects.exists():
            return
        try:
            flaws = ledger.seal_flaws()
        except ledger.KeyMissing as missing:
            raise CommandError(str(missing)) from missing
        if flaws:
            raise CommandError(flaws[0])
