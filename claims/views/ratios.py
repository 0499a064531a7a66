"""Own calculations about ratios: what the article itself, or anybody, says of the two amounts divided."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from claims import comparisons
from claims.comparisons.figures import place_key, unit_of
from claims.models import Metric
from claims.views.readings import Reading
from claims.views.tensions import as_figure

MOST = 4  # claims of a page that are recalculated
Pair = tuple[Reading, Reading]  # above and below the line


@dataclass(frozen=True)
class Division:
    """Two figures divided, and what that says about a ratio; several parts may give the same amount."""

    parts: tuple[Reading, ...]
    sentence_de: str
    sentence_en: str


@dataclass(frozen=True)
class Recalculation:
    """A claim's ratio and the divisions it was held against."""

    ratio: Reading
    divisions: list[Division]


def inputs_of(metric: Metric) -> list[Metric]:
    """The measures that a ratio says it divides: above and below the line, one where they are the same."""
    above, below = metric.numerator, metric.denominator
    return list(dict.fromkeys(side for side in (above, below) if side))


def recalculations(metric: Metric, readings: Sequence[Reading]) -> list[Recalculation]:
    """Each claim's ratio from the amounts its own article gives, else from those nearest. No query."""
    if not metric.numerator_id or not metric.denominator_id:
        return []
    growth = metric.numerator_id == metric.denominator_id
    found = []
    for ratio in readings:
        if ratio.shown and ratio.figure.metric_id == metric.pk:
            pairs = _in_time(ratio, readings, metric) if growth else _together(ratio, readings, metric)
            divisions = _divisions(ratio, pairs)
            found += [Recalculation(ratio, divisions)] if divisions else []
    return found[:MOST]


def _together(ratio: Reading, readings: Sequence[Reading], metric: Metric) -> Iterator[Pair]:
    """Each amount below the line with the nearest above it; a ratio that looks ahead is held against amounts
    that do, where there are any."""
    parts = _candidates(ratio, readings, metric.denominator_id)
    if as_figure(ratio).looks_ahead:
        parts = [part for part in parts if as_figure(part).looks_ahead] or parts
    for part in parts:
        whole = next(iter(_candidates(part, readings, metric.numerator_id)), None)
        if whole:
            yield whole, part


def _in_time(ratio: Reading, readings: Sequence[Reading], metric: Metric) -> Iterator[Pair]:
    """Growth: the amount at the end of the ratio's span, and one counted alike at its beginning."""
    first, last = ratio.figure.as_of_first, ratio.figure.as_of_last
    if first is None or last is None:
        return
    there = _of_place(ratio, readings, metric.numerator_id)
    for later in (each for each in there if _speaks_of(each, last)):
        for earlier in (each for each in there if _speaks_of(each, first)):
            one, other = as_figure(later), as_figure(earlier)
            if unit_of(one) == unit_of(other) and one.definition.casefold() == other.definition.casefold():
                yield later, earlier


def _speaks_of(reading: Reading, day: int) -> bool:
    return not reading.is_undated and reading.days is not None and reading.days[0] <= day <= reading.days[1]


def _divisions(ratio: Reading, pairs: Iterable[Pair]) -> list[Division]:
    """One for each sentence; several amounts that say the same stand behind one."""
    told: dict[str, Division] = {}
    for above, below in pairs:
        if above is below:
            continue
        result = comparisons.arithmetic(*(as_figure(each) for each in (ratio, above, below)))
        if result:
            known = told.get(result.sentence_de)
            parts = tuple(dict.fromkeys((*(known.parts if known else ()), above, below)))
            told[result.sentence_de] = Division(parts, result.sentence_de, result.sentence_en)
    return list(told.values())


def _candidates(beside: Reading, readings: Iterable[Reading], metric: int | None) -> list[Reading]:
    """The figures for the same place: all of the same work, or else the one nearest in time."""
    there = _of_place(beside, readings, metric)
    own = [each for each in there if each.document.pk == beside.document.pk]
    return own or sorted(there, key=lambda each: (_gap(each, beside), not each.shown))[:1]


def _of_place(beside: Reading, readings: Iterable[Reading], metric: int | None) -> list[Reading]:
    place = place_key(beside.figure.place)
    return [
        each
        for each in readings
        if each.figure.metric_id == metric
        and place_key(each.figure.place) == place
        and (each.figure.low is not None or each.figure.high is not None)
    ]


def _gap(one: Reading, other: Reading) -> int:
    if one.days is None or other.days is None:
        return 10**9
    return abs(one.days[1] - other.days[1])
