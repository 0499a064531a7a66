"""The shape of what a language contributes: words and their meanings, no rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from sources.quantities.quantity import Qualifier


class Part(Enum):
    """The part a word plays in a written-out number."""

    FIGURE = auto()  # digits
    ONES = auto()  # one … nine
    TEENS = auto()  # ten … nineteen
    TENS = auto()  # twenty … ninety
    WHOLE = auto()  # a complete number in one word, the German habit
    HUNDRED = auto()
    MAGNITUDE = auto()  # dozen, thousand, million …
    DENOMINATOR = auto()  # third, Viertel; alone an ordinal in English
    ORDINAL = auto()  # dritte
    PORTION = auto()  # half, quarter
    ARTICLE = auto()  # a million, eine Million
    AND = auto()
    POINT = auto()
    OVER = auto()  # one over three
    OF = auto()  # tens of thousands
    SEVERAL = auto()  # several hundred, mehrere Millionen
    MINUS = auto()


@dataclass(frozen=True, slots=True)
class Word:
    part: Part
    value: Decimal = Decimal(0)
    plural: bool = False
    alone: bool = False
    """May stand without a number before it: half, hundert."""


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Tables of one language. Patterns are regular expressions, matched without regard to case."""

    code: str
    words: Mapping[str, Word]
    adjacent: str
    """Between a number and its noun no such word may stand (articles, verbs, prepositions …)."""
    hedges: Mapping[str, Qualifier]
    """Patterns before a number."""
    echoes: Mapping[str, Qualifier]
    """Patterns behind a number: or more, oder weniger."""
    range_words: str
    between: tuple[str, str]
    """The words that open a range and join its ends: between … and."""
    percent: Mapping[str, str]
    """Pattern to unit."""
    currencies: Mapping[str, str]
    """Everyday names, as patterns, to ISO 4217 codes; full names come from CLDR."""
    subunits: str
    """Names of hundredths of currencies."""
    durations: str
    measures: str
    """Units in inflected forms or everyday names that CLDR lacks."""
    old: str
    """Words that make a duration an age: old, alt."""
    times: str
    """Multipliers: times as much, Mal so viel."""
