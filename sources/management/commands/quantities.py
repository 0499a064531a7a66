"""Read the quantities of a text, as a list or as JSON, and store nothing."""

import calendar
import json
import re
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from sources.management import textfiles
from sources.quantities import LANGUAGES, Quantity, read


def publication_date(written: str) -> date:
    """YYYY, YYYY-MM or YYYY-MM-DD; the last day of the period, since a text looks back on all of it."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", written)
    try:
        if match is None:
            raise ValueError
        year, month = int(match[1]), int(match[2] or 12)
        return date(year, month, int(match[3]) if match[3] else calendar.monthrange(year, month)[1])
    except ValueError as error:  # IllegalMonthError is one too
        raise ArgumentTypeError(f"{written} is no date of the form YYYY[-MM[-DD]]") from error


class Command(BaseCommand):
    help = "Every quantity of a text with its place, bounds, unit, qualifier and kind. Nothing is stored."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a UTF-8 text; - reads standard input")
        parser.add_argument("--language", required=True, choices=sorted(LANGUAGES))
        parser.add_argument(
            "--published", type=publication_date, help="YYYY[-MM[-DD]], to which relative dates refer"
        )
        parser.add_argument("--json", action="store_true", help="a JSON list; offsets count code points")

    def handle(self, *args: Any, **options: Any) -> None:
        quantities = read(textfiles.text(options["file"]), options["language"], options["published"])
        if options["json"]:
            listed = [asdict(quantity) for quantity in quantities]
            self.stdout.write(json.dumps(listed, ensure_ascii=False, indent=1))
            return
        for quantity in quantities:
            self.stdout.write(_line(quantity))


def _line(quantity: Quantity) -> str:
    low, high = quantity.low or "", quantity.high or ""
    bounds = low if low == high else f"{low} … {high}"
    written = " ".join(quantity.text.split())
    place = f"{quantity.start}-{quantity.end}"
    return "\t".join((place, quantity.kind, quantity.qualifier, bounds, quantity.unit or "", written))
