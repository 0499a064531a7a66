"""One form of text for all sources, so that equal wording is equal text."""

import re
import unicodedata

# Never seen, and often different from one visit to the next: soft hyphens, zero-width signs, direction marks.
# Control characters, of which databases refuse NUL (line ends and tabs are white space); lone surrogates.
_UNSEEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2060\ufeff\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\ud800-\\udfff]"
)
_LINE_END = re.compile(r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u2010]\n(?=[^\W\d_])")
# More than any article; a text that grows beyond it is a file, not a page.
MAX_TEXT = 5_000_000


def fold(text: str) -> str:
    """NFC, white space runs as one space, no empty lines, nothing invisible."""
    text = _UNSEEN.sub("", text[:MAX_TEXT])
    lines = (" ".join(line.split()) for line in _LINE_END.split(text))
    return unicodedata.normalize("NFC", "\n".join(line for line in lines if line))


def join_broken_words(text: str) -> str:
    """Words that typesetting broke at a line end, put together again; capitals keep their hyphen."""
    return _BROKEN_WORD.sub(lambda found: "" if text[found.end()].islower() else "-", text)
