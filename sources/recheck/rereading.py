"""Saved copies read anew when the extractor's version has risen: from the store, without a request.

Texts of two versions are never compared, so a link's confirmed text and its newest one are read again before
it is visited. The page did not change meanwhile: a passage that stood in the same body by the older reading
stands in it by the newer one as well, in the words that are found there now, and is followed in those.
"""

import hashlib
import logging
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from django.db import transaction

from sources import anchoring
from sources.extraction import EXTRACTOR, VERSION, extract
from sources.fetching import sniff
from sources.models import Capture, CaptureText, Link, Sighting, store
from sources.recheck import bulk, keeping, known
from sources.recheck.known import Known, is_current
from sources.recheck.leasing import Lease
from sources.recheck.reading import look_for

log = logging.getLogger("sources.recheck")


class Anew(NamedTuple):
    """A text by the extractor in use, and that of the same body by the one before."""

    text: CaptureText
    before: CaptureText


def bring_up_to_date(lease: Lease, items: list[Known], *, deadline: float) -> tuple[list[Known], str]:
    """(links that may be visited, why copies cannot be read at all or "").

    One link at least is brought up to date in every batch; those not reached within `deadline` seconds are
    put on `lease.late`. What cannot be read (taken down, damaged) stays as it is: the page as it is read next
    takes its place. Where the store does not answer, nothing can be said, and no such link may be visited.
    """
    stale = [item for item in items if item.stale_texts]
    if not stale:
        return items, ""
    captures = Capture.objects.in_bulk({text.capture_id for item in stale for text in item.stale_texts})
    read = {text.capture_id: text for text in _current_texts(captures)}
    until, trouble, done = time.monotonic() + deadline, "", 0
    try:
        for item in stale:
            if done and time.monotonic() > until:
                break
            for text in item.stale_texts:
                if text.capture_id not in read and (anew := _read(captures[text.capture_id])):
                    read[text.capture_id] = anew
            done += 1
    except store.Unavailable as error:
        trouble = str(error)
    _write(lease, stale[:done], read, captures)
    left = [item.link for item in stale[done:]]
    if trouble:
        keeping.stop(lease, left, trouble)
    else:
        lease.late.extend(left)
    return [item for item in items if item.link not in left], trouble


def _current_texts(captures: Iterable[int]) -> Iterable[CaptureText]:
    return CaptureText.objects.filter(capture__in=captures, extractor=EXTRACTOR, version=VERSION)


def _read(capture: Capture) -> CaptureText | None:
    """The text of a stored body; None where there is none to be had. store.Unavailable as in store.get."""
    if capture.suppressed:
        return None
    try:
        body = store.get(capture.sha256)
    except store.Corrupt as damage:
        log.error("%s: it cannot be read anew (capture %s)", damage, capture.pk)
        return None
    try:
        extracted = extract(body, sniff(body), capture.charset)
    except Exception:
        log.exception("unforeseen trouble while reading capture %s anew", capture.pk)
        return None
    if not extracted.text:
        log.warning("nothing can be read any more in capture %s: %s", capture.pk, extracted.trouble)
        return None
    return CaptureText(
        capture_id=capture.pk,
        extractor=extracted.extractor,
        version=extracted.version,
        text=extracted.text,
        text_sha256=hashlib.sha256(extracted.text.encode("utf-8", "surrogatepass")).hexdigest(),
        title=extracted.title,
    )


@transaction.atomic
def _write(
    lease: Lease, items: list[Known], read: dict[int, CaptureText], captures: dict[int, Capture]
) -> None:
    """Texts, where the passages stand in them, and the links that rest on them from now on."""
    CaptureText.objects.bulk_create(
        [text for text in read.values() if text.pk is None], ignore_conflicts=True
    )
    texts = {text.capture_id: text for text in _current_texts(read)}
    pairs = {
        before.pk: Anew(texts[before.capture_id], before)
        for item in items
        for before in item.stale_texts
        if before.capture_id in texts
    }
    Sighting.objects.bulk_create(_sightings(items, pairs), ignore_conflicts=True)
    held = Link.objects.filter(pk__in=[item.link.pk for item in items], lease_token=lease.token)
    rows = held.select_for_update().values_list("pk", "baseline_id", "latest_id")
    now = {pk: (baseline, latest) for pk, baseline, latest in rows}
    ours = [item for item in items if now.get(item.link.pk) == (item.link.baseline_id, item.link.latest_id)]
    for item in ours:
        item.link = item.link._replace(**_columns(item, pairs, captures))
    names = ("baseline_id", "latest_id", "body_sha256")
    bulk.update(Link, names, [(item.link.pk, *(getattr(item.link, n) for n in names)) for item in ours])
    known.load(ours)


def _columns(item: Known, pairs: dict[int, Anew], captures: dict[int, Capture]) -> dict[str, Any]:
    """Where only one of the two could be read, it stands for both. The page of the last visit may be another
    than the newest copy, of which only the older reading made the same text: then it is asked for again."""

    def anew(text: CaptureText | None) -> CaptureText | None:
        if text is None or is_current(text):
            return text
        return pairs[text.pk].text if text.pk in pairs else None

    baseline, latest = anew(item.baseline), anew(item.latest)
    either = latest or baseline
    if either is None:
        return {}
    columns: dict[str, Any] = {"baseline_id": (baseline or either).pk, "latest_id": either.pk}
    if latest is None or (
        latest is not item.latest and captures[latest.capture_id].sha256 != item.link.body_sha256
    ):
        columns["body_sha256"] = ""
    return columns


def _seek(passage: known.Wording, folded: anchoring.Folded) -> anchoring.Match | None:
    """None where looking for it fails: the visit that follows says so of its page, and not of the batch."""
    try:
        return look_for(passage, folded)
    except Exception:
        log.exception("unforeseen trouble while looking for passage %s", passage.pk)
        return None


def _sightings(items: list[Known], pairs: dict[int, Anew]) -> list[Sighting]:
    """Of every passage, by the newer reading, and what it was known to be by the older one."""
    asked = Sighting.objects.filter(capture_text__in=pairs).values_list(*known.Seen._fields)
    before = {row[:2]: known.Seen(*row) for row in asked}
    rows = []
    for item in items:
        for old in item.stale_texts:
            if old.pk not in pairs:
                continue
            text = pairs[old.pk].text
            folded = anchoring.fold(text.text)
            for passage in item.passages:
                if (match := _seek(passage, folded)) is None:
                    continue
                seen = before.get((old.pk, passage.pk))
                if seen and seen.is_beside and match.status == anchoring.Status.MISSING:
                    match = replace(match, found_text=seen.found_text)
                status = match.status.value
                if seen and match.status != anchoring.Status.FOUND:
                    status = seen.status
                rows.append(
                    Sighting(
                        capture_text=text,
                        passage_id=passage.pk,
                        status=status,
                        start=match.start,
                        end=match.end,
                        score=match.score,
                        found_text=match.found_text,
                    )
                )
    return rows
