"""What a version freezes beside its own columns: who said it and where, what it rests on, what they replied.

`claims.models.frozen` reads it back.
"""

from typing import Any

from django.db.models import Q, QuerySet

from claims.models import Claim, Claimant, Evidence, Relation, Reply, frozen
from sources import services as sources
from sources.models import Document


def snapshot(claim: Claim) -> dict[str, Any]:
    """As JSON. Copies are named by their hashes, passages by their keys: a passage is never reworded."""
    rows = (
        claim.evidence.active()
        .select_related("passage__document")
        .prefetch_related("passage__document__captures")
    )
    return said(claim) | {
        "source_reason": {"de": claim.source_reason_de, "en": claim.source_reason_en},
        "evidence": [_evidence(row) for row in rows],
        "replies": [_reply(row) for row in claim.replies.order_by("asked_at", "id")],
        "scales": [
            frozen.scale_as_told(scale, scale.tiers.all()) for scale in claim.scales.prefetch_related("tiers")
        ],
        "relations": [frozen.columns(row, frozen.RELATION) for row in _relations(claim)],
    }


def _relations(claim: Claim) -> QuerySet[Relation]:
    """Never an untyped lead: that stays inside."""
    both_ways = Q(from_claim=claim) | Q(to_claim=claim)
    return Relation.objects.filter(both_ways).exclude(kind=Relation.Kind.RELATED).order_by("id")


def said(claim: Claim) -> dict[str, Any]:
    """Who said it, in which work, where, and what of it is rated."""
    names = [str(link.get("who", "")) for link in claim.chain]
    people = Claimant.objects.filter(name__in=names) if names else ()
    return {
        "claim": frozen.columns(claim, frozen.CLAIM),
        "claimant": frozen.columns(claim.claimant, frozen.CLAIMANT) if claim.claimant else None,
        "speakers": [frozen.columns(person, frozen.CLAIMANT) for person in people],
        "work": frozen.columns(claim.article.document, frozen.DOCUMENT),
        "appearances": [
            {"passage": row.passage_id, "part": row.part, "locator": row.passage.locator}
            for row in claim.appearances.select_related("passage")
        ],
    }


def _reply(row: Reply) -> dict[str, Any]:
    """Times as ISO 8601 in UTC. Without an answer, the deadline tells how long they had."""
    return {
        "asked_whom": row.asked_whom,
        "asked_how": row.asked_how,
        "asked_at": row.asked_at.isoformat() if row.asked_at else None,
        "deadline": row.deadline.isoformat() if row.deadline else None,
        "answer": {"de": row.answer_de, "en": row.answer_en},
        "waived_reason": row.waived_reason,
    }


def _evidence(row: Evidence) -> dict[str, Any]:
    """A document that is not open leaves its weight and its commitment here, never a name or wording."""
    document, is_open = row.passage.document, row.passage.document.is_open
    told: dict[str, Any] = {
        "evidence": row.pk,
        "document": document.pk,
        "tier": document.tier,
        "stance": row.stance,
        "terms": document.terms,
        "confidentiality": document.confidentiality,
        "gap_reason": {"de": row.gap_reason_de, "en": row.gap_reason_en},
    }
    if is_open:
        return told | {
            **frozen.columns(document, frozen.DOCUMENT),
            **frozen.columns(row, frozen.NOTES),
            "passage": row.passage_id,
            "locator": row.passage.locator,
            "exact_sha256": row.passage.exact_sha256,
            "captures": sorted(capture.sha256 for capture in document.captures.all()),
        }
    told |= {"title": "", "publisher": "", "origin": "", "locator": "", "exact_sha256": "", "captures": []}
    told["commitment"] = sources.commitment(document)
    if document.confidentiality == Document.Confidentiality.ANONYMISED:
        words = document.particulars
        told["described"] = {"de": words.get("described_de", ""), "en": words.get("described_en", "")}
    return told
