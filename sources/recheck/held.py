"""A link in a worker's hands."""

from datetime import datetime
from typing import NamedTuple, Self

from sources.models import Link


class Held(NamedTuple):
    """A link as it was when it was leased: what the engine needs of it. Whole rows take twice as long."""

    pk: int
    document_id: int
    url: str
    url_key: str
    host_key: str
    role: str
    interest: int
    state: str
    state_since: datetime
    reason: str
    strikes: int
    strike_kind: str
    first_strike_at: datetime | None
    pending_kind: str
    pending_hash: str
    pending_since: datetime | None
    override_until: datetime | None
    created_at: datetime
    interval: float
    next_check_at: datetime
    etag: str
    last_modified: str
    body_sha256: str
    text_sha256: str
    checks_count: int
    outage_since: datetime | None
    moved_to: str
    baseline_id: int | None
    latest_id: int | None

    @classmethod
    def of(cls, link: Link) -> Self:
        return cls._make(getattr(link, name) for name in cls._fields)
