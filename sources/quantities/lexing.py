"""A text as the words and figures that numbers are made of, with their places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from sources.quantities import compounds, numerals
from sources.quantities.language import Language, Part, Word

_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
"""Chinese magnitudes behind figures, with whatever they count glued to them: 6.73亿人次."""
SUFFIXES = {
    "en": {"k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9, "B": 10**9, "T": 10**12, "MM": 10**6},
    "de": {"k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9},
}
"""Letters glued to figures; case matters, as 10 m is a length."""
_ABBREVIATED = frozenset("mio mrd tsd bio mill mia mln bln mn bn".split())
_SENTENCE_OPENS = re.compile(r"(?:\A|[.!?:;…\n\"„“”»«›‹'(\[–—•-])\s*$")
_COUNTED = re.compile(
    r"\s+(?:(?!(?:of|and|in|on|to|from|above|below)\b)[a-z-]+\s+)?(?:people|men|women|children|(?!hurdle|race|sprint|final|swim)[a-z]{4,}(?<!s)s)\b"
)
"""Behind it the m of 3.2m means a million: people, or things in the plural."""
_COMMA = re.compile(r",\s(?=(?:[a-z]+[ -]){1,6}(?:hundred|thousand|million|billion)\b)")
"""Two million, three hundred thousand is one number."""
_SEVERAL = re.compile(r"\b(?:mehrere|einige|etliche|viele|paar|zig)[rn]?\s\Z")
_HYPHENED = re.compile(r"\d-(?:to|in|bis)-\Z")
_PART = re.compile(r"\b(?:erste|zweite)[nr]?\s\Z")
_HEDGED = re.compile(r"\b(?:gut|knapp)e[nrsm]?\s\Z")
_GAP = re.compile(r"[^\S\n]*\n?[^\S\n]*(?:[-‐‑–][^\S\n]*)?")


@dataclass(frozen=True, slots=True)
class Piece:
    start: int
    end: int
    part: Part
    value: Decimal
    plural: bool = False
    hyphen: bool = False
    """Joined by a hyphen to the piece before."""
    alone: bool = False
    """May stand without a number before it; a capitalised Hundert or Tausend may not."""


def runs(text: str, language: Language) -> Iterator[list[Piece]]:
    """Maximal sequences of pieces with at most blanks, one line break or a hyphen between."""
    run: list[Piece] = []
    for piece in _pieces(text, language):
        if run and not _adjacent(text, run[-1], piece):
            yield run
            run = []
        if run and "-" in text[run[-1].end : piece.start]:
            piece = Piece(piece.start, piece.end, piece.part, piece.value, piece.plural, True, piece.alone)
        run.append(piece)
    if run:
        yield run


def _adjacent(text: str, left: Piece, right: Piece) -> bool:
    if right.part is Part.FIGURE and "-" in text[left.end : right.start]:
        return False
    if left.part is Part.MAGNITUDE and left.value >= 1000 and text[left.end] == ",":
        comma = _COMMA.match(text, left.end)
        return comma is not None and comma.end() == right.start
    return right.start - left.end < 40 and _GAP.fullmatch(text, left.end, right.start) is not None


@cache
def _tokens(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<word>[^\W\d_¼-¾⅐-⅞]+)|(?=[-−–+.\d¼-¾⅐-⅞])(?:{numerals.pattern(language)})")


def _pieces(text: str, language: Language) -> Iterator[Piece]:
    known: dict[str, Word | None] = {}
    for match in _tokens(language.code).finditer(text):
        written = match["word"]
        if written is None:
            if (piece := _figure(text, match, language.code)) is not None:
                yield piece
        elif written[0] in _MYRIADS and text[match.start() - 1].isdigit():
            myriad = Decimal(_MYRIADS[written[0]])
            yield Piece(match.start(), match.start() + 1, Part.MAGNITUDE, myriad)
        elif text[match.start() - 1].isdigit() and (scale := _suffix(text, match, language.code)):
            yield Piece(match.start(), match.end(), Part.MAGNITUDE, Decimal(scale))
        else:
            if written not in known:
                known[written] = _meaning(written.lower(), language)
            word = known[written]
            if word is not None and language.code == "de":
                word = _in_context(text, match, word)
            if word is not None:
                yield _word(text, match, word)


def _suffix(text: str, match: re.Match[str], language: str) -> int | None:
    """The magnitude of letters glued to figures; 5G is a network, 10G a number."""
    start = match.start()
    if not start or (match[0] == "G" and (start < 2 or not text[start - 2 : start].isdigit())):
        return None
    if match[0] == "m" and language == "en":
        return 10**6 if _COUNTED.match(text, match.end()) else None
    return SUFFIXES[language].get(match[0])


def _meaning(lower: str, language: Language) -> Word | None:
    word = language.words.get(lower)
    return _compound(lower) if word is None and language.code == "de" else word


def _word(text: str, match: re.Match[str], word: Word) -> Piece:
    noun = word.part in (Part.MAGNITUDE, Part.DENOMINATOR) and word.value != 1000  # ein gutes Dutzend
    alone = word.alone and (noun or match[0][0].islower() or _opens_sentence(text, match.start()))
    abbreviated = match[0].lower() in _ABBREVIATED and text.startswith(".", match.end())
    return Piece(match.start(), match.end() + abbreviated, word.part, word.value, word.plural, alone=alone)


def _compound(lower: str) -> Word | None:
    if (number := compounds.cardinal(lower)) is not None:
        return Word(Part.WHOLE, number)
    if (number := compounds.ordinal(lower)) is not None:
        return Word(Part.ORDINAL, number)
    return None


def _figure(text: str, match: re.Match[str], language: str) -> Piece | None:
    start = match.start()
    if start and (text[start - 1].isalpha() or text[start - 1] in "_/\\#@"):
        glued = re.search(r"[^\W\d_]+$", text[max(0, start - 5) : start])
        if glued is None or not re.fullmatch(r"[A-Z]{3}|Rs|[xX]", glued[0]):
            return None
    bound = start > 1 and text[start - 1] in "-‐‑" and text[start - 2].isalpha()
    if bound and not _HYPHENED.search(text[max(0, start - 6) : start]):
        return None
    number = numerals.value(match, language)
    return None if number is None else Piece(start, match.end(), Part.FIGURE, number)


def _in_context(text: str, match: re.Match[str], word: Word) -> Word | None:
    """A German word as those before it make it; None for a name."""
    before = text[max(0, match.start() - 10) : match.start()]
    if word.part is Part.WHOLE and word.value in (10**4, 10**5) and _SEVERAL.search(before):
        return replace(word, part=Part.MAGNITUDE)  # mehrere Zehntausend
    if word.part in (Part.MAGNITUDE, Part.DENOMINATOR) and not word.alone and _HEDGED.search(before):
        return replace(word, alone=True)  # ein knappes Drittel
    if match[0] == "Hälfte" and _PART.search(before):
        return None  # in der zweiten Hälfte
    return None if _is_name(text, match, word) else word


def _is_name(text: str, match: re.Match[str], word: Word) -> bool:
    """Capitalised inside a sentence, a German number word is a noun or a name: die Sieben."""
    if word.part is Part.MAGNITUDE and word.value == 1000 and match[0] == "Tausend":
        return re.search(r"[A-ZÄÖÜ]\w+ $", text[max(0, match.start() - 30) : match.start()]) is not None
    lone = word.part is Part.WHOLE and not word.plural and match[0] not in ("Hälfte", "Null")
    return lone and match[0][0].isupper() and not _opens_sentence(text, match.start())


def _opens_sentence(text: str, start: int) -> bool:
    return _SENTENCE_OPENS.search(text[max(0, start - 4) : start]) is not None
