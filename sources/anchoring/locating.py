"""Where is the quotation now: exactly, nearly, with another figure, or nowhere."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from sources.anchoring.figures import differing_figures
from sources.anchoring.folding import Folded, fold, fold_short
from sources.anchoring.wording import closes_inside, opens_inside, tokens_in, word_changes

# Least likeness at which a place is still the passage, reworded; below, the passage is missing.
NEAR = 0.70
# A quotation of few words is like many places: its surroundings must agree at least this much.
SHORT_TOKENS = 5
CONTEXT_NEAR = 0.6
# Both neighbours less alike: an exact hit may be another place that happens to say the same; both more
# alike: the place the passage was taken from.
CONTEXT_LOST = 0.7
CONTEXT_KEPT = 0.75
CONTEXT = 32
# What an end pinned by known words is worth, in likeness.
PIN = 0.1


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


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A quotation with its surroundings, all folded; `position` in the folded text; `before` and `after`
    are the characters next to it, "" when not known."""

    quote: str
    prefix: str
    suffix: str
    before: str
    after: str
    position: int | None


def locate(
    text: str | Folded, quote: str, *, prefix: str = "", suffix: str = "", position: int | None = None
) -> Match:
    """Find `quote` in `text`; pass `fold(text)` when several passages are looked for in one text.

    `position` is the old start, in code points. A figure that differs outranks any score. Raises ValueError
    for a quotation without any character that counts.
    """
    folded = fold(text) if isinstance(text, str) else text
    wanted = _Wanted(
        fold_short(quote).strip(),
        fold_short(prefix).strip(),
        fold_short(suffix).strip(),
        fold_short(prefix)[-1:],
        fold_short(suffix)[:1],
        None if position is None else folded.offset(position),
    )
    if not wanted.quote:
        raise ValueError("a passage without wording cannot be looked for")
    hit = _exact(folded.text, wanted)
    exact = None if hit is None else _found(folded, hit, hit + len(wanted.quote), 1.0)
    if exact and hit is not None and not _is_stray(folded.text, wanted, hit):
        return exact
    near = _near(folded, wanted)
    match = _judge(folded, wanted, near) if near else Match(Status.MISSING)
    if exact and (not near or match.status is Status.MISSING or not _in_place(folded.text, wanted, near)):
        return exact
    return match


def _found(folded: Folded, start: int, end: int, score: float) -> Match:
    first, last = folded.span(start, end)
    return Match(Status.FOUND, first, last, score, folded.source[first:last])


def _judge(folded: Folded, wanted: _Wanted, near: tuple[int, int]) -> Match:
    start, end = near
    found = folded.text[start:end]
    score = Indel.normalized_similarity(wanted.quote, found)
    changes = word_changes(wanted.quote, found)
    if score < NEAR or (changes and _too_short(folded.text, wanted, near)):
        return Match(Status.MISSING, score=score)
    figures = differing_figures(wanted.quote, found)
    if not changes and not figures:
        return _found(folded, start, end, score)
    status = Status.FIGURE_CHANGED if figures else Status.CHANGED
    first, last = folded.span(start, end)
    return Match(status, first, last, score, folded.source[first:last], changes, figures)


# --- exactly --------------------------------------------------------------------------------------


def _exact(text: str, wanted: _Wanted) -> int | None:
    hits = list(_hits(text, wanted))
    if len(hits) < 2:
        return hits[0] if hits else None

    def agreement(hit: int) -> tuple[float, int]:
        distance = 0 if wanted.position is None else abs(hit - wanted.position)
        return (round(sum(_context(text, wanted, hit, hit + len(wanted.quote))), 2), -distance)

    return max(hits, key=agreement)


def _hits(text: str, wanted: _Wanted, limit: int = 200) -> Iterator[int]:
    """Places of the exact wording that do not go on as a longer number or word ("38" is not in "138")."""
    hit = text.find(wanted.quote)
    while hit >= 0 and limit:
        end = hit + len(wanted.quote)
        if not opens_inside(text, hit, wanted.before) and not closes_inside(text, end, wanted.after):
            yield hit
            limit -= 1
        hit = text.find(wanted.quote, hit + 1)


def _context(text: str, wanted: _Wanted, start: int, end: int) -> tuple[float, float]:
    """How far what stands before and after agrees with prefix and suffix; 1 where none is known."""
    before = text[max(start - len(wanted.prefix) - 1, 0) : start].strip()
    after = text[end : end + len(wanted.suffix) + 1].strip()
    return (
        Indel.normalized_similarity(wanted.prefix, before) if wanted.prefix else 1.0,
        Indel.normalized_similarity(wanted.suffix, after) if wanted.suffix else 1.0,
    )


def _is_stray(text: str, wanted: _Wanted, hit: int) -> bool:
    return max(_context(text, wanted, hit, hit + len(wanted.quote))) < CONTEXT_LOST


def _in_place(text: str, wanted: _Wanted, near: tuple[int, int]) -> bool:
    """The place the passage was taken from, by both its neighbours: it outranks the same words elsewhere."""
    return min(_context(text, wanted, *near)) >= CONTEXT_KEPT


