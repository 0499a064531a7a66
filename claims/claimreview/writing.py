"""Our own fact-check as schema.org's ClaimReview, and what makes one unfit to be published. PURE."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import ada_url

from claims.wording import Said

WORST, BEST = 1, 5  # ranks of the scale; a rating without a rank has its word and no number


@dataclass(frozen=True)
class Publisher:
    name: str
    url: str
    principles: str = ""
    corrections: str = ""


@dataclass(frozen=True)
class Work:
    """Where the claim was made. `published` is told only where the whole day is known."""

    title: str
    publisher: str = ""
    url: str = ""
    archived: str = ""
    published: date | None = None


@dataclass(frozen=True)
class Fact:
    """One version of a fact-check in one language. `page` is its address, `claim` that of the claim."""

    page: str
    claim: str
    language: str
    statement: str
    label: str
    explanation: str
    rank: int | None
    published: date
    modified: date
    publisher: Publisher
    work: Work
    claimant: str = ""
    claimant_is_body: bool = False
    same_as: tuple[str, ...] = ()
    withdrawn: str | None = None  # the note of the withdrawal


def write(fact: Fact) -> dict[str, Any]:
    """JSON-LD, without empty members. A withdrawn fact-check is a notice: no rating, no explanation."""
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": f"{fact.page}#review",
        "url": fact.page,
        "inLanguage": fact.language,
        "claimReviewed": fact.statement,
        "datePublished": fact.published.isoformat(),
        "dateModified": fact.modified.isoformat() if fact.modified != fact.published else "",
        "author": _organization(fact.publisher),
        "itemReviewed": _claim(fact),
    }
    if fact.withdrawn is None:
        document["reviewRating"] = _rating(fact)
    else:
        document["creativeWorkStatus"] = "Withdrawn"
        document["correction"] = {"@type": "CorrectionComment", "text": fact.withdrawn}
    return _filled(document)


def _organization(publisher: Publisher) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "@id": f"{publisher.url}#organization",
        "name": publisher.name,
        "url": publisher.url,
        "publishingPrinciples": publisher.principles,
        "correctionsPolicy": publisher.corrections,
    }


def _rating(fact: Fact) -> dict[str, Any]:
    """Numbers as text, as consumers' schemas have them, and only for what has a place on the scale."""
    rating = {"@type": "Rating", "alternateName": fact.label, "ratingExplanation": fact.explanation}
    if fact.rank is not None:
        rating |= {"ratingValue": str(fact.rank), "worstRating": str(WORST), "bestRating": str(BEST)}
    return rating


def _claim(fact: Fact) -> dict[str, Any]:
    work = fact.work
    day = work.published.isoformat() if work.published else ""
    appearance = {
        "@type": "Article",
        "url": work.url,
        "headline": work.title,
        "datePublished": day,
        "publisher": {"@type": "Organization", "name": work.publisher} if work.publisher else "",
        "archivedAt": work.archived,
    }
    kind = "Organization" if fact.claimant_is_body else "Person"
    who = {"@type": kind, "name": fact.claimant, "sameAs": list(fact.same_as)} if fact.claimant else ""
    return {
        "@type": "Claim",
        "@id": f"{fact.claim}#claim",
        "author": who,
        "datePublished": day,
        "appearance": [appearance],
    }


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _filled(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in ("", None, [], {})}
    return [_filled(item) for item in value] if isinstance(value, list) else value


def problems(document: dict[str, Any]) -> list[Said]:
    """What makes a ClaimReview of ours unfit for publication; empty where nothing does."""
    return list(_problems(document))


def _problems(document: dict[str, Any]) -> Iterator[Said]:
    item, author = document.get("itemReviewed", {}), document.get("author", {})
    if not document.get("claimReviewed", "").strip():
        yield Said("Restate the claim in your own words.")
    for name, address in (("url", document.get("url", "")), ("author.url", author.get("url", ""))):
        if not _is_address(address):
            yield Said("FACTCHECK_SITE_URL has to be a whole web address ({name}: {address}).",
                       name=name, address=address or "–")  # fmt: skip
    if not author.get("name"):
        yield Said("FACTCHECK_PUBLISHER has to name who publishes.")
    elif author["name"].casefold() == item.get("author", {}).get("name", "").casefold():
        yield Said("The claimant is the newsroom itself: a fact-check needs somebody else's claim.")
    if document.get("creativeWorkStatus") != "Withdrawn":
        yield from _rating_problems(document.get("reviewRating", {}))
    if item.get("datePublished", "") > document.get("datePublished", ""):
        yield Said(
            "The article is dated {day}, after the fact-check: mend its date.", day=item["datePublished"]
        )


def _rating_problems(rating: dict[str, Any]) -> Iterator[Said]:
    if not rating.get("alternateName", "").strip():
        yield Said("The rating has no label.")
    value = rating.get("ratingValue")
    if value is not None and (not value.isdecimal() or not WORST <= int(value) <= BEST):
        yield Said("The rating's rank has to be from {worst} to {best}, or none.", worst=WORST, best=BEST)


def _is_address(address: str) -> bool:
    try:
        parts = ada_url.URL(address)
    except ValueError:
        return False
    return parts.protocol in ("http:", "https:") and bool(parts.hostname)
