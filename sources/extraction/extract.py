"""One door for all media types."""

import json
import re
from dataclasses import dataclass

from sources.extraction.charsets import decode
from sources.extraction.folding import fold
from sources.extraction.limited import WALL_SECONDS, Unreadable, run_limited
from sources.extraction.markup import main_text

EXTRACTOR = "main-text"
# Raise it with every change that can alter a text: texts of different versions are never compared.
VERSION = "1"

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
TEXT_TYPES = frozenset({"text/plain", "application/xml", "text/csv", "text/markdown"})

# The tree builder of the HTML standard takes quadratic time on deep nesting and quadratic memory on
# formatting elements left open: 100 kB can ask for gigabytes. What may do so is parsed in a limited process.
_MANY_TAGS = 8_000
_MANY_FORMATTED = 400_000
_FORMATTING = re.compile(
    r"<(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Extracted:
    """`text` is folded (see folding), "" where there is none. `trouble`: why, in one neutral sentence."""

    text: str
    title: str = ""
    extractor: str = EXTRACTOR
    version: str = VERSION
    trouble: str = ""


def extract(
    body: bytes, media_type: str, declared_charset: str = "", *, seconds: float = WALL_SECONDS
) -> Extracted:
    """The text of a body of this (sniffed) media type. Never raises for what a body may hold.

    May take up to `seconds` for PDF and hostile HTML: call it in a thread from asynchronous code.
    """
    try:
        if media_type == "application/pdf":
            return Extracted(*run_limited("sources.extraction.pdf_worker", body, seconds))
        if media_type in HTML_TYPES:
            return Extracted(*_page(decode(body, declared_charset), seconds))
    except Unreadable:
        return Extracted("", trouble="The document could not be read within the limits.")
    if media_type == "application/json":
        return Extracted(fold(_json_lines(decode(body, declared_charset))))
    if media_type in TEXT_TYPES:
        return Extracted(fold(decode(body, declared_charset)))
    if not body:
        return Extracted("", trouble="The document is empty.")
    return Extracted("", trouble="No text is taken from documents of this type.")


def _page(markup: str, seconds: float) -> tuple[str, str]:
    tags = markup.count("<")
    if tags**2 <= _MANY_FORMATTED:
        return main_text(markup)
    if tags <= _MANY_TAGS and tags * len(_FORMATTING.findall(markup)) <= _MANY_FORMATTED:
        return main_text(markup)
    return run_limited("sources.extraction.html_worker", markup.encode("utf-8", "replace"), seconds)


def _json_lines(text: str) -> str:
    """One line per value with its path, numbers as written; the text itself where it is no JSON."""
    try:
        data = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return text
    lines: list[str] = []
    waiting: list[tuple[str, object]] = [("", data)]
    while waiting:
        path, value = waiting.pop()
        match value:
            case dict():
                inner = [(f"{path}.{key}" if path else key, item) for key, item in value.items()]
                waiting.extend(reversed(inner))
            case list():
                waiting.extend((path, item) for item in reversed(value))
            case _:
                shown = value if isinstance(value, str) else json.dumps(value)
                lines.append(f"{path}: {shown}" if path else shown)
    return "\n".join(lines)
