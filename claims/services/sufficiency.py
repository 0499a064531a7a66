"""Whether what a claim rests on is enough for its rating to go on: workflow.evidence_gate asked of rows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from claims import calculations, workflow
from claims.models import Claim, Evidence, Figure, Relation
from claims.wording import Said
from claims.workflow import Missing
from sources.models import Capture, Document

OFF_WEB = ("paper", "phone", "interview", "e-mail", "visit", "calculation")


def evidence_missing(claim: Claim) -> list[Missing]:
    """What the claim's evidence still lacks."""
    rows = list(with_copies(claim.evidence.active()))
    return missing_in(rows, claim.source_reason, facts_about(rows))


@dataclass(frozen=True)
class Facts:
    """What is asked once for the evidence of many claims: pairs of documents of a declared common origin, and
    the calculations (keys of documents) that no longer give their result."""

    shared: Collection[tuple[int, int]] = ()
    outdated: Collection[int] = ()


def facts_about(rows: Iterable[Evidence]) -> Facts:
    return Facts(Relation.objects.common_origins(), outdated(rows))


def with_copies(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Evidence with its document, and whether a copy of that is kept: what `missing_in` looks at."""
    kept = Capture.objects.filter(document=OuterRef("passage__document"), suppressed=False)
    return rows.select_related("passage__document").annotate(kept=Exists(kept))


def missing_in(rows: Iterable[Evidence], source_reason: str, facts: Facts) -> list[Missing]:
    """The same for rows of `with_copies`, for many claims at once: `facts_about` all of them, asked once."""
    items = [_item(row, row.passage.document_id in facts.outdated) for row in rows]
    return workflow.evidence_gate(items, source_reason, facts.shared)


def outdated(rows: Iterable[Evidence]) -> set[int]:
    """The cited calculations that no longer give the result they print, since a figure they rest on changed.

    Documents' keys. Asked of the figures themselves: nothing is stored. No query without a calculation, else
    two, however many rows.
    """
    documents = {row.passage.document_id for row in rows if _rests_on_others(row.passage.document)}
    if not documents:
        return set()
    medium = Document.Medium.CALCULATION
    kept = dict(Document.objects.filter(medium=medium).values_list("pk", "calculation"))
    taken = {key for one in kept.values() for key in (one or {}).get("figures", {}).values()}
    taken = {key for key in taken if isinstance(key, int)}
    figures = {key: figure.amount for key, figure in Figure.objects.in_bulk(taken).items()}
    return {key for key in documents if _differs(key, kept, figures)}


def _rests_on_others(document: Document) -> bool:
    calculation = document.calculation or {}
    of_ours = document.medium == Document.Medium.CALCULATION
    return of_ours and bool(calculation.get("figures") or calculation.get("from"))


def _differs(key: int, kept: dict[int, Any], figures: dict[int, Decimal | None]) -> bool:
    try:
        return f"{calculations.worked_out(key, kept, figures).normalize():f}" != kept[key].get("result")
    except calculations.CalculationError:
        return True


def _item(row: Evidence, is_outdated: bool) -> workflow.EvidenceItem:
    document, passage = row.passage.document, row.passage
    off_web = document.medium in OFF_WEB
    return workflow.EvidenceItem(
        label=_label(document, row.position),
        document=document.pk,
        tier=document.tier,
        origin=document.origin,
        stance=row.stance,
        has_locator=bool(passage.locator or passage.exact or off_web),
        has_wording=bool(passage.exact or off_web),
        has_copy=bool(row.kept or off_web),  # type: ignore[attr-defined]
        gap_reason=row.gap_reason_de or row.gap_reason_en,
        outdated=is_outdated,
    )


def _label(document: Document, position: int) -> str:
    """Refusals are read by people who may not know the name."""
    if document.confidentiality == Document.Confidentiality.NAMED:
        return Said("Confidential evidence {number}", number=position + 1)
    return document.title_en or document.title
