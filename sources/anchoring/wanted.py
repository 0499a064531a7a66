"""The quotation that is looked for, and how far a place agrees with what stood around it."""

from dataclasses import dataclass

from rapidfuzz.distance import Indel

from sources.anchoring.folding import fold_short
from sources.anchoring.wording import (
    figure_before,
    figure_behind,
    same_unit,
    thousands_before,
    thousands_behind,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A quotation with its surroundings, all folded; `position` in the folded text; `before` and `after`
    are what stands next to it, "" when not known."""

    quote: str
    prefix: str
    suffix: str
    before: str
    after: str
    position: int | None


def wanted_of(quote: str, prefix: str, suffix: str, position: int | None) -> Wanted:
    whole, before, after = fold_short(quote), fold_short(prefix), fold_short(suffix)
    quote = whole.strip()
    at = whole.find(quote)
    return Wanted(
        quote,
        before.strip(),
        after.strip(),
        before and before + whole[:at],
        after and whole[at + len(quote) :] + after,
        position,
    )


def context(text: str, wanted: Wanted, start: int, end: int) -> tuple[float, float]:
    """How far what stands before and after agrees with prefix and suffix; 1 where none is known."""
    before = text[max(start - len(wanted.prefix) - 1, 0) : start].strip()
    after = text[end : end + len(wanted.suffix) + 1].strip()
    return (
        Indel.normalized_similarity(wanted.prefix, before) if wanted.prefix else 1.0,
        Indel.normalized_similarity(wanted.suffix, after) if wanted.suffix else 1.0,
    )


def with_figures(text: str, wanted: Wanted, start: int, end: int) -> tuple[int, int]:
    """The span with what has come to belong to the figures at its ends: "42" is another one in "-42 000".

    What the surroundings show to have stood there before belongs to them still; without any, a sign or a unit
    may have stood there, but digits make another number.
    """
    if wanted.before:
        now = figure_before(text, start)
        known = figure_before(wanted.before + wanted.quote, len(wanted.before))
        start -= 0 if now == known else len(now)
    else:
        start -= len(thousands_before(text, start))
    if wanted.after:
        now = figure_behind(text, end)
        known = figure_behind(wanted.quote + wanted.after, len(wanted.quote))
        end += 0 if same_unit(now, known) else len(now)
    else:
        end += len(thousands_behind(text, end))
    return start, end
