"""The audit log in words: what each act is called, and what its entry holds."""

import json
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

ACTS = {
    "account_closed": _("account closed"),
    "account_invited": _("colleague invited"),
    "account_reopened": _("account opened again"),
    "address_adopted": _("address taken over"),
    "article_added": _("article added"),
    "article_version_added": _("new version of the article"),
    "assessed": _("rated"),
    "assigned": _("assigned"),
    "calculation_recomputed": _("calculation worked out anew"),
    "commented": _("commented"),
    "copy_taken_down": _("saved copy taken down"),
    "created": _("recorded"),
    "document_added": _("document recorded"),
    "document_entrusted": _("document entrusted"),
    "archive_asked": _("archive asked to keep a page"),
    "edited": _("edited"),
    "evidence_cited": _("evidence cited"),
    "evidence_dropped": _("evidence taken out"),
    "evidence_gap_explained": _("gap in the evidence explained"),
    "evidence_pinned": _("wording pinned"),
    "figures_recorded": _("figures recorded"),
    "legal_hold": _("legal hold"),
    "legal_hold_lifted": _("legal hold lifted"),
    "loaded": _("loaded from a case file"),
    "moved": _("moved on"),
    "overridden": _("exception with reason"),
    "page_vouched_for": _("page seen to be there"),
    "passage_suppressed": _("passage taken down for legal reasons"),
    "passage_unsuppressed": _("passage shown again"),
    "payload_erased": _("content of an entry erased"),
    "publication_called_off": _("publication called off"),
    "published": _("published"),
    "put_on_hold": _("put on hold"),
    "recorded": _("claim recorded"),
    "reference_added": _("entry of a table added"),
    "reference_changed": _("entry of a table changed"),
    "released": _("released at its hour"),
    "reply_answered": _("reply recorded"),
    "reply_recorded": _("right of reply recorded"),
    "reviews_imported": _("fact-checks by others read in"),
    "role_changed": _("role changed"),
    "ruled": _("source change decided"),
    "slip_corrected": _("editorial slip corrected"),
    "second_factor_reset": _("second factor reset"),
    "span_added": _("span added"),
    "span_taken_out": _("span taken out"),
    "suppressed": _("taken down for legal reasons"),
    "unsuppressed": _("shown again"),
    "webhook_added": _("webhook added"),
    "webhook_changed": _("webhook changed"),
    "withdrawn": _("fact-check withdrawn"),
    "woken": _("taken up again"),
}


@register.filter
def act(action: str) -> str:
    """The code itself for an act that has no word yet."""
    return str(ACTS.get(action, action))


@register.filter
def facts(payload: Any) -> list[tuple[str, str]]:
    """What an entry holds, by name; nested values as JSON."""
    if not isinstance(payload, dict):
        return []
    return [(name, _plain(value)) for name, value in sorted(payload.items()) if value not in (None, "")]


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
