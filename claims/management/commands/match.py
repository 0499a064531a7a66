"""manage.py match: recorded claims most like a text, or that there is none."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims import matching
from claims.matching import Match
from claims.models import Claim


class Command(BaseCommand):
    help = "Find recorded claims that say what a text says. Without --text or --file, standard input is read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--text")
        source.add_argument("--file", type=Path, help="UTF-8 text")
        parser.add_argument("--language", choices=["de", "en"], default="", help="default: as the text shows")
        parser.add_argument("--limit", type=int, default=10)
        parser.add_argument("--public", action="store_true", help="only what readers may see")
        parser.add_argument(
            "--json", action="store_true", help="one JSON list, empty where nothing is similar"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["limit"] < 1:
            raise CommandError("--limit must be 1 or more.")
        text = _text(options["text"], options["file"])
        matching.refresh()
        found = matching.similar(
            text,
            claims=Claim.objects.public() if options["public"] else Claim.objects.all(),
            language=options["language"],
            limit=options["limit"],
        )
        if options["json"]:
            self.stdout.write(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=1))
            return
        for one in found:
            self.stdout.write(
                f"{one.score:.2f}  {one.claim.public_id}  {one.claim}\n{'':6}[{', '.join(one.why)}]"
            )
        if not found:
            self.stdout.write("nothing similar")


def _text(text: str | None, file: Path | None) -> str:
    if text is not None:
        return text
    try:
        return (file.read_bytes() if file else sys.stdin.buffer.read()).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file or 'Standard input'} cannot be read as UTF-8 text: {error}.") from error


def _plain(one: Match) -> dict[str, Any]:
    claim = one.claim
    return {
        "claim": claim.public_id,
        "score": one.score,
        "why": list(one.why),
        "statement_de": claim.statement_de,
        "statement_en": claim.statement_en,
        "article": claim.article.slug,
        "case": claim.article.case.slug,
    }
