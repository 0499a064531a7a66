"""Where the ClaimReviews of a file are: JSON, JSON lines, JSON-LD graphs, feeds, HTML, tools' answers. PURE.

What is found is in one shape, schema.org's, whatever shape it came in; what it says is for `reading`.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from selectolax.lexbor import LexborHTMLParser

SCHEMA = re.compile(r"^(?:https?://schema\.org/|schema:)")
DEEPEST = 40  # of nested values; nobody's record is deeper
PAGE_KEYS = ("page_url", "pageUrl", "url", "@id")


@dataclass(frozen=True)
class Found:
    """One record: `place` says where in the file, `page` the address of what it stood in (to complete
    relative ones). `trouble` instead of a record: something stood there that cannot be read."""

    place: str
    record: dict[str, Any]
    page: str = ""
    trouble: str = ""


class Unreadable(ValueError):
    """Neither JSON nor HTML; says what would be."""


def records(text: str) -> list[Found]:
    """Every ClaimReview of a file's text, in order; Unreadable when it is of no kind known here."""
    text = text.lstrip("\ufeff \t\r\n")
    try:
        return list(_within(_json(text), "", ""))
    except ValueError as error:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) > 1 and text[0] in "{[" and _is_json(lines[0][1]):
            return [one for number, line in lines for one in _of_line(number, line)]
        if text.startswith("<"):
            return list(_in_html(text))
        if text[:1] in ("{", "["):
            raise Unreadable(f"The JSON is broken: {error}.") from error
        raise Unreadable("This is neither JSON nor HTML.") from error


