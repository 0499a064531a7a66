"""Dates with their precision: days, months, years, decades, parts of them, and relative ones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale

from sources.quantities import compounds, periods
from sources.quantities.periods import Part, Period, Step
from sources.quantities.phrases import Phrases
from sources.quantities.quantity import Qualifier, Quantity

Bounds = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a language speaks of dates; patterns without regard to case, months as CLDR writes them."""

    parts: dict[str, Part]
    day: str
    numeric: str
    relative_year: str
    relative: str
    steps: dict[str, Step]
    shifts: dict[str, int]
    year_words: str
    eras: str
    cues: str
    """Before a month or a year, it makes sure that one is meant."""
    openings: dict[str, Qualifier]
    initials: str
    """First characters of all these and of the months, so that most words are passed over fast."""


GERMAN = Calendar(
    parts={"anfang": "early", "mitte": "middle", "ende": "late"},
    day=r"(?:(?P<day>\d{1,2})\.|(?P<dayword>(?:ers|zw|dr|vie|f[üu]|sech|sie|ach|neun|zehn|elf|ein)\w*te[nrs]?))[^\S\n]?",
    numeric=r"(?P<nday>\d{1,2})\.[^\S\n]?(?P<nmonth>\d{1,2})\.[^\S\n]?(?P<nyear>\d{4}|\d\d(?!\d))?",
    relative_year=r"(?P<{0}>dies|nächst|kommend|vergangen|vorig|letzt|vorletzt)e[nsmr]\s+Jahre?s?\b",
    relative=r"(?P<shift>dies|nächst|kommend|vergangen|vorig|letzt|vorletzt)e[nsmr]?\s+"
    r"(?P<step>Tag|Woche|Monat|Jahr)(?:e?s)?\b|(?P<yesterday>(?-i:vorgestern|gestern|(?:Vorg|G)estern(?=\s[a-zäöü])))\b",
    steps={"tag": "day", "woche": "week", "monat": "month", "jahr": "year", "jahrzehnt": "decade"},
    shifts={"dies": 0, "nächst": 1, "kommend": 1, "vergangen": -1, "vorig": -1, "letzt": -1, "vorletzt": -2,
            "gestern": -1, "vorgestern": -2},
    year_words=r"(?:Jahre?s?n?\s+)?",
    eras=r"(?P<era>\d{3}0|\d0)er(?:[\s-]Jahren?n?)?\b",
    cues=r"(?:\b(?:seit|bis|ab|vom?|nach|vor|im|in|am|Jahre?n?|und|oder|zum?|für|dem|den|der)|[(/–-])\s*\Z",
    openings={r"seit(?:\s+dem)?(?:\s+Jahr)?|ab(?:\s+dem)?(?:\s+Jahr)?": "at_least",
              r"(?:spätestens\s+)?bis(?:\s+zum?|\s+ins?)?(?:\s+Jahre?)?|spätestens(?:\s+im?)?": "at_most",
              r"nach(?:\s+dem)?(?:\s+Jahr)?": "more_than", r"vor(?:\s+dem)?(?:\s+Jahr)?": "less_than",
              r"etwa(?:\s+im)?|rund|circa|ca\.|um(?:\s+das\s+Jahr)?": "about"},
    initials=r"\dadefjklmnoszgv",
)  # fmt: skip
ENGLISH = Calendar(
    parts={"early": "early", "mid": "middle", "late": "late", "beginning of": "early", "start of": "early",
           "middle of": "middle", "end of": "late"},
    day=r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?)\s",
    numeric=r"(?P<nmonth>\d{1,2})/(?P<nday>\d{1,2})/(?P<nyear>\d{4}|\d\d(?!\d))",
    relative_year=r"(?P<{0}>this|next|last)\s+year\b",
    relative=r"(?P<shift>this|next|last)\s+(?P<step>week|month|year)\b|(?P<yesterday>yesterday)\b",
    steps={"day": "day", "week": "week", "month": "month", "year": "year", "decade": "decade"},
    shifts={"this": 0, "next": 1, "last": -1, "yesterday": -1},
    year_words=r"(?:the\s+year\s+)?",
    eras=r"(?P<era>\d{3}0)['’]?s\b",
    cues=r"(?:\b(?:since|until|till|by|from|to|after|before|in|of|year|and|or|on|during|for|last|this|next)|[(/–-])\s*\Z",
    openings={r"since|(?:starting\s+)?from|as\s+of": "at_least",
              r"until|till|by|no\s+later\s+than": "at_most",
              r"after": "more_than", r"before": "less_than", r"about|around|circa|roughly": "about"},
    initials=r"\dabdefjlmnosty",
)  # fmt: skip
CALENDARS = {"de": GERMAN, "en": ENGLISH}


