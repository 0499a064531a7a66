"""What the visits of one batch mean, written in one transaction with a handful of bulk statements."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import DataError, IntegrityError, transaction

from sources import drift
from sources.extraction import EXTRACTOR, VERSION
from sources.fetching import ErrorClass, Fetched
from sources.models import Capture, CaptureText, Check, Finding, Link, Sighting
from sources.recheck import bulk
from sources.recheck.held import Held
from sources.recheck.leasing import Lease, database_now
from sources.recheck.verdicts import Decided, decide
from sources.recheck.visits import Visit

REASON = 300
# What the database, or its driver, says of data that it does not take (NUL, lone surrogates, out of range).
REFUSED = (DataError, IntegrityError, ValueError, OverflowError)
CHECK = (
    "link_id lease_token at duration_ms outcome status_code error_class reason final_url chain body_sha256 "
    "text_sha256 size"
).split()
SIGHTING = "capture_text_id passage_id status start end score found_text".split()
# What others may write while a batch is away: services, people at the desk.
SHARED = "next_check_at interest override_until baseline_id latest_id".split()

log = logging.getLogger("sources.recheck")


@transaction.atomic
def write(lease: Lease, visits: list[Visit], canaries: Iterable[Fetched] = ()) -> Counter[str]:
    """Decide and write a batch; returns how many links were seen in which state.

    Only links still held under this lease's token are written: a worker that was thought dead and comes back
    late changes nothing, but that what it put into the store has its row.
    """
    now = database_now()
    ours = _still_ours(lease, visits)
    written = list(_write_apart(decide(ours, now, canaries), lease, now)) if ours else []
    copied = {item.capture.sha256 for item in written if item.capture}
    _record_bodies([visit for visit in visits if visit.stored and visit.fetched.sha256 not in copied])
    return Counter("outage" if item.outage else str(item.verdict.state) for item in written)


def _write_apart(decided: list[Decided], lease: Lease, now: datetime) -> Iterator[Decided]:
    """Write all of them at once. Where the database refuses the data of one, the others are written without
    it, and of that visit nothing is kept but that it could not be handled."""
    try:
        with transaction.atomic():
            _keep_texts(decided)
            _end_and_open(decided, now)
            bulk.insert(Check, CHECK, [_check(item, lease, now) for item in decided])
            _update_links(decided, now)
    except REFUSED:
        half = len(decided) // 2
        if half:
            yield from _write_apart(decided[:half], lease, now)
            yield from _write_apart(decided[half:], lease, now)
            return
        visit = decided[0].visit
        if visit.fetched.error_class == ErrorClass.INTERNAL:
            log.exception("not even that %s could not be handled can be written", visit.link.url)
            return  # its lease runs out
        with visit.alone():
            raise
        yield from _write_apart(decide([visit], now), lease, now)
    else:
        yield from decided


def _still_ours(lease: Lease, visits: list[Visit]) -> list[Visit]:
    """Those whose link is held under this lease's token, locked until we have written, and brought up to date
    with what others decided about it meanwhile."""
    asked = Link.objects.filter(pk__in=bulk.among(visit.link.pk for visit in visits))
    rows = asked.select_for_update().order_by("pk").values_list("pk", "lease_token", *SHARED)
    # Not asked of the database: planners know of no token, expect one row, and compare each with each.
    ours = {pk: dict(zip(SHARED, shared, strict=True)) for pk, token, *shared in rows if token == lease.token}
    for visit in visits:
        if now := ours.get(visit.link.pk):
            visit.wanted_at = (
                now["next_check_at"] if now["next_check_at"] != visit.link.next_check_at else None
            )
            visit.known.link = visit.link._replace(**now)
    return [visit for visit in visits if visit.link.pk in ours]


def _record_bodies(visits: list[Visit]) -> None:
    """What was put into the store of visits that count for nothing: nobody reads it, a takedown finds it."""
    if visits:
        bodies = {visit.fetched.sha256: visit for visit in visits}
        known = Capture.objects.filter(sha256__in=bulk.among(bodies)).values_list("sha256", flat=True)
        bulk.create([_capture(bodies[sha256]) for sha256 in bodies.keys() - set(known)])


def _keep_texts(decided: Iterable[Decided]) -> None:
    """Captures, texts and sightings. A text the link showed before is that text again, not another copy."""
    told = [item for item in decided if not item.verdict.discarded]
    before = _shown_before([item.visit for item in told if item.visit.again])
    for item in told:
        if item.visit.again:
            item.text = before[item.visit.link.pk, item.visit.text_sha256]
    fresh = [item for item in told if item.visit.stored]
    for item in fresh:
        item.capture, item.text = _copy(item.visit)
    copies = [item.capture for item in fresh if item.capture]
    removed = Capture.objects.taken_down(copy.sha256 for copy in copies) if copies else set()
    for copy in copies:
        copy.suppressed = copy.sha256 in removed
    bulk.create(copies)
    for item in fresh:
        if item.text and item.capture:
            item.text.capture = item.capture  # with the key it has now
    bulk.create([item.text for item in fresh if item.text])
    bulk.insert(Sighting, SIGHTING, [row for item in fresh for row in _sightings(item)])
    others = [item for item in decided if not item.capture and not item.verdict.discarded]
    again = [Sighting(**dict(zip(SIGHTING, row, strict=True))) for item in others for row in _sightings(item)]
    Sighting.objects.bulk_create(again, ignore_conflicts=True)  # of a text seen before


def _shown_before(visits: list[Visit]) -> dict[tuple[int | None, str], CaptureText]:
    """Texts that their link showed before, by link and digest."""
    if not visits:
        return {}
    texts = CaptureText.objects.filter(
        capture__link__in=bulk.among(visit.link.pk for visit in visits),
        text_sha256__in=bulk.among({visit.text_sha256 for visit in visits}),
        extractor=EXTRACTOR,
        version=VERSION,
    )
    rows = texts.select_related("capture").defer("text", "capture__head")
    return {(text.capture.link_id, text.text_sha256): text for text in rows}


def _copy(visit: Visit) -> tuple[Capture, CaptureText]:
    """The rows of a copy; its body lies in the store already."""
    extracted = visit.extracted
    assert extracted is not None  # noqa: S101 (only called for what is stored)
    capture = _capture(visit)
    text = CaptureText(
        capture=capture,
        extractor=extracted.extractor,
        version=extracted.version,
        text=extracted.text,
        text_sha256=visit.text_sha256,
        title=extracted.title,
    )
    return capture, text


def _capture(visit: Visit) -> Capture:
    link, fetched = visit.link, visit.fetched
    return Capture(
        document_id=link.document_id,
        link_id=link.pk,
        sha256=fetched.sha256,
        size=visit.size,
        final_url=fetched.final_url,
        head=fetched.head,
        media_type=fetched.media_type,
        charset=fetched.charset[:40],
    )


def _sightings(item: Decided) -> list[tuple[Any, ...]]:
    """Rows of SIGHTING."""
    text = item.text or item.visit.known.latest
    if text is None:
        return []
    return [
        (text.pk, passage, match.status.value, match.start, match.end, match.score, match.found_text)
        for passage, match in item.visit.matches.items()
    ]


def _end_and_open(decided: Iterable[Decided], now: datetime) -> None:
    opened = []
    for item in decided:
        link = item.visit.link
        for over in item.verdict.ended:
            Finding.objects.open().filter(link=link.pk, kind=over.kind, passage=over.passage).update(
                ended_at=now
            )
        opened += [_finding(item, opening) for opening in item.verdict.opened]
    Finding.objects.bulk_create(opened, ignore_conflicts=True)


def _finding(item: Decided, opening: drift.Opening) -> Finding:
    known = item.visit.known
    after = item.text or known.latest
    return Finding(
        link_id=known.link.pk,
        passage_id=opening.passage,
        kind=opening.kind,
        found_at=opening.found_at,
        confirmed_at=opening.confirmed_at,
        before_id=known.baseline.capture_id if known.baseline else None,
        after_id=after.capture_id if after and item.visit.was_read else None,
        detail={"mark": opening.mark, **item.visit.detail_of(opening.passage)},
    )


def _check(item: Decided, lease: Lease, now: datetime) -> tuple[Any, ...]:
    """A row of CHECK. There is none under this token yet: the link is locked, and held under it."""
    visit, fetched = item.visit, item.visit.fetched
    return (
        visit.link.pk,
        lease.token,
        now,
        round(fetched.duration * 1000),
        "outage" if item.outage else visit.outcome,
        fetched.status,
        str(fetched.error_class),
        visit.reason[:REASON],
        fetched.final_url if fetched.final_url != visit.link.url else "",
        [[hop.status, hop.url] for hop in fetched.chain],
        fetched.sha256,
        visit.text_sha256,
        visit.size,
    )


def _update_links(decided: list[Decided], now: datetime) -> None:
    """Of each row the columns that were decided about, and of these only the ones that changed in some row:
    of an ordinary batch, a handful."""
    alike: dict[tuple[str, ...], list[tuple[Held, dict[str, Any]]]] = defaultdict(list)
    for item in decided:
        columns = _columns(item, now)
        alike[tuple(columns)].append((item.visit.link, columns))
    for names, rows in alike.items():
        changed = [name for name in names if any(getattr(link, name, ...) != new[name] for link, new in rows)]
        bulk.update(Link, changed, [(link.pk, *(new[name] for name in changed)) for link, new in rows])


def _columns(item: Decided, now: datetime) -> dict[str, Any]:
    """What the visit makes of the link's row. A look that somebody asked for meanwhile is still to come."""
    link, verdict, visit = item.visit.link, item.verdict, item.visit
    columns: dict[str, Any] = {
        "lease_token": None,
        "lease_until": None,
        "last_checked_at": now,
        "next_check_at": visit.wanted_at or verdict.next_check_at,
        "outage_since": (link.outage_since or now) if item.outage else None,
    }
    if verdict.discarded:
        return columns
    columns |= {
        "checks_count": link.checks_count + 1,
        "state": str(verdict.state),
        "state_since": verdict.since,
        "reason": visit.reason[:REASON],
        "strikes": verdict.strikes,
        "strike_kind": str(verdict.strike_kind),
        "first_strike_at": verdict.first_strike_at,
        "pending_kind": str(verdict.pending_kind),
        "pending_hash": verdict.pending_hash,
        "pending_since": verdict.pending_since,
        "interval": verdict.interval,
    }
    if not visit.was_read:
        return columns
    fetched, text = visit.fetched, item.text.pk if item.text else None
    return columns | {
        "last_ok_at": now,
        "moved_to": fetched.final_url if visit.outcome == "moved" else "",
        "etag": fetched.etag[:300],
        "last_modified": fetched.last_modified[:100],
        "body_sha256": fetched.sha256 or link.body_sha256,
        "text_sha256": visit.text_sha256 if fetched.sha256 else link.text_sha256,
        "latest_id": text or link.latest_id,
        "baseline_id": (visit.known.stale_texts and text) or link.baseline_id or text,
    }
