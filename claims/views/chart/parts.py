"""What a chart is made of: figures as they come in, and where they are drawn."""

from dataclasses import dataclass

ARROW = 28.0  # length of the arrow at an open end
SHAPE = 18.0  # side of a rating shape on wide paper


@dataclass(frozen=True)
class Frame:
    """A size of paper, in px: the margins beside the plot, and how many years may be written below it.

    Without `names` only values are written beside the marks, each once in its neighbourhood.
    """

    slug: str
    width: float
    height: float
    left: float = 72
    right: float = 28
    years: int = 9
    names: bool = True
    shape: float = SHAPE

    @property
    def halo(self) -> float:
        return self.shape / 2 + 1


WIDE = Frame("broad", 960, 460)
COLUMN = Frame("broad", 800, 340)
NARROW = Frame("narrow", 358, 440, right=16, years=4, names=False, shape=13)


@dataclass(frozen=True)
class Mark:
    """One figure: a span of time (equal ends for a day), bounds (None: open), and how it is labelled.

    `shape` is drawn at the value; `published` gets a tick on the axis; `ahead` is a forecast or plan.
    `value` is written behind the label, or alone where the frame has no room for names.
    """

    first: float
    last: float
    low: float | None
    high: float | None
    label: str
    value: str = ""
    shape: str = ""
    published: float | None = None
    ahead: bool = False
    here: bool = False
    suggested: bool = False
    href: str = ""

    @property
    def classes(self) -> str:
        hue = "suggested" if self.suggested else self.shape
        more = (name for name, holds in (("ahead", self.ahead), ("here", self.here)) if holds)
        return " ".join(("mark", f"hue-{hue}", *more))


@dataclass(frozen=True)
class Series:
    """What a source reported again and again: points in time order, drawn as steps."""

    name: str
    points: tuple[tuple[float, float], ...]
    value: str = ""


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
    name: str
    value: str
    x: float
    y: float
    anchor: str

    @property
    def text(self) -> str:
        return f"{self.name} {self.value}".strip()


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
    size: float = SHAPE

    @property
    def left(self) -> float:
        return round(self.x - self.size / 2, 1)

    @property
    def top(self) -> float:
        return round(self.y - self.size / 2, 1)

    @property
    def spans_time(self) -> bool:
        return self.x2 - self.x1 > self.size

    @property
    def spans_value(self) -> bool:
        return self.y_low - self.y_high > 2

    @property
    def shape(self) -> Box:
        return Box(self.left, self.top, self.left + self.size, self.top + self.size)

    @property
    def head(self) -> Box | None:
        """Where the arrow of an open end points."""
        if not (self.open_up or self.open_down):
            return None
        tip = self.y_high - ARROW if self.open_up else self.y_low + ARROW
        return Box(self.x - 4, tip - 5, self.x + 4, tip + 5)

    def boxes(self) -> list[Box]:
        """What no label may be written across."""
        top = self.y_high - (ARROW if self.open_up else 0)
        bottom = self.y_low + (ARROW if self.open_down else 0)
        return [
            self.shape,
            Box(self.x1, self.y - 3, self.x2, self.y + 3),
            Box(self.x - 4, top, self.x + 4, bottom),
        ]


@dataclass(frozen=True)
class PlacedMark:
    """A mark where it is drawn; `tick` is the day of publication on the axis. None says its value again."""

    mark: Mark
    spot: Spot
    label: Label | None
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
    frame: Frame
    plot: Box
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    marks: tuple[PlacedMark, ...]
    issued: tuple[Label, ...] = ()
    """Beside the strokes on the axis that tell when something was published."""
