"""How much a sentence is worth checking: reasons with weights, and what speaks against it."""

import re
from enum import StrEnum
from typing import NamedTuple

from claims.spotting import cues


class Reason(StrEnum):
    QUANTITY = "quantity"
    SUPERLATIVE = "superlative"
    ATTRIBUTION = "attribution"
    CAUSE = "cause"
    COMPARISON = "comparison"
    DATE = "date"
    NAMED_BODY = "named_body"
    RULE = "rule"
    PLAN = "plan"


WEIGHTS = {
    Reason.QUANTITY: 3.0,
    Reason.DATE: 0.8,
    Reason.RULE: 1.2,
    Reason.PLAN: 1.0,
    Reason.SUPERLATIVE: 0.8,
    Reason.ATTRIBUTION: 0.5,
    Reason.CAUSE: 0.6,
    Reason.COMPARISON: 0.7,
    Reason.NAMED_BODY: 0.8,
}
PATTERNS = {
    Reason.DATE: cues.DATE,
    Reason.RULE: cues.RULE,
    Reason.PLAN: cues.PLAN,
    Reason.SUPERLATIVE: cues.SUPERLATIVE,
    Reason.ATTRIBUTION: cues.ATTRIBUTION,
    Reason.CAUSE: cues.CAUSE,
    Reason.COMPARISON: cues.COMPARISON,
    Reason.NAMED_BODY: cues.BODY,
}
CALENDAR = 1.5  # on top where the date can be found in a calendar: a year, a month, a day
OPINION = -1.0  # beside a figure or a date; without either the sentence stays out
ADDRESS = -0.7
FRAGMENT = -1.0  # fewer words than a clause needs
HEADING = -0.8
FULL_LENGTH = 25  # words after which a longer sentence gains nothing
LENGTH = 1.0


WORD = re.compile(r"\w+")
QUESTION = re.compile(r"\?[!?]*[\"'»«”“’‘)\]]*$")
CONCRETE = frozenset({Reason.QUANTITY, Reason.DATE})
FAINT = frozenset({Reason.SUPERLATIVE, Reason.COMPARISON, Reason.ATTRIBUTION, Reason.PLAN})
CLAUSE = 6  # words that a sentence needs where one faint reason is all that speaks for it


class Weighed(NamedTuple):
    score: float
    reasons: tuple[Reason, ...]


def stays_out(sentence: str, language: str, reasons: tuple[Reason, ...]) -> bool:
    """Questions, page furniture, opinions without a figure or date, and what gives no reason to speak of."""
    if not reasons or QUESTION.search(sentence) or cues.is_furniture(sentence):
        return True
    lower = sentence.lower()
    if len(reasons) == 1 and FAINT.issuperset(reasons):
        if len(WORD.findall(sentence)) < CLAUSE:
            return True  # Time will tell.
        if reasons[0] is Reason.ATTRIBUTION and cues.ADDRESS[language].search(lower):
            return True  # "We are on the right track," she said.
    return CONCRETE.isdisjoint(reasons) and bool(cues.OPINION[language].search(lower))


def weigh(sentence: str, language: str, *, has_quantity: bool, has_date: bool, heading: bool) -> Weighed:
    """Score and reasons of one sentence, blanks in it already single.

    `has_date`: a calendar date stands in it, not only "last year". A date is no quantity: `has_quantity`
    says whether a number of another kind stands in the sentence.
    """
    lower = sentence.lower()
    reasons = [reason for reason, pattern in PATTERNS.items() if pattern[language].search(lower)]
    if Reason.NAMED_BODY not in reasons and _names(sentence, heading=heading):
        reasons.append(Reason.NAMED_BODY)
    if has_date and Reason.DATE not in reasons:
        reasons.insert(0, Reason.DATE)
    if has_quantity:
        reasons.insert(0, Reason.QUANTITY)
    words = len(WORD.findall(sentence))
    score = sum(WEIGHTS[reason] for reason in reasons) + LENGTH * min(words, FULL_LENGTH) / FULL_LENGTH
    score += CALENDAR * has_date
    score += OPINION * bool(cues.OPINION[language].search(lower))
    score += ADDRESS * bool(cues.ADDRESS[language].search(lower))
    score += FRAGMENT * (words < 5) + HEADING * heading
    return Weighed(round(score, 2), tuple(reasons))


def _names(sentence: str, *, heading: bool) -> bool:
    """An acronym, or two capital words in a row; every word of a heading may have a capital."""
    return bool(cues.ACRONYM.search(sentence)) or (not heading and bool(cues.NAME.search(sentence)))
