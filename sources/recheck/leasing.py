"""Which links this worker checks now: leased in the database, which is the only guarantee there is.

A lease is one token for a batch and an end by the database's clock. Whoever dies leaves links whose lease
runs out; they are due again. Slots keep each host to its interval, however many workers there are.
"""

import math
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from sources.models import Link
from sources.recheck import bulk, slots
from sources.recheck.held import Held
from sources.recheck.slots import Slots

BATCH = 500


@dataclass(frozen=True)
class Lease:
    """Links held under one token, with the slots of their hosts, which count from `taken`."""

    token: uuid.UUID
    now: datetime  # when it was taken, by the database's clock
    links: list[Held]
    slots: Slots = field(default_factory=Slots)
    full: bool = False  # more links may be due than one batch holds
    taken: float = field(default_factory=time.monotonic)
    begun: dict[str, float] = field(default_factory=dict)  # by host, when the last fetch began
    late: list[Held] = field(default_factory=list)  # not fetched, for their host's slots were over

    def wait(self, link: Held) -> float:
        """Seconds until it may be fetched. A worker that is late keeps the interval all the same."""
        now = time.monotonic()
        slot = self.taken + self.slots.delays.get(link.pk, 0.0)
        after = self.begun.get(link.host_key, 0.0) + self.slots.intervals.get(link.host_key, 0.0)
        return max(slot - now, after - now, 0.0)

    def begin(self, link: Held) -> bool:
        """Whether it may be fetched now: a late worker keeps off the slots of the batch after its own.

        Of every host one link at least is fetched, so that even slow workers get on.
        """
        now, host = time.monotonic(), link.host_key
        if host in self.begun and now >= self.taken + self.slots.ends.get(host, math.inf):
            self.late.append(link)
            return False
        self.begun[host] = now
        return True


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
        links = links.filter(pk__in=bulk.among(only))
    free = links.select_for_update(skip_locked=True, of=("self",)).order_by("next_check_at")
    chosen = [Held._make(row) for row in free.values_list(*Held._fields)[:limit]]
    token = uuid.uuid4()
    got = slots.take(chosen, token, now)
    bulk.update(
        Link,
        ["next_check_at"],
        [(link.pk, now + timedelta(seconds=got.delays[link.pk])) for link in got.deferred],
    )
    later = {link.pk for link in got.deferred}
    held = [link for link in chosen if link.pk not in later]
    Link.objects.filter(pk__in=bulk.among(link.pk for link in held)).update(
        lease_token=token, lease_until=now + timedelta(seconds=settings.FACTCHECK_LEASE)
    )
    return Lease(token, now, held, got, len(chosen) == limit, taken)


def release(token: uuid.UUID, links: Iterable[Held], again_at: datetime) -> None:
    """Give links back unchecked."""
    Link.objects.filter(lease_token=token, pk__in=[link.pk for link in links]).update(
        lease_token=None, lease_until=None, next_check_at=again_at
    )
