"""A pair of figures, what a comparison returns, and how every sentence about a pair begins."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from claims.comparisons import wording as say
from claims.comparisons.closeness import Closeness
from claims.comparisons.figures import Figure


class Kind(StrEnum):
    AGREES = "agrees"
    AGREES_ROUNDED = "agrees_rounded"
    EXPLAINED_BY_DATE = "explained_by_date"
    EXPLAINED_BY_DEFINITION = "explained_by_definition"
    UNIT_MISMATCH = "unit_mismatch"
    SCOPE_MISMATCH = "scope_mismatch"
    FORECAST_AS_FACT = "forecast_as_fact"
    CUMULATIVE_AS_YEARLY = "cumulative_as_yearly"
    HEDGE_DROPPED = "hedge_dropped"
    DECIMAL_SLIP = "decimal_slip"
    ARITHMETIC = "arithmetic"
    CONFLICT = "conflict"


class Comparison(NamedTuple):
    kind: Kind
    sentence_de: str
    sentence_en: str


class Pair(NamedTuple):
    a: Figure
    b: Figure
    close: Closeness

    @property
    def same_metric(self) -> bool:
        return self.a.metric == self.b.metric

    @property
    def natures(self) -> set[str]:
        return {self.a.nature, self.b.nature}

    @property
    def spans(self) -> bool:
        """One of them gives both ends of a range."""
        return any(None not in figure.bounds and figure.value is None for figure in (self.a, self.b))

    def ordered(self, first: Callable[[Figure], bool]) -> tuple[Figure, Figure]:
        """The pair with the figure that meets the condition in front."""
        return (self.a, self.b) if first(self.a) else (self.b, self.a)


Rule = Callable[[Pair], Comparison | None]

INCOMPARABLE = frozenset({Kind.UNIT_MISMATCH, Kind.SCOPE_MISMATCH})


def told(kind: Kind, pair: Pair, de: str, en: str) -> Comparison:
    """Both figures with their numbers, what the rule says about them, and which scope only one side names."""
    scopes = ("", "") if kind in INCOMPARABLE else (_unsaid(pair, "de"), _unsaid(pair, "en"))
    return Comparison(kind, f"{_lead(pair, 'de')} {de}{scopes[0]}", f"{_lead(pair, 'en')} {en}{scopes[1]}")


def _lead(pair: Pair, language: str) -> str:
    one, other = ("Die eine Angabe", "die andere") if language == "de" else ("One figure", "the other")
    return (
        f"{say.who(pair.a, language, one)}: {say.stated(pair.a, language)}; "
        f"{say.who(pair.b, language, other)}: {say.stated(pair.b, language)}."
    )


def _unsaid(pair: Pair, language: str) -> str:
    """A scope that only one side names is said, never assumed in silence."""
    words = {"de": {"place": "den Ort", "system": "das System"}, "en": {"place": "place", "system": "system"}}
    fields = [
        field for field in ("place", "system") if bool(getattr(pair.a, field)) != bool(getattr(pair.b, field))
    ]
    if not fields:
        return ""
    named = (" und " if language == "de" else " and ").join(words[language][field] for field in fields)
    if language == "de":
        return f" Nur eine Seite nennt {named}."
    return f" Only one side names the {named}."
