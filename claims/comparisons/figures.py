"""A figure as the comparison sees it: bounds, what is counted, scope, date. Values only, no rows."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from babel import Locale

HEDGED = frozenset({"about", "at_least", "at_most", "more_than", "less_than"})
UPPER = frozenset({"at_most", "less_than"})
LOWER = frozenset({"at_least", "more_than"})
AHEAD = frozenset({"forecast", "plan"})

SAME_WORD = {
    "people": "person",
    "persons": "person",
    "inhabitants": "person",
    "residents": "person",
    "citizens": "person",
    "families": "family",
    "households": "family",
    "cell": "group",
    "menschen": "person",
    "personen": "person",
    "einwohner": "person",
    "familien": "family",
    "kameras": "camera",
    "h": "hour",
    "min": "minute",
    "sekunde": "second",
    "sekunden": "second",
    "minuten": "minute",
    "stunden": "hour",
    "tag": "day",
    "tage": "day",
    "tagen": "day",
    "woche": "week",
    "wochen": "week",
    "monate": "month",
    "monaten": "month",
    "jahr": "year",
    "jahre": "year",
    "jahren": "year",
    "jahrzehnt": "decade",
    "jahrzehnte": "decade",
    "jahrhundert": "century",
    "centuries": "century",
    "anteil": "share",
    "fraction": "share",
    "prozent": "percent",
    "%": "percent",
    "head": "person",
    "kopf": "person",
    "monat": "month",
    "stunde": "hour",
    "quadratmeter": "square metre",
    "m²": "square metre",
    "square meter": "square metre",
    "tonnes co2e": "t co2e",
    "tonne": "t",
    "tonnes": "t",
    "tonnen": "t",
    "kilogram": "kg",
    "kilogramm": "kg",
    "kilometre": "km",
    "kilometres": "km",
    "kilometer": "km",
    "metre": "m",
    "metres": "m",
    "meter": "m",
    "litre": "l",
    "litres": "l",
    "liter": "l",
    "hectare": "ha",
    "hectares": "ha",
    "hektar": "ha",
}
MEASURES = frozenset(
    "mg g kg t kt mt gt mm cm m km mile l hl ha acre km² m³ w kw mw gw tw wh kwh mwh gwh twh j kj".split()
)
"""Units of measure: two of them are never the same amount under another name."""
RATES = frozenset(
    ["square metre", *"person capita second minute hour day week month km l kg t kwh mwh ha".split()]
)
"""An amount divided by one of these is never told beside the whole; one of a year or a group may be."""


class Bounds(NamedTuple):
    """Closed interval of values; None is an open end."""

    low: Decimal | None
    high: Decimal | None


class Unit(NamedTuple):
    """`people per camera` is ('person', 'camera'); a plain unit has no second part."""

    counted: str
    per: str


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One typed figure of a claim or a document.

    `low`, `high`: the value in full units, equal for a point, None for an open end.
    `as_of`, `published`: first and last day as year * 10000 + month * 100 + day; None where unknown.
    `qualifier`, `counted`, `nature`, `basis`: the controlled values of the data model.
    `definition`: what is included, by which figures are told apart; `definition_de`: the same in German,
    as `item_de` is of `item`.
    `label_de`, `label_en`: who says it; `name_de`, `name_en`: what the metric is called.
    """

    metric: str
    low: Decimal | None
    high: Decimal | None
    counted: str
    qualifier: str = "exactly"
    unit: str = ""
    definition: str = ""
    definition_de: str = ""
    item: str = ""
    item_de: str = ""
    place: str = ""
    system: str = ""
    as_of: tuple[int | None, int | None] | None = None
    published: tuple[int | None, int | None] | None = None
    nature: str = "stock"
    basis: str = "unstated"
    label_de: str = ""
    label_en: str = ""
    name_de: str = ""
    name_en: str = ""

    def defined(self, language: str) -> str:
        """What it includes, in German (de) where that is given."""
        return self.definition_de or self.definition if language == "de" else self.definition

    def named_item(self, language: str) -> str:
        """The tier or act, in German (de) where that is given."""
        return self.item_de or self.item if language == "de" else self.item

    @property
    def bounds(self) -> Bounds:
        """The interval the qualifier leaves open or closes, wherever the one value was entered."""
        low, high = (None if side is None else tidy(side) for side in (self.low, self.high))
        if low is not None and high is not None and low > high:
            low, high = high, low
        if self.qualifier in LOWER:
            return Bounds(low if low is not None else high, None if low is None or low == high else high)
        if self.qualifier in UPPER:
            return Bounds(None if high is None or low == high else low, high if high is not None else low)
        return Bounds(low if low is not None else high, high if high is not None else low)

    @property
    def value(self) -> Decimal | None:
        """The number that was said: a point, the one bound, or None for a range."""
        low, high = self.bounds
        if low is None or high is None:
            return low if high is None else high
        return low if low == high else None

    @property
    def is_hedged(self) -> bool:
        if self.nature == "parameter":  # 'more than 1,050 points' is the rule itself
            return self.qualifier == "about"
        return self.qualifier in HEDGED or self.basis == "estimate"

    @property
    def looks_ahead(self) -> bool:
        return self.basis in AHEAD or self.nature == "target"

    @property
    def dated(self) -> tuple[int, int] | None:
        """First and last day, an open end closed with the other; None when undated."""
        first, last = self.as_of or (None, None)
        if first is None and last is None:
            return None
        return (first if first is not None else last, last if last is not None else first)  # type: ignore[return-value]


def tidy(value: Decimal) -> Decimal:
    """Without the dust a binary float leaves (16440000.000000002) and without an exponent."""
    if value != value.to_integral_value():
        value = Decimal(f"{value:.12g}")
    return value.normalize() + 0


def alike(a: Unit, b: Unit) -> bool:
    """Whether amounts in the two units may be set beside each other, though the units are worded differently:
    never a total beside an amount a head, nor tonnes beside kilotonnes."""
    if a.per != b.per and not RATES.isdisjoint({a.per, b.per}):
        return False
    return a.counted == b.counted or not {a.counted, b.counted} <= MEASURES


def unit_of(figure: Figure) -> Unit:
    """The unit's two parts in a common spelling: 'persons/camera' equals 'people per camera'."""
    text = figure.unit.lower().split("(")[0]
    for divider in (" per ", " je ", " pro ", "/"):
        if divider in text:
            counted, per = text.split(divider, 1)
            return Unit(_word(counted), _word(per))
    return Unit(_word(text), "")


def _word(text: str) -> str:
    word = " ".join(text.split())
    known = SAME_WORD.get(word)
    if known:
        return known
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def place_key(place: str) -> str:
    """One spelling for a country's code and its German and English name; other places as written."""
    folded = " ".join(place.split()).casefold()
    return _countries().get(folded, folded)


@cache
def _countries() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in ("de", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names[code.casefold()] = names[name.casefold()] = code.casefold()
    return names


def part_of(inner: str, outer: str) -> bool:
    """True where a place is named as part of another: 'Rongcheng, Morgenröte quarter' of 'Rongcheng'."""
    parts = [piece.strip() for piece in place_key(inner).split(",")]
    return len(parts) > 1 and place_key(outer) in parts


def years_between(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Years from the end of the earlier span to the start of the later one; 0 where they overlap."""
    earlier, later = sorted((a, b))
    return max(0.0, _years(later[0]) - _years(earlier[1]))


def _years(day: int) -> float:
    year, rest = divmod(day, 10000)
    month, of_month = divmod(rest, 100)
    return year + (month - 1) / 12 + (of_month - 1) / 365
