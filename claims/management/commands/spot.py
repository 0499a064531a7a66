"""manage.py spot FILE|SLUG: the sentences of a text that are worth checking, best first."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims import services
from claims.models import Article
from claims.spotting import Spotted, spot
from sources.management import textfiles


class Command(BaseCommand):
    help = (
        "Rank the checkable sentences of a UTF-8 text file (- reads standard input) or of an article we hold."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="FILE|SLUG")
        parser.add_argument("--language", help="de or en; an article brings its own (default: de)")
        parser.add_argument("--json", action="store_true", help="one JSON list; offsets are code points")

    def handle(self, *args: Any, **options: Any) -> None:
        text, language = _text(options["source"])
        try:
            found = spot(text, options["language"] or language)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
            return
        for one in found:
            self.stdout.write(_line(one))


def _text(source: str) -> tuple[str, str]:
    """Text and language of a file or, where no file has that name, of an article."""
    path = Path(source)
    if source == "-" or path.exists():
        return textfiles.text(source), "de"
    article = Article.objects.select_related("document").filter(slug=source).first()
    if article is None:
        raise CommandError(f"There is neither a file nor an article '{source}'.")
    try:
        return services.article_text(article).text, article.document.language[:2] or "de"
    except services.ServiceError as error:
        raise CommandError(f"{source}: {error}") from error


def _line(one: Spotted) -> str:
    reasons = ", ".join(reason.replace("_", " ") for reason in one.reasons)
    quantities = "; ".join(" ".join(quantity.text.split()) for quantity in one.quantities)
    told = f"{reasons}: {quantities}" if quantities else reasons
    return f"{one.rank:4} {one.score:6.2f}  {' '.join(one.text.split())}\n{'':13}[{told}]"
