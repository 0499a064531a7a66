"""The figures of a short text, so that a changed one is seen whatever else stayed the same.

Not a parser of quantities (that is `sources.quantities`): nothing is interpreted further than needed to
say "the same number, written otherwise". A spelling that may be read two ways ("1.234") has two values, and
two figures agree when they have one in common.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import zip_longest

from rapidfuzz.distance import Levenshtein

from sources.anchoring.calendar import DATE, date_values
from sources.anchoring.folding import BEFORE_SIGN, CJK, RAISED
from sources.anchoring.numerals import (
    CHINESE_DECIMALS,
    CHINESE_NUMERAL,
    FRACTION_SIGNS,
    MAGNITUDE,
    chinese_value,
    is_metres,
    magnitude_value,
    weak_value,
    without_metres,
    word_value,
)

Span = tuple[int, int]

_SIGNS = "".join(FRACTION_SIGNS)
# Groups of three may be set apart by a space or an apostrophe; a year before a figure is not a group.
_DIGITS = r"\d{1,3}(?:[ ']\d{3})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,']\d+)*"
_FIGURE = re.compile(
    rf"(?P<date>{DATE})"
    r"|(?=\d)(?:(?P<ratio>(?<![\d/.,])\d\d?/[1-9]\d?(?![\d/]|[.,]\d))"
    r"|(?P<time>(?<![\d:.,])\d\d?:[0-5]\d(?![\d:]))"
    rf"|(?P<power>(?<![\d.,])10(?:\^[-+]?\d\d?|[⁺⁻]?[{RAISED}]{{1,2}})(?!\d)))"
    rf"|(?=[\d±+Mm负-])(?P<minus>(?<!\w)[Mm]inus |负)?(?P<digits>(?:{BEFORE_SIGN}[-+±])?(?:{_DIGITS}))"
    rf"(?P<sign>[{_SIGNS}])?"
    rf"(?:[ -]?(?P<magnitude>{MAGNITUDE}))?"
    rf"|(?P<fraction>[{_SIGNS}])(?:[ -]?(?P<fraction_magnitude>{MAGNITUDE}))?"
    rf"|[百千万萬]分之|(?P<chinese>{CHINESE_NUMERAL}{CHINESE_DECIMALS})"
    rf"|(?P<word>[^\W\d_{CJK}]+)"
)
_NUMERIC = re.compile(r"[-\d .,'±+]")


@dataclass(frozen=True, slots=True)
class Figure:
    """`values`: every number the spelling may stand for; empty for versions such as 1.2.3, which are compared
    by their spelling. `metres`: those of "5m", or "5 metres", as a length. `weak`: a word that is a figure
    only where the other text has one for it ("one", "first")."""

    text: str
    start: int
    end: int
    values: frozenset[Decimal]
    metres: frozenset[Decimal] = frozenset()
    weak: bool = False
    is_date: bool = False

    def agrees(self, other: "Figure") -> bool:
        """The same number; where only digits differ every digit counts ("2.5" is not "2.50"), and where a
        month is spelled out the digits beside it."""
        if self.is_date and other.is_date:
            worded = all(re.search(r"[^\W\d_]{3}", figure.text) for figure in (self, other))
            return self._digits() == other._digits() if worded else bool(self.values & other.values)
        if self._unit() == other._unit() and self._digits() != other._digits():
            return False
        if self.values and other.values:
            return bool(self.values & other.values or self.metres & other.metres)
        return self.text == other.text

    def _digits(self) -> str:
        return re.sub(r"\D", "", self.text)

    def _unit(self) -> str:
        return _NUMERIC.sub("", self.text)


def figures_in(folded: str) -> list[Figure]:
    """Every figure of a folded text in order: digits, dates, number words, magnitudes of three languages."""
    figures: list[Figure] = []
    for found in _FIGURE.finditer(folded):
        if word := found["word"]:
            if (known := _word(word)) is None:
                continue
            figure = Figure(word, found.start(), found.end(), known[0], weak=known[1])
        elif (number := _figure(found)) is None:
            continue
        else:
            figure = number
        if figures and (joined := _joined(figures[-1], figure, folded)):
            figures[-1] = joined
        else:
            figures.append(figure)
    return figures


def differing_figures(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """The (old, new) spellings of figures that do not agree, in order; one side is empty for a figure that
    was dropped or added."""
    before, after = figures_in(old), figures_in(new)
    if len(before) == len(after) and all(a.agrees(b) for a, b in zip(before, after, strict=True)):
        return ()
    lost, come = ([figure for figure in figures if figure.weak] for figures in (before, after))
    before, after = ([figure for figure in figures if not figure.weak] for figures in (before, after))
    changed = []
    for a, b in _aligned(before, after):
        a, b = a or _weak_for(b, lost, come), b or _weak_for(a, come, lost)
        if not (a and b and a.agrees(b)):
            changed.append((without_metres(a.text) if a else "", without_metres(b.text) if b else ""))
    return tuple(changed)


def _aligned(
    before: Sequence[Figure], after: Sequence[Figure]
) -> Iterator[tuple[Figure | None, Figure | None]]:
    """Pairs of figures that do not agree; None where one stands alone."""
    if len(before) == len(after):
        yield from ((a, b) for a, b in zip(before, after, strict=True) if not a.agrees(b))
        return
    kinds: dict[Decimal | str, int] = {}
    for op in Levenshtein.opcodes(_kinds(before, kinds), _kinds(after, kinds)):
        old_run, new_run = before[op.src_start : op.src_end], after[op.dest_start : op.dest_end]
        yield from ((a, b) for a, b in zip_longest(old_run, new_run) if not (a and b and a.agrees(b)))


def _kinds(figures: Sequence[Figure], kinds: dict[Decimal | str, int]) -> list[int]:
    """A number for each figure, the same for those with a value in common; `kinds` grows by new ones."""
    numbers = []
    for figure in figures:
        names = figure.values | figure.metres or {figure.text}
        at = next((kinds[name] for name in names if name in kinds), len(kinds))
        kinds.update((name, at) for name in names if name not in kinds)
        numbers.append(at)
    return numbers


def _weak_for(figure: Figure | None, weak: list[Figure], others: Sequence[Figure]) -> Figure | None:
    """The word that stood for a figure of the other text, or that it took the place of: "one" for "1"."""
    if figure is None:
        return None
    lost = [word for word in weak if not any(word.agrees(other) for other in others)]
    found = next((word for word in weak if word.agrees(figure)), lost[0] if lost else None)
    if found:
        weak.remove(found)
    return found


def _figure(found: re.Match[str]) -> Figure | None:
    """Of what is no word."""
    text, start, end = found[0], *found.span()
    if found["chinese"]:
        value = chinese_value(text)
        return None if value is None else Figure(text, start, end, _known(value), weak=text == "一")
    if found["date"]:
        return Figure(text, start, end, date_values(text), is_date=True)
    if found["ratio"]:
        numerator, denominator = map(int, text.split("/"))
        return Figure(text, start, end, _known(Decimal(numerator) / denominator))
    if found["time"]:
        return Figure(text, start, end, _known(Decimal(text.replace(":", "."))))
    if found["power"]:
        power = unicodedata.normalize("NFKC", text[2:].strip("^")).replace("−", "-")
        return Figure(text, start, end, _known(Decimal(10) ** int(power)))
    if found["digits"] or found["fraction"]:
        values = _number(found)
        magnitude = found["magnitude"] or found["fraction_magnitude"]
        times = (magnitude and magnitude_value(magnitude)) or Decimal(1)
        metres = values if magnitude and is_metres(magnitude) else frozenset()
        return Figure(text, start, end, frozenset(value * times for value in values), metres)
    return None


@lru_cache(maxsize=4096)
def _word(word: str) -> tuple[frozenset[Decimal], bool] | None:
    """What a word may stand for, and whether it is weak; None for the many that are no figure."""
    value = word_value(word)
    value = magnitude_value(word) if value is None else value
    weak = weak_value(word)
    values = _known(value) | _known(weak)
    return (values, weak is not None and value in (None, weak)) if values else None


def _known(value: Decimal | None) -> frozenset[Decimal]:
    return frozenset() if value is None else frozenset({value})


def _number(found: re.Match[str]) -> frozenset[Decimal]:
    """Without its magnitude."""
    values = _readings(found["digits"]) if found["digits"] else frozenset({Decimal(0)})
    if sign := found["sign"] or found["fraction"]:
        values = frozenset(value + FRACTION_SIGNS[sign] for value in values)
    return frozenset(-value for value in values) if found["minus"] else values


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
        grouped = re.fullmatch(r"-?(?:\d{1,3}(?:[.,]\d{3})+|\d\d?(?:,\d\d)+,\d{3})", plain)
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
    """Number words in a row are one figure ("two hundred and five", "drei Millionen", "two thirds"), as far
    as each is smaller than the one before, or multiplies it; so are 1亿 and 7600万."""
    between = text[last.end : figure.start]
    if between not in ("", " ", "-", " and ", " a ") or len(last.values) != 1 or not last.text[-1].isalpha():
        return None
    (a,), b = last.values, min(figure.values, default=Decimal(0))
    if a >= _LARGEST or (between and not figure.text.isalpha()):
        return None
    if between and 0 < b < 1 and last.text.isalpha() and a in range(2, 10):
        value = a / round(1 / b)
    elif b in _MULTIPLIERS and between in (" ", "-", " a " if a < 1 else " "):
        value = a * b if a < b else a // 1000 * 1000 + a % 1000 * b
    elif between != " a " and 0 < b < a != _TEN and a % 10 ** len(str(int(b))) == 0 and b == int(b):
        value = a + b
    else:
        return None
    return Figure(text[last.start : figure.end], last.start, figure.end, frozenset({value}))


# No words say more, and Decimal divides no more than 28 digits.
_LARGEST = 10**24
_TEN = 10
_MULTIPLIERS = frozenset(Decimal(10) ** power for power in (2, 3, 6, 9, 12, 15, 18))
