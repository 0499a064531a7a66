"""Publishing: each act freezes a numbered review; the public reads the current one."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims import ledger, workflow
from claims.models import Claim, Review, ReviewFigure, User, frozen
from claims.models.figures import Quantity
from claims.services.common import locked, require
from claims.services.errors import NotAllowed, Refused
from claims.services.snapshots import snapshot
from claims.services.verdicts import _move, missing_for, not_embargoed, round_assessments, standing
from claims.wording import Said
from claims.workflow import Missing, State

CONCLUSION = (
    "verdict_id certainty reference_point one_sentence_de one_sentence_en rationale_de rationale_en "
    "searched_de searched_en would_settle_de would_settle_en own_calculation"
).split()
FIGURE = (
    "metric_id low high qualifier counted unit definition definition_de item item_de place system "
    "as_of as_of_first as_of_last as_of_basis as_of_reason nature basis"
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
    may set it aside with `override_de` or `override_en`, the reason, which the page prints.
    """
    claim = locked(claim)
    case = claim.article.case
    require(actor, workflow.Act.PUBLISH, case)
    move = _publication(claim)
    before = claim.reviews.filter(is_current=True).first()
    if before and before.suppressed_at and not actor.may(workflow.Act.SUPPRESS):
        raise NotAllowed("The version in force was taken down for legal reasons: ask a chief.")
    note = note_de.strip() or note_en.strip()
    kind = kind or (Review.Kind.UPDATE if before else Review.Kind.FIRST)
    _fitting_kind(kind, before, note)
    if publish_at and publish_at <= timezone.now():
        raise Refused("The hour of release has passed: choose one to come, or publish at once.")
    reason = override_de.strip() or override_en.strip()
    overridden = _overridden(claim, missing_for(claim, move, actor, note), actor, reason)
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
    payload = {"review": review.number, "kind": kind, "verdict": review.verdict.slug, "note": note}
    if publish_at:
        payload["publish_at"] = publish_at.isoformat()
    ledger.append(claim.ledger_chain, "published", payload, actor=actor)
    if not publish_at:
        _move(claim, State.CLOSED, actor, note)
    return review


def _publication(claim: Claim) -> workflow.Move:
    """The move that publishing the claim is. Refused where it is none, whoever asks."""
    case = claim.article.case
    if case.kind == case.Kind.OWN_MANUSCRIPT:
        raise Refused("An own manuscript under check is never published.")
    move = workflow.find_move(claim.state, State.CLOSED, case.eyes)
    if move is None:
        raise Refused(
            Said(
                "A claim in the state {state} cannot be published; it has to be in sign-off.",
                state=claim.state,
            )
        )
    not_embargoed(claim)
    return move


@contextmanager
def as_if_published(*, claim: Claim, actor: User) -> Iterator[Review]:
    """The claim as readers would find it after publication now. Nothing of it stays.

    Refused while nobody has rated it. What the evidence or the right of reply still lacks stops nothing here.
    """
    with transaction.atomic():
        claim = locked(claim)
        require(actor, workflow.Act.ADD, claim.article.case)
        before = claim.reviews.filter(is_current=True).exists()
        columns = _frozen(claim, actor, []) | {
            "kind": Review.Kind.UPDATE if before else Review.Kind.FIRST,
            "published_by": actor,
            "demonstration": claim.article.case.demonstration,
        }
        review = add_version(claim, columns, claim.figures.all())
        Claim.objects.filter(pk=claim.pk).update(state=State.CLOSED)
        yield review
        transaction.set_rollback(True)


def _overridden(claim: Claim, missing: list[Missing], actor: User, reason: str) -> list[str]:
    """The guards a chief sets aside, written to the log. Refused where nobody does, or nobody may."""
    names = list(dict.fromkeys(item.guard for item in missing))
    if not reason:
        if missing:
            raise Refused(Said("The claim cannot go to {target} yet.", target=State.CLOSED), missing)
        return []
    require(actor, workflow.Act.OVERRIDE, claim.article.case)
    if not missing:
        raise Refused("Nothing stands in the way of publication: leave the exception out.")
    firm = [item for item in missing if item.guard not in workflow.MAY_BE_OVERRIDDEN]
    if firm:
        raise Refused("This cannot be set aside.", firm)
    ledger.append(claim.ledger_chain, "overridden", {"guards": names, "reason": reason}, actor=actor)
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
            ReviewFigure(
                review=review,
                key=figure.key if isinstance(figure, ReviewFigure) else figure.pk,
                **frozen.columns(figure, FIGURE),
            )
            for figure in figures
        ]
    )
    return review


def _fitting_kind(kind: str, before: Review | None, note: str) -> None:
    allowed = NEEDS_NOTE if before else (Review.Kind.FIRST,)
    if kind not in allowed:
        raise Refused(
            Said(
                "Publish this as {allowed}; '{kind}' does not fit here.",
                allowed=" or ".join(allowed),
                kind=kind,
            )
        )
    if kind in NEEDS_NOTE and not note:
        raise Refused("Say in the note what changed since the last version.")


def _frozen(claim: Claim, actor: User, overridden: list[str]) -> dict[str, Any]:
    """The columns a review takes over from the claim and from the rating that the blind one confirmed."""
    ratings = standing(round_assessments(claim).select_related("verdict"))
    if not ratings:
        raise Refused("Nobody has rated this claim: there is nothing to publish.")
    leading = ratings[0]
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
