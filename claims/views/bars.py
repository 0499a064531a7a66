"""PURE: geometry of a bar for each day, stacked by group. Counts in, positions out; a template draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

GAP = 0.25  # of a day's width


@dataclass(frozen=True)
class Segment:
    group: str
    count: int
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    day: date
    x: float
    width: float
    segments: tuple[Segment, ...]

    @property
    def total(self) -> int:
        return sum(segment.count for segment in self.segments)


@dataclass(frozen=True)
class Bars:
    """`ticks` are the counts at the axis with their y."""

    width: float
    height: float
    left: float
    bottom: float
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, float], ...]


def draw(
    counts: Mapping[date, Mapping[str, int]],
    groups: Sequence[str],
    last: date,
    *,
    days: int = 30,
    width: float = 960,
    height: float = 220,
) -> Bars | None:
    """The `days` up to `last`, groups stacked from the axis upwards; None when there is nothing to draw."""
    shown = [last - timedelta(days=back) for back in range(days - 1, -1, -1)]
    highest = max((sum(counts.get(day, {}).get(group, 0) for group in groups) for day in shown), default=0)
    if not highest:
        return None
    left, top, right, bottom = 64.0, 12.0, width - 12, height - 30
    step = (right - left) / days
    top_value = ceiling(highest)

    def y(value: float) -> float:
        return round(bottom - value / top_value * (bottom - top), 1)

    bars = []
    for place, day in enumerate(shown):
        segments, below = [], 0
        for group in groups:
            count = counts.get(day, {}).get(group, 0)
            if count:
                upper = y(below + count)
                segments.append(Segment(group, count, upper, round(y(below) - upper, 1)))
                below += count
        bars.append(Bar(day, round(left + place * step, 1), round(step * (1 - GAP), 1), tuple(segments)))
    ticks = tuple((value, y(value)) for value in sorted({0, top_value // 2, top_value}))
    return Bars(width, height, left, bottom, tuple(bars), ticks)


def ceiling(value: int) -> int:
    """The next of 2, 4, 10, 20, 40, 100 … that is not below the value: even, so that its half is whole."""
    size = 1
    while True:
        for step in (2, 4, 10):
            if step * size >= value:
                return step * size
        size *= 10
