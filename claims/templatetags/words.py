"""Words for the codes in the rows (`glossary`), and texts of rows in the reader's language.

A text that exists in the other language only is shown in that language and marked so (`lang`).
"""

import re
from typing import Any

from babel import Locale, UnknownLocaleError
from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.templatetags.dates import language
from claims.templatetags.glossary import WORDS
from sources.media import MOST_QUOTED
from sources.models import Document

register = template.Library()


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
