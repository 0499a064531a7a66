"""What is known of a link, what a visit saw, and the spans of time the rules speak of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sources.drift.changes import FindingKind, Open, Sight

__all__ = ["ALIVE", "DEAD", "FindingKind", "LinkState", "LinkStatus", "Observation", "Spans", "StrikeKind"]


class LinkState(StrEnum):
    UNKNOWN = "unknown"
    HEALTHY = "healthy"
    MOVED = "moved"
    SUSPECT = "suspect"
    GONE = "gone"
    UNREACHABLE = "unreachable"
    SOFT_404 = "soft_404"
    REPLACED = "replaced"
    BLOCKED = "blocked"
    TLS_PROBLEM = "tls_problem"
    REFUSED = "refused"
    UNSUPPORTED = "unsupported"


ALIVE = frozenset({LinkState.HEALTHY, LinkState.MOVED})
DEAD = frozenset({LinkState.GONE, LinkState.UNREACHABLE, LinkState.SOFT_404, LinkState.REPLACED})


class StrikeKind(StrEnum):
    """What all strikes of a running series have in common; a mixed series counts as UNREACHABLE."""

    NONE = ""
    GONE = "gone"
    DNS = "dns"
    UNREACHABLE = "unreachable"


HOUR, DAY = 3600.0, 86400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Seconds, counts and shares; reasons in docs/adr/0006-passage-thresholds.md."""

    confirm_after: float = HOUR
    gone_after: float = 3 * DAY
    unreachable_after: float = 7 * DAY
    gone_strikes: int = 3
    unreachable_strikes: int = 5
    text_changed_below: float = 0.90
    shortest: float = HOUR
    longest: float = 30 * DAY
    dead_every: float = 30 * DAY
    retry_after_most: float = DAY
    window: float = 600.0  # over which outages and incidents are told

    @property
    def retries(self) -> tuple[float, ...]:
        """Seconds from the first strike to the next ones: 1 h, 24 h, 72 h and 7 days as the spans stand, and
        in proportion when they are shortened, so that the last needed strike falls on the end of its span."""
        return (*(self.gone_after * share for share in (1 / 72, 1 / 3, 1.0)), self.unreachable_after)

    @property
    def longest_rest(self) -> float:
        """Seconds a host in trouble is left alone at the most: six hours as the spans stand."""
        return self.gone_after / 12

    @property
    def soon(self) -> float:
        """Seconds to another try when the failure was not the page's: ten minutes as the spans stand."""
        return self.gone_after / 432


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStatus:
    """A link before the visit, as its row has it. `interval` in seconds, `interest` 0 to 3.

    `watched_since` gives the age tier; `open` are the link's findings that have not ended.
    """

    url_key: str
    since: datetime
    state: LinkState = LinkState.UNKNOWN
    strikes: int = 0
    strike_kind: str = ""
    first_strike_at: datetime | None = None
    pending_kind: str = ""
    pending_hash: str = ""
    pending_since: datetime | None = None
    override_until: datetime | None = None
    interval: float = DAY
    interest: int = 1
    watched_since: datetime | None = None
    open: frozenset[Open] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One visit. `outcome`: a link state as the fetcher saw it, or not_modified: the page as it last was when
    healthy, so validators of other answers must not be sent.

    `sights` and `similarity` are None when no text was read (304, extraction failed). `similarity` is to the
    confirmed baseline, never to the previous fetch; `text_mark` names what the text lost of that baseline
    (`anchoring.loss_digest`). `retry_after` in seconds. `final_url` is where a moved page now is.
    """

    outcome: str
    error_class: str = ""
    final_url: str = ""
    retry_after: float | None = None
    sights: tuple[Sight, ...] | None = None
    similarity: float | None = None
    text_mark: str = ""

    @property
    def read(self) -> bool:
        return self.sights is not None or self.similarity is not None
