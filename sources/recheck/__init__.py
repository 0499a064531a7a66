"""Lease a batch of links, visit them, decide, write. The first check and every later one are this function.

No transaction spans the network: leasing and writing are one short transaction each, fetching lies between.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.conf import settings

from sources.models import store
from sources.recheck import canaries, keeping, known, leasing, probes, rereading, rounds, slots, writing
from sources.recheck.leasing import database_now
from sources.recheck.visits import Visit

__all__ = ["Summary", "check_all", "check_batch", "database_now", "patience"]

log = logging.getLogger("sources.recheck")

# Of a lease's time, when copies must have been read anew and pages fetched, and what asking about suspicious
# ones may take; the rest is for writing.
REREADING = 0.1
FETCHING = 0.8
PROBING = 0.1


@dataclass(frozen=True)
class Summary:
    """How many links were seen in which state (or thrown away: outage), and whether more may be due."""

    counts: Counter[str] = field(default_factory=Counter)
    full: bool = False
    deferred: int = 0  # links whose host has no slot for them yet
    links: tuple[int, ...] = ()  # those that were looked at
    resting: frozenset[int] = frozenset()  # deferred ones whose host asked for rest
    trouble: str = ""  # why saved copies cannot be kept, and links were not visited or go unmarked


def check_batch(
    *,
    limit: int = leasing.BATCH,
    only: Iterable[int] | None = None,
    due_only: bool = True,
    on_visit: Callable[[], object] | None = None,
    on_full: Callable[[], object] | None = None,
) -> Summary:
    """Check up to `limit` links now. Links not reached in time keep their lease until it runs out.

    `on_full` is called when more is due: as soon as a full batch is leased, and where links were too late.
    """
    if trouble := keeping.trouble():
        return Summary(trouble=trouble)
    lease = leasing.lease(limit=limit, only=only, due_only=due_only)
    if lease.full and on_full:
        on_full()
    _warn_of_lag(lease)
    summary = Summary(
        full=lease.full,
        deferred=len(lease.slots.deferred),
        resting=frozenset(lease.slots.resting),
    )
    if not lease.links:
        return summary
    seen, unread = _look(lease, on_visit)
    if lease.late and on_full:
        on_full()
    kept = keeping.give_back(lease, seen)
    counts = writing.write(lease, kept, canaries.ask_when_silent(kept))
    if counts["outage"]:
        log.warning(
            "our own connection seems to be down: %d checks thrown away, no link was marked", counts["outage"]
        )
    log.info("checked %s", ", ".join(f"{state}={n}" for state, n in sorted(counts.items())))
    return replace(
        summary,
        counts=counts,
        deferred=summary.deferred + len(lease.late),
        links=tuple(visit.link.pk for visit in kept),
        trouble=next((visit.unkept for visit in seen if visit.unkept), unread),
    )


def _look(lease: leasing.Lease, on_visit: Callable[[], object] | None) -> tuple[list[Visit], str]:
    """All that is asked of other people's servers, and why copies cannot be read or ""; hosts and links that
    were not used are given back."""
    try:
        links, unread = rereading.bring_up_to_date(
            lease, known.gather(lease.links), deadline=settings.FACTCHECK_LEASE * REREADING
        )
        deadline = settings.FACTCHECK_LEASE * FETCHING - (time.monotonic() - lease.taken)
        seen = rounds.visit_all(lease, links, deadline=deadline, on_visit=on_visit)
        probes.settle(seen, deadline=settings.FACTCHECK_LEASE * PROBING)
    finally:
        slots.give_back(lease.token, lease.slots.intervals)
    if lease.late:
        leasing.release(lease.token, lease.late, database_now())
    return seen, unread


def patience() -> float:
    """Seconds a due link may wait before the engine lags: a dead worker's lease, and two beats."""
    return settings.FACTCHECK_LEASE + 2 * settings.FACTCHECK_BEAT


def _warn_of_lag(lease: leasing.Lease) -> None:
    waited = max(((lease.now - link.next_check_at).total_seconds() for link in lease.links), default=0.0)
    if waited > patience():
        log.warning("the engine lags: a link has waited %d s for its check; more workers are needed", waited)


def check_all(ids: Iterable[int], *, on_visit: Callable[[], object] | None = None) -> Iterator[Summary]:
    """Check these links in the foreground, batch by batch, waiting where a host wants its interval kept.

    Not waited for: hosts that asked for rest, which may last a day. Their links are left to the beat.
    store.Unavailable, after what could be checked, when saved copies cannot be kept.
    """
    left = set(ids)
    while left:
        summary = check_batch(only=left, due_only=False, on_visit=on_visit)
        left -= {*summary.links, *summary.resting}
        if summary.links or summary.resting:
            yield summary
        if summary.trouble:
            raise store.Unavailable(summary.trouble)
        if summary.links or summary.resting:
            continue
        if not summary.deferred:
            return  # what is left is in another worker's hands
        time.sleep(min(1.0, settings.FACTCHECK_HOST_INTERVAL))
