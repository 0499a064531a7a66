"""Where a mark stands, and its whiskers; the steps of a series."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from claims.views.chart.parts import Box, Mark, Spot

CLEAR = 2  # between two shapes beside each other
ASIDE = [side * n / 2 for n in range(13) for side in ((1, -1) if n else (1,))]  # in shapes, the nearest first
Scale = Callable[[float], float]


def spot(mark: Mark, x: Scale, y: Scale, size: float) -> Spot:
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
        size=size,
    )


def apart(spots: Iterable[Spot], plot: Box) -> list[Spot]:
    """Figures of about one date and value stand side by side within the plot, the first where it belongs, so
    that no shape covers another, nor an arrow's head."""
    placed: list[Spot] = []
    for spot in spots:
        tried = (replace(spot, x=round(spot.x + aside * spot.size, 1)) for aside in ASIDE)
        inside = (each for each in tried if plot.left <= each.x <= plot.right)
        free = (each for each in inside if not any(_meet(each, one) for one in placed))
        placed.append(next(free, spot))
    return placed


def _meet(one: Spot, other: Spot) -> bool:
    if abs(one.x - other.x) < one.size + CLEAR and abs(one.y - other.y) < one.size:
        return True
    heads = [(each.head, spot) for each, spot in ((one, other), (other, one)) if each.head]
    return any(head.overlaps(spot.shape) for head, spot in heads if head)


def seen(dots: Iterable[tuple[float, float]], spots: Sequence[Spot]) -> tuple[tuple[float, float], ...]:
    """The dots of a series that no shape stands upon."""
    return tuple(
        (x, y)
        for x, y in dots
        if not any(max(abs(x - spot.x), abs(y - spot.y)) < spot.size / 2 for spot in spots)
    )


def steps(points: Sequence[tuple[float, float]]) -> str:
    """Level until the next report, then up or down to it."""
    x, y = points[0]
    return f"M{x} {y}" + "".join(f"H{x}V{y}" for x, y in points[1:])
