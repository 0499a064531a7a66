"""The only way to change anything: verbs with their transaction, their guards and their entry in the log."""

from claims.services.accounts import deactivate, end_sessions
from claims.services.articles import (
    add_article,
    add_version,
    article_texts,
    read_article_file,
    read_text_file,
)
from claims.services.claims import article_text, assign, edit_claim, record_claim
from claims.services.copies import adopt_address, take_down_copy
from claims.services.documents import add_document, change_input, entrust
from claims.services.errors import Conflict, NotAllowed, Refused, ServiceError
from claims.services.evidence import cite, cite_for_many, cite_same, drop, explain_gap, pin
from claims.services.gates import may_rate_now, publication_gate
from claims.services.legal import erase_payload, hold_legally, lift_legal_hold, suppress, unsuppress
from claims.services.planning import decline, hold, wake
from claims.services.releases import call_off, compare, correct_slip, publish_due, publish_together, withdraw
from claims.services.replies import record_answer, record_reply
from claims.services.reviews import publish, snapshot
from claims.services.rulings import rule
from claims.services.verdicts import assess, evidence_missing, round_assessments, transition

__all__ = [
    "Conflict",
    "NotAllowed",
    "Refused",
    "ServiceError",
    "add_article",
    "add_document",
    "add_version",
    "adopt_address",
    "article_text",
    "article_texts",
    "assess",
    "assign",
    "call_off",
    "change_input",
    "cite",
    "cite_for_many",
    "cite_same",
    "compare",
    "correct_slip",
    "deactivate",
    "decline",
    "drop",
    "edit_claim",
    "end_sessions",
    "entrust",
    "erase_payload",
    "evidence_missing",
    "explain_gap",
    "hold",
    "hold_legally",
    "lift_legal_hold",
    "may_rate_now",
    "pin",
    "publication_gate",
    "publish",
    "publish_due",
    "publish_together",
    "read_article_file",
    "read_text_file",
    "record_answer",
    "record_claim",
    "record_reply",
    "round_assessments",
    "rule",
    "snapshot",
    "suppress",
    "take_down_copy",
    "transition",
    "unsuppress",
    "wake",
    "withdraw",
]
