"""The words of a folded text, and which of them differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from rapidfuzz.distance import Levenshtein

from sources.anchoring.figures import figures_in
from sources.anchoring.folding import BEFORE_SIGN, CJK
from sources.anchoring.numerals import CHINESE_NUMERAL, FRACTION_SIGNS, MAGNITUDE, is_metres, magnitude_value

_MONEY = "€$£¥¢฿\u058f\u060b\u17db\u20a0-\u20c0"
# Signs that change what a figure says count as words; other punctuation does not. Thousands set apart are one
# word, however they are.
_TOKEN = re.compile(
    rf"\d{{1,3}}(?:[ ']\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,']\d+)*"
    rf"|[{CJK}]|[^\W\d_{CJK}]+(?:['-][^\W\d_{CJK}]+)*"
    rf"|[%‰‱°<>≤≥≈±~½¼¾⅐-⅞{_MONEY}]|{BEFORE_SIGN}[-+](?=[{_MONEY}]?\d)"
)
_GROUPED = re.compile(r"[1-9]\d{0,2}([., '])\d{3}(?:\1\d{3})*")
_DECIMAL = re.compile(r"(\d+|[1-9]\d{0,2}([., '])\d{3}(?:\2\d{3})*)[.,](\d+)")
# How a figure may go on behind its digits, and what stands before them and is part of it.
_BEHIND = re.compile(rf"(?:[ ']\d{{3}}(?!\d))+|[ -]?(?:{MAGNITUDE})| ?(?:[%‰‱]|[Pp]er ?cent|Prozent)")
_PER_CENT = re.compile("%|[Pp]er ?cent|Prozent")
_SIGNED = re.compile(rf"(?:{BEFORE_SIGN}[-+]|[±<>≤≥≈~{_MONEY}] ?)+\Z")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[ ']\d{3})*[ ']\Z")
_FIGURE, _THREE = re.compile(rf"[{_MONEY}]?\d"), re.compile(r"\d{3}(?!\d)")
# Thousands that go on behind, and the digits they go on from.
_MORE_THOUSANDS = re.compile(r"(?:[ ']\d{3}(?!\d))+")
_UP_TO_THREE = re.compile(r"(?<![\d.,])\d{1,3}(?:[ ']\d{3})*\Z")
_WORD_RUN = re.compile(rf"[^\W\d_{CJK}]+(?:-[^\W\d_{CJK}]+)*")
_REACH = 16
# Signs of a word, at most, of which a window may cut off a part.
_WORD = 64
_CJK_PUNCTUATION = re.compile(r"[\u3000-\u303f\u30fb]")
_CHINESE_DIGIT = re.compile(CHINESE_NUMERAL)


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int


@lru_cache(maxsize=64)
def tokens_in(folded: str) -> tuple[Token, ...]:
    """Words, numbers, Chinese characters and the signs of figures, in order. Remembered for a moment: each
    place where a quotation may stand is compared with the same ones."""
    return tuple(Token(found[0], *found.span()) for found in _tokens(folded))


def has_tokens(folded: str, number: int) -> bool:
    """Whether there are so many; the rest is not looked at."""
    return sum(1 for _token in islice(_tokens(folded), number)) == number


def _tokens(folded: str) -> Iterator[re.Match[str]]:
    return (found for found in _TOKEN.finditer(folded) if not _CJK_PUNCTUATION.match(found[0]))


def word_changes(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """(old, new) wording of every run of words that differs; case and punctuation do not count."""
    before, after = tokens_in(old), tokens_in(new)
    changes = []
    blocks: list[list[int]] = []
    for op in Levenshtein.opcodes(_keys(old, before), _keys(new, after)):
        if op.tag == "equal":
            continue
        if blocks and blocks[-1][1] == op.src_start and blocks[-1][3] == op.dest_start:
            blocks[-1][1], blocks[-1][3] = op.src_end, op.dest_end
        else:
            blocks.append([op.src_start, op.src_end, op.dest_start, op.dest_end])
    for a, b, c, d in blocks:
        changes.append((_wording(old, before[a:b]), _wording(new, after[c:d])))
    return tuple(changes)


def same_words(quote: str, text: str, low: int, high: int) -> tuple[int, int] | None:
    """Where between two places of a text the words of a quotation stand in a row, with any signs between."""
    low, high = max(low, 0), min(high, len(text))
    low = text.rfind(" ", max(low - _WORD, 0), low) + 1 or max(low - _WORD, 0)
    blank = text.find(" ", high, high + _WORD)
    window = text[low : blank if blank >= 0 else high + _WORD]
    words, even = _keys(quote, tokens_in(quote)), window.casefold()
    if not all(word in even for word in words if word.isalpha() or (word.isdigit() and len(word) < 4)):
        return None  # without looking for the window's words, which takes ten times as long
    tokens = tokens_in(window)
    keys = _keys(window, tokens)
    for at in range(len(keys) - len(words) + 1):
        if words and keys[at : at + len(words)] == words:
            return low + tokens[at].start, low + tokens[at + len(words) - 1].end
    return None


def _keys(text: str, tokens: Sequence[Token]) -> list[str]:
    """What words are compared by: case does not count, nor how a number's thousands and decimals are set."""
    return [_number(text, token) if token.text[0].isdigit() else token.text.casefold() for token in tokens]


