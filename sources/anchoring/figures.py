"""The figures of a short text, so that a changed one is seen whatever else stayed the same.

Not a parser of quantities (that is `sources.quantities`): nothing is interpreted further than needed to
say "the same number, written otherwise". A spelling that may be read two ways ("1.234") has two values, and
two figures agree when they have one in common.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from sources.anchoring.folding import CJK
from sources.anchoring.numerals import (
    CHINESE_NUMERAL,
    FRACTION_SIGNS,
    MAGNITUDE,
    chinese_value,
    magnitude_value,
    word_value,
)

Span = tuple[int, int]

_SIGNS = "".join(FRACTION_SIGNS)
# Groups of three may be set apart by a space or an apostrophe; a year before a figure is not a group.
_DIGITS = r"\d{1,3}(?:[ ']\d{3})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,']\d+)*"
_FIGURE = re.compile(
    rf"(?P<digits>(?:(?<![\w.)\]%])[-+±])?(?:{_DIGITS}))(?P<sign>[{_SIGNS}])?"
    rf"(?:[ -]?(?P<magnitude>{MAGNITUDE}))?"
    rf"|(?P<fraction>[{_SIGNS}])(?:[ -]?(?P<fraction_magnitude>{MAGNITUDE}))?"
    rf"|(?P<chinese>{CHINESE_NUMERAL})"
    rf"|(?P<word>[^\W\d_{CJK}]+)"
)
_NUMERIC = re.compile(r"[-\d .,'±+]")


@dataclass(frozen=True, slots=True)
class Figure:
    """`values`: every number the spelling may stand for; empty for dates and versions such as 12.3.2019,
    which are compared by their spelling."""

    text: str
    start: int
    end: int
    values: frozenset[Decimal]

    def agrees(self, other: "Figure") -> bool:
        """The same number; where only digits differ every digit counts ("2.5" is not "2.50")."""
        if self._unit() == other._unit() and self._digits() != other._digits():
            return False
        if self.values and other.values:
            return not self.values.isdisjoint(other.values)
        return self.text == other.text

    def _digits(self) -> str:
        return re.sub(r"\D", "", self.text)

    def _unit(self) -> str:
        return _NUMERIC.sub("", self.text)


def figures_in(folded: str) -> list[Figure]:
    """Every figure of a folded text in order: digits, number words and magnitudes of three languages."""
    figures: list[Figure] = []
    for found in _FIGURE.finditer(folded):
        if found["word"]:
            values = _word(found["word"])
        elif found["chinese"]:
            values = _known(chinese_value(found["chinese"]))
        else:
            values = _number(found)
        if values is None:
            continue
        figure = Figure(found[0], found.start(), found.end(), values)
        if figures and (joined := _joined(figures[-1], figure, folded)):
            figures[-1] = joined
        else:
            figures.append(figure)
    return figures


def differing_figures(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """The (old, new) spellings of figures that do not agree, in order; one side is empty for a figure that
    was dropped or added."""
    before, after = figures_in(old), figures_in(new)
    if len(before) == len(after):
        pairs = zip(before, after, strict=True)
        return tuple((a.text, b.text) for a, b in pairs if not a.agrees(b))
    changed = []
    for op in Levenshtein.opcodes(_keys(before), _keys(after)):
        old_run, new_run = before[op.src_start : op.src_end], after[op.dest_start : op.dest_end]
        if op.tag != "equal":
            changed.append((" ".join(f.text for f in old_run), " ".join(f.text for f in new_run)))
    return tuple(changed)


def _keys(figures: Sequence[Figure]) -> list[str]:
    return [str(max(f.values).normalize()) if f.values else f.text for f in figures]


def _known(value: Decimal | None) -> frozenset[Decimal] | None:
    return None if value is None else frozenset({value})


@lru_cache(maxsize=4096)
def _word(word: str) -> frozenset[Decimal] | None:
    value = word_value(word)
    return _known(magnitude_value(word) if value is None else value)


def _number(found: re.Match[str]) -> frozenset[Decimal]:
    values = _readings(found["digits"]) if found["digits"] else frozenset({Decimal(0)})
    if sign := found["sign"] or found["fraction"]:
        values = frozenset(value + FRACTION_SIGNS[sign] for value in values)
    if magnitude := found["magnitude"] or found["fraction_magnitude"]:
        times = magnitude_value(magnitude) or Decimal(1)
        values = frozenset(value * times for value in values)
    return values


@lru_cache(maxsize=4096)
def _readings(digits: str) -> frozenset[Decimal]:
    """Every value a row of digits and separators may have; none for dates, versions and the like."""
    plain = re.sub(r"[ '±+]", "", digits)
    dots, commas = plain.count("."), plain.count(",")
    if dots and commas:
        decimal = max(".,", key=plain.rfind)
        group = "." if decimal == "," else ","
        candidates = [plain.replace(group, "").replace(decimal, ".")]
    elif dots + commas > 1:
        grouped = re.fullmatch(r"-?\d{1,3}(?:[.,]\d{3})+", plain)
        candidates = [re.sub("[.,]", "", plain)] if grouped else []
    elif dots + commas == 1:
        candidates = [plain.replace(",", ".")]
        if re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", plain):
            candidates.append(re.sub("[.,]", "", plain))
    else:
        candidates = [plain]
    try:
        return frozenset(Decimal(candidate) for candidate in candidates)
    except InvalidOperation:  # "1,2,3.4.5": two decimal signs
        return frozenset()


def _joined(last: Figure, figure: Figure, text: str) -> Figure | None:
    """Number words in a row are one figure ("two hundred and five", "drei Millionen"), as far as each is
    smaller than the one before, or multiplies it."""
    between = text[last.end : figure.start]
    word = text[figure.start : figure.end]
    if between not in (" ", "-", " and ") or len(last.values) != 1 or not word.isalpha():
        return None
    if not last.text[-1].isalpha():
        return None
    (a,), (b,) = last.values, figure.values
    if a >= _LARGEST:
        return None
    if b in _MULTIPLIERS and between != " and ":
        value = a * b if a < b else a // 1000 * 1000 + a % 1000 * b
    elif 0 < b < a and a % 10 ** len(str(int(b))) == 0 and b == int(b):
        value = a + b
    else:
        return None
    return Figure(text[last.start : figure.end], last.start, figure.end, frozenset({value}))


# No words say more, and Decimal divides no more than 28 digits.
_LARGEST = 10**24
_MULTIPLIERS = frozenset(Decimal(10) ** power for power in (2, 3, 6, 9, 12, 15, 18))
