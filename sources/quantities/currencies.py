"""Money: symbols, ISO 4217 codes and names, from CLDR and from everyday speech, to ISO codes."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.numbers import get_currency_name

from sources.quantities import moneynouns
from sources.quantities.language import Language
from sources.quantities.phrases import Phrases

_SIGNS = {"₿": "BTC", "₡": "CRC", "₽": "RUB", "₺": "TRY", "₴": "UAH", "₦": "NGN", "₱": "PHP", "₵": "GHS",
          "₲": "PYG", "₸": "KZT", "₾": "GEL", "₼": "AZN", "₮": "MNT", "៛": "KHR", "৳": "BDT", "zł": "PLN",
          "Kč": "CZK", "Rs": "INR", "Rs.": "INR", "kr": "SEK",
          "Ft": "HUF", "元": "CNY", "円": "JPY", "RMB": "CNY", "Fr.": "CHF", "SFr.": "CHF"}  # fmt: skip
_DOLLARS = {"us": "USD", "usd": "USD", "c": "CAD", "ca": "CAD", "can": "CAD", "cad": "CAD", "au": "AUD",
            "aud": "AUD", "nz": "NZD", "nzd": "NZD", "hk": "HKD", "hkd": "HKD", "sg": "SGD", "sgd": "SGD",
            "mx": "MXN", "mex": "MXN", "mxn": "MXN", "nt": "TWD"}  # fmt: skip
_ORDINARY_WORDS = frozenset("ALL ANG BAM BAN CUP DEM DOP GEL LAK MAD MOP PEN SOS TOP TRY XXX".split())
_SCALES = {"m": 6, "mn": 6, "mio": 6, "mm": 6, "bn": 9, "b": 9, "mrd": 9, "tn": 12, "trn": 12, "k": 3, "t": 3}


_GAP = re.compile(r"[\s-]{0,3}")
_LETTERS = re.compile(r"[^\W\d_]+")
_LETTERED_DOLLAR = re.compile(r"(\w{1,3})\s?\$")
_SIGN_TAILS = ("$", "¥", ".", "\u202f")
_PUNCTUATION = frozenset("\0,;:!?()[]{}\"'„“”»«/|+=*&%#@_<>~-–—…’‘")
_COMPOUND = re.compile(r"-[A-ZÄÖÜ]")
_FIGURE_NEXT = re.compile(r"\s?\d")


@cache
def _codes() -> list[str]:
    return sorted(str(code) for code in Locale("en").currencies)


@cache
def _symbols(language: str) -> dict[str, str]:
    """Symbols of the language and of English; where the two differ the language's own wins."""
    known = dict(_SIGNS)
    for locale in ("en", language):
        known |= {sign: code for code, sign in Locale(locale).currency_symbols.items() if sign != code}
    known.pop("¤", None)
    return known


def _lower_codes() -> dict[str, str]:
    """Codes common enough to be meant when written small: those with a symbol of their own in English."""
    own = (code for code, sign in Locale("en").currency_symbols.items() if sign != code and code != "XXX")
    return {code.lower(): code for code in own}


@cache
def _written(language: str) -> dict[str, str]:
    """Signs and codes as they must be written."""
    codes = {code: code for code in _codes()} | _symbols(language)
    millions = {f"M{code}": code for code in ("USD", "EUR", "GBP", "CHF")}
    return codes | millions | {f"T{code}": code for code in ("EUR", "CHF")}


@cache
def _spoken() -> dict[str, str]:
    """Signs and codes that may be written large or small."""
    dollars = {f"{name}{gap}$": code for name, code in _DOLLARS.items() for gap in ("", " ")}
    glued = {"a$": "AUD", "r$": "BRL", "s$": "SGD", "dollar": "USD", "dollars": "USD"}
    return dollars | _lower_codes() | glued


@cache
def _names(language: Language) -> Phrases[str]:
    return Phrases(((f"(?:{name})", code) for name, code in language.currencies.items()), after=r"(?!\w)")


@cache
def _full_names(language: str) -> dict[str, str]:
    names = {}
    for code, name in Locale(language).currencies.items():
        for form in (name, *(get_currency_name(code, count=count, locale=language) for count in (1, 2))):
            names[_stem(form)] = code
    return names


def _stem(name: str) -> str:
    """Endings of adjectives and plurals taken off: kanadischen Dollar and Kanadischer Dollar meet."""
    return " ".join(re.sub(r"(?<=sch)e[rnms]?$|s$", "", word) for word in name.lower().split())


def _code(sign: str, language: str) -> str | None:
    return _written(language).get(sign) or _spoken().get(sign.lower())


