"""PURE: combining marks, as many in a row as any language writes.

Normalising takes quadratic time on longer rows, in C and with the interpreter's lock held, so that no
deadline can end it: 160 kB take half a minute. The Stream-Safe Text Format (UAX #15) allows as many.
"""

import re
import unicodedata
from collections.abc import Iterator

MOST = 30
# Of class 0 like letters, but made of two marks.
_DOUBLE, _MARK = "\u0f73\u0f75\u0f81", "\u0f71"
# Where marks are among the signs: not in Western and most of Eastern Asia's letters, nor punctuation.
_CANDIDATE = re.compile("[\u0300-\u1dff\u20d0-\u20ff\u2cef-\u33ff\ua000-\uabff\uf900-\U0010ffff]")


def surplus(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what goes beyond `MOST` marks in a row. Every longer row holds one sign of a sample."""
    if text.isascii():
        return
    for sign in _DOUBLE:
        text = text.replace(sign, _MARK)
    step, end, is_mark = MOST + 1, 0, unicodedata.combining
    for found in _CANDIDATE.finditer(text[::step]):
        at = found.start() * step
        if at < end or not is_mark(text[at]):
            continue
        first, end = at, at + 1
        while first and is_mark(text[first - 1]):
            first -= 1
        while end < len(text) and is_mark(text[end]):
            end += 1
        if end - first > MOST:
            yield first + MOST, end


def cut(text: str) -> str:
    """The text without its surplus."""
    kept, last = [], 0
    for start, end in surplus(text):
        kept.append(text[last:start])
        last = end
    return "".join([*kept, text[last:]]) if kept else text