@cache
def months(language: str) -> dict[str, int]:
    """Names and abbreviations to numbers, from CLDR; May and Mai are both."""
    forms = Locale(language).months["format"]
    return {name.rstrip("."): n for width in ("wide", "abbreviated") for n, name in forms[width].items()}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = CALENDARS[language]
    names = "|".join(sorted(map(re.escape, months(language)), key=len, reverse=True))
    parts = "|".join(part.replace(" ", r"\s+") for part in words.parts)
    year = r"(?P<{0}>(?:1[4-9]|20)\d\d)(?![\d.,]?\d|\w)"
    after = r"(?:[^\S\n]*(?P<after>\d{1,2})(?:st|nd|rd|th)?(?![\d.]*\d|%))?,?" if language == "en" else ""
    return re.compile(
        rf"(?<![\w.,/%€$£-])(?=[{words.initials}])"
        r"(?:(?P<iso>\d{4})-(?P<imonth>\d\d)(?:-(?P<iday>\d\d))?(?![\d-])"
        rf"|{words.numeric}|{words.eras}"
        rf"|(?:(?P<part>{parts})[\s-]+)?(?:(?:{words.day})?(?-i:(?P<month>{names}))\b\.?{after}"
        rf"(?:[^\S\n]*\s(?:{year.format('year')}|{words.relative_year.format('myear')}))?"
        rf"|{words.year_words}{year.format('bare')}(?P<to>\s?[-–/]\s?(?:(?:1[4-9]|20)\d\d|\d\d)(?!\w))?"
        rf"|(?<=\s){words.relative_year.format('pyear')})"
        rf"|{words.relative})",
        re.IGNORECASE,
    )


def read(text: str, language: str, published: date | None) -> Iterator[Quantity | tuple[int, int]]:
    """Dates in text order; a bare span where a date is named that cannot be placed in the calendar."""
    for match in _pattern(language).finditer(text):
        if _is_count(text, match, language):
            continue
        period, about = _period(match, language, published)
        if period is None:
            yield match.span()
            continue
        start, opening = _opening(text, match.start(), language)
        (low, high), qualifier = _bounds(period, opening, about=about)
        if not (about and opening == "at_most"):
            qualifier = "about" if about else qualifier
        yield Quantity(start, match.end(), text[start : match.end()], low, high, None, qualifier, "date")


@cache
def _cues(language: str) -> re.Pattern[str]:
    return re.compile(CALENDARS[language].cues, re.IGNORECASE)


def _is_count(text: str, match: re.Match[str], language: str) -> bool:
    """A bare four-digit number before a noun counts things, unless the word before it says otherwise."""
    before = text[max(0, match.start() - 24) : match.start()]
    cue = _cues(language).search(before) is not None
    groups = match.groupdict()
    if match["month"] and not any(
        groups.get(g) for g in ("day", "dayword", "after", "year", "myear", "part")
    ):
        return not cue
    if groups.get("dayword") and compounds.ordinal(match["dayword"].lower()) is None:
        return True
    if not match["bare"] or match["part"] or match["to"]:
        return False
    if match.start("bare") > match.start():
        return False
    noun = (
        r"\s+[A-ZÄÖÜ][a-zäöü]+"
        if language == "de"
        else r"\s+(?!(?:was|has|is|as|this)\b)[a-z]+(?:s|people|children)\b"
    )
    measured = (
        r"\s?(?:%|€|\$|£|[A-Z]{3}\b|(?:Prozent|Euro|Dollar|Jahren?|Punkten?|percent|dollars|euros|km|kg)\b)"
    )
    if re.compile(measured).match(text, match.end()) or re.search(r"[€$£]\s?\Z", before):
        return True
    if re.compile(r"\s+(?:over|plus|minus|times|mal|[+*/×=])\s").match(text, match.end()):
        return True
    counted = re.compile(noun).match(text, match.end()) is not None
    return (counted and not cue) or match.span() == (0, len(text))


