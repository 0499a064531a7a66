"""Which links this worker checks now: leased in the database, which is the only guarantee there is.

A lease is one token for a batch and an end by the database's clock. Whoever dies leaves links whose lease
runs out; they are due again. Slots keep each host to its interval, however many workers there are.
"""

import time
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from sources.models import Host, Link
from sources.recheck import bulk

BATCH = 500
# A link whose slot lies further off than this share of the lease waits in the database, not in a worker.
PATIENCE = 0.2


@dataclass(frozen=True)
class Lease:
    """Links held under one token, with the seconds from `taken` at which each may be fetched."""

    token: uuid.UUID
    now: datetime  # when it was taken, by the database's clock
    links: list[Link]
    delays: dict[int, float] = field(default_factory=dict)
    full: bool = False  # more links may be due than one batch holds
    deferred: int = 0  # links whose host has no slot for them yet
    taken: float = field(default_factory=time.monotonic)
    intervals: dict[str, float] = field(default_factory=dict)  # by host, in seconds
    begun: dict[str, float] = field(default_factory=dict)  # by host, when the last fetch began

    def wait(self, link: Link) -> float:
        """Seconds until it may be fetched. A worker that is late keeps the interval all the same."""
        now = time.monotonic()
        slot = self.taken + self.delays.get(link.pk, 0.0)
        after = self.begun.get(link.host_key, 0.0) + self.intervals.get(link.host_key, 0.0)
        return max(slot - now, after - now, 0.0)

    def begin(self, link: Link) -> None:
        self.begun[link.host_key] = time.monotonic()


def database_now() -> datetime:
    """The database's clock; workers' own clocks may differ."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT clock_timestamp()")
            return cursor.fetchone()[0]
    return timezone.now()  # SQLite has no clock of its own: it runs in this process


@transaction.atomic
def lease(*, limit: int = BATCH, only: Iterable[int] | None = None, due_only: bool = True) -> Lease:
    """Take up to `limit` links, oldest due first; `only` narrows to those ids (due or not: `due_only`).

    Rows that another worker is taking at this moment are passed over, not waited for.
    """
    now, taken = database_now(), time.monotonic()
    links = Link.objects.due(now) if due_only else Link.objects.free(now)
    if only is not None:
        links = links.filter(pk__in=list(only))
    chosen = list(links.select_for_update(skip_locked=True, of=("self",)).order_by("next_check_at")[:limit])
    delays, deferred, intervals = _slots(chosen, now)
    for link in deferred:
        link.next_check_at = now + timedelta(seconds=delays[link.pk])
    bulk.update(Link, deferred, ["next_check_at"])
    later = {link.pk for link in deferred}
    held = [link for link in chosen if link.pk not in later]
    token = uuid.uuid4()
    Link.objects.filter(pk__in=[link.pk for link in held]).update(
        lease_token=token, lease_until=now + timedelta(seconds=settings.FACTCHECK_LEASE)
    )
    for link in held:
        link.lease_token = token
    return Lease(token, now, held, delays, len(chosen) == limit, len(deferred), taken, intervals)


def _slots(links: list[Link], now: datetime) -> tuple[dict[int, float], list[Link], dict[str, float]]:
    """Seconds from now at which each link may be fetched, the links that must wait longer than we do, and
    each host's interval."""
    if settings.FACTCHECK_HOST_INTERVAL <= 0:
        return {}, [], {}
    by_host = defaultdict(list)
    for link in links:
        by_host[link.host_key].append(link)
    Host.objects.bulk_create([Host(key=key) for key in by_host], ignore_conflicts=True)
    held = Host.objects.select_for_update().filter(key__in=by_host).order_by("pk")
    hosts = {host.key: host for host in held}
    patience = settings.FACTCHECK_LEASE * PATIENCE
    delays: dict[int, float] = {}
    deferred: list[Link] = []
    intervals: dict[str, float] = {}
    for key, queue in by_host.items():
        host = hosts[key]
        interval = intervals[key] = host.interval or settings.FACTCHECK_HOST_INTERVAL
        free = max(filter(None, (now, host.next_free_at, host.backoff_until)))
        for link in queue:
            delays[link.pk] = (free - now).total_seconds()
            if delays[link.pk] > patience:
                deferred.append(link)
                # Its slot is not reserved: it queues again when it is due.
                delays[link.pk] += interval * len(deferred)
                continue
            free += timedelta(seconds=interval)
        host.next_free_at = free
    Host.objects.bulk_update(hosts.values(), ["next_free_at"])
    return delays, deferred, intervals


def release(token: uuid.UUID, links: Iterable[Link], again_at: datetime) -> None:
    """Give links back unchecked."""
    Link.objects.filter(lease_token=token, pk__in=[link.pk for link in links]).update(
        lease_token=None, lease_until=None, next_check_at=again_at
    )
