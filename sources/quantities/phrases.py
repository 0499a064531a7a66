"""Many patterns as one: which of them matches, told by the group that did."""

import re
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")


class Phrases(Generic[Meaning]):
    """Patterns with meanings, tried in order at one place; no pattern may have capturing groups."""

    def __init__(
        self, pairs: Iterable[tuple[str, Meaning]], *, before: str = "", after: str = "", case: bool = False
    ) -> None:
        table = list(pairs)
        self._meanings = [meaning for _, meaning in table]
        alternatives = "|".join(f"({pattern})" for pattern, _ in table)
        self._pattern = re.compile(f"{before}(?:{alternatives}){after}", 0 if case else re.IGNORECASE)

    def match(self, text: str, start: int) -> tuple[re.Match[str], Meaning] | None:
        return self._told(self._pattern.match(text, start))

    def search(self, text: str) -> tuple[re.Match[str], Meaning] | None:
        return self._told(self._pattern.search(text))

    def fullmatch(self, text: str, start: int, end: int) -> tuple[re.Match[str], Meaning] | None:
        return self._told(self._pattern.fullmatch(text, start, end))

    def finditer(self, text: str) -> Iterator[tuple[re.Match[str], Meaning]]:
        return filter(None, map(self._told, self._pattern.finditer(text)))

    def _told(self, match: re.Match[str] | None) -> tuple[re.Match[str], Meaning] | None:
        return (match, self._meanings[match.lastindex - 1]) if match and match.lastindex else None
