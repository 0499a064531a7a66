"""Rating a claim, and moving it. The only way through the workflow."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from claims import ledger, workflow
from claims.models import Assessment, Claim, Evidence, Reply, Review, User, Verdict
from claims.services.common import locked, require
from claims.services.errors import NotAllowed, Refused
from claims.workflow import Missing, State
from sources.models import Capture, Document

OFF_WEB = ("paper", "phone", "interview", "e-mail", "visit", "calculation")


@transaction.atomic
def assess(
    *,
    claim: Claim,
    actor: User,
    verdict: Verdict,
    certainty: str = "",
    one_sentence_de: str = "",
    rationale_de: str = "",
    **columns: Any,
) -> Assessment:
    """One person's judgement of a claim in its present round of work.

    In research the first rating, by the assignee; it moves the claim on when the evidence gate is satisfied.
    In the second check (six eyes) or sign-off (four eyes) the blind second one, after which the service
    decides where the claim goes. Further columns of Conclusion may be given. Refused says what is missing.
    """
    claim = locked(claim)
    require(actor, workflow.Act.ASSESS, claim.article.case)
    not_embargoed(claim)
    eyes = claim.article.case.eyes
    earlier = list(round_assessments(claim))
    check_may_rate(claim, actor, eyes, earlier)
    _complete(verdict, certainty, one_sentence_de or columns.get("one_sentence_en", ""))
    blind = claim.state != State.RESEARCH
    assessment = Assessment.objects.create(
        claim=claim,
        by=actor,
        round=claim.round,
        verdict=verdict,
        certainty=certainty,
        one_sentence_de=one_sentence_de.strip(),
        rationale_de=rationale_de.strip(),
        blind=blind,
        **columns,
    )
    payload = {"assessment": assessment.pk, "verdict": verdict.slug, "certainty": certainty, "blind": blind}
    ledger.append(claim.ledger_chain, "assessed", payload, actor=actor)
    if claim.assignee_id is None and not blind:
        claim.assignee = actor
        Claim.objects.filter(pk=claim.pk).update(assignee=actor)
    agrees = earlier[-1].verdict_id == verdict.pk if blind else None
    if blind or not evidence_missing(claim):
        _move(claim, workflow.after_assessment(claim.state, eyes, agrees), actor, "")
    return assessment


def check_may_rate(claim: Claim, actor: User, eyes: int, earlier: list[Assessment]) -> None:
    if claim.state == State.RESEARCH:
        if not _works_on(claim, actor):
            raise NotAllowed(f"This claim is assigned to {claim.assignee}; an editor can reassign it.")
        return
    second = State.CROSS_CHECK if eyes == 6 else State.REVIEW
    if claim.state != second or not earlier:
        raise Refused(f"A claim in the state {claim.state} takes no rating now.")
    if any(assessment.by_id == actor.pk for assessment in earlier):
        raise NotAllowed("You have rated this claim already: the second check is somebody else's.")
    if eyes == 4 and not actor.may(workflow.Act.PUBLISH):
        raise NotAllowed("With four eyes the second rating is the publishing editor's.")


def _works_on(claim: Claim, actor: User) -> bool:
    return claim.assignee_id is None or actor.pk in (claim.assignee_id, claim.stand_in_id)


def not_embargoed(claim: Claim) -> None:
    """A claim whose fact-check is frozen and waits for its hour stays as it is until then."""
    waiting = Review.every.filter(claim=claim, release=Review.Release.EMBARGOED).first()
    if waiting:
        raise Refused(
            f"Version {waiting.number} is to be published at {waiting.publish_at:%Y-%m-%d %H:%M} UTC: "
            "call that off first."
        )


def _complete(verdict: Verdict, certainty: str, one_sentence: str) -> None:
    missing = []
    if verdict.needs_certainty and not certainty:
        missing.append(Missing("certainty", "Say how certain it is: strong, moderate or provisional."))
    if not verdict.needs_certainty and certainty:
        missing.append(Missing("certainty", f"{verdict.label_en} takes no certainty: leave it out."))
    if not one_sentence.strip():
        missing.append(Missing("one_sentence", "Put the result into one sentence."))
    if missing:
        raise Refused("The rating is not complete.", missing)


def round_assessments(claim: Claim) -> Any:
    """The desk's ratings of the present round, oldest first."""
    return claim.assessments.filter(origin=Assessment.Origin.DESK, round=claim.round).order_by("at", "id")


def evidence_missing(claim: Claim) -> list[Missing]:
    """What the claim's evidence still lacks (workflow.evidence_gate)."""
    kept = Capture.objects.filter(document=OuterRef("passage__document"), suppressed=False)
    rows = claim.evidence.active().select_related("passage__document").annotate(kept=Exists(kept))
    return workflow.evidence_gate([_item(row) for row in rows], claim.source_reason_de)


