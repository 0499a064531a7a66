"""The evidence a page shows: frozen with the fact-check where there is one, with the links' states of today.

Documents that are not public appear nowhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from claims.models import Article, Claim, Evidence, Review
from sources.models import Capture, Document, Link

# States about which readers get a neutral line above the evidence.
TROUBLED = ("gone", "unreachable", "soft_404", "replaced")


@dataclass(frozen=True)
class Item:
    """One row of the evidence table. `quotation` is blank where no wording was pinned when it was frozen."""

    evidence: Evidence
    document: Document
    stance: str
    tier: str
    locator: str
    quotation: str
    gap: dict[str, str]
    links: list[Link]

    @property
    def is_off_web(self) -> bool:
        return self.document.medium != Document.Medium.WEB

    @property
    def is_troubled(self) -> bool:
        """Whether the original cannot be read where it was."""
        return any(link.state in TROUBLED for link in self.links)

    @property
    def saved_at(self) -> datetime | None:
        return self.evidence.saved_at  # type: ignore[attr-defined]

    @property
    def saved_sha256(self) -> str:
        return self.evidence.saved_sha256  # type: ignore[attr-defined]


def public_links() -> QuerySet[Link]:
    return Link.objects.filter(public=True, active=True).order_by("role", "id")


def public_documents() -> QuerySet[Document]:
    """Documents cited for a public claim; and uncited ones, which only complete a series of figures.

    A document that only hidden claims cite would tell what the newsroom is working on.
    """
    cited = Evidence.objects.filter(passage__document=OuterRef("pk"))
    article = Article.objects.filter(document=OuterRef("pk"))
    return Document.objects.filter(
        Exists(cited.filter(claim__in=Claim.objects.public())) | (~Exists(cited) & ~Exists(article)),
        confidentiality=Document.Confidentiality.PUBLIC,
    )


def rows() -> QuerySet[Evidence]:
    """Two queries: evidence with document and newest saved copy, and the documents' public links."""
    copies = Capture.objects.filter(document=OuterRef("passage__document"), suppressed=False).order_by(
        "-fetched_at", "-id"
    )
    return (
        Evidence.objects.filter(passage__document__confidentiality=Document.Confidentiality.PUBLIC)
        .select_related("passage__document")
        .annotate(
            saved_at=Subquery(copies.values("fetched_at")[:1]),
            saved_sha256=Subquery(copies.values("sha256")[:1]),
        )
        .prefetch_related(Prefetch("passage__document__links", public_links(), to_attr="public_links"))
    )


def evidence_of(claim: Claim, review: Review | None) -> list[Item]:
    """What the version rests on; without one, what has been found so far."""
    if review is None:
        return [_live(row) for row in rows().filter(claim=claim, dropped_at=None)]
    frozen = review.snapshot.get("evidence", [])
    found = {
        row.pk: row for row in rows().filter(claim=claim, pk__in=[entry["evidence"] for entry in frozen])
    }
    return [_frozen(found[entry["evidence"]], entry) for entry in frozen if entry["evidence"] in found]


def _live(row: Evidence) -> Item:
    passage = row.passage
    gap = {"de": row.gap_reason_de, "en": row.gap_reason_en}
    return Item(
        row,
        passage.document,
        row.stance,
        passage.document.tier,
        passage.locator,
        passage.exact,
        gap,
        _links(row),
    )


def _frozen(row: Evidence, entry: dict[str, Any]) -> Item:
    """The columns as published. A wording pinned or changed since then waits for the next version."""
    passage = row.passage
    same_wording = passage.exact_sha256 == entry["exact_sha256"]
    return Item(
        row,
        passage.document,
        entry["stance"],
        entry["tier"],
        entry["locator"],
        passage.exact if same_wording else "",
        entry["gap_reason"],
        _links(row),
    )


def _links(row: Evidence) -> list[Link]:
    return row.passage.document.public_links  # type: ignore[attr-defined]


def troubled(items: Iterable[Item]) -> Iterator[Item]:
    """Each document with a lost link once."""
    seen = set()
    for item in items:
        if item.is_troubled and item.document.pk not in seen:
            seen.add(item.document.pk)
            yield item


def outage_since(items: Iterable[Item]) -> datetime | None:
    """Since when our own connection has been down, as far as any of these links was to be checked."""
    moments = [link.outage_since for item in items for link in item.links if link.outage_since]
    return min(moments, default=None)
