"""Rows of `claims`: cases, articles, claims, figures, evidence, verdicts, reviews, the audit log."""

from claims.models.cases import Article, Case, Claimant
from claims.models.claims import Claim, ClaimDate, ClaimPassage, Relation, new_public_id
from claims.models.comments import Comment, Mention, SavedView
from claims.models.documents import documents_inside, documents_of_claims, public_documents
from claims.models.evidence import Confidant, Evidence, Names, documents_visible_to
from claims.models.figures import Figure, Metric, Qualifier, ReviewFigure, Scale, Tier
from claims.models.ledger import LedgerEntry, Seal
from claims.models.matching import MatchTerm, MatchText
from claims.models.mentions import mentions
from claims.models.notices import CalledOff, Delivery, Notice, Webhook
from claims.models.outside import OutsideReview
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
    "CalledOff",
    "Case",
    "Certainty",
    "Claim",
    "ClaimDate",
    "ClaimPassage",
    "Claimant",
    "Comment",
    "Confidant",
    "Delivery",
    "Evidence",
    "Figure",
    "LedgerEntry",
    "MatchTerm",
    "MatchText",
    "Mention",
    "Metric",
    "Names",
    "Notice",
    "OutsideReview",
    "Qualifier",
    "ReferencePoint",
    "Relation",
    "Reply",
    "Review",
    "ReviewFigure",
    "Ruling",
    "SavedView",
    "Scale",
    "Seal",
    "Tier",
    "User",
    "Verdict",
    "Webhook",
    "documents_inside",
    "documents_of_claims",
    "documents_visible_to",
    "mentions",
    "new_public_id",
    "public_documents",
]
