"""From one observation to a new state, strikes, findings and the next look."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sources.drift.changes import (
    LIVENESS,
    OF_PASSAGE,
    Change,
    FindingKind,
    Open,
    Opening,
    Pending,
    confirm,
    is_open,
)
from sources.drift.schedule import later, next_check_at, next_interval, not_before
from sources.drift.states import ALIVE, DEAD, LinkState, LinkStatus, Observation, Spans, StrikeKind

_STRIKES = frozenset({"gone", "unreachable"})
_READ = frozenset({"healthy", "moved"})
_OTHER_CONTENT = {"soft_404": FindingKind.SOFT_404, "replaced": FindingKind.REPLACED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The link after the visit; `ended` before `opened`, which may be of the same kind and passage.

    `discarded`: the observation was thrown away (outage, host incident) and only the next look is new.
    """

    state: LinkState
    since: datetime
    strikes: int
    strike_kind: str
    first_strike_at: datetime | None
    pending_kind: str
    pending_hash: str
    pending_since: datetime | None
    interval: float
    next_check_at: datetime
    opened: tuple[Opening, ...] = ()
    ended: tuple[Open, ...] = ()
    discarded: bool = False


@dataclass(frozen=True, slots=True)
class _Series:
    """Strikes so far; `reached`: the finding they amount to, `running`: one more was counted just now."""

    strikes: int = 0
    kind: str = ""
    first: datetime | None = None
    reached: FindingKind | None = None
    running: bool = False


def judge(
    status: LinkStatus,
    observation: Observation,
    now: datetime,
    spans: Spans | None = None,
    *,
    outage: bool = False,
    incident: bool = False,
) -> Verdict:
    """What the observation means. `outage`: our own network is down; `incident`: the host is in trouble and
    excuses its links (`Incident.excuses`). Raises ValueError for an outcome that is no observation."""
    spans = spans or Spans()
    if observation.outcome not in {*LinkState, "not_modified"} - {"unknown", "suspect"}:
        raise ValueError(f"{observation.outcome!r} is not what a visit can see")
    if outage or (incident and observation.outcome == "unreachable"):
        return _discard(status, observation, now, spans)

    overridden = status.override_until is not None and now < status.override_until
    before = Pending(status.pending_kind, status.pending_hash, status.pending_since)
    series = _series(status, observation, now, spans, overridden=overridden)
    changes = _changes(status, observation, spans, overridden=overridden)
    confirmed, pending = (
        ([], before) if changes is None else confirm(changes, before, now, spans.confirm_after)
    )
    state = status.state if overridden else _state(status, observation, series, confirmed)

    opened = [Opening(c.kind, c.passage, c.mark, before.since or now, now) for c in confirmed]
    if series.reached and not is_open(dead := Change(series.reached), status.open):
        opened.insert(0, Opening(dead.kind, None, dead.mark, series.first or now, now))
    if series.reached:
        pending = Pending()  # a page that is gone has no change left to confirm
    noticed = bool(opened or (changes and pending.since)) or (
        state != status.state and status.state != LinkState.UNKNOWN
    )
    interval = next_interval(status, now, spans, changed=noticed)
    return Verdict(
        state=state,
        since=status.since if state == status.state else now,
        strikes=series.strikes,
        strike_kind=series.kind,
        first_strike_at=series.first,
        pending_kind=pending.kind,
        pending_hash=pending.marks,
        pending_since=pending.since,
        interval=interval,
        next_check_at=next_check_at(
            status,
            state,
            now,
            spans,
            interval=interval,
            pending=pending if changes is not None else Pending(),
            retry_from=series.first if series.running and not series.reached else None,
            retry_after=observation.retry_after,
        ),
        opened=tuple(opened),
        ended=tuple(f for f in status.open if _ends(f, state, observation, opened, spans)),
    )


def _discard(status: LinkStatus, observation: Observation, now: datetime, spans: Spans) -> Verdict:
    """As if the visit had not been; but look again soon."""
    soon = now + timedelta(seconds=spans.soon * later(status.url_key))
    return Verdict(
        state=status.state,
        since=status.since,
        strikes=status.strikes,
        strike_kind=status.strike_kind,
        first_strike_at=status.first_strike_at,
        pending_kind=status.pending_kind,
        pending_hash=status.pending_hash,
        pending_since=status.pending_since,
        interval=status.interval,
        next_check_at=not_before(soon, now, observation.retry_after, spans),
        discarded=True,
    )


