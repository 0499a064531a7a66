"""How figures, dates and places are set in a German or English sentence."""

from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal

from claims.comparisons.figures import LOWER, UPPER, Figure, unit_of

MAGNITUDES = {
    "de": ((Decimal(10) ** 12, "Bio."), (Decimal(10) ** 9, "Mrd."), (Decimal(10) ** 6, "Mio.")),
    "en": ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million")),
}
QUALIFIERS = {
    "de": {
        "about": "rund ",
        "at_least": "mindestens ",
        "at_most": "höchstens ",
        "more_than": "mehr als ",
        "less_than": "weniger als ",
    },
    "en": {
        "about": "about ",
        "at_least": "at least ",
        "at_most": "at most ",
        "more_than": "more than ",
        "less_than": "less than ",
    },
}
NOUNS = {
    "de": {
        "cameras": "Kameras",
        "requests": "Anfragen",
        "people": "Menschen",
        "users": "Nutzer",
        "inhabitants": "Einwohner",
        "families": "Familien",
        "list_entries": "Listeneinträge",
        "data_items": "Einzelangaben",
        "points": "Punkte",
        "pilots": "Modellversuche",
        "regions": "Regionen",
        "agencies": "Behörden",
        "cases": "Fälle",
        "deaths": "Todesfälle",
        "doses": "Dosen",
        "tests": "Tests",
        "flats": "Wohnungen",
        "households": "Haushalte",
        "children": "Kinder",
        "jobs": "Stellen",
        "companies": "Unternehmen",
        "vehicles": "Fahrzeuge",
        "money_usd": "US-Dollar",
        "money_cny": "Yuan",
        "money_eur": "Euro",
        "ratio": "Verhältniszahl",
        "duration": "Dauer",
        "other": "Anzahl",
    },
    "en": {
        "requests": "requests",
        "list_entries": "list entries",
        "data_items": "data items",
        "pilots": "pilot schemes",
        "money_usd": "US dollars",
        "money_cny": "yuan",
        "money_eur": "euros",
        "ratio": "ratio",
        "duration": "duration",
        "other": "number",
    },
}
UNIT_WORDS = {
    "person": "Menschen",
    "family": "Familien",
    "group": "Gruppen",
    "camera": "Kameras",
    "hour": "Stunden",
    "day": "Tage",
    "week": "Wochen",
    "month": "Monate",
    "year": "Jahre",
    "minute": "Minuten",
    "second": "Sekunden",
    "percentage point": "Prozentpunkte",
    "case": "Fälle",
    "t": "Tonnen",
    "t co2e": "Tonnen CO₂-Äquivalente",
    "l": "Liter",
    "ha": "Hektar",
    "tier": "Stufen",
    "grade": "Stufen",
    "criteria": "Kriterien",
}
PER_WORDS = {
    "person": "Person",
    "family": "Familie",
    "group": "Gruppe",
    "camera": "Kamera",
    "hour": "Stunde",
    "day": "Tag",
    "week": "Woche",
    "month": "Monat",
    "year": "Jahr",
    "square metre": "Quadratmeter",
}
NATURES = {
    "de": {
        "stock": "ein Bestand",
        "flow": "die Menge eines Zeitraums",
        "cumulative": "eine aufgelaufene Summe",
        "increment": "ein Zuwachs",
        "target": "ein Zielwert",
        "ratio": "ein Verhältnis",
        "parameter": "ein festgelegter Wert",
    },
    "en": {
        "stock": "a stock",
        "flow": "the amount of one period",
        "cumulative": "a running total",
        "increment": "an increase",
        "target": "a target",
        "ratio": "a ratio",
        "parameter": "a fixed value",
    },
}
UNITLESS = frozenset({"ratio", "duration", "other"})


def number(value: Decimal, language: str) -> str:
    """17,46 Mio. / 17.46 million; in full where an abbreviation would need more than three decimals."""
    size = abs(value)
    for step, word in MAGNITUDES[language]:
        if size >= step:
            scaled = value / step
            if scaled == round(scaled, 3):
                return f"{_digits(scaled, language)} {word}"
            break
    return _digits(value, language)


def _digits(value: Decimal, language: str) -> str:
    return format_decimal(value, format="#,##0.####", locale=language).replace("-", "−")


def amount(figure: Figure, language: str) -> str:
    """The value with its hedge and its noun: 'rund 17,5 Mio. Anfragen', 'more than 50 agencies'."""
    low, high = figure.bounds
    hedge = QUALIFIERS[language].get(figure.qualifier, "")
    if low is None and high is None:
        return "ohne Zahl" if language == "de" else "no number"
    if low is not None and high is not None and low != high:
        # a hedge that only opens one side says nothing more once both bounds are there
        ends = [number(low, language), number(high, language)]
        if magnitude := ends[1].partition(" ")[2]:
            ends[0] = ends[0].removesuffix(f" {magnitude}")
        shown = (" bis " if language == "de" else " to ").join(ends)
        hedge = "" if figure.qualifier in LOWER | UPPER else hedge
    else:
        shown = number(low if low is not None else high or Decimal(0), language)
    unit = unit_of(figure)
    if unit.counted == "percent":
        return f"{hedge}{shown}{' %' if language == 'de' else '%'}"
    if unit.counted in ("factor", "times"):
        return (
            f"{hedge}{'das ' if language == 'de' else ''}{shown}{'-Fache' if language == 'de' else ' times'}"
        )
    return f"{hedge}{shown} {_measured(figure, language)}".rstrip()


