"""Accounts. Who leaves is deactivated, never deleted: what they signed stays signed."""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from rest_framework.authtoken.models import Token

from claims import ledger, workflow
from claims.models import Claim, User
from claims.services.common import reason_of, require
from claims.services.errors import Refused


@transaction.atomic
def deactivate(*, user: User, actor: User, note: str) -> User:
    """Close an account: sessions and tokens end at once, its claims go to the stand-in or to nobody."""
    require(actor, workflow.Act.GOVERN)
    note = reason_of(note, "Give the reason in a note.")
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pk == actor.pk:
        raise Refused("Nobody closes their own account: ask another chief.")
    if not user.is_active:
        raise Refused("This account is closed already.")
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    _hand_over(user, actor)
    ledger.append(ledger.HOUSE, "account_closed", {"user": user.username, "note": note}, actor=actor)
    return user


def end_sessions(user: User) -> int:
    """End every session and token of an account; returns how many sessions there were."""
    running = Session.objects.filter(expire_date__gt=timezone.now())
    mine = [row.pk for row in running.iterator() if row.get_decoded().get("_auth_user_id") == str(user.pk)]
    Session.objects.filter(pk__in=mine).delete()
    Token.objects.filter(user=user).delete()
    return len(mine)


def _hand_over(user: User, actor: User) -> None:
    stood_in = Claim.objects.filter(stand_in=user, state__in=workflow.IN_WORK)
    stood_in.update(stand_in=None)
    acts = []
    for claim in (
        Claim.objects.select_for_update(of=("self",))
        .filter(assignee=user, state__in=workflow.IN_WORK)
        .select_related("stand_in")
    ):
        to = claim.stand_in
        Claim.objects.filter(pk=claim.pk).update(assignee=to, stand_in=None, revision=claim.revision + 1)
        payload = {"to": to.username if to else None, "due_at": claim.due_at, "left": user.username}
        acts.append(ledger.Act(claim.ledger_chain, "assigned", payload, actor))
    ledger.append_many(acts)
