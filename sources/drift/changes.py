"""Changes of a page: named, seen once, seen again, confirmed, ended."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from operator import attrgetter

# A mark is short, so that the ten changes that may wait for their second sighting fit the 64 characters of
# `Link.pending_hash`; further ones wait until these are settled.
MARK = 6
WAITING = 10


class FindingKind(StrEnum):
    GONE = "gone"
    UNREACHABLE = "unreachable"
    SOFT_404 = "soft_404"
    REPLACED = "replaced"
    MOVED = "moved"
    PASSAGE_MISSING = "passage_missing"
    PASSAGE_CHANGED = "passage_changed"
    FIGURE_CHANGED = "figure_changed"
    TEXT_CHANGED = "text_changed"
    CAPTURE_CORRUPT = "capture_corrupt"


LIVENESS = frozenset({FindingKind.GONE, FindingKind.UNREACHABLE, FindingKind.SOFT_404, FindingKind.REPLACED})
OF_PASSAGE = {
    "missing": FindingKind.PASSAGE_MISSING,
    "changed": FindingKind.PASSAGE_CHANGED,
    "figure_changed": FindingKind.FIGURE_CHANGED,
}
_RANK = [
    *sorted(LIVENESS),
    FindingKind.FIGURE_CHANGED,
    FindingKind.PASSAGE_MISSING,
    FindingKind.PASSAGE_CHANGED,
    FindingKind.TEXT_CHANGED,
    FindingKind.MOVED,
]


@dataclass(frozen=True, slots=True)
class Sight:
    """What became of one passage: status of `anchoring.Match`, and the wording found in its place."""

    passage: int
    status: str
    found_text: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """`passage` is None for a change of the whole page. Two sightings are equal when their marks are."""

    kind: FindingKind
    passage: int | None = None
    what: str = field(default="", repr=False)

    @property
    def mark(self) -> str:
        named = f"{self.kind}\0{self.passage}\0{self.what}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(named).hexdigest()[:MARK]

    @property
    def rank(self) -> int:
        return _RANK.index(self.kind)


@dataclass(frozen=True, slots=True)
class Open:
    """A finding that has not ended; `mark` as it was given when it was opened (kept in its detail)."""

    kind: FindingKind
    passage: int | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """A finding to write: a change seen at `found_at` and again, equal, at `confirmed_at`."""

    kind: FindingKind
    passage: int | None
    mark: str
    found_at: datetime
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class Pending:
    """The changes seen once: the kind that weighs most, all their marks, and since when."""

    kind: str = ""
    marks: str = ""
    since: datetime | None = None

    def holds(self, change: Change) -> bool:
        return change.mark in [self.marks[at : at + MARK] for at in range(0, len(self.marks), MARK)]


def waiting(changes: Sequence[Change], since: datetime | None) -> Pending:
    if not changes or since is None:
        return Pending()
    ordered = sorted(changes, key=attrgetter("rank"))[:WAITING]
    return Pending(ordered[0].kind, "".join(change.mark for change in ordered), since)


def is_open(change: Change, findings: Collection[Open]) -> bool:
    """Whether a finding says this already. Another wording of a passage, or another new address, is further
    news; a text that went on drifting is not."""
    exact = change.passage is not None or change.kind == FindingKind.MOVED
    return any(
        finding.kind == change.kind
        and finding.passage == change.passage
        and (finding.mark == change.mark or not exact)
        for finding in findings
    )


def confirm(
    changes: Sequence[Change], pending: Pending, now: datetime, confirm_after: float
) -> tuple[list[Change], Pending]:
    """(changes seen twice with enough time between, changes that still wait).

    A look too early confirms nothing and adds nothing: it only drops what was not seen again.
    """
    again = [change for change in changes if pending.holds(change)]
    if not again or pending.since is None:
        return [], waiting(changes, now)
    if (now - pending.since).total_seconds() < confirm_after:
        return [], waiting(again, pending.since)
    return again, waiting([change for change in changes if change not in again], now)