@cache
def _openings(language: str) -> Phrases[Qualifier]:
    return Phrases(CALENDARS[language].openings.items(), before=r"(?<!\w)", after=r"\s+\Z")


def _opening(text: str, start: int, language: str) -> tuple[int, Qualifier | None]:
    if not start or not text[start - 1].isspace():
        return start, None
    window = max(0, start - 32)
    found = _openings(language).search(text[window:start])
    return (window + found[0].start(), found[1]) if found else (start, None)


def _bounds(period: Period, opening: Qualifier | None, *, about: bool) -> tuple[Bounds, Qualifier]:
    first, last = period.first.isoformat(), period.last.isoformat()
    if opening == "at_most":
        return (None, last), opening
    if opening == "less_than":
        return (None, first), opening
    if opening == "at_least" and not about:  # the beginning itself is the date where it is only roughly known
        return (first, None), opening
    if opening == "more_than":
        return (last, None), opening
    return (first, last), "about" if opening == "about" else "exactly"


def _period(match: re.Match[str], language: str, published: date | None) -> tuple[Period | None, bool]:
    """The period meant, and whether it is only a vague part of one."""
    words = CALENDARS[language]
    part = words.parts[re.sub(r"\s+", " ", match["part"].lower())] if match["part"] else None
    if match["iso"]:
        return _numbered(match["iso"], match["imonth"], match["iday"]), False
    if match["nday"]:
        year = match["nyear"] or (published and str(published.year))
        return _numbered(year, match["nmonth"], match["nday"]) if year else None, False
    if match["era"]:
        first = int(match["era"]) + (1900 if len(match["era"]) == 2 else 0)
        return periods.years(first, first + 9), False
    if match["month"]:
        return _named_month(match, words, language, published, part), part is not None
    if match["bare"]:
        first = int(match["bare"])
        last = re.sub(r"\D", "", match["to"] or "")
        end = int(match["bare"][: 4 - len(last)] + last) if last else first
        return (periods.years(first, end, part) if end >= first else None), part is not None
    return _relative(match, words, published, part), part is not None


def _numbered(year: str, month: str, day: str | None) -> Period | None:
    if len(year) == 2:
        year = ("20" if int(year) < 50 else "19") + year
    if not 1 <= int(month) <= 12 or not int(year):
        return None
    return periods.day(int(year), int(month), int(day)) if day else periods.month(int(year), int(month))


def _named_month(
    match: re.Match[str], words: Calendar, language: str, published: date | None, part: Part | None
) -> Period | None:
    number = months(language)[match["month"]]
    if match["year"]:
        year = int(match["year"])
    elif published is None:
        return None
    elif match["myear"]:
        year = published.year + words.shifts[match["myear"].lower()]
    else:
        year = periods.latest_month(published, number)
    groups = match.groupdict()
    named = match["day"] or groups.get("after")
    if groups.get("dayword"):
        named = str(compounds.ordinal(match["dayword"].lower()))
    return periods.day(year, number, int(named)) if named else periods.month(year, number, part)


def _relative(
    match: re.Match[str], words: Calendar, published: date | None, part: Part | None
) -> Period | None:
    if published is None:
        return None
    if match["pyear"]:
        return periods.years(published.year + words.shifts[match["pyear"].lower()], part=part)
    if match["yesterday"]:
        return periods.around(published, "day", words.shifts[match["yesterday"].lower()])
    return periods.around(published, words.steps[match["step"].lower()], words.shifts[match["shift"].lower()])


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


def ago(
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