def _json(text: str) -> Any:
    """Numbers stay exact; control characters inside strings are let through, as many pages have them."""
    decoder = json.JSONDecoder(strict=False, parse_float=Decimal, parse_constant=lambda _: None)
    try:
        value, end = decoder.raw_decode(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if text[end:].strip(" \t\r\n;"):
        raise ValueError(f"more text after the end, at character {end}")
    return value


def _is_json(line: str) -> bool:
    try:
        _json(line.strip())
    except ValueError:
        return False
    return True


def _of_line(number: int, line: str) -> Iterator[Found]:
    place = f"line {number}"
    try:
        value = _json(line.strip())
    except ValueError as error:
        yield Found(place, {}, trouble=f"The JSON is broken: {error}.")
        return
    found = list(_within(value, "", place))
    yield from found or [Found(place, {}, trouble="There is no ClaimReview in this line.")]


def _in_html(text: str) -> Iterator[Found]:
    tree = LexborHTMLParser(text)
    links = [node.attributes.get("href") or "" for node in tree.css('link[rel="canonical"]')]
    meta = [node.attributes.get("content") or "" for node in tree.css('meta[property="og:url"]')]
    page = next((url for url in (*links, *meta) if _is_web(url)), "")
    scripts = [
        node.text()
        for node in tree.css("script")
        if (node.attributes.get("type") or "").split(";")[0].strip().lower() == "application/ld+json"
    ]
    for number, script in enumerate(scripts, 1):
        place = f"script {number}"
        try:
            value = _json(_uncommented(script))
        except ValueError as error:
            if "ClaimReview" in script:
                yield Found(place, {}, page, f"The JSON-LD is broken: {error}.")
            continue
        yield from _within(value, page, place)


def _uncommented(script: str) -> str:
    """Without the comments and CDATA marks that some systems put around it."""
    return re.sub(r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|"
                  r"(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>)\s*$", "", script).strip()  # fmt: skip


# --- walking through values ------------------------------------------------------------------------------


def _within(value: Any, page: str, place: str) -> Iterator[Found]:
    value = _plain(value, 0)
    named: dict[str, dict[str, Any]] = {}
    _collect(value, named)
    for number, (record, around) in enumerate(_walk(value, page), 1):
        where = f"{place}, record {number}" if place else f"record {number}"
        yield Found(where, _resolved(record, named, 0), around)


def _plain(value: Any, depth: int) -> Any:
    """Without the wrappers and prefixes of other ways to write the same."""
    if depth > DEEPEST:
        return None
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    for wrapper in ("@value", "@list", "@set"):
        if wrapper in value:
            return _plain(value[wrapper], depth + 1)
    if isinstance(value.get("properties"), dict) and ("type" in value or "@type" in value):
        value = {**value, **value["properties"]}
    return {SCHEMA.sub("", str(key)): _plain(item, depth + 1) for key, item in value.items()}


def _collect(value: Any, named: dict[str, dict[str, Any]]) -> None:
    """Things of a graph by their @id, for those that are only referred to."""
    if isinstance(value, list):
        for item in value:
            _collect(item, named)
    elif isinstance(value, dict):
        if isinstance(value.get("@id"), str) and len(value) > 1:
            named.setdefault(value["@id"], value)
        for item in value.values():
            _collect(item, named)


def _resolved(value: Any, named: dict[str, dict[str, Any]], depth: int) -> Any:
    if isinstance(value, list):
        return [_resolved(item, named, depth) for item in value]
    if not isinstance(value, dict) or depth > 4:
        return value
    if set(value) == {"@id"} and isinstance(value["@id"], str):
        value = named.get(value["@id"], value)
    return {key: _resolved(item, named, depth + 1) for key, item in value.items()}


def _walk(value: Any, page: str) -> Iterator[tuple[dict[str, Any], str]]:
    if isinstance(value, list):
        for item in value:
            yield from _walk(item, page)
    elif isinstance(value, dict):
        if is_review(value):
            yield value, page
            return
        page = next((value[key] for key in PAGE_KEYS if _is_web(value.get(key))), page)
        if isinstance(value.get("claimReview"), list):
            yield from ((_from_search(value, one), page) for one in _dicts(value["claimReview"]))
            return
        if isinstance(value.get("claimReviewMarkups"), list):
            yield from ((_from_markup(value, one), page) for one in _dicts(value["claimReviewMarkups"]))
            return
        for item in value.values():
            yield from _walk(item, page)


def is_review(value: dict[str, Any]) -> bool:
    kinds = value.get("@type", value.get("type"))
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return "claimReviewed" in value or any(
        isinstance(kind, str) and SCHEMA.sub("", kind) == "ClaimReview" for kind in kinds
    )


def _dicts(values: list[Any]) -> Iterator[dict[str, Any]]:
    return (value for value in values if isinstance(value, dict))


def _is_web(value: Any) -> bool:
    return isinstance(value, str) and value.lower().startswith(("http://", "https://"))


# --- the shapes of the Fact Check Tools, in the words of schema.org ----------------------------------------


def _from_search(claim: dict[str, Any], review: dict[str, Any]) -> dict[str, Any]:
    """Of an answer of claims:search."""
    publisher = review.get("publisher")
    publisher = publisher if isinstance(publisher, dict) else {}
    return {
        "@type": "ClaimReview",
        "claimReviewed": claim.get("text"),
        "itemReviewed": {"author": {"name": claim.get("claimant")}, "datePublished": claim.get("claimDate")},
        "url": review.get("url"),
        "name": review.get("title"),
        "datePublished": review.get("reviewDate"),
        "author": {"name": publisher.get("name") or publisher.get("site")},
        "reviewRating": {"alternateName": review.get("textualRating")},
        "inLanguage": review.get("languageCode"),
    }


def _from_markup(page: dict[str, Any], markup: dict[str, Any]) -> dict[str, Any]:
    """Of a page resource, as their markup tool keeps it."""
    given = markup.get("rating")
    rating: dict[str, Any] = given if isinstance(given, dict) else {}
    return {
        "@type": "ClaimReview",
        "claimReviewed": markup.get("claimReviewed"),
        "itemReviewed": {
            "author": markup.get("claimAuthor"),
            "datePublished": markup.get("claimDate"),
            "firstAppearance": markup.get("claimFirstAppearance"),
            "appearance": markup.get("claimAppearances"),
        },
        "url": markup.get("url") or page.get("pageUrl"),
        "datePublished": page.get("publishDate"),
        "author": page.get("claimReviewAuthor"),
        "reviewRating": {**rating, "alternateName": rating.get("textualRating")},
    }
