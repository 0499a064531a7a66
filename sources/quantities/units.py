"""The unit of a number, and with it the kind of the quantity."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from sources.quantities import currencies, measures, nouns
from sources.quantities.language import Language
from sources.quantities.phrases import Phrases
from sources.quantities.quantity import Kind

_OLD_BEFORE = re.compile(
    r"\b(?:im|mit\s+einem|einem|ab\s+einem)\s+Alter\s+(?:von|ab|zwischen)\s+\Z|\baged?\s+(?:of\s+|between\s+)?\Z",
    re.IGNORECASE,
)
_YEARS_OLD = re.compile(r"[\s-]?(?:yo|y/o|yrs?\s+old)\b")
_AGED = re.compile(r"\b(?i:aged|ages?(?:\sof)?|im Alter von)\s(?:between\s)?\Z")
_COMPARED = re.compile(
    r"\s+(?:so|as|more|the|larger|higher|greater|mehr|größer|höher|häufiger|less|faster)\b"
)
_BY_FACTOR = re.compile(r"\b(?:Faktor(?:\s+von)?|factor\s+of)\s\Z")
_ARTICLE = re.compile(r"(?<=half|rter|ters|hird|irds)(?:\s+of)?\s+an?(?=\s)")
"""Half an hour, three quarters of a mile."""
_FOLD = re.compile(r"[\s-]?fold\b|[\s-]?fach\w*")


@dataclass(frozen=True, slots=True)
class Unit:
    """`start` and `end` enclose the number with its unit, `past` lies behind the counted noun too."""

    kind: Kind
    name: str | None
    start: int
    end: int
    past: int
    factor: Decimal = Decimal(1)
    negative: bool = False


@cache
def percent(language: Language) -> Phrases[str]:
    return Phrases(language.percent.items(), before=r"(?:(?:\s+of)?\s+a(?=\s+per))?\s{0,2}(?:\n\s*)?-?")


@cache
def _times(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{language.times})", re.IGNORECASE)


@cache
def _old(language: Language) -> re.Pattern[str]:
    return re.compile(rf"[\s-]+(?:{language.old})", re.IGNORECASE)


def unit(text: str, start: int, end: int, language: Language, floor: int = 0) -> Unit:
    """The unit of the number at [start, end): money, percent, factor, time, measure, or what it counts.

    What lies before `floor` belongs to the quantity before.
    """
    if found := currencies.before(text, start, language.code, floor):
        past, factor = currencies.glued_scale(text, end)
        again = None if text.startswith("-", past) else currencies.after(text, past, language)  # $10 dollars
        past = again[0] if again and again[1] == found[1] else past
        return Unit("currency", found[1], _signed(text, found[0]), past, past, factor)
    if share := percent(language).match(text, end):
        return Unit("percentage", share[1], start, share[0].end(), share[0].end())
    if money := currencies.after(text, end, language):
        return _money(text, start, money)
    if cents := currencies.subunit(text, end, language):
        return Unit("currency", cents[1].lower(), start, cents.end(), cents.end())
    if _BY_FACTOR.search(text[max(0, start - 14) : start]):
        return Unit("ratio", None, start, end, end)
    if times := _factor(text, start, end, language):
        return times
    if years := _YEARS_OLD.match(text, end):
        return Unit("age", "years", start, years.end(), years.end())
    behind = _ARTICLE.match(text, end)
    past = behind.end() if behind else end
    if time := measures.duration(text, past, language):
        return _time(text, start, time, language)
    if measure := measures.measure(text, past, language):
        return Unit(
            "number", measure["name"], start, end if measure["bracket"] else measure.end(), measure.end()
        )
    if _AGED.search(text[max(0, start - 16) : start]):
        return Unit("age", None, start, end, end)
    if counted := nouns.counted(text, end, language):
        return Unit("number", counted.unit, start, end, counted.end, negative=counted.negative)
    return Unit("number", None, start, end, end)


def _signed(text: str, start: int) -> int:
    """Takes in a minus sign that stands before the currency sign."""
    signed = start and text[start - 1] in "-−" and not text[max(0, start - 2) : start - 1].strip()
    return start - 1 if signed else start


def _money(text: str, start: int, money: tuple[int, str, int]) -> Unit:
    past, code, power = money
    behind = re.compile(r"\s+(million|billion|trillion|Millionen|Milliarden)\b").match(text, past)
    if behind:
        power = {"million": 6, "billion": 9, "trillion": 12, "Millionen": 6, "Milliarden": 9}[behind[1]]
        past = behind.end()
    return Unit("currency", code, start, past, past, Decimal(10) ** power)


def _factor(text: str, start: int, end: int, language: Language) -> Unit | None:
    times = _times(language).match(text, end)
    if times is None:
        return None
    if _FOLD.fullmatch(times[0]) or _COMPARED.match(text, times.end()):
        return Unit("ratio", None, start, times.end(), times.end())
    return Unit("number", times[0].strip(" -\n"), start, times.end(), times.end())


def _time(text: str, start: int, time: re.Match[str], language: Language) -> Unit:
    name = time[1]
    if old := _old(language).match(text, time.end()):
        return Unit("age", name, start, old.end(), old.end())
    if _OLD_BEFORE.search(text[max(0, start - 24) : start]):
        return Unit("age", name, start, time.end(), time.end())
    return Unit("duration", name, start, time.end(), time.end())
