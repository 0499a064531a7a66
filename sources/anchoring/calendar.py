"""Dates in short texts, as far as one in two spellings must be known as one."""

import re
from decimal import Decimal
from functools import lru_cache

_MONTHS = (
    "jan|jän",
    "feb",
    "mar|mär",
    "apr",
    "may|mai",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct|okt",
    "nov",
    "dec|dez",
)
_MONTH = (
    r"(?:Jan(?:uary|uar)?|Jänner|Feb(?:ruary|ruar)?|Mar(?:ch)?|Mär(?:z)?|Apr(?:il)?|May|Mai|June?|Juni|July?|Juli"
    r"|Aug(?:ust)?|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:\.|st|nd|rd|th)?"
DATE = (
    r"(?=\d)(?:(?<![\d.,/-])(?:\d{4}(?:-\d\d?-|/\d\d?/|年\d\d?月)\d\d?日?"
    rf"|\d\d?(?:/\d\d?/|\. ?\d\d?\. ?)\d{{4}})(?![\d/-]|[.,]\d)"
    rf"|(?<![\d.,]){_DAY} (?:of )?{_MONTH},? \d{{4}}(?!\d))"
    rf"|(?=[ADFJMNOS][a-zä]){_MONTH} {_DAY},? \d{{4}}(?!\d)"
)
# Beyond any number.
_BASE = 10**30


@lru_cache(maxsize=4096)
def date_values(text: str) -> frozenset[Decimal]:
    """One number for each day the spelling may mean: 3/4/2019 has two; none for what is no day."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if len(numbers) == 2:
        month = next(
            at for at, names in enumerate(_MONTHS, 1) if re.search(rf"(?<![^\W\d_])(?:{names})", text.lower())
        )
        day, year = numbers
        days = {(year, month, day)}
    elif numbers[0] > 999:
        days = {(numbers[0], numbers[1], numbers[2])}
    else:
        days = {(numbers[2], numbers[1], numbers[0])}
        if "/" in text:
            days.add((numbers[2], numbers[0], numbers[1]))
    return frozenset(
        Decimal(_BASE + year * 10_000 + month * 100 + day)
        for year, month, day in days
        if month <= 12 and day <= 31
    )
