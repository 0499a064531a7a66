"""Own calculation: what two running totals of one source leave for the year between them."""

from collections.abc import Iterable
from dataclasses import dataclass

from claims import comparisons
from claims.views.readings import Reading, series_of
from claims.views.tensions import as_figure

DECEMBER = 1201  # as month * 100 + day: a report from then on stands for the end of its year


@dataclass(frozen=True)
class Remainder:
    """`later` less `earlier`, the last reports of two years in a row; `result` is what `year` alone holds.

    Holds as far as the source did not change its way of counting in between.
    """

    earlier: Reading
    later: Reading
    year: int
    result: comparisons.Figure

    @property
    def days(self) -> tuple[int, int]:
        return self.year * 10000 + 101, self.year * 10000 + 1231


def remainders(readings: Iterable[Reading]) -> list[Remainder]:
    found = []
    for line in series_of(reading for reading in readings if not reading.shown):
        totals = _year_ends(reading for reading in line if reading.figure.nature == "cumulative")
        for year in sorted(totals):
            if year - 1 in totals:
                earlier, later = totals[year - 1], totals[year]
                result = comparisons.between(as_figure(earlier), as_figure(later))
                if result and result.value is not None and result.value > 0:
                    found.append(Remainder(earlier, later, year, result))
    return found


def _year_ends(totals: Iterable[Reading]) -> dict[int, Reading]:
    """The last report of each year that has one in December; of two for one day the more exact."""
    ends: dict[int, Reading] = {}
    for reading in sorted(totals, key=lambda r: (r.days or (0, 0), r.figure.qualifier == "exactly")):
        first, last = reading.days or (0, 0)
        if first % 10000 >= DECEMBER and first // 10000 == last // 10000:
            ends[last // 10000] = reading
    return ends
