"""Quarters, halves and seasons of a named year: im dritten Quartal 2019, summer of 2019, Q3 2019."""

import re
from collections.abc import Iterator
from functools import cache

from sources.quantities.periods import Period, month
from sources.quantities.quantity import Quantity

_YEAR = r"(?P<year>(?:1[4-9]|20)\d\d)(?:/\d\d(?:\d\d)?)?(?![\d.,]?\d|\w)"
_WHICH = {
    "de": r"(?P<which>ers|zwei|drit|vier)te[ns]?|(?P<number>[1-4])\.",
    "en": r"(?P<which>first|second|third|fourth)|(?P<number>[1-4])(?:st|nd|rd|th)",
}
_PARTS = {
    "de": r"(?P<quarter>Quartal|Vierteljahr)s?|(?P<half>Halbjahr|Jahreshälfte)s?",
    "en": r"(?P<quarter>quarter)|(?P<half>half)",
}
_SEASONS = {
    "de": {
        "frühjahr": 3,
        "frühling": 3,
        "frühsommer": 5,
        "sommer": 6,
        "spätsommer": 8,
        "herbst": 9,
        "winter": 12,
    },
    "en": {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12},
}
_OF = {"de": r"\s+(?:des\s+(?:Jahres\s+)?)?", "en": r"\s+(?:of\s+(?:the\s+year\s+)?)?"}
_ORDER = {"ers": 1, "first": 1, "zwei": 2, "second": 2, "drit": 3, "third": 3, "vier": 4, "fourth": 4}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:(?:(?:{_WHICH[language]})[\s-]+(?:{_PARTS[language]})|Q(?P<short>[1-4])"
        rf"|(?P<season>{'|'.join(_SEASONS[language])})s?){_OF[language]}{_YEAR})",
        re.IGNORECASE,
    )


def read(text: str, language: str) -> Iterator[Quantity]:
    """Such parts of years as dates, in order; a season is only roughly one."""
    for match in _pattern(language).finditer(text):
        period = _period(match, language)
        if period is not None:
            first, last = period.first.isoformat(), period.last.isoformat()
            qualifier = "about" if match["season"] else "exactly"
            yield Quantity(match.start(), match.end(), match[0], first, last, None, qualifier, "date")  # type: ignore[arg-type]


def _period(match: re.Match[str], language: str) -> Period | None:
    year = int(match["year"])
    if match["season"]:
        first = _SEASONS[language][match["season"].lower()]
        return _months(year, first, 3 if first in (3, 6, 9, 12) else 1)
    number = int(match["short"] or match["number"] or _ORDER[match["which"].lower()])
    if match["half"]:
        return _months(year, 6 * number - 5, 6) if number < 3 else None
    return _months(year, 3 * number - 2, 3)


def _months(year: int, first: int, count: int) -> Period:
    """So many months, perhaps into the next year."""
    end = first + count - 2
    return Period(month(year, first).first, month(year + end // 12, end % 12 + 1).last)
