"""PURE: what a check result means."""

from enum import StrEnum


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
