"""Verbs on documents, links, captures and passages. They know no users and no claims."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from sources import addresses, anchoring, copies, recheck, retention
from sources.models import (
    Capture,
    CaptureText,
    Document,
    Finding,
    Host,
    Link,
    LinkQuerySet,
    Passage,
    Sighting,
    store,
)
from sources.recheck import standins, submissions

VERBATIM = ("verbatim", "1")
# Quotations are re-found by their surroundings too; this many code points on either side are kept.
CONTEXT = 32


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Watch:
    """One address to be watched for a document; `interest` 0 to 3 is handed down by whoever watches."""

    document: Document
    url: str
    role: str = Link.Role.ORIGINAL
    interest: int = 1
    public: bool = True


def watch(document: Document, url: str, *, role: str = Link.Role.ORIGINAL, interest: int = 1) -> Link:
    """Keep an eye on an address from now on; due at once. An address already watched is that same link.

    ValidationError when the address may not be fetched at all.
    """
    return watch_many([Watch(document, url, role, interest)], spread=0)[0]


@transaction.atomic
def watch_many(watches: Iterable[Watch], *, spread: float | None = None) -> list[Link]:
    """Watch many addresses; first checks are spread evenly over `spread` seconds (FACTCHECK_FIRST_ROUND)."""
    watches = list(watches)
    spread = settings.FACTCHECK_FIRST_ROUND if spread is None else spread
    parsed = [_parsed(item) for item in watches]
    keys = [sha256(address.url_key) for address in parsed]
    known = {link.url_key: link for link in Link.objects.filter(url_key__in=keys)}
    now = timezone.now()
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
        raise ValidationError(f"{item.url[:200]}: {refused.reason}") from refused


def _new_link(item: Watch, address: addresses.Address, key: str, due: datetime) -> Link:
    return Link(
        document=item.document,
        url=address.href,
        url_key=key,
        host_key=address.host_key,
        role=item.role,
        trusted=item.role != Link.Role.ARCHIVE_TODAY,
        public=item.public,
        interest=item.interest,
        next_check_at=due,
    )


def recheck_now(links: Iterable[Link]) -> int:
    """Make links due; the next beat picks them up. One UPDATE, and nothing is enqueued."""
    return Link.objects.filter(pk__in=[link.pk for link in links]).update(next_check_at=timezone.now())


def due_links() -> LinkQuerySet:
    return Link.objects.due(recheck.database_now())


def oldest_due() -> datetime | None:
    """When the link that has waited longest became due; None when no link waits."""
    return due_links().aggregate(oldest=Min("next_check_at"))["oldest"]


def lags(oldest: datetime | None) -> bool:
    """Whether that link has been due for longer than FACTCHECK_LAG_ALARM seconds (0: never)."""
    longest = settings.FACTCHECK_LAG_ALARM
    return bool(longest and oldest and (timezone.now() - oldest).total_seconds() > longest)


check_due = recheck.check_batch
check_all = recheck.check_all

find_stand_in = look_for_mementos = standins.find_stand_in
look_for_lost = standins.look_for_lost
submit_to_archive = submissions.submit
tend_submissions = submissions.tend


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
        next_check_at=timezone.now(),
    )
    known = set(new.findings.open().values_list("kind", "passage"))
    handed_on = []
    for finding in old.findings.open().exclude(kind="moved"):
        if (finding.kind, finding.passage_id) not in known:
            finding.pk, finding.link = None, new
            handed_on.append(finding)
    old.findings.open().update(ended_at=timezone.now())
    Finding.objects.bulk_create(handed_on)
    Link.objects.filter(pk=old.pk).update(active=False)
    new.refresh_from_db()
    return new


TakenDown = copies.TakenDown
read_body = copies.read_body
take_down = copies.take_down
export_warc = copies.export_warc


def verify_copies() -> tuple[int, int]:
    """Read this hour's share of the saved copies again: (bodies read, damaged ones)."""
    return copies.verify_share(int(timezone.now().timestamp()) // 3600)


def retain() -> retention.Retained:
    """Roll up the routine checks that are older than FACTCHECK_KEEP_CHECKS days."""
    return retention.retain(timezone.now(), days=settings.FACTCHECK_KEEP_CHECKS)


def commitment(document: Document) -> str:
    """sha256 over the document's salt and what names it: fixes who and what it is without telling."""
    named = {
        name: getattr(document, name) for name in ("title", "publisher", "authors", "medium", "particulars")
    }
    text = json.dumps(named, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(document.salt + text)


def keep_upload(
    document: Document, body: bytes, *, file_name: str, media_type: str, text: str
) -> CaptureText:
    """Keep an uploaded file with its text exactly as it stands, so that offsets into it are stable."""
    capture = Capture.objects.create(
        document=document,
        sha256=store.put(body),
        size=len(body),
        media_type=media_type,
        charset="utf-8",
        file_name=file_name[:255],
    )
    extractor, version = VERBATIM
    return CaptureText.objects.create(
        capture=capture,
        extractor=extractor,
        version=version,
        text=text,
        text_sha256=sha256(text),
        title=document.title,
    )


def seek_passages(text: CaptureText, passages: Iterable[Passage]) -> list[Sighting]:
    """Look for passages with known wording in a stored text, and record where each of them stands."""
    folded = anchoring.fold(text.text)
    sightings = []
    for passage in passages:
        match = anchoring.locate(
            folded, passage.exact, prefix=passage.prefix, suffix=passage.suffix, position=passage.start
        )
        sightings.append(
            Sighting(
                capture_text=text,
                passage=passage,
                status=match.status.value,
                start=match.start,
                end=match.end,
                score=match.score,
                found_text=match.found_text,
            )
        )
    return Sighting.objects.bulk_create(sightings)


def make_passage(
    document: Document,
    *,
    exact: str = "",
    prefix: str = "",
    suffix: str = "",
    locator: str = "",
    slice_sha256: str = "",
    selected_in: CaptureText | None = None,
    start: int | None = None,
    end: int | None = None,
) -> Passage:
    """Find or make a passage. With an exact wording it is known by wording and prefix, else by its place."""
    columns: dict[str, Any] = {
        "prefix": prefix,
        "suffix": suffix,
        "selected_in": selected_in,
        "start": start,
        "end": end,
    }
    if exact:
        passage, _ = Passage.objects.exclude(exact="").get_or_create(
            document=document,
            exact_sha256=sha256(exact),
            prefix_sha256=sha256(prefix),
            defaults=columns
            | {"exact": exact, "locator": locator, "slice_sha256": slice_sha256 or sha256(exact)},
        )
        return passage
    passage, _ = Passage.objects.get_or_create(
        document=document,
        exact="",
        locator_sha256=sha256(locator),
        slice_sha256=slice_sha256,
        defaults=columns | {"locator": locator},
    )
    return passage


def select_passage(text: CaptureText, start: int, end: int, *, locator: str = "") -> Passage:
    """The passage between two code points of a stored text. ValidationError when they lie outside it."""
    if not 0 <= start < end <= len(text.text):
        raise ValidationError(
            f"{start} to {end} does not lie in the text, which has {len(text.text)} characters"
        )
    exact, prefix, suffix = anchoring.select(text.text, start, end, context=CONTEXT)
    return make_passage(
        text.capture.document,
        exact=exact,
        prefix=prefix,
        suffix=suffix,
        locator=locator,
        selected_in=text,
        start=start,
        end=end,
    )
