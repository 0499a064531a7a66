"""Number words and magnitudes of German, English and Chinese, as far as a changed one must be noticed."""

import re
from decimal import Decimal
from functools import lru_cache

FRACTION_SIGNS = {
    "½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"), "⅓": Decimal(1) / 3,
    "⅔": Decimal(2) / 3, "⅕": Decimal("0.2"), "⅛": Decimal("0.125"),
}  # fmt: skip

# Billion and Trillion mean a thousand times more in German; the capital letter or the ending tells.
_MAGNITUDES = {
    r"[Tt]ausend|[Tt]sd\.?|thousands?|[kK]": 3,
    r"lakhs?": 5,
    r"Million(?:en)?|[Mm]io\.?|Mill\.|millions?|ml?n|MILLION": 6,
    r"crores?": 7,
    r"Milliarden?|[Mm]rd\.?|billions?|[bB]n?|BILLION": 9,
    r"Billion(?:en)?|Bio\.?|trillions?|trn?|tn|TRILLION": 12,
    r"Billiarden?": 15,
    r"Trillion(?:en)?": 18,
    r"[Hh]undert|hundreds?": 2,
    r"千": 3,
    r"百": 2,
    r"十": 1,
}
# One letter may be a magnitude or a unit: "5m" are five million, or five metres.
_LETTER = "[mM]"
_METRES = r"[Mm]et(?:er[ns]?|res?)"
_CHINESE_POWERS = "[十百千]?[万萬]?[亿億]|[十百千]?[万萬]|兆"
MAGNITUDE = (
    rf"{_CHINESE_POWERS}|(?:"
    + "|".join([*(pattern for pattern in _MAGNITUDES if pattern.isascii()), _LETTER, _METRES])
    + r")(?![^\W\d_])|[千百十]"
)
_POWERS = [(re.compile(pattern), power) for pattern, power in {**_MAGNITUDES, _LETTER: 6}.items()]

# With the forms that accounts and banknotes use, which no stroke can change into another.
_CHINESE_DIGITS = {
    char: at
    for digits in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖")
    for at, char in enumerate(digits)
} | {"两": 2, "兩": 2}
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_CHINESE_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
CHINESE_NUMERAL = f"[{''.join([*_CHINESE_DIGITS, *_CHINESE_UNITS, *_CHINESE_LARGE])}]+"
CHINESE_DECIMALS = f"(?:点[{''.join(_CHINESE_DIGITS)}]+[{''.join(_CHINESE_LARGE)}]?)?"
_CHINESE_POINT = re.compile(
    f"({CHINESE_NUMERAL})点([{''.join(_CHINESE_DIGITS)}]+)([{''.join(_CHINESE_LARGE)}]?)"
)

_GERMAN_UNITS = {
    "ein": 1, "eins": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7,
    "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "sechzehn": 16, "siebzehn": 17,
}  # fmt: skip
_GERMAN_UNITS |= {
    f"{unit}zehn": 10 + _GERMAN_UNITS[unit] for unit in ("drei", "vier", "fünf", "acht", "neun")
}
_GERMAN_TENS = {
    "zwanzig": 20, "dreißig": 30, "dreissig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60,
    "siebzig": 70, "achtzig": 80, "neunzig": 90,
}  # fmt: skip
_ENGLISH = {
    word: at
    for at, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split()
    )
} | {
    word: 20 + 10 * at
    for at, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
}
_PARTS = {
    "half": 2, "hälfte": 2, "halbe": 2, "third": 3, "thirds": 3, "drittel": 3, "quarter": 4, "quarters": 4,
    "viertel": 4, "fifth": 5, "fifths": 5, "fünftel": 5, "sixth": 6, "sechstel": 6, "eighth": 8,
    "achtel": 8, "tenth": 10, "zehntel": 10,
}  # fmt: skip
_OTHERS = {
    "null": Decimal(0), "dutzend": Decimal(12), "dozen": Decimal(12), "anderthalb": Decimal("1.5"),
    "eineinhalb": Decimal("1.5"), "zweieinhalb": Decimal("2.5"), "twice": Decimal(2), "zweimal": Decimal(2),
    "dreimal": Decimal(3), "doppelt": Decimal(2), "doppelte": Decimal(2), "double": Decimal(2),
    "doubled": Decimal(2), "verdoppelt": Decimal(2), "triple": Decimal(3), "tripled": Decimal(3),
    "verdreifacht": Decimal(3), "zweidrittel": Decimal(2) / 3, "dreiviertel": Decimal("0.75"),
}  # fmt: skip
_UNITS = "|".join(sorted(_GERMAN_UNITS, key=len, reverse=True))
_TENS = "|".join(_GERMAN_TENS)
_GERMAN_BELOW_1000 = (
    rf"(?:(?P<h{{0}}>{_UNITS})?(?P<hundred{{0}}>hundert)(?:und)?)?"
    rf"(?:(?:(?P<u{{0}}>{_UNITS})und)?(?P<t{{0}}>{_TENS})|(?P<n{{0}}>{_UNITS}))?"
)
_GERMAN = re.compile(
    rf"(?:{_GERMAN_BELOW_1000.format(1)}(?P<thousand>tausend)(?:und)?)?{_GERMAN_BELOW_1000.format(2)}"
)


