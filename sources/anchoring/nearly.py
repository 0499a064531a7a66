"""The most similar place in a text, where the exact wording stands nowhere or elsewhere."""

from collections import Counter
from collections.abc import Iterator
from itertools import product

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from sources.anchoring.wanted import Wanted, context, with_figures
from sources.anchoring.wording import closes_inside, opens_inside, tokens_in

CONTEXT = 32
# Signs of a neighbour that say too little to know a place by.
FEW = 3
# Between both its neighbours, word for word, and this alike: it is looked for no further.
SURE = 0.9
# What an end pinned by known words is worth, in likeness.
PIN = 0.1
# Signs by which a span grows to the ends of its words: on in a longer row of letters there are no words.
GROWTH = 64


def nearest(text: str, wanted: Wanted) -> tuple[int, int] | None:
    """The most similar place among those that seeds, surroundings and the old position point to."""
    length = len(wanted.quote)
    slack = max(64, length // 2)
    best: tuple[float, int, int] | None = None
    windows, spans = set(), set()  # several guesses often point to one place
    for guess in _guesses(text, wanted):
        low, high = max(guess - slack, 0), min(guess + length + slack, len(text))
        if (low, high) in windows:
            continue
        windows.add((low, high))
        rough = fuzz.partial_ratio_alignment(wanted.quote, text[low:high])
        if rough is None or rough.dest_end <= rough.dest_start:
            continue
        span = low + rough.dest_start, low + rough.dest_end
        if rough.src_end - rough.src_start < length // 2 or span in spans:
            continue
        spans.add(span)
        if (pinned := _pin(text, wanted, *span)) is None:
            continue
        start, end = pinned
        likeness = Indel.normalized_similarity(wanted.quote, text[start:end])
        around = context(text, wanted, start, end)
        if likeness >= SURE and len(wanted.prefix) > FEW and len(wanted.suffix) > FEW and min(around) == 1:
            return start, end
        weight = likeness + 0.25 * sum(around)
        if best is None or weight > best[0]:
            best = (weight, start, end)
    return best[1:] if best else None


def _guesses(text: str, wanted: Wanted, limit: int = 4) -> Iterator[int]:
    """Likely starts: where prefix and suffix stand, the old position, and where most seeds agree."""
    tail, head = wanted.prefix[-CONTEXT // 2 :], wanted.suffix[: CONTEXT // 2]
    if len(tail) > FEW:
        yield from [at + len(tail) for at in _places(text, tail, limit)]
    if len(head) > FEW:
        yield from [max(at - len(wanted.quote), 0) for at in _places(text, head, limit)]
    if wanted.position is not None:
        yield min(wanted.position, len(text))
    bucket = len(wanted.quote) // 2 + 32
    votes: Counter[int] = Counter()
    for at, seed in _seeds(wanted.quote):
        votes.update({(place - at) // bucket for place in _places(text, seed, 20)})
    yield from [max(number * bucket + bucket // 2, 0) for number, _ in votes.most_common(limit)]


def _seeds(quote: str, count: int = 16) -> list[tuple[int, str]]:
    """Pieces of the quotation to look for literally: runs of three words; of a short one, its words."""
    tokens = tokens_in(quote)
    step = 3 if len(tokens) > 8 else 1
    runs = [(a.start, quote[a.start : b.end]) for a, b in zip(tokens, tokens[step - 1 :], strict=False)]
    if step == 1:
        runs = sorted(runs, key=lambda run: -len(run[1]))
    return runs[:: max(len(runs) // count, 1)] if step > 1 else runs[:count]


def _places(text: str, piece: str, limit: int) -> list[int]:
    places: list[int] = []
    at = text.find(piece)
    while at >= 0 and len(places) < limit:
        places.append(at)
        at = text.find(piece, at + 1)
    return places


def _pin(text: str, wanted: Wanted, start: int, end: int) -> tuple[int, int] | None:
    """Sharpen a rough span: its ends may be pinned by the quotation's own first and last words, by its
    neighbours, or left where they are. Pins are favoured, for an insertion in the middle would otherwise
    push an end out of view; they are not obeyed, for the same words may stand elsewhere nearby. None where
    there are no words to end with."""
    tokens = tokens_in(wanted.quote)
    reach = len(wanted.quote) + 64 + CONTEXT  # as far as a rough span may be off, and its neighbours
    low, high = max(start - reach, 0), min(end + reach, len(text))
    few = min(3, len(tokens))
    head = wanted.quote[: tokens[few - 1].end] if tokens else wanted.quote
    tail = wanted.quote[tokens[-few].start :] if tokens else wanted.quote
    before, after = wanted.prefix[-CONTEXT // 2 :], wanted.suffix[: CONTEXT // 2]
    opened = {
        start,
        _closest(text, head, low, high, start),
        _closest(text, before, low, high, start - len(before), at_end=True),
    }
    closed = {
        end,
        _closest(text, tail, low, high, end - len(tail), at_end=True),
        _closest(text, after, low, high, end),
    }
    best: tuple[float, int, int] | None = None
    for first, last in product(opened, closed):
        if first is None or last is None or first >= last:
            continue
        if (whole := _whole(text, wanted, first, last)) is None:
            continue
        a, b = whole
        pins = (first != start) + (last != end)
        found = (Indel.normalized_similarity(wanted.quote, text[a:b]) + PIN * pins, a, b)
        best = max(best or found, found)
    return best and best[1:]


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


def _whole(text: str, wanted: Wanted, start: int, end: int) -> tuple[int, int] | None:
    """The span without blanks at its ends, grown where it would cut a word or a number; None where that has
    no end."""
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    first, last = start, end
    while opens_inside(text, start, wanted.before[-1:] or None):
        start -= 1
        if first - start > GROWTH:
            return None
    while closes_inside(text, end, wanted.after[:1] or None):
        end += 1
        if end - last > GROWTH:
            return None
    return with_figures(text, wanted, start, end)
