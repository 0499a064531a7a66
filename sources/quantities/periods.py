"""Stretches of the calendar, and those a text names relative to its own date."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Part = Literal["early", "middle", "late"]
YEARS_OF_DECADE: dict[Part | None, tuple[int, int]] = {
    None: (0, 9),
    "early": (0, 3),
    "middle": (4, 6),
    "late": (7, 9),
}
"""First and last year of about a third of a decade."""
Step = Literal["day", "week", "month", "year", "decade"]


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both included."""

    first: date
    last: date


def day(year: int, month: int, number: int) -> Period | None:
    """One day; None where the calendar has no such day."""
    try:
        return Period(date(year, month, number), date(year, month, number))
    except ValueError:
        return None


def month(year: int, number: int, part: Part | None = None) -> Period:
    """A month, or about a third of it."""
    last = calendar.monthrange(year, number)[1]
    first, end = {None: (1, last), "early": (1, 10), "middle": (10, 20), "late": (20, last)}[part]
    return Period(date(year, number, first), date(year, number, end))


def years(first: int, last: int | None = None, part: Part | None = None) -> Period:
    """One year or several; a part of a year is the month at its edge, or its two middle months."""
    last = first if last is None else last
    (m1, d1), (m2, d2) = {
        None: ((1, 1), (12, 31)),
        "early": ((1, 1), (1, 31)),
        "middle": ((6, 1), (7, 31)),
        "late": ((12, 1), (12, 31)),
    }[part]
    return Period(date(first, m1, d1), date(last, m2, d2))


def around(published: date, step: Step, offset: int) -> Period | None:
    """The day, week (from Monday), month, year or decade that lies `offset` steps from the publication."""
    try:
        if step == "day":
            there = published + timedelta(days=offset)
            return Period(there, there)
        if step == "week":
            monday = published - timedelta(days=published.weekday()) + timedelta(weeks=offset)
            return Period(monday, monday + timedelta(days=6))
        if step == "month":
            index = published.year * 12 + published.month - 1 + offset
            return month(index // 12, index % 12 + 1)
        return years(published.year + offset * (10 if step == "decade" else 1))
    except (ValueError, OverflowError):
        return None


def weekday(published: date, number: int, shift: int) -> Period | None:
    """The last such day up to the publication; with a shift the one before, or the one after it."""
    back = (published.weekday() - number) % 7
    if shift:
        back = back or 7
    return around(published, "day", 7 - back % 7 if shift > 0 else -back)


def latest_month(published: date, number: int) -> int:
    """The year of the last such month up to the publication."""
    return published.year if number <= published.month else published.year - 1
