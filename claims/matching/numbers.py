"""Figures as index terms: 12 000, 12.000 and 12,000 are one; so are 17 Millionen and 17,000,000. PURE.

A light reader on purpose: it only has to write equal figures equally. What a figure means is read by
`sources.quantities`.
"""

import re
from decimal import Decimal

GROUPED = r"\d{1,3}(?:[.,'’   ]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?"
NUMBER = re.compile(
    rf"(?P<number>{GROUPED}|\d{{1,15}}(?:[.,]\d{{1,6}})?)(?:[\s-]?(?P<scale>[^\W\d_]{{1,12}})\b)?"
)
SCALES = {
    "tausend": 3, "tsd": 3, "thousand": 3, "k": 3,
    "million": 6, "millionen": 6, "millions": 6, "mio": 6, "mn": 6, "m": 6,
    "milliarde": 9, "milliarden": 9, "mrd": 9, "bn": 9, "b": 9, "billions": 9,
    "billionen": 12, "trillion": 12, "trillions": 12,
}  # fmt: skip
BARE = {"k", "m", "b"}


def figure(found: re.Match[str], language: str) -> tuple[str, int]:
    """The term of a match of NUMBER, and where it ends (before a following word that is no magnitude)."""
    number, scale = found["number"], (found["scale"] or "").lower()
    power = _power(scale, language) if _adjacent(found, scale) else 0
    value = _plain(number) * 10**power
    return _term(value), found.end() if power else found.end("number")


def _power(scale: str, language: str) -> int:
    if scale == "billion":
        return 12 if language == "de" else 9
    return SCALES.get(scale, 0)


def _adjacent(found: re.Match[str], scale: str) -> bool:
    """$2M is two millions, `2 m` two metres."""
    return scale not in BARE or (found.start("scale") == found.end("number") and found["scale"].isupper())


def _plain(number: str) -> Decimal:
    """Three digits after the last sign are a group, fewer are decimals."""
    signs = re.split(r"[^\d]", number)
    if len(signs) == 1 or len(signs[-1]) == 3:
        return Decimal("".join(signs))
    return Decimal("".join(signs[:-1]) + "." + signs[-1])


def _term(value: Decimal) -> str:
    """Letters and digits only, so that no index splits it: 6.73 is written 6p73."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", "p")
