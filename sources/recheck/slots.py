"""When a host may be asked next, and by how many at once: kept in its row, for all workers together.

Slots are handed out under the lock of the host's row, so that every worker knows of the others. A batch sends
half of what a host takes at once, and two batches may hold a host: the second begins while the first ends.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from sources import mementos
from sources.models import Host
from sources.recheck import bulk
from sources.recheck.held import Held

# A link whose slot lies further off than this share of the lease waits in the database, not in a worker.
PATIENCE = 0.2


@dataclass
class Slots:
    """What one batch got. Seconds count from when it was leased; empty where politeness is off."""

    delays: dict[int, float] = field(default_factory=dict)  # until each link may be fetched
    deferred: list[Held] = field(default_factory=list)  # their host has no slot for them yet
    resting: set[int] = field(default_factory=set)  # of these, the ones whose host asked for rest
    intervals: dict[str, float] = field(default_factory=dict)  # by host
    lanes: dict[str, int] = field(default_factory=dict)  # by host, how many requests at once
    ends: dict[str, float] = field(default_factory=dict)  # by host, when the next batch's slots begin


def take(links: list[Held], token: UUID, now: datetime) -> Slots:
    """A slot for each of these links, where its host has one soon. Call it in the lease's transaction."""
    slots = Slots()
    if settings.FACTCHECK_HOST_INTERVAL <= 0:
        return slots
    by_host = defaultdict(list)
    for link in links:
        by_host[link.host_key].append(link)
    hosts = locked(by_host)
    slots.intervals |= intervals_of(hosts)
    for host in hosts:
        _take(slots, host, by_host[host.key], token, now)
    bulk.update(Host, ["next_free_at", "held"], [(host.pk, host.next_free_at, host.held) for host in hosts])
    return slots


def locked(keys: Iterable[str]) -> list[Host]:
    """The rows of these hosts, made where they are missing, held until the transaction ends."""
    keys = sorted(set(keys))
    Host.objects.bulk_create([Host(key=key) for key in keys], ignore_conflicts=True)
    return list(Host.objects.select_for_update().filter(key__in=keys).order_by("pk"))


def free_at(host: Host, now: datetime) -> datetime:
    """When it may be asked again: after what others reserved, and after the rest it asked for."""
    return max(filter(None, (now, host.next_free_at, host.backoff_until)))


def intervals_of(hosts: Iterable[Host]) -> dict[str, float]:
    """Seconds between two requests, by host; 0 where politeness is off. Archives are asked as slowly for a
    memento as for anything else."""
    usual = settings.FACTCHECK_HOST_INTERVAL
    if not usual:
        return {host.key: 0.0 for host in hosts}
    archives = {archive.host_key for archive in mementos.configured()}
    return {
        host.key: max(
            host.interval or usual, settings.FACTCHECK_ARCHIVE_INTERVAL if host.key in archives else 0
        )
        for host in hosts
    }


def _take(slots: Slots, host: Host, queue: list[Held], token: UUID, now: datetime) -> None:
    interval = slots.intervals[host.key]
    lanes = slots.lanes[host.key] = max(host.concurrency // 2, 1)
    held = {key: until for key, until in host.held.items() if datetime.fromisoformat(until) > now}
    taken = len(held) * lanes >= max(host.concurrency, 1)
    patience = settings.FACTCHECK_LEASE * PATIENCE
    free, waiting = free_at(host, now), 0
    for link in queue:
        delay = (free - now).total_seconds()
        if not taken and delay <= patience:
            slots.delays[link.pk] = delay
            free += timedelta(seconds=interval)
            continue
        # Its slot is not reserved: it queues again when it is due.
        waiting += 1
        slots.delays[link.pk] = delay + interval * waiting
        slots.deferred.append(link)
        if host.backoff_until and host.backoff_until >= free:
            slots.resting.add(link.pk)
    host.next_free_at = free
    slots.ends[host.key] = (free - now).total_seconds()
    if waiting < len(queue):
        held[str(token)] = (now + timedelta(seconds=settings.FACTCHECK_LEASE)).isoformat()
    host.held = held


@transaction.atomic
def give_back(token: UUID, keys: Iterable[str]) -> None:
    """The batch sends nothing more: another one may hold these hosts. Who dies holds them for its lease."""
    hosts = list(Host.objects.select_for_update().filter(key__in=list(keys)).order_by("pk"))
    for host in hosts:
        host.held.pop(str(token), None)
    bulk.update(Host, ["held"], [(host.pk, host.held) for host in hosts])
