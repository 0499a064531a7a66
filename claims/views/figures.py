"""From readings to charts and tables: one chart for each place and item that two figures speak of."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from claims.models import Metric
from claims.models.figures import Quantity
from claims.templatetags.dates import axis_year
from claims.templatetags.figures import plain_quantity, short
from claims.views import chart
from claims.views.readings import AHEAD, Reading, by_scope, series_of, shortened
from claims.views.remainders import Remainder, remainders


@dataclass(frozen=True)
class Panel:
    """One measure in one place, for one item: what claims and documents say, and the drawings of both."""

    metric: Metric
    readings: list[Reading]
    calculated: list[Remainder]
    drawings: tuple[chart.Drawing, ...]
    """For wide and for narrow screens; none where there is nothing to compare."""

    @property
    def place(self) -> str:
        return self.readings[0].figure.place

    @property
    def figure(self) -> Quantity:
        """One that tells the place and the item of all of them."""
        return self.readings[0].figure

    @property
    def told(self) -> str:
        """What a chart shows at a glance, in words."""
        bounds = [b for r in self.readings for b in (r.figure.low, r.figure.high) if b is not None]
        days = [day for reading in self.readings for day in reading.days or ()]
        return _("From %(low)s to %(high)s: %(count)s figures for %(first)s to %(last)s.") % {
            "count": len(self.readings),
            "first": axis_year(min(days) // 10000),
            "last": axis_year(max(days) // 10000),
            "low": short(min(bounds)),
            "high": short(max(bounds)),
        }

    @property
    def claims(self) -> list[Reading]:
        return [reading for reading in self.readings if reading.shown]

    @property
    def documents(self) -> list[Reading]:
        return [reading for reading in self.readings if not reading.shown]


def panels(
    metric: Metric,
    readings: Sequence[Reading],
    *,
    here: int | None = None,
    frame: chart.Frame = chart.WIDE,
) -> list[Panel]:
    """The panels that hold a claim's figure, fullest first. `here` is the primary key of the page's claim."""
    found = []
    for group in by_scope(reading for reading in readings if reading.figure.metric_id == metric.pk).values():
        if any(reading.shown for reading in group):
            ordered = sorted(group, key=lambda reading: reading.days or (0, 0))
            calculated = remainders(ordered)
            found.append(Panel(metric, ordered, calculated, _drawings(ordered, calculated, here, frame)))
    return sorted(found, key=lambda panel: -len(panel.readings))


def _drawings(
    group: list[Reading], calculated: list[Remainder], here: int | None, frame: chart.Frame
) -> tuple[chart.Drawing, ...]:
    lines = series_of(group)
    in_lines = {id(reading) for line in lines for reading in line}
    singles = [reading for reading in group if id(reading) not in in_lines and _has_value(reading)]
    marks = [_mark(reading, here) for reading in singles if reading.days]
    told = {reading.days for reading in group if reading.shown and reading.figure.nature == "flow"}
    marks += [
        _calculated(each)
        for each in calculated
        if (each.year * 10000 + 101, each.year * 10000 + 1231) in told
    ]
    marks.sort(
        key=lambda mark: (mark.shape != "source", not mark.suggested, mark.here)
    )  # what is drawn last lies on top
    series = [_series(line) for line in lines]
    drawn = (chart.draw(marks, series, frame=each, issued=_("published")) for each in (frame, chart.NARROW))
    return tuple(filter(None, drawn))


def _has_value(reading: Reading) -> bool:
    return reading.figure.low is not None or reading.figure.high is not None


def _series(line: list[Reading]) -> chart.Series:
    """At two reports for one day the line passes through both, lower value first: running totals grow."""
    points = sorted(
        (chart.years(reading.days[1]), float(value))
        for reading in line
        if reading.days and (value := reading.figure.low or reading.figure.high) is not None
    )
    official = all(reading.figure.basis == "official" for reading in line)
    name = _("official series") if official else line[-1].who
    return chart.Series(name, tuple(points), plain_quantity(line[-1].figure))


def _calculated(remainder: Remainder) -> chart.Mark:
    """Beside a claim about the same year."""
    value = float(remainder.result.value or 0)
    return chart.Mark(
        first=float(remainder.year),
        last=chart.years(remainder.year * 10000 + 1231),
        low=value,
        high=value,
        label=_("own calculation, %(year)s alone") % {"year": remainder.year},
        value=plain_quantity(remainder.result),
        shape="calculation",
    )


def _mark(reading: Reading, here: int | None) -> chart.Mark:
    figure, item = reading.figure, reading.shown
    first, last = reading.days or (0, 0)
    hedged = figure.qualifier not in ("exactly", "about")
    low, high = figure.low, figure.high
    if not hedged:  # a single bound of an unhedged figure is the value itself
        low, high = (low if low is not None else high), (high if high is not None else low)
    return chart.Mark(
        first=chart.years(first),
        last=chart.years(last),
        low=float(low) if low is not None and figure.qualifier not in ("at_most", "less_than") else None,
        high=float(high) if high is not None and figure.qualifier not in ("at_least", "more_than") else None,
        label=shortened(reading.who, 26),
        value=plain_quantity(figure),
        shape=item.shape if item else "source",
        published=chart.years(reading.published) if item and reading.published else None,
        ahead=figure.basis in AHEAD or figure.nature == "target",
        here=bool(item and item.claim.pk == here),
        suggested=bool(item and item.is_suggested),
        href=item.claim.public_id if item else "",
    )
