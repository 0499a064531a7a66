"""Geometry of the charts: values in, positions out."""

import pytest

from claims.views.articles import merged
from claims.views.chart import NARROW, Box, Mark, Series, draw, nice_step, text_width, years


def mark(year: float, low: float | None, high: float | None, **columns) -> Mark:
    return Mark(year, columns.pop("last", year), low, high, columns.pop("label", "Blatt"), **columns)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(20180101, 2018.0), (20180701, 2018.5), (20181231, 2018.997), (-3989899, -399.0)],
)
def test_days_become_years(day: int, expected: float):
    assert years(day) == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize(("span", "step"), [(17e6, 5e6), (10, 2), (0.9, 0.2), (600e6, 200e6), (12.4, 2.5)])
def test_steps_are_round(span: float, step: float):
    assert nice_step(span, 5) == pytest.approx(step)


def test_one_value_is_nothing_to_compare():
    assert draw([mark(2018, 5, 5)]) is not None  # a point has two bounds: it can be drawn
    assert draw([mark(2018, 5, None)]) is None
    assert draw([]) is None


def test_the_axis_begins_at_zero_and_reaches_above_the_highest_value():
    drawing = draw([mark(2017, 9e6, 9e6), mark(2018.9, 17e6, 17e6)])
    assert drawing
    assert drawing.y_ticks[0].value == 0
    assert drawing.y_ticks[-1].value == 20e6
    high = drawing.marks[1].spot
    assert drawing.plot.top < high.y < drawing.plot.bottom


def test_negative_values_hang_below_zero():
    drawing = draw([mark(2017, -50, -50), mark(2018, -5, -5)])
    assert drawing
    assert len(drawing.y_ticks) < 9
    assert drawing.y_ticks[0].value <= -50
    assert drawing.y_ticks[-1].value == 0


def test_all_zero_values_can_be_drawn():
    drawing = draw([mark(2017, 0, 0), mark(2018, 0, 0)])
    assert drawing
    assert drawing.marks[0].spot.y == drawing.plot.bottom


def test_an_open_bound_gets_an_arrow_and_a_range_a_whisker():
    drawing = draw([mark(2017, 40, None), mark(2018, None, 10), mark(2019, 5, 20, last=2020)])
    assert drawing
    up, down, spread = (placed.spot for placed in drawing.marks)
    assert (up.open_up, up.open_down) == (True, False)
    assert (down.open_up, down.open_down) == (False, True)
    assert spread.spans_value
    assert spread.spans_time
    assert not up.spans_time


def test_figures_of_one_date_and_value_stand_side_by_side():
    drawing = draw([mark(2018, 600, 600), mark(2018, 600, 600), mark(2018, 601, 601), mark(2019, 5, 5)])
    assert drawing
    places = sorted(placed.spot.x for placed in drawing.marks[:3])
    assert places[0] + 18 <= places[1]
    assert places[1] + 18 <= places[2]


def test_figures_at_the_edge_stand_side_by_side_on_the_paper():
    drawing = draw([mark(2019, 600, 600) for _ in range(5)] + [mark(2016, 5, 5)], frame=NARROW)
    assert drawing
    places = [placed.spot.x for placed in drawing.marks]
    assert max(places) <= drawing.plot.right
    assert len(set(places)) == 6


def test_no_shape_stands_on_the_head_of_an_arrow():
    drawing = draw([mark(2018, 560e6, None), mark(2018, 590e6, 590e6), mark(2012, 0, 0)])
    assert drawing
    arrow, other = (placed.spot for placed in drawing.marks[:2])
    assert arrow.head
    assert not arrow.head.overlaps(other.shape)


def test_a_dot_of_a_series_under_a_shape_is_left_out():
    drawing = draw([mark(2018, 5, 5)], [Series("Reihe", ((2017, 2), (2018, 5.01)))])
    assert drawing
    assert len(drawing.lines[0].dots) == 1


def test_labels_do_not_lie_on_each_other():
    marks = [mark(2018 + n / 20, 10e6 + n * 1e5, 10e6 + n * 1e5, label=f"Zeitung {n}") for n in range(6)]
    drawing = draw(marks)
    assert drawing
    boxes = []
    for placed in drawing.marks:
        wide = text_width(placed.label.text)
        left = placed.label.x - (wide if placed.label.anchor == "end" else 0)
        boxes.append(Box(left, placed.label.y - 11, left + wide, placed.label.y + 3))
    assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[:n] if a.overlaps(b)]


def test_a_narrow_frame_says_each_value_once_and_keeps_the_label_of_this_page():
    marks = [mark(2018, 400e6, 400e6, value="400"), mark(2018, 401e6, 401e6, value="400", here=True)]
    drawing = draw([*marks, mark(2021, 2e6, 2e6, value="400")], frame=NARROW)
    assert drawing
    assert [placed.label and placed.label.text for placed in drawing.marks] == [None, "400", "400"]


def test_labels_of_a_narrow_frame_stay_on_the_paper():
    ends = Series("Das Amt für die Zählung aller Dinge", ((2014, 2e6), (2019, 17e6)), value="rund 17 Mio.")
    drawing = draw([mark(2014 + n, n * 2e6, None, value=f"{n} Mio.") for n in range(8)], [ends], frame=NARROW)
    assert drawing
    assert drawing.lines[0].label.text == "rund 17 Mio."
    assert len(drawing.x_ticks) <= NARROW.years + 1
    for label in (drawing.lines[0].label, *(placed.label for placed in drawing.marks)):
        assert label
        left = label.x - (text_width(label.text) if label.anchor == "end" else 0)
        assert left >= 0
        assert left + text_width(label.text) <= NARROW.width


def test_a_series_is_drawn_as_steps():
    drawing = draw([], [Series("Reihe", ((2017, 6e6), (2018, 9e6), (2019, 17e6)))])
    assert drawing
    assert drawing.lines[0].path.count("H") == drawing.lines[0].path.count("V") == 2
    assert drawing.lines[0].label.text == "Reihe"


def test_years_before_christ_make_an_axis_too():
    drawing = draw([mark(-399, 5, 5, last=-300), mark(2017, 6, 6)])
    assert drawing
    assert len(drawing.x_ticks) <= 12


def test_overlapping_stretches_count_once():
    assert merged([(10, 20), (0, 5), (15, 30), (30, 31)]) == [(0, 5), (10, 31)]
