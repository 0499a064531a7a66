"""The evidence a page shows: frozen with the fact-check where there is one, with the links' states of today.

Documents that are not public appear nowhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from claims.models import Claim, Evidence, Review, frozen
from sources.models import Capture, Document, Link, with_permission

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
    def is_shut(self) -> bool:
        """Whether the passage is kept from readers for legal reasons."""
        return self.evidence.passage.suppressed_at is not None

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


def rows() -> QuerySet[Evidence]:
    """Two queries: evidence with document and newest saved copy, and the documents' public links."""
    copies = Capture.objects.filter(document=OuterRef("passage__document"), suppressed=False).order_by(
        "-fetched_at", "-id"
    )
    evidence = with_permission(Evidence.objects.all(), "passage__")
    return (
        evidence.filter(passage__document__confidentiality=Document.Confidentiality.PUBLIC)
        .annotate(
            saved_at=Subquery(copies.values("fetched_at")[:1]),
            saved_sha256=Subquery(copies.values("sha256")[:1]),
        )
        .prefetch_related(Prefetch("passage__document__links", public_links(), to_attr="public_links"))
    )


def evidence_of(claim: Claim, review: Review | None, passages: frozen.Passages) -> list[Item]:
    """What the version rests on, as it said so; without one, what has been found so far."""
    if review is None:
        return [_item(row) for row in rows().filter(claim=claim, dropped_at=None)]
    entries = {key: entry for key, entry in frozen.entries(review).items() if "commitment" not in entry}
    found = rows().filter(claim=claim).in_bulk(list(entries))
    for place, (key, entry) in enumerate(entries.items()):
        if key in found:
            frozen.lay_over_evidence(found[key], entry, place, passages)
    return [_item(found[key]) for key in entries if key in found]


def _item(row: Evidence) -> Item:
    passage = row.passage
    return Item(
        row,
        passage.document,
        row.stance,
        passage.document.tier,
        passage.open_locator,
        passage.open_exact,
        {"de": row.gap_reason_de, "en": row.gap_reason_en},
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
