"""Whatever Babel formats in German or English reads back."""

from decimal import Decimal

import pytest
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    format_scientific,
)
from hypothesis import given
from hypothesis import strategies as st

from sources.quantities import Quantity, read

LOCALES = st.sampled_from(["de", "en"])
NUMBERS = st.decimals(min_value=-(10**15), max_value=10**15, places=4)
CURRENCIES = st.sampled_from(
    ["EUR", "USD", "GBP", "JPY", "CNY", "CHF", "CAD", "INR", "SEK", "PLN", "KRW", "BRL"]
)
FRAMES = {"de": ("{}", "Es waren {} nach der Zählung."), "en": ("{}", "It came to {} in the count.")}


def only(text: str, locale: str) -> Quantity:
    (quantity,) = read(text, locale)
    return quantity


def framed(written: str, locale: str, frame: int) -> str:
    return FRAMES[locale][frame].format(written)


@given(NUMBERS, LOCALES, st.integers(0, 1))
def test_decimals(number: Decimal, locale: str, frame: int) -> None:
    written = format_decimal(number, locale=locale, decimal_quantization=False)
    read_back = only(framed(written, locale, frame), locale)
    assert (read_back.text, Decimal(read_back.low or "")) == (written, number)
    assert (read_back.low, read_back.qualifier, read_back.kind) == (read_back.high, "exactly", "number")


@given(st.integers(-(10**20), 10**20), LOCALES)
def test_integers(number: int, locale: str) -> None:
    written = format_decimal(number, locale=locale)
    assert only(written, locale).low == str(number)


@given(st.decimals(min_value=-1000, max_value=1000, places=4), LOCALES, st.integers(0, 1))
def test_percentages(share: Decimal, locale: str, frame: int) -> None:
    written = format_percent(share, locale=locale, decimal_quantization=False)
    read_back = only(framed(written, locale, frame), locale)
    assert (read_back.text, read_back.unit, read_back.kind) == (written, "%", "percentage")
    assert Decimal(read_back.low or "") == share * 100


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), CURRENCIES, LOCALES, st.integers(0, 1))
def test_money(amount: Decimal, currency: str, locale: str, frame: int) -> None:
    written = format_currency(
        amount, currency, locale=locale, currency_digits=False, decimal_quantization=False
    )
    read_back = only(framed(written, locale, frame), locale)
    assert (read_back.text, read_back.unit, read_back.kind) == (written, currency, "currency")
    assert Decimal(read_back.low or "") == amount


@given(st.integers(1, 10**12), CURRENCIES, LOCALES)
def test_money_with_its_name(amount: int, currency: str, locale: str) -> None:
    written = format_currency(amount, currency, locale=locale, format_type="name")
    read_back = only(written, locale)
    assert (read_back.text, read_back.unit) == (written, currency)
    assert Decimal(read_back.low or "") == amount


@pytest.mark.parametrize("length", ["short", "long"])
@given(mantissa=st.integers(1, 999), power=st.sampled_from([3, 6, 9, 12]), locale=LOCALES)
def test_compact_numbers(length: str, mantissa: int, power: int, locale: str) -> None:
    number = mantissa * 10**power
    written = format_compact_decimal(number, format_type=length, locale=locale)
    assert Decimal(only(written, locale).low or "") == number


@given(mantissa=st.integers(1, 999), power=st.sampled_from([6, 9]), locale=LOCALES)
def test_compact_money(mantissa: int, power: int, locale: str) -> None:
    written = format_compact_currency(mantissa * 10**power, "EUR", locale=locale)
    read_back = only(written, locale)
    assert (Decimal(read_back.low or ""), read_back.unit) == (mantissa * 10**power, "EUR")


@given(st.integers(1, 10**9), LOCALES)
def test_scientific_notation(number: int, locale: str) -> None:
    written = format_scientific(number, locale=locale, decimal_quantization=False)
    assert Decimal(only(written, locale).low or "") == number


@given(st.text(max_size=300), LOCALES)
def test_any_text_gives_places_in_it(text: str, locale: str) -> None:
    for quantity in read(text, locale):
        assert quantity.text == text[quantity.start : quantity.end] != ""
        assert quantity.low is not None or quantity.high is not None
