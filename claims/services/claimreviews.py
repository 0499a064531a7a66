"""A version of a fact-check, from its rows, as ClaimReview: for pages, feeds, and the gate of publication."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from claims import claimreview
from claims.models import Claim, Review
from sources.models import Document, Link

LANGUAGES = ("de", "en")
PEOPLE = ("person", "unnamed_author")  # kinds of claimants; every other one is a body


def claim_review(
    claim: Claim,
    review: Review,
    language: str,
    links: Iterable[Link] = (),
    first_published_at: datetime | None = None,
) -> dict[str, Any]:
    """JSON-LD of a version in a language; where a text has no translation, in the one there is.

    Claimant and article have been laid over with what the version froze. `links` are the article's.
    """
    site = settings.FACTCHECK_SITE_URL
    document, who = claim.article.document, claim.claimant
    fact = claimreview.Fact(
        page=f"{site}/{language}/claims/{claim.public_id}/",
        claim=f"{site}/claims/{claim.public_id}/",
        language=language if getattr(review, f"statement_{language}") else _other(language),
        statement=_said(review, "statement", language),
        label=_said(review, "verdict_label", language),
        explanation=_said(review, "one_sentence", language),
        rank=review.verdict.rank,
        published=timezone.localdate(first_published_at or review.published_at),
        modified=timezone.localdate(review.published_at),
        publisher=claimreview.Publisher(
            name=settings.FACTCHECK_PUBLISHER,
            url=f"{site}/",
            principles=f"{site}/{language}/methodology/",
            corrections=f"{site}/{language}/corrections/",
        ),
        work=_work(document, language, list(links)),
        claimant=(_said(who, "display", language) or who.name) if who else "",
        claimant_is_body=who is not None and who.kind not in PEOPLE,
        same_as=tuple(part for part in (who.same_as.split() if who else ()) if part.startswith("http")),
        withdrawn=_said(review, "note", language) if review.kind == Review.Kind.WITHDRAWAL else None,
    )
    return claimreview.write(fact)


def languages(review: Review) -> list[str]:
    """Those the statement is given in."""
    return [language for language in LANGUAGES if getattr(review, f"statement_{language}")]


def _work(document: Document, language: str, links: list[Link]) -> claimreview.Work:
    original = next((link.url for link in links if link.role == Link.Role.ORIGINAL), "")
    archived = next((link.url for link in links if link.role != Link.Role.ORIGINAL and link.trusted), "")
    return claimreview.Work(
        title=getattr(document, f"title_{language}") or document.title,
        publisher=document.publisher,
        url=original,
        archived=archived,
        published=document.published_day,
    )


def _said(row: Any, name: str, language: str) -> str:
    return getattr(row, f"{name}_{language}") or getattr(row, f"{name}_{_other(language)}")


def _other(language: str) -> str:
    return "en" if language == "de" else "de"
