"""One door for all media types."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sources.extraction.charsets import decode
from sources.extraction.folding import MAX_TEXT, fold
from sources.extraction.limited import WALL_SECONDS, Unreadable, run_limited
from sources.extraction.markup import Part, main_text
from sources.extraction.xmltext import xml_lines

EXTRACTOR = "main-text"
# Raise it with every change that can alter a text: texts of different versions are never compared, and saved
# copies are read anew by the next one (sources.recheck.rereading).
VERSION = "4"

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
JSON_TYPES = frozenset({"application/json", "application/x-ndjson"})
TEXT_TYPES = frozenset({"text/plain", "application/xml", "text/csv", "text/markdown"})
XML_TYPE = "application/xml"

# The tree builder of the HTML standard takes quadratic time on deep nesting and quadratic memory on
# formatting elements left open: 100 kB can ask for gigabytes. What may do so is parsed in a limited process;
# so are long pages, which take up to twenty times their size of the memory of the process that parses them.
_MANY_TAGS = 8_000
_MANY_FORMATTED = 400_000
_LONG = 1_000_000
_FORMATTING = re.compile(
    r"<(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE
)
# Characters of a value's path in JSON.
_PATH = 300


@dataclass(frozen=True, slots=True)
class Extracted:
    """`text` is folded (see folding), "" where there is none. `trouble`: why, in one neutral sentence."""

    text: str
    title: str = ""
    extractor: str = EXTRACTOR
    version: str = VERSION
    trouble: str = ""


def extract(
    body: bytes,
    media_type: str,
    declared_charset: str = "",
    *,
    seconds: float = WALL_SECONDS,
    part: Part = Part.MAIN,
) -> Extracted:
    """The text of a body of this (sniffed) media type, of a page the `part` that is asked for. Never raises
    for what a body may hold. OSError where this machine has no process left for it.

    May take up to `seconds` for PDF and hostile HTML: call it in a thread from asynchronous code.
    """
    try:
        if media_type == "application/pdf":
            return Extracted(*run_limited("sources.extraction.pdf_worker", body, seconds))
        if media_type in HTML_TYPES:
            return Extracted(*_page(decode(body, declared_charset), seconds, part))
    except Unreadable:
        return Extracted("", trouble="The document could not be read within the limits.")
    if media_type in JSON_TYPES:
        return Extracted(fold(_json_lines(decode(body, declared_charset))))
    if media_type == XML_TYPE:
        return Extracted(fold(xml_lines(decode(body, declared_charset))))
    if media_type in TEXT_TYPES:
        return Extracted(fold(decode(body, declared_charset)))
    if not body:
        return Extracted("", trouble="The document is empty.")
    return Extracted("", trouble="No text is taken from documents of this type.")


def is_odd(markup: str) -> bool:
    """Whether a page may take more time or memory to parse than can be spared here."""
    tags = markup.count("<")
    if tags**2 <= _MANY_FORMATTED:
        return False
    return tags > _MANY_TAGS or tags * len(_FORMATTING.findall(markup)) > _MANY_FORMATTED


def _page(markup: str, seconds: float, part: Part) -> tuple[str, str]:
    if len(markup) <= _LONG and not is_odd(markup):
        return main_text(markup, part)
    return run_limited("sources.extraction.html_worker", markup.encode("utf-8", "replace"), seconds, part)


def _parsed(text: str) -> object:
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        return [json.loads(line, parse_float=str, parse_int=str, parse_constant=str) for line in lines]


def _json_lines(text: str) -> str:
    """One line per value with its path, names in order, numbers as written; the text itself where it is no
    JSON. Of several documents, one a line, those after each other."""
    try:
        data = _parsed(text)
    except (ValueError, RecursionError):
        return text
    lines: list[str] = []
    size = 0
    for path, value in _leaves(data):
        shown = value if isinstance(value, str) else json.dumps(value)
        lines.append(f"{path}: {shown}" if path else shown)
        size += len(lines[-1])
        if size > MAX_TEXT:
            break
    return "\n".join(lines)


def _leaves(data: object) -> Iterator[tuple[str, object]]:
    """Every value with its path, of which the end is told: a few names nested deeply make endless ones."""
    waiting = [iter([("", data)])]
    while waiting:
        for path, value in waiting[-1]:
            if isinstance(value, dict | list):
                waiting.append(_inside(path, value))
                break
            yield path, value
        else:
            waiting.pop()


def _inside(path: str, value: dict[str, object] | list[object]) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, item in sorted(value.items()):
            yield (f"{path}.{key}" if path else key)[-_PATH:], item
    else:
        for item in value:
            yield path, item
