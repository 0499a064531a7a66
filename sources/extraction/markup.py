"""The main text of an HTML page: what is article, in reading order, without what surrounds it."""

import re
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from itertools import accumulate, pairwise
from operator import mul

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sources.extraction.folding import fold

# Shown as no text, or struck out and no longer said: "<del>42</del> <ins>43</ins>" reads as 43.
SKIPPED = frozenset(
    "-comment head script style noscript template iframe frame object embed svg canvas audio video map"
    " select datalist textarea input dialog rt rp del s strike".split()
)
_STRUCK_HINTS = ("line-through", "strikethrough", "deletion", "hidden", "sr-only", "screen-reader")
_STRUCK_OTHERWISE = ", ".join(
    (
        "[style*='line-through' i]",
        "[role='deletion' i]",
        ".line-through",
        ".text-decoration-line-through",
        ".strikethrough",
        # Said to machines alone. Blocks are another matter: they may be hidden until scripts run.
        "span[hidden]",
        "span.sr-only",
        "span.visually-hidden",
        "span.screen-reader-text",
    )
)
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol option p pre section summary"
    " table tbody tfoot thead tr ul".split()
)
SEPARATORS = {**dict.fromkeys(_BLOCKS, "\n"), "td": " ", "th": " "}
_NEVER_TEXT = frozenset({"nav", "footer"})
_NEVER_ROLES = frozenset({"navigation", "contentinfo", "complementary", "dialog", "alertdialog", "search"})
_NAME_PARTS = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+")
_OVERLAY_WORDS = frozenset("cookie cookies consent gdpr onetrust usercentrics cmp popup".split())
_NOISE_WORDS = frozenset(
    "ad ads advert advertisement advertising adslot anzeige anzeigen werbung sponsored sponsor promo"
    " newsletter subscribe share sharing social related readmore readalso alsoread"
    " recommended recommendations mostread trending popular"
    " meistgelesen breadcrumb breadcrumbs comments comment sidebar pagination banner".split()
)
# What stands in a sidebar may have been moved there from the text.
_UNRELATED = (_NOISE_WORDS | _OVERLAY_WORDS) - {"sidebar"}
_TELLING = frozenset({"main", "article", "form", "header"})
# Elements within a line and cells are never noise by themselves; asking each for its names would cost most.
_PLAIN = frozenset("a b i em strong span br img sup sub small td tr th tbody body".split())
# The mark of a footnote, and what it stands behind where it is not linked: a word that is no unit, a sign, a
# number that is no base.
_NOTE = re.compile(r"[\[(]?(\d{1,3}|[a-z])[\])]?")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_EXPONENT = re.compile(r"[+−-]?\d{1,3}")
_NOTED_BY_LETTERS = re.compile(r"(?:[^\W\d_]{4}|[.,;:!?%)\]”“’'»\"])\Z")
_NOTED = re.compile(rf"{_NOTED_BY_LETTERS.pattern}|\d\d(?<!(?<!\d)10)\Z")
# Less than this is a caption or a headline, not the text of a page.
_ENOUGH = 200


class Part(StrEnum):
    """What of a page is read: its main text; the boxes beside it that are not about something else; all."""

    MAIN = "main"
    BOXES = "boxes"
    WHOLE = "whole"


class Kind(Enum):
    NOISE = auto()  # dropped without more ado
    BOX = auto()  # dropped as well, unless boxes are asked for
    OVERLAY = auto()  # dropped unless the page's content is in it
    SUSPECT = auto()  # dropped unless it holds the greater part of the page
    MAIN = auto()
    ARTICLE = auto()


@dataclass
class _Span:
    """Pieces start to end of the walk, from one element that matters."""

    kind: Kind
    start: int
    landmarks: int
    end: int = 0
    holds_content: bool = False


def main_text(markup: str, part: Part = Part.MAIN) -> tuple[str, str]:
    """(text, title). One line per block; never raises for what a page may hold."""
    parser = LexborHTMLParser(markup)
    body = parser.body or parser.root
    if body is None:
        return "", ""
    pieces, spans = _walk(body, struck_in(parser, markup))
    chosen = pieces if part == Part.WHOLE else _choose(pieces, spans, part)
    return fold("".join(chosen)), _title(parser)


def struck_in(parser: LexborHTMLParser, markup: str) -> frozenset[int]:
    """Elements struck out, or not shown, by other means than their name, by `mem_id`."""
    small = markup.lower()  # `re` without regard to case would take fifty times as long
    if not any(hint in small for hint in _STRUCK_HINTS):
        return frozenset()
    return frozenset(node.mem_id for node in parser.css(_STRUCK_OTHERWISE))


def _title(parser: LexborHTMLParser) -> str:
    for selector in ("title", "h1"):
        node = parser.css_first(selector)
        title = fold(node.text()).replace("\n", " ") if node else ""
        if title:
            return title[:500]
    return ""


