"""PURE: how alike two titles or two notices are, whatever they repeat of the address asked for."""

import re
from collections import Counter
from math import sqrt
from urllib.parse import unquote, urlsplit

_SHINGLE = 3
_CJK = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")
_SCRIPTS = {
    "cjk": re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "arabic": re.compile(r"[\u0600-\u06ff]"),
    "thai": re.compile(r"[\u0e00-\u0e7f]"),
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f]"),
}
# Fewer letters than this tell no script: names and loan words are everywhere.
_TELLING = 40


def words(text: str) -> list[str]:
    """In lower case; a Chinese character counts as a word."""
    return _WORD.findall(text.casefold())


def neutral(text: str, *asked: str) -> str:
    """Words in lower case without those of the addresses asked for; numbers are all alike."""
    addresses = set(words(unquote(" ".join(f"{part.path} {part.query}" for part in map(urlsplit, asked)))))
    return " ".join(
        "#" if any(map(str.isdigit, word)) else word for word in words(text) if word not in addresses
    )


def likeness(a: str, b: str) -> float:
    """Jaccard similarity of three-word shingles of two neutral texts; they may be as short as notices are."""
    ours, theirs = _shingles(a), _shingles(b)
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 1.0


def containment(part: str, whole: str) -> float:
    """How much of a text stands in another one, in three-word shingles, 0 to 1."""
    ours = _shingles(" ".join(words(part)))
    return len(ours & _shingles(" ".join(words(whole)))) / len(ours) if ours else 0.0


def _shingles(text: str) -> set[str]:
    parts = text.split()
    if not parts:
        return set()
    return {" ".join(parts[at : at + _SHINGLE]) for at in range(max(len(parts) - _SHINGLE + 1, 1))}


def title_likeness(a: str, b: str) -> float:
    """Cosine of the words of two titles, 0 to 1."""
    ours, theirs = Counter(words(a)), Counter(words(b))
    if not ours or not theirs:
        return 0.0
    dot = sum(count * theirs[word] for word, count in ours.items())
    return dot / sqrt(sum(n * n for n in ours.values()) * sum(n * n for n in theirs.values()))


def script(text: str) -> str:
    """The script most of a text is written in; "" for texts too short to tell."""
    counts = {name: len(signs.findall(text[:5000])) for name, signs in _SCRIPTS.items()}
    name = max(counts, key=lambda key: counts[key])
    return name if counts[name] >= _TELLING else ""
