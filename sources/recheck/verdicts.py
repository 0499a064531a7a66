"""What the visits of one batch mean: each link's row and what was seen of it, put before `drift`."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from sources import drift
from sources.extraction import EXTRACTOR, VERSION
from sources.fetching import Fetched
from sources.models import Capture, CaptureText, Finding, Sighting
from sources.recheck import bulk, trouble
from sources.recheck.held import Held
from sources.recheck.visits import Visit


@dataclass
class Decided:
    """A visit, the verdict on it, and the rows it gives rise to."""

    visit: Visit
    verdict: drift.Verdict
    outage: bool = False
    capture: Capture | None = None
    text: CaptureText | None = None


def spans() -> drift.Spans:
    return drift.Spans(
        confirm_after=settings.FACTCHECK_CONFIRM_AFTER,
        gone_after=settings.FACTCHECK_GONE_AFTER,
        unreachable_after=settings.FACTCHECK_UNREACHABLE_AFTER,
    )


def decide(visits: list[Visit], now: datetime, canaries: Iterable[Fetched] = ()) -> list[Decided]:
    rules = spans()
    open_findings = _open_findings(visits)
    outage, excused = trouble.judge(visits, now, rules, canaries)
    return [
        Decided(
            visit,
            drift.judge(
                status_of(visit.link, frozenset(open_findings[visit.link.pk])),
                observation(visit, open_findings[visit.link.pk]),
                now,
                rules,
                outage=outage,
                incident=visit.link.host_key in excused,
            ),
            outage=outage,
        )
        for visit in visits
    ]


def _open_findings(visits: list[Visit]) -> defaultdict[int, set[drift.Open]]:
    """By link; in the words of a copy that was read anew, too: what was found in it is not found again."""
    findings = Finding.objects.open().filter(link__in=bulk.among(visit.link.pk for visit in visits))
    known, copies = defaultdict(set), defaultdict(list)
    for finding in findings:
        kind = drift.FindingKind(finding.kind)
        known[finding.link_id].add(drift.Open(kind, finding.passage_id, finding.detail.get("mark", "")))
        if finding.passage_id and finding.after_id:
            copies[finding.after_id, finding.passage_id].append((finding.link_id, kind))
    if copies:
        asked = Sighting.objects.filter(
            capture_text__capture__in={capture for capture, _passage in copies},
            capture_text__extractor=EXTRACTOR,
            capture_text__version=VERSION,
        )
        for capture, passage, found in asked.values_list("capture_text__capture", "passage", "found_text"):
            for link, kind in copies.get((capture, passage), ()):
                known[link].add(drift.Open(kind, passage, drift.Change(kind, passage, found).mark))
    return known


def status_of(link: Held, open_findings: frozenset[drift.Open]) -> drift.LinkStatus:
    return drift.LinkStatus(
        url_key=link.url_key,
        since=link.state_since,
        state=drift.LinkState(link.state),
        strikes=link.strikes,
        strike_kind=link.strike_kind,
        first_strike_at=link.first_strike_at,
        pending_kind=link.pending_kind,
        pending_hash=link.pending_hash,
        pending_since=link.pending_since,
        override_until=link.override_until,
        interval=link.interval,
        interest=link.interest,
        watched_since=link.created_at,
        open=open_findings,
    )


def observation(visit: Visit, open_findings: Collection[drift.Open]) -> drift.Observation:
    """One visit in the terms of `drift`. How alike the texts are counts where no passage is hurt, and where
    it was a finding before."""
    fetched = visit.fetched
    counts = visit.was_read and (
        not visit.hurt or any(finding.kind == drift.FindingKind.TEXT_CHANGED for finding in open_findings)
    )
    return drift.Observation(
        outcome=visit.outcome,
        error_class=fetched.error_class,
        final_url=fetched.final_url,
        retry_after=fetched.retry_after,
        sights=visit.sights if visit.was_read else None,
        similarity=visit.similarity if counts else None,
        text_mark=visit.loss if counts else "",
    )