def _series(
    status: LinkStatus, observation: Observation, now: datetime, spans: Spans, *, overridden: bool
) -> _Series:
    """Count a strike, clear them on recovery, leave them alone for anything else (walls, TLS, our guard)."""
    before = _Series(status.strikes, status.strike_kind, status.first_strike_at)
    if observation.outcome in _READ or observation.outcome == "not_modified":
        return _Series()
    if observation.outcome not in _STRIKES or overridden or _known_dead(status, observation):
        return before
    if observation.outcome == "gone":
        kind = StrikeKind.GONE
    else:
        kind = StrikeKind.DNS if observation.error_class == "dns" else StrikeKind.UNREACHABLE
    # An address that was given up as unreachable and now answers "not here" begins to be gone.
    fresh = status.state == LinkState.UNREACHABLE and status.strike_kind != kind
    if before.strikes == 0 or before.first is None or fresh:
        return _Series(1, kind, now, running=True)
    kind = kind if kind == before.kind else StrikeKind.UNREACHABLE
    strikes = before.strikes + 1
    reached = _reached(kind, strikes, (now - before.first).total_seconds(), spans)
    return _Series(strikes, kind, before.first, reached, running=True)


def _known_dead(status: LinkStatus, observation: Observation) -> bool:
    """Failing on as it did: nothing new. What is gone is not made less so by a host that fails."""
    if status.state == LinkState.GONE:
        return True
    return status.state == LinkState.UNREACHABLE and observation.outcome == "unreachable"


def _reached(kind: StrikeKind, strikes: int, elapsed: float, spans: Spans) -> FindingKind | None:
    """404 and 410 alone make a link gone; whatever else fails long enough makes it unreachable."""
    if kind == StrikeKind.UNREACHABLE:
        enough = strikes >= spans.unreachable_strikes and elapsed >= spans.unreachable_after
    else:
        enough = strikes >= spans.gone_strikes and elapsed >= spans.gone_after
    if not enough:
        return None
    return FindingKind.GONE if kind == StrikeKind.GONE else FindingKind.UNREACHABLE


def _state(
    status: LinkStatus, observation: Observation, series: _Series, confirmed: list[Change]
) -> LinkState:
    outcome = observation.outcome
    if outcome == "not_modified":
        return LinkState.MOVED if status.state == LinkState.MOVED else LinkState.HEALTHY
    if outcome in _STRIKES or outcome in _OTHER_CONTENT:
        dead = series.reached or next((c.kind for c in confirmed if c.kind in LIVENESS), None)
        if dead:
            return LinkState(dead)
        return status.state if status.state in DEAD else LinkState.SUSPECT
    return LinkState(outcome)


def _changes(
    status: LinkStatus, observation: Observation, spans: Spans, *, overridden: bool
) -> list[Change] | None:
    """Every change seen that no open finding tells already; None when the page was not read."""
    if observation.outcome in _OTHER_CONTENT:
        seen = [] if overridden else [Change(_OTHER_CONTENT[observation.outcome])]
    elif observation.outcome not in _READ or not (observation.read or observation.outcome == "moved"):
        return None
    else:
        seen = [
            Change(OF_PASSAGE[sight.status], sight.passage, sight.found_text)
            for sight in observation.sights or ()
            if sight.status in OF_PASSAGE
        ]
        # Passages outrank similarity: where one is hurt, that the text differs is no further news.
        if (
            not seen
            and observation.similarity is not None
            and observation.similarity < spans.text_changed_below
        ):
            seen.append(Change(FindingKind.TEXT_CHANGED, None, observation.text_mark))
        if observation.outcome == "moved":
            seen.append(Change(FindingKind.MOVED, None, observation.final_url))
    return [change for change in seen if not is_open(change, status.open)]


def _ends(
    finding: Open, state: LinkState, observation: Observation, opened: list[Opening], spans: Spans
) -> bool:
    """Whether a finding is over: the page recovered, or another finding takes its place."""
    if finding.kind in LIVENESS:
        return state in ALIVE or any(o.kind in LIVENESS for o in opened)
    if finding.kind == FindingKind.MOVED:
        return observation.outcome == "healthy" or any(o.kind == FindingKind.MOVED for o in opened)
    if observation.outcome not in _READ:
        return False
    if finding.kind == FindingKind.TEXT_CHANGED:
        return observation.similarity is not None and observation.similarity >= spans.text_changed_below
    if finding.passage is None:
        return False
    return any(
        sight.passage == finding.passage and sight.status == "found" for sight in observation.sights or ()
    ) or any(o.passage == finding.passage for o in opened)
