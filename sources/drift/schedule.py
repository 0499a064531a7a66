"""When to look again."""

import hashlib
from datetime import datetime, timedelta

from sources.drift.changes import Pending
from sources.drift.states import DAY, DEAD, HOUR, LinkState, LinkStatus, Spans

# Pages change most when young: seconds of age, seconds between two looks (NewsDiffs' tiers, slower).
_TIERS = ((DAY, 6 * HOUR), (30 * DAY, DAY), (365 * DAY, 7 * DAY))
_SWING = 4
_JITTER = 0.15


def base_interval(status: LinkStatus, now: datetime, spans: Spans) -> float:
    """Seconds between looks by age and interest; each step of interest halves it."""
    age = (now - status.watched_since).total_seconds() if status.watched_since else 2 * DAY
    base = next((interval for limit, interval in _TIERS if age < limit), 30 * DAY)
    return min(max(base * 2.0 ** (1 - status.interest), spans.shortest), spans.longest)


def next_interval(status: LinkStatus, now: datetime, spans: Spans, *, changed: bool) -> float:
    """Half as long after a change, half as long again without, within a factor of four of the tier."""
    base = base_interval(status, now, spans)
    if status.state == LinkState.UNKNOWN:
        return base
    low, high = max(base / _SWING, spans.shortest), min(base * _SWING, spans.longest)
    return min(max(status.interval * (0.5 if changed else 1.5), low), high)


def jitter(url_key: str) -> float:
    """0.85 to 1.15, always the same for one address, so that a case loaded at once does not stay together."""
    share = int.from_bytes(hashlib.sha256(url_key.encode()).digest()[:8], "big") / 2**64
    return 1 + _JITTER * (2 * share - 1)


def later(url_key: str) -> float:
    """1 to 1.15: jitter for a wait that must not be cut short."""
    return 1 + (jitter(url_key) - (1 - _JITTER)) / 2


def retry_at(first_strike_at: datetime, now: datetime, url_key: str, spans: Spans) -> datetime:
    """The next look of a running series of strikes."""
    stretch = later(url_key)
    # A retry that was served a little late must not be served again at once.
    elapsed = (now - first_strike_at).total_seconds() + spans.soon / 10
    offset = next((offset for offset in sorted(spans.retries) if offset > elapsed), None)
    if offset is None:
        return now + timedelta(seconds=spans.gone_after / 3 * stretch)
    return max(
        first_strike_at + timedelta(seconds=offset) + timedelta(seconds=spans.soon * (stretch - 1)),
        now + timedelta(seconds=spans.soon),
    )


def next_check_at(
    status: LinkStatus,
    state: LinkState,
    now: datetime,
    spans: Spans,
    *,
    interval: float,
    pending: Pending,
    retry_from: datetime | None,
    retry_after: float | None,
) -> datetime:
    """Pending changes first, then a series of strikes, then dead links monthly, then the interval; never
    before what Retry-After asks for (a day at most)."""
    if pending.since is not None:
        wait = timedelta(seconds=spans.confirm_after * later(status.url_key))
        at = max(pending.since + wait, now)
    elif retry_from is not None:
        at = retry_at(retry_from, now, status.url_key, spans)
    elif state in DEAD:
        at = now + timedelta(seconds=spans.dead_every * jitter(status.url_key))
    elif state == LinkState.REFUSED:
        at = now + timedelta(seconds=spans.longest * jitter(status.url_key))
    else:
        at = now + timedelta(seconds=interval * jitter(status.url_key))
    return not_before(at, now, retry_after, spans)


def not_before(at: datetime, now: datetime, retry_after: float | None, spans: Spans) -> datetime:
    if retry_after is None:
        return at
    return max(at, now + timedelta(seconds=min(max(retry_after, 0.0), spans.retry_after_most)))
