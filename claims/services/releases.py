"""Acts on versions beside the workflow: release at its hour, calling off, slips of the pen, withdrawal."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation

from claims import ledger, worddiff, workflow
from claims.models import CalledOff, Claim, Review, User, frozen
from claims.services import errors, notices
from claims.services.common import locked, reason_of, require
from claims.services.errors import Conflict, NotAllowed, Refused
from claims.services.reviews import CONCLUSION, add_version, publish
from claims.services.sufficiency import evidence_missing
from claims.services.verdicts import _move, not_embargoed
from claims.wording import Said
from claims.workflow import Missing, State

# What a slip may stand in. The rating, its certainty and the figures are no slips.
SLIP = (
    "statement_de statement_en one_sentence_de one_sentence_en rationale_de rationale_en searched_de "
    "searched_en would_settle_de would_settle_en"
).split()
# What every version here takes over from the one in force: what was taken down for legal reasons stays so.
KEPT = "statement_de statement_en eyes demonstration suppressed_at".split()
# And one that leaves the rating as it was.
CARRIED = [*KEPT, *"verdict_label_de verdict_label_en snapshot override_de override_en".split()]


@transaction.atomic
def publish_together(
    *, claims: Iterable[Claim], actor: User, publish_at: datetime, **columns: Any
) -> list[Review]:
    """Several claims under one embargo: all are frozen, or none. Refused names what each claim lacks."""
    require(actor, workflow.Act.PUBLISH)
    reviews, missing = [], []
    for claim in sorted(claims, key=lambda each: each.pk):  # one order for everybody who locks several
        try:
            reviews.append(publish(claim=claim, actor=actor, publish_at=publish_at, **columns))
        except (Refused, NotAllowed) as error:
            missing += _of_claim(claim, error)
    if missing:
        raise Refused("None of these is published yet: each has to be ready.", missing)
    return reviews


def _of_claim(claim: Claim, error: Refused | NotAllowed) -> list[Missing]:
    """What one of several claims lacks, after its name."""
    lacks = error.missing if isinstance(error, Refused) else []
    lacks = lacks or [Missing("claim", error.message if isinstance(error, Refused) else error.args[0])]
    return [
        Missing(
            item.guard,
            Said(
                "On “{claim}”: {why}",
                claim=str(claim),
                why=item.why if isinstance(item.why, Said) else Said(item.why),
            ),
        )
        for item in lacks
    ]


@transaction.atomic
def publish_due(now: datetime | None = None) -> list[Review]:
    """Release every version whose hour has come, all in one transaction: readers see all or none. What no
    longer stands on its evidence is left to `call_off_lapsed`."""
    due = Review.every.filter(release=Review.Release.EMBARGOED, publish_at__lte=now or timezone.now())
    ids = sorted(due.values_list("claim", flat=True))
    if not ids:
        return []
    claims = Claim.objects.select_for_update(of=("self",)).order_by("pk").in_bulk(ids)
    # Read again under the lock: another beat may have been faster, an editor may have called it off.
    rows = due.filter(claim__in=claims).select_related("verdict").order_by("publish_at", "pk")
    released = [row for row in rows if not _lapsed(claims[row.claim_id], row)]
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


def call_off_lapsed() -> list[Review]:
    """Stop every waiting version that no longer stands on its evidence: it is in sign-off again, where the
    gate says what is missing. `tell_called_off` tells who set its hour."""
    waiting = Review.every.filter(release=Review.Release.EMBARGOED).order_by("pk")
    return [review for review in waiting if _call_off_if_lapsed(review)]


@transaction.atomic
def _call_off_if_lapsed(review: Review) -> bool:
    claim = locked(review.claim)
    still = Review.every.filter(pk=review.pk, release=Review.Release.EMBARGOED).exists()
    why = [item.why for item in _lapsed(claim, review)] if still else []
    if why:
        _call_off(claim, review, " ".join(why), None)
        with translation.override(settings.LANGUAGE_CODE):
            CalledOff.objects.create(review=review, why="\n".join(errors.told(each) for each in why))
    return bool(why)


def tell_called_off() -> Counter[str]:
    """Mail who set the hour of a version that it was called off, and why; all who may publish where that
    person has left. Tried again until somebody was reached, or a newer version has overtaken it."""
    now, done = timezone.now(), Counter[str]()
    newer = Review.every.filter(claim=OuterRef("review__claim"), number__gt=OuterRef("review__number"))
    CalledOff.objects.filter(Exists(newer)).delete()
    for row in notices.take(CalledOff.objects.select_related("review__claim"), now):
        people = notices.deciders()
        context = {"claim": row.review.claim, "review": row.review, "site": settings.FACTCHECK_SITE_URL}
        context["why"] = row.why.splitlines()
        recipients = people.filter(pk=row.review.published_by_id) or people
        troubles = [notices.write_to(user, "called_off", context) for user in recipients]
        told = "" in troubles
        pause = None if told else notices.backoff(row.tries + 1)
        mine = CalledOff.objects.filter(pk=row.pk)
        mine.update(next_try_at=now + pause) if pause else mine.delete()
        done["called_off" if told else "failed"] += 1
    return done


def _lapsed(claim: Claim, review: Review) -> list[Missing]:
    """What a frozen version rested on when its hour was set, and does no more."""
    named = set(frozen.entries(review))
    held = set(claim.evidence.active().filter(pk__in=named).values_list("pk", flat=True))
    if named - held:
        return [Missing("evidence", "Evidence that this version names was taken out: publish it anew.")]
    return [] if review.override_de or review.override_en else evidence_missing(claim)


def _call_off(claim: Claim, review: Review, note: str, actor: User | None) -> Review:
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
def correct_slip(
    *,
    claim: Claim,
    actor: User,
    note_de: str,
    note_en: str = "",
    expected_revision: int | None = None,
    **words: str,
) -> Review:
    """A new version with a typing error mended, by somebody else than who published the one in force.

    `words` are columns of SLIP with their new text. A slip changes no numeral: that is a correction.
    `expected_revision` is the number of the version they were read in; Conflict when another is in force.
    """
    claim = locked(claim)
    require(actor, workflow.Act.PUBLISH, claim.article.case)
    not_embargoed(claim)
    current = _in_force(claim)
    if expected_revision not in (None, current.number):
        raise Conflict(
            "A newer version was published in the meantime. Look at its words, then send yours again.",
            theirs={name: getattr(current, name) for name in SLIP},
            yours=words,
            revision=current.number,
        )
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
        return [
            Missing("words", Said("Not a text of the fact-check: {foreign}.", foreign=", ".join(foreign)))
        ]
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
    columns = {name: getattr(current, name) for name in (*KEPT, "verdict_id")}
    columns |= {"kind": Review.Kind.WITHDRAWAL, "published_by": actor, "note_de": note_de, "note_en": note_en}
    columns["snapshot"] = _without_rating(current)
    review = add_version(claim, columns, [])
    payload = {"review": review.number, "note": note_de}
    ledger.append(claim.ledger_chain, "withdrawn", payload, actor=actor)
    return review


def _without_rating(version: Review) -> dict[str, Any]:
    """Of the version taken back: who said it and where."""
    kept = ("claim", "claimant", "speakers", "work", "appearances")
    return {name: version.snapshot[name] for name in kept if name in version.snapshot} | {"evidence": []}


def compare(before: Review, after: Review) -> dict[str, list[worddiff.Piece]]:
    """What changed between two versions, word by word, in each text that differs."""
    names = ("verdict_label_de", "verdict_label_en", "certainty", *SLIP)
    return worddiff.diff_fields(
        {name: getattr(before, name) for name in names}, {name: getattr(after, name) for name in names}
    )
