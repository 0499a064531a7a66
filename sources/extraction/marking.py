"""A saved page as it can be looked at: without scripts, with passages marked where they stand."""

import html
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sources import anchoring
from sources.extraction.charsets import decode
from sources.extraction.extract import HTML_TYPES, TEXT_TYPES, is_odd
from sources.extraction.markup import SEPARATORS, SKIPPED, struck_in

# Media types of which there is something to look at.
PAGES = HTML_TYPES | TEXT_TYPES
# An element of this id holds the beginning of the first passage: the fragment to go to.
CITED = "factcheck-cited"
_STYLE = "background:#ffd54a!important;color:#111!important;scroll-margin:25vh 0"
_ACTIVE = "script iframe frame object embed applet base meta link portal template dialog".split()
_DANGEROUS = ("javascript:", "vbscript:", "data:text/html")


class Quote(NamedTuple):
    """Words as they stand in the page's text, and what stands around them."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(slots=True)
class _Piece:
    node: LexborNode
    start: int
    text: str


def marked(body: bytes, media_type: str, charset: str, quotes: Iterable[Quote]) -> str | None:
    """HTML to be shown in a sandbox; None for what is no page, or too odd to be parsed in this process.

    A passage may run through any number of elements; what is not found is not marked. Whoever serves it still
    has to forbid scripts and requests: this takes out what would only be refused.
    """
    markup = decode(body, charset)
    if media_type in TEXT_TYPES:
        markup = f'<pre style="white-space:pre-wrap">{html.escape(markup)}</pre>'
    elif media_type not in HTML_TYPES or is_odd(markup):
        return None
    parser = LexborHTMLParser(markup)
    parser.strip_tags(_ACTIVE)
    if parser.body is None or parser.root is None:
        return None
    for element in parser.css("*"):
        _disarm(element)
    pieces, text = _pieces(parser.body, struck_in(parser, markup))
    _mark(pieces, _spans(text, quotes))
    return f"<!doctype html>{parser.root.html}"


def _spans(text: str, quotes: Iterable[Quote]) -> list[tuple[int, int]]:
    """Where the quotations stand, in order and apart from each other."""
    folded = anchoring.fold(text)
    spans: list[tuple[int, int]] = []
    matches = [
        anchoring.locate(folded, quote.exact, prefix=quote.prefix, suffix=quote.suffix) for quote in quotes
    ]
    for start, end in sorted((m.start, m.end) for m in matches if m.start is not None and m.end is not None):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _pieces(body: LexborNode, struck: frozenset[int]) -> tuple[list[_Piece], str]:
    """The text nodes in reading order, each with its place in the text they make together."""
    pieces: list[_Piece] = []
    parts: list[str] = []
    length = 0
    for node in _steps(body, struck):
        if node.is_text_node:
            text = node.text_content or ""
            pieces.append(_Piece(node, length, text))
        else:
            text = SEPARATORS.get(node.tag or "", "")
        parts.append(text)
        length += len(text)
    return pieces, "".join(parts)


def _steps(body: LexborNode, struck: frozenset[int]) -> Iterator[LexborNode]:
    """Every node that may show text, elements when they are entered and again when they are left.

    No recursion: pages may be nested deeper than any stack.
    """
    node: LexborNode | None = body
    depth = 0
    while node is not None:
        shown = node.tag not in SKIPPED and node.mem_id not in struck
        if shown:
            yield node
        child = node.child if shown and not node.is_text_node else None
        if child is not None:
            node, depth = child, depth + 1
            continue
        while node is not None:
            if shown and not node.is_text_node:
                yield node
            if depth == 0:
                return
            shown = True
            if node.next is not None:
                node = node.next
                break
            node, depth = node.parent, depth - 1


def _disarm(node: LexborNode) -> None:
    for name, value in list(node.attributes.items()):
        odd = (value or "").strip().lower().replace("\n", "").replace("\t", "").startswith(_DANGEROUS)
        if odd or name.startswith("on"):
            del node.attrs[name]


def _mark(pieces: Sequence[_Piece], spans: Sequence[tuple[int, int]]) -> None:
    first = True
    for piece in pieces:
        inside = [(a, b) for a, b in _within(piece, spans) if piece.text[a:b].strip()]
        if not inside:
            continue
        cuts = sorted({0, len(piece.text), *(place for span in inside for place in span)})
        for a, b in pairwise(cuts):
            if (a, b) in inside:
                piece.node.insert_before(_mark_of(piece.text[a:b], first=first))
                first = False
            else:
                piece.node.insert_before(piece.text[a:b])
        piece.node.remove()


def _within(piece: _Piece, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of the spans that lie in this piece, counted from its start."""
    stop = piece.start + len(piece.text)
    near = spans[bisect_right(spans, piece.start, key=itemgetter(1)) : bisect_left(spans, (stop, 0))]
    return [(max(a - piece.start, 0), min(b, stop) - piece.start) for a, b in near]


def _mark_of(text: str, *, first: bool) -> LexborNode:
    place = f' id="{CITED}"' if first else ""
    made = LexborHTMLParser(f'<mark{place} style="{_STYLE}">{html.escape(text)}</mark>').css_first("mark")
    assert made is not None  # noqa: S101 (it was just written)
    return made
