"""PURE: two texts beside each other."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.views.sidebyside import AROUND, Row, side_by_side

LINES = [f"Zeile {number} bleibt." for number in range(20)]


def left(row: Row) -> str:
    return "".join(piece.text for piece in row.before)


def right(row: Row) -> str:
    return "".join(piece.text for piece in row.after)


def changed(row: Row) -> tuple[list[str], list[str]]:
    return (
        [piece.text for piece in row.before if piece.change == "removed"],
        [piece.text for piece in row.after if piece.change == "added"],
    )


@pytest.mark.parametrize(
    ("before", "after", "differing"),
    [
        ("gleich", "gleich", []),
        ("42 Millionen Euro", "24 Millionen Euro", [(["42"], ["24"])]),
        ("", "ganz neu", [([], ["ganz neu"])]),
        ("ganz weg", "", [(["ganz weg"], [])]),
        ("a\nb", "a\nc\nb", [([], ["c"])]),
        ("Der Bau kostete 42 Mio.", "Der Umbau kostete 42 Mio.", [(["Bau"], ["Umbau"])]),
    ],
)
def test_what_differs(before, after, differing):
    assert [changed(row) for row in side_by_side(before, after) if row.differs] == differing


def test_long_stretches_that_are_the_same_are_counted():
    after = [*LINES[:10], "Eine Zeile ist anders.", *LINES[11:]]
    rows = side_by_side("\n".join(LINES), "\n".join(after))
    assert [row.skipped for row in rows] == [10 - AROUND, *[0] * (2 * AROUND + 1), 9 - AROUND]


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12))
def test_nothing_is_lost_on_either_side(old, new):
    rows = side_by_side("\n".join(old), "\n".join(new))
    skipped = sum(row.skipped for row in rows)
    assert len([row for row in rows if row.before and not row.skipped]) + skipped == len(old)
    assert len([row for row in rows if row.after and not row.skipped]) + skipped == len(new)
    assert any(row.differs for row in rows) == (old != new)
    assert all(left(row) == right(row) for row in rows if not row.differs)


def test_two_long_pages_that_share_nothing_keep_nobody_waiting():
    old = "\n".join(f"{number} alt" for number in range(30_000))
    new = "\n".join(f"{number} neu" for number in range(30_000))
    one_line = " ".join(f"w{number}" for number in range(60_000))
    started = time.monotonic()
    assert len(side_by_side(old, new)) == 30_000
    assert len(side_by_side(one_line, one_line[::-1])) == 1
    assert time.monotonic() - started < 5
