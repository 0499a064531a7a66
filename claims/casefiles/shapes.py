"""Readers of single fields: from what YAML holds to a checked value, or a problem that says what to write.

A reader takes the raw value and its place and returns the value in canonical form (str, int, bool, list,
dict), or None after noting a problem. Canonical means that equal facts compare equal: `1000.0` is `1000`.
"""

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from claims.casefiles.problems import Place
from sources import addresses
from sources.models import span

Reader = Callable[[Any, Place], Any]


@dataclass(frozen=True)
class Field:
    """One field of a record. What is blank or equals `default` is left out of the canonical form."""

    read: Reader
    required: bool = False
    default: Any = None


Shape = dict[str, Field]


def described(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return f"'{str(value)[:60]}'"


def scalar(raw: Any, place: Place) -> str | None:
    if isinstance(raw, str):
        return raw.strip()
    place.refuse(f"is {described(raw)}: write one value")
    return None


def text(max_length: int | None = None) -> Reader:
    def read(raw: Any, place: Place) -> str | None:
        value = scalar(raw, place)
        if value and "\x00" in value:
            place.refuse("holds a zero byte: take it out")
            return None
        if value and max_length and len(value) > max_length:
            place.refuse(f"has {len(value)} characters, {max_length} at most: shorten it")
            return None
        return value

    return read


def pattern(expression: str, example: str, max_length: int = 200) -> Reader:
    whole = re.compile(expression)

    def read(raw: Any, place: Place) -> str | None:
        value = text(max_length)(raw, place)
        if value and not whole.fullmatch(value):
            place.refuse(f"is {described(value)}: write {example}")
            return None
        return value

    return read


SLUG = pattern(r"[a-zA-Z0-9_-]+", "letters without accents, digits, - and _, like blocked-travel-2018", 80)
KEY = pattern(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*", "letters without accents, digits, - _ and ., like a1-07", 120)
SHA256 = pattern(r"[0-9a-f]{64}", "the 64 hexadecimal digits that sha256sum prints")
LANGUAGE = pattern(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", "a language code like de, en or zh", 10)
PUBLIC_ID = pattern(r"[0-9a-z]{4,16}", "4 to 16 small letters and digits, or leave it out", 16)


def choice(values: Iterable[str]) -> Reader:
    allowed = list(values)

    def read(raw: Any, place: Place) -> str | None:
        value = scalar(raw, place)
        if value and value not in allowed:
            place.refuse(f"is {described(value)}: write one of {', '.join(allowed)}{_guess(value, allowed)}")
            return None
        return value

    return read


def flag(raw: Any, place: Place) -> bool | None:
    value = scalar(raw, place)
    known = {"true": True, "yes": True, "false": False, "no": False}
    if value is not None and value.lower() not in known:
        place.refuse(f"is {described(value)}: write true or false")
    return known.get((value or "").lower())


def whole(least: int = 0, most: int = 2**31 - 1) -> Reader:
    def read(raw: Any, place: Place) -> int | None:
        value = scalar(raw, place)
        if value is None or not re.fullmatch(r"-?[0-9]{1,12}", value) or not least <= int(value) <= most:
            if value is not None:
                place.refuse(f"is {described(value)}: write a whole number from {least} to {most}")
            return None
        return int(value)

    return read


def plain(number: Decimal) -> str:
    """A decimal without exponent or trailing zeros, so that equal numbers are equal strings."""
    return format(number.normalize(), "f") if number else "0"


def decimal(digits: int, places: int) -> Reader:
    """A number in full units with a decimal point; `digits` before and after it, `places` after it."""

    def read(raw: Any, place: Place) -> str | None:
        value = scalar(raw, place)
        if value is None:
            return None
        try:
            number = Decimal(value) if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", value) else None
        except InvalidOperation:
            number = None
        if number is None:
            place.refuse(f"is {described(value)}: write digits with a decimal point, like 17460000 or 3.5")
            return None
        exponent = int(number.normalize().as_tuple().exponent)
        if -exponent > places or number.adjusted() >= digits - places:
            before = digits - places
            place.refuse(f"is out of range: {before} digits before and {places} after the point at most")
            return None
        return plain(number)

    return read


def edtf(raw: Any, place: Place) -> str | None:
    value = text(60)(raw, place)
    if not value:
        return value
    try:
        first, last = span(value)
    except ValidationError as error:
        place.refuse(error.messages[0])
        return None
    if first is not None and last is not None and first > last:
        place.refuse(f"is '{value}', which ends before it begins: write the earlier date first")
        return None
    return value


def web_address(raw: Any, place: Place) -> str | None:
    """An address as it will be watched (WHATWG form)."""
    value = text(addresses.MAX_LENGTH)(raw, place)
    if not value:
        return value
    try:
        return addresses.parse(value, settings.FACTCHECK_FETCH_PORTS).href
    except addresses.Refused as refused:
        place.refuse(
            f"is {described(value)}: {refused.reason} Write an http or https address, or a desk_note"
        )
        return None


def many(item: Reader) -> Reader:
    def read(raw: Any, place: Place) -> list[Any] | None:
        if not isinstance(raw, list):
            place.refuse(f"is {described(raw)}: write a list, each entry after a dash")
            return None
        values = [item(entry, place.item(n)) for n, entry in enumerate(raw, 1)]
        return [value for value in values if value not in (None, "")]

    return read


def group(shape: Shape) -> Reader:
    """A mapping with the fields of a shape."""

    def read(raw: Any, place: Place) -> dict[str, Any] | None:
        if not isinstance(raw, dict):
            place.refuse(f"is {described(raw)}: write a mapping with {', '.join(shape)}")
            return None
        return read_fields(raw, shape, place)

    return read


def free(raw: Any, place: Place) -> Any:
    """Values of a calculation: text, or a list or a mapping of texts."""
    if isinstance(raw, dict):
        return {name: free(value, place.at(name)) for name, value in sorted(raw.items())}
    if isinstance(raw, list):
        return many(scalar)(raw, place)
    return scalar(raw, place)


def read_fields(raw: dict[str, Any], shape: Shape, place: Place) -> dict[str, Any]:
    """The known fields of a mapping in the order of the shape; unknown and missing ones are problems."""
    for name in raw:
        if name not in shape:
            place.at(name).refuse(
                f"is not a field here: take it out, or write one of {', '.join(shape)}{_guess(name, shape)}"
            )
    values = {}
    for name, field in shape.items():
        given = raw.get(name, "")
        value = field.read(given, place.at(name)) if given != "" else None
        if value in (None, "", [], {}):
            if field.required and given in ("", [], {}):
                place.at(name).refuse("is missing: add it")
        elif value != field.default:
            values[name] = value
    return values


def _guess(value: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(value, known, n=1)
    return f" (did you mean {near[0]}?)" if near else ""
