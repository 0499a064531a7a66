"""Rating a claim, and moving it. The only way through the workflow."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims import claimreview, ledger, workflow
from claims.models import Assessment, Claim, LedgerEntry, Reply, Review, User, Verdict, documents_visible_to
from claims.services.claimreviews import claim_review, languages
from claims.services.common import locked, require
from claims.services.errors import NotAllowed, Refused
from claims.services.sufficiency import evidence_missing
from claims.wording import Said
from claims.workflow import Missing, State

# What a rating is about.
RATED = ("statement_de", "statement_en", "rated")


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
    decides where the claim goes, as it does after any further one; that is not blind, since the two before it
    are open by then. Further columns of Conclusion may be given. Refused says what is missing.
    """
    claim = locked(claim)
    require(actor, workflow.Act.ASSESS, claim.article.case)
    not_embargoed(claim)
    eyes = claim.article.case.eyes
    earlier = list(round_assessments(claim))
    check_may_rate(claim, actor, eyes, earlier)
    _complete(verdict, certainty, one_sentence_de or columns.get("one_sentence_en", ""))
    checks = claim.state != State.RESEARCH
    blind = checks and not any(rating.blind for rating in earlier)
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
    if claim.assignee_id is None and not checks:
        claim.assignee = actor
        Claim.objects.filter(pk=claim.pk).update(assignee=actor)
    agrees = standing(earlier)[0].verdict_id == verdict.pk if checks else None
    if checks or not evidence_missing(claim):
        _move(claim, workflow.after_assessment(claim.state, eyes, agrees), actor, "")
    return assessment


def check_may_rate(claim: Claim, actor: User, eyes: int, earlier: list[Assessment]) -> None:
    if claim.state == State.RESEARCH:
        if not _works_on(claim, actor):
            raise NotAllowed(
                Said(
                    "This claim is assigned to {assignee}; an editor can reassign it.",
                    assignee=claim.assignee,
                )
            )
        return
    # Where the policy became four eyes meanwhile, a second check goes on with an editor.
    seconds = (State.CROSS_CHECK,) if eyes == 6 else (State.CROSS_CHECK, State.REVIEW)
    if claim.state not in seconds or not earlier:
        raise Refused(Said("A claim in the state {state} takes no rating now.", state=claim.state))
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
            Said(
                "Version {number} is to be published at {publish_at}: call that off first.",
                number=waiting.number,
                publish_at=waiting.publish_at,
            )
        )


def _complete(verdict: Verdict, certainty: str, one_sentence: str) -> None:
    missing = []
    if verdict.needs_certainty and not certainty:
        missing.append(Missing("certainty", "Say how certain it is: strong, moderate or provisional."))
    if not verdict.needs_certainty and certainty:
        missing.append(
            Missing(
                "certainty", Said("{verdict} takes no certainty: leave it out.", verdict=verdict.label_en)
            )
        )
    if not one_sentence.strip():
        missing.append(Missing("one_sentence", "Put the result into one sentence."))
    if missing:
        raise Refused("The rating is not complete.", missing)


def round_assessments(claim: Claim) -> Any:
    """The desk's ratings of the present round, oldest first."""
    return claim.assessments.filter(origin=Assessment.Origin.DESK, round=claim.round).order_by("at", "id")


def standing(ratings: Iterable[Assessment]) -> list[Assessment]:
    """Of a round's ratings, oldest first, those that count: the last one made in research, and those compared
    with it, from the blind one on. Who rated before the claim changed hands no longer stands behind it."""
    ratings = list(ratings)
    first = next((place for place, rating in enumerate(ratings) if rating.blind), len(ratings))
    return [*ratings[:first][-1:], *ratings[first:]]


def restated_by(claim: Claim) -> User | None:
    """Who was the last to change what is rated since the last rating. A text that was empty before, as a
    translation is, changes nothing."""
    last = round_assessments(claim).last()
    if last is None:
        return None
    edits = LedgerEntry.objects.filter(chain=claim.ledger_chain, action="edited", at__gt=last.at)
    for entry in edits.select_related("actor").order_by("-sequence"):
        if any((entry.payload or {}).get(name, {}).get("from") for name in RATED):
            return entry.actor
    return None


@transaction.atomic
def transition(*, claim: Claim, to: str, actor: User, note: str = "") -> Claim:
    """A person's move. Refused names each guard that failed and what would satisfy it."""
    claim = locked(claim)
    eyes = claim.article.case.eyes
    move = workflow.find_move(claim.state, to, eyes)
    if move is None:
        ways = ", ".join(m.target for m in workflow.moves_from(claim.state, eyes)) or "none"
        raise Refused(
            Said(
                "A claim in the state {state} cannot go to {to}; from here: {ways}.",
                state=claim.state,
                to=to,
                ways=ways,
            )
        )
    require(actor, move.act, claim.article.case)
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
        raise Refused(Said("The claim cannot go to {target} yet.", target=move.target), missing)


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
    return [
        Missing(
            "assignee",
            Said("{assignee} works on this claim; an editor can reassign it.", assignee=claim.assignee),
        )
    ]


def _assessed(claim: Claim, actor: User, note: str) -> list[Missing]:
    rated = [rating.by_id for rating in standing(round_assessments(claim))]
    return [] if actor.pk in rated else [Missing("assessed", "Rate the claim first.")]


def _evidence(claim: Claim, actor: User, note: str) -> list[Missing]:
    """Nobody sends on, or publishes, what rests on evidence they may not read themselves."""
    cited = claim.evidence.active()
    if not cited.exclude(passage__document__in=documents_visible_to(actor)).exists():
        return evidence_missing(claim)
    why = "It rests on evidence that you may not read: ask who added it to let you."
    return [*evidence_missing(claim), Missing("evidence", why)]


def _independent(claim: Claim, actor: User, note: str) -> list[Missing]:
    raters = [rating.by_id for rating in standing(round_assessments(claim)) if rating.by_id]
    return workflow.independent(claim.article.case.eyes, raters, actor.pk)


def _validator(claim: Claim, actor: User, note: str) -> list[Missing]:
    """The ClaimReview that would be published now."""
    ratings = standing(round_assessments(claim).select_related("verdict"))
    if not ratings:
        return []
    verdict = ratings[0].verdict
    review = Review(
        claim=claim,
        verdict=verdict,
        verdict_label_de=verdict.label_de,
        verdict_label_en=verdict.label_en,
        statement_de=claim.statement_de,
        statement_en=claim.statement_en,
        published_at=timezone.now(),
    )
    document = claim_review(claim, review, languages(review)[0] if languages(review) else "de")
    return [Missing("validator", why) for why in claimreview.problems(document)]


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
    "validator": _validator,
}
