"""Saved copies: read with their digest verified, watched over time, taken down where the law asks."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sources import drift, warc
from sources.models import Capture, Finding, store

log = logging.getLogger("sources.copies")

# Stored bodies fall into 4096 shares by the first three digits of their digest; so many at every call.
# Called hourly, each body is read again about every eight weeks.
SHARES = 4096
SHARES_AT_ONCE = 3
MOST_AT_ONCE = 2000


class TakenDown(Exception):
    """The body was removed for legal reasons; its hash is all we have."""


def read_body(capture: Capture) -> bytes:
    """The body as it was served. A damaged one is recorded as a finding of its link, which ends when the
    body reads well again.

    store.Corrupt when it is damaged or missing, TakenDown when it was removed.
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
    return body


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


def verify_share(hour: int, *, most: int = MOST_AT_ONCE) -> tuple[int, int]:
    """Read one hour's share of the stored bodies again: (bodies read, damaged ones).

    `hour` counts on from anywhere. Twice the same hour does no harm; a share larger than `most` is sampled,
    so that every body has its turn in the end.
    """
    shares = [f"{(hour * SHARES_AT_ONCE + n) % SHARES:03x}" for n in range(SHARES_AT_ONCE)]
    prefixes = Q()
    for share in shares:
        prefixes |= Q(sha256__startswith=share)
    kept = Capture.objects.filter(prefixes, suppressed=False)
    read: set[str] = set()
    damaged: set[str] = set()
    for capture in kept.order_by("?")[:most]:
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
    whether the body goes (once the transaction is through).
    """
    same = list(Capture.objects.select_for_update().filter(sha256=capture.sha256).order_by("pk"))
    Capture.objects.filter(pk=capture.pk).update(suppressed=True)
    capture.suppressed = True
    last = all(other.suppressed or other.pk == capture.pk for other in same)
    if last:
        transaction.on_commit(lambda: store.remove(capture.sha256))
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
