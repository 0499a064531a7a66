"""Reading quantities: one pass each for dates, bound words and numbers, then what stands around each number."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sources.quantities import (
    adjectives,
    currencies,
    dates,
    furniture,
    grammar,
    hedges,
    joining,
    multiples,
    units,
)
from sources.quantities.english import ENGLISH
from sources.quantities.german import GERMAN
from sources.quantities.grammar import Number
from sources.quantities.language import Language
from sources.quantities.lexing import runs
from sources.quantities.quantity import Kind, Qualifier, Quantity, decimal_string, rounded
from sources.quantities.units import Unit

LANGUAGES = {"de": GERMAN, "en": ENGLISH}
_EVERY = re.compile(r"\b(?:jede[rnms]?|every|each)\s+\Z", re.IGNORECASE)
_ORDINAL_SUFFIX = re.compile(r"(?:st|nd|rd|th)\b")
_ORDINAL_DOT = re.compile(r"\.\s+(?=[A-ZÄÖÜ]|[a-zäöü]+e[nrs]?\s+[A-ZÄÖÜ])")
_DETERMINER = re.compile(
    r"\b(?:d(?:er|ie|as|em|en|es)|im|am|zum|zur|vom|beim|ins|eine?[nrsm]?|jede[rnms]?|sein|seine[nrsm]?|ihre?[nrsm]?)\s+\Z",
    re.IGNORECASE,
)
_GENITIVE = re.compile(r"\b(?:des|eines|dieses|jenes)\s+\Z", re.IGNORECASE)
_NEXT_NOUN = {
    "de": re.compile(r"\s+(?:[a-zäöüß]+e[nrsm]?\s+)?([A-ZÄÖÜ]\w+)"),
    "en": re.compile(r"[\s-]([a-z][a-z-]+)"),
}
_PRONOUN = re.compile(
    r"\b(?:the|this|that|which|no|any|every|each|another|next|last|first|previous|right|wrong|only|as)\s+\Z",
    re.IGNORECASE,
)
_LONELY_ONE = re.compile(
    r"\s*(?:[.,;:!?)]|$)|\s+(?:of|is|can|must|may|should|has|who|that|another|was|would|could|to)\b"
)


def read(text: str, language: str, published: date | None = None) -> list[Quantity]:
    """Every quantity of a German (de) or English (en) text, in order, without overlaps.

    Dates that a text leaves relative, or without a year, are placed by the publication date and left out
    without one. Raises KeyError for another language.
    """
    words = LANGUAGES[language]
    masked = furniture.mask(text)
    found: list[Quantity] = []
    spans: list[tuple[int, int]] = []
    for named in dates.read(masked, language, published):
        if isinstance(named, Quantity):
            found.append(named)
        spans.append((named.start, named.end) if isinstance(named, Quantity) else named)
    masked = _blanked(masked, spans)
    for bound in (multiples.read(masked, language), adjectives.read(masked) if language == "de" else ()):
        inside = list(bound)
        found += [_bounded(quantity, masked, words) for quantity in inside]
        masked = _blanked(masked, [(quantity.start, quantity.end) for quantity in inside])
    found += _numbers(masked, words, published)
    found.sort(key=lambda quantity: quantity.start)
    return [replace(quantity, text=text[quantity.start : quantity.end]) for quantity in found]


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    parts, position = [], 0
    for start, end in spans:
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
                quantity, used = _pair(text, number, following, language)
            if quantity is None:
                quantity = _ordinal(text, number, language) or _single(
                    text, number, language, published, position
                )
                used = 1
        i += used
        if quantity is not None:
            position = quantity.end
            yield quantity


def _pair(text: str, left: Number, right: Number, language: Language) -> tuple[Quantity | None, int]:
    """A range, a share, or an amount in two coins."""
    if share := joining.as_share(text, left, right, language):
        counted = units.unit(text, share.start, share.end, language)
        return _quantity(
            text, replace_span(counted, share), share.value, share.value, language, kind="ratio"
        ), 2
    if span := joining.as_range(text, left, right, language):
        unit = units.unit(text, span.start, span.end, language)
        return _quantity(text, unit, span.low, span.high, language), 2
    if coins := _coins(text, left, right, language):
        return coins, 2
    return None, 1


def replace_span(unit: Unit, number: Number) -> Unit:
    return replace(unit, start=number.start, end=number.end)


def _coins(text: str, left: Number, right: Number, language: Language) -> Quantity | None:
    """Fifteen dollars and ten cents, zwei Euro fünfzig."""
    money = currencies.after(text, left.end, language) if right.start - left.end < 40 else None
    if money is None or money[0] > right.start or left.value != left.value.to_integral_value():
        return None
    joint = re.fullmatch(r"\s*(?:and|und)?\s*", text[money[0] : right.start])
    if joint is None or not 0 < right.value < 100:
        return None
    cents = currencies.subunit(text, right.end, language)
    if cents is None and (
        joint[0].strip() or right.value < 10 or not re.match(r"\s*(?:[.,;!?)]|$)", text[right.end :][:3])
    ):
        return None
    value = left.value + right.value / 100
    unit = Unit("currency", money[1], left.start, cents.end() if cents else right.end, right.end)
    return _quantity(text, unit, value, value, language)


def _ordinal(text: str, number: Number, language: Language) -> Quantity | None:
    """Ordinals in words, with a suffix or with the German dot; jeder dritte is a ratio."""
    end = number.end
    before = text[max(0, number.start - 16) : number.start]
    if not number.ordinal:
        mark = _ordinal_mark(text, number, before, language)
        if mark is None:
            return None
        end = mark
    noun = _NEXT_NOUN[language.code].match(text, end)
    if language.code == "de" and number.value == 8 and text[end - 3 : end] == "ten" and noun is None:
        return None  # the verb achten
    unit = noun[1] if noun and not re.fullmatch(language.adjacent, noun[1]) else None
    if unit and language.code == "de" and _GENITIVE.search(before):
        unit = re.sub(r"(?<=[^aeiou])e?s$", "", unit)
    point = decimal_string(number.value)
    kind: Kind = "ratio" if _EVERY.search(before) and number.value > 1 else "ordinal"
    return Quantity(number.start, end, "", point, point, unit, "exactly", kind)


def _ordinal_mark(text: str, number: Number, before: str, language: Language) -> int | None:
    if not number.figures or number.value != number.value.to_integral_value():
        return None
    if language.code == "en":
        suffix = _ORDINAL_SUFFIX.match(text, number.end)
        return suffix.end() if suffix else None
    dotted = _ORDINAL_DOT.match(text, number.end) and 0 < number.value < 1000 and _DETERMINER.search(before)
    return number.end + 1 if dotted else None


def _single(
    text: str, number: Number, language: Language, published: date | None, floor: int
) -> Quantity | None:
    unit = units.unit(text, number.start, number.end, language, floor)
    if text[number.end : number.end + 1].isalpha() and number.figures and unit.past == number.end:
        return None  # glued to letters that are no unit: 5G, 11a
    if number.value == 1 and text[number.start : number.end].lower() == "one" and unit.kind == "number":
        if _PRONOUN.search(text[max(0, number.start - 12) : number.start]) or (
            number.end < len(text.rstrip()) and _LONELY_ONE.match(text, number.end)
        ):
            return None
    value = number.value * unit.factor
    quantity = _quantity(text, unit, value, value, language, vague=number.vague)
    if (
        number.article
        and number.value == 1
        and number.scale == 1
        and text[number.start : number.end].isalpha()
    ):
        strict = quantity.qualifier not in ("exactly", "about") and quantity.unit is not None
        if not strict and (quantity.kind != "currency" or language.code == "en"):
            return None
    whole = value == value.to_integral_value() and value < 10**5
    if (
        quantity.kind == "duration"
        and published is not None
        and whole
        and quantity.qualifier in ("exactly", "about")
    ):
        past = dates.ago(
            text, quantity.start, quantity.end, unit.name or "", int(value), language.code, published
        )
        if past is not None:
            start, end, period = past
            first, last = period.first.isoformat(), period.last.isoformat()
            return Quantity(start, end, "", first, last, None, quantity.qualifier, "date")
    return quantity


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
    if unit.negative or text[unit.start] in "-−" and low > 0:
        low, high = high.copy_negate(), low.copy_negate()
    bounds = _open(decimal_string(low), decimal_string(high), qualifier)
    return Quantity(unit.start, unit.end, "", *bounds, unit.name, qualifier, kind or unit.kind)


def _open(low: str | None, high: str | None, qualifier: Qualifier) -> tuple[str | None, str | None]:
    if qualifier in ("at_least", "more_than"):
        return low, None
    return (None, high) if qualifier in ("at_most", "less_than") else (low, high)


def _bounded(quantity: Quantity, text: str, language: Language) -> Quantity:
    qualifier = hedges.qualifier(text, quantity.start, quantity.end, quantity.end, language)
    low, high = _open(quantity.low, quantity.high, qualifier)
    return replace(quantity, low=low, high=high, qualifier=qualifier)
