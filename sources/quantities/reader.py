"""Reading quantities: dates, bound words, then numbers with what stands around them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sources.quantities import (
    adjectives,
    ages,
    ago,
    currencies,
    dateranges,
    dates,
    furniture,
    grammar,
    hedges,
    hyphens,
    joining,
    measures,
    multiples,
    ordinals,
    units,
    yearparts,
)
from sources.quantities.english import ENGLISH
from sources.quantities.german import GERMAN
from sources.quantities.grammar import Number
from sources.quantities.language import Language
from sources.quantities.lexing import runs
from sources.quantities.quantity import Kind, Qualifier, Quantity, decimal_string
from sources.quantities.units import Unit

LANGUAGES = {"de": GERMAN, "en": ENGLISH}
_COMPARISON = re.compile(
    r"\b(?:als|than|mindestens|wenigstens|zumindest|höchstens|maximal|zu|über|unter|least|most)\s+\Z",
    re.IGNORECASE,
)
_ENDS_OF_COMPARISONS = tuple("lnrstu")
_PLAIN_OVER = re.compile(r"\b(?:über|unter|over)\s+\Z", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:the|this|that|which|no|any|every|each|another|next|last|first|previous|right|wrong|only|as)\s+\Z",
    re.IGNORECASE,
)
_MINUS_OF = re.compile(r"\bMinus von (?:\w+ )?\Z")
_LONELY_ONE = re.compile(
    r"\s*(?:[.,;:!?)]|$)|\s+(?:of|is|can|must|may|should|has|who|that|another|was|would|could|to)\b"
)


def read(text: str, language: str, published: date | None = None) -> list[Quantity]:
    """Every quantity of a German (de) or English (en) text, in order, without overlaps.

    Dates that a text leaves relative, or without a year, are placed by the publication date and left out
    without one. Raises KeyError for another language.
    """
    whole = hyphens.Whole(text)
    found = _read(whole.text, language, published)
    return [_as_it_stood(quantity, whole, text) for quantity in found]


def _as_it_stood(quantity: Quantity, whole: hyphens.Whole, text: str) -> Quantity:
    start, end = whole.start(quantity.start), whole.end(quantity.end)
    return replace(quantity, start=start, end=end, text=text[start:end])


def _read(text: str, language: str, published: date | None) -> list[Quantity]:
    words = LANGUAGES[language]
    masked = furniture.mask(text, language)
    found: list[Quantity] = []
    spans: list[tuple[int, int]] = []
    for part in (*yearparts.read(masked, language), *ages.read(masked, language)):
        found.append(part)
        spans.append((part.start, part.end))
    masked = _blanked(masked, spans)
    spans = []
    for named in dateranges.joined(masked, dates.read(masked, language, published), language):
        if isinstance(named, Quantity):
            found.append(named)
        spans.append((named.start, named.end) if isinstance(named, Quantity) else named)
    masked = _blanked(masked, spans)
    for bound in (adjectives.read, multiples.read):
        inside = list(bound(masked, language))
        found += [_bounded(quantity, masked, words) for quantity in inside]
        masked = _blanked(masked, [(quantity.start, quantity.end) for quantity in inside])
    found += _numbers(masked, words, published)
    found.sort(key=lambda quantity: quantity.start)
    return found


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    parts, position = [], 0
    for start, end in sorted(spans):
        start = max(start, position)
        parts += [text[position:start], "\0" * (end - start)]
        position = max(end, position)
    return "".join(parts) + text[position:]


def _numbers(text: str, language: Language, published: date | None) -> Iterator[Quantity]:
    found = [number for run in runs(text, language) for number in grammar.numbers(run)]
    i, position = 0, 0
    while i < len(found):
        number, used = found[i], 1
        following = found[i + 1] if i + 1 < len(found) else None
        quantity = None
        if number.start >= position:
            if following is not None:
                quantity = _pair(text, number, following, language)
            used = 1 if quantity is None else 2
            if quantity is None:
                quantity = ordinals.ordinal(text, number, language)
            if quantity is None and not number.ordinal:
                quantity = _single(text, number, language, published, position)
        i += used
        if quantity is not None:
            position = quantity.end
            yield quantity


def _pair(text: str, left: Number, right: Number, language: Language) -> Quantity | None:
    """A share, a range, or an amount in two coins."""
    if share := joining.as_share(text, left, right, language):
        counted = units.unit(text, share.start, share.end, language)
        whole = replace(counted, start=share.start, end=share.end)
        return _quantity(text, whole, share.value, share.value, language, kind="ratio")
    if span := joining.as_range(text, left, right, language):
        unit = units.unit(text, span.start, span.end, language)
        return _quantity(text, unit, span.low * unit.factor, span.high * unit.factor, language)
    return _coins(text, left, right, language)


def _coins(text: str, left: Number, right: Number, language: Language) -> Quantity | None:
    """Fifteen dollars and ten cents, zwei Euro fünfzig."""
    near = right.start - left.end < 40 and not left.article
    money = currencies.after(text, left.end, language) if near else None
    if money is None or money[0] > right.start or left.value != left.value.to_integral_value():
        return None
    joint = re.fullmatch(r"\s*(?:and|und)?\s*", text[money[0] : right.start])
    if joint is None or not 0 < right.value < 100:
        return None
    cents = currencies.subunit(text, right.end, language)
    if cents is None and not text[money[0] - 1].isalpha():
        return None  # 3 $20 notes
    if cents is None and (
        joint[0].strip() or right.value < 10 or not re.match(r"\s*(?:[.,;!?)]|$)", text[right.end :][:3])
    ):
        return None
    value = left.value + right.value / 100
    unit = Unit("currency", money[1], left.start, cents.end() if cents else right.end, right.end)
    return _quantity(text, unit, value, value, language)


def _single(
    text: str, number: Number, language: Language, published: date | None, floor: int
) -> Quantity | None:
    if number.lone and not _may_count(text, number, language):
        return None
    unit = units.unit(text, number.start, number.end, language, floor)
    if text[number.end : number.end + 1].isalpha() and number.figures and unit.past == number.end:
        return None  # glued to letters that are no unit: 5G, 11a
    if unit.kind == "number" and _is_pronoun(text, number):
        return None
    value = number.value if unit.factor == 1 else number.value * unit.factor
    quantity = _quantity(text, unit, value, value, language, vague=number.vague)
    if number.lone and not _counts(text, number, quantity, language.code):
        return None
    if quantity.kind == "duration" and published is not None and quantity.qualifier in ("exactly", "about"):
        return _dated(text, quantity, value, language, published, floor) or quantity
    return quantity


def _may_count(text: str, number: Number, language: Language) -> bool:
    """An article is a number behind a comparison (mehr als eine Stunde), where it counts back (a year ago),
    and, in German, before money and units of measure."""
    compared = text[max(0, number.start - 2) : number.start - 1] in _ENDS_OF_COMPARISONS
    if compared and _COMPARISON.search(text[max(0, number.start - 14) : number.start]):
        return True
    if ago.counts_back(text, number.start, number.end, language.code):
        return True
    german = language.code == "de" and text[number.end : number.end + 1] == " "
    return german and (
        units.percent(language).match(text, number.end) is not None
        or currencies.after(text, number.end, language) is not None
        or currencies.subunit(text, number.end, language) is not None
        or measures.measure(text, number.end, language) is not None
    )


def _counts(text: str, number: Number, quantity: Quantity, language: str) -> bool:
    """Whether the article really is a one: mehr als eine Stunde, but not über eine App."""
    measured = quantity.kind == "number" and quantity.end > number.end
    if quantity.kind in ("currency", "percentage", "date") or measured:
        return True
    if quantity.kind == "duration" and ago.counts_back(text, number.start, number.end, language):
        return True
    if quantity.kind == "number" and _PLAIN_OVER.search(text[max(0, number.start - 8) : number.start]):
        return False
    return quantity.qualifier != "exactly" and quantity.unit is not None


def _dated(
    text: str, quantity: Quantity, count: Decimal, language: Language, published: date, floor: int
) -> Quantity | None:
    """A duration counted back from the publication as the date that it means, not begun before `floor`."""
    if count != count.to_integral_value() or count > 10**5:
        return None
    past = ago.placed(
        text, quantity.start, quantity.end, quantity.unit or "", int(count), language.code, published
    )
    if past is None or past[0] < floor:
        return None
    start, end, period = past
    first, last = period.first.isoformat(), period.last.isoformat()
    return Quantity(start, end, text[start:end], first, last, None, quantity.qualifier, "date")


def _is_pronoun(text: str, number: Number) -> bool:
    """The one, one of them, one can see."""
    if number.value != 1 or text[number.start : number.end].lower() != "one":
        return False
    pointed = _PRONOUN.search(text[max(0, number.start - 12) : number.start]) is not None
    if number.start == 0 and not text[number.end :].strip():
        return False
    alone = _LONELY_ONE.match(text, number.end) is not None
    return pointed or alone


def _quantity(
    text: str,
    unit: Unit,
    low: Decimal,
    high: Decimal,
    language: Language,
    *,
    vague: bool = False,
    kind: Kind | None = None,
) -> Quantity:
    """Puts sign and qualifier to the value."""
    qualifier: Qualifier = (
        "at_least" if vague else hedges.qualifier(text, unit.start, unit.end, unit.past, language)
    )
    signed = text[unit.start] in "-−–" or (
        language.code == "de" and _MINUS_OF.search(text[max(0, unit.start - 24) : unit.start])
    )
    if unit.negative or (signed and low > 0):
        low, high = high.copy_negate(), low.copy_negate()
    lowest = decimal_string(low)
    bounds = _open(lowest, lowest if low == high else decimal_string(high), qualifier)
    written = text[unit.start : unit.end]
    return Quantity(unit.start, unit.end, written, *bounds, unit.name, qualifier, kind or unit.kind)


def _open(low: str | None, high: str | None, qualifier: Qualifier) -> tuple[str | None, str | None]:
    if qualifier in ("at_least", "more_than"):
        return low, None
    return (None, high) if qualifier in ("at_most", "less_than") else (low, high)


def _bounded(quantity: Quantity, text: str, language: Language) -> Quantity:
    qualifier = hedges.qualifier(text, quantity.start, quantity.end, quantity.end, language)
    low, high = _open(quantity.low, quantity.high, qualifier)
    return replace(quantity, low=low, high=high, qualifier=qualifier)
