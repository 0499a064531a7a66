"""The one ranker: BM25 over terms, then how alike the words look letter by letter. PURE.

Both databases hand over candidates in whatever order; what comes out depends on texts and counts alone.
Constants and how they were found: docs/matching.md.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claims.matching.tokens import Word

K1, B = 1.2, 0.75  # saturation and length: the usual ones
FORM = 0.3  # the word as written beside its stem; also what names of another language are found by
RERANKED = 30
GRAM = 4
ALIKE = 30.0  # points of BM25 for texts that look the same
SIMILAR = 0.5  # score from which on two texts are called similar
ENOUGH = 0.75  # of the query explained: given the score SIMILAR
WORDS = 3  # that occur once in the whole collection: of a longer query no more than these has to be explained
MOST = 0.4  # of a query that is searched for: as much has to be there
ALONE = 0.5  # one shared word is enough only where it is this much of the query
TELLING = 10_000  # a figure as large as this is enough by itself: it is what travels from text to text
FEW = 100  # texts: with fewer, what is rare in general cannot be told from what is rare here
HEAVIEST = 48  # terms of a query that are looked up


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is known about all texts together: how many, how long on average, and how many hold a term."""

    texts: int
    mean_length: float
    holding: Mapping[str, int]

    def rarity(self, term: str) -> float:
        """Inverse document frequency as BM25 has it, never negative."""
        holding = self.holding.get(term, 0)
        return math.log(1 + (max(self.texts, FEW, holding) - holding + 0.5) / (holding + 0.5))

    @property
    def once(self) -> float:
        """About the rarity of a term that a single text holds: the unit in which likeness is told."""
        return math.log(max(self.texts, FEW) + 1)


@dataclass(frozen=True, slots=True)
class Query:
    """Terms with their weight (rarity included), heaviest first, and what they were written as."""

    weights: Mapping[str, float]
    written: Mapping[str, str]
    full: float  # what a text with every word of it could reach
    grams: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ranked:
    key: int
    score: float  # from 0 to 1, SIMILAR and more: similar; comparable between queries and collections
    points: float  # what the order is by
    covered: float  # how much of the query it holds, by weight, at most 1
    shared: tuple[str, ...]  # words of the query, as written, heaviest first


def weigh(
    words: Sequence[Word], corpus: Corpus, more: Mapping[str, Mapping[str, float]] | None = None
) -> Query:
    """The query of some words. `more` names related terms of a stem (parts of compounds) with their share."""
    shares: dict[str, float] = {}
    written: dict[str, str] = {}
    stems: dict[str, float] = {}
    for word in words:
        first, *others = word.terms
        stems[first] = max(stems.get(first, 0.0), word.weight)
        related = {first: 1.0, **dict.fromkeys(others, FORM), **(more or {}).get(first, {})}
        for term, share in related.items():
            written.setdefault(term, word.written)
            shares[term] = max(shares.get(term, 0.0), share * word.weight)
    weights = {term: share * corpus.rarity(term) for term, share in shares.items()}
    heaviest = sorted(weights, key=lambda term: (-weights[term], term))
    known = [term for term in heaviest if corpus.holding.get(term)][:HEAVIEST]
    full = sum(weight * corpus.rarity(stem) for stem, weight in stems.items())
    return Query({term: weights[term] for term in known}, written, full, grams(stems))


def shortlist(postings: Mapping[str, Iterable[int]], query: Query) -> list[int]:
    """Keys by the weight of the terms they hold, heaviest first: a cheap first look at many."""
    held: dict[int, int] = {}
    for term, weight in query.weights.items():
        millionths = int(weight * 1_000_000)  # whole numbers add up to the same in any order
        for key in postings.get(term, ()):
            held[key] = held.get(key, 0) + millionths
    return [key for _, key in sorted(zip(held.values(), held, strict=True), reverse=True)]


def rank(
    query: Query,
    texts: Mapping[int, Sequence[str]],
    corpus: Corpus,
    floor: float = SIMILAR,
    best: int = RERANKED,
) -> list[Ranked]:
    """The `best` texts (key to terms) that are similar, in order; an empty list says that nothing is."""
    points = {key: bm25(query, terms, corpus) for key, terms in texts.items()}
    first = sorted(points, key=lambda key: (-round(points[key], 9), key))[:best]
    ranked = [_closer(query, key, texts[key], points[key], corpus) for key in first]
    return sorted((one for one in ranked if one.score >= floor), key=lambda one: (-one.points, one.key))


def bm25(query: Query, terms: Sequence[str], corpus: Corpus) -> float:
    counts = Counter(term for term in terms if term in query.weights)
    damp = K1 * (1 - B + B * len(terms) / corpus.mean_length)
    return sum(
        weight * counts[term] * (K1 + 1) / (counts[term] + damp)
        for term, weight in query.weights.items()
        if term in counts
    )


def grams(terms: Iterable[str]) -> frozenset[str]:
    """Runs of four signs, ends marked: what misspelled and compounded words still share."""
    marked = [f"_{term}_" for term in terms]
    return frozenset(term[n : n + GRAM] for term in marked for n in range(max(1, len(term) - GRAM + 1)))


def _closer(query: Query, key: int, terms: Sequence[str], bm25_points: float, corpus: Corpus) -> Ranked:
    held = set(terms)
    theirs = grams(held)
    alike = 2 * len(query.grams & theirs) / (len(query.grams) + len(theirs) or 1)
    points = round(bm25_points + ALIKE * alike, 6)
    common = [term for term in query.weights if term in held]
    shared = tuple(dict.fromkeys(query.written[term] for term in common))
    covered = min(1.0, bm25_points / query.full) if query.full else 0.0
    enough = len(shared) > 1 or covered >= ALONE or any(map(_telling, common))
    needed = ENOUGH * min(query.full, WORDS * corpus.once)
    strength = points / needed if enough and needed else 0.0
    return Ranked(key, round(strength / (strength + 1), 4), points, covered, shared)


def _telling(term: str) -> bool:
    return term.isascii() and term.isdigit() and int(term) >= TELLING
