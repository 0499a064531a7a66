"""Lease a batch of links, visit them, decide, write. The first check and every later one are this function.

No transaction spans the network: leasing and writing are one short transaction each, fetching lies between.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import uvloop
from django.conf import settings

from sources.recheck import leasing, probes, visits, writing
from sources.recheck.leasing import database_now

__all__ = ["Summary", "check_all", "check_batch", "database_now", "patience"]

log = logging.getLogger("sources.recheck")

# Of a lease's time, what fetching may take, and what asking about suspicious pages; the rest is for writing.
FETCHING = 0.8
PROBING = 0.1


@dataclass(frozen=True)
class Summary:
    """How many links were seen in which state (or thrown away: outage), and whether more may be due."""

    counts: Counter[str] = field(default_factory=Counter)
    full: bool = False
    deferred: int = 0
    links: tuple[int, ...] = ()


def check_batch(
    *,
    limit: int = leasing.BATCH,
    only: Iterable[int] | None = None,
    due_only: bool = True,
    on_visit: Callable[[], object] | None = None,
    on_full: Callable[[], object] | None = None,
) -> Summary:
    """Check up to `limit` links now. Links not reached in time keep their lease until it runs out.

    `on_full` is called as soon as a full batch is leased: another worker may start on the next one.
    """
    lease = leasing.lease(limit=limit, only=only, due_only=due_only)
    if lease.full and on_full:
        on_full()
    _warn_of_lag(lease)
    if not lease.links:
        return Summary(full=lease.full, deferred=lease.deferred)
    known = visits.gather(lease.links)
    deadline = settings.FACTCHECK_LEASE * FETCHING
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        seen = runner.run(visits.visit_all(lease, known, deadline=deadline, on_visit=on_visit))
    probes.settle(seen, deadline=settings.FACTCHECK_LEASE * PROBING)
    counts = writing.write(lease, seen)
    if counts["outage"]:
        log.warning(
            "our own connection seems to be down: %d checks thrown away, no link was marked", counts["outage"]
        )
    log.info("checked %s", ", ".join(f"{state}={n}" for state, n in sorted(counts.items())))
    return Summary(counts, lease.full, lease.deferred, tuple(link.pk for link in lease.links))


def patience() -> float:
    """Seconds a due link may wait before the engine lags: a dead worker's lease, and two beats."""
    return settings.FACTCHECK_LEASE + 2 * settings.FACTCHECK_BEAT


def _warn_of_lag(lease: leasing.Lease) -> None:
    waited = max(((lease.now - link.next_check_at).total_seconds() for link in lease.links), default=0.0)
    if waited > patience():
        log.warning("the engine lags: a link has waited %d s for its check; more workers are needed", waited)


def check_all(ids: Iterable[int], *, on_visit: Callable[[], object] | None = None) -> Iterator[Summary]:
    """Check these links in the foreground, batch by batch, waiting where a host wants its interval kept."""
    left = set(ids)
    while left:
        summary = check_batch(only=left, due_only=False, on_visit=on_visit)
        left -= set(summary.links)
        if summary.links:
            yield summary
        elif not summary.deferred:
            return  # what is left is in another worker's hands
        else:
            time.sleep(min(1.0, settings.FACTCHECK_HOST_INTERVAL))
