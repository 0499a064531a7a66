"""manage.py exportwarc: saved copies as a WARC file, for replay or for another archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from claims.management.commands.recheck import documents_of
from sources import services
from sources.models import Capture, Document, store


class Command(BaseCommand):
    help = (
        "Write saved copies into a WARC 1.1 file (gzip when its name ends in .gz). Documents that are not "
        "open to everybody are left out unless --document names them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--document", type=int, metavar="ID", help="the copies of one document")
        which.add_argument("--case", metavar="SLUG", help="those of one case's articles and evidence")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        captures = Capture.objects.filter(document__in=self.chosen(options))
        # Whoever reads along never sees half a file under its own name.
        unfinished = file.with_name(f"{file.name}.part")
        try:
            with unfinished.open("wb") as out:
                done = services.export_warc(captures, out, name=file.name, packed=file.suffix == ".gz")
            unfinished.replace(file)
        except store.Unavailable as error:
            raise CommandError(f"{error}: try again later.") from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}") from error
        if done.damaged:
            self.stderr.write("Damaged copies were left out; each is recorded as a source change.")
        self.stdout.write(f"copies={done.copies} damaged={done.damaged} taken_down={done.taken_down}")

    def chosen(self, options: dict[str, Any]) -> QuerySet[Document]:
        if options["document"] is not None:
            named = Document.objects.filter(pk=options["document"])
            if not named.exists():
                raise CommandError(f"There is no document {options['document']}.")
            return named
        documents = Document.objects.visible_to_public()
        if options["case"]:
            documents = documents.filter(pk__in=documents_of(options["case"]))
        return documents
