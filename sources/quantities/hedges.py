"""Qualifiers: the words around a number that open, close or blur it, told from prepositions."""

import re
from functools import cache

from sources.quantities.language import Language
from sources.quantities.phrases import Phrases
from sources.quantities.quantity import Qualifier

_WORD_STARTS = re.compile(r"(?<!\S)\S|(?<=[(\"„“»=])\S|[<>≤≥~≈±](?![=\s<>])")
_FILLERS = re.compile(
    r"\b(?:insgesamt|zusammen|exakt|genau|aber|jedoch|also|noch|precisely|exactly|a\s+total\s+of|(?:the\s+)?age\s+of|"
    r"the|die|der|den|von|a|further|weitere[nr]?)\s+\Z",
    re.IGNORECASE,
)
_GLUED = re.compile(r"\+(?!\w)|-plus\b|-(?P<about>odd)\b")
"""Behind a number: 100+ cities, 30-plus firms, twenty-odd people."""
_ABOUT_A_TOPIC = re.compile(
    r"\b(?:bericht|berichte|sprach|sprech|sprich|schreib|schrieb|diskut|debatt|streit|inform|entscheid|entschied|"
    r"abstimm|überblick|kontrolle|herrsch|aussage|frage|nachdenk|denkt|buch|film|wissen|verfüg|macht|daten|"
    r"talk|think|thought|book|film|debate|question|speak|spoke|argu|report|control|worr|concern|vot)\w*"
    r"(?:\s+(?!in\b)\w+){0,2}\s*\Z",
    re.IGNORECASE,
)
_SPENT = re.compile(r"(?:\d|illion|illionen|illiarden|Euro|euros|dollars|Dollar|[€$£%]|Prozent|percent)\s+\Z")
_SPAN = re.compile(r"(?:years?|months?|decades?|weeks?|days?|Jahren?|Monaten?|Tagen?|Wochen?)\Z")
_AMONG = re.compile(r"\s*(?:den|diesen|ihnen|ander|the|these)\b", re.IGNORECASE)
_PREPOSITION_BEFORE = re.compile(
    r"\b(?:in|mit|bei|auf|für|von|aus|an|nach|with|at|for|to|of|by)\s+\Z", re.IGNORECASE
)
_PEOPLE = re.compile(
    r"(?:\s+\w+e[nr]?)?\s+(?:Menschen|Personen|Frauen|Männern?|Kindern?|Schülern?|Bewerbern?|Teilnehmern?|people)\b"
)


@cache
def _before(language: Language) -> Phrases[Qualifier]:
    return Phrases(language.hedges.items())


@cache
def _behind(language: Language) -> Phrases[Qualifier]:
    return Phrases(language.echoes.items(), before=r"[\s,]{1,3}", after=r"(?!\w)")


def qualifier(text: str, start: int, end: int, past: int, language: Language) -> Qualifier:
    """What stands before [start, end) and, failing that, behind it and its noun, which ends at `past`.

    A bound outweighs an "about".
    """
    found: Qualifier = "exactly"
    position = start
    for _ in range(3):
        hedge = _hedge(text, position, end, language)
        if hedge is None:
            break
        position, meaning = hedge
        found = meaning
        if found != "about":
            break
    if found in ("exactly", "about"):
        if glued := _GLUED.match(text, end):
            return "about" if glued["about"] else "at_least"
        if echo := _behind(language).match(text, past):
            return echo[1]
    return found


def _hedge(text: str, position: int, end: int, language: Language) -> tuple[int, Qualifier] | None:
    """The longest hedge that ends at `position`, fillers passed over."""
    window = max(0, position - 40)
    before = text[window:position]
    stops = [window + len(before.rstrip())]
    if filler := _FILLERS.search(before[-20:]):  # um die 40 as well as mehr als die 40
        stops.append(window + len(before[: filler.start() - len(filler.string)].rstrip()))
    for stop in stops:
        if stop == window or "\n\n" in text[stop:position]:
            continue
        starts = [match.start() for match in _WORD_STARTS.finditer(text, window, stop)]
        for begin in starts[-6:]:
            found = _before(language).fullmatch(text, begin, stop)
            if found and not _is_preposition(text, begin, stop, end):
                return begin, found[1]
    return None


def _is_preposition(text: str, begin: int, stop: int, end: int) -> bool:
    """Whether über, unter, gegen, over, about … govern a noun here instead of hedging its number."""
    word = text[begin:stop].lower()
    before = text[max(0, begin - 40) : begin]
    if word in ("über", "about", "over", "around"):
        if re.match(r"(?:\s+\w+)?\s+hinweg\b", text[end : end + 30]):
            return True
        if _SPENT.search(before) and _SPAN.search(text[max(0, end - 12) : end]):
            return True  # $1.2 trillion over ten years
        return _ABOUT_A_TOPIC.search(before) is not None
    if word in ("unter", "under", "below", "among"):
        if _PREPOSITION_BEFORE.search(before):
            return False
        return _AMONG.match(text, stop) is not None or _PEOPLE.match(text, end) is not None
    if word == "ab":
        return re.match(r"\s*(?:[.,;]|$)", text[end : end + 3]) is not None and before.rstrip().endswith("en")
    if word in ("gut", "bald", "near", "some"):
        return bool(before) and re.search(r"\b(?:so|sehr|ganz|very|wie|and)\s+\Z", before) is not None
    return False
