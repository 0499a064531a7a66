"""manage.py match: what is most like a text, recorded here or checked by others, or that nothing is."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Value

from claims import matching
from claims.matching import Match, tokens
from claims.models import Claim, OutsideReview
from claims.serializers.matches import MatchSerializer
from sources.management import textfiles


class Command(BaseCommand):
    help = (
        "Find recorded claims, and checks by others, that say what a text says. Without --text or --file, "
        "standard input is read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--text")
        source.add_argument("--file", help="UTF-8 text")
        parser.add_argument("--language", choices=["de", "en"], default="", help="default: as the text shows")
        parser.add_argument("--limit", type=int, default=10)
        parser.add_argument("--public", action="store_true", help="only what readers may see")
        parser.add_argument(
            "--json", action="store_true", help="one JSON list, empty where nothing is similar"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["limit"] < 1:
            raise CommandError("--limit must be 1 or more.")
        given: str | None = options["text"]
        text = textfiles.text(options["file"] or "-") if given is None else given
        matching.refresh()
        everything: dict[str, Any] = {
            "claims": Claim.objects.annotate(inside=Value(True)),
            "outside": OutsideReview.objects.all(),
        }
        found = matching.similar(
            text,
            language=options["language"],
            limit=options["limit"],
            **({} if options["public"] else everything),
        )
        if options["json"]:
            rows = MatchSerializer(found, many=True).data
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        language = options["language"] or tokens.told(text)
        for one in found:
            self.stdout.write(f"{one.score:.2f}  {_line(one, language)}\n{'':6}[{', '.join(one.why)}]")
        if not found:
            self.stdout.write("nothing similar")


def _line(one: Match, language: str) -> str:
    """What is like the text, in the language of the text where it is given in that, with its rating."""
    if one.outside:
        rated = f" ({one.outside.rating})" if one.outside.rating else ""
        return f"{one.outside}{rated}\n{'':6}{one.outside.url}"
    row = MatchSerializer(one).data
    first, second = ("en", "de") if language == "en" else ("de", "en")
    said, rated = (row[f"{name}_{first}"] or row[f"{name}_{second}"] for name in ("statement", "rating"))
    return f"{row['claim']}  {said}{f' ({rated})' if rated else ''}"
