"""The media type of bytes, by what they are and not by what they are said to be."""

import codecs
import json
import re

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HTML = re.compile(
    r"<(!doctype\s+html|html|head|body|title|meta|script|style|link|table|div|p|h[1-6]|br|a|article|main|section)"
    r"[\s>/]",
    re.IGNORECASE,
)
_OFFICE = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_WINDOW = 4096
# Control characters that no text has (WHATWG MIME Sniffing, "binary data byte").
_BINARY = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def sniff(body: bytes) -> str:
    """A media type without parameters; "" for an empty body, application/octet-stream for what is no text."""
    if not body:
        return ""
    start = body[:_WINDOW]
    if b"%PDF-" in start[:1024] and not _HTML.match(start.lstrip().decode("latin-1")):
        return "application/pdf"
    for magic, media_type in _MAGIC:
        if start.startswith(magic):
            return _office(start) if media_type == "application/zip" else media_type
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    return _sniff_text(body, _opening(start))


def _opening(start: bytes) -> str:
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return start[len(bom) :].decode(encoding, "replace")
    one, other = start[::2], start[1::2]  # of UTF-16 without a mark, nearly all of one half are zeros
    for encoding, low, high in (("utf-16-le", one, other), ("utf-16-be", other, one)):
        if not low.count(0) and high.count(0) * 2 > len(high):
            return start.decode(encoding, "replace")
    return start.decode("latin-1")


def _sniff_text(body: bytes, opening: str) -> str:
    text = opening.lstrip()
    if text.startswith("<?xml"):
        return "application/xhtml+xml" if re.search(r"<html[\s>]", text) else "application/xml"
    if text.startswith("<") and _HTML.search(text):
        return "text/html"  # before the look for binary bytes: pages with a stray NUL are still pages
    if _BINARY.search(opening):
        return "application/octet-stream"
    if text.startswith(("{", "[")):
        if _is_json(body):
            return "application/json"
        if all(map(_is_json, filter(bytes.strip, body.splitlines()))):
            return "application/x-ndjson"
    return "text/html" if _HTML.search(text) else "text/plain"


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True


def _office(start: bytes) -> str:
    for mark, media_type in _OFFICE:
        if mark in start:
            return media_type
    return "application/zip"
