"""Typography folded away: what a typesetter may change without changing the wording, and the way back.

A text is folded once and then searched for many passages, so folding is built from whole-string
replacements; the map back holds only the places where the length changed.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sources import marks

_ONE_TO_ONE = {
    '"': "„“”‟«»″〝〞「」『』＂",
    "'": "‚‘’‛‹›′´`＇",
    "-": "‐‑‒–—―−﹣－",
    " ": "\t\r\v\f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000",
    "\n": "\u2028\u2029",
}
_REPLACEMENTS = [(odd, plain) for plain, odds in _ONE_TO_ONE.items() for odd in odds]
# Full-width forms of ASCII, as Chinese and Japanese pages mix them with the narrow ones, and the decimal
# digits of other scripts and typefaces. Few ranges, quickly searched, hold them all.
_WIDE = re.compile("[！-～\u0660-\u1c59\ua620-\uabf9\U000104a0-\U0001e959\U0001fbf0-\U0001fbf9]")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    code: str(value)
    for code in (*range(0x0660, 0xABFA), *range(0x104A0, 0x1FBFA))
    if (value := unicodedata.decimal(chr(code), None)) is not None
}

_INVISIBLE = "\xad\u200b-\u200f\u2060\ufeff"
CJK = "\u2e80-\u303f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff"
# Where a minus may stand: not in a range ("5-10", "5万-10万", "3月-5月").
BEFORE_SIGN = rf"(?=[-+±])(?<![^\W{CJK}])(?<![.)\]%])(?<!\d[{CJK}])(?<!\d[{CJK}]{{2}})(?<!\d[{CJK}]{{3}})"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
# A hyphen at the end of a line belongs to the line break, unless it stands for a left-out half
# ("Haupt- und Nebenfach").
_LINE_HYPHEN = r"(?<=[^\W\d_]-) ?\n *(?=[^\W\d_])(?!(?:und|oder|bis|bzw|sowie|and|or|to)\b)"
# A footnote's mark, which moves with every note before it: "said[12]", but not "the [3] laws", "[t]he".
_NOTE = r"(?<=\S\[)(?:\d{1,3}|[a-z])\](?![^\W\d_])"
# A raised one does too, behind a word that is no unit, a sign, or a number that is no base of a power.
RAISED = "¹²³⁰⁴-⁹"
_RAISED_NOTE = (
    rf"(?:(?<=[^\W\d_]{{4}}[{RAISED}])|(?<=[.,;:!?%)][{RAISED}])|(?<=\d\d[{RAISED}])(?<!10[{RAISED}]))"
    rf"[{RAISED}]{{0,2}}"
)
# Every pattern begins with one character set: that alone lets `re` skip quickly to the next candidate.
_REST = rf"{_LINE_HYPHEN}|{_NOTE}|{_RAISED_NOTE}|(?<=\.)\.\.|(?<=[{_INVISIBLE}ﬀ-ﬄ])"
_UNEVEN = re.compile(rf"[-.[ \n{_INVISIBLE}{RAISED}ﬀ-ﬄ](?:(?<=[ \n{_INVISIBLE}])[ \n{_INVISIBLE}]+|{_REST})")
# Between Chinese characters, and between them and Latin letters or digits, a space is only layout.
_UNEVEN_CJK = re.compile(
    rf"[-.[ \n{_INVISIBLE}{RAISED}ﬀ-ﬄ](?:(?<=[ \n{_INVISIBLE}])[ \n{_INVISIBLE}]+"
    rf"|(?<=[{CJK}][ \n])|(?<=[ \n])(?=[{CJK}])|{_REST})"
)
_IS_CJK = re.compile(f"[{CJK}]")
# Without any of these no place changes its length, and a text need not be gone through.
_UNEVEN_SIGNS = re.compile(f"[{_INVISIBLE}{RAISED}ﬀ-ﬄ{CJK}]")
_UNEVEN_RUNS = ("[", "...", "  ")
_LAYOUT = re.compile(rf"[\s{_INVISIBLE}]+\Z")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is what is searched, `source` what was given. `breaks` and `origins` run in parallel:
    from folded offset breaks[i] on, source offset = origins[i] + distance to breaks[i]."""

    source: str
    text: str
    breaks: Sequence[int]
    origins: Sequence[int]

    def origin(self, offset: int) -> int:
        """The source offset of a folded offset."""
        at = bisect_right(self.breaks, offset) - 1
        return min(self.origins[at] + offset - self.breaks[at], len(self.source))

    def offset(self, origin: int) -> int:
        """The folded offset of a source offset."""
        at = max(bisect_right(self.origins, origin) - 1, 0)
        return min(max(self.breaks[at] + origin - self.origins[at], 0), len(self.text))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source span of a folded span, without layout characters at its end."""
        first, last = self.origin(start), self.origin(end)
        if layout := _LAYOUT.search(self.source, first, last):
            last = layout.start()
        return first, last


def fold(text: str) -> Folded:
    """NFC, and one form each for white space, quotation marks, hyphens, full-width signs, digits, ligatures;
    invisible characters, end-of-line hyphens, marks of footnotes dropped. Case and punctuation stay."""
    if surplus := [(start, end, "") for start, end in marks.surplus(text)]:
        return _fold_edited(text, surplus)
    if not unicodedata.is_normalized("NFC", text):
        return _fold_edited(text, _compositions(text))
    even = _even(text)
    if _is_plain(even):
        return Folded(text, even.replace("\n", " "), [0], [0])
    folded = _apply(text, even, _uneven(even))
    return replace(folded, text=folded.text.replace("\n", " "))


def _is_plain(even: str) -> bool:
    """Whether certainly nothing changes its length. Lines are looked at by their ends: looking for pairs of
    signs takes four times as long."""
    if any(run in even for run in _UNEVEN_RUNS) or (not even.isascii() and _UNEVEN_SIGNS.search(even)):
        return False
    return all(line and line[0] != " " and line[-1] not in " -" for line in even.split("\n"))


def _fold_edited(text: str, edits: Iterable[tuple[int, int, str]]) -> Folded:
    outer = _apply(text, text, edits)
    inner = fold(outer.text)
    # Two maps in a row; every place where either jumps is a place where the joint map may jump.
    places = sorted({*inner.breaks, *(inner.offset(place) for place in outer.breaks)})
    return Folded(text, inner.text, places, [outer.origin(inner.origin(place)) for place in places])


@lru_cache(maxsize=4096)
def fold_short(text: str) -> str:
    """The folded form of a quotation or its surroundings, which every check of a page asks for again."""
    return fold(text).text


def _even(text: str) -> str:
    """The replacements that keep every character in its place."""
    if text.isascii():
        for odd in "\t\r\v\f`":
            text = text.replace(odd, "'" if odd == "`" else " ")
        return text
    for odd, plain in _REPLACEMENTS:
        text = text.replace(odd, plain)
    return text.translate(_NARROW) if _WIDE.search(text) else text


def _uneven(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, replacement) of every place where folding changes the length."""
    wide = not text.isascii() and _IS_CJK.search(text) is not None
    for found in (_UNEVEN_CJK if wide else _UNEVEN).finditer(text):
        start, end = found.span()
        run = found[0]
        if run[0] == "-":
            # "Sozial-⏎kredit" is one word, "E-⏎Mail" keeps its hyphen.
            new = "" if text[end].islower() else "-"
        elif run == "...":
            new = "…"
        elif " " in run or "\n" in run:
            new = "" if wide and _beside_cjk(text, start, end) else " "
        else:
            new = _LIGATURES.get(run, "")
        yield start, end, new


def _beside_cjk(text: str, start: int, end: int) -> bool:
    return bool(_IS_CJK.match(text[start - 1 : start]) or _IS_CJK.match(text[end : end + 1]))


def _compositions(text: str) -> Iterator[tuple[int, int, str]]:
    """The edits of NFC, one character cluster at a time, so that the way back stays known."""
    starts = [
        at
        for at, char in enumerate(text)
        if not unicodedata.combining(char) and not "\u1160" <= char <= "\u11ff"  # conjoining jamo
    ]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=False):
        cluster = text[start:end]
        if (new := unicodedata.normalize("NFC", cluster)) != cluster:
            yield start, end, new


def _apply(source: str, even: str, edits: Iterable[tuple[int, int, str]]) -> Folded:
    """`even` with the edits made; `source` is what `even` corresponds to, offset by offset."""
    pieces, breaks, origins, length, last = [], [0], [0], 0, 0
    for start, end, new in edits:
        pieces += [even[last:start], new]
        length += start - last + len(new)
        breaks.append(length)
        origins.append(end)
        last = end
    pieces.append(even[last:])
    return Folded(source, "".join(pieces), breaks, origins)
