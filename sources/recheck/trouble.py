"""Whose fault was it? Our own network's, or a host's: then the page is not blamed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from sources import drift
from sources.fetching import Fetched
from sources.models import Check, Host
from sources.recheck.visits import Visit

# Checks of all hosts, the newest, that tell whether our own network is down.
NEWEST = 5_000
HOST_CHECK = ("link__host_key", "link_id", "at", "error_class", "status_code", "link__state")


def judge(
    visits: list[Visit], now: datetime, rules: drift.Spans, canaries: Iterable[Fetched]
) -> tuple[bool, set[str]]:
    """(whether our own network is down, hosts whose links are excused for now)."""
    seen = [_host_check(visit, now) for visit in visits]
    hosts = _held(seen)
    checks = _recent_checks(seen, hosts, now, rules)
    if drift.is_outage([*checks, *(_canary_check(seen, now) for seen in canaries)], now, rules):
        return True, set()
    return False, _hosts_in_trouble(checks, hosts, now, rules)


def _held(seen: list[drift.HostCheck]) -> list[Host]:
    """The hosts of which something is to be told: in trouble now, or before. Held until the batch is written,
    and read once they are: two workers that learn of one host at the same time write one after the other."""
    hosts = Host.objects.filter(
        Q(key__in={check.host for check in seen if check.troubled})
        | Q(key__in={check.host for check in seen}, incident_since__isnull=False)
    )
    return list(hosts.select_for_update().order_by("pk"))


def _recent_checks(
    seen: list[drift.HostCheck], hosts: list[Host], now: datetime, rules: drift.Spans
) -> list[drift.HostCheck]:
    """This batch's checks and, where there is trouble to be told, the last minutes' of all workers.

    Answers alone tell of no trouble, so that ordinary batches ask nothing. The question about our network
    looks at the newest checks of all hosts, the one about a host at those of that host.
    """
    since = Check.objects.filter(at__gte=now - timedelta(seconds=rules.window))
    asked = []
    if any(check.unanswered for check in seen):
        asked.append(since.order_by("-at")[:NEWEST])
    if hosts:
        asked.append(since.filter(link__host_key__in=[host.key for host in hosts]))
    rows = {row[0]: row for query in asked for row in query.values_list("id", *HOST_CHECK)}
    trouble = {*drift.DEAD, drift.LinkState.SUSPECT}
    before = [
        drift.HostCheck(
            host=host, link=link, at=at, error_class=error, status=status, expected=state not in trouble
        )
        for _, host, link, at, error, status, state in rows.values()
    ]
    return before + seen


def _host_check(visit: Visit, now: datetime) -> drift.HostCheck:
    link, fetched = visit.link, visit.fetched
    return drift.HostCheck(
        host=link.host_key,
        link=link.pk,
        at=now,
        error_class=str(fetched.error_class),
        status=fetched.status,
        expected=link.state not in {*drift.DEAD, drift.LinkState.SUSPECT},
        retry_after=fetched.retry_after,
    )


def _canary_check(seen: Fetched, now: datetime) -> drift.HostCheck:
    return drift.HostCheck(
        host=seen.url,
        link=seen.url,
        at=now,
        error_class=str(seen.error_class),
        status=seen.status,
        canary=True,
    )


def _hosts_in_trouble(
    checks: list[drift.HostCheck], hosts: list[Host], now: datetime, rules: drift.Spans
) -> set[str]:
    """Those whose links are excused for now; begins and ends incidents on their rows, and their rest."""
    by_host = defaultdict(list)
    for check in checks:
        by_host[check.host].append(check)
    changed, excused = [], set()
    for host in hosts:
        before = (host.incident_since, host.backoff_until)
        incident = drift.host_incident(by_host[host.key], now, since=host.incident_since, spans=rules)
        host.incident_since = incident.since if incident else None
        if rest := drift.rest_of_host(by_host[host.key], incident, now, rules):
            until = now + timedelta(seconds=rest)
            host.backoff_until = max(until, host.backoff_until or until)
        if before != (host.incident_since, host.backoff_until):
            changed.append(host)
        if incident and incident.excuses:
            excused.add(host.key)
    if changed:
        Host.objects.bulk_update(changed, ["incident_since", "backoff_until"])
    return excused
