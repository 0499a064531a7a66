"""What a row of the queue says: why a claim does not go on by itself, in words."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from claims import services
from claims.models import Claim
from claims.templatetags.dates import short_day, short_moment
from claims.workflow import State


def blocks(claim: Claim, facts: services.Facts) -> list[str]:
    """What a claim waits for, the next thing first. Asks nothing of the database: see `queue.in_tray`;
    `facts` are those about the evidence of all rows."""
    return list(_reasons(claim, facts))


def _reasons(claim: Claim, facts: services.Facts) -> Iterator[str]:
    if claim.is_on_hold:
        yield _("on hold until %(day)s: %(reason)s") % {
            "day": short_day(claim.hold_until),
            "reason": claim.hold_reason,
        }
    if claim.lost_passage or claim.lost_source:  # type: ignore[attr-defined]
        yield _("a source has changed: decide about it")
    if claim.recalculated and claim.state in (State.CROSS_CHECK, State.REVIEW):  # type: ignore[attr-defined]
        yield _("a calculation was worked out anew since it was rated: look at it again")
    if claim.state == State.DRAFT:
        yield from _unprepared(claim)
    elif claim.state == State.RESEARCH:
        if claim.assignee_id is None:
            yield _("nobody works on it")
        lacks = services.missing_in(claim.cited, claim.source_reason, facts)  # type: ignore[attr-defined]
        yield from (services.told(item.why) for item in lacks)
        if not lacks:
            yield _next_in_research(claim)
    elif claim.state == State.CROSS_CHECK:
        yield _("a second checker has to rate it")
    elif claim.state == State.REVIEW:
        yield from _at_sign_off(claim)
        lacks = services.missing_in(claim.cited, claim.source_reason, facts)  # type: ignore[attr-defined]
        yield from (services.told(item.why) for item in lacks)


def _unprepared(claim: Claim) -> Iterator[str]:
    if not (claim.statement_de or claim.statement_en):
        yield _("it has to be restated in our words")
    if claim.claimant_id is None:
        yield _("who said it is missing")
    if (claim.statement_de or claim.statement_en) and claim.claimant_id:
        yield _("ready for research")


def _next_in_research(claim: Claim) -> str:
    """A rating given before the evidence sufficed moves nothing: who gave it has to."""
    if claim.rated_by in {claim.assignee_id, claim.stand_in_id} - {None}:  # type: ignore[attr-defined]
        return _("it is rated: who rated it can pass it on")
    return _("its rating is missing")


def _at_sign_off(claim: Claim) -> Iterator[str]:
    waiting = next(iter(claim.embargoed), None)  # type: ignore[attr-defined]
    if waiting:
        yield _("is published on %(moment)s") % {"moment": short_moment(waiting.publish_at)}
        return
    asked = [reply for reply in claim.asked if not reply.waived_reason]  # type: ignore[attr-defined]
    open_until = [
        reply.deadline
        for reply in asked
        if reply.deadline and reply.deadline > timezone.now() and not (reply.answer_de or reply.answer_en)
    ]
    if open_until:
        yield _("their answer is awaited until %(moment)s") % {"moment": short_moment(max(open_until))}
    elif not claim.asked:  # type: ignore[attr-defined]
        yield _("nobody was asked for a reply")
    yield _("an editor has to sign it off")
