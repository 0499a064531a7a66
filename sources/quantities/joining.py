"""Two numbers that make one quantity: ranges, and shares such as two out of five."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from sources.quantities.grammar import Number
from sources.quantities.language import Language
from sources.quantities.quantity import rounded

_UNIT = (
    r"(?:\s?(?:%|€|\$|£|Prozent|percent|per\scent|Euro|euros?|[Dd]ollars?|Yuan|Yen|Jahren?|years?|Punkten?|points?|"
    r"km|kg|cm|mm|m|bn|k))"
)
_SIGN = r"(?:(?:US|C|A)?[€$£¥]\s?)"
_CHANGED = re.compile(
    r"\b(?:rose|fell|grew|rise|rises|rising|increas\w+|decreas\w+|dropp?\w*|declin\w+|cut|jump\w+|went|slid|climb\w+|"
    r"rais\w+|lower\w+|sank|up|down|mov\w+)\b[^.]{0,40}\Z",
    re.IGNORECASE,
)
_SHARE = {
    "de": re.compile(r"\s+von\s+"),
    "en": re.compile(r"[\s-]+(?:(?:out[\s-]+)?of|in)(?:[\s-]+every)?[\s-]+", re.IGNORECASE),
}


_SHARED_BY = (*range(2, 11), 20, 50, 100, 1000)
"""One of so many is a share; one of twelve is one of them."""
_CUT = (Decimal(1000), Decimal(100))
_RANKED = re.compile(
    r"\b(?:Platz|Rang|Plätze|Position|Stelle|rank|ranks|ranked|place|position|number|part|day|week|round|step|"
    r"level|stage)\s+\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`; `low` keeps its own scale applied."""

    start: int
    end: int
    low: Decimal
    high: Decimal


@cache
def _connector(language: Language) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<unit>{_UNIT})?(?:\s*(?P<sign>[-‐‑–—~])\s*|(?P<cut>[-‐‑]?)\s+(?P<word>{language.range_words})\s+"
        r"|-(?:to|bis)-)"
        rf"(?P<prefix>{_SIGN})?",
        re.IGNORECASE,
    )


@cache
def _between(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    opening, joint = language.between
    return (
        re.compile(rf"\b{opening}\s+{_SIGN}?(?:rund\s+|etwa\s+|about\s+)?\Z", re.IGNORECASE),
        re.compile(rf"{_UNIT}?\s+{joint}\s+{_SIGN}?", re.IGNORECASE),
    )


def as_range(text: str, left: Number, right: Number, language: Language) -> Range | None:
    """The range that two neighbouring numbers make, the right one's magnitude shared."""
    if right.start - left.end > 40 or left.vague or right.vague or left.ordinal or right.ordinal:
        return None
    opening, joint = _between(language)
    before = text[max(0, left.start - 24) : left.start]
    connector = _connector(language).fullmatch(text, left.end, right.start)
    low = _shared(left, right, cut=bool(connector and (connector["cut"] or connector["sign"])))
    high = right.value
    if low > high and low < 0:
        low, high = high, low  # minus 5 bis minus 10 Grad
    if low >= high:
        return None
    if opening.search(before) and joint.fullmatch(text, left.end, right.start):
        return Range(left.start, right.end, low, high)
    if connector is None or not _same_units(text, connector, right):
        return None
    word = (connector["word"] or "").lower()
    if word in ("or", "oder") and right.value - left.value != 1:
        return None
    if word in ("to", "through") and _CHANGED.search(text[max(0, left.start - 50) : left.start]):
        return None
    alike = left.figures or (left.scale == right.scale > 1)
    together = alike and (right.figures or right.scale > 1)
    counted_on = not left.figures and right.value - left.value == 1  # fünf-sechs Leute
    if connector["sign"] and not (together or counted_on):
        return None
    return Range(left.start, right.end, low, high)


def _shared(left: Number, right: Number, *, cut: bool) -> Decimal:
    """The lower end with the magnitude of the upper: 3 bis 5 Millionen, zehn- bis zwölftausend, 20-30,000.

    A magnitude inside the upper number is shared only where a hyphen says that it was cut off.
    """
    scale = right.scale
    if cut and scale == 1:
        scale = next((unit for unit in _CUT if right.value >= unit and right.value % unit == 0), scale)
    alike = left.scale == 1 and left.value < right.value / scale
    return left.value * scale if alike else left.value


def _same_units(text: str, connector: re.Match[str], right: Number) -> bool:
    if connector["unit"] is None:
        return True
    return text.startswith(connector["unit"].strip(), right.end + (text[right.end : right.end + 1].isspace()))


def as_share(text: str, part: Number, whole: Number, language: Language) -> Number | None:
    """Two out of five as one number; never twelve in six boxes."""
    if (
        whole.start - part.end > 16
        or not 0 < part.value < whole.value
        or whole.vague
        or part.scale > 1
        or (part.article and not (part.lone and language.code == "de"))
        or _RANKED.search(text[max(0, part.start - 12) : part.start])
    ):
        return None
    joint = text[part.end : whole.start].split()[:1]
    if part.value == 1 and joint in (["von"], ["of"]) and whole.value not in _SHARED_BY:
        return None  # one of three dozen projects
    if any(n.ordinal or n.value != n.value.to_integral_value() for n in (part, whole)):
        return None
    if not _SHARE[language.code].fullmatch(text, part.end, whole.start):
        return None
    return replace(part, end=whole.end, value=rounded(part.value / whole.value), scale=Decimal(1))
