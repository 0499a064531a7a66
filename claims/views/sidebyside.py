"""PURE: two texts beside each other, line by line, the words that differ marked on both sides.

Lines are compared first and words only within lines that differ, so that long pages stay quick.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from claims import worddiff
from claims.worddiff import Change, Piece

# Beyond so many lines or words the comparison would keep somebody waiting: what is equal at both ends is
# taken off, and the middle stands there as a whole.
MOST_LINES = 4000
MOST_WORDS = 3000
AROUND = 2  # equal lines shown before and after a difference


@dataclass(frozen=True)
class Row:
    """One line on each side, in pieces; `skipped` equal lines stand in place of a row where it is not 0."""

    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()
    differs: bool = False
    skipped: int = 0


def side_by_side(before: str, after: str) -> list[Row]:
    """Rows in reading order; no row differs exactly where the lines of both texts are the same."""
    return list(_folded(list(_rows(before.splitlines(), after.splitlines()))))


def _rows(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    old_end, new_end = len(old) - tail, len(new) - tail
    yield from map(_same, old[:head])
    yield from _middle(old[head:old_end], new[head:new_end])
    yield from map(_same, old[old_end:])


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines are equal from the start."""
    return next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    if max(len(old), len(new)) > MOST_LINES:
        yield from _paired(old, new, words=False)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from map(_same, old[a:b])
        else:
            yield from _paired(old[a:b], new[c:d])


def _same(line: str) -> Row:
    piece = (Piece(Change.SAME, line),)
    return Row(piece, piece)


def _paired(old: Sequence[str], new: Sequence[str], *, words: bool = True) -> Iterator[Row]:
    """Lines that differ, the first beside the first; where one side has no more, it stays blank."""
    for a, b in zip_longest(old, new, fillvalue=""):
        long = len(a) + len(b) > 6 * MOST_WORDS and len(worddiff.words(a + b)) > MOST_WORDS
        if not words or long or not (a and b):
            yield Row(_whole(Change.REMOVED, a), _whole(Change.ADDED, b), differs=True)
            continue
        pieces = worddiff.diff(a, b)
        yield Row(
            tuple(piece for piece in pieces if piece.change != Change.ADDED),
            tuple(piece for piece in pieces if piece.change != Change.REMOVED),
            differs=True,
        )


def _whole(change: Change, line: str) -> tuple[Piece, ...]:
    return (Piece(change, line),) if line else ()


def _folded(rows: list[Row]) -> Iterator[Row]:
    """Long stretches of equal lines become one row that says how many they are."""
    near = {
        place + step for place, row in enumerate(rows) if row.differs for step in range(-AROUND, AROUND + 1)
    }
    skipped = 0
    for place, row in enumerate(rows):
        if place not in near:
            skipped += 1
            continue
        if skipped:
            yield Row(skipped=skipped)
            skipped = 0
        yield row
    if skipped:
        yield Row(skipped=skipped)