def _walk(body: LexborNode, struck: frozenset[int]) -> tuple[list[str], list[_Span]]:
    """Text pieces in document order, and the spans of elements that decide what is kept.

    A loop and not a recursion: pages may be nested deeper than any stack.
    """
    pieces: list[str] = []
    spans: list[_Span] = []
    open_spans: list[tuple[int, _Span]] = []
    depth = landmarks = inside = 0
    node: LexborNode | None = body
    while node is not None:
        tag = node.tag or ""
        child = None
        text = node.text_content if tag == "-text" else _note_in(node, pieces) if tag == "sup" else None
        if text is not None:
            pieces.append(text)
        elif tag not in SKIPPED and not (struck and node.mem_id in struck):
            if tag in SEPARATORS:
                pieces.append(SEPARATORS[tag])
            kind = _kind_of(node, tag, bool(inside))
            if kind is not None:
                span = _Span(kind, len(pieces), landmarks)
                spans.append(span)
                open_spans.append((depth, span))
            landmarks += tag in ("main", "h1")
            inside += kind in (Kind.MAIN, Kind.ARTICLE)
            child = node.child
        if child is not None:
            node, depth = child, depth + 1
            continue
        while node is not None:
            if open_spans and open_spans[-1][0] == depth:
                span = open_spans.pop()[1]
                span.end, span.holds_content = len(pieces), landmarks > span.landmarks
                inside -= span.kind in (Kind.MAIN, Kind.ARTICLE)
            if depth == 0:
                return pieces, spans
            if node.tag in SEPARATORS:
                pieces.append(SEPARATORS[node.tag])
            if node.next is not None:
                node = node.next
                break
            node, depth = node.parent, depth - 1
    return pieces, spans


def _note_in(node: LexborNode, pieces: list[str]) -> str | None:
    """The mark of a footnote as "[3]", by which it is known as one and is no digit of "2019<sup>3</sup>"; an
    exponent as 10⁶, km²; None for whatever else is raised."""
    raised = node.text().strip()
    found = _NOTE.fullmatch(raised)
    if found is None:
        return raised.translate(_RAISED) if _EXPONENT.fullmatch(raised) else None
    before = "".join(pieces[-3:])[-40:].rstrip()
    linked = node.css_first("a") is not None or (node.parent is not None and node.parent.tag == "a")
    noted = _NOTED if found[1].isdigit() else _NOTED_BY_LETTERS
    if linked or noted.search(before):
        return f"[{found[1]}]"
    return raised.translate(_RAISED) if _EXPONENT.fullmatch(raised) else None


def _kind_of(node: LexborNode, tag: str, inside: bool) -> Kind | None:
    """What an element is by its tag, role and names; `inside`: within main or article."""
    if tag in _NEVER_TEXT:
        return Kind.NOISE
    if tag in _PLAIN:
        return None
    attributes = node.attributes
    if tag == "aside":
        return Kind.NOISE if _words_of(attributes) & _UNRELATED else Kind.BOX
    if not attributes and tag not in _TELLING:
        return None
    role = attributes.get("role")
    if role in _NEVER_ROLES:
        return Kind.OVERLAY
    if tag == "main" or role == "main":
        return Kind.MAIN
    if tag == "article":
        return Kind.ARTICLE
    if tag == "form" or (tag == "header" and not inside):
        return Kind.SUSPECT
    words = _words_of(attributes)
    if words & _OVERLAY_WORDS:
        return Kind.OVERLAY
    return Kind.SUSPECT if words & _NOISE_WORDS else None


def _words_of(attributes: dict[str, str | None]) -> set[str]:
    """The words of an element's names."""
    classes, identifier = attributes.get("class") or "", attributes.get("id") or ""
    if not classes and not identifier:
        return set()
    parts = [part.lower() for part in _NAME_PARTS.findall(f"{classes} {identifier}"[:500])]
    return {*parts, *map("".join, pairwise(parts))}  # most-read is mostread


def _choose(pieces: list[str], spans: list[_Span], part: Part) -> list[str]:
    """The pieces to keep: first without noise, then narrowed to main or to the one article, or to boxes."""
    kept = bytearray(b"\x01") * len(pieces)
    noise = {Kind.NOISE} if part == Part.BOXES else {Kind.NOISE, Kind.BOX}
    for span in spans:
        if span.kind in noise or (span.kind == Kind.OVERLAY and not span.holds_content):
            _clear(kept, span)
    weights = _Weights(pieces, kept)
    for span in spans:
        if span.kind == Kind.SUSPECT and 2 * weights.of(span) <= weights.whole:
            _clear(kept, span)
    if part == Part.BOXES:
        boxes = _outermost(spans, Kind.BOX)
        return [
            piece if keep else "\n"
            for box in boxes
            for piece, keep in zip(pieces[box.start : box.end], kept[box.start : box.end], strict=True)
        ]
    weights = _Weights(pieces, kept)
    for kind in (Kind.MAIN, Kind.ARTICLE):
        chosen = [span for span in _outermost(spans, kind) if weights.of(span)]
        if len(chosen) == 1 and weights.of(chosen[0]) >= _ENOUGH:
            pieces = pieces[chosen[0].start : chosen[0].end]
            kept = kept[chosen[0].start : chosen[0].end]
            break
    if all(kept):
        return pieces
    return [piece if keep else "\n" for piece, keep in zip(pieces, kept, strict=True)]


class _Weights:
    """Characters of kept text in a span, in constant time."""

    def __init__(self, pieces: list[str], kept: bytearray) -> None:
        self._before = list(accumulate(map(mul, map(len, pieces), kept), initial=0))
        self.whole = self._before[-1]

    def of(self, span: _Span) -> int:
        return self._before[span.end] - self._before[span.start]


def _outermost(spans: list[_Span], kind: Kind) -> list[_Span]:
    found: list[_Span] = []
    for span in spans:
        if span.kind == kind and (not found or span.start >= found[-1].end):
            found.append(span)
    return found


def _clear(kept: bytearray, span: _Span) -> None:
    kept[span.start : span.end] = bytes(span.end - span.start)
