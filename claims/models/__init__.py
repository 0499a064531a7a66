"""Rows of `claims`: cases, articles, claims, figures, evidence, verdicts, reviews, the audit log."""

from claims.models.cases import Article, Case, Claimant
from claims.models.claims import Claim, ClaimDate, ClaimPassage, Relation, new_public_id
from claims.models.evidence import Confidant, Evidence, documents_visible_to
from claims.models.figures import Figure, Metric, Qualifier, ReviewFigure, Scale, Tier
from claims.models.ledger import LedgerEntry, Seal
from claims.models.matching import MatchTerm, MatchText
from claims.models.notices import Delivery, Notice, Webhook
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
    "Confidant",
    "Delivery",
    "Evidence",
    "Figure",
    "LedgerEntry",
    "MatchTerm",
    "MatchText",
    "Metric",
    "Notice",
    "Qualifier",
    "ReferencePoint",
    "Relation",
    "Reply",
    "Review",
    "ReviewFigure",
    "Ruling",
    "Scale",
    "Seal",
    "Tier",
    "User",
    "Verdict",
    "Webhook",
    "documents_visible_to",
    "new_public_id",
]
