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
_WIDE = frozenset({"gb18030", "big5hkscs", "cp932", "cp949", "euc_jp"})
# A Latin guess is as good as another: what tells them apart is the language, and signs that stand in no word.
_LATIN = re.compile(r"cp125[02478]|iso8859-(1|2|3|4|9|10|13|14|15|16)|mac-.*|hp-roman8|cp\d{3}")
_LATIN_OF = {
    **dict.fromkeys(("Polish", "Czech", "Slovak", "Hungarian", "Romanian", "Croatian", "Slovene"), "cp1250"),
    **dict.fromkeys(("Lithuanian", "Latvian"), "cp1257"),
    "Turkish": "cp1254",
}
_SIGN_IN_WORD = re.compile(r"(?<=[a-z])[¹²³¿¼½¾¥£¯¶¡¨¸](?=[a-z])")
_SAMPLE = 65_536
# One character of East Asia inside a Latin word: an accented letter and its neighbour, read as one.
_EAST = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]")
_EAST_IN_WORD = re.compile(r"(?<=[a-z])[\u3400-\u9fff\uac00-\ud7af]|[\u3400-\u9fff\uac00-\ud7af](?=[a-z])")
# What is in one of these by chance has neither that many kana nor, but for signs, Hangul alone.
_BY_SCRIPT = (
    ("cp932", re.compile(r"[\u3041-\u30fe]"), 0.15),
    ("euc_jp", re.compile(r"[\u3041-\u30fe]"), 0.15),
    ("cp949", re.compile(r"[\uac00-\ud7a3]"), 0.9),
)
_BEYOND_ASCII = re.compile(r"[^\W\x00-\x7f]")
_HALF_WIDTH = re.compile(r"[\uff61-\uff9f\ue000-\uf8ff]")
# Fewer letters than this tell nothing.
_TELLING = 12
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
    if unmarked := _unmarked_utf16(body[:_SAMPLE]):
        candidates.insert(0, unmarked)
    if b"\x1b" not in body and not any(name.startswith("utf-16") for name in candidates):
        candidates.insert(0, "utf-8")
    # A server's default (Latin-1) says less than a page that names a set of several bytes.
    for name in sorted(candidates, key=lambda name: bool(_ONE_BYTE.fullmatch(name))):
        text = _strictly(body, name)
        if text is not None and not _is_misread(text, name, body):
            return text
        if name == "utf-8" and (text := _nearly_utf8(body)):
            return text
    return _guess(body, candidates)


def _nearly_utf8(body: bytes) -> str:
    """UTF-8 with a few bytes that are none (cut off, pasted in), which browsers show as UTF-8 too; "" for
    other character sets, of whose bytes far fewer pass by chance."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return text if len(_BEYOND_ASCII.findall(text)) >= 2 * broken else ""


def _unmarked_utf16(start: bytes) -> str:
    """Every second byte a zero, and none of the others: no other text of the web looks so."""
    one, other = start[::2], start[1::2]
    for name, low, high in (("utf-16-le", one, other), ("utf-16-be", other, one)):
        if not low.count(0) and high.count(0) * 2 > len(high):
            return name
    return ""


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


def _is_misread(text: str, name: str, body: bytes) -> bool:
    """Whether the bytes pass under this name and are something else all the same."""
    if name in _WESTERN:
        return _is_another_script(body)
    if name not in _WIDE:
        return False
    east = len(_EAST.findall(text, 0, _SAMPLE))
    return len(_EAST_IN_WORD.findall(text, 0, _SAMPLE)) * 2 > east


def _is_another_script(body: bytes) -> bool:
    """Whether this can be no Western European text: long runs of different bytes beyond ASCII."""
    return any(len(set(run)) > _VARIED for run in _RUNS.findall(body, 0, _SAMPLE))


def _by_script(sample: bytes) -> str:
    """A Japanese or Korean character set, told by its own letters; "" for anything else."""
    for name, script, share in _BY_SCRIPT:
        try:
            text = codecs.getincrementaldecoder(name)().decode(sample)
        except UnicodeDecodeError:
            continue
        letters = "".join(_BEYOND_ASCII.findall(text))
        if len(letters) < _TELLING or len(_HALF_WIDTH.findall(letters)) * 10 > len(letters):
            continue
        if len(script.findall(letters)) >= share * len(letters):
            return name
    return ""


def _guess(body: bytes, candidates: list[str]) -> str:
    if name := _by_script(body[:_SAMPLE]):
        return body.decode(name, "replace")
    best = charset_normalizer.from_bytes(body[:_SAMPLE]).best()
    name = (_codec(best.encoding) if best else "") or (candidates[-1] if candidates else "cp1252")
    if best and _LATIN.fullmatch(name):
        western = body.decode("cp1252", "replace")
        if best.language not in _LATIN_OF and not _SIGN_IN_WORD.search(western):
            return western
        name = _LATIN_OF.get(best.language, name)
    return body.decode(name, "replace")
