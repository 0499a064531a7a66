"""Dates with their precision: days, months, years, decades, parts of them, and relative ones."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache

from sources.quantities import compounds, periods
from sources.quantities.calendars import CALENDARS, Calendar, full_names, months, weekdays
from sources.quantities.english import ORDINALS as ENGLISH_ORDINALS
from sources.quantities.periods import YEARS_OF_DECADE, Part, Period
from sources.quantities.phrases import Phrases
from sources.quantities.quantity import Qualifier, Quantity

Bounds = tuple[str | None, str | None]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = CALENDARS[language]
    names = "|".join(sorted(map(re.escape, months(language)), key=len, reverse=True))
    beginnings = "|".join(sorted({name[:3] for name in (*months(language), *weekdays(language))}))
    parts = "|".join(part.replace(" ", r"\s+") for part in words.parts)
    year = r"(?P<{0}>(?:1[4-9]|20)\d\d)(?![\d.,]?\d|\w)"
    after = (
        r"(?:[^\S\n]*(?P<after>\d{1,2})(?:st|nd|rd|th)?(?:[-–](?P<until>\d{1,2})(?=,|\s))?(?![\d.]*\d|%))?,?"
        if language == "en"
        else ""
    )
    return re.compile(
        rf"(?<![\w.,/%€$£-])(?={words.beginnings}|{beginnings})"
        r"(?:(?P<iso>\d{4})-(?P<imonth>0[1-9]|1[0-2])(?:-(?P<iday>\d\d))?(?![\d-])"
        rf"|{words.numeric}|{words.eras}"
        rf"|(?:(?P<part>{parts})[\s-]+)?(?:(?:{words.day})?(?-i:(?P<month>{names}))\b\.?{after}"
        rf"(?:[^\S\n]*\s(?:{year.format('year')}|{words.relative_year.format('myear')})"
        rf"|(?=\s{{0,3}}(?:{words.joints})\s{{0,3}}(?:\d{{1,2}}\.\s?)?(?-i:(?P<lmonth>{names}))\b\.?"
        rf"(?:\s\d{{1,2}},)?\s{year.format('lyear')}))?"
        rf"|{words.year_words}{year.format('bare')}(?P<to>\s?[-–/]\s?(?:(?:1[4-9]|20)\d\d|\d\d)(?!\w))?"
        rf"|(?<=\s){words.relative_year.format('pyear')})"
        rf"|{words.relative}|{words.weekdays.format('|'.join(weekdays(language)))})",
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
        end = _end(match, language)
        start, opening = _opening(text, match.start(), language)
        (low, high), qualifier = _bounds(period, opening, about=about)
        if not (about and opening == "at_most"):
            qualifier = "about" if about else qualifier
        yield Quantity(start, end, text[start:end], low, high, None, qualifier, "date")


def _end(match: re.Match[str], language: str) -> int:
    """Where a date ends: before a comma, a blank, or the full stop behind a month that is no abbreviation."""
    written = match[0].rstrip(", \u00a0\u202f\t")
    named = re.search(r"([^\W\d_]+)\.$", written)
    return match.start() + len(written) - (named is not None and named[1] in full_names(language))


@cache
def _cues(language: str) -> re.Pattern[str]:
    return re.compile(CALENDARS[language].cues, re.IGNORECASE)


_DATE_NEXT = re.compile(
    r",?\s+(?:(?:de[mn]|the)\s+)?(?:\d|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec))"
)
"""On Monday, May 4: the date says which."""


@cache
def _weekday_cues(language: str) -> re.Pattern[str]:
    return re.compile(CALENDARS[language].weekday_cues, re.IGNORECASE)


def _ordinal_day(word: str, language: str) -> Decimal | None:
    """Neunundzwanzigster, twenty-first: the day that a word names."""
    if language == "de":
        return compounds.ordinal(word.lower())
    tens, _, ones = word.lower().rpartition("-")
    below = ENGLISH_ORDINALS.get(ones)
    return None if below is None else Decimal({"": 0, "twenty": 20, "thirty": 30}[tens] + below)


_BOUND = re.compile(
    r"\b(?:than|above|below|over|under|exceed\w*|least|most|up\s+to|nearly|almost|als|über|unter|mindestens|wenigstens|"
    r"höchstens|maximal|bis\s+zu|rund|knapp|fast|gut)\s+\Z",
    re.IGNORECASE,
)
"""What bounds a count and no year."""
_THAN_THEN = re.compile(
    r"\d(?:\s?%|\s+[\w-]+){0,3}\s+(?:mehr|weniger|höher|niedriger|more|less|fewer|higher|lower)\s+(?:als|than)"
    r"(?:\s+noch)?\s+\Z"
)
"""3 Prozent mehr als 2019: a year, as the amount is told before."""


def _is_count(text: str, match: re.Match[str], language: str) -> bool:
    """A bare four-digit number before a noun counts things, unless the word before it says otherwise."""
    before = text[max(0, match.start() - 24) : match.start()]
    cue = _cues(language).search(before) is not None
    if match["nday"] and not match["nyear"] and (match["nsign"] == "/" or not cue):
        return True
    if match["weekday"]:
        placed = match["wshift"] or _weekday_cues(language).search(before)
        return not placed or _DATE_NEXT.match(text, match.end()) is not None
    groups = match.groupdict()
    if match["month"] and not any(
        groups.get(g) for g in ("day", "dayword", "after", "year", "myear", "lyear", "part")
    ):
        return not cue
    if groups.get("dayword") and _ordinal_day(match["dayword"], language) is None:
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
    if _BOUND.search(before) and not _THAN_THEN.search(text[max(0, match.start() - 60) : match.start()]):
        return True
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
        month, day = match["nmonth"], match["nday"]
        if language == "en" and int(month) > 12:  # 23/9/2020, the British way
            month, day = day, month
        return _numbered(year, month, day) if year else None, False
    if match["era"] or match["eraword"]:
        return _era(match, words), match["epart"] is not None
    if match["month"]:
        return _named_month(match, words, language, published, part), part is not None
    if match["weekday"]:
        return _weekday(match, words, language, published), False
    if match["bare"]:
        first = int(match["bare"])
        last = re.sub(r"\D", "", match["to"] or "")
        end = int(match["bare"][: 4 - len(last)] + last) if last else first
        return (periods.years(first, end, part) if end >= first else None), part is not None
    return _relative(match, words, published, part), part is not None


def _era(match: re.Match[str], words: Calendar) -> Period:
    """The nineties, Anfang der 1990er: ten years, or about a third of them; the 1800s are a century."""
    decade = int(match["era"] or 20 + 10 * words.decades.index(match["eraword"].lower()))
    decade += 1900 if decade < 100 else 0
    first, last = YEARS_OF_DECADE[words.parts[match["epart"].lower()] if match["epart"] else None]
    if decade < 2000 and decade % 100 == 0:
        return periods.years(decade + 10 * first, decade + 10 * last + 9)
    return periods.years(decade + first, decade + last)


def _numbered(year: str, month: str, day: str | None) -> Period | None:
    if len(year) == 2:
        year = ("20" if int(year) < 50 else "19") + year
    if not 1 <= int(month) <= 12 or not int(year):
        return None
    return periods.day(int(year), int(month), int(day)) if day else periods.month(int(year), int(month))


_AHEAD = re.compile(r"\b(?:nächste[nmrs]|kommende[nmrs]?|next)\s+\Z", re.IGNORECASE)


def _named_month(
    match: re.Match[str], words: Calendar, language: str, published: date | None, part: Part | None
) -> Period | None:
    number = months(language)[match["month"]]
    if match["year"]:
        year = int(match["year"])
    elif match["lyear"]:  # November bis Januar 2018
        year = int(match["lyear"]) - (number > months(language)[match["lmonth"]])
    elif published is None:
        return None
    elif match["myear"]:
        year = published.year + words.shifts[match["myear"].lower()]
    else:
        ahead = _AHEAD.search(match.string[max(0, match.start() - 12) : match.start()]) is not None
        year = periods.latest_month(published, number) + ahead
    groups = match.groupdict()
    named = match["day"] or groups.get("after")
    if groups.get("dayword"):
        named = str(_ordinal_day(match["dayword"], language))
    if not named:
        return periods.month(year, number, part)
    first, last = (periods.day(year, number, int(day)) for day in (named, groups.get("until") or named))
    return Period(first.first, last.last) if first and last and first.first <= last.last else None


def _weekday(match: re.Match[str], words: Calendar, language: str, published: date | None) -> Period | None:
    if published is None:
        return None
    shift = words.shifts[match["wshift"].lower()] if match["wshift"] else 0
    return periods.weekday(published, weekdays(language)[match["weekday"]], shift)


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
