"""Fact-checks as schema.org's ClaimReview: ours written, those of others read, oddities and all. PURE."""

from claims.claimreview.finding import Found, Unreadable, records
from claims.claimreview.reading import Outside, Refused, read
from claims.claimreview.writing import Fact, Publisher, Work, problems, write

__all__ = [
    "Fact",
    "Found",
    "Outside",
    "Publisher",
    "Refused",
    "Unreadable",
    "Work",
    "problems",
    "read",
    "records",
    "write",
]
