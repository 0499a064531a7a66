"""Decoding bytes whose declared character set may be missing or wrong."""

import codecs
import re

import charset_normalizer

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9._:-]{1,40})", re.IGNORECASE)
_META_WINDOW = 4096
_XML = re.compile(rb"^\s*<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([a-zA-Z0-9._:-]{1,40})")
# What browsers read under a name that promises less (WHATWG Encoding), as Python names it.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}
# Python has codecs that are no character sets of the web, some of them dangerous; only these are used.
_KNOWN = re.compile(
    r"utf-8|utf-16(-[lb]e)?|cp(1250|1251|1252|1253|1254|1255|1256|1257|1258|866|874|932|949)|iso8859-\d+"
    r"|koi8-[ru]|mac-\w+|gb18030|big5hkscs|euc_jp|iso2022_jp"
)
_ONE_BYTE = re.compile(r"cp12\d\d|iso8859-\d+|mac-\w+")
_WESTERN = frozenset({"cp1250", "cp1252", "cp1254", "iso8859-2", "iso8859-15", "mac-roman"})
_SAMPLE = 65_536
# Four Chinese characters in a row; rows of dashes or dots are of one kind of byte.
_RUNS = re.compile(rb"[\xa1-\xfe]{8,}")
_VARIED = 4


def decode(body: bytes, declared: str = "") -> str:
    """Text by byte order mark, then by what the bytes themselves prove, then by what was declared.

    Bytes beyond ASCII that are valid UTF-8 are UTF-8 whatever anyone says: no other text looks like it by
    chance. Never raises; what cannot be decoded becomes U+FFFD.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    candidates = [name for name in map(_codec, (declared, _from_markup(body))) if name]
    if b"\x1b" not in body and not any(name.startswith("utf-16") for name in candidates):
        candidates.insert(0, "utf-8")
    # A server's default (Latin-1) says less than a page that names a set of several bytes.
    for name in sorted(candidates, key=lambda name: bool(_ONE_BYTE.fullmatch(name))):
        text = _strictly(body, name)
        if text is not None and not (name in _WESTERN and _is_another_script(body)):
            return text
    return _guess(body, candidates)


def _from_markup(body: bytes) -> str:
    found = _META.search(body, 0, _META_WINDOW) or _XML.search(body, 0, _META_WINDOW)
    return found[1].decode("ascii") if found else ""


def _codec(name: str) -> str:
    """The codec for a label, "" for one that is unknown or no character set."""
    try:
        found = codecs.lookup(name.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return ""
    found = _WIDER.get(found, found)
    return found if _KNOWN.fullmatch(found) else ""


def _strictly(body: bytes, name: str) -> str | None:
    if name.startswith("utf-16") and body[:_SAMPLE].count(0) * 8 < len(body[:_SAMPLE]):
        return None  # nearly any bytes pass as UTF-16; that of the web is full of zeros
    try:
        return body.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_another_script(body: bytes) -> bool:
    """Whether this can be no Western European text: long runs of different bytes beyond ASCII."""
    return any(len(set(run)) > _VARIED for run in _RUNS.findall(body, 0, _SAMPLE))


def _guess(body: bytes, candidates: list[str]) -> str:
    best = charset_normalizer.from_bytes(body[:_SAMPLE]).best()
    name = (_codec(best.encoding) if best else "") or (candidates[-1] if candidates else "cp1252")
    return body.decode(name, "replace")
