"""Two dates that make one: von 2012 bis 2016, between May and July 2018, 3. bis 5. Mai 2018."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from sources.quantities.quantity import Quantity

_JOINTS = {
    "de": re.compile(r"\s*(?:[-–—]\s*)?|\s+bis(?:\s+(?:zum?|ins?))?\s+", re.IGNORECASE),
    "en": re.compile(r"\s*[-–—]\s*|\s+(?:to|through|until|till)\s+", re.IGNORECASE),
}
_BETWEEN = {
    "de": (
        re.compile(r"\bzwischen\s+(?:de[mnr]\s+)?\Z", re.IGNORECASE),
        re.compile(r"\s+und\s+(?:de[mnr]\s+)?"),
    ),
    "en": (re.compile(r"\bbetween\s+\Z", re.IGNORECASE), re.compile(r"\s+and\s+")),
}
_OPENS = {
    "de": re.compile(r"(?:ab|von|vom)\b\s*", re.IGNORECASE),
    "en": re.compile(r"from\b\s*", re.IGNORECASE),
}
_CLOSES = {
    "de": re.compile(r"bis\b", re.IGNORECASE),
    "en": re.compile(r"(?:until|till)\b", re.IGNORECASE),
}
_UNTIL_DAY = re.compile(r"bis\s+(?:zum\s+)?(?=\d{1,2}\.)", re.IGNORECASE)
_FIRST_DAY = {
    "de": re.compile(r"(?<![\w.])(\d{1,2})\.\s?(?:bis(?:\s+zum)?|und|[-–/])\s*\Z"),
    "en": re.compile(r"(?<![\w.])(\d{1,2})(?:st|nd|rd|th)?\s?(?:to|and|[-–])\s?\Z"),
}


def joined(
    text: str, found: Iterable[Quantity | tuple[int, int]], language: str
) -> Iterator[Quantity | tuple[int, int]]:
    """Neighbouring dates put together where the words between them say so."""
    waiting: Quantity | None = None
    for named in found:
        if isinstance(named, tuple):
            if waiting is not None:
                yield waiting
            waiting = None
            yield named
            continue
        named = _with_first_day(text, named, language, waiting.end if waiting else 0)
        both = _both(text, waiting, named, language) if waiting is not None else None
        if both is None and waiting is not None:
            yield waiting
        waiting = both or named
    if waiting is not None:
        yield waiting


def _both(text: str, left: Quantity, right: Quantity, language: str) -> Quantity | None:
    gap = text[left.end : right.start]
    opens = _OPENS[language].match(left.text) if left.high is None else None
    if left.low is None or (left.high is None and opens is None) or right.high is None or len(gap) > 12:
        return None
    closes = right.low is None and _CLOSES[language].match(right.text) is not None and not gap.strip()
    opening, joint = _BETWEEN[language]
    between = opening.search(text[max(0, left.start - 16) : left.start]) and joint.fullmatch(gap)
    plain = right.low is not None and gap.strip() and _JOINTS[language].fullmatch(gap)
    if not (closes or between or plain) or left.low > right.high:
        return None
    start = left.start + (opens.end() if opens else 0)
    qualifier = "about" if "about" in (left.qualifier, right.qualifier) else "exactly"
    return replace(
        right,
        start=start,
        text=text[start : right.end],
        low=left.low,
        qualifier=qualifier,  # type: ignore[arg-type]
    )


def _with_first_day(text: str, named: Quantity, language: str, floor: int) -> Quantity:
    """3. bis 5. Mai 2018 begins on the third, where the day stands right before and is of no date itself."""
    until = _UNTIL_DAY.match(named.text) if named.low is None else None
    if named.high is None or (named.low != named.high and until is None):
        return named
    begins = named.start + (until.end() if until else 0)
    window = max(floor, begins - 20)
    found = _FIRST_DAY[language].search(text[window:begins])
    last = date.fromisoformat(named.high)
    if found is None or not 0 < int(found[1]) < last.day:
        return named
    start = window + found.start()
    first = last.replace(day=int(found[1])).isoformat()
    return replace(named, start=start, text=text[start : named.end], low=first, qualifier="exactly")
