"""What people decide about sources: a copy is taken down, a new address is adopted. Both are logged."""

from django.db import transaction
from django.db.models import Q

from claims import ledger, workflow
from claims.models import Claim, User
from claims.services.common import reason_of, require
from claims.services.errors import Refused
from sources import services as sources
from sources.models import Capture, Link


@transaction.atomic
def take_down_copy(*, capture: Capture, actor: User, reason: str) -> bool:
    """Show a copy no more and remove its body; returns whether the body goes (others may share it).

    Refused without a reason, when it was done before, and while a claim that rests on the document is under
    legal hold.
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
    removed = sources.take_down(capture)
    payload = {"capture": capture.pk, "sha256": capture.sha256, "body_removed": removed, "reason": reason}
    ledger.append(ledger.HOUSE, "copy_taken_down", payload, actor=actor)
    return removed


@transaction.atomic
def adopt_address(*, link: Link, actor: User) -> Link:
    """Watch the address a page moved to instead of the old one; returns the new link.

    ValidationError when the page has not moved, or the new address is another document's.
    """
    require(actor, workflow.Act.RULE)
    moved = sources.adopt_move(link)
    ledger.append(ledger.HOUSE, "address_adopted", {"from": link.url, "to": moved.url}, actor=actor)
    return moved
