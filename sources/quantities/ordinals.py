"""Ordinals in words, with a suffix or with the German dot; every third as a ratio."""

import re

from sources.quantities.grammar import Number
from sources.quantities.language import Language
from sources.quantities.quantity import Kind, Quantity, decimal_string

_EVERY = re.compile(r"\b(?:jede[rnms]?(?:[/:*]r)?|every|each)\s+\Z", re.IGNORECASE)
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


def ordinal(text: str, number: Number, language: Language) -> Quantity | None:
    """The ordinal that this number is, or None; jeder dritte reads as 3 of what is counted.

    The unit of an ordinal is in the singular, a genitive ending taken off.
    """
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
    return Quantity(number.start, end, text[number.start : end], point, point, unit, "exactly", kind)


def _ordinal_mark(text: str, number: Number, before: str, language: Language) -> int | None:
    if not number.figures or number.value != number.value.to_integral_value():
        return None
    if language.code == "en":
        suffix = _ORDINAL_SUFFIX.match(text, number.end)
        return suffix.end() if suffix else None
    dotted = _ORDINAL_DOT.match(text, number.end) and 0 < number.value < 1000 and _DETERMINER.search(before)
    return number.end + 1 if dotted else None
