"""Publishing: each act freezes a numbered review; the public reads the current one."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims import ledger, workflow
from claims.models import Assessment, Claim, Evidence, Reply, Review, ReviewFigure, User
from claims.services.common import locked, require
from claims.services.errors import Refused
from claims.services.verdicts import _move, check_guards, round_assessments
from claims.workflow import State

CONCLUSION = (
    "verdict_id certainty reference_point one_sentence_de one_sentence_en rationale_de rationale_en "
    "searched_de searched_en would_settle_de would_settle_en own_calculation"
).split()
FIGURE = (
    "metric_id low high qualifier counted unit definition item place system as_of as_of_first as_of_last "
    "as_of_basis as_of_reason nature basis"
).split()
NEEDS_NOTE = (Review.Kind.UPDATE, Review.Kind.CLARIFICATION, Review.Kind.CORRECTION)


@transaction.atomic
def record_reply(
    *,
    claim: Claim,
    actor: User,
    asked_whom: str = "",
    asked_how: str = "",
    asked_at: datetime | None = None,
    deadline: datetime | None = None,
    waived_reason: str = "",
) -> Reply:
    """The right of reply: whom we asked and how, or why nobody was asked."""
    claim = locked(claim)
    require(actor, workflow.Act.ADD, claim.article.case)
    if not (asked_whom.strip() or waived_reason.strip()):
        raise Refused("Say who was asked, or why nobody was.")
    reply = Reply.objects.create(
        claim=claim,
        asked_whom=asked_whom.strip(),
        asked_how=asked_how,
        asked_at=asked_at,
        deadline=deadline,
        waived_reason=waived_reason.strip(),
        recorded_by=actor,
    )
    payload = {"reply": reply.pk, "asked": asked_whom, "waived": waived_reason}
    ledger.append(claim.ledger_chain, "reply_recorded", payload, actor=actor)
    return reply


@transaction.atomic
def publish(
    *,
    claim: Claim,
    actor: User,
    kind: str = "",
    note_de: str = "",
    note_en: str = "",
    demonstration: bool = False,
) -> Review:
    """Publish the claim's fact-check from sign-off, and so close it.

    `kind` defaults to first or, where a review exists, update; a later review says in its note what changed.
    Refused names each guard that failed.
    """
    claim = locked(claim)
    case = claim.article.case
    require(actor, workflow.Act.PUBLISH, case)
    if case.kind == case.Kind.OWN_MANUSCRIPT:
        raise Refused("An own manuscript under check is never published.")
    move = workflow.find_move(claim.state, State.CLOSED, case.eyes)
    if move is None:
        raise Refused(f"A claim in the state {claim.state} cannot be published; it has to be in sign-off.")
    before = claim.reviews.order_by("-number").first()
    kind = kind or (Review.Kind.UPDATE if before else Review.Kind.FIRST)
    _fitting_kind(kind, before, note_de or note_en)
    check_guards(claim, move, actor, note_de)
    claim.reviews.filter(is_current=True).update(is_current=False)
    review = Review.objects.create(
        number=before.number + 1 if before else 1,
        kind=kind,
        published_by=actor,
        note_de=note_de,
        note_en=note_en,
        demonstration=demonstration or case.demonstration,
        **_frozen(claim),
    )
    ReviewFigure.objects.bulk_create(
        [
            ReviewFigure(review=review, **{name: getattr(figure, name) for name in FIGURE})
            for figure in claim.figures.all()
        ]
    )
    ledger.append(
        claim.ledger_chain,
        "published",
        {"review": review.number, "kind": kind, "verdict": review.verdict.slug, "note": note_de},
        actor=actor,
    )
    _move(claim, State.CLOSED, actor, note_de)
    return review


def _fitting_kind(kind: str, before: Review | None, note: str) -> None:
    allowed = NEEDS_NOTE if before else (Review.Kind.FIRST,)
    if kind not in allowed:
        raise Refused(f"Publish this as {' or '.join(allowed)}; '{kind}' does not fit here.")
    if kind in NEEDS_NOTE and not note.strip():
        raise Refused("Say in the note what changed since the last version.")


def _frozen(claim: Claim) -> dict[str, Any]:
    """The columns a review takes over from the claim and from the rating that opened the round."""
    leading: Assessment = round_assessments(claim).select_related("verdict")[0]
    latest = round_assessments(claim).select_related("verdict").filter(by=leading.by_id).last()
    leading = latest or leading
    return {
        "claim": claim,
        "eyes": claim.article.case.eyes,
        "verdict_label_de": leading.verdict.label_de,
        "verdict_label_en": leading.verdict.label_en,
        "statement_de": claim.statement_de,
        "statement_en": claim.statement_en,
        "published_at": timezone.now(),
        "snapshot": snapshot(claim),
        **{name: getattr(leading, name) for name in CONCLUSION},
    }


def snapshot(claim: Claim) -> dict[str, Any]:
    """What the fact-check rests on at this moment: evidence, with the hashes of the copies kept."""
    rows = (
        claim.evidence.active()
        .select_related("passage__document")
        .prefetch_related("passage__document__captures")
    )
    return {
        "source_reason": {"de": claim.source_reason_de, "en": claim.source_reason_en},
        "evidence": [_evidence_snapshot(row) for row in rows],
    }


def _evidence_snapshot(row: Evidence) -> dict[str, Any]:
    document = row.passage.document
    return {
        "evidence": row.pk,
        "document": document.pk,
        "title": document.title,
        "publisher": document.publisher,
        "tier": document.tier,
        "origin": document.origin,
        "stance": row.stance,
        "locator": row.passage.locator,
        "exact_sha256": row.passage.exact_sha256,
        "gap_reason": {"de": row.gap_reason_de, "en": row.gap_reason_en},
        "captures": sorted(capture.sha256 for capture in document.captures.all()),
    }
