"""Suppression and preservation for legal reasons: the chief's acts, each with its reason in the log."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from claims import ledger, workflow
from claims.models import Claim, LedgerEntry, Review, User
from claims.services.common import locked, reason_of, require, save_revision
from claims.services.errors import Refused
from claims.wording import Said
from sources.models import Passage

LEGAL_REASON = "Give the legal reason."


@transaction.atomic
def suppress(*, claim: Claim, actor: User, reason: str, review: Review | None = None) -> list[Review]:
    """Take one version of a fact-check, or all, out of every public surface at once; nothing is deleted.

    With the version in force goes what waits for its hour, which would else bring it back.
    """
    claim = locked(claim)
    require(actor, workflow.Act.SUPPRESS, claim.article.case)
    reason = reason_of(reason, LEGAL_REASON)
    rows = _versions(claim, review).filter(suppressed_at=None)
    if review and review.is_current:
        rows = rows | Review.every.filter(claim=claim, release="embargoed", suppressed_at=None)
    return _set(claim, rows, "suppressed", reason, actor)


@transaction.atomic
def unsuppress(*, claim: Claim, actor: User, reason: str, review: Review | None = None) -> list[Review]:
    """Let one version, or all, be read again."""
    claim = locked(claim)
    require(actor, workflow.Act.SUPPRESS, claim.article.case)
    reason = reason_of(reason, LEGAL_REASON)
    rows = _versions(claim, review).exclude(suppressed_at=None)
    return _set(claim, rows, "unsuppressed", reason, actor)


def _versions(claim: Claim, review: Review | None) -> QuerySet[Review]:
    rows = Review.every.filter(claim=claim)
    return rows.filter(pk=review.pk) if review else rows


def _set(claim: Claim, rows: QuerySet[Review], action: str, reason: str, actor: User) -> list[Review]:
    found = list(rows.order_by("number"))
    if not found:
        raise Refused(Said("There is no version left to be {action}.", action=Said(action)))
    at = timezone.now() if action == "suppressed" else None
    Review.every.filter(pk__in=[row.pk for row in found]).update(suppressed_at=at)
    for row in found:
        row.suppressed_at = at
    payload = {"versions": [row.number for row in found], "reason": reason}
    ledger.append(claim.ledger_chain, action, payload, actor=actor)
    return found


@transaction.atomic
def suppress_passage(*, passage: Passage, actor: User, reason: str) -> Passage:
    """Keep the words of one passage, and where they stand, from all readers at once; the desk still has them.

    Whatever claims quote it stay public, with one line in its place.
    """
    return _shut(passage, "passage_suppressed", timezone.now(), actor, reason)


@transaction.atomic
def unsuppress_passage(*, passage: Passage, actor: User, reason: str) -> Passage:
    return _shut(passage, "passage_unsuppressed", None, actor, reason)


def _shut(passage: Passage, action: str, at: datetime | None, actor: User, reason: str) -> Passage:
    require(actor, workflow.Act.SUPPRESS)
    reason = reason_of(reason, LEGAL_REASON)
    passage = Passage.objects.select_for_update().get(pk=passage.pk)
    if bool(passage.suppressed_at) == bool(at):
        raise Refused("This passage is not open to readers." if at else "This passage is open to readers.")
    passage.suppressed_at = at
    passage.save(update_fields=["suppressed_at"])
    shown = Q(appearances__passage=passage) | Q(evidence__passage=passage)
    chains = [claim.ledger_chain for claim in Claim.objects.filter(shown).distinct().order_by("pk")]
    payload = {"passage": passage.pk, "reason": reason}
    ledger.append_many(ledger.Act(chain, action, payload, actor) for chain in chains or [ledger.HOUSE])
    return passage


@transaction.atomic
def hold_legally(*, claim: Claim, actor: User, reason: str) -> Claim:
    """From now on nothing of this claim may be erased, by whatever law or wish, until the hold is lifted."""
    claim = locked(claim)
    require(actor, workflow.Act.SUPPRESS, claim.article.case)
    reason = reason_of(reason, LEGAL_REASON)
    if claim.legal_hold_since:
        raise Refused("This claim is under legal hold already.")
    save_revision(claim, {"legal_hold_since": timezone.now(), "legal_hold_reason": reason})
    ledger.append(claim.ledger_chain, "legal_hold", {"reason": reason}, actor=actor)
    return claim


@transaction.atomic
def lift_legal_hold(*, claim: Claim, actor: User, reason: str) -> Claim:
    claim = locked(claim)
    require(actor, workflow.Act.SUPPRESS, claim.article.case)
    reason = reason_of(reason, LEGAL_REASON)
    if not claim.legal_hold_since:
        raise Refused("This claim is not under legal hold.")
    save_revision(claim, {"legal_hold_since": None, "legal_hold_reason": ""})
    ledger.append(claim.ledger_chain, "legal_hold_lifted", {"reason": reason}, actor=actor)
    return claim


@transaction.atomic
def erase_payload(*, claim: Claim, sequence: int, actor: User, reason: str) -> LedgerEntry:
    """Erase what one entry of the claim's log says, where the law asks for it. The chain stays valid."""
    claim = locked(claim)
    require(actor, workflow.Act.SUPPRESS, claim.article.case)
    reason = reason_of(reason, LEGAL_REASON)
    if claim.legal_hold_since:
        raise Refused("This claim is under legal hold: nothing of it may be erased.")
    entries = LedgerEntry.objects.filter(chain=claim.ledger_chain, sequence=sequence)
    erased = entries.exclude(payload=None).exclude(action=ledger.ERASURE)  # the record of one stays
    if not erased.update(payload=None, salt=""):
        raise Refused(Said("The log has no entry {sequence} with a content to erase.", sequence=sequence))
    return ledger.append(
        claim.ledger_chain, ledger.ERASURE, {"sequence": sequence, "reason": reason}, actor=actor
    )
