"""Digits: integers, decimals and groups in the convention of a language, fractions, powers."""

import re
import unicodedata
from decimal import Decimal
from functools import cache

from babel import Locale

from sources.quantities.quantity import rounded

SPACES = " \u00a0\u2007\u2009\u202f"
_VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@cache
def separators(language: str) -> tuple[str, str]:
    """Decimal sign and group sign of a language, from CLDR."""
    symbols = Locale(language).number_symbols["latn"]
    return symbols["decimal"], symbols["group"]


@cache
def pattern(language: str) -> str:
    """A numeral with its sign, as a regular expression with named groups.

    Groups may be set by the language's sign, by blanks (ISO 80000-1) or by the Swiss apostrophe, but a blank
    never joins across a line break. A number in the other convention is read where no doubt is possible: with
    both signs, or with two groups. English also groups in the Indian way (12,34,567) and has tokenised
    corpora (6 . 2); German texts quote English decimals (1.5), told from groups by the number of digits.
    """
    decimal, group = (re.escape(sign) for sign in separators(language))
    whole = [
        rf"\d{{1,3}}(?:{decimal}\d{{3}})+{group}\d{{1,2}}(?!{decimal}?\d)",
        rf"\d{{1,3}}(?:{decimal}\d{{3}}){{2}}(?![.,]?\d)",
        rf"\d{{1,3}}(?:[{SPACES}'’]\d{{3}})+\.\d{{1,2}}(?!\d)",
        rf"\d{{1,3}}(?:{group}\d{{3}})+(?!\d)",
        rf"\d{{1,3}}(?P<blank>[{SPACES}'’])\d{{3}}(?:(?P=blank)\d{{3}})*(?!\d)",
    ]
    if language == "en":
        whole.append(rf"\d{{1,2}}(?:{group}\d\d)+{group}\d{{3}}(?!\d)")
        whole.append(r"\d+ \. \d+(?!\d)(?! ?\.)")
        leading = r"|(?<![\w.,])\.\d+"
    else:
        whole.append(r"\d+\.(?:\d\d?|\d{4,})(?!\.?\d)")
        leading = ""
    even = r"(?P<even>[.,](?:--?|–)(?![\w-]))"  # 5,– Euro
    mantissa = rf"(?:{'|'.join(whole)}|\d+)(?:{decimal}\d+|{even})?{leading}|(?=[{_VULGAR}])"
    fraction = rf" ?[{_VULGAR}]|(?P<mixed> \d+)? ?[/⁄] ?\d+(?![\d/⁄])"
    power = r"[eE][+-]?\d{1,3}(?!\w)|\^[+-]*\d{1,3}(?!\d)| ?[x×*·] ?10(?:\^[+-]?\d{1,3}|[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})"
    power += r"|(?<=(?<!\d)10)[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}"
    sign = r"(?P<sign>(?<![\w)\]%€$£.,-])[-−+]|(?<![^\s(])(?:(?<!\w\s)|(?<=bis\s)|(?<=auf\s))–)?"
    return rf"{sign}(?P<mantissa>{mantissa})(?P<fraction>{fraction})?(?P<power>{power})?"


def value(match: re.Match[str], language: str) -> Decimal | None:
    """What a match of `pattern` says; None when it is no number after all (a division by zero)."""
    mantissa = _mantissa(match["mantissa"].removesuffix(match["even"] or ""), language)
    number: Decimal | None = mantissa
    if match["fraction"]:
        number = _with_fraction(mantissa, match["fraction"].strip(), match["mixed"])
    if number is None:
        return None
    if match["power"]:
        number = _raised(number, match["power"].strip())
    return number.copy_negate() if match["sign"] in ("-", "−", "–") else number


def _mantissa(digits: str, language: str) -> Decimal:
    if not digits:
        return Decimal(0)
    decimal, group = separators(language)
    if _in_other_convention(digits, decimal, group):
        decimal, group = group, decimal
    if " . " in digits:
        return Decimal(digits.replace(" . ", "."))
    tail = digits.rpartition(group)[2] if group in digits else ""
    if group == "." and tail and decimal not in digits and len(tail) != 3:
        return Decimal(digits)
    return Decimal(re.sub(rf"[{SPACES}'’{re.escape(group)}]", "", digits).replace(decimal, "."))


def _in_other_convention(digits: str, decimal: str, group: str) -> bool:
    """12,345.67 and 1,234,567 in a German text, 1'234.50, 1.234,56 in an English one."""
    if decimal in digits:
        return digits.count(decimal) > 1 or digits.rfind(group) > digits.rfind(decimal)
    return group == "." and "." in digits and any(sign in digits for sign in f"{SPACES}'’")


def _with_fraction(number: Decimal, fraction: str, mixed: str | None) -> Decimal | None:
    if fraction in _VULGAR:
        return number + rounded(Decimal(unicodedata.numeric(fraction)))
    below = Decimal(re.split("[/⁄]", fraction)[1].strip())
    if not below:
        return None
    return number + rounded(Decimal(mixed) / below) if mixed else rounded(number / below)


def _raised(number: Decimal, power: str) -> Decimal:
    if power[0] in "eE":
        return number.scaleb(int(power[1:]))
    if power[0] in "⁻⁰¹²³⁴⁵⁶⁷⁸⁹":
        return Decimal(1).scaleb(int(power.translate(_SUPERSCRIPT)))
    if power[0] == "^":
        exponent = int(power.strip("^+-")) * (-1) ** power.count("-")
        return rounded(number**exponent) if number or exponent > 0 else Decimal(0)
    exponent = power.partition("10")[2].lstrip("^").translate(_SUPERSCRIPT)
    return number.scaleb(int(exponent))