def before(text: str, start: int, language: str, floor: int = 0) -> tuple[int, str] | None:
    """Where a currency sign before a number begins, not before `floor`, and its code."""
    stop = start
    while stop > floor and start - stop < 2 and text[stop - 1].isspace():
        stop -= 1
    for first in _sign_starts(text, stop, floor):
        code = _code(text[first:stop], language)
        if code is None or text[first:stop] in _ORDINARY_WORDS:
            continue
        if not (text[first].isalpha() and first and text[first - 1].isalnum()):
            return first, code
    return None


def _sign_starts(text: str, stop: int, floor: int) -> Iterable[int]:
    """Where a sign that ends at `stop` may begin, the longest first; nowhere behind ordinary punctuation."""
    last = text[stop - 1 : stop]
    if last.isascii() and last.isalpha():
        first = stop
        while first > floor and stop - first < 8 and text[first - 1].isalpha():
            first -= 1
        return (max(floor, first - 2), first) if text[first - 1 : first] == "\u202f" else (first,)
    if not last or last in _PUNCTUATION or last.isspace() or (last.isalnum() and last.isascii()):
        return ()
    return range(max(floor, stop - 8), stop)


def after(text: str, end: int, language: Language) -> tuple[int, str, int] | None:
    """Where a currency behind a number ends, its code, and the power of ten it carries (30 MUSD, 30 TEUR)."""
    gap = _GAP.match(text, end)
    start = gap.end() if gap else end
    found = _named(text, start, language)
    if found and language.code == "de" and "-" not in text[end:start] and _COMPOUND.match(text, found[0]):
        return None  # 19 Euro-Länder
    return found


def _named(text: str, start: int, language: Language) -> tuple[int, str, int] | None:
    word = _LETTERS.match(text, start)
    if word is None:
        return _sign_after(text, start, language)
    if word[0].lower() in _first_words(language.code) and (named := _full_name(text, start, language.code)):
        return named
    if text[word.end() : word.end() + 1].isdigit():
        return None  # 3 USD50 cards
    if code := _code(word[0], language.code):
        scaled = len(word[0]) == 4 and word[0][1:] == code
        return word.end(), code, {"M": 6, "T": 3}[word[0][0]] if scaled else 0
    if found := _names(language).match(text, start):
        return found[0].end(), found[1], 0
    dollars = _LETTERED_DOLLAR.match(text, start)
    if dollars and (code := _code(f"{dollars[1]}$", language.code)):
        return dollars.end(), code, 0
    if by_noun := moneynouns.money(text, start, language.code):
        return *by_noun, 0
    return _sign_after(text, start, language) if text[word.end() : word.end() + 1] in _SIGN_TAILS else None


def _sign_after(text: str, start: int, language: Language) -> tuple[int, str, int] | None:
    for length in range(5, 0, -1):
        sign = text[start : start + length]
        if len(sign) == length and (code := _written(language.code).get(sign)):
            ends = not sign[-1].isalpha() or not text[start + length : start + length + 1].isalpha()
            belongs = (
                language.code == "en"
                and text[start - 1].isspace()
                and _FIGURE_NEXT.match(text, start + length)
            )
            return (start + length, code, 0) if ends and not belongs else None
    return None


def _full_name(text: str, start: int, language: str) -> tuple[int, str, int] | None:
    words = list(_LETTERS.finditer(text, start, start + 60))[:4]
    for last in reversed(words[1:]):
        if code := _full_names(language).get(_stem(text[start : last.end()])):
            return last.end(), code, 0
    return None


@cache
def _first_words(language: str) -> frozenset[str]:
    """First words of names of several words, in every inflection."""
    first = {name.split()[0] for name in _full_names(language) if " " in name}
    return frozenset(word + ending for word in first for ending in ("", "s", "e", "en", "er", "es", "em"))


@cache
def _subunits(language: Language) -> re.Pattern[str]:
    return re.compile(rf"[\s-]?({language.subunits})(?!\w)", re.IGNORECASE)


def subunit(text: str, end: int, language: Language) -> re.Match[str] | None:
    """Cents and pence behind a number; group 1 is the name."""
    return _subunits(language).match(text, end)


def glued_scale(text: str, end: int) -> tuple[int, Decimal]:
    """The m of €3.5m, which means a million only because money stands before it."""
    match = re.compile(r"\s?([a-z]{1,3})(?!\w)", re.IGNORECASE).match(text, end)
    power = _SCALES.get(match[1].lower()) if match else None
    if match is None or power is None or (match[0][0].isspace() and len(match[1]) == 1):
        return end, Decimal(1)
    return match.end(), Decimal(10) ** power
