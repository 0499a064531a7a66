"""Time across in years (2018.5 is the middle of 2018), value upwards from zero, both with round steps."""

from collections.abc import Iterable, Sequence

from claims.views.chart.parts import Mark, Series

STEPS = (1, 2, 2.5, 5, 10)


def years(day: int) -> float:
    """A day as year * 10000 + month * 100 + day, on a scale of years; negative years are before Christ."""
    year, rest = day // 10000, day % 10000
    month, in_month = divmod(rest, 100)
    return year + (max(month, 1) - 1) / 12 + (max(in_month, 1) - 1) / 372


def nice_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 2.5, 5 × 10ⁿ that divides `span` into at most `most` parts."""
    size = 10.0**-6
    while True:
        for step in STEPS:
            if span / (step * size) <= most:
                return step * size
        size *= 10


def year_step(span: float, most: int) -> int:
    return max(1, int(nice_step(max(span, 1), most)))


def values_of(marks: Iterable[Mark], series: Iterable[Series]) -> list[float]:
    bounds = [bound for mark in marks for bound in (mark.low, mark.high) if bound is not None]
    return bounds + [value for line in series for _, value in line.points]


def time_axis(times: Sequence[float], most: int) -> tuple[float, float, int]:
    """Whole years around all times, and the years between two of at most so many ticks."""
    start, end = min(times) // 1, -(-max(times) // 1)
    if end - start < 2:
        start, end = start - (end - start < 1), end + 1
    step = year_step(end - start, most)
    return start, start + step * -(-(end - start) // step), step


def value_axis(values: Sequence[float]) -> tuple[float, float, float]:
    """From zero (or below it, where values are negative) to a little above the highest value."""
    low, high = min(*values, 0.0), max(*values, 0.0) * 1.05
    step = nice_step(high - low or 1.0, 5)
    return step * (low // step), step * max(1, -(-high // step)) if high or not low else 0.0, step
