"""Money by its noun, with or without a country before it: neuseeländische Dollar, ten dirhams."""

import re
import unicodedata
from functools import cache, lru_cache

from babel import Locale
from babel.numbers import get_territory_currencies

_SHORT = frozenset("baht birr cedi dong kyat lira peso rial".split())
"""Nouns of less than five letters that mean nothing but money."""
_OTHERWISE = frozenset("pfund pound afghani boliviano quetzal".split())
"""Nouns of weights, people and birds too."""
_LETTERS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    """Without case, accents and plural; Riyal and Rial are one word."""
    letters = unicodedata.normalize("NFKD", word.lower().replace("ł", "l"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"(?<=..)[ns]$", "", bare.replace("riyal", "rial"))


@cache
def _current() -> frozenset[str]:
    """Codes of the money in use somewhere today."""
    territories = [name for name in Locale("en").territories if isinstance(name, str) and len(name) == 2]
    return frozenset(code for name in territories for code in get_territory_currencies(name))


@cache
def _tables(language: str) -> tuple[dict[tuple[str, str], str], dict[str, set[str]]]:
    """Codes by the first four letters of the country with the noun, and by the noun alone."""
    lands: dict[tuple[str, str], str] = {}
    nouns: dict[str, set[str]] = {}
    for code in sorted(_current()):
        words = [_plain(word) for word in _LETTERS.findall(Locale(language).currencies.get(code, ""))]
        if len(words) > 1:
            lands.setdefault((words[0][:4], words[-1]), code)
        if words and (len(words[-1]) > 4 or words[-1] in _SHORT) and words[-1] not in _OTHERWISE:
            nouns.setdefault(words[-1], set()).add(code)
    return lands, nouns


def money(text: str, start: int, language: str) -> tuple[int, str] | None:
    """Where the money named at `start` ends and its code; the noun as written where it may be of several."""
    first = _LETTERS.match(text, start)
    if first is None:
        return None
    lands, nouns = _tables(language)
    if codes := nouns.get(_plain(first[0])):
        return first.end(), min(codes) if len(codes) == 1 else first[0]
    second = (
        _LETTERS.match(text, first.end() + 1) if text[first.end() : first.end() + 1] in (" ", "-") else None
    )
    if second and len(first[0]) > 3 and (code := lands.get((_plain(first[0])[:4], _plain(second[0])))):
        return second.end(), code
    return None