def _measured(figure: Figure, language: str) -> str:
    unit = unit_of(figure)
    if figure.counted not in UNITLESS:
        per = unit.per if unit.per != "year" else ""  # the date says which
        each = f" je {PER_WORDS.get(per, per)}" if language == "de" else f" per {per}"
        return noun(figure, language) + (each if per else "")
    if language == "en":
        return figure.unit
    # free units are written in English; abbreviations (km) read alike in both languages
    counted = UNIT_WORDS.get(unit.counted, figure.unit if len(figure.unit) <= 3 else "")
    return f"{counted} je {PER_WORDS.get(unit.per, unit.per)}" if counted and unit.per else counted


def noun(figure: Figure, language: str) -> str:
    """What is counted, as a plural noun."""
    return NOUNS[language].get(figure.counted, figure.counted.replace("_", " "))


def counted_phrase(figure: Figure, language: str) -> str:
    """What is counted, told apart from another unit: the unit itself where the noun says too little."""
    unit = unit_of(figure)
    if unit.counted == "percent":
        return "Prozent" if language == "de" else "percent"
    written = quoted(figure.unit, language) if figure.unit else noun(figure, language)
    return _measured(figure, language) or written


def name(figure: Figure, language: str) -> str:
    """What the metric is called, in quotation marks."""
    label = (figure.name_de if language == "de" else figure.name_en) or figure.metric.replace("_", " ")
    return quoted(label, language)


def quoted(text: str, language: str) -> str:
    return f"„{text}“" if language == "de" else f"“{text}”"


def who(figure: Figure, language: str, fallback: str) -> str:
    return (figure.label_de if language == "de" else figure.label_en) or fallback


def place(name: str, language: str) -> str:
    """A country's code by its name; other places as they were written."""
    return str(Locale(language).territories.get(name, name))


def when(span: tuple[int, int] | None, language: str) -> str:
    """2018, Dezember 2018, 31. Dezember 2018, März 2021 bis Dezember 2021; 'ohne Datum' where unknown.

    A span is set no finer than its edges allow: whole years, then whole months, then days.
    """
    if span is None:
        return "ohne Datum" if language == "de" else "undated"
    first, last = span
    if (first % 10000, last % 10000) == (101, 1231):
        ends = [_year(day // 10000, language) for day in span]
    elif first % 100 == 1 and last % 100 >= 28:
        ends = [f"{_month(day, language)} {_year(day // 10000, language)}" for day in span]
    else:
        ends = [_day(day, language) for day in span]
    if ends[0] == ends[1]:
        return ends[0]
    year = f" {_year(first // 10000, language)}"
    if ends[0].endswith(year) and ends[1].endswith(year):
        ends[0] = ends[0].removesuffix(year)  # März bis Dezember 2021
    return (" bis " if language == "de" else " to ").join(ends)


def _day(day: int, language: str) -> str:
    dot = "." if language == "de" else ""
    return f"{day % 100}{dot} {_month(day, language)} {_year(day // 10000, language)}"


def _month(day: int, language: str) -> str:
    return str(Locale(language).months["format"]["wide"][day % 10000 // 100])


def _year(year: int, language: str) -> str:
    if year > 0:
        return str(year)
    return f"{1 - year} v. Chr." if language == "de" else f"{1 - year} BC"


def years(span: float, language: str) -> str:
    """A time span for people: 'gut 2 Jahre', '5 Monate', 'wenige Tage'."""
    full, months = int(span + 1 / 24), max(1, round(span * 12))
    if span < 1 / 24:
        return "wenige Tage" if language == "de" else "a few days"
    if full < 1:
        unit = ("Monat", "Monate") if language == "de" else ("month", "months")
        return f"{months} {unit[months > 1]}"
    more = ("gut " if language == "de" else "over ") if span - full > 1 / 12 else ""
    unit = ("Jahr", "Jahre") if language == "de" else ("year", "years")
    return f"{more}{number(Decimal(full), language)} {unit[full > 1]}"


@lru_cache(maxsize=1024)  # a page sets the same figure beside many others
def stated(figure: Figure, language: str) -> str:
    """The value with its date: 'rund 170 Mio. Kameras (Stand Dezember 2018)'."""
    shown = amount(figure, language)
    if figure.dated is None:
        return f"{shown} ({'ohne Datum' if language == 'de' else 'undated'})"
    date = when(figure.dated, language)
    if figure.nature == "cumulative":
        lead = "aufgelaufen, Stand " if language == "de" else "running total as of "
    elif figure.nature == "flow":
        lead = "im Zeitraum " if language == "de" else "in "
    else:
        lead = "Stand " if language == "de" else "as of "
    return f"{shown} ({lead}{date})"
