"""What the figures of a measure say to each other: rows handed to the rules, the telling pairs kept.

Found by rule from recorded figures; no rating, and none is changed by it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q

from claims import comparisons
from claims.comparisons import Kind, headline
from claims.comparisons.closeness import within_share
from claims.models import Metric
from claims.views.readings import Reading

MOST_COMPARED = 40  # readings of a page, claims first; their pairs grow with the square
MOST_SHOWN = 8
NEAR = Decimal("0.1")  # share within which two numbers are taken for one another

STRONGEST_FIRST = (
    Kind.DECIMAL_SLIP,
    Kind.CONFLICT,
    Kind.CUMULATIVE_AS_YEARLY,
    Kind.HEDGE_DROPPED,
    Kind.ARITHMETIC,
    Kind.UNIT_MISMATCH,
    Kind.SCOPE_MISMATCH,
    Kind.FORECAST_AS_FACT,
    Kind.EXPLAINED_BY_DEFINITION,
    Kind.EXPLAINED_BY_DATE,
)  # what agrees is no discrepancy
RANK = {kind: place for place, kind in enumerate(STRONGEST_FIRST)}
INCOMPARABLE = (Kind.UNIT_MISMATCH, Kind.SCOPE_MISMATCH)
EXPLAINED = (Kind.EXPLAINED_BY_DEFINITION, Kind.EXPLAINED_BY_DATE)
FINDINGS = (
    Kind.DECIMAL_SLIP,
    Kind.CUMULATIVE_AS_YEARLY,
    Kind.FORECAST_AS_FACT,
    Kind.CONFLICT,
    Kind.HEDGE_DROPPED,
)  # what may stand over a page, the most telling first

Confusable = Mapping[str, set[str]]


@dataclass(frozen=True)
class Tension:
    """Two readings, one of them at least of a public claim, and the sentence about them.

    `also` are further documents beside which the same was found for the same claim.
    """

    kind: Kind
    one: Reading
    other: Reading
    sentence_de: str
    sentence_en: str
    also: tuple[Reading, ...] = ()

    @property
    def claims(self) -> list[Reading]:
        return [reading for reading in (self.one, self.other) if reading.shown]

    @property
    def pair(self) -> frozenset[int]:
        """Primary keys of the claims; one beside a document."""
        return frozenset(reading.shown.claim.pk for reading in self.claims if reading.shown)

    @property
    def documents(self) -> list[Reading]:
        return [reading for reading in (self.one, self.other) if not reading.shown]


@dataclass(frozen=True)
class Headline:
    text_de: str
    text_en: str


def title(found: Iterable[Tension], metric: Metric) -> Headline | None:
    """The most telling finding about a claim's figure of the measure; None where no rule gives one."""
    own = [
        tension
        for tension in found
        if tension.kind in FINDINGS and any(r.figure.metric_id == metric.pk for r in tension.claims)
    ]
    best = min(own, key=lambda tension: FINDINGS.index(tension.kind), default=None)
    words = headline(best.kind, as_figure(best.one), as_figure(best.other)) if best else None
    return Headline(*words) if words else None


def neighbours(metrics: Iterable[Metric]) -> tuple[list[Metric], Confusable]:
    """One query: the measures declared confusable with these, in either direction, and who with whom."""
    own = {metric.pk: metric for metric in metrics}
    rows = Metric.confusable_with.through.objects.filter(
        Q(from_metric__in=own) | Q(to_metric__in=own)
    ).select_related("from_metric", "to_metric")
    declared: dict[str, set[str]] = {}
    others: dict[int, Metric] = {}
    for row in rows:
        one, other = row.from_metric, row.to_metric
        declared.setdefault(one.slug, set()).add(other.slug)
        others |= {metric.pk: metric for metric in (one, other) if metric.pk not in own}
    return sorted(others.values(), key=lambda metric: metric.slug), declared


def as_figure(reading: Reading) -> comparisons.Figure:
    """The row as the rules see it, with the words for who says it."""
    row, document = reading.figure, reading.document
    dated = row.as_of_first is not None or row.as_of_last is not None
    return comparisons.Figure(
        metric=row.metric.slug,
        low=row.low,
        high=row.high,
        counted=row.counted or row.metric.counted,
        qualifier=row.qualifier,
        unit=row.unit or row.metric.unit,
        definition=row.definition or row.definition_de,
        definition_de=row.definition_de,
        item_de=row.item_de,
        item=row.item,
        place=row.place,
        system=row.system,
        as_of=(row.as_of_first, row.as_of_last) if dated else None,
        published=(document.published_first, document.published_last),
        nature=row.nature or "stock",
        basis=row.basis,
        label_de=reading.who,
        label_en=reading.who,
        name_de=row.metric.label_de,
        name_en=row.metric.label_en,
    )


def tensions(
    readings: Sequence[Reading],
    confusable: Confusable,
    *,
    of: Iterable[int] = (),
    claim: int | None = None,
    written: Collection[frozenset[int]] = (),
) -> list[Tension]:
    """The discrepancies among readings, strongest first; claim beside claim, and claim beside document.

    `of` holds the primary keys of measures one of which a pair must be of; `claim` that of a claim which
    must be one of the two; `written` the pairs of claims about which the newsroom says something itself.
    What one claim says against several documents is told once. No query.
    """
    found = _compared(readings, confusable, frozenset(of), claim)
    telling = sorted((tension for tension in found if tension.kind in RANK), key=_order)
    return [each for each in _once(telling) if each.pair not in written][:MOST_SHOWN]


def _compared(
    readings: Sequence[Reading], confusable: Confusable, of: frozenset[int], claim: int | None
) -> Iterable[Tension]:
    ordered = sorted(readings, key=lambda r: (not (r.shown and r.shown.claim.pk == claim), not r.shown))
    figures = [(reading, as_figure(reading)) for reading in ordered[:MOST_COMPARED]]
    for place, (one, a) in enumerate(figures):
        if not one.shown or claim not in (None, one.shown.claim.pk):
            break  # from here on, pairs that nobody asked for
        for other, b in figures[place + 1 :]:
            if other.shown and other.shown.claim.pk == one.shown.claim.pk:
                continue
            if not {one.figure.metric_id, other.figure.metric_id} & of:
                continue
            result = comparisons.compare(a, b, confusable=confusable)
            if result and _worth_telling(result.kind, a, b):
                yield Tension(result.kind, one, other, result.sentence_de, result.sentence_en)


def _worth_telling(kind: Kind, a: comparisons.Figure, b: comparisons.Figure) -> bool:
    """Most figures differ in place or in measure: worth a line only where the numbers invite a mix-up."""
    if kind in INCOMPARABLE:
        return a.value is not None and a.value == b.value and (a.item == b.item or not (a.item and b.item))
    if kind in EXPLAINED and a.metric != b.metric:
        return within_share(a, b, NEAR)
    return True


def _order(tension: Tension) -> tuple[int, bool, int]:
    """By strength; then claims beside claims; then what lies nearest in time."""
    days = [reading.days[1] if reading.days else 0 for reading in (tension.one, tension.other)]
    return RANK[tension.kind], bool(tension.documents), abs(days[0] - days[1])


def _once(found: Iterable[Tension]) -> list[Tension]:
    """One entry for each pair of claims and kind, and one for each claim and kind beside all documents."""
    kept: dict[tuple[Kind, frozenset[int]], Tension] = {}
    for tension in found:
        key = tension.kind, tension.pair
        first = kept.setdefault(key, tension)
        if first is not tension and tension.documents:
            kept[key] = replace(first, also=(*first.also, *tension.documents))
    return list(kept.values())
