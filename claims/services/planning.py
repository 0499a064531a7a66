"""Putting a claim aside: until a date, or for good."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from claims import ledger, workflow
from claims.models import Claim, Relation, User
from claims.services.common import locked, reason_of, require, save_revision
from claims.services.errors import Refused
from claims.services.verdicts import _move, not_embargoed
from claims.wording import Said
from claims.workflow import Missing, State


@transaction.atomic
def hold(
    *, claim: Claim, actor: User, until: datetime, reason: str, expected_revision: int | None = None
) -> Claim:
    """Put a claim in work aside until a date to come. Its state stays; it wakes by itself. Conflict when
    outrun."""
    claim = locked(claim)
    require(actor, workflow.Act.ADD, claim.article.case)
    reason = reason_of(reason, "Say what the claim is waiting for.")
    if claim.state not in workflow.IN_WORK:
        raise Refused(
            Said(
                "A claim in the state {state} is not in work: there is nothing to put aside.",
                state=claim.state,
            )
        )
    if until <= timezone.now():
        raise Refused("Choose a date and time that is still to come.")
    save_revision(claim, {"hold_until": until, "hold_reason": reason}, expected_revision)
    ledger.append(claim.ledger_chain, "put_on_hold", {"until": until, "reason": reason}, actor=actor)
    return claim


@transaction.atomic
def wake(*, claim: Claim, actor: User, expected_revision: int | None = None) -> Claim:
    """Take a claim up again before its date. Conflict when outrun."""
    claim = locked(claim)
    require(actor, workflow.Act.ADD, claim.article.case)
    if not claim.is_on_hold:
        raise Refused("This claim is not on hold.")
    save_revision(claim, {"hold_until": None, "hold_reason": ""}, expected_revision)
    ledger.append(claim.ledger_chain, "woken", {}, actor=actor)
    return claim


@transaction.atomic
def decline(*, claim: Claim, actor: User, reason: str, note: str = "", kept: Claim | None = None) -> Claim:
    """Not to pursue a claim, for a reason of the list (workflow.Decline). A duplicate names the one kept.

    The note stands in the log alone: readers may see the relation, where both claims are public.
    """
    claim = locked(claim)
    require(actor, workflow.Act.DECLINE, claim.article.case)
    if workflow.find_move(claim.state, State.DECLINED, claim.article.case.eyes) is None:
        raise Refused(Said("A claim in the state {state} can no longer be declined.", state=claim.state))
    not_embargoed(claim)
    missing = workflow.declining(reason, note, kept is not None)
    if kept and (kept.pk == claim.pk or kept.state == State.DECLINED):
        missing.append(Missing("kept", "The claim that is kept has to be another one, which is pursued."))
    if missing:
        raise Refused("The claim cannot be declined like this.", missing)
    facts = {"reason": reason}
    if kept:
        Relation.objects.get_or_create(from_claim=claim, to_claim=kept, kind=Relation.Kind.DUPLICATE_OF)
        facts["kept"] = kept.public_id
    return _move(claim, State.DECLINED, actor, note.strip(), **facts)
