"""Accounts. Who leaves is deactivated, never deleted: what they signed stays signed."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from rest_framework.authtoken.models import Token

from claims import ledger, workflow
from claims.models import Claim, User
from claims.services.common import reason_of, require
from claims.services.errors import Refused
from claims.wording import Said


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


@transaction.atomic
def invite(
    *, username: str, email: str, role: str, actor: User, first_name: str = "", last_name: str = ""
) -> User:
    """An account for a new colleague, who sets the password by the link of `mail_invitation`."""
    require(actor, workflow.Act.GOVERN)
    if role not in User.Role.values:
        raise Refused(Said("Choose a role: {names}.", names=", ".join(User.Role.values)))
    user = User(username=username.strip(), email=email.strip(), role=role)
    user.first_name, user.last_name = first_name.strip(), last_name.strip()
    user.set_unusable_password()
    try:
        user.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    if not user.email:
        raise Refused("Give the e-mail address that the invitation goes to.")
    if User.objects.filter(email__iexact=user.email).exists():
        raise Refused("There is an account with this e-mail address already.")
    user.save()
    ledger.append(ledger.HOUSE, "account_invited", {"user": user.username, "role": role}, actor=actor)
    return user


def mail_invitation(user: User) -> None:
    """The link by which a colleague sets a password, good for PASSWORD_RESET_TIMEOUT.

    OSError where the mail could not be sent.
    """
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    path = reverse("account_reset_password_from_key", args=key.split("-", 1))
    link = f"{settings.FACTCHECK_SITE_URL}{path}"
    context = {"link": link, "person": user, "publisher": settings.FACTCHECK_PUBLISHER}
    text = render_to_string("claims/notices/invitation.txt", context).strip()
    subject, _, body = text.partition("\n")
    EmailMessage(subject, body.strip(), to=[user.email]).send()


@transaction.atomic
def reopen(*, user: User, actor: User, note: str) -> User:
    """Open a closed account again. Sessions and tokens stay ended; its claims stay where they went."""
    require(actor, workflow.Act.GOVERN)
    note = reason_of(note, "Give the reason in a note.")
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        raise Refused("This account is open.")
    user.is_active = True
    user.save(update_fields=["is_active"])
    ledger.append(ledger.HOUSE, "account_reopened", {"user": user.username, "note": note}, actor=actor)
    return user


@transaction.atomic
def change_role(*, user: User, role: str, actor: User, note: str) -> User:
    """Another role for a colleague; claims that they may no longer rate go to the stand-in or to nobody."""
    require(actor, workflow.Act.GOVERN)
    note = reason_of(note, "Give the reason in a note.")
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pk == actor.pk:
        raise Refused("Nobody changes their own role: ask another chief.")
    if role not in User.Role.values or role == user.role:
        raise Refused("Choose another role than the present one.")
    before, user.role = user.role, role
    user.save(update_fields=["role"])
    if not user.may(workflow.Act.ASSESS):
        _hand_over(user, actor)
    payload = {"user": user.username, "from": before, "to": role, "note": note}
    ledger.append(ledger.HOUSE, "role_changed", payload, actor=actor)
    return user


@transaction.atomic
def reset_second_factor(*, user: User, actor: User, note: str) -> User:
    """For a lost telephone: the one-time code and recovery codes go, and every session ends."""
    require(actor, workflow.Act.GOVERN)
    note = reason_of(note, "Give the reason in a note.")
    if user.pk == actor.pk:
        raise Refused("Nobody resets their own second factor: ask another chief, or use a recovery code.")
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise Refused("This account has no second factor.")
    end_sessions(user)
    ledger.append(ledger.HOUSE, "second_factor_reset", {"user": user.username, "note": note}, actor=actor)
    return user


def end_sessions(user: User) -> int:
    """End every session and token of an account; returns how many sessions there were."""
    running = Session.objects.filter(expire_date__gt=timezone.now())
    mine = [row.pk for row in running.iterator() if row.get_decoded().get("_auth_user_id") == str(user.pk)]
    Session.objects.filter(pk__in=mine).delete()
    Token.objects.filter(user=user).delete()
    return len(mine)


def _hand_over(user: User, actor: User) -> None:
    """Whatever their state: what is done may be reopened."""
    Claim.objects.filter(stand_in=user).update(stand_in=None)
    acts = []
    for claim in (
        Claim.objects.select_for_update(of=("self",)).filter(assignee=user).select_related("stand_in")
    ):
        to = claim.stand_in
        Claim.objects.filter(pk=claim.pk).update(assignee=to, stand_in=None, revision=claim.revision + 1)
        payload = {"to": to.username if to else None, "due_at": claim.due_at, "left": user.username}
        acts.append(ledger.Act(claim.ledger_chain, "assigned", payload, actor))
    ledger.append_many(acts)
