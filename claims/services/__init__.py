"""The only way to change anything: verbs with their transaction, their guards and their entry in the log."""

from claims.services.articles import add_article, read_text_file
from claims.services.claims import article_text, assign, edit_claim, record_claim
from claims.services.errors import Conflict, NotAllowed, Refused, ServiceError
from claims.services.evidence import cite, drop, explain_gap, pin
from claims.services.reviews import publish, record_reply, snapshot
from claims.services.rulings import rule
from claims.services.verdicts import assess, evidence_missing, round_assessments, transition

__all__ = [
    "Conflict",
    "NotAllowed",
    "Refused",
    "ServiceError",
    "add_article",
    "article_text",
    "assess",
    "assign",
    "cite",
    "drop",
    "edit_claim",
    "evidence_missing",
    "explain_gap",
    "pin",
    "publish",
    "read_text_file",
    "record_claim",
    "record_reply",
    "round_assessments",
    "rule",
    "snapshot",
    "transition",
]
