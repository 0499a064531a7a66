"""Units of one measure: what is told in kilometres and in metres is set side by side in the smaller unit."""

from dataclasses import replace
from decimal import Decimal

from claims.comparisons.figures import Figure, tidy, unit_of

_SIZES = {
    "time": {"second": "1", "minute": "60", "hour": "3600", "day": "86400", "week": "604800"},
    "calendar": {"month": "1", "year": "12", "decade": "120", "century": "1200"},
    "mass": {"mg": "0.001", "g": "1", "kg": "1e3", "t": "1e6", "kt": "1e9", "mt": "1e12", "gt": "1e15"},
    "length": {"mm": "0.001", "cm": "0.01", "m": "1", "km": "1e3"},
    "area": {"square metre": "1", "ha": "1e4", "km²": "1e6"},
    "volume": {"l": "1", "hl": "100", "m³": "1000"},
    "energy": {"wh": "1", "kwh": "1e3", "mwh": "1e6", "gwh": "1e9", "twh": "1e12"},
    "power": {"w": "1", "kw": "1e3", "mw": "1e6", "gw": "1e9", "tw": "1e12"},
    "share": {"percent": "1", "share": "100"},
}
"""Days are no months: those differ in length."""
_MEASURES = {unit: (name, Decimal(size)) for name, sizes in _SIZES.items() for unit, size in sizes.items()}


def converted(a: Figure, b: Figure) -> tuple[Figure, Figure, Figure | None]:
    """The two in one unit, and the one as it was told that had to be converted; None where neither had to.

    The smaller unit is kept, so that the result does not depend on the order.
    """
    (unit_a, size_a), (unit_b, size_b) = _measure(a), _measure(b)
    if a.counted != b.counted or unit_a != unit_b or size_a == size_b:
        return a, b, None
    if size_a > size_b:
        return _told_in(a, b, size_a / size_b), b, a
    return a, _told_in(b, a, size_b / size_a), b


def _measure(figure: Figure) -> tuple[tuple[str, str], Decimal]:
    """Measure and divisor, with the size of the unit; a bare ratio from 0 to 1 is a share."""
    unit = unit_of(figure)
    name = unit.counted
    if figure.counted == "ratio" and not figure.unit and all(0 <= side <= 1 for side in _sides(figure)):
        name = "share"
    measure, size = _MEASURES.get(name, (name, Decimal(1)))
    return (measure, unit.per), size


def _sides(figure: Figure) -> list[Decimal]:
    return [side for side in (figure.low, figure.high) if side is not None]


def _told_in(figure: Figure, other: Figure, factor: Decimal) -> Figure:
    low, high = (None if side is None else tidy(side * factor) for side in (figure.low, figure.high))
    return replace(figure, low=low, high=high, unit=other.unit)
