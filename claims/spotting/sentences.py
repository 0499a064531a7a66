"""Where the sentences of a press text begin and end. Offsets are code points; the text is never changed."""

import re
from itertools import pairwise
from typing import NamedTuple

MONTHS = "Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
ABBREVIATIONS = {
    "de": frozenset(
        "apr aug bspw bzw ca co d.h dez dr evtl exkl feb febr ff gegr geb ggf hrsg i.d.r ing inkl insb jan "
        "jh jhd m.e mio mrd n.chr nov o.ä okt prof rd resp sept sog sr st std tel tsd u.a u.u v.a v.chr vgl "
        "vs z.b z.t zzgl".split()
    ),
    "en": frozenset(
        "approx apr aug ave ca capt cf col dec dept dr e.g eds est feb gen gov i.e jan lt maj mr mrs ms mt "
        "nov oct prof rep rev sen sept sgt sr st v vs".split()
    ),
}
# abbreviations before a number, words of their own elsewhere
BEFORE_NUMBER = frozenset("abs art bd ch fig kap max min no nos nr op p pp s vol ziff".split())
OPENERS = (
    r"(?:The|A|An|In|It|He|She|They|We|But|And|This|That|These|On|At|As|If|When|Der|Die|Das|Er|Sie|Es|Im)\b"
)
# after these a number with a dot is an ordinal, whatever follows
BEFORE_ORDINAL = (
    "am beim bis das dem den der des die ein eine einem einen einer eines ihr ihre ihrem ihren ihrer im "
    "jeden jeder jedes jedem ins mein sein seine seinem seinen seiner seit vom zum zur"
).split()
AFTER_ORDINAL = (
    "Jahrhundert|Jahrhunderts|Jahrtausend|Jahrtausends|Mal|Platz|Stock|Klasse|Tag|Jahrestag|Geburtstag"
)

GRADES = "class grade gruppe klasse kategorie note stufe vitamin".split()  # what a capital letter may name

CLOSING = "\"'»«”“’‘)\\]"
END = re.compile(rf"[.!?…]+[{CLOSING}]*(?=\s)")
OPENING = re.compile(r"[\"'„“‚‘«»(\[–—-]*\s?[^\W\d_]", re.UNICODE)
LINE = re.compile(r"[^\n]*")
TERMINAL = re.compile(rf"[.!?…:;,]+[{CLOSING}]*$")
LOOK = 60  # code points around a full stop that decide about it
HARD_WRAP = 60  # a line this long that ends in mid-sentence was broken by the page, not by the author


class Sentence(NamedTuple):
    """Offsets of a sentence without the blanks around it; `heading` where a line ends without a full stop."""

    start: int
    end: int
    heading: bool


def sentences(text: str, language: str) -> list[Sentence]:
    """The sentences of the text in order. Headings, captions and list items count as one each."""
    found = []
    for start, end in _blocks(text):
        cuts = [start, *_cuts(text, start, end, language), end]
        for left, right in pairwise(cuts):
            body = text[left:right]
            if not re.search(r"\w", body):
                continue
            first = left + len(body) - len(body.lstrip())
            last = left + len(body.rstrip())
            found.append(Sentence(first, last, heading=not TERMINAL.search(text[first:last])))
    return found


def _blocks(text: str) -> list[tuple[int, int]]:
    """Runs of lines that belong together: a paragraph where lines are wrapped hard, a line elsewhere.

    A page break within a sentence leaves blank lines behind; the run goes on where a long line before them
    ends without a full stop.
    """
    lines = [(m.start(), m.end()) for m in LINE.finditer(text) if text[m.start() : m.end()].strip()]
    wrapped = _is_wrapped(text, lines)
    blocks: list[tuple[int, int]] = []
    for start, end in lines:
        if blocks and wrapped and _goes_on(text, blocks[-1], start):
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
    return blocks


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """True where most long lines end in mid-sentence."""
    long = [text[start:end].rstrip() for start, end in lines if end - start >= HARD_WRAP]
    return bool(long) and sum(not TERMINAL.search(line) for line in long) > len(long) / 2


def _goes_on(text: str, block: tuple[int, int], start: int) -> bool:
    blank_between = text.count("\n", block[1], start) > 1
    last_line = text[text.rfind("\n", 0, block[1]) + 1 : block[1]].rstrip()
    if blank_between:
        return len(last_line) >= HARD_WRAP and not TERMINAL.search(last_line)
    return True


def _cuts(text: str, start: int, end: int, language: str) -> list[int]:
    return [
        match.end()
        for match in END.finditer(text, start, end)
        if match.end() < end and _ends(text, match, end, language)
    ]


def _ends(text: str, match: re.Match[str], end: int, language: str) -> bool:
    after = text[match.end() : min(end, match.end() + LOOK)].lstrip()
    opening = OPENING.match(after)
    if opening and opening.group()[-1].islower():
        return False  # "Komm!", rief sie. / z. B. so
    if match.group()[0] != "." or match.group().startswith(".."):
        return True
    before = text[max(0, match.start() - LOOK) : match.start()]
    return not (_abbreviated(before, after, match, language) or _ordinal(before, after, language))


def _abbreviated(before: str, after: str, match: re.Match[str], language: str) -> bool:
    token = re.search(r"[\w.]+$", before)
    if token is None or len(match.group()) > 1:
        return False
    word = token.group()
    folded = word.lower()
    if folded in BEFORE_NUMBER and after[:1].isdigit():
        return True
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word) and folded not in ABBREVIATIONS[language]:
        return not re.match(OPENERS, after)  # the U.S. Senate; to the U.S. The
    if len(word) == 1 and word.isalpha():
        return word.islower() or _initial(before)
    return folded in ABBREVIATIONS[language]


def _initial(before: str) -> bool:
    """J. R. Becher, Johann S. Bach, z. B.; but not 'the lowest class is D.' and not 'Klasse D.'"""
    previous = re.search(r"([\w.]+)\s+\w$", before)
    if previous is None or re.fullmatch(r"\w\.", previous.group(1)):
        return True
    return previous.group(1)[0].isupper() and previous.group(1).lower() not in GRADES


def _ordinal(before: str, after: str, language: str) -> bool:
    if language != "de":
        return False
    number = re.search(r"(?:(\w+)\s+)?(?<![\d.,])(\d{1,3})$", before)
    if number is None:
        return bool(re.search(r"\b[IVX]{1,6}$", before)) and bool(re.search(r"\w\s+[IVX]+$", before))
    if re.match(rf"(?:{MONTHS}|{AFTER_ORDINAL})\b", after):
        return True
    return (number.group(1) or "").lower() in BEFORE_ORDINAL
