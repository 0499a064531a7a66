"""Two accounts of a rating scale side by side: what each leaves open, and where they differ."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, pairwise
from typing import NamedTuple

from claims.comparisons import wording as say
from claims.comparisons.figures import place_key
from claims.comparisons.wording import number, quoted


class ScaleKind(StrEnum):
    SCOPE_MISMATCH = "scope_mismatch"
    GAP = "gap"
    OVERLAP = "overlap"
    NO_BOUNDS = "no_bounds"
    MISSING_TIER = "missing_tier"
    THRESHOLD = "threshold"
    START = "start"


class ScaleNote(NamedTuple):
    kind: ScaleKind
    sentence_de: str
    sentence_en: str


@dataclass(frozen=True, kw_only=True)
class Tier:
    """`low` and `high` in points, None where no bound is given; a flag of None counts as included."""

    label: str
    low: Decimal | None = None
    high: Decimal | None = None
    low_inclusive: bool | None = None
    high_inclusive: bool | None = None

    @property
    def bounded(self) -> bool:
        return self.low is not None or self.high is not None

    def holds(self, points: Decimal) -> bool:
        above = (
            self.low is None or points > self.low or (points == self.low and self.low_inclusive is not False)
        )
        below = (
            self.high is None
            or points < self.high
            or (points == self.high and self.high_inclusive is not False)
        )
        return self.bounded and above and below


@dataclass(frozen=True, kw_only=True)
class Scale:
    """One account of a scale, as an article or a document gives it."""

    label_de: str
    label_en: str
    tiers: tuple[Tier, ...] = ()
    place: str = ""
    start: Decimal | None = None


def compare_scales(a: Scale, b: Scale) -> list[ScaleNote]:
    """What each account leaves open, then what they say differently; across places only the former."""
    notes = [*account(a), *account(b)]
    if a.place and b.place and place_key(a.place) != place_key(b.place):
        de, en = ((say.place(a.place, x), say.place(b.place, x)) for x in ("de", "en"))
        return [
            ScaleNote(
                ScaleKind.SCOPE_MISMATCH,
                f"Die Skalen gelten für verschiedene Orte ({de[0]} und {de[1]}), daher kein Vergleich.",
                f"The scales apply to different places ({en[0]} and {en[1]}) and are not compared.",
            ),
            *notes,
        ]
    return [*notes, *missing_tiers(a, b), *missing_tiers(b, a), *thresholds(a, b), *starts(a, b)]


def account(scale: Scale) -> list[ScaleNote]:
    """Gaps, overlaps and missing bounds within one account."""
    return [*gaps(scale), *overlaps(scale), *unbounded(scale)]


def gaps(scale: Scale) -> list[ScaleNote]:
    """Ranges of points between two bounded tiers that no tier takes in."""
    notes = []
    edges = sorted({edge for tier in scale.tiers for edge in (tier.low, tier.high) if edge is not None})
    for lower, upper in pairwise(edges):
        middle = (lower + upper) / 2
        touching = upper - lower <= 1  # 849 and 850 leave nothing between whole points
        if touching or any(tier.holds(middle) for tier in scale.tiers):
            continue
        starting = scale.start is not None and lower <= scale.start <= upper
        span_de, span_en = (_span(lower, upper, language) for language in ("de", "en"))
        notes.append(
            ScaleNote(
                ScaleKind.GAP,
                f"{scale.label_de}: {span_de} Punkte gehören zu keiner Stufe"
                + (f"; der Startwert {number(scale.start or lower, 'de')} liegt darin." if starting else "."),
                f"{scale.label_en}: {span_en} points belong to no tier"
                + (
                    f"; the starting value {number(scale.start or lower, 'en')} lies there."
                    if starting
                    else "."
                ),
            )
        )
    return notes


def overlaps(scale: Scale) -> list[ScaleNote]:
    """Pairs of bounded tiers that share points."""
    notes = []
    for one, other in combinations([tier for tier in scale.tiers if tier.bounded], 2):
        shared = _shared(one, other)
        if shared is None:
            continue
        bounds = {
            x: f"{one.label} ({tier_range(one, x)}), {other.label} ({tier_range(other, x)})"
            for x in ("de", "en")
        }
        notes.append(
            ScaleNote(
                ScaleKind.OVERLAP,
                f"{scale.label_de}: Dem Wortlaut nach überschneiden sich {bounds['de']}.",
                f"{scale.label_en}: as worded these overlap: {bounds['en']}.",
            )
        )
    return notes


def unbounded(scale: Scale) -> list[ScaleNote]:
    """Tiers without any bound; a scale that gives none at all gets one note."""
    bare = [tier.label for tier in scale.tiers if not tier.bounded]
    if not bare:
        return []
    if len(bare) == len(scale.tiers):
        return [
            ScaleNote(
                ScaleKind.NO_BOUNDS,
                f"{scale.label_de}: keine Punktgrenzen genannt.",
                f"{scale.label_en}: no thresholds given.",
            )
        ]
    return [
        ScaleNote(
            ScaleKind.NO_BOUNDS,
            f"{scale.label_de}: ohne Punktgrenze bleibt {_list(bare, 'de')}.",
            f"{scale.label_en}: no threshold is given for {_list(bare, 'en')}.",
        )
    ]


def missing_tiers(scale: Scale, other: Scale) -> list[ScaleNote]:
    """Tiers the other account names and this one does not; nothing where either names none."""
    own = {tier.label.casefold() for tier in scale.tiers}
    missing = [tier.label for tier in other.tiers if tier.label.casefold() not in own]
    if not missing or not own:
        return []
    lack = "fehlen" if len(missing) > 1 else "fehlt"
    return [
        ScaleNote(
            ScaleKind.MISSING_TIER,
            f"{scale.label_de}: Es {lack} {_list(missing, 'de')}; genannt in {quoted(other.label_de, 'de')}.",
            f"{scale.label_en}: {_list(missing, 'en')} missing; given in {quoted(other.label_en, 'en')}.",
        )
    ]


def thresholds(a: Scale, b: Scale) -> list[ScaleNote]:
    """Tiers of one name whose bounds differ, an included bound against an excluded one too."""
    others = {tier.label.casefold(): tier for tier in b.tiers}
    notes = []
    for tier in a.tiers:
        other = others.get(tier.label.casefold())
        if other is None or not (tier.bounded and other.bounded) or _bounds(tier) == _bounds(other):
            continue
        notes.append(
            ScaleNote(
                ScaleKind.THRESHOLD,
                f"{tier.label}: {tier_range(tier, 'de')} nach {quoted(a.label_de, 'de')}, "
                f"{tier_range(other, 'de')} nach {quoted(b.label_de, 'de')}.",
                f"{tier.label}: {tier_range(tier, 'en')} according to {quoted(a.label_en, 'en')}, "
                f"{tier_range(other, 'en')} according to {quoted(b.label_en, 'en')}.",
            )
        )
    return notes


def starts(a: Scale, b: Scale) -> list[ScaleNote]:
    if a.start == b.start:
        return []
    if a.start is not None and b.start is not None:
        pair = [(number(a.start, x), number(b.start, x)) for x in ("de", "en")]
        return [
            ScaleNote(
                ScaleKind.START,
                f"Der Startwert ist {pair[0][0]} nach {quoted(a.label_de, 'de')}, "
                f"{pair[0][1]} nach {quoted(b.label_de, 'de')}.",
                f"The starting value is {pair[1][0]} according to {quoted(a.label_en, 'en')}, "
                f"{pair[1][1]} according to {quoted(b.label_en, 'en')}.",
            )
        ]
    silent, telling = (a, b) if a.start is None else (b, a)
    value = telling.start or Decimal(0)
    return [
        ScaleNote(
            ScaleKind.START,
            f"{silent.label_de}: kein Startwert; {number(value, 'de')} nach "
            f"{quoted(telling.label_de, 'de')}.",
            f"{silent.label_en}: no starting value; {number(value, 'en')} according to "
            f"{quoted(telling.label_en, 'en')}.",
        )
    ]


def _bounds(tier: Tier) -> tuple[Decimal | None, bool, Decimal | None, bool]:
    return tier.low, tier.low_inclusive is not False, tier.high, tier.high_inclusive is not False


def _shared(one: Tier, other: Tier) -> Decimal | None:
    """A number of points both tiers take in, or None."""
    edges = [edge for tier in (one, other) for edge in (tier.low, tier.high) if edge is not None]
    candidates = [*edges, min(edges) - 1, max(edges) + 1, (min(edges) + max(edges)) / 2]
    return next((points for points in candidates if one.holds(points) and other.holds(points)), None)


def tier_range(tier: Tier, language: str) -> str:
    """'ab 1.050', 'über 1.050', 'unter 599', 'bis 599', '350 bis 950'."""
    low, high = (None if edge is None else number(edge, language) for edge in (tier.low, tier.high))
    words = {
        "de": ("ab ", "über ", "bis ", "unter ", " bis "),
        "en": ("from ", "above ", "up to ", "below ", " to "),
    }[language]
    if low and high:
        return f"{low}{words[4]}{high}"
    if low:
        return f"{words[1] if tier.low_inclusive is False else words[0]}{low}"
    return f"{words[3] if tier.high_inclusive is False else words[2]}{high}"


def _span(lower: Decimal, upper: Decimal, language: str) -> str:
    return f"{number(lower, language)} {'bis' if language == 'de' else 'to'} {number(upper, language)}"


def _list(labels: list[str], language: str) -> str:
    if len(labels) == 1:
        return labels[0]
    return f"{', '.join(labels[:-1])} {'und' if language == 'de' else 'and'} {labels[-1]}"
