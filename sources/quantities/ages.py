"""Ages told by the part of a decade, or as a bound: Mitte 30, in her late forties, the over-80s."""

import re
from collections.abc import Iterator

from sources.quantities.calendars import CALENDARS
from sources.quantities.periods import YEARS_OF_DECADE
from sources.quantities.quantity import Quantity

_BOUNDED = re.compile(r"\b(?P<way>over|under)-(?P<age>\d{1,3})s\b", re.IGNORECASE)
"""The over-80s."""
_PATTERNS = {
    "de": re.compile(
        rf"(?<!\w)(?<!\b[Aa]m\s)(?P<part>Anfang|Mitte|Ende)\s(?P<decade>[2-9]0|{'|'.join(CALENDARS['de'].decades)})"
        r"(?![\w%€$-]|[.,:]\d|\s?[%€$]|\s+(?:[A-ZÄÖÜ\d]|bis\b))"
    ),
    "en": re.compile(
        r"\b(?:his|her|their|my|your|our)\s+(?:(?P<part>early|mid|late)[\s-])?"
        rf"(?P<decade>[2-9]0['’]?s|{'|'.join(CALENDARS['en'].decades)})\b",
        re.IGNORECASE,
    ),
}


def read(text: str, language: str) -> Iterator[Quantity]:
    """Such ages; of a decade about a third of the ten years."""
    for match in _PATTERNS[language].finditer(text):
        written = match["decade"].lower()
        part = CALENDARS[language].parts[match["part"].lower()] if match["part"] else None
        first, last = YEARS_OF_DECADE[part]
        decade = int(written[0]) if written[0].isdigit() else CALENDARS[language].decades.index(written) + 2
        low, high = str(10 * decade + first), str(10 * decade + last)
        unit = "Jahre" if language == "de" else "years"
        start = match.start("part" if part else "decade")
        yield Quantity(start, match.end(), text[start : match.end()], low, high, unit, "about", "age")
    for match in _BOUNDED.finditer(text) if language == "en" else ():
        start, over = match.start("age"), match["way"].lower() == "over"
        age, written = str(int(match["age"])), text[start : match.end()]
        if over:
            yield Quantity(start, match.end(), written, age, None, "years", "more_than", "age")
        else:
            yield Quantity(start, match.end(), written, None, age, "years", "less_than", "age")
