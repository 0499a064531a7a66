"""Saved copies: read with their digest verified, watched over time, taken down where the law asks."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sources import drift, warc
from sources.models import Capture, Finding, Heartbeat, store

log = logging.getLogger("sources.copies")

# Every stored body is read again within this time.
ROUND = timedelta(days=28)
# Bodies of one run; what is due beyond is left to another one that follows at once.
MOST_AT_ONCE = 2000
# Bodies fall into shares by the first digits of their digest: so many that about as many are in one share.
SHARE = 200
FEWEST_DIGITS = 2
READ_UNTIL = "copies_read_until"


class TakenDown(Exception):
    """The body was removed for legal reasons; its hash is all we have."""


def read_body(capture: Capture) -> bytes:
    """The body as it was served. A damaged one is recorded as a finding of its link, which ends when the
    body reads well again.

    store.Corrupt when it is damaged or missing, store.Unavailable when the store does not answer, TakenDown
    when it was removed.
    """
    if capture.suppressed:
        raise TakenDown(f"the saved copy {capture.sha256[:12]} was removed for legal reasons")
    try:
        body = store.get(capture.sha256)
    except store.Corrupt as trouble:
        log.error("%s (capture %s)", trouble, capture.pk)
        _record([capture], str(trouble))
        raise
    damaged = Finding.objects.open().filter(kind=drift.FindingKind.CAPTURE_CORRUPT, before=capture)
    if damaged.exists():
        damaged.update(ended_at=timezone.now())
        _record_another(capture)
    return body


def _record_another(mended: Capture) -> None:
    """A link tells of one damaged copy at a time: once that is mended, of the next one."""
    others = Capture.objects.filter(link=mended.link, suppressed=False).exclude(sha256=mended.sha256)
    for capture in others.order_by("-pk").iterator():
        try:
            store.get(capture.sha256)
        except store.Corrupt as trouble:
            _record([capture], str(trouble))
            return
        except store.Unavailable:
            return  # the round that reads each copy again will tell


def _record(captures: Iterable[Capture], trouble: str) -> None:
    """Needs no second look: a digest does not fit by chance. An upload has no link: the log tells of it."""
    now = timezone.now()
    findings = [
        Finding(
            link_id=capture.link_id,
            kind=drift.FindingKind.CAPTURE_CORRUPT,
            found_at=now,
            confirmed_at=now,
            before=capture,
            detail={"reason": trouble},
        )
        for capture in captures
        if capture.link_id
    ]
    Finding.objects.bulk_create(findings, ignore_conflicts=True)


@dataclass(frozen=True)
class Verified:
    """Bodies read, damaged ones among them, and whether more are due at once."""

    read: int = 0
    damaged: int = 0
    more: bool = False


def verify_due(now: datetime, *, most: int = MOST_AT_ONCE) -> Verified:
    """Read again the stored bodies whose turn has come since the last run, about `most` of them.

    Each share of the bodies has its moment in a round. A Heartbeat says up to which moment they were read, so
    that a run that failed or did not take place is made up for; while the store does not answer it stands.
    """
    digits = _digits(Capture.objects.count())
    shares = 16**digits
    span = ROUND.total_seconds() / shares
    mark = Heartbeat.objects.filter(name=READ_UNTIL).first()
    since = max(mark.at if mark else now - timedelta(hours=1), now - ROUND)
    number, last = round(since.timestamp() / span), int(now.timestamp() / span)
    read = damaged = 0
    trouble = False
    while number < last and read < most and not trouble:
        try:
            done = _verify_share(f"{number % shares:0{digits}x}")
            number, read, damaged = number + 1, read + done[0], damaged + done[1]
        except store.Unavailable as reason:
            log.warning("saved copies were not read again: %s", reason)
            trouble = True
    until = datetime.fromtimestamp(number * span, UTC)
    Heartbeat.objects.update_or_create(name=READ_UNTIL, defaults={"at": until})
    return Verified(read, damaged, more=number < last and not trouble)


def _digits(bodies: int) -> int:
    digits = FEWEST_DIGITS
    while bodies > SHARE * 16**digits:
        digits += 1
    return digits


def _verify_share(share: str) -> tuple[int, int]:
    read: set[str] = set()
    damaged: set[str] = set()
    for capture in Capture.objects.filter(sha256__startswith=share, suppressed=False).order_by("pk"):
        if capture.sha256 in read - damaged:
            continue
        read.add(capture.sha256)
        try:
            read_body(capture)
        except store.Corrupt:
            damaged.add(capture.sha256)
    return len(read), len(damaged)


@transaction.atomic
def take_down(capture: Capture) -> bool:
    """Show a copy no more, and remove its body unless another copy that stands has the same one.

    The row, its hash and its text's rows stay; no read path shows the text of a suppressed capture. Returns
    whether the body went. store.Unavailable, and nothing done: a body must not be forgotten in the store.
    """
    same = list(Capture.objects.select_for_update().filter(sha256=capture.sha256).order_by("pk"))
    Capture.objects.filter(pk=capture.pk).update(suppressed=True)
    capture.suppressed = True
    last = all(other.suppressed or other.pk == capture.pk for other in same)
    if last:
        store.remove(capture.sha256)
    return last


@dataclass
class Exported:
    """How many copies went into an archive, and how many could not."""

    copies: int = 0
    damaged: int = 0
    taken_down: int = 0


def export_warc(captures: QuerySet[Capture], out: BinaryIO, *, name: str, packed: bool = True) -> Exported:
    """Write copies, oldest first, into an open file; one body at a time is in memory."""
    done = Exported()
    software = f"factcheck ({settings.FACTCHECK_SITE_URL})"
    with warc.Archive(out, name=name, software=software, packed=packed) as archive:
        for capture in captures.select_related("link", "document").order_by("fetched_at", "pk").iterator(100):
            try:
                archive.add(_copy(capture))
            except TakenDown:
                done.taken_down += 1
            except store.Corrupt:
                done.damaged += 1
            else:
                done.copies += 1
    return done


def _copy(capture: Capture) -> warc.Copy:
    document, link = capture.document, capture.link
    return warc.Copy(
        address=capture.final_url or (link.url if link else ""),
        at=capture.fetched_at,
        sha256=capture.sha256,
        head=capture.head,
        body=read_body(capture),
        media_type=capture.media_type,
        about={
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published,
            "watchedAddress": link.url if link else "",
            "fileName": capture.file_name,
            "mediaTypeSniffed": capture.media_type,
            "charset": capture.charset,
        },
    )
