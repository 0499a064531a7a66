"""What people decide about sources: a copy is taken down, a new address is adopted, a page is vouched for.
Each is logged."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from claims import ledger, workflow
from claims.models import Claim, Ruling, User
from claims.services.common import reason_of, require
from claims.services.errors import Refused
from sources import services as sources
from sources.models import Capture, Link, Submission, store

# How long an editor's word stands against the machine's; then it is looked at anew.
VOUCHED = timedelta(days=30)


@transaction.atomic
def take_down_copy(*, capture: Capture, actor: User, reason: str) -> bool:
    """Show a copy no more and remove its body; returns whether the body goes (others may share it).

    Refused without a reason, when it was done before, while a claim that rests on the document is under legal
    hold, and while the store does not answer.
    """
    require(actor, workflow.Act.SUPPRESS)
    reason = reason_of(reason, "Give the legal reason.")
    capture = Capture.objects.select_for_update().get(pk=capture.pk)
    if capture.suppressed:
        raise Refused("This copy was taken down already.")
    document = capture.document_id
    resting = Q(evidence__passage__document=document) | Q(article__document=document)
    if Claim.objects.filter(resting, legal_hold_since__isnull=False).exists():
        raise Refused("A claim that rests on this copy is under legal hold: nothing of it may be erased.")
    try:
        removed = sources.take_down(capture)
    except store.Unavailable:
        raise Refused("The store of saved copies does not answer: nothing was taken down.") from None
    payload = {"capture": capture.pk, "sha256": capture.sha256, "body_removed": removed, "reason": reason}
    ledger.append(ledger.HOUSE, "copy_taken_down", payload, actor=actor)
    return removed


@transaction.atomic
def ask_archive(*, link: Link, actor: User) -> Submission:
    """Have an archive keep the page; the beat sends it. The open submission, where there is one already.

    ValidationError for what no archive may learn of, and where none that takes submissions is configured.
    """
    require(actor, workflow.Act.ADD)
    row = sources.submit_to_archive(link)
    ledger.append(ledger.HOUSE, "archive_asked", {"link": link.pk, "archive": row.archive}, actor=actor)
    return row


@transaction.atomic
def adopt_address(*, link: Link, actor: User) -> Link:
    """Watch the address a page moved to instead of the old one; returns the new link.

    ValidationError when the page has not moved, or the new address is another document's.
    """
    require(actor, workflow.Act.RULE)
    moved = sources.adopt_move(link)
    _rule_alike(link, moved)
    payload = {"link": link.pk, "adopted": moved.pk} | _named(link, **{"from": link.url, "to": moved.url})
    ledger.append(ledger.HOUSE, "address_adopted", payload, actor=actor)
    return moved


def _rule_alike(old: Link, new: Link) -> None:
    """What editors decided about a finding holds for the same one at the new address."""
    same = {(row.kind, row.passage_id, row.confirmed_at): row for row in new.findings.open()}
    handed_on = []
    for ruling in Ruling.objects.filter(finding__link=old).select_related("finding"):
        was = ruling.finding
        if finding := same.get((was.kind, was.passage_id, was.confirmed_at)):
            ruling.pk, ruling.finding = None, finding
            handed_on.append(ruling)
    Ruling.objects.bulk_create(handed_on, ignore_conflicts=True)


@transaction.atomic
def vouch_for_page(*, link: Link, actor: User) -> None:
    """An editor has seen the page that the machine calls lost: it counts as there for VOUCHED.

    ValidationError when it is not in trouble.
    """
    require(actor, workflow.Act.RULE)
    until = timezone.now() + VOUCHED
    sources.vouch_for(link, until)
    payload = {"link": link.pk, "said": link.state, "until": until.isoformat()} | _named(
        link, address=link.url
    )
    ledger.append(ledger.HOUSE, "page_vouched_for", payload, actor=actor)


def _named(link: Link, **addresses: str) -> dict[str, str]:
    """For the log, which more people read than may know of a document for named persons."""
    return addresses if link.document.is_open else {}
