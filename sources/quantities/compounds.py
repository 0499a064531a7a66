"""German numbers written as one word: zweihundertsechsundfünfzig, siebzigste, dreitägig."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

_UNITS = {"ein": 1, "eins": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7,
          "acht": 8, "neun": 9}  # fmt: skip
_TEENS = {"zehn": 10, "elf": 11, "zwölf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16,
          "siebzehn": 17, "achtzehn": 18, "neunzehn": 19}  # fmt: skip
_TENS = {"zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70,
         "achtzig": 80, "neunzig": 90}  # fmt: skip
_PARTS = {"einhalb": Decimal("0.5"), "einviertel": Decimal("0.25"), "dreiviertel": Decimal("0.75")}
_INFLECTED = {"zweier": 2, "dreier": 3, "zweien": 2, "dreien": 3, "vieren": 4}
_IRREGULAR_ORDINALS = {"ers": 1, "drit": 3, "sieb": 7, "ach": 8}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_BELOW_100 = (
    rf"(?:(?:(?P<u{{0}}>{_any(_UNITS)})und)?(?P<t{{0}}>{_any(_TENS)})|(?P<s{{0}}>{_any(_TEENS | _UNITS)}))"
)
_BELOW_1000 = rf"(?:(?P<h{{0}}>{_any(_UNITS | _TEENS)})?(?P<hundert{{0}}>hundert)(?:und)?)?{_BELOW_100}?"
_COMPOUND = re.compile(
    rf"(?:(?P<thousands>{_BELOW_1000.format(1)})(?P<parts>{_any(_PARTS)})?(?P<tausend>tausend)(?:und)?)?{_BELOW_1000.format(0)}(?P<part>{_any(_PARTS)})?"
)
_ANY = _UNITS | _TEENS | _TENS
_SPELLINGS = (("fuenf", "fünf"), ("zwoelf", "zwölf"), ("dreissig", "dreißig"), ("anderthalb", "eineinhalb"))
_OPENING = re.compile(
    r"ein|ander|zw|drei|dreiß|vier|f(?:ü|ue)nf|sech|sieb|acht|neun|zehn|elf|hundert|tausend|ers|drit"
)


@lru_cache(maxsize=65536)
def cardinal(word: str) -> Decimal | None:
    """The value of a lower-case word, below a million; None when it is no number."""
    if word in _INFLECTED:
        return Decimal(_INFLECTED[word])
    if not _OPENING.match(word):
        return None
    for written, usual in _SPELLINGS:
        word = word.replace(written, usual)
    match = _COMPOUND.fullmatch(word)
    if match is None or not word:
        return None
    number = Decimal(_below_1000(match, 0))
    if match["tausend"]:
        number += 1000 * ((_below_1000(match, 1) or 1) + _PARTS.get(match["parts"], 0))
    return number + _PARTS.get(match["part"], 0)


@lru_cache(maxsize=65536)
def ordinal(word: str) -> Decimal | None:
    """The value of a lower-case ordinal in any inflection (erste, neunundzwanzigsten), else None."""
    match = re.fullmatch(r"(?P<stem>\w+?)(?P<s>s?)te[nrsm]?", word) if _OPENING.match(word) else None
    if match is None:
        return None
    stem = match["stem"]
    for beginning, number in _IRREGULAR_ORDINALS.items():
        if stem + match["s"] == beginning:
            return Decimal(number)
    value = cardinal(stem)
    return (
        value if value is not None and (value % 100 >= 20 or value % 100 == 0) == bool(match["s"]) else None
    )


def _below_1000(match: re.Match[str], place: int) -> int:
    hundreds = 100 * _ANY.get(match[f"h{place}"] or "", 1) if match[f"hundert{place}"] else 0
    names = (match[f"{part}{place}"] for part in "uts")
    return hundreds + sum(_ANY.get(name, 0) for name in names if name)
