"""Factors that need no number: doppelt so viele, verdreifacht, twice as many, halved."""

from collections.abc import Iterator
from functools import cache

from sources.quantities.phrases import Phrases
from sources.quantities.quantity import Quantity

_FACTORS = {
    "de": [(r"doppelt\s+so|(?:das|dem)\s+Doppelte[n]?|verdoppel\w+|zweifach\w*", "2"),
           (r"halb\s+so|halbier\w+", "0.5"),
           (r"dreimal\s+so|verdreifach\w+", "3"), (r"vervierfach\w+", "4"), (r"verfünffach\w+", "5"),
           (r"versechsfach\w+", "6"), (r"verzehnfach\w+", "10"), (r"verhundertfach\w+", "100")],
    "en": [(r"twice(?=\s+(?:as|the))|doubl(?:ed|es|ing)|double(?=\s+(?:the|that))|twofold", "2"),
           (r"tenfold", "10"), (r"(?:a\s+)?hundredfold", "100"), (r"fourfold", "4"), (r"fivefold", "5"),
           (r"thrice|tripl(?:ed|es|ing)|threefold", "3"), (r"quadrupl(?:ed|es|ing)", "4"),
           (r"half(?=\s+as)|halv(?:ed|ing)", "0.5")],
}  # fmt: skip


@cache
def _phrases(language: str) -> Phrases[str]:
    return Phrases(_FACTORS[language], before=r"(?<!\w)", after=r"(?!\w)")


def read(text: str, language: str) -> Iterator[Quantity]:
    """Such factors, as ratios, in order."""
    for match, value in _phrases(language).finditer(text):
        yield Quantity(match.start(), match.end(), match[0], value, value, None, "exactly", "ratio")
