"""Whose fault was it: the page's, its host's, or our own network's?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sources.drift.states import Spans

NO_ANSWER = frozenset({"dns", "connect", "tls", "timeout"})
OUTAGE_HOSTS = 5
OUTAGE_SHARE = 1 / 5
INCIDENT_LINKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class HostCheck:
    """One check as the guards see it. `expected`: the host answered when last looked at; one that never
    answered, or failed before already, says nothing about our own network today."""

    host: str
    link: int | str
    at: datetime
    error_class: str = ""
    status: int | None = None
    expected: bool = True
    canary: bool = False
    retry_after: float | None = None

    @property
    def unanswered(self) -> bool:
        """A failure without any HTTP answer."""
        return self.error_class in NO_ANSWER

    @property
    def asks_for_rest(self) -> bool:
        """Too many requests, or none for now: said of the host, whatever page was asked for."""
        return self.status == 429 or (self.status == 503 and self.retry_after is not None)

    @property
    def troubled(self) -> bool:
        """No answer, 5xx or 429. 404 and 410 are answers about the page."""
        return self.unanswered or (self.status is not None and (self.status >= 500 or self.status == 429))


@dataclass(frozen=True, slots=True)
class Incident:
    """A host in trouble. It `excuses` its links from strikes only for a time: a host that stays silent is
    in the end what readers find, too."""

    since: datetime
    excuses: bool


def is_outage(checks: Iterable[HostCheck], now: datetime, spans: Spans | None = None) -> bool:
    """Our own network is down: throw the batch's verdicts away.

    By the last check of each host in the window: at least five hosts and more than a fifth of them newly
    without an answer, or none with one; or every canary without an answer.
    """
    recent = _recent(checks, now, spans or Spans())
    last: dict[str, HostCheck] = {}
    for check in sorted(recent, key=lambda check: (check.at, not check.unanswered)):
        last[check.host] = check
    canaries = {check.host for check in recent if check.canary}
    if canaries and all(last[host].unanswered for host in canaries):
        return True
    if len(last) < OUTAGE_HOSTS:
        return False
    failing = [check for check in last.values() if check.unanswered]
    news = [check for check in failing if check.expected]
    return len(failing) == len(last) or len(news) > OUTAGE_SHARE * len(last)


def host_incident(
    checks: Iterable[HostCheck], now: datetime, *, since: datetime | None = None, spans: Spans | None = None
) -> Incident | None:
    """The incident of the one host that `checks` are of. It begins with three links in trouble, goes on from
    `since` until a link of the host answers, and excuses for as long as a page may take to be gone."""
    spans = spans or Spans()
    recent = _recent(checks, now, spans)
    last = {check.link: check for check in sorted(recent, key=lambda check: check.at)}
    troubled = [check for check in last.values() if check.troubled]
    if since is None:
        if len(troubled) < INCIDENT_LINKS:
            return None
        since = min(check.at for check in troubled)
    elif len(troubled) < len(last) and len(troubled) < INCIDENT_LINKS:
        return None
    return Incident(since, (now - since).total_seconds() < spans.gone_after)


def rest_of_host(
    checks: Iterable[HostCheck], incident: Incident | None, now: datetime, spans: Spans
) -> float:
    """Seconds for which all of a host's links are left alone, 0 where there is no reason to.

    What it asks for, a day at most, and a while where it does not say how long; in an incident as long as it
    has lasted already, so that a host that stays down is asked ever more rarely.
    """
    asked = [check for check in checks if check.at == now and check.asks_for_rest]
    waits = [spans.soon if check.retry_after is None else check.retry_after for check in asked]
    if incident:
        waits.append(min(max((now - incident.since).total_seconds(), spans.soon), spans.longest_rest))
    return min(max(waits, default=0.0), spans.retry_after_most)


def _recent(checks: Iterable[HostCheck], now: datetime, spans: Spans) -> list[HostCheck]:
    start = now - timedelta(seconds=spans.window)
    return [check for check in checks if check.at >= start]
