"""manage.py packet CLAIM FILE.zip: the evidence package of a published fact-check."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims import packets
from claims.models import Claim, User
from sources.models import store


class Command(BaseCommand):
    help = (
        "Write what a published fact-check rests on into one ZIP: evidence, saved copies, log and seal. "
        "`python3 verify.py` inside it recomputes everything."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("claim", metavar="CLAIM", help="public id, as in the address of its page")
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--as", dest="reader", metavar="NAME", help="a colleague: with what of the log they may read"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        claim = Claim.objects.filter(public_id=options["claim"]).first()
        if claim is None:
            raise CommandError(f"There is no claim {options['claim']}.")
        reader = User.objects.filter(username=options["reader"], is_active=True).first()
        if options["reader"] and reader is None:
            raise CommandError(f"There is no account {options['reader']}.")
        # Whoever reads along never sees half a file under its own name.
        unfinished = file.with_name(f"{file.name}.part")
        try:
            with unfinished.open("wb") as out:
                packets.write(claim, out, reader=reader)
            unfinished.replace(file)
        except packets.NothingPublished:
            raise CommandError(f"Claim {claim.public_id} has no fact-check that readers may see.") from None
        except store.Unavailable as error:
            raise CommandError(f"{error}: try again later.") from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}") from error
        finally:
            unfinished.unlink(missing_ok=True)
        self.stdout.write(f"{file}: {file.stat().st_size} bytes")