def _too_short(text: str, wanted: _Wanted, near: tuple[int, int]) -> bool:
    """Too few words to know the place by, and surroundings that do not vouch for it."""
    if len(tokens_in(wanted.quote)) >= SHORT_TOKENS or not (wanted.prefix or wanted.suffix):
        return False
    known = [
        agreement
        for agreement, context in zip(
            _context(text, wanted, *near), (wanted.prefix, wanted.suffix), strict=True
        )
        if context
    ]
    return max(known) < CONTEXT_NEAR


# --- nearly ---------------------------------------------------------------------------------------


def _near(folded: Folded, wanted: _Wanted) -> tuple[int, int] | None:
    """The most similar place among those that seeds, surroundings and the old position point to."""
    text, length = folded.text, len(wanted.quote)
    slack = max(64, length // 2)
    best: tuple[float, int, int] | None = None
    for guess in _guesses(text, wanted):
        low, high = max(guess - slack, 0), min(guess + length + slack, len(text))
        rough = fuzz.partial_ratio_alignment(wanted.quote, text[low:high])
        if rough is None or rough.dest_end <= rough.dest_start:
            continue
        if rough.src_end - rough.src_start < length // 2:
            continue
        start, end = _pin(text, wanted, low + rough.dest_start, low + rough.dest_end)
        likeness = Indel.normalized_similarity(wanted.quote, text[start:end])
        weight = likeness + 0.25 * sum(_context(text, wanted, start, end))
        if best is None or weight > best[0]:
            best = (weight, start, end)
    return best[1:] if best else None


def _guesses(text: str, wanted: _Wanted, limit: int = 4) -> list[int]:
    """Likely starts: where prefix and suffix stand, the old position, and where most seeds agree."""
    guesses = []
    tail, head = wanted.prefix[-CONTEXT // 2 :], wanted.suffix[: CONTEXT // 2]
    if len(tail) > 3:
        guesses += [at + len(tail) for at in _places(text, tail, limit)]
    if len(head) > 3:
        guesses += [max(at - len(wanted.quote), 0) for at in _places(text, head, limit)]
    if wanted.position is not None:
        guesses.append(min(wanted.position, len(text)))
    bucket = len(wanted.quote) // 2 + 32
    votes: Counter[int] = Counter()
    for at, seed in _seeds(wanted.quote):
        votes.update({(place - at) // bucket for place in _places(text, seed, 20)})
    guesses += [max(number * bucket + bucket // 2, 0) for number, _ in votes.most_common(limit)]
    return guesses


def _seeds(quote: str, count: int = 16) -> list[tuple[int, str]]:
    """Pieces of the quotation to look for literally: runs of three words; of a short one, its words."""
    tokens = tokens_in(quote)
    step = 3 if len(tokens) > 8 else 1
    runs = [(a.start, quote[a.start : b.end]) for a, b in zip(tokens, tokens[step - 1 :], strict=False)]
    if step == 1:
        runs = sorted(runs, key=lambda run: -len(run[1]))
    return runs[:: max(len(runs) // count, 1)] if step > 1 else runs[:count]


def _places(text: str, piece: str, limit: int) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0 and limit:
        yield at
        limit -= 1
        at = text.find(piece, at + 1)


def _pin(text: str, wanted: _Wanted, start: int, end: int) -> tuple[int, int]:
    """Sharpen a rough span: its ends may be pinned by the quotation's own first and last words, by its
    neighbours, or left where they are. Pins are favoured, for an insertion in the middle would otherwise
    push an end out of view; they are not obeyed, for the same words may stand elsewhere nearby."""
    tokens = tokens_in(wanted.quote)
    reach = len(wanted.quote) + 64
    low, high = max(start - reach, 0), min(end + reach, len(text))
    few = min(3, len(tokens))
    head = wanted.quote[: tokens[few - 1].end] if tokens else wanted.quote
    tail = wanted.quote[tokens[-few].start :] if tokens else wanted.quote
    before, after = wanted.prefix[-CONTEXT // 2 :], wanted.suffix[: CONTEXT // 2]
    opened = [
        _closest(text, head, low, high, start),
        _closest(text, before, low, high, start - len(before), at_end=True),
    ]
    closed = [
        _closest(text, tail, low, high, end - len(tail), at_end=True),
        _closest(text, after, low, high, end),
    ]
    best = (-1.0, start, end)
    for first in (*opened, start):
        for last in (*closed, end):
            if first is None or last is None or first >= last:
                continue
            a, b = _whole(text, wanted, first, last)
            pins = (first != start) + (last != end)
            likeness = Indel.normalized_similarity(wanted.quote, text[a:b])
            best = max(best, (likeness + PIN * pins, a, b))
    return best[1:]


def _closest(text: str, piece: str, low: int, high: int, near: int, *, at_end: bool = False) -> int | None:
    """The start (or end) of `piece` within [low, high) at its place closest to `near`, if it has any."""
    if len(piece) < 4:
        return None
    near = max(near, low)
    places = [text.find(piece, near, high), text.rfind(piece, low, min(near + len(piece), high))]
    places = [at for at in places if at >= 0]
    if not places:
        return None
    return min(places, key=lambda at: abs(at - near)) + (len(piece) if at_end else 0)


def _whole(text: str, wanted: _Wanted, start: int, end: int) -> tuple[int, int]:
    """The span without blanks at its ends, grown where it would cut a word or a number."""
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    while opens_inside(text, start, wanted.before or None):
        start -= 1
    while closes_inside(text, end, wanted.after or None):
        end += 1
    return start, end
