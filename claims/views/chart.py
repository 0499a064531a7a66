"""PURE: geometry of a chart of figures over time. Values and dates in, positions out; templates draw it.

Time on x in years (2018.5 is the middle of 2018), value on y from zero. Labels stand beside what they name;
where two would overlap, the later one looks for another place.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

Scale = Callable[[float], float]

CHARACTER = 0.52  # mean width of a character, in parts of the type size
TYPE = 13.0
GAP = 13.0
ARROW = 28.0  # length of the arrow at an open end
FIGURE = 80.0  # room for the value behind a label
SHAPE = 18.0  # side of a rating shape
STEPS = (1, 2, 2.5, 5, 10)


def years(day: int) -> float:
    """A day as year * 10000 + month * 100 + day, on a scale of years; negative years are before Christ."""
    year, rest = day // 10000, day % 10000
    month, in_month = divmod(rest, 100)
    return year + (max(month, 1) - 1) / 12 + (max(in_month, 1) - 1) / 372


@dataclass(frozen=True)
class Mark:
    """One figure: a span of time (equal ends for a day), bounds (None: open), and how it is labelled.

    `shape` is drawn at the value; `published` gets a tick on the axis; `ahead` is a forecast or plan.
    `figure` is written behind the label by the template; room is kept for it.
    """

    first: float
    last: float
    low: float | None
    high: float | None
    label: str
    figure: object = None
    shape: str = ""
    published: float | None = None
    ahead: bool = False
    here: bool = False
    suggested: bool = False
    href: str = ""


@dataclass(frozen=True)
class Series:
    """What a source reported again and again: points in time order, drawn as steps."""

    name: str
    points: tuple[tuple[float, float], ...]
    figure: object = None


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Label:
    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True)
class Spot:
    """`x1` to `x2` is the whisker in time, `y_low` to `y_high` that in value; an open end has an arrow."""

    x: float
    y: float
    x1: float
    x2: float
    y_low: float
    y_high: float
    open_up: bool
    open_down: bool

    @property
    def left(self) -> float:
        return round(self.x - SHAPE / 2, 1)

    @property
    def top(self) -> float:
        return round(self.y - SHAPE / 2, 1)

    @property
    def spans_time(self) -> bool:
        return self.x2 - self.x1 > SHAPE

    @property
    def spans_value(self) -> bool:
        return self.y_low - self.y_high > 2

    def boxes(self) -> list[Box]:
        """What no label may be written across."""
        top = self.y_high - (ARROW if self.open_up else 0)
        bottom = self.y_low + (ARROW if self.open_down else 0)
        return [
            Box(self.left, self.top, self.left + SHAPE, self.top + SHAPE),
            Box(self.x1, self.y - 3, self.x2, self.y + 3),
            Box(self.x - 4, top, self.x + 4, bottom),
        ]


@dataclass(frozen=True)
class PlacedMark:
    """A mark where it is drawn; `tick` is the day of publication on the axis."""

    mark: Mark
    spot: Spot
    label: Label
    tick: float | None


@dataclass(frozen=True)
class Line:
    series: Series
    path: str
    dots: tuple[tuple[float, float], ...]
    label: Label


@dataclass(frozen=True)
class Tick:
    at: float
    value: float


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    plot: Box
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    marks: tuple[PlacedMark, ...]


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


def text_width(text: str, size: float = TYPE) -> float:
    return len(text) * size * CHARACTER


def values_of(marks: Iterable[Mark], series: Iterable[Series]) -> list[float]:
    bounds = [bound for mark in marks for bound in (mark.low, mark.high) if bound is not None]
    return bounds + [value for line in series for _, value in line.points]


def draw(
    marks: Sequence[Mark], series: Sequence[Series] = (), *, width: float = 960, height: float = 460
) -> Drawing | None:
    """None when there is nothing to compare: fewer than two values, or no date."""
    values = values_of(marks, series)
    times = [time for mark in marks for time in (mark.first, mark.last)]
    times += [mark.published for mark in marks if mark.published is not None]
    times += [time for line in series for time, _ in line.points]
    if len(values) < 2 or not times:
        return None
    plot = Box(72, 28, width - 28, height - 44)
    start, end, x_step = _time_axis(times)
    bottom, top, y_step = _value_axis(values)

    def x(time: float) -> float:
        return round(plot.left + (time - start) / (end - start) * (plot.right - plot.left), 1)

    def y(value: float) -> float:
        return round(plot.bottom - (value - bottom) / (top - bottom) * (plot.bottom - plot.top), 1)

    spots = _apart([_spot(mark, x, y) for mark in marks])
    paths = [_steps([(x(time), y(value)) for time, value in line.points]) for line in series]
    dots = [tuple((x(time), y(value)) for time, value in line.points) for line in series]
    taken = [box for spot in spots for box in spot.boxes()]
    taken += [box for points in dots for box in _under(points)]
    ends = [
        _place(line.name, points[-1][0], points[-1][0], points[-1][1], taken, plot)
        for line, points in zip(series, dots, strict=True)
    ]
    return Drawing(
        width,
        height,
        plot,
        tuple(Tick(x(year), year) for year in range(int(start), int(end) + 1, x_step)),
        tuple(
            Tick(y(bottom + n * y_step), bottom + n * y_step)
            for n in range(round((top - bottom) / y_step) + 1)
        ),
        tuple(Line(*each) for each in zip(series, paths, dots, ends, strict=True)),
        tuple(
            PlacedMark(
                mark,
                spot,
                _place(mark.label, spot.x1, spot.x2, spot.y, taken, plot),
                None if mark.published is None else x(mark.published),
            )
            for mark, spot in zip(marks, spots, strict=True)
        ),
    )


def _time_axis(times: Sequence[float]) -> tuple[float, float, int]:
    """Whole years around all times, and the years between two ticks."""
    start, end = min(times) // 1, -(-max(times) // 1)
    if end - start < 2:
        start, end = start - (end - start < 1), end + 1
    step = year_step(end - start, 9)
    return start, start + step * -(-(end - start) // step), step


def _value_axis(values: Sequence[float]) -> tuple[float, float, float]:
    """From zero (or below it, where values are negative) to a little above the highest value."""
    low, high = min(*values, 0.0), max(*values, 0.0) * 1.05
    step = nice_step(high - low or 1.0, 5)
    return step * (low // step), step * max(1, -(-high // step)) if high or not low else 0.0, step


def _spot(mark: Mark, x: Scale, y: Scale) -> Spot:
    """The shape stands in the middle of its time, at its one value or between its bounds."""
    known = [bound for bound in (mark.low, mark.high) if bound is not None]
    return Spot(
        x=x((mark.first + mark.last) / 2),
        y=y(sum(known) / len(known)),
        x1=x(mark.first),
        x2=x(mark.last),
        y_low=y(min(known)),
        y_high=y(max(known)),
        open_up=mark.high is None,
        open_down=mark.low is None,
    )


def _apart(spots: Iterable[Spot]) -> list[Spot]:
    """Two figures of one date and value stand side by side, so that no shape covers another."""
    placed: list[Spot] = []
    for spot in spots:
        while any(abs(spot.x - one.x) < SHAPE and abs(spot.y - one.y) < SHAPE / 2 for one in placed):
            spot = replace(spot, x=round(spot.x + SHAPE / 2, 1))
        placed.append(spot)
    return placed


def _steps(points: Sequence[tuple[float, float]]) -> str:
    """Level until the next report, then up or down to it."""
    x, y = points[0]
    return f"M{x} {y}" + "".join(f"H{x}V{y}" for x, y in points[1:])


def _under(points: Sequence[tuple[float, float]]) -> list[Box]:
    """Boxes along a step line, so that no label is written across it."""
    boxes = []
    for (x1, y1), (x2, y2) in pairwise(points):
        boxes.append(Box(x1, y1 - 2, x2, y1 + 2))
        boxes.append(Box(x2 - 2, min(y1, y2), x2 + 2, max(y1, y2)))
    return boxes


def _place(text: str, x1: float, x2: float, y: float, taken: list[Box], plot: Box) -> Label:
    """The first free place beside what stands from x1 to x2: right, left, then above, below, further."""
    wide, high = text_width(text) + FIGURE, TYPE * 1.25
    page = Box(0, 0, plot.right + 28, plot.bottom - 2)
    candidates = []
    for far, (side, down) in product(range(7), ((1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1))):
        if down == 0 and far:
            continue
        left = x2 + GAP if side > 0 else x1 - GAP - wide
        if down:
            left = (x1 + x2) / 2 + (4 if side > 0 else -4 - wide)
            if x2 - x1 < SHAPE:
                left += side * GAP
        middle = y + down * high * (0.95 + 0.5 * far)
        candidates.append((side, Box(left, middle - high / 2, left + wide, middle + high / 2)))
    inside = [each for each in candidates if each[1].within(page)]
    free = [each for each in inside if not any(each[1].overlaps(box) for box in taken)]
    side, box = next(iter(free or inside or candidates))
    taken.append(box)
    return Label(
        text,
        round(box.left if side > 0 else box.right, 1),
        round((box.top + box.bottom) / 2 + TYPE * 0.35, 1),
        "start" if side > 0 else "end",
    )
