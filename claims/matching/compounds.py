"""German compounds: a Kamera may stand in an Überwachungskamera, and the other way round. PURE.

Nothing is split for good. For the words of a query related terms are proposed; which of them exist is for the
vocabulary of the index to say.
"""

from collections.abc import Collection, Iterator

from claims.matching.tokens import stem

HEAD, MODIFIER = 0.5, 0.3  # shares of a word's weight: the last part says what it is
SHORTEST_PART, SHORTEST_HEAD = 4, 5
LINKS = ("", "s", "n", "es", "en", "er")


def splits(term: str) -> Iterator[tuple[str, str]]:
    """(stem of the first part, rest) for every place where a long term could have been joined."""
    for place in range(SHORTEST_PART, len(term) - SHORTEST_PART + 1):
        head, modifier = term[place:], term[:place]
        for link in LINKS:
            bare = modifier.removesuffix(link) if link else modifier
            if len(bare) >= SHORTEST_PART and (bare != modifier or not link):
                yield stem(bare, "de"), head


def parts(term: str, known: Collection[str]) -> dict[str, float]:
    """The parts of a term and their shares: the split whose both parts are known, the longest head first."""
    for modifier, head in splits(term):
        if modifier in known and head in known and term != head:
            return {modifier: MODIFIER, head: HEAD}
    return {}


def may_end_others(term: str) -> bool:
    """Whether it is worth looking for compounds that end in this term."""
    return len(term) >= SHORTEST_HEAD and term.isalpha()
