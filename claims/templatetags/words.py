"""Glossary words for the codes in the rows, and texts of rows in the reader's language.

A text that exists in the other language only is shown in that language and marked so (`lang`).
"""

import re
from typing import Any

from babel import Locale, UnknownLocaleError
from django import template
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from claims.templatetags.dates import language
from sources.models import Document

register = template.Library()

MOST_QUOTED = 300  # characters of a passage that a reader may see

WORDS: dict[str, dict[str, str | Promise]] = {
    "state": {
        "draft": pgettext_lazy("state of work", "draft"),
        "research": pgettext_lazy("state of work", "research"),
        "cross_check": pgettext_lazy("state of work", "second check"),
        "review": pgettext_lazy("state of work", "sign-off"),
        "closed": pgettext_lazy("state of work", "done"),
        "declined": pgettext_lazy("state of work", "not pursued"),
    },
    "stance": {
        "supports": _("supports"),
        "refutes": _("contradicts"),
        "context": _("gives context"),
    },
    "tier": {
        "primary": _("primary source"),
        "secondary": pgettext_lazy("kind of source", "report"),
        "tertiary": _("compilation"),
    },
    "extent": {
        "full": _("read in full"),
        "section": _("read in part"),
        "opening": _("opening only read"),
        "excerpt": _("excerpt only read"),
        "title": _("title only read"),
        "none": _("not read"),
    },
    "medium": {
        "file": _("file"),
        "paper": _("on paper"),
        "phone": _("telephone call"),
        "interview": _("interview"),
        "e-mail": _("e-mail"),
        "visit": _("visit"),
        "calculation": _("own calculation"),
    },
    "link": {
        "unknown": _("not checked yet"),
        "healthy": _("available"),
        "moved": pgettext_lazy("link", "moved"),
        "suspect": _("not reached last time"),
        "gone": _("no longer online"),
        "unreachable": _("currently unreachable"),
        "soft_404": _("page shows other content"),
        "replaced": _("page shows other content"),
        "blocked": _("closed to automatic checks"),
        "tls_problem": _("certificate problem"),
        "refused": _("address not allowed"),
        "unsupported": _("format cannot be checked"),
    },
    "submission": {
        "waiting": _("waits to be sent"),
        "submitted": _("sent, not seen there yet"),
        "confirmed": _("seen there"),
        "failed": _("not kept"),
    },
    "sighting": {
        "changed": _("wording changed"),
        "figure_changed": _("figure in the passage changed"),
        "missing": _("passage no longer found"),
    },
    "guard": {
        "evidence": _("evidence complete"),
        "independent": _("independent people"),
        "reply": _("right of reply"),
        "validator": _("fit for publication"),
    },
    "reason": {
        "quantity": pgettext_lazy("worth checking", "figure"),
        "superlative": _("superlative"),
        "attribution": _("quotes somebody"),
        "cause": _("cause"),
        "comparison": _("comparison"),
        "date": pgettext_lazy("worth checking", "date"),
        "named_body": _("names a body"),
        "rule": _("rule"),
        "plan": _("plan"),
    },
    "ruling": {
        "harmless": _("does not affect the rating"),
        "evidence_updated": _("the evidence was updated"),
        "reopen": _("check the claim again"),
    },
    "finding": {
        "gone": _("no longer online"),
        "unreachable": _("currently unreachable"),
        "soft_404": _("page shows other content"),
        "replaced": _("page shows other content"),
        "moved": pgettext_lazy("link", "moved"),
        "passage_missing": _("passage no longer found"),
        "passage_changed": _("passage changed"),
        "figure_changed": _("figure in the passage changed"),
        "text_changed": _("text changed"),
        "capture_corrupt": _("saved copy damaged"),
    },
    "role": {
        "original": _("original"),
        "wayback": _("archived version (Wayback Machine)"),
        "perma": _("archived version (Perma.cc)"),
        "archive_today": _("archived version (archive.today)"),
        "other_archive": _("archived version"),
    },
    "office": {
        "reporter": _("reporter"),
        "checker": _("checker"),
        "editor": _("editor"),
        "chief": _("chief editor"),
        "auditor": _("auditor"),
    },
    "certainty": {
        "strong": pgettext_lazy("certainty", "strong"),
        "moderate": pgettext_lazy("certainty", "moderate"),
        "provisional": pgettext_lazy("certainty", "provisional"),
    },
    "reference": {
        "as_of_publication": _("as of publication of the article"),
        "as_of_check": _("as of the day of the check"),
    },
    "version": {
        "first": _("first version"),
        "update": _("update"),
        "clarification": _("clarification"),
        "correction": _("correction"),
        "editorial": _("editorial slip"),
        "withdrawal": _("withdrawn"),
    },
    "column": {
        "verdict_label_de": _("Rating (German)"),
        "verdict_label_en": _("Rating (English)"),
        "certainty": _("Certainty"),
        "statement_de": _("Claim, German"),
        "statement_en": _("Claim, English"),
        "one_sentence_de": _("One sentence, German"),
        "one_sentence_en": _("One sentence, English"),
        "rationale_de": _("Reasoning, German"),
        "rationale_en": _("Reasoning, English"),
        "searched_de": _("What we searched, German"),
        "searched_en": _("What we searched, English"),
        "would_settle_de": _("What would settle it, German"),
        "would_settle_en": _("What would settle it, English"),
    },
    "rated": {
        "content": _("the content"),
        "attribution": _("the attribution"),
    },
    "mode": {
        "direct": _("direct"),
        "paraphrase": _("paraphrased"),
        "reported": _("reported speech"),
        "free_indirect": _("free indirect speech"),
    },
    "part": {
        "heading": _("heading"),
        "caption": _("caption"),
        "pull_quote": _("pull quote"),
    },
    "relation": {
        "contradicts": pgettext_lazy("relation", "contradicts"),
        "same_figure": _("same figure"),
        "repeats": _("repeats"),
        "repeated_by": _("repeated by"),
        "narrower": _("narrower than"),
        "wider": _("wider than"),
        "hedge_dropped": _("qualifier dropped here; it is still there in"),
        "hedge_kept": _("qualifier dropped in"),
        "explained_by_date": _("discrepancy explained by the date"),
        "explained_by_definition": _("discrepancy explained by the definition"),
        "common_origin": _("common origin"),
        "duplicate_of": _("the same claim"),
    },
    "nature": {
        "stock": _("stock"),
        "flow": _("in the period"),
        "cumulative": _("running total"),
        "increment": _("increase"),
        "target": _("target"),
        "ratio": _("ratio"),
        "parameter": _("fixed value"),
    },
    "basis": {
        "official": _("official"),
        "estimate": _("estimate"),
        "forecast": _("forecast"),
        "plan": _("plan"),
        "unstated": _("basis not stated"),
    },
    "eyes": {
        "2": _("two eyes"),
        "4": _("four eyes"),
        "6": _("six eyes"),
    },
}


