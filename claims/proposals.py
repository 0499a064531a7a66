"""Figures that a passage proposes: its quantities as values of figures, with a measure guessed. PURE.

A proposal is for a person to confirm or mend. Where nothing in the words speaks for a measure, none is named.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache

import snowballstemmer

from sources.quantities import Quantity, read

_MEASURED = frozenset({"number", "percentage", "currency", "ratio", "duration", "age"})
_DIMENSIONS = {
    "percentage": "ratio",
    "ratio": "ratio",
    "currency": "money",
    "duration": "duration",
    "age": "duration",
}
_LANGUAGES = {"de": "german", "en": "english"}
CANDIDATES = 5
NAMED = 1.0
"""Likeness from which the words speak for a measure."""
_PEOPLE = (
    "menschen personen person leute bürger einwohner people persons citizens inhabitants residents users"
)
_IDLE_WORDS = frozenset(
    "eine einer eines einem einen und oder der die das des dem den für von mit auf aus bei nach über zur zum "
    "nur je pro zahl anteil number share the and for from with per only through".split()
)
_NATURES = (
    ("increment", r"zusätzlich\w*|weitere[nrs]?|neue[nrs]?|additional|another|further|new"),
    ("target", r"soll(?:en|te|ten)?|bis (?:ende |zum jahr )?20\d\d|geplant\w*|ziel|by 20\d\d|planned|aims?"),
    ("cumulative", r"insgesamt|bislang|bisher|seit|so far|to date|since|in total|cumulative"),
    ("flow", r"jährlich\w*|(?:pro|im|je) jahr|wurden|annual(?:ly)?|(?:per|a) year|were"),
)  # fmt: skip
_GROUNDS = (
    ("forecast", r"prognos\w*|voraussichtlich\w*|erwart\w*|forecast\w*|expected|projected"),
    ("plan", r"geplant\w*|plan(?:t|en)|soll(?:en)?|planned|plans?"),
    ("estimate", r"schätz\w*|geschätzt\w*|estimat\w*"),
    ("official", r"offiziell\w*|amtlich\w*|official(?:ly)?"),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric as the guess sees it.

    `labels`: its names in the language of the text; `sayings`: what claims counted by it said before, in our
    words.
    """

    slug: str
    labels: tuple[str, ...]
    counted: str = ""
    also_counted: tuple[str, ...] = ()
    unit: str = ""
    sayings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Values for one figure; `start` and `end` are code points of the text it was read from.

    `metric` is a slug, or empty where the words name none or two alike; `candidates` are the likeliest slugs,
    best first. `as_of` is EDTF, `as_of_basis` stated or inferred.
    """

    start: int
    end: int
    text: str
    metric: str
    candidates: tuple[str, ...]
    low: Decimal | None
    high: Decimal | None
    qualifier: str
    counted: str
    unit: str
    as_of: str
    as_of_basis: str
    nature: str
    basis: str


def propose(
    text: str,
    spans: Iterable[tuple[int, int]],
    language: str,
    measures: Sequence[Measure],
    *,
    published: date | None = None,
    published_edtf: str = "",
) -> list[Proposal]:
    """The figures of the spans (code points of the text), in order, with a measure where the words name one.

    The whole text is given, so that a hedge before a span and the noun behind it are seen. A date in the
    spans is the as-of date, stated; otherwise it is inferred from the publication.
    """
    quantities = _read(text, language if language in _LANGUAGES else "de", published)
    proposals = []
    for start, end in spans:
        inside = [q for q in quantities if q.start < end and q.end > start]
        words = " ".join(text[start:end].split())
        as_of = _as_of([q for q in inside if q.kind == "date"], published_edtf)
        for quantity in inside:
            if quantity.kind in _MEASURED and not _is_grammar(quantity):
                proposals.append(_proposal(quantity, words, language, measures, as_of))
    return proposals


@lru_cache(maxsize=16)
def _read(text: str, language: str, published: date | None) -> list[Quantity]:
    """A long article is read once, however many of its claims are opened one after the other."""
    return read(text, language, published)


def _is_grammar(quantity: Quantity) -> bool:
    """A one in words is an article or a pronoun more often than a figure."""
    return {quantity.low, quantity.high} <= {"1", None} and not any(c.isdigit() for c in quantity.text)


def _proposal(
    quantity: Quantity, words: str, language: str, measures: Sequence[Measure], as_of: tuple[str, str]
) -> Proposal:
    likely = candidates(quantity, words, language, measures)
    clear = bool(likely) and likely[0][0] >= NAMED and (len(likely) == 1 or likely[0][0] > likely[1][0])
    measure = likely[0][1] if clear else None
    nature = "ratio" if quantity.kind in ("percentage", "ratio") else _first(_NATURES, words) or "stock"
    return Proposal(
        start=quantity.start,
        end=quantity.end,
        text=" ".join(quantity.text.split()),
        metric=measure.slug if measure else "",
        candidates=tuple(measure.slug for _, measure in likely),
        low=None if quantity.low is None else Decimal(quantity.low),
        high=None if quantity.high is None else Decimal(quantity.high),
        qualifier=quantity.qualifier,
        counted=_counted(quantity, measure),
        unit=(measure.unit if measure else "") or _plain_unit(quantity),
        as_of=as_of[0],
        as_of_basis=as_of[1],
        nature=nature,
        basis=_first(_GROUNDS, words) or "unstated",
    )


def _counted(quantity: Quantity, measure: Measure | None) -> str:
    """One of the things the measure counts; money by its currency."""
    if measure is None:
        return ""
    money = f"money_{(quantity.unit or '').lower()}"
    return money if money in measure.also_counted else measure.counted


def _plain_unit(quantity: Quantity) -> str:
    return "percent" if quantity.unit == "%" else quantity.unit or ""


def _first(table: tuple[tuple[str, str], ...], words: str) -> str:
    for value, pattern in table:
        if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", words, re.IGNORECASE):
            return value
    return ""


def _as_of(dates: list[Quantity], published: str) -> tuple[str, str]:
    closed = [q for q in dates if q.low and q.high]
    if len(closed) == 1:
        return edtf(
            date.fromisoformat(closed[0].low or ""), date.fromisoformat(closed[0].high or "")
        ), "stated"
    return (published, "inferred") if published else ("", "")


def edtf(first: date, last: date) -> str:
    """A period of whole days as EDTF: a year, a month, a day, or from one to the other."""
    if first == last:
        return first.isoformat()
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    if whole_months and first.month == 1 and last.month == 12:
        return f"{first.year:04}" if first.year == last.year else f"{first.year:04}/{last.year:04}"
    if whole_months:
        low, high = first.isoformat()[:7], last.isoformat()[:7]
        return low if low == high else f"{low}/{high}"
    return f"{first.isoformat()}/{last.isoformat()}"


def candidates(
    quantity: Quantity, words: str, language: str, measures: Sequence[Measure]
) -> list[tuple[float, Measure]]:
    """The measures whose names the passage speaks, likeliest first, of those that measure such a thing.

    Where it speaks none, shares, money and times still have few measures: all of them, without preference.
    """
    noun = _stems(quantity.unit or "", language)
    around = _stems(words, language)
    scored = [(_likeness(m, noun, around, language), m) for m in measures if _fits(quantity, m)]
    spoken = sorted((item for item in scored if item[0] >= NAMED), key=lambda item: -item[0])
    return (spoken or (scored if quantity.kind in _DIMENSIONS else []))[:CANDIDATES]


def _fits(quantity: Quantity, measure: Measure) -> bool:
    """Shares are not measured in people, money not in hours; a bare number may count anything else."""
    kinds = {measure.counted.partition("_")[0], *(also.partition("_")[0] for also in measure.also_counted)}
    dimension = _DIMENSIONS.get(quantity.kind)
    if dimension:
        return dimension in kinds
    return not kinds <= {"money", "duration"} and measure.unit != "percent"


def _likeness(measure: Measure, noun: frozenset[str], around: frozenset[str], language: str) -> float:
    """How much of the measure's names the words say: the counted noun most, sayings of others least."""
    named = frozenset().union(*(_stems(label, language) for label in measure.labels))
    said = frozenset().union(*(_stems(saying, language) for saying in measure.sayings)) - named
    people = _stems(_PEOPLE, language)
    of_noun = sum(3 for word in named if _akin_to_any(word, noun))
    of_noun += bool(people & named) and bool(people & noun)
    of_words = sum(2 for word in named if _akin_to_any(word, around))
    of_sayings = sum(1 for word in around if word in said)
    return (of_noun + of_words) / max(1, len(named)) ** 0.5 + of_sayings / (len(said) or 1) ** 0.5


def _akin_to_any(word: str, others: frozenset[str]) -> bool:
    """The same stem, or one inside the other's compound: Kamera in Überwachungskamera."""
    return any(
        word == other or (min(len(word), len(other)) >= 5 and (word in other or other in word))
        for other in others
    )


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(_LANGUAGES.get(language, "german"))


@cache
def _stems(text: str, language: str) -> frozenset[str]:
    found = (word for word in re.findall(r"[^\W\d_]{3,}", text.lower()) if word not in _IDLE_WORDS)
    return frozenset(_stemmer(language).stemWords(found))
