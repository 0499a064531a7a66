"""PURE: bars of counts by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.views.bars import ceiling, draw

LAST = date(2026, 11, 22)
GROUPS = ["fine", "lost"]


def test_nothing_to_draw():
    assert draw({}, GROUPS, LAST) is None
    assert draw({LAST - timedelta(days=40): {"fine": 9}}, GROUPS, LAST) is None


@pytest.mark.parametrize(("value", "top"), [(1, 2), (3, 4), (5, 10), (11, 20), (400, 400), (401, 1000)])
def test_the_axis_ends_at_a_round_number(value, top):
    assert ceiling(value) == top


def test_days_stand_in_order_and_groups_on_each_other():
    drawing = draw({LAST: {"fine": 3, "lost": 1}}, GROUPS, LAST, days=3, height=142)
    assert drawing is not None
    assert [bar.day for bar in drawing.bars] == [LAST - timedelta(days=n) for n in (2, 1, 0)]
    assert [bar.total for bar in drawing.bars] == [0, 0, 4]
    fine, lost = drawing.bars[2].segments
    assert (fine.group, fine.height, fine.y + fine.height) == ("fine", 75.0, drawing.bottom)
    assert (lost.height, lost.y + lost.height) == (25.0, fine.y)


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 10**6), max_size=10))
def test_nothing_leaves_the_frame(counts):
    by_day = {LAST - timedelta(days=back): {"fine": number} for back, number in counts.items()}
    drawing = draw(by_day, GROUPS, LAST, days=10)
    for bar in drawing.bars if drawing else ():
        assert drawing
        assert drawing.left <= bar.x < bar.x + bar.width <= drawing.width
        assert all(0 <= segment.y <= drawing.bottom for segment in bar.segments)
