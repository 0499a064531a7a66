"""A reading as a record of plain values, for CSV and JSON."""

from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from claims.views.readings import Reading
from claims.views.shown import Shown

COLUMNS = (
    "kind", "low", "high", "qualifier", "unit", "counted", "definition", "definition_de", "place", "system",
    "item", "item_de", "as_of", "as_of_basis", "nature", "basis", "who", "title", "published",
    "statement_de", "statement_en", "rating", "rating_status", "url",
)  # fmt: skip
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def record(reading: Reading) -> dict[str, str]:
    """Numbers as decimal strings with a point, dates in EDTF, blank where unknown."""
    row, item, document = reading.figure, reading.shown, reading.document
    with translation.override(settings.LANGUAGE_CODE):  # one content for everybody at this address
        address = (
            reverse("claim", args=[item.claim.public_id]) if item else reverse("document", args=[document.pk])
        )
    values = {
        "kind": "claim" if item else "source",
        "low": plain(row.low),
        "high": plain(row.high),
        "counted": row.counted or row.metric.counted,
        "unit": row.unit or row.metric.unit,
        "who": reading.who,
        "title": document.title,
        "published": document.published,
        "statement_de": item.words.statement_de if item else "",
        "statement_en": item.words.statement_en if item else "",
        "rating": _rating(item),
        "rating_status": item.kind if item else "",
        "url": f"{settings.FACTCHECK_SITE_URL}{address}",
    }
    return {name: str(values[name] if name in values else getattr(row, name)) for name in COLUMNS}


def _rating(item: Shown | None) -> str:
    return item.conclusion.verdict.slug if item and item.conclusion else ""


def plain(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")


def cell(text: str) -> str:
    """For a sheet: what it would take for a formula begins with an apostrophe; numbers stay numbers."""
    if not text.startswith(STARTS_FORMULA):
        return text
    try:
        Decimal(text)
    except ArithmeticError:
        return f"'{text}"
    return text
