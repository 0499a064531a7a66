"""What a fetch may cost, and what comes out of it."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What one fetch saw, in the words of the link states (but NOT_MODIFIED, which is a healthy link).

    An observation is no verdict: one GONE is a strike, not a dead link.
    """

    HEALTHY = "healthy"
    NOT_MODIFIED = "not_modified"
    MOVED = "moved"  # healthy, and every redirect on the way there was a permanent one
    GONE = "gone"  # 404, 410
    UNREACHABLE = "unreachable"  # no answer, a broken one, or a server error
    BLOCKED = "blocked"  # a wall against robots, a paywall, a rate limit
    TLS_PROBLEM = "tls_problem"
    REFUSED = "refused"  # by our own guard
    UNSUPPORTED = "unsupported"  # an answer we will not take in: too large, packed in an unknown way


class ErrorClass(StrEnum):
    """Where it failed. DNS, CONNECT, TLS and TIMEOUT mean: no HTTP answer."""

    NONE = ""
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    HTTP = "http"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, bytes, bytes per second."""

    connect: float = 8.0  # per address; also for the name look-up
    read: float = 10.0  # between two pieces
    total: float = 30.0  # with all redirects
    slowest: int = 1024  # per second, asked for once `patience` has passed
    patience: float = 5.0
    body: int = 5_000_000  # after decompression
    steps: tuple[int, ...] = (64_000, 300_000, 1_000_000)  # where a body waits for its turn, if there are any
    error_body: int = 256_000  # of pages that are no content: 404, walls
    head: int = 65_536
    redirects: int = 10
    retry_after: int = 86_400
    connections: int = 100


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect: what `url` answered."""

    status: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One fetch, whatever became of it.

    `head` is the status line and headers of the last answer, `body` its bytes after decompression (none where
    they are those of `known_sha256`), `size` how many there were, `charset` the one its header declares,
    `media_type` is sniffed. `reason` is written for readers and does not tell a closed port from a filtered
    one; `error_class` is for the engine.
    """

    url: str
    final_url: str
    outcome: Outcome
    reason: str = ""
    error_class: ErrorClass = ErrorClass.NONE
    status: int | None = None
    chain: tuple[Hop, ...] = ()
    retry_after: int | None = None
    etag: str = ""
    last_modified: str = ""
    head: str = ""
    body: bytes = b""
    size: int = 0
    charset: str = ""
    media_type: str = ""
    sha256: str = ""
    duration: float = 0.0

    @property
    def permanent_redirect(self) -> bool:
        """All redirects on the way were permanent, and there was one."""
        return bool(self.chain) and all(hop.status in (301, 308) for hop in self.chain)
