"""Read the quantities of a text, as a list or as JSON, and store nothing."""

import calendar
import json
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

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
        quantities = read(_text(options["file"]), options["language"], options["published"])
        if options["json"]:
            listed = [asdict(quantity) for quantity in quantities]
            self.stdout.write(json.dumps(listed, ensure_ascii=False, indent=1))
            return
        for quantity in quantities:
            self.stdout.write(_line(quantity))


def _text(name: str) -> str:
    """The text with its newlines untouched, as the offsets need them."""
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return content.decode("utf-8")
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{name} is no UTF-8: {error.reason} at byte {error.start}") from error


def _line(quantity: Quantity) -> str:
    low, high = quantity.low or "", quantity.high or ""
    bounds = low if low == high else f"{low} … {high}"
    written = " ".join(quantity.text.split())
    place = f"{quantity.start}-{quantity.end}"
    return "\t".join((place, quantity.kind, quantity.qualifier, bounds, quantity.unit or "", written))
