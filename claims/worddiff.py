"""PURE: what changed between two texts, word by word. For two versions of a fact-check, and for two people
who edited the same row."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

# Words with their inner signs (17,46; e-mail), single marks, and spaces, so that joining gives the text back.
TOKEN = re.compile(r"\s+|\w+(?:[.,:'’-]\w+)*|[^\w\s]")


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    change: Change
    text: str


def words(text: str) -> list[str]:
    return TOKEN.findall(text)


def diff(before: str, after: str) -> list[Piece]:
    """Pieces in reading order, what was removed before what came in its place.

    The pieces that are not added make up `before`, those not removed make up `after`.
    """
    old, new = words(before), words(after)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            _add(pieces, Change.SAME, old[a:b])
            continue
        _add(pieces, Change.REMOVED, old[a:b])
        _add(pieces, Change.ADDED, new[c:d])
    return pieces


def _add(pieces: list[Piece], change: Change, tokens: Iterable[str]) -> None:
    text = "".join(tokens)
    if text:
        pieces.append(Piece(change, text))


def diff_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Piece]]:
    """The differences of the fields both have, field by field; equal fields are left out."""
    return {
        name: diff(shown(before[name]), shown(after[name]))
        for name in after
        if name in before and before[name] != after[name]
    }


def shown(value: Any) -> str:
    return "" if value is None else str(value)


def digits(text: str) -> list[str]:
    """The numerals of a text in their order: a slip of the pen leaves them as they are."""
    return re.findall(r"\d+", text)
