"""What the visits of one batch mean, written in one transaction with a handful of bulk statements."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from sources import addresses, drift
from sources.models import Capture, CaptureText, Check, Finding, Host, Link, Sighting
from sources.recheck import bulk
from sources.recheck.leasing import Lease, database_now
from sources.recheck.visits import Visit

REASON = 300
LEASE = {"lease_token", "lease_until", "next_check_at"}  # written in any case: the link is given back
# Checks of all hosts, the newest, that tell whether our own network is down.
NEWEST = 5_000
HOST_CHECK = ("link__host_key", "link_id", "at", "error_class", "status_code", "link__state")
WRITTEN = (
    "state state_since reason strikes strike_kind first_strike_at pending_kind pending_hash pending_since "
    "interval next_check_at lease_token lease_until etag last_modified body_sha256 text_sha256 "
    "checks_count last_ok_at last_checked_at outage_since moved_to baseline_id latest_id"
).split()


@dataclass
class Decided:
    """A visit, the verdict on it, and the rows it gives rise to."""

    visit: Visit
    verdict: drift.Verdict
    outage: bool = False
    capture: Capture | None = None
    text: CaptureText | None = None
    sightings: list[Sighting] = field(default_factory=list)


@transaction.atomic
def write(lease: Lease, visits: list[Visit]) -> Counter[str]:
    """Decide and write a batch; returns how many links were seen in which state.

    Only links still held under this lease's token are written: a worker that was thought dead and comes back
    late changes nothing.
    """
    now = database_now()
    ours = _still_ours(lease, visits)
    visits = [visit for visit in visits if visit.link.pk in ours]
    if not visits:
        return Counter()
    decided = _decide(visits, now)
    _keep_texts(decided)
    _end_and_open(decided, now)
    Check.objects.bulk_create([_check(item, lease, now) for item in decided], ignore_conflicts=True)
    _update_links(decided, now)
    return Counter("outage" if item.outage else str(item.verdict.state) for item in decided)


def _still_ours(lease: Lease, visits: list[Visit]) -> set[int]:
    """The links of these visits that are held under this lease's token, locked until we have written."""
    asked = Link.objects.filter(pk__in=[visit.link.pk for visit in visits], lease_token=lease.token)
    return set(asked.select_for_update().order_by("pk").values_list("pk", flat=True))


def spans() -> drift.Spans:
    return drift.Spans(
        confirm_after=settings.FACTCHECK_CONFIRM_AFTER,
        gone_after=settings.FACTCHECK_GONE_AFTER,
        unreachable_after=settings.FACTCHECK_UNREACHABLE_AFTER,
    )


def _decide(visits: list[Visit], now: datetime) -> list[Decided]:
    rules = spans()
    open_findings = defaultdict(set)
    for finding in Finding.objects.open().filter(link__in=[visit.link.pk for visit in visits]):
        known = drift.Open(
            drift.FindingKind(finding.kind), finding.passage_id, finding.detail.get("mark", "")
        )
        open_findings[finding.link_id].add(known)
    checks = _recent_checks(visits, now, rules)
    outage = drift.is_outage(checks, now, rules)
    excused = set() if outage else _hosts_in_trouble(checks, visits, now, rules)
    return [
        Decided(
            visit,
            drift.judge(
                _status(visit.link, frozenset(open_findings[visit.link.pk])),
                observation(visit),
                now,
                rules,
                outage=outage,
                incident=visit.link.host_key in excused,
            ),
            outage=outage,
        )
        for visit in visits
    ]


def _status(link: Link, open_findings: frozenset[drift.Open]) -> drift.LinkStatus:
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


def observation(visit: Visit) -> drift.Observation:
    """One visit in the terms of `drift`."""
    fetched = visit.fetched
    return drift.Observation(
        outcome=visit.outcome,
        error_class=fetched.error_class,
        final_url=fetched.final_url,
        retry_after=fetched.retry_after,
        sights=tuple(visit.sights()) if visit.was_read else None,
        similarity=visit.similarity if visit.was_read else None,
        text_mark=visit.loss,
    )


