"""Own calculations: ratios recomputed from their inputs, a period from two running totals."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from claims.comparisons import wording as say
from claims.comparisons.closeness import Closeness
from claims.comparisons.figures import Figure, place_key, unit_of
from claims.comparisons.pairs import Comparison, Kind, Pair
from claims.comparisons.scope_rules import different_places

FIT_SHARE = Decimal("0.05")


class Span(NamedTuple):
    low: Decimal
    high: Decimal


def arithmetic(ratio: Figure, numerator: Figure, denominator: Figure) -> Comparison | None:
    """Does the ratio fit its inputs? agrees, agrees_rounded or arithmetic; scope_mismatch across places.

    It fits where the quotient, rounded as finely as the ratio was stated, gives the stated number, or lies
    within five percent of it. None where an input has no number or the denominator is nought.
    """
    for part in (numerator, denominator):
        elsewhere = different_places(Pair(ratio, part, Closeness.APART), parts_too=True)
        if elsewhere:
            return elsewhere
    quotient = _quotient(numerator, denominator)
    if quotient is None or ratio.value is None:
        return None
    if unit_of(ratio).counted == "percent":
        quotient = Span(quotient.low * 100, quotient.high * 100)
    kind = _fit(ratio.value, quotient)
    de, en = (_worked(ratio, numerator, denominator, quotient, kind, x) for x in ("de", "en"))
    return Comparison(kind, de, en)


def _fit(stated: Decimal, quotient: Span) -> Kind:
    if quotient.low <= stated <= quotient.high:
        return Kind.AGREES
    step = Decimal(1).scaleb(min(0, int(stated.normalize().as_tuple().exponent)))
    rounds = any(side.quantize(step, rounding=ROUND_HALF_UP) == stated for side in quotient)
    near = min(abs(side - stated) for side in quotient) <= FIT_SHARE * abs(stated)
    return Kind.AGREES_ROUNDED if rounds or near else Kind.ARITHMETIC


def recompute(ratio: Figure, inputs: Sequence[Figure]) -> Comparison | None:
    """`arithmetic` with the roles read from the unit and the inputs; None where they cannot be told.

    'people per camera' divides people by cameras, a factor the later by the earlier amount of one metric, a
    percentage the smaller by the larger of two amounts counted alike.
    """
    unit = unit_of(ratio)
    if unit.per:
        below = [figure for figure in inputs if unit.per in _names(figure)]
        above = [figure for figure in inputs if figure not in below and unit.counted in _names(figure)]
        return arithmetic(ratio, above[0], below[0]) if len(below) == len(above) == 1 else None
    if len(inputs) != 2 or inputs[0].counted != inputs[1].counted:
        return None
    if unit.counted in ("factor", "times"):
        dated = [figure.dated for figure in inputs]
        if inputs[0].metric != inputs[1].metric or None in dated or dated[0] == dated[1]:
            return None
        earlier, later = sorted(inputs, key=lambda figure: figure.dated or (0, 0))
        return arithmetic(ratio, later, earlier)
    if unit.counted == "percent":
        part, whole = sorted(inputs, key=lambda figure: figure.value or Decimal(0))
        return arithmetic(ratio, part, whole)
    return None


def between(earlier: Figure, later: Figure) -> Figure | None:
    """What two running totals leave for the time between them, e.g. 2018 alone; None where they do not match.

    Assumes that the way of counting did not change in between.
    """
    alike = earlier.metric == later.metric and place_key(earlier.place) == place_key(later.place)
    totals = earlier.nature == later.nature == "cumulative" and earlier.counted == later.counted
    if not (alike and totals and earlier.value and later.value and earlier.dated and later.dated):
        return None
    if earlier.dated[1] >= later.dated[1] or not 10101 <= earlier.dated[1] < 99991231:
        return None
    value = later.value - earlier.value
    rough = "about" if earlier.is_hedged or later.is_hedged else "exactly"
    return replace(
        later,
        low=value,
        high=value,
        qualifier=rough,
        nature="flow",
        as_of=(_next_day(earlier.dated[1]), later.dated[1]),
        basis="unstated",
    )


def _next_day(day: int) -> int:
    following = date(day // 10000, day % 10000 // 100, day % 100) + timedelta(days=1)
    return following.year * 10000 + following.month * 100 + following.day


def _names(figure: Figure) -> set[str]:
    unit = unit_of(figure)
    return {unit.counted, unit_of(replace(figure, unit=figure.counted)).counted} if not unit.per else set()


def _quotient(numerator: Figure, denominator: Figure) -> Span | None:
    above = [side for side in numerator.bounds if side is not None]
    below = [side for side in denominator.bounds if side]
    if not above or not below:
        return None
    results = [over / under for over in above for under in below]
    return Span(min(results), max(results))


def _worked(
    ratio: Figure, numerator: Figure, denominator: Figure, quotient: Span, kind: Kind, language: str
) -> str:
    low, high = (round(side, 2) for side in quotient)
    result = say.number(low, language)
    if low != high:
        result += f"{' bis ' if language == 'de' else ' to '}{say.number(high, language)}"
    over, under = say.amount(numerator, language), say.amount(denominator, language)
    stated = say.amount(ratio, language)
    if language == "de":
        verdict = {
            Kind.AGREES: "das stimmt mit der Angabe überein",
            Kind.AGREES_ROUNDED: "gerundet stimmt das mit der Angabe überein",
            Kind.ARITHMETIC: "das passt nicht zur Angabe",
        }[kind]
        return f"Eigene Rechnung: {over} geteilt durch {under} ergibt {result}; {verdict} ({stated})."
    verdict = {
        Kind.AGREES: "which agrees with the figure given",
        Kind.AGREES_ROUNDED: "which agrees with the figure given once rounded",
        Kind.ARITHMETIC: "which does not fit the figure given",
    }[kind]
    return f"Own calculation: {over} divided by {under} gives {result}, {verdict} ({stated})."
