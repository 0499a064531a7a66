"""PURE of requests: an article's text cut into pieces, its claims' marks, and how much of it is covered."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from claims import spotting
from claims.models import Article, Claim, ClaimPassage
from sources.models import CaptureText, Sighting

LANES = 4
A_LINE = 90  # characters: what begins on one line must not be marked in one place
Span = tuple[int, int, Claim]


@dataclass(frozen=True)
class Mark:
    """Where a claim begins; `lane` is its place in the margin, away from marks that run beside it."""

    claim: Claim
    lane: int


@dataclass(frozen=True)
class Piece:
    """A run of the text in which the same claims speak; `start` in code points.

    `marks`: claims that begin here. `sentence`: a sentence begins here.
    """

    start: int
    text: str
    claims: tuple[Claim, ...]
    marks: tuple[Mark, ...]
    sentence: bool


def spans_of(
    article: Article, claims: dict[int, Claim], text: CaptureText | None
) -> tuple[list[Span], list[tuple[Claim, ClaimPassage, Sighting]]]:
    """Where each claim stands in the text, and what became of each passage in a newer text."""
    rows = ClaimPassage.objects.filter(claim__article=article).select_related("passage")
    seen = {sighting.passage_id: sighting for sighting in Sighting.objects.filter(capture_text=text)}
    spans, became = [], []
    for row in rows:
        claim, sighting = claims.get(row.claim_id), seen.get(row.passage_id)
        place = sighting or row.passage
        if claim and place.start is not None and place.end is not None:
            spans.append((place.start, place.end, claim))
        if claim and sighting:
            became.append((claim, row, sighting))
    return spans, became


def pieces(text: str, spans: list[Span], language: str) -> list[Piece]:
    """Cut the text at every span's ends and every sentence's beginning. Joined again it is the text."""
    if not text:
        return []
    starts = {sentence.start for sentence in sentences_of(text, language)}
    ends = {end for start, stop, _claim in spans for end in (start, stop) if 0 < end < len(text)}
    cuts = sorted({0, len(text)} | ends | {start for start in starts if start < len(text)})
    marks = marks_of(spans)
    return [
        Piece(
            start,
            text[start:end],
            tuple(claim for low, high, claim in spans if low < end and start < high),
            tuple(marks.get(start, ())),
            start in starts,
        )
        for start, end in pairwise(cuts)
    ]


def marks_of(spans: Iterable[Span]) -> dict[int, list[Mark]]:
    """Marks by where they begin. Those that run side by side lie in different lanes, as long as there are."""
    free = [0] * LANES
    marks: dict[int, list[Mark]] = {}
    for start, end, claim in sorted(spans, key=lambda span: (span[0], -span[1])):
        lane = next((n for n, until in enumerate(free) if until <= start), free.index(min(free)))
        free[lane] = max(end, start + A_LINE)
        marks.setdefault(start, []).append(Mark(claim, lane))
    return marks


def coverage(spans: list[tuple[int, int]], length: int) -> float:
    """Share of the text inside any span, 0 to 1; overlaps count once."""
    reached, total = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total / length if length else 0.0


def new_sentences(text: str, before: str, language: str) -> list[spotting.Sentence]:
    """Sentences that the version before did not have."""
    known = {" ".join(before[s.start : s.end].split()) for s in sentences_of(before, language)}
    return [
        sentence
        for sentence in sentences_of(text, language)
        if " ".join(text[sentence.start : sentence.end].split()) not in known
    ]


def untouched(start: int, end: int, spans: Iterable[Span]) -> bool:
    """Whether no claim speaks between these places."""
    return not any(low < end and start < high for low, high, _claim in spans)


@lru_cache(maxsize=32)
def sentences_of(text: str, language: str) -> list[spotting.Sentence]:
    return spotting.sentences(text, language if language in spotting.LANGUAGES else "de")


@lru_cache(maxsize=32)
def spotted(text: str, language: str) -> list[spotting.Spotted]:
    """The sentences worth checking; none in a language we do not read."""
    return spotting.spot(text, language) if language in spotting.LANGUAGES else []
