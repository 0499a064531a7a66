"""The right of reply: whom we asked, when and how, and what they said; or why nobody was asked."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from claims import ledger, workflow
from claims.models import Claim, Reply, User
from claims.services.common import locked, require, save_revision
from claims.services.errors import Refused


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
    if asked_whom.strip() and asked_at is None:
        asked_at = timezone.now()
    if deadline and (asked_at is None or deadline <= asked_at):
        raise Refused("The deadline has to come after the question.")
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
def record_answer(
    *,
    reply: Reply,
    actor: User,
    answer_de: str = "",
    answer_en: str = "",
    expected_revision: int | None = None,
) -> Reply:
    """What they said, in their words; printed with the next version. Conflict when outrun."""
    claim = locked(reply.claim)
    require(actor, workflow.Act.ADD, claim.article.case)
    if not reply.asked_whom:
        raise Refused("Nobody was asked: record the question first.")
    if not (answer_de.strip() or answer_en.strip()):
        raise Refused("Write down the answer, in the language it came in.")
    answer = {"answer_de": answer_de.strip(), "answer_en": answer_en.strip()}
    save_revision(reply, answer, expected_revision)
    ledger.append(claim.ledger_chain, "reply_answered", {"reply": reply.pk, **answer}, actor=actor)
    return reply
