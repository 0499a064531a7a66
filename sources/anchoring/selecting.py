"""Choosing a passage, and comparing whole texts."""

import hashlib
import re
from functools import lru_cache

from sources.anchoring.folding import CJK, fold

# A Chinese character counts as a word: that script has no spaces to cut at.
WORD = re.compile(rf"[{CJK}]|[^\W_{CJK}]+")
SHINGLE = 5


# Every sign of ASCII but letters and digits, which are what words are made of there.
_ASCII_GAPS = {code: " " for code in range(128) if not chr(code).isalnum()}


def select(text: str, start: int, end: int, context: int = 32) -> tuple[str, str, str]:
    """(exact, prefix, suffix) of a TextQuoteSelector (W3C Web Annotation 4.2.4), code points of `text`."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no passage from {start} to {end} in a text of {len(text)} characters")
    return text[start:end], text[max(start - context, 0) : start], text[end : end + context]


def similarity(a: str, b: str) -> float:
    """Jaccard similarity of the sets of five-word shingles, 0 to 1; two texts without words are equal."""
    if a == b:
        return 1.0
    ours, theirs = _shingles(a), _shingles(b)
    union = len(ours | theirs)
    return len(ours & theirs) / union if union else 1.0


def loss_digest(baseline: str, text: str) -> str:
    """Names what a text lost of its baseline, for "the same change was seen twice".

    Clocks, counters and rotating boxes make two fetches of one changed page differ from each other, but what
    they lack of the baseline is the same; so the loss is compared, not the text.
    """
    lost = _shingles(baseline) - _shingles(text)
    lines = "\n".join(sorted(map(" ".join, lost)))
    return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=4)
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = [word if word.isalpha() else _masked(word) for word in _words(fold(text).text.casefold())]
    if not words:
        return frozenset()
    if len(words) < SHINGLE:
        return frozenset([tuple(words)])
    return frozenset(zip(*(words[at:] for at in range(SHINGLE)), strict=False))


def _words(text: str) -> list[str]:
    """In ASCII alone, cutting at all other signs is much faster than looking for words, and the same."""
    return text.translate(_ASCII_GAPS).split() if text.isascii() else WORD.findall(text)


@lru_cache(maxsize=4096)
def _masked(word: str) -> str:
    """Clocks, counters, dates and build numbers: that a number stands there counts, not which. Figures that
    matter stand in passages, where each digit is seen."""
    return "#" if any(map(str.isdigit, word)) else word
