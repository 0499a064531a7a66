"""How near two figures lie, with the slack that rounding and a hedge leave."""

from decimal import Decimal
from enum import IntEnum

from claims.comparisons.figures import LOWER, UPPER, Bounds, Figure, unit_of

HEDGE_SLACK = Decimal("0.05")  # 'about 17.5 m' vouches for five percent either way
ROUNDING_LIMIT = Decimal("0.10")  # a single leading digit (5 m) is taken as known to ten percent, not to half
ROUND_FROM = 100  # whole numbers below are counted, not rounded: 43 years, 4 tiers
OPEN_REACH = 2  # 'more than 50' vouches for 97, not for 5,000


class Closeness(IntEnum):
    APART = 0
    ROUNDED = 1
    WITHIN = 2
    SAME = 3


def closeness(a: Figure, b: Figure) -> Closeness:
    if _same(a, b):
        return Closeness.SAME
    if _edges_shut(a, b):
        return Closeness.APART
    if _holds(a, b) or _holds(b, a):
        return Closeness.WITHIN
    if _overlap(a.bounds, b.bounds):
        return Closeness.WITHIN
    if _overlap(_widened(a), _widened(b)):
        return Closeness.ROUNDED
    return Closeness.APART


def within_share(a: Figure, b: Figure, share: Decimal) -> bool:
    """True where the two numbers differ by no more than this share of the larger one."""
    if a.value is None or b.value is None:
        return False
    return abs(a.value - b.value) <= share * max(abs(a.value), abs(b.value))


def slack(figure: Figure) -> Decimal:
    """Half a unit of the last significant digit, as far as such a number is rounded at all."""
    value = figure.value
    if value is None:
        return Decimal(0)
    hedge = (
        abs(value) * HEDGE_SLACK if figure.qualifier == "about" or figure.basis == "estimate" else Decimal(0)
    )
    if figure.nature == "parameter" or figure.counted == "duration":
        return hedge
    return max(hedge, rounding(figure))


def rounding(figure: Figure) -> Decimal:
    value = figure.value or Decimal(0)
    if unit_of(figure).counted == "percent" and value == value.to_integral_value():
        return Decimal(0) if value in (0, 100) else Decimal("0.5")  # none and all are said, not rounded to
    exponent = int(value.normalize().as_tuple().exponent)
    whole = value == value.to_integral_value()
    if whole and (exponent <= 0 or abs(value) < ROUND_FROM):
        return Decimal(0)
    half = Decimal(10) ** exponent / 2
    return min(half, abs(value) * ROUNDING_LIMIT)


def significant_digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def opposed_bounds(a: Figure, b: Figure) -> bool:
    """True where the intervals, open ends and all, have no number in common."""
    if _edges_shut(a, b):
        return True
    lows = [side for side in (a.bounds.low, b.bounds.low) if side is not None]
    highs = [side for side in (a.bounds.high, b.bounds.high) if side is not None]
    return bool(lows and highs) and max(lows) > min(highs)


def _edges_shut(a: Figure, b: Figure) -> bool:
    """At least 100 and less than 100 meet at an edge that one of them leaves out."""
    lower, upper = (a, b) if a.qualifier in LOWER else (b, a)
    if lower.qualifier not in LOWER or upper.qualifier not in UPPER:
        return False
    strict = lower.qualifier == "more_than" or upper.qualifier == "less_than"
    return strict and lower.bounds.low is not None and lower.bounds.low == upper.bounds.high


def _same(a: Figure, b: Figure) -> bool:
    opposed = {a.qualifier, b.qualifier} & LOWER and {a.qualifier, b.qualifier} & UPPER
    if a.value is not None and b.value is not None:
        return a.value == b.value and not opposed
    return a.bounds == b.bounds


def _holds(outer: Figure, inner: Figure) -> bool:
    """A range or an open bound that the other figure's number or range fits into."""
    low, high = outer.bounds
    values = [side for side in inner.bounds if side is not None]
    if low == high or not values or (outer.nature == "parameter" and None in outer.bounds):
        return False  # a rule's bound is a threshold, no vagueness
    if low is not None and high is not None:
        return None not in inner.bounds and all(low <= value <= high for value in values)
    if low is not None:
        return all(low <= value <= low * OPEN_REACH for value in values)
    assert high is not None  # noqa: S101 - a figure without any bound is not compared
    return all(high / OPEN_REACH <= value <= high for value in values)


def _widened(figure: Figure) -> Bounds:
    low, high = figure.bounds
    by, value = slack(figure), figure.value
    if value is not None and figure.nature != "parameter":
        if figure.qualifier in LOWER:
            return Bounds(value - by, value * OPEN_REACH)
        if figure.qualifier in UPPER:
            return Bounds(value / OPEN_REACH, value + by)
    return Bounds(None if low is None else low - by, None if high is None else high + by)


def _overlap(a: Bounds, b: Bounds) -> bool:
    return (
        a.low is not None
        and a.high is not None
        and b.low is not None
        and b.high is not None
        and a.low <= b.high
        and b.low <= a.high
    )
