"""What changed between two texts: a table, and what holds for any two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims import worddiff
from claims.worddiff import Change

S, A, R = Change.SAME, Change.ADDED, Change.REMOVED


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("", "neu", [(A, "neu")]),
        ("alt", "", [(R, "alt")]),
        ("gleich", "gleich", [(S, "gleich")]),
        ("17,46 Millionen", "17,64 Millionen", [(R, "17,46"), (A, "17,64"), (S, " Millionen")]),
        ("ein Satz.", "ein Satz!", [(S, "ein Satz"), (R, "."), (A, "!")]),
        ("a b c", "a c", [(S, "a "), (R, "b "), (S, "c")]),
    ],
)
def test_pieces(before, after, pieces):
    assert [(piece.change, piece.text) for piece in worddiff.diff(before, after)] == pieces


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_give_both_texts_back(before, after):
    pieces = worddiff.diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != A) == before
    assert "".join(piece.text for piece in pieces if piece.change != R) == after


def test_only_fields_that_differ_are_told():
    told = worddiff.diff_fields({"a": "1", "b": None, "c": "x"}, {"a": "2", "b": None, "d": "y"})
    assert set(told) == {"a"}


def test_numerals_in_their_order():
    assert worddiff.digits("Am 3. Mai 17,46 Mio.") == ["3", "17", "46"]
