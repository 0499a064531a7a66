"""Spans counted back from the publication: vor drei Jahren, a year ago."""

import re
from datetime import date

from sources.quantities import periods
from sources.quantities.calendars import CALENDARS
from sources.quantities.periods import Period

_AGO = {
    "de": re.compile(
        r"\b(?:vor|seit)\s+(?:(?:rund|etwa|ungefähr|fast|knapp|gut|circa|ca\.)\s+)?\Z", re.IGNORECASE
    ),
    "en": re.compile(r"\s+ago\b", re.IGNORECASE),
}
_STEP_NAMES = re.compile(
    r"(?P<day>tag|day)|(?P<week>woche|week)|(?P<month>monat|month)|(?P<decade>jahrzehnt|decade)|(?P<year>jahr|year)",
    re.IGNORECASE,
)


_STEP_BEHIND = re.compile(r"\s+(?:Tag|Woche|Monat|Jahr|Jahrzehnt|day|week|month|year|decade)e?s?\b")


def counts_back(text: str, start: int, end: int, language: str) -> bool:
    """Whether an article at [start, end) counts a span back from now: vor einem Jahr, a year ago."""
    step = _STEP_BEHIND.match(text, end)
    if step is None:
        return False
    if language == "en":
        return _AGO["en"].match(text, step.end()) is not None
    return _AGO["de"].search(text[max(0, start - 24) : start]) is not None


def placed(
    text: str, start: int, end: int, unit: str, count: int, language: str, published: date
) -> tuple[int, int, Period] | None:
    """A duration at [start, end) counted back from the publication: vor drei Jahren, ten days ago."""
    step = _STEP_NAMES.match(unit)
    if step is None or step.lastgroup is None or unit.lower().startswith("jahrhundert"):
        return None
    step_name = CALENDARS[language].steps[step[0].lower()]
    if language == "en":
        found = _AGO["en"].match(text, end)
        span = (start, found.end()) if found else None
    else:
        window = max(0, start - 24)
        found = _AGO["de"].search(text[window:start])
        span = (window + found.start(), end) if found else None
    period = periods.around(published, step_name, -count) if span else None
    return (*span, period) if span and period else None