def _recent_checks(visits: list[Visit], now: datetime, rules: drift.Spans) -> list[drift.HostCheck]:
    """This batch's checks and, where there is trouble to be told, the last minutes' of all workers.

    Answers alone tell of no trouble, so that ordinary batches ask nothing. The question about our network
    looks at the newest checks of all hosts, the one about a host at those of that host.
    """
    seen = [_host_check(visit, now) for visit in visits]
    canaries = _canary_hosts()
    since = Check.objects.filter(at__gte=now - timedelta(seconds=rules.window))
    asked = []
    if canaries or any(check.unanswered for check in seen):
        asked.append(since.order_by("-at")[:NEWEST])
    if canaries:
        asked.append(since.filter(link__host_key__in=canaries))
    troubled = {check.host for check in seen if check.troubled} | _hosts_with_incident(seen)
    if troubled:
        asked.append(since.filter(link__host_key__in=troubled))
    rows = {row[0]: row for query in asked for row in query.values_list("id", *HOST_CHECK)}
    trouble = {*drift.DEAD, drift.LinkState.SUSPECT}
    before = [
        drift.HostCheck(
            host=host, link=link, at=at, error_class=error, status=status, expected=state not in trouble
        )
        for _, host, link, at, error, status, state in rows.values()
    ]
    return [replace(check, canary=check.host in canaries) for check in before + seen]


def _host_check(visit: Visit, now: datetime) -> drift.HostCheck:
    link, fetched = visit.link, visit.fetched
    return drift.HostCheck(
        host=link.host_key,
        link=link.pk,
        at=now,
        error_class=str(fetched.error_class),
        status=fetched.status,
        expected=link.state not in {*drift.DEAD, drift.LinkState.SUSPECT},
    )


def _hosts_with_incident(checks: list[drift.HostCheck]) -> set[str]:
    hosts = Host.objects.filter(key__in={check.host for check in checks}, incident_since__isnull=False)
    return set(hosts.values_list("key", flat=True))


def _canary_hosts() -> set[str]:
    ports = settings.FACTCHECK_FETCH_PORTS
    return {addresses.parse(url, ports).host_key for url in settings.FACTCHECK_CANARIES}


def _hosts_in_trouble(
    checks: list[drift.HostCheck], visits: list[Visit], now: datetime, rules: drift.Spans
) -> set[str]:
    """Hosts whose links are excused for now; begins and ends incidents on their rows."""
    by_host = defaultdict(list)
    for check in checks:
        by_host[check.host].append(check)
    keys = {visit.link.host_key for visit in visits}
    hosts = {host.key: host for host in Host.objects.filter(key__in=keys)}
    changed, excused = [], set()
    for key in keys & set(hosts):
        incident = drift.host_incident(by_host[key], now, since=hosts[key].incident_since, spans=rules)
        since = incident.since if incident else None
        if since != hosts[key].incident_since:
            hosts[key].incident_since = since
            changed.append(hosts[key])
        if incident and incident.excuses:
            excused.add(key)
    if changed:
        Host.objects.bulk_update(changed, ["incident_since"])
    return excused


def _keep_texts(decided: Iterable[Decided]) -> None:
    """Captures, texts and sightings. A text the link showed before is that text again, not another copy."""
    kept = [item for item in decided if item.visit.stored and not item.verdict.discarded]
    wanted = {item.visit.text_sha256 for item in kept}
    before = {
        (text.capture.link_id, text.text_sha256): text
        for text in CaptureText.objects.filter(
            capture__link__in=[item.visit.link.pk for item in kept], text_sha256__in=wanted
        ).select_related("capture")
    }
    fresh = []
    for item in kept:
        item.text = before.get((item.visit.link.pk, item.visit.text_sha256))
        if item.text is None:
            item.capture, item.text = item.visit.capture_rows()
            fresh.append(item)
    Capture.objects.bulk_create([item.capture for item in fresh if item.capture])
    CaptureText.objects.bulk_create([item.text for item in fresh if item.text])
    Sighting.objects.bulk_create(
        [row for item in decided if not item.verdict.discarded for row in _sightings(item)],
        ignore_conflicts=True,
    )


