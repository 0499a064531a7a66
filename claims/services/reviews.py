"""Publishing: each act freezes a numbered review; the public reads the current one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims import ledger, workflow
from claims.models import Assessment, Claim, Evidence, Reply, Review, ReviewFigure, User
from claims.models.figures import Quantity
from claims.services.common import locked, require
from claims.services.errors import NotAllowed, Refused
from claims.services.replies import record_reply
from claims.services.verdicts import _move, missing_for, not_embargoed, round_assessments
from claims.workflow import Missing, State
from sources import services as sources
from sources.models import Document

__all__ = ["CONCLUSION", "FIGURE", "publish", "record_reply", "snapshot"]

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
def publish(
    *,
    claim: Claim,
    actor: User,
    kind: str = "",
    note_de: str = "",
    note_en: str = "",
    publish_at: datetime | None = None,
    override_de: str = "",
    override_en: str = "",
    demonstration: bool = False,
) -> Review:
    """Publish the claim's fact-check from sign-off, and so close it.

    `kind` defaults to first or, where a review exists, update; a later review says in its note what changed.
    With `publish_at` (to come) the version is frozen now and released then (`releases.publish_due`); until
    then the claim stays in sign-off and nothing public changes. Refused names each guard that failed; a chief
    may set it aside with `override_de`, the reason, which the page prints.
    """
    claim = locked(claim)
    case = claim.article.case
    require(actor, workflow.Act.PUBLISH, case)
    if case.kind == case.Kind.OWN_MANUSCRIPT:
        raise Refused("An own manuscript under check is never published.")
    move = workflow.find_move(claim.state, State.CLOSED, case.eyes)
    if move is None:
        raise Refused(f"A claim in the state {claim.state} cannot be published; it has to be in sign-off.")
    not_embargoed(claim)
    before = claim.reviews.filter(is_current=True).first()
    if before and before.suppressed_at and not actor.may(workflow.Act.SUPPRESS):
        raise NotAllowed("The version in force was taken down for legal reasons: ask a chief.")
    kind = kind or (Review.Kind.UPDATE if before else Review.Kind.FIRST)
    _fitting_kind(kind, before, note_de or note_en)
    if publish_at and publish_at <= timezone.now():
        raise Refused("The hour of release has passed: choose one to come, or publish at once.")
    overridden = _overridden(claim, missing_for(claim, move, actor, note_de), actor, override_de)
    columns = _frozen(claim, actor, overridden) | {
        "kind": kind,
        "published_by": actor,
        "note_de": note_de,
        "note_en": note_en,
        "override_de": override_de.strip(),
        "override_en": override_en.strip(),
        "demonstration": demonstration or case.demonstration,
    }
    if publish_at:
        release = Review.Release.EMBARGOED
        columns |= {"publish_at": publish_at, "published_at": publish_at, "release": release}
    review = add_version(claim, columns, claim.figures.all())
    payload = {"review": review.number, "kind": kind, "verdict": review.verdict.slug, "note": note_de}
    if publish_at:
        payload["publish_at"] = publish_at.isoformat()
    ledger.append(claim.ledger_chain, "published", payload, actor=actor)
    if not publish_at:
        _move(claim, State.CLOSED, actor, note_de)
    return review


def _overridden(claim: Claim, missing: list[Missing], actor: User, reason: str) -> list[str]:
    """The guards a chief sets aside, written to the log. Refused where nobody does, or nobody may."""
    names = list(dict.fromkeys(item.guard for item in missing))
    if not reason.strip():
        if missing:
            raise Refused(f"The claim cannot go to {State.CLOSED} yet.", missing)
        return []
    require(actor, workflow.Act.OVERRIDE, claim.article.case)
    if not missing:
        raise Refused("Nothing stands in the way of publication: leave the exception out.")
    firm = [item for item in missing if item.guard not in workflow.MAY_BE_OVERRIDDEN]
    if firm:
        raise Refused("This cannot be set aside.", firm)
    ledger.append(claim.ledger_chain, "overridden", {"guards": names, "reason": reason.strip()}, actor=actor)
    return names


def add_version(claim: Claim, columns: dict[str, Any], figures: Iterable[Quantity]) -> Review:
    """The next numbered version with its figures. Where it is out, it is the one in force."""
    last = Review.every.filter(claim=claim).order_by("-number").first()
    out = columns.get("release", Review.Release.OUT) == Review.Release.OUT
    if out:
        Review.every.filter(claim=claim, is_current=True).update(is_current=False)
    review = Review.every.create(
        claim=claim, number=last.number + 1 if last else 1, is_current=out, **columns
    )
    ReviewFigure.objects.bulk_create(
        [
            ReviewFigure(review=review, **{name: getattr(figure, name) for name in FIGURE})
            for figure in figures
        ]
    )
    return review


def _fitting_kind(kind: str, before: Review | None, note: str) -> None:
    allowed = NEEDS_NOTE if before else (Review.Kind.FIRST,)
    if kind not in allowed:
        raise Refused(f"Publish this as {' or '.join(allowed)}; '{kind}' does not fit here.")
    if kind in NEEDS_NOTE and not note.strip():
        raise Refused("Say in the note what changed since the last version.")


def _frozen(claim: Claim, actor: User, overridden: list[str]) -> dict[str, Any]:
    """The columns a review takes over from the claim and from the rating that opened the round."""
    ratings: list[Assessment] = list(round_assessments(claim).select_related("verdict"))
    if not ratings:
        raise Refused("Nobody has rated this claim: there is nothing to publish.")
    leading = [rating for rating in ratings if rating.by_id == ratings[0].by_id][-1]
    eyes = claim.article.case.eyes
    if "independent" in overridden:
        eyes = min(eyes, 2 * len({actor.pk, *(rating.by_id for rating in ratings)}))
    return {
        "eyes": eyes,
        "verdict_label_de": leading.verdict.label_de,
        "verdict_label_en": leading.verdict.label_en,
        "statement_de": claim.statement_de,
        "statement_en": claim.statement_en,
        "published_at": timezone.now(),
        "snapshot": snapshot(claim),
        **{name: getattr(leading, name) for name in CONCLUSION},
    }


def snapshot(claim: Claim) -> dict[str, Any]:
    """What the fact-check rests on at this moment: evidence with the hashes of the copies kept, replies."""
    rows = (
        claim.evidence.active()
        .select_related("passage__document")
        .prefetch_related("passage__document__captures")
    )
    return {
        "source_reason": {"de": claim.source_reason_de, "en": claim.source_reason_en},
        "evidence": [_evidence_snapshot(row) for row in rows],
        "replies": [_reply_snapshot(row) for row in claim.replies.order_by("asked_at", "id")],
    }


def _reply_snapshot(row: Reply) -> dict[str, Any]:
    """Times as ISO 8601 in UTC. Without an answer, the deadline tells how long they had."""
    return {
        "asked_whom": row.asked_whom,
        "asked_how": row.asked_how,
        "asked_at": row.asked_at.isoformat() if row.asked_at else None,
        "deadline": row.deadline.isoformat() if row.deadline else None,
        "answer": {"de": row.answer_de, "en": row.answer_en},
        "waived_reason": row.waived_reason,
    }


def _evidence_snapshot(row: Evidence) -> dict[str, Any]:
    """A document that is not open leaves its weight and its commitment here, never a name or wording."""
    document, is_open = row.passage.document, row.passage.document.is_open
    frozen: dict[str, Any] = {
        "evidence": row.pk,
        "document": document.pk,
        "title": document.title if is_open else "",
        "publisher": document.publisher if is_open else "",
        "tier": document.tier,
        "origin": document.origin if is_open else "",
        "stance": row.stance,
        "locator": row.passage.locator if is_open else "",
        "exact_sha256": row.passage.exact_sha256 if is_open else "",
        "gap_reason": {"de": row.gap_reason_de, "en": row.gap_reason_en},
        "captures": sorted(capture.sha256 for capture in document.captures.all()) if is_open else [],
        "terms": document.terms,
        "confidentiality": document.confidentiality,
    }
    if not is_open:
        frozen["commitment"] = sources.commitment(document)
    if document.confidentiality == Document.Confidentiality.ANONYMISED:
        told = document.particulars
        frozen["described"] = {
            "de": told.get("described_de", ""),
            "en": told.get("described_en", ""),
        }
    return frozen
