"""Addresses under watch: taken up, spread over time, followed where they moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from sources import addresses, drift, mementos
from sources.models import Document, Finding, Host, Link
from sources.recheck import database_now
from sources.services.digests import sha256

# States in which a person may know better.
IN_TROUBLE = frozenset({drift.LinkState.SUSPECT, *drift.DEAD})
# No strikes, and no change that waits for its second look.
QUIET: dict[str, Any] = {
    "reason": "",
    "strikes": 0,
    "strike_kind": "",
    "first_strike_at": None,
    "pending_kind": "",
    "pending_hash": "",
    "pending_since": None,
}


@dataclass(frozen=True)
class Watch:
    """One address to be watched for a document; `interest` 0 to 3 is handed down by whoever watches."""

    document: Document
    url: str
    role: str = Link.Role.ORIGINAL
    interest: int = 1
    public: bool = True


def watch(document: Document, url: str, *, role: str = Link.Role.ORIGINAL, interest: int = 1) -> Link:
    """Keep an eye on an address from now on; due at once. An address already known is that same link, as it
    stands.

    ValidationError when the address may not be fetched at all.
    """
    return watch_many([Watch(document, url, role, interest)], spread=0)[0]


def watched(url: str) -> Link | None:
    """The link of an address that is watched already. ValidationError when it may not be fetched at all."""
    key = sha256(_parsed(Watch(Document(), url)).url_key)
    return Link.objects.filter(url_key=key).select_related("document").first()


@transaction.atomic
def watch_many(watches: Iterable[Watch], *, spread: float | None = None) -> list[Link]:
    """Watch many addresses; first checks are spread evenly over `spread` seconds (FACTCHECK_FIRST_ROUND)."""
    watches = list(watches)
    spread = settings.FACTCHECK_FIRST_ROUND if spread is None else spread
    parsed = [_parsed(item) for item in watches]
    keys = [sha256(address.url_key) for address in parsed]
    known = {link.url_key: link for link in Link.objects.filter(url_key__in=keys)}
    now = database_now()
    fresh: dict[str, Link] = {}
    for position, (item, address, key) in enumerate(zip(watches, parsed, keys, strict=True)):
        if key not in known and key not in fresh:
            due = now + timedelta(seconds=spread * position / len(watches))
            fresh[key] = _new_link(item, address, key, due)
    Host.objects.bulk_create([Host(key=link.host_key) for link in fresh.values()], ignore_conflicts=True)
    Link.objects.bulk_create(fresh.values(), ignore_conflicts=True)
    found = {link.url_key: link for link in Link.objects.filter(url_key__in=keys)}
    return [found[key] for key in keys]


def _parsed(item: Watch) -> addresses.Address:
    try:
        return addresses.parse(item.url, settings.FACTCHECK_FETCH_PORTS)
    except addresses.Refused as refused:
        raise ValidationError(
            "%(url)s: %(reason)s", params={"url": item.url[:200], "reason": refused.reason}
        ) from refused


def _new_link(item: Watch, address: addresses.Address, key: str, due: datetime) -> Link:
    return Link(
        document=item.document,
        url=address.href,
        url_key=key,
        host_key=address.host_key,
        role=item.role,
        trusted=mementos.is_trusted(item.role, address.href),
        public=item.public,
        interest=item.interest,
        next_check_at=due,
    )


@transaction.atomic
def vouch_for(link: Link, until: datetime) -> None:
    """A person saw that the page is there: until then it counts as healthy, whatever trouble the machine
    meets, and what it said of the page being lost is over. What its text says is told all the same.

    A visit under way counts for nothing. ValidationError when the link is not watched, or not in trouble.
    """
    found = Link.objects.watched().select_for_update().filter(pk=link.pk).first()
    if found is None or found.state not in IN_TROUBLE:
        raise ValidationError("This page is not in trouble, or is not watched.")
    now = database_now()
    Link.objects.filter(pk=found.pk).update(
        **QUIET,
        state=drift.LinkState.HEALTHY,
        state_since=now,
        override_until=until,
        lease_token=None,
        lease_until=None,
    )
    found.findings.open().filter(kind__in=drift.LIVENESS).update(ended_at=now)


@transaction.atomic
def adopt_move(link: Link) -> Link:
    """Make the address to which a page moved the document's own; returns the new link, due at once.

    The old one stays with its history, inactive. The new one goes on from the same confirmed text, and takes
    over the findings that are open, but for the move itself. ValidationError when there is no move to adopt,
    or when the new address is another document's.
    """
    old = Link.objects.select_for_update().get(pk=link.pk)
    if not old.active or not old.moved_to:
        raise ValidationError("This page has not moved, or its new address was adopted already.")
    new = watch(old.document, old.moved_to, role=old.role, interest=old.interest)
    if new.document_id != old.document_id or new.pk == old.pk:
        raise ValidationError("The new address is watched for another document already.")
    Link.objects.filter(pk=new.pk).update(
        active=True,
        baseline=new.baseline or old.baseline,
        latest=new.latest or old.latest,
        interest=max(old.interest, new.interest),
        next_check_at=database_now(),
    )
    known = set(new.findings.open().values_list("kind", "passage"))
    handed_on = []
    for finding in old.findings.open().exclude(kind="moved"):
        if (finding.kind, finding.passage_id) not in known:
            finding.pk, finding.link = None, new
            handed_on.append(finding)
    old.findings.open().update(ended_at=database_now())
    Finding.objects.bulk_create(handed_on)
    # Of a visit under way nothing is written any more: it would find things that no later visit could end.
    Link.objects.filter(pk=old.pk).update(active=False, lease_token=None, lease_until=None)
    new.refresh_from_db()
    return new
