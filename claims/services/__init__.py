"""The only way to change anything: verbs with their transaction, their guards and their entry in the log."""

from claims.services.accounts import (
    change_role,
    deactivate,
    end_sessions,
    invite,
    mail_invitation,
    reopen,
    reset_second_factor,
)
from claims.services.articles import (
    add_article,
    add_version,
    article_texts,
    read_article_file,
    read_text_file,
)
from claims.services.claimreviews import claim_review
from claims.services.claims import add_span, article_text, assign, edit_claim, record_claim, take_span
from claims.services.comments import comment, tell_mentions
from claims.services.common import EARLIEST, LATEST
from claims.services.copies import adopt_address, ask_archive, take_down_copy, vouch_for_page
from claims.services.documents import add_document, change_input, entrust, recalculate
from claims.services.errors import Conflict, NotAllowed, Refused, ServiceError, placed_reasons, reasons, told
from claims.services.evidence import cite, cite_for_many, cite_same, drop, explain_gap, pin
from claims.services.figures import (
    figure_values,
    proposed_figures,
    record_figures,
)
from claims.services.gates import may_rate_now, open_moves, publication_gate
from claims.services.legal import (
    erase_payload,
    hold_legally,
    lift_legal_hold,
    suppress,
    suppress_passage,
    unsuppress,
    unsuppress_passage,
)
from claims.services.notices import touching
from claims.services.outside import import_reviews
from claims.services.planning import decline, hold, wake
from claims.services.reference import digest_of, hold_as_shown, save_reference
from claims.services.releases import (
    SLIP,
    call_off,
    call_off_lapsed,
    compare,
    correct_slip,
    publish_due,
    publish_together,
    tell_called_off,
    withdraw,
)
from claims.services.replies import record_answer, record_reply
from claims.services.reviews import as_if_published, publish
from claims.services.rulings import rule
from claims.services.snapshots import snapshot
from claims.services.sufficiency import (
    Facts,
    evidence_missing,
    facts_about,
    missing_in,
    outdated,
    with_copies,
)
from claims.services.verdicts import assess, restated_by, round_assessments, transition
from claims.services.views import drop_view, save_view
from claims.services.webhooks import add_webhook, change_webhook, try_webhook, webhook_address

__all__ = [
    "EARLIEST",
    "LATEST",
    "SLIP",
    "Conflict",
    "Facts",
    "NotAllowed",
    "Refused",
    "ServiceError",
    "add_article",
    "add_document",
    "add_span",
    "add_version",
    "add_webhook",
    "adopt_address",
    "article_text",
    "article_texts",
    "as_if_published",
    "ask_archive",
    "assess",
    "assign",
    "call_off",
    "call_off_lapsed",
    "change_input",
    "change_role",
    "change_webhook",
    "cite",
    "cite_for_many",
    "cite_same",
    "claim_review",
    "comment",
    "compare",
    "correct_slip",
    "deactivate",
    "decline",
    "digest_of",
    "drop",
    "drop_view",
    "edit_claim",
    "end_sessions",
    "entrust",
    "erase_payload",
    "evidence_missing",
    "explain_gap",
    "facts_about",
    "figure_values",
    "hold",
    "hold_as_shown",
    "hold_legally",
    "import_reviews",
    "invite",
    "lift_legal_hold",
    "mail_invitation",
    "may_rate_now",
    "missing_in",
    "open_moves",
    "outdated",
    "pin",
    "placed_reasons",
    "proposed_figures",
    "publication_gate",
    "publish",
    "publish_due",
    "publish_together",
    "read_article_file",
    "read_text_file",
    "reasons",
    "recalculate",
    "record_answer",
    "record_claim",
    "record_figures",
    "record_reply",
    "reopen",
    "reset_second_factor",
    "restated_by",
    "round_assessments",
    "rule",
    "save_reference",
    "save_view",
    "snapshot",
    "suppress",
    "suppress_passage",
    "take_down_copy",
    "take_span",
    "tell_called_off",
    "tell_mentions",
    "told",
    "touching",
    "transition",
    "try_webhook",
    "unsuppress",
    "unsuppress_passage",
    "vouch_for_page",
    "wake",
    "webhook_address",
    "with_copies",
    "withdraw",
]
