"""Words of a text as index terms: stems and, beside them, the forms as written. PURE.

A term holds letters and digits only, in lower case and without accents, so that SQLite and PostgreSQL keep
it as it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import snowballstemmer

from claims.matching import numbers
from claims.matching.cleaning import clean, fold
from claims.matching.words import ENGLISH, GERMAN, language_of

VERSION = 2  # of these rules: rows analysed under another one are stale
CHARACTERS = 20_000  # of a text; what stands behind is about something else
LONGEST = 40

# A figure tells more than its rarity, for it is what travels; who posted a text tells less than what it says.
WORD, FIGURE, BYLINE = 1.0, 1.5, 0.75

TOKEN = re.compile(rf"{numbers.NUMBER.pattern}|(?P<word>[^\W\d_]+)")
LETTERS = re.compile(r"[^\W\d_]+")
STEMMERS = {"de": snowballstemmer.stemmer("german"), "en": snowballstemmer.stemmer("english")}
ONE_AT_A_TIME = Lock()  # a stemmer keeps the word it works on in itself
STOP = {"de": GERMAN, "en": ENGLISH, "": GERMAN | ENGLISH}
FOREIGN_PLURAL = re.compile(r"(?<=\w{4}[aio])s$")  # Kameras, Autos: the German stemmer leaves them


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as written, its terms (the stem first), and how much it tells beside its rarity."""

    written: str
    terms: tuple[str, ...]
    weight: float = 1.0


def words(text: str, language: str = "") -> list[Word]:
    """Content words and figures in order. Without a language the function words tell it."""
    body, byline = clean(text[:CHARACTERS])
    language = language or language_of(LETTERS.findall(body.lower()))
    return [*_read(body, language, WORD), *_read(byline, language, BYLINE)]


def told(text: str) -> str:
    """The language a text shows by its function words: de, en or blank."""
    return language_of(LETTERS.findall(text[:CHARACTERS].lower()))


def stem(word: str, language: str) -> str:
    """The term of one word in lower case."""
    return _stem(word, language)


def terms(text: str, language: str = "") -> list[str]:
    """All index terms of a text, repeated as often as they occur."""
    return [term for word in words(text, language) for term in word.terms]


def _read(text: str, language: str, weight: float) -> Iterator[Word]:
    place = 0
    while match := TOKEN.search(text, place):
        place = match.end()
        if match["word"]:
            if kept := _stems_and_form(match["word"], language):
                yield Word(match["word"], kept, weight)
            continue
        term, place = numbers.figure(match, language)
        yield Word(text[match.start() : place], (term,), FIGURE * weight)


@lru_cache(maxsize=50_000)
def _stems_and_form(written: str, language: str) -> tuple[str, ...]:
    """Under an unknown language the stems of both; nothing for a function word."""
    lower = written.lower()
    if lower in STOP[language]:
        return ()
    stems = [_stem(lower, one) for one in ([language] if language else STEMMERS)]
    return tuple(dict.fromkeys(term for term in (*stems, fold(lower)[:LONGEST]) if term))


@lru_cache(maxsize=10_000)
def _stem(word: str, language: str) -> str:
    if len(word) > LONGEST:
        return fold(word)[:LONGEST]
    if language == "de":
        word = FOREIGN_PLURAL.sub("", word)
    with ONE_AT_A_TIME:
        return fold(STEMMERS[language].stemWord(word))[:LONGEST]
