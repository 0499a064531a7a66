"""Labels beside what they name; where two would overlap, the later one looks for another place."""

from collections.abc import Sequence
from itertools import pairwise, product

from claims.views.chart.parts import SHAPE, Box, Label

CHARACTER = 0.52  # mean width of a character, in parts of the type size
TYPE = 13.0
GAP = 13.0
NEAR = Box(-110, -34, 110, 34)  # within it the same value is not written twice


def text_width(text: str, size: float = TYPE) -> float:
    return len(text) * size * CHARACTER


def under(points: Sequence[tuple[float, float]]) -> list[Box]:
    """Boxes along a step line, so that no label is written across it."""
    boxes = []
    for (x1, y1), (x2, y2) in pairwise(points):
        boxes.append(Box(x1, y1 - 2, x2, y1 + 2))
        boxes.append(Box(x2 - 2, min(y1, y2), x2 + 2, max(y1, y2)))
    return boxes


def place(
    name: str, value: str, x1: float, x2: float, y: float, taken: list[Box], plot: Box, margin: float
) -> Label:
    """The first free place beside what stands from x1 to x2: right, left, then above, below, further.

    `margin` is the room beside the plot that a label may use; where name and value do not fit, the value
    stands alone.
    """
    wide, high = text_width(f"{name} {value}".strip()), TYPE * 1.25
    page = Box(0, 0, plot.right + margin, plot.bottom - 2)
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
    if name and not inside:
        return place("", value, x1, x2, y, taken, plot, margin)
    free = [each for each in inside if not any(each[1].overlaps(box) for box in taken)]
    side, box = next(iter(free or inside or candidates))
    taken.append(box)
    return Label(
        name,
        value,
        round(box.left if side > 0 else box.right, 1),
        round((box.top + box.bottom) / 2 + TYPE * 0.35, 1),
        "start" if side > 0 else "end",
    )


def said(value: str, x: float, y: float, labels: Sequence[tuple[str, float, float]]) -> bool:
    """Whether a label of the same value stands nearby."""
    return any(
        value == told and NEAR.left < x - at < NEAR.right and NEAR.top < y - height < NEAR.bottom
        for told, at, height in labels
    )
