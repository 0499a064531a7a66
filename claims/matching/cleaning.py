"""What of a posted text is about its subject: no addresses, no time stamps, handles as names. PURE."""

import re
import unicodedata

from sources import marks

ADDRESS = re.compile(
    r"https?://\S+|\b(?:www|pic)\.\S+|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,6}/\S*", re.IGNORECASE
)
# The line under a quoted post: a name, the handle in brackets, and the day it was posted.
POSTED = re.compile(r"(\(@\w{1,40}\))\s+(?:\w{3,9}\.? \d{1,2},? \d{4}|\d{1,2}\.? \w{3,9}\.? \d{4})")
BYLINE = re.compile(r"\s[—–]\s+([^—–\n]{1,60}?\(@\w{1,40}\))")
RETWEETED = re.compile(r"\bRT\s+(@\w{1,40}):?\s")
TAG = re.compile(r"[@#](\w{2,80})")
PARTS = re.compile(r"[^\W\d_a-z]+(?=[A-ZÄÖÜ][a-zäöüß])|[A-ZÄÖÜ]?[a-zäöüß]+|[A-ZÄÖÜ]+|\d+|[^\W\d_]+")
INITIALS = re.compile(r"\b([A-Za-z])\.(?=[A-Za-z]\b)")
OWNER = re.compile(r"(?<=\w)['’]s\b")


def clean(text: str) -> tuple[str, str]:
    """The text and the bylines of quoted posts, both in one writing.

    Full-width and ornamental letters become plain, tags are split at their capitals.
    """
    text = unicodedata.normalize("NFKC", marks.cut(text))
    text = POSTED.sub(r"\1", ADDRESS.sub(" ", text))
    posters = [*BYLINE.findall(text), *RETWEETED.findall(text)]
    return _plain(RETWEETED.sub(" ", BYLINE.sub(" ", text))), _plain(" ".join(posters))


def _plain(text: str) -> str:
    return OWNER.sub("", INITIALS.sub(r"\1", TAG.sub(_spelled, text)))


def fold(word: str) -> str:
    """Lower case without accents: ä is a, ß is ss."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in plain.casefold() if sign.isalnum())


def _spelled(tag: re.Match[str]) -> str:
    """#RedFort: the whole, for those who write it so, and its parts, for those who do not."""
    parts = PARTS.findall(tag[1])
    return f" {tag[1]} {' '.join(parts)} " if len(parts) > 1 else f" {tag[1]} "
