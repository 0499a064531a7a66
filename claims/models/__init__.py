"""Rows of `claims`: cases, articles, claims, figures, evidence, verdicts, reviews, the audit log."""

from claims.models.cases import Article, Case, Claimant
from claims.models.claims import Claim, ClaimDate, ClaimPassage, Relation, new_public_id
from claims.models.evidence import Evidence
from claims.models.figures import Figure, Metric, Qualifier, ReviewFigure, Scale, Tier
from claims.models.ledger import LedgerEntry
from claims.models.users import User
from claims.models.verdicts import (
    Assessment,
    Certainty,
    ReferencePoint,
    Reply,
    Review,
    Ruling,
    Verdict,
)

__all__ = [
    "Article",
    "Assessment",
    "Case",
    "Certainty",
    "Claim",
    "ClaimDate",
    "ClaimPassage",
    "Claimant",
    "Evidence",
    "Figure",
    "LedgerEntry",
    "Metric",
    "Qualifier",
    "ReferencePoint",
    "Relation",
    "Reply",
    "Review",
    "ReviewFigure",
    "Ruling",
    "Scale",
    "Tier",
    "User",
    "Verdict",
    "new_public_id",
]
