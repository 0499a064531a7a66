"""Which words stand for a claim: those the desk has, those readers may know of; and for a check by others."""

from claims.matching import tokens
from claims.models import Claim, OutsideReview, Review

Texts = tuple[tuple[str, str], ...]  # (text, language: de, en or blank where it is not known)


def of_claim(claim: Claim, review: Review | None) -> tuple[Texts, Texts]:
    """(all that colleagues may find it by, what readers may): the latter is what its fact-check says.

    Work done since is told to nobody outside, not even by being found.
    """
    working = _both(claim, "statement")
    if review is None:
        return working, working
    public = _both(review, "statement")
    more = tuple(one for one in working if one not in public)
    if review.kind != Review.Kind.WITHDRAWAL:
        public += _both(review, "one_sentence")
    return public + more, public


def of_outside(one: OutsideReview) -> Texts:
    language = one.language[:2].lower()
    said = [text for text in (one.statement, one.title, one.summary) if text]
    if language not in ("de", "en"):
        language = tokens.told(" ".join(said))
    return tuple((text, language) for text in said)


def _both(row: Claim | Review, field: str) -> Texts:
    named = ((getattr(row, f"{field}_{language}"), language) for language in ("de", "en"))
    return tuple((text, language) for text, language in named if text)
