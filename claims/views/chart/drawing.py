"""A chart of figures over time: values and dates in, positions out; templates draw it. PURE."""

from collections.abc import Callable, Iterable, Sequence

from claims.views.chart.axes import time_axis, value_axis, values_of
from claims.views.chart.labels import place, said, under
from claims.views.chart.parts import (
    WIDE,
    Box,
    Drawing,
    Frame,
    Label,
    Line,
    Mark,
    PlacedMark,
    Series,
    Spot,
    Tick,
)
from claims.views.chart.spots import apart, seen, spot, steps

APART = 90.0  # between two strokes that are both named


def draw(
    marks: Sequence[Mark], series: Sequence[Series] = (), *, frame: Frame = WIDE, issued: str = ""
) -> Drawing | None:
    """None when there is nothing to compare: fewer than two values, or no date.

    `issued` is written beside the strokes that tell when a figure was published.
    """
    values = values_of(marks, series)
    times = [time for mark in marks for time in (mark.first, mark.last)]
    times += [mark.published for mark in marks if mark.published is not None]
    times += [time for line in series for time, _ in line.points]
    if len(values) < 2 or not times:
        return None
    plot = Box(frame.left, 28, frame.width - frame.right, frame.height - 44)
    start, end, x_step = time_axis(times, frame.years)
    bottom, top, y_step = value_axis(values)

    def x(time: float) -> float:
        return round(plot.left + (time - start) / (end - start) * (plot.right - plot.left), 1)

    def y(value: float) -> float:
        return round(plot.bottom - (value - bottom) / (top - bottom) * (plot.bottom - plot.top), 1)

    spots = apart([spot(mark, x, y, frame.shape) for mark in marks], plot)
    paths = [steps([(x(time), y(value)) for time, value in line.points]) for line in series]
    dots = [tuple((x(time), y(value)) for time, value in line.points) for line in series]
    taken = [box for spot in spots for box in spot.boxes()]
    taken += [box for points in dots for box in under(points)]
    steps_up = [bottom + n * y_step for n in range(round((top - bottom) / y_step) + 1)]
    taken += [Box(0, y(value) - 8, plot.left - 6, y(value) + 8) for value in steps_up]

    def label(name: str, value: str, x1: float, x2: float, y: float) -> Label:
        return place(name, value, x1, x2, y, taken, plot, frame.right)

    ends = [
        label(line.name, line.value, points[-1][0], points[-1][0], points[-1][1])
        for line, points in zip(series, dots, strict=True)
    ]
    strokes = _distinct(x(mark.published) for mark in marks if mark.published is not None)
    told = [label(issued, "", at, at, plot.bottom - 12) for at in strokes if issued]
    return Drawing(
        frame,
        plot,
        tuple(Tick(x(year), year) for year in range(int(start), int(end) + 1, x_step)),
        tuple(Tick(y(value), value) for value in steps_up),
        tuple(
            Line(line, path, seen(points, spots), end)
            for line, path, points, end in zip(series, paths, dots, ends, strict=True)
        ),
        tuple(
            PlacedMark(mark, spot, named, None if mark.published is None else x(mark.published))
            for mark, spot, named in zip(marks, spots, _labels(marks, spots, frame, label), strict=True)
        ),
        tuple(told),
    )


def _labels(
    marks: Sequence[Mark], spots: Sequence[Spot], frame: Frame, label: Callable[..., Label]
) -> list[Label | None]:
    """Beside every mark its name and value; in a narrow frame the value once for neighbours that share it."""
    if frame.names:
        return [label(m.label, m.value, s.x1, s.x2, s.y) for m, s in zip(marks, spots, strict=True)]
    found: list[Label | None] = [None] * len(marks)
    written: list[tuple[str, float, float]] = []
    for at in sorted(range(len(marks)), key=lambda n: not marks[n].here):
        mark, spot = marks[at], spots[at]
        if mark.here or not said(mark.value, spot.x, spot.y, written):
            found[at] = label("", mark.value, spot.x1, spot.x2, spot.y)
            written.append((mark.value, spot.x, spot.y))
    return found


def _distinct(places: Iterable[float]) -> list[float]:
    """Those far enough apart that each can be named; the last of neighbours stands for all."""
    kept: list[float] = []
    for at in sorted(set(places), reverse=True):
        if not kept or kept[-1] - at > APART:
            kept.append(at)
    return kept
