"""The words of a folded text, and which of them differ."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from sources.anchoring.folding import CJK
from sources.anchoring.numerals import CHINESE_NUMERAL

# Signs that change what a figure says count as words; other punctuation does not.
_TOKEN = re.compile(
    rf"\d+(?:[.,']\d+)*|[{CJK}]|[^\W\d_{CJK}]+(?:['-][^\W\d_{CJK}]+)*|[%‰‱€$£¥°<>≤≥±~½¼¾⅓⅔]|(?<![\w.)%])[-+](?=\d)"
)
_CJK_PUNCTUATION = re.compile(r"[\u3000-\u303f\u30fb]")
_CHINESE_DIGIT = re.compile(CHINESE_NUMERAL)


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int


def tokens_in(folded: str) -> list[Token]:
    """Words, numbers, Chinese characters and the signs of figures, in order."""
    return [
        Token(found[0], *found.span())
        for found in _TOKEN.finditer(folded)
        if not _CJK_PUNCTUATION.match(found[0])
    ]


def word_changes(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """(old, new) wording of every run of words that differs; case and punctuation do not count."""
    before, after = tokens_in(old), tokens_in(new)
    changes = []
    blocks: list[list[int]] = []
    for op in Levenshtein.opcodes([t.text.casefold() for t in before], [t.text.casefold() for t in after]):
        if op.tag == "equal":
            continue
        if blocks and blocks[-1][1] == op.src_start and blocks[-1][3] == op.dest_start:
            blocks[-1][1], blocks[-1][3] = op.src_end, op.dest_end
        else:
            blocks.append([op.src_start, op.src_end, op.dest_start, op.dest_end])
    for a, b, c, d in blocks:
        changes.append((_wording(old, before[a:b]), _wording(new, after[c:d])))
    return tuple(changes)


def _wording(text: str, run: list[Token]) -> str:
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
    return _in_number(text, at) or (expected != "" and _in_word(text, at))


def _in_word(text: str, at: int) -> bool:
    left, right = text[at - 1], text[at]
    if left == "'" and at > 1:
        left = text[at - 2]
    elif right == "'":
        right = text[at + 1 : at + 2]
    return left.isalpha() and right.isalpha() and not _is_cjk(left) and not _is_cjk(right)


def _in_number(text: str, at: int) -> bool:
    left, right = text[at - 1], text[at]
    if left.isdigit() and right.isdigit():
        return True
    if _CHINESE_DIGIT.match(left) and _CHINESE_DIGIT.match(right):
        return True
    if left in ".," and right.isdigit():
        return at > 1 and text[at - 2].isdigit()
    return left.isdigit() and right in ".," and text[at + 1 : at + 2].isdigit()


def _is_cjk(char: str) -> bool:
    return re.match(f"[{CJK}]", char) is not None
