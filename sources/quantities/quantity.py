"""What reading yields: a quantity with its place in the text."""

from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Literal

Kind = Literal["number", "percentage", "currency", "date", "ratio", "duration", "ordinal", "age"]
Qualifier = Literal["exactly", "about", "at_least", "at_most", "more_than", "less_than"]

_ROUNDED = Context(prec=15)
"""Digits kept of a value that has no finite decimal expansion, such as a third."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity; `text` is `whole[start:end]`, offsets count Unicode code points.

    The span covers the number with its magnitude, sign, currency, percent sign or unit of measure, but
    neither the hedge before it nor the counted noun behind it: those are told by `qualifier` and `unit`.
    `low` and `high` are plain decimal strings (ISO dates for dates), equal for a point, None for an open end.
    """

    start: int
    end: int
    text: str
    low: str | None
    high: str | None
    unit: str | None
    qualifier: Qualifier
    kind: Kind


def decimal_string(value: Decimal) -> str:
    """The shortest plain notation without exponent: 1E+6 becomes 1000000, 0.50 becomes 0.5."""
    if value == 0:
        return "0"
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def rounded(value: Decimal) -> Decimal:
    """A quotient or power, cut to the digits that are worth printing."""
    return _ROUNDED.plus(value)
