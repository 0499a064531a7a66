"""Units of measure and of time behind a number, from CLDR and, where inflected, from the language."""

import re
from functools import cache

from babel import Locale
from babel.units import format_unit

from sources.quantities.language import Language

_FAMILIES = ("length", "mass", "volume", "area", "speed", "temperature", "digital", "energy", "power",
             "angle", "frequency", "pressure", "electric", "torque", "force", "light")  # fmt: skip
_ORDINARY_WORDS = frozenset(
    "in pt st a am at as c cup cups stone stones bar bars G J K N A V R B b d s p EL TL AE Ta Da".split()
)
_SYMBOLS = frozenset("m² m³ km² m2 m^2 km2 ° rad dB MWh GWh TWh µg Mt kt".split())
"""Those that CLDR lacks, or writes otherwise."""
_TIME_SYMBOLS = r"(?-i:h|min|sec|sek|std|ms)\b\.?"


@cache
def _names(language: Language) -> re.Pattern[str]:
    long, short = set(), set()
    for unit in map(str, Locale(language.code).unit_display_names):
        if not unit.startswith(_FAMILIES):
            continue
        for count in (1, 2):
            long.add(_without_number(format_unit(count, unit, "long", locale=language.code)))
            short.add(_without_number(format_unit(count, unit, "short", locale=language.code)))
    symbols = {*_SYMBOLS, *short} - _ORDINARY_WORDS - {""}
    spelled = _alternatives(long - _ORDINARY_WORDS - {""})
    signs = _alternatives(symbols)
    per = (
        r"(?:\s?/\s?(?:\d+\s)?\w+"
        r"|\s+(?:per|an?|pro)\s+(?:milli)?(?:hour|second|minute|Stunde|Sekunde|Minute|Tag|"
        r"(?:cubic|square)\s\w+|(?:Kubik|Quadrat)\w+))?"
    )
    return re.compile(
        rf"[\s-]?(?P<bracket>[({{]?)(?P<name>(?:{language.measures}|{spelled}|(?-i:{signs})){per})(?![\w^])",
        re.IGNORECASE,
    )


@cache
def _durations(language: Language) -> re.Pattern[str]:
    return re.compile(rf"[\s-]{{0,3}}({language.durations}|{_TIME_SYMBOLS})(?![\w])", re.IGNORECASE)


def _without_number(shown: str) -> str:
    return re.sub(r"^[\d\s.,\u00a0]+", "", shown).strip() if shown[:1].isdigit() else ""


def _alternatives(forms: set[str]) -> str:
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True))


def measure(text: str, end: int, language: Language) -> re.Match[str] | None:
    """Group `name` is the unit as written; in a `bracket` it stands outside the quantity."""
    return _names(language).match(text, end)


def duration(text: str, end: int, language: Language) -> re.Match[str] | None:
    """Group 1 is the unit as written."""
    return _durations(language).match(text, end)
