"""One form of text for all sources, so that equal wording is equal text."""

import re
import unicodedata

from sources import marks

# Never seen, and often different from one visit to the next: soft hyphens, zero-width signs, direction marks.
# Control characters, of which databases refuse NUL (line ends and tabs are white space); lone surrogates.
_UNSEEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2060\ufeff\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\ud800-\\udfff]"
)
_SPACES = re.compile("  +")
# A hyphen before one of these stands for a left-out half ("Haupt- und Nebenfach").
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u2010]\n(?=[^\W\d_])(?!(?:und|oder|bis|bzw|sowie|and|or|to)\b)")
# More than any article; a text that grows beyond it is a file, not a page.
MAX_TEXT = 5_000_000


def fold(text: str) -> str:
    """NFC, white space runs as one space, no empty lines, nothing invisible, no endless rows of marks."""
    text = text[:MAX_TEXT]
    if text.replace("\n", " ").isprintable():  # then there is no other white space than these two
        text = _SPACES.sub(" ", text) if "  " in text else text
        lines = [line.strip() for line in text.split("\n")]
    else:
        # What else splitlines() takes for the end of a line are control characters, gone then.
        lines = [" ".join(line.split()) for line in _UNSEEN.sub("", text).splitlines()]
    return unicodedata.normalize("NFC", marks.cut("\n".join(filter(None, lines))))


def join_broken_words(text: str) -> str:
    """Words that typesetting broke at a line end, put together again; capitals keep their hyphen."""
    return _BROKEN_WORD.sub(lambda found: "" if text[found.end()].islower() else "-", text)