@register.filter
def word(code: Any, kind: str) -> str:
    """The glossary's word for a code; the code itself for one that a newsroom added."""
    return str(WORDS[kind].get(str(code), code)) if code not in (None, "") else ""


def in_language(row: Any, name: str) -> tuple[str, str]:
    """A row's text and the language it is in: the reader's where it exists, else the other one.

    `row` has `<name>_de` and `<name>_en`, or is a mapping `{"de", "en"}`.
    """
    mine = language()
    for code in (mine, "en" if mine == "de" else "de"):
        text = row.get(code, "") if isinstance(row, dict) else getattr(row, f"{name}_{code}", "")
        if text and text.strip():
            return text.strip(), code
    return "", mine


@register.simple_tag
def say(row: Any, name: str = "") -> SafeString:
    text, code = in_language(row, name)
    return marked(text, code)


@register.simple_tag
def plain(row: Any, name: str = "") -> str:
    """For titles and attributes, where no mark-up can stand."""
    return in_language(row, name)[0]


@register.simple_tag
def paragraphs(row: Any, name: str = "") -> SafeString:
    """Each blank line begins a paragraph."""
    text, code = in_language(row, name)
    parts = [(marked(part.strip(), code),) for part in re.split(r"\n\s*\n", text) if part.strip()]
    return format_html_join("\n", "<p>{}</p>", parts)


@register.filter
def has(row: Any, name: str) -> bool:
    return bool(in_language(row, name)[0])


@register.filter
def restated(claim: Any) -> str:
    """A claim by its restatement, or by its id while it has none."""
    return in_language(claim, "statement")[0] or claim.public_id


def marked(text: str, code: str) -> SafeString:
    if not text or not code or code == language():
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', code, text)


@register.simple_tag
def title_of(document: Document) -> SafeString:
    """A document's title in the reader's language, else as it is, marked with the document's language."""
    own = getattr(document, f"title_{language()}", "")
    return marked(own, language()) if own else marked(document.title, document.language)


@register.simple_tag
def plain_title_of(document: Document) -> str:
    return getattr(document, f"title_{language()}", "") or document.title


@register.filter
def person(claimant: Any) -> str:
    return in_language(claimant, "display")[0] or claimant.name


@register.filter
def quotable(exact: str) -> str:
    """As much of a passage as may be quoted, cut between words."""
    text = " ".join(exact.split())
    if len(text) <= MOST_QUOTED:
        return text
    return text[: MOST_QUOTED - 4].rsplit(" ", 1)[0] + " […]"


@register.filter
def language_name(code: str) -> str:
    try:
        return Locale.parse(code, sep="-").get_display_name(language()) or code
    except (UnknownLocaleError, ValueError):
        return code