def _number(text: str, token: Token) -> str:
    """1.234, 1,234 and 1 234 are 1234, unless what follows makes decimals as likely ("1.234 million")."""
    if grouped := _GROUPED.fullmatch(token.text):
        once = token.text.count(grouped[1]) == 1 and grouped[1] in ".,"
        return token.text if once and _multiplies(figure_behind(text, token.end)) else _plain(token.text)
    if decimal := _DECIMAL.fullmatch(token.text):
        return f"{_plain(decimal[1])}.{decimal[3]}"
    return token.text


def _plain(digits: str) -> str:
    return re.sub(r"\D", "", digits)


def _wording(text: str, run: Sequence[Token]) -> str:
    return text[run[0].start : run[-1].end] if run else ""


def opens_inside(text: str, start: int, expected: str | None) -> bool:
    """Whether a passage from `start` would begin inside a number or a word, and so misread it.

    `expected` is the character before it as known from the selection: a passage may have been chosen in the
    middle of a word, and then goes on as it did. "" means not known: then a word may go on, a number may not.
    None: nothing may.
    """
    return _cut(text, start, text[start - 1 : start] if start else "", expected)


def closes_inside(text: str, end: int, expected: str | None) -> bool:
    """The same for the end of a passage, with the character after it."""
    return _cut(text, end, text[end : end + 1], expected)


def _cut(text: str, at: int, neighbour: str, expected: str | None) -> bool:
    if not 0 < at < len(text) or expected == neighbour:
        return False
    if _in_number(text, at) or _in_number_word(text, at):
        return True
    return expected != "" and _in_word(text, at)


def figure_behind(text: str, end: int) -> str:
    """What belongs to a figure whose digits end there: " 000", " Millionen", "%"; "" where nothing does."""
    found = _BEHIND.match(text, end) if end and text[end - 1].isdigit() else None
    return found[0] if found else ""


def same_unit(one: str, other: str) -> bool:
    """Whether figures that go on so say the same: " million" and "-Million", "%" and " Prozent"."""
    return one == other or _unit(one) == _unit(other) is not None


def _unit(behind: str) -> str | None:
    unit = behind.strip(" -")
    power = magnitude_value(unit)
    return "%" if _PER_CENT.fullmatch(unit) else (None if power is None else str(power))


def _multiplies(behind: str) -> bool:
    """Whether what follows makes decimals as likely as thousands; lengths do not."""
    return bool(behind) and not is_metres(behind.strip(" -"))


def figure_before(text: str, start: int) -> str:
    """What belongs to a figure whose digits begin there: a sign, a currency, thousands ("1 " of "1 500")."""
    if not _FIGURE.match(text, start):
        return ""
    low = max(start - _REACH, 0)
    thousands = _THOUSANDS.search(text, low, start) if _THREE.match(text, start) else None
    found = thousands or _SIGNED.search(text, low, start)
    return found[0] if found else ""


def thousands_behind(text: str, end: int) -> str:
    """Digits that make another number of the one that ends there: " 000" behind "673"."""
    found = _MORE_THOUSANDS.match(text, end)
    return found[0] if found and _UP_TO_THREE.search(text, max(end - _REACH, 0), end) else ""


def thousands_before(text: str, start: int) -> str:
    """Those before: "1 " of "1 673"."""
    found = _THREE.match(text, start) and _THOUSANDS.search(text, max(start - _REACH, 0), start)
    return found[0] if found else ""


def _in_number_word(text: str, at: int) -> bool:
    """Whether a number word is cut into another one: "twenty" out of "twenty-five", but not "Million" out of
    "Millionen"."""
    if not all(((sign.isalpha() and sign.isascii()) or sign in "-äöüß") for sign in text[at - 1 : at + 1]):
        return False
    for run in _WORD_RUN.finditer(text, max(at - 2 * _REACH, 0), at + 2 * _REACH):
        if run.start() < at < run.end():
            whole, *parts = (
                [figure.values for figure in figures_in(piece)]
                for piece in (run[0], text[run.start() : at], text[at : run.end()])
            )
            return bool(whole) and any(parts) and whole not in parts
    return False


def _in_word(text: str, at: int) -> bool:
    left, right = text[at - 1], text[at]
    if left == "'" and at > 1:
        left = text[at - 2]
    elif right == "'":
        right = text[at + 1 : at + 2]
    return left.isalpha() and right.isalpha() and not _is_cjk(left) and not _is_cjk(right)


def _in_number(text: str, at: int) -> bool:
    left, right = text[at - 1], text[at]
    if left.isdigit() and (right.isdigit() or right in FRACTION_SIGNS):
        return True
    if _CHINESE_DIGIT.match(left) and _CHINESE_DIGIT.match(right):
        return True
    if left in ".," and right.isdigit():
        return at > 1 and text[at - 2].isdigit()
    return left.isdigit() and right in ".," and text[at + 1 : at + 2].isdigit()


def _is_cjk(char: str) -> bool:
    return re.match(f"[{CJK}]", char) is not None
