"""Where is the quotation now: exactly, nearly, with another figure, or nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

from sources.anchoring.figures import differing_figures
from sources.anchoring.folding import Folded, fold, fold_short
from sources.anchoring.nearly import nearest
from sources.anchoring.wanted import Wanted, context, wanted_of, with_figures
from sources.anchoring.wording import (
    closes_inside,
    has_tokens,
    opens_inside,
    same_words,
    word_changes,
)

# Least likeness at which a place is still the passage, reworded; below, the passage is missing.
NEAR = 0.70
# A quotation of few words is like many places: its surroundings must agree at least this much.
SHORT_TOKENS = 5
CONTEXT_NEAR = 0.6
# Both neighbours less alike: an exact hit may be another place that happens to say the same; both more
# alike: the place the passage was taken from.
CONTEXT_LOST = 0.7
CONTEXT_KEPT = 0.75
# Lines of a passage, and of what is set into it, among which those added are looked for.
MOST_LINES = 8


class Status(StrEnum):
    FOUND = "found"
    CHANGED = "changed"
    FIGURE_CHANGED = "figure_changed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Match:
    """`start`, `end`: code points of the text as given, None when missing; `score` 0 to 1 (1: exact).

    `changes`: (old, new) wording where it differs, `figures`: (old, new) numbers; either side may be empty.
    """

    status: Status
    start: int | None = None
    end: int | None = None
    score: float = 0.0
    found_text: str = ""
    changes: tuple[tuple[str, str], ...] = ()
    figures: tuple[tuple[str, str], ...] = ()


def has_words(quote: str) -> bool:
    """Whether there is anything to look for: more than blanks and signs that nobody sees."""
    return bool(fold_short(quote).strip())


def locate(
    text: str | Folded, quote: str, *, prefix: str = "", suffix: str = "", position: int | None = None
) -> Match:
    """Find `quote` in `text`; pass `fold(text)` when several passages are looked for in one text.

    `position` is the old start, in code points. A figure that differs outranks any score. Raises ValueError
    for a quotation without any character that counts.
    """
    folded = fold(text) if isinstance(text, str) else text
    wanted = _wanted(folded, quote, prefix, suffix, position)
    hit = _exact(folded.text, wanted)
    exact = None if hit is None else _found(folded, hit, hit + len(wanted.quote), 1.0)
    if exact and hit is not None and not _is_stray(folded.text, wanted, hit):
        return exact
    near = nearest(folded.text, wanted)
    match = _judge(folded, wanted, near) if near else Match(Status.MISSING)
    if near and match.status is not Status.FOUND and (whole := _in_other_signs(folded.text, wanted, near)):
        near, match = whole, _judge(folded, wanted, whole)
    if exact and (not near or match.status is Status.MISSING or not _in_place(folded.text, wanted, near)):
        return exact
    return match


def verbatim(folded: Folded, quote: str) -> Match | None:
    """Where it stands word for word, wherever that is; None where it does not. ValueError as in `locate`."""
    wanted = _wanted(folded, quote)
    hit = next(_hits(folded.text, wanted), None)
    return None if hit is None else _found(folded, hit, hit + len(wanted.quote), 1.0)


def _wanted(
    folded: Folded, quote: str, prefix: str = "", suffix: str = "", position: int | None = None
) -> Wanted:
    wanted = wanted_of(quote, prefix, suffix, None if position is None else folded.offset(position))
    if not wanted.quote:
        raise ValueError("a passage without wording cannot be looked for")
    return wanted


def is_slight(quote: str) -> bool:
    """Whether a quotation needs its surroundings to be known by: few words, or a figure at its edge, of which
    more may stand beside it."""
    folded = fold_short(quote).strip()
    return folded[:1].isdigit() or folded[-1:].isdigit() or not has_tokens(folded, SHORT_TOKENS)


def surroundings(text: str, quote: str, length: int = 32) -> tuple[str, str]:
    """What stands before and after a quotation that stands in a text once; blank where it stands nowhere, or
    more often, and so nothing tells which place is meant. The text is folded only where that is needed."""
    wanted = wanted_of(quote, "", "", None)
    hits = list(_hits(text, wanted, limit=2)) if wanted.quote else []
    if wanted.quote and not hits:
        text = fold(text).text
        hits = list(_hits(text, wanted, limit=2))
    if len(hits) != 1:
        return "", ""
    start, end = hits[0], hits[0] + len(wanted.quote)
    return text[max(start - length, 0) : start], text[end : end + length]


def _in_other_signs(text: str, wanted: Wanted, near: tuple[int, int]) -> tuple[int, int] | None:
    """The same words with other signs between them ("Bonn";"42" for Bonn;42), which push the end of a span
    out of view."""
    reach = len(wanted.quote)
    whole = same_words(wanted.quote, text, near[0] - reach, near[1] + reach)
    if whole is None or whole[0] >= near[1] or whole[1] <= near[0]:  # nowhere, or at another place
        return None
    if with_figures(text, wanted, *whole) != whole:
        return None
    cut = opens_inside(text, whole[0], wanted.before[-1:]) or closes_inside(text, whole[1], wanted.after[:1])
    return None if cut else whole


def _found(folded: Folded, start: int, end: int, score: float) -> Match:
    first, last = folded.span(start, end)
    return Match(Status.FOUND, first, last, score, folded.source[first:last])


def _judge(folded: Folded, wanted: Wanted, near: tuple[int, int]) -> Match:
    start, end = near
    found = folded.text[start:end]
    score = Indel.normalized_similarity(wanted.quote, found)
    changes = word_changes(wanted.quote, found)
    lost = score < NEAR and not _between_neighbours(folded.text, wanted, near)
    if lost or (changes and _too_short(folded.text, wanted, near)):
        return Match(Status.MISSING, score=score)
    figures = differing_figures(wanted.quote, found)
    if not changes and not figures:
        return _found(folded, start, end, score)
    first, last = folded.span(start, end)
    if figures and _in_added_lines(wanted.quote, folded.source[first:last]):
        figures = ()
    status = Status.FIGURE_CHANGED if figures else Status.CHANGED
    return Match(status, first, last, score, folded.source[first:last], changes, figures)


def _in_added_lines(quote: str, found: str) -> bool:
    """Whether all that the figures have come by stands in lines set into the passage, an advertisement or the
    number of a page, and its own ones are what they were."""
    lines = found.split("\n")
    return any(
        not differing_figures(quote, fold_short(" ".join([*lines[:first], *lines[last:]])))
        for first in range(1, min(len(lines) - 1, MOST_LINES))
        for last in range(first + 1, min(len(lines), first + MOST_LINES))
    )


# --- exactly --------------------------------------------------------------------------------------


def _exact(text: str, wanted: Wanted) -> int | None:
    hits = list(_hits(text, wanted))
    if len(hits) < 2:
        return hits[0] if hits else None

    def agreement(hit: int) -> tuple[float, int]:
        distance = 0 if wanted.position is None else abs(hit - wanted.position)
        return (round(sum(context(text, wanted, hit, hit + len(wanted.quote))), 2), -distance)

    return max(hits, key=agreement)


def _hits(text: str, wanted: Wanted, limit: int = 200) -> Iterator[int]:
    """Places of the exact wording that are no part of a longer number or word ("38" is not in "138")."""
    hit = text.find(wanted.quote)
    while hit >= 0 and limit:
        end = hit + len(wanted.quote)
        cut = opens_inside(text, hit, wanted.before[-1:]) or closes_inside(text, end, wanted.after[:1])
        if not cut and with_figures(text, wanted, hit, end) == (hit, end):
            yield hit
            limit -= 1
        hit = text.find(wanted.quote, hit + 1)


def _is_stray(text: str, wanted: Wanted, hit: int) -> bool:
    return max(context(text, wanted, hit, hit + len(wanted.quote))) < CONTEXT_LOST


def _in_place(text: str, wanted: Wanted, near: tuple[int, int]) -> bool:
    """The place the passage was taken from, by both its neighbours: it outranks the same words elsewhere."""
    return min(context(text, wanted, *near)) >= CONTEXT_KEPT


def _between_neighbours(text: str, wanted: Wanted, near: tuple[int, int]) -> bool:
    """What a few words have become stands where they stood, however little of them is left (2019, now 2020).
    One neighbour may have lost a unit that was its first word."""
    if not (wanted.prefix and wanted.suffix) or has_tokens(wanted.quote, SHORT_TOKENS):
        return False
    less, more = sorted(context(text, wanted, *near))
    return less >= CONTEXT_NEAR and more >= CONTEXT_KEPT


def _too_short(text: str, wanted: Wanted, near: tuple[int, int]) -> bool:
    """Too few words to know the place by, and surroundings that do not vouch for it."""
    if has_tokens(wanted.quote, SHORT_TOKENS) or not (wanted.prefix or wanted.suffix):
        return False
    known = [
        agreement
        for agreement, known_side in zip(
            context(text, wanted, *near), (wanted.prefix, wanted.suffix), strict=True
        )
        if known_side
    ]
    return max(known) < CONTEXT_NEAR