def _sightings(item: Decided) -> list[Sighting]:
    text = item.text or item.visit.known.latest
    if text is None:
        return []
    return [
        Sighting(
            capture_text=text,
            passage_id=passage,
            status=match.status.value,
            start=match.start,
            end=match.end,
            score=match.score,
            found_text=match.found_text,
        )
        for passage, match in item.visit.matches.items()
    ]


def _end_and_open(decided: Iterable[Decided], now: datetime) -> None:
    opened = []
    for item in decided:
        link = item.visit.link
        for over in item.verdict.ended:
            Finding.objects.open().filter(link=link, kind=over.kind, passage=over.passage).update(
                ended_at=now
            )
        opened += [_finding(item, opening) for opening in item.verdict.opened]
    Finding.objects.bulk_create(opened, ignore_conflicts=True)


def _finding(item: Decided, opening: drift.Opening) -> Finding:
    known = item.visit.known
    after = item.text or known.latest
    return Finding(
        link=known.link,
        passage_id=opening.passage,
        kind=opening.kind,
        found_at=opening.found_at,
        confirmed_at=opening.confirmed_at,
        before_id=known.baseline.capture_id if known.baseline else None,
        after_id=after.capture_id if after and item.visit.was_read else None,
        detail={"mark": opening.mark, **item.visit.detail_of(opening.passage)},
    )


def _check(item: Decided, lease: Lease, now: datetime) -> Check:
    fetched = item.visit.fetched
    return Check(
        link=item.visit.link,
        lease_token=lease.token,
        at=now,
        duration_ms=round(fetched.duration * 1000),
        outcome="outage" if item.outage else item.visit.outcome,
        status_code=fetched.status,
        error_class=fetched.error_class,
        reason=item.visit.reason[:REASON],
        final_url=fetched.final_url if fetched.final_url != item.visit.link.url else "",
        chain=[[hop.status, hop.url] for hop in fetched.chain],
        body_sha256=fetched.sha256,
        text_sha256=item.visit.text_sha256,
        size=item.visit.size,
    )


def _update_links(decided: list[Decided], now: datetime) -> None:
    """Only the columns that changed in some row are sent: of an ordinary batch, a handful."""
    links = [item.visit.link for item in decided]
    before = [[getattr(link, name) for name in WRITTEN] for link in links]
    for item in decided:
        _update(item, now)
    after = [[getattr(link, name) for name in WRITTEN] for link in links]
    changed = {
        WRITTEN[at]
        for old, new in zip(before, after, strict=True)
        for at in range(len(WRITTEN))
        if old[at] != new[at]
    }
    bulk.update(Link, links, sorted(changed | LEASE))


def _update(item: Decided, now: datetime) -> None:
    """The link's row after the visit."""
    link, verdict, visit = item.visit.link, item.verdict, item.visit
    link.lease_token, link.lease_until = None, None
    link.last_checked_at = now
    link.next_check_at = verdict.next_check_at
    link.outage_since = (link.outage_since or now) if item.outage else None
    if verdict.discarded:
        return
    link.checks_count += 1
    link.state, link.state_since, link.reason = verdict.state, verdict.since, visit.reason[:REASON]
    link.strikes, link.strike_kind = verdict.strikes, verdict.strike_kind
    link.first_strike_at = verdict.first_strike_at
    link.pending_kind, link.pending_hash = verdict.pending_kind, verdict.pending_hash
    link.pending_since, link.interval = verdict.pending_since, verdict.interval
    if not visit.was_read:
        return
    link.last_ok_at = now
    link.moved_to = visit.fetched.final_url if visit.outcome == "moved" else ""
    columns: dict[str, Any] = {
        "etag": visit.fetched.etag[:300],
        "last_modified": visit.fetched.last_modified[:100],
    }
    if visit.fetched.sha256:
        columns |= {"body_sha256": visit.fetched.sha256, "text_sha256": visit.text_sha256}
    for name, value in columns.items():
        setattr(link, name, value)
    if item.text:
        link.latest = item.text
        link.baseline = link.baseline or item.text