@lru_cache(maxsize=4096)
def magnitude_value(text: str) -> Decimal | None:
    """10 to the power a magnitude word stands for: Mio., billion, 亿, 千万."""
    for pattern, power in _POWERS:
        if pattern.fullmatch(text):
            return Decimal(10) ** power
    return chinese_value(text)


@lru_cache(maxsize=4096)
def is_metres(text: str) -> bool:
    """Whether what stands behind a number may say metres, and so multiplies nothing."""
    return re.fullmatch(f"{_LETTER}|{_METRES}", text) is not None


def without_metres(text: str) -> str:
    """A number without a unit that is surely one: "212 metres", "212 m", but "6.73m" may be millions."""
    return re.sub(f"[ -]m\\Z|[ -]?{_METRES}\\Z", "", text)


@lru_cache(maxsize=4096)
def word_value(word: str) -> Decimal | None:
    """The value of one number word of German or English; None for any other word.

    German "ein", "eine" is no figure: it is an article far more often.
    """
    lower = word.lower()
    if lower in _ENGLISH:
        return Decimal(_ENGLISH[lower])
    if lower in _PARTS:
        return Decimal(1) / _PARTS[lower]
    if lower in _OTHERS:
        return _OTHERS[lower]
    return _german_value(lower)


# An article or a pronoun far more often than a number.
_ONE = re.compile("one|ein(?:e[mnrs]?|s)?")
_ORDINALS = {
    **dict.fromkeys(("first", "erst"), 1), "second": 2, **dict.fromkeys(("third", "dritt"), 3), "fifth": 5,
    "siebt": 7, **dict.fromkeys(("eighth", "acht"), 8), "ninth": 9, "twelfth": 12,
}  # fmt: skip
_ORDINAL = re.compile(r"(.+)(?:(?P<ieth>ieth)|th)|(.+?)e[mnrs]?")


@lru_cache(maxsize=4096)
def weak_value(word: str) -> Decimal | None:
    """The value of a word that is no figure by itself, but may stand for one: "one", "first", "zwölfte"."""
    lower = word.lower()
    if _ONE.fullmatch(lower):
        return Decimal(1)
    if not (ordinal := _ORDINAL.fullmatch(lower)):
        return Decimal(_ORDINALS[lower]) if lower in _ORDINALS else None
    if (known := _ORDINALS.get(ordinal[3] or lower)) is not None:
        return Decimal(known)
    if ordinal[1]:
        return word_value(f"{ordinal[1]}y" if ordinal["ieth"] else ordinal[1])
    stem = ordinal[3].removesuffix("t")
    return _german_value(stem.removesuffix("s")) or _german_value(stem) if stem != ordinal[3] else None


def _german_value(word: str) -> Decimal | None:
    """zwölf, einundzwanzig, dreihundertfünfzigtausend."""
    found = _GERMAN.fullmatch(word)
    if word == "ein" or not word or not found:
        return None

    def below_1000(part: int) -> int:
        hundreds = (_GERMAN_UNITS[found[f"h{part}"]] if found[f"h{part}"] else 1) * 100
        units = found[f"u{part}"] or found[f"n{part}"]
        tens = found[f"t{part}"]
        return (
            (hundreds if found[f"hundred{part}"] else 0)
            + (_GERMAN_TENS[tens] if tens else 0)
            + (_GERMAN_UNITS[units] if units else 0)
        )

    thousands = (below_1000(1) or 1) * 1000 if found["thousand"] else 0
    return Decimal(thousands + below_1000(2))


def chinese_value(text: str) -> Decimal | None:
    """三百五十万 is 3500000, 二〇一九 is 2019, 三点五 3.5, 万 10000; None where a sign is no numeral."""
    if point := _CHINESE_POINT.fullmatch(text):
        whole = chinese_value(point[1]) or 0
        decimals = "".join(str(_CHINESE_DIGITS[char]) for char in point[2])
        return (whole + Decimal(f"0.{decimals}")) * _CHINESE_LARGE.get(point[3], 1)
    if not re.fullmatch(CHINESE_NUMERAL, text):
        return None
    if len(text) > 1 and all(char in _CHINESE_DIGITS for char in text):
        return Decimal("".join(str(_CHINESE_DIGITS[char]) for char in text))
    total = section = digit = 0
    pending = False  # a digit that waits for its unit
    for char in text:
        if char in _CHINESE_DIGITS:
            digit, pending = _CHINESE_DIGITS[char], True
        elif char in _CHINESE_UNITS:
            section += (digit if pending else 1) * _CHINESE_UNITS[char]
            digit, pending = 0, False
        else:
            total = (total + section + digit or 1) * _CHINESE_LARGE[char]
            section, digit, pending = 0, 0, False
    return Decimal(total + section + digit)