def _item(row: Evidence) -> workflow.EvidenceItem:
    document, passage = row.passage.document, row.passage
    off_web = document.medium in OFF_WEB
    return workflow.EvidenceItem(
        label=_label(document, row.position),
        tier=document.tier,
        origin=document.origin,
        stance=row.stance,
        has_locator=bool(passage.locator or passage.exact or off_web),
        has_wording=bool(passage.exact or off_web),
        has_copy=bool(row.kept or off_web),  # type: ignore[attr-defined]
        gap_reason=row.gap_reason_de or row.gap_reason_en,
    )


def _label(document: Document, position: int) -> str:
    """Refusals are read by people who may not know the name."""
    if document.confidentiality == Document.Confidentiality.NAMED:
        return f"Confidential evidence {position + 1}"
    return document.title_en or document.title


@transaction.atomic
def transition(*, claim: Claim, to: str, actor: User, note: str = "") -> Claim:
    """A person's move. Refused names each guard that failed and what would satisfy it."""
    claim = locked(claim)
    eyes = claim.article.case.eyes
    move = workflow.find_move(claim.state, to, eyes)
    if move is None:
        ways = ", ".join(m.target for m in workflow.moves_from(claim.state, eyes)) or "none"
        raise Refused(f"A claim in the state {claim.state} cannot go to {to}; from here: {ways}.")
    require(actor, move.act, claim.article.case)  # type: ignore[arg-type]
    if move.target == State.CLOSED:
        raise Refused("A claim is done by publishing its fact-check: publish it instead.")
    not_embargoed(claim)
    check_guards(claim, move, actor, note)
    return _move(claim, move.target, actor, note)


def missing_for(claim: Claim, move: workflow.Move, actor: User, note: str) -> list[Missing]:
    """Every guard of a move that fails, and what would satisfy it: the checklist of the sign-off."""
    return [item for guard in move.guards for item in GUARDS[guard](claim, actor, note)]


def check_guards(claim: Claim, move: workflow.Move, actor: User, note: str) -> None:
    missing = missing_for(claim, move, actor, note)
    if missing:
        raise Refused(f"The claim cannot go to {move.target} yet.", missing)


def _move(claim: Claim, target: State, actor: User | None, note: str, **facts: Any) -> Claim:
    """Write a move that has been granted. Going back to research begins a new round of ratings.

    `facts` join the entry of the log; a claim that is not pursued takes its `reason` from them.
    """
    source = claim.state
    begins_again = target == State.RESEARCH and source != State.DRAFT
    claim.state, claim.round = target, claim.round + begins_again
    declined = target == State.DECLINED
    claim.declined_as = facts.get("reason", workflow.Decline.OTHER) if declined else ""
    claim.revision += 1
    claim.save(update_fields=["state", "round", "declined_as", "revision", "updated_at"])
    payload = {"from": source, "to": target, "note": note, **facts}
    ledger.append(claim.ledger_chain, "moved", payload, actor=actor)
    return claim


Guard = Callable[[Claim, User, str], list[Missing]]


def _statement(claim: Claim, actor: User, note: str) -> list[Missing]:
    held = claim.statement_de or claim.statement_en
    return [] if held else [Missing("statement", "Restate the claim in your own words.")]


def _passage(claim: Claim, actor: User, note: str) -> list[Missing]:
    return [] if claim.appearances.exists() else [Missing("passage", "Select the passage in the article.")]


def _claimant(claim: Claim, actor: User, note: str) -> list[Missing]:
    return [] if claim.claimant_id else [Missing("claimant", "Say who makes the assertion.")]


def _note(claim: Claim, actor: User, note: str) -> list[Missing]:
    return [] if note.strip() else [Missing("note", "Give the reason in a note.")]


def _assignee(claim: Claim, actor: User, note: str) -> list[Missing]:
    if _works_on(claim, actor):
        return []
    return [Missing("assignee", f"{claim.assignee} works on this claim; an editor can reassign it.")]


def _assessed(claim: Claim, actor: User, note: str) -> list[Missing]:
    rated = round_assessments(claim).filter(by=actor).exists()
    return [] if rated else [Missing("assessed", "Rate the claim first.")]


def _evidence(claim: Claim, actor: User, note: str) -> list[Missing]:
    return evidence_missing(claim)


def _independent(claim: Claim, actor: User, note: str) -> list[Missing]:
    raters = [assessment.by_id for assessment in round_assessments(claim) if assessment.by_id]
    return workflow.independent(claim.article.case.eyes, raters, actor.pk)


def _reply(claim: Claim, actor: User, note: str) -> list[Missing]:
    return workflow.reply_gate([_asked(reply) for reply in claim.replies.all()], timezone.now())


def _asked(reply: Reply) -> workflow.Asked:
    answered = bool(reply.answer_de or reply.answer_en)
    return workflow.Asked(bool(reply.waived_reason), answered, reply.deadline)


GUARDS: dict[str, Guard] = {
    "statement": _statement,
    "passage": _passage,
    "claimant": _claimant,
    "note": _note,
    "assignee": _assignee,
    "assessed": _assessed,
    "evidence": _evidence,
    "independent": _independent,
    "reply": _reply,
}
