"""PURE: geometry of an arc diagram. Entries under one another, arcs at their left from one to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

TYPE = 14.0
LEADING = 19.0
COLUMNS = 50  # characters of a line
CHARACTER = 0.5  # mean width of a character, the bold ones too, in parts of the type size
BETWEEN = 16.0  # from one entry to the next
LANE = 15.0  # from one arc to the next wider one
SHAPE = 18.0
MOST_LINES = 4


@dataclass(frozen=True)
class Arc:
    """From the upper entry to the lower one, by index; without `directed` no arrow is drawn."""

    upper: int
    lower: int
    kind: str
    directed: bool


@dataclass(frozen=True)
class Line:
    text: str
    y: float


@dataclass(frozen=True)
class Entry:
    """`y` is the middle of the shape, level with the first line."""

    y: float
    head: tuple[Line, ...]
    text: tuple[Line, ...]
    notes: tuple[Line, ...]

    @property
    def shape_top(self) -> float:
        return round(self.y - SHAPE / 2, 1)


@dataclass(frozen=True)
class Curve:
    arc: Arc
    path: str
    head: str


@dataclass(frozen=True)
class Diagram:
    width: float
    height: float
    x: float  # middle of the shapes
    entries: tuple[Entry, ...]
    curves: tuple[Curve, ...]

    @property
    def shape_left(self) -> float:
        return self.x - SHAPE / 2

    @property
    def text_left(self) -> float:
        return self.x + SHAPE


def broken(text: str, most: int = MOST_LINES) -> list[str]:
    """Lines of at most COLUMNS characters; what is cut off is marked."""
    lines = wrap(text.replace(" …", "\N{NO-BREAK SPACE}…"), COLUMNS) or [""]
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: COLUMNS - 2].rstrip()} …"]
    return lines


def draw(texts: Sequence[tuple[str, str, Sequence[str]]], arcs: Sequence[Arc]) -> Diagram:
    """`texts` holds head line, text and notes of each entry, top to bottom."""
    spans = sorted({arc.lower - arc.upper for arc in arcs})
    x = 14 + LANE * (len(spans) + 1)
    entries, y = [], TYPE
    for head, text, notes in texts:
        parts = (broken(head, 2), broken(text), [line for note in notes for line in broken(note, 2)])
        middle, columns = round(y - TYPE * 0.35, 1), []
        for part in parts:
            columns.append(tuple(Line(line, round(y + n * LEADING, 1)) for n, line in enumerate(part)))
            y += len(part) * LEADING
        entries.append(Entry(middle, *columns))
        y += BETWEEN
    curves = [
        _curve(arc, x - SHAPE / 2 - 2, entries, LANE * (1 + spans.index(arc.lower - arc.upper)))
        for arc in arcs
    ]
    width = round(x + SHAPE + COLUMNS * TYPE * CHARACTER)
    return Diagram(width, round(y - BETWEEN - TYPE / 2), x, tuple(entries), tuple(curves))


def _curve(arc: Arc, x: float, entries: Sequence[Entry], reach: float) -> Curve:
    """Wider for a longer way, so that arcs lie inside one another; the arrow points at the later entry."""
    top, bottom = entries[arc.upper].y, entries[arc.lower].y
    left, bend = x - reach, min(reach, (bottom - top) / 2)
    path = (
        f"M{x} {top}H{left + bend}Q{left} {top} {left} {top + bend}"
        f"V{bottom - bend}Q{left} {bottom} {left + bend} {bottom}H{x}"
    )
    return Curve(
        arc, path, f"M{x - 6} {bottom - 4} {x} {bottom} {x - 6} {bottom + 4}" if arc.directed else ""
    )
