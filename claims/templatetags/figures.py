"""Numbers as each language writes them: large ones readable (17,46 Mio.), the exact value on demand."""

from decimal import Decimal, InvalidOperation
from typing import Protocol

from babel.numbers import format_decimal
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from claims.templatetags.dates import language

register = template.Library()

LARGE = {
    Decimal(10) ** 12: {"de": "Bio.", "en": "trillion"},
    Decimal(10) ** 9: {"de": "Mrd.", "en": "billion"},
    Decimal(10) ** 6: {"de": "Mio.", "en": "million"},
}
NARROW = "\N{NO-BREAK SPACE}"
YEARS = ("year", "calendar year")


class Quantity(Protocol):
    """What the columns of a figure hold; `low` and `high` are None where a bound is open."""

    @property
    def low(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...
    @property
    def qualifier(self) -> str: ...
    @property
    def unit(self) -> str: ...


def exact(value: Decimal, unit: str = "") -> str:
    if unit in YEARS:
        return str(int(value))
    return format_decimal(value.normalize(), locale=language(), decimal_quantization=False)


def short(value: Decimal, unit: str = "") -> str:
    """Two places of the next lower million; below a million the number itself."""
    size = next((size for size in LARGE if abs(value) >= size), None)
    if size is None:
        return exact(value, unit)
    scaled = (value / size).quantize(Decimal("0.01")).normalize()
    return f"{format_decimal(scaled, locale=language())}{NARROW}{LARGE[size][language()]}"


UNITS = {
    "percent": "%",
    "%": "%",
    "km": "km",
    "points": pgettext_lazy("unit", "points"),
    "hours": pgettext_lazy("unit", "hours"),
    "hours per day": pgettext_lazy("unit", "hours a day"),
    "years": pgettext_lazy("unit", "years"),
    "USD": pgettext_lazy("unit", "US dollars"),
    "US dollars": pgettext_lazy("unit", "US dollars"),
    "USD per year": pgettext_lazy("unit", "US dollars a year"),
    "CNY": pgettext_lazy("unit", "yuan"),
    "yuan": pgettext_lazy("unit", "yuan"),
}


@register.filter
def number(value: Decimal | float | None, unit: str = "") -> SafeString:
    """`<data>` with the short form to read and the exact value beside it."""
    if value is None:
        return SafeString()
    value = Decimal(str(value))
    raw, whole, brief = format(value.normalize(), "f"), exact(value, unit), short(value, unit)
    if brief == whole:
        return format_html('<data value="{}">{}</data>', raw, whole)
    return format_html('<data value="{}" title="{}">{}</data>', raw, whole, brief)


@register.filter
def tick(value: float) -> str:
    """A number on an axis."""
    return short(Decimal(str(value)))


def _pattern(figure: Quantity) -> str:
    """The words around the value, with %(low)s or %(high)s or both in them."""
    low, high = figure.low, figure.high
    if low is not None and high is not None and low != high:
        spread = _("%(low)s to %(high)s")
        return (
            pgettext("quantity", "about %(number)s") % {"number": spread}
            if figure.qualifier == "about"
            else spread
        )
    patterns = {
        "about": pgettext("quantity", "about %(number)s"),
        "at_least": _("at least %(number)s"),
        "more_than": _("more than %(number)s"),
        "at_most": _("at most %(number)s"),
        "less_than": _("less than %(number)s"),
    }
    return patterns.get(figure.qualifier, "%(number)s") % {
        "number": "%(low)s" if low is not None else "%(high)s"
    }


def plain_quantity(figure: Quantity) -> str:
    """Without mark-up, for labels in charts and for titles."""
    if figure.low is None and figure.high is None:
        return _("not stated")
    bounds = {
        "low": short(figure.low, figure.unit) if figure.low is not None else "",
        "high": short(figure.high, figure.unit) if figure.high is not None else "",
    }
    return _pattern(figure) % bounds + _unit(figure.unit)


@register.filter
def quantity(figure: Quantity) -> SafeString:
    """The figure in words and numbers, with the exact values in `<data>`."""
    if figure.low is None and figure.high is None:
        return format_html("{}", _("not stated"))
    pattern = _pattern(figure).replace("%(low)s", "{low}").replace("%(high)s", "{high}")
    bounds = {"low": number(figure.low, figure.unit), "high": number(figure.high, figure.unit)}
    return format_html(pattern + "{unit}", **bounds, unit=_unit(figure.unit))


def _unit(unit: str) -> str:
    """Units that people write behind a number; what is counted stands in the measure's own name."""
    return f"{NARROW}{UNITS[unit]}" if unit in UNITS else ""


register.filter("plain_quantity", plain_quantity)


@register.filter
def amount(value: object) -> str:
    """A value of an own calculation: numbers as the language writes them, to a millionth, lists and mappings
    spelled out."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {amount(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(amount(part) for part in value)
    try:
        number = Decimal(str(value))
        return exact(round(number, 6) or number)
    except InvalidOperation:
        return str(value)
