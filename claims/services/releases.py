"""Acts on versions beside the workflow: release at its hour, calling off, slips of the pen, withdrawal."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims import ledger, worddiff, workflow
from claims.models import Claim, Review, User
from claims.services.common import locked, reason_of, require
from claims.services.errors import Refused
from claims.services.reviews import CONCLUSION, add_version, publish
from claims.services.verdicts import _move, not_embargoed
from claims.workflow import Missing, State

# What a slip may stand in. The rating, its certainty and the figures are no slips.
SLIP = (
    "statement_de statement_en one_sentence_de one_sentence_en rationale_de rationale_en searched_de "
    "searched_en would_settle_de would_settle_en"
).split()
# What a version takes over from the one whose rating it leaves as it was.
CARRIED = (
    "statement_de statement_en verdict_label_de verdict_label_en eyes snapshot override_de override_en "
    "demonstration"
).split()


@transaction.atomic
def publish_together(
    *, claims: Iterable[Claim], actor: User, publish_at: datetime, **columns: Any
) -> list[Review]:
    """Several claims under one embargo: all are frozen, or none."""
    return [publish(claim=claim, actor=actor, publish_at=publish_at, **columns) for claim in claims]


@transaction.atomic
def publish_due(now: datetime | None = None) -> list[Review]:
    """Release every version whose hour has come, all in one transaction: readers see all or none."""
    due = Review.every.filter(release=Review.Release.EMBARGOED, publish_at__lte=now or timezone.now())
    ids = sorted(due.values_list("claim", flat=True))
    if not ids:
        return []
    claims = Claim.objects.select_for_update(of=("self",)).order_by("pk").in_bulk(ids)
    # Read again under the lock: another beat may have been faster, an editor may have called it off.
    released = list(due.filter(claim__in=claims).select_related("verdict").order_by("publish_at", "pk"))
    Review.every.filter(claim__in=[row.claim_id for row in released], is_current=True).update(
        is_current=False
    )
    Review.every.filter(pk__in=[row.pk for row in released]).update(
        release=Review.Release.OUT, is_current=True
    )
    for row in released:
        claim = claims[row.claim_id]
        ledger.append(claim.ledger_chain, "released", {"review": row.number})
        _move(claim, State.CLOSED, None, "")
    return released


@transaction.atomic
def call_off(*, claim: Claim, actor: User, note: str) -> Review:
    """Stop a version before its hour. Its number stays taken; the claim is in sign-off as before."""
    claim = locked(claim)
    require(actor, workflow.Act.PUBLISH, claim.article.case)
    note = reason_of(note, "Say why the publication is called off.")
    review = Review.every.filter(claim=claim, release=Review.Release.EMBARGOED).first()
    if review is None:
        raise Refused("Nothing of this claim waits for its hour.")
    return _call_off(claim, review, note, actor)


def _call_off(claim: Claim, review: Review, note: str, actor: User) -> Review:
    review.release = Review.Release.CALLED_OFF
    Review.every.filter(pk=review.pk).update(release=review.release)
    payload = {"review": review.number, "note": note}
    ledger.append(claim.ledger_chain, "publication_called_off", payload, actor=actor)
    return review


def _in_force(claim: Claim) -> Review:
    current = claim.reviews.filter(is_current=True).first()
    if current is None:
        raise Refused("This claim has no published fact-check.")
    if current.kind == Review.Kind.WITHDRAWAL:
        raise Refused("This fact-check was withdrawn: publish a new one from sign-off.")
    return current


@transaction.atomic
def correct_slip(*, claim: Claim, actor: User, note_de: str, note_en: str = "", **words: str) -> Review:
    """A new version with a typing error mended, by somebody else than who published the one in force.

    `words` are columns of SLIP with their new text. A slip changes no numeral: that is a correction.
    """
    claim = locked(claim)
    require(actor, workflow.Act.PUBLISH, claim.article.case)
    not_embargoed(claim)
    current = _in_force(claim)
    note_de = reason_of(note_de, "Say in the note what was mended.")
    before = {name: getattr(current, name) for name in words if name in SLIP}
    missing = workflow.slip_eyes(current.published_by_id, actor.pk) + _no_slip(before, words)
    if missing:
        raise Refused("This is no editorial slip that you can mend.", missing)
    columns = {name: getattr(current, name) for name in (*CARRIED, *CONCLUSION)} | words
    columns |= {"kind": Review.Kind.EDITORIAL, "published_by": actor, "note_de": note_de, "note_en": note_en}
    review = add_version(claim, columns, current.figures.all())
    # The working version held the same slip; else the next version would bring it back.
    same = {name: words[name] for name in words if getattr(claim, name, None) == before[name]}
    Claim.objects.filter(pk=claim.pk).update(**same, revision=claim.revision + 1)
    payload = {"review": review.number, "note": note_de, "columns": sorted(words)}
    ledger.append(claim.ledger_chain, "slip_corrected", payload, actor=actor)
    return review


def _no_slip(before: dict[str, str], words: dict[str, str]) -> list[Missing]:
    if foreign := sorted(set(words) - set(before)):
        return [Missing("words", f"Not a text of the fact-check: {', '.join(foreign)}.")]
    if all(before[name] == words[name] for name in words):
        return [Missing("words", "Change the words that are wrong.")]
    if any(worddiff.digits(before[name]) != worddiff.digits(words[name]) for name in words):
        return [Missing("words", "A numeral changed: publish that as a correction.")]
    return []


@transaction.atomic
def withdraw(*, claim: Claim, actor: User, note_de: str, note_en: str = "") -> Review:
    """Take back a fact-check: a version without rating, reasoning or evidence, whose note says why.

    What waits for its hour is called off with it.
    """
    claim = locked(claim)
    require(actor, workflow.Act.WITHDRAW, claim.article.case)
    current = _in_force(claim)
    note_de = reason_of(note_de, "Say in the note why the fact-check is withdrawn.")
    waiting = Review.every.filter(claim=claim, release=Review.Release.EMBARGOED).first()
    if waiting:
        _call_off(claim, waiting, note_de, actor)
    columns = {
        name: getattr(current, name) for name in ("statement_de", "statement_en", "eyes", "verdict_id")
    }
    columns |= {"kind": Review.Kind.WITHDRAWAL, "published_by": actor, "note_de": note_de, "note_en": note_en}
    columns |= {"demonstration": current.demonstration, "snapshot": {"evidence": []}}
    review = add_version(claim, columns, [])
    payload = {"review": review.number, "note": note_de}
    ledger.append(claim.ledger_chain, "withdrawn", payload, actor=actor)
    return review


def compare(before: Review, after: Review) -> dict[str, list[worddiff.Piece]]:
    """What changed between two versions, word by word, in each text that differs."""
    names = ("verdict_label_de", "verdict_label_en", "certainty", *SLIP)
    return worddiff.diff_fields(
        {name: getattr(before, name) for name in names}, {name: getattr(after, name) for name in names}
    )
