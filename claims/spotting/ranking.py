"""The sentences of a text that are worth checking, best first."""

from bisect import bisect_left
from dataclasses import dataclass

from claims.spotting.scoring import Reason, stays_out, weigh
from claims.spotting.sentences import sentences
from sources.quantities import Quantity, read

LANGUAGES = ("de", "en")
MEASURING = frozenset({"number", "percentage", "currency", "ratio", "duration", "age"})


@dataclass(frozen=True, slots=True)
class Spotted:
    """A sentence worth checking. `text` is `whole[start:end]` in code points; rank 1 is the best."""

    rank: int
    start: int
    end: int
    text: str
    score: float
    reasons: tuple[Reason, ...]
    quantities: tuple[Quantity, ...]


def spot(text: str, language: str) -> list[Spotted]:
    """Sentences worth checking, ranked by score and then by place; the others are left out.

    ValueError for a language other than German ('de') and English ('en').
    """
    if language not in LANGUAGES:
        raise ValueError(f"'{language}' is not a language we read: give one of {', '.join(LANGUAGES)}.")
    found = []
    quantities = sorted(read(text, language), key=lambda quantity: quantity.start)
    starts = [quantity.start for quantity in quantities]
    for sentence in sentences(text, language):
        plain = " ".join(text[sentence.start : sentence.end].split())
        first, last = (bisect_left(starts, edge) for edge in (sentence.start, sentence.end))
        inside = tuple(quantity for quantity in quantities[first:last] if quantity.end <= sentence.end)
        weighed = weigh(
            plain,
            language,
            has_quantity=any(_measures(quantity) for quantity in inside),
            has_date=any(quantity.kind == "date" for quantity in inside),
            heading=sentence.heading,
        )
        if not stays_out(plain, language, weighed.reasons):
            found.append((-weighed.score, sentence, weighed.reasons, inside))
    found.sort(key=lambda item: item[:2])
    return [
        Spotted(rank, s.start, s.end, text[s.start : s.end], -negative, reasons, inside)
        for rank, (negative, s, reasons, inside) in enumerate(found, start=1)
    ]


def _measures(quantity: Quantity) -> bool:
    """A number that says how much or how many; 'once', 'simple' and 'over a bridge' are not."""
    in_words = not any(character.isdigit() for character in quantity.text)
    return quantity.kind in MEASURING and not (in_words and {quantity.low, quantity.high} <= {"1", None})
