"""PURE: addresses beside, above and before a page. All are normalised (`addresses.Address.href`)."""

import re
from urllib.parse import urlsplit

from sources.drift import wordings

_HOME = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2,4})?/?)?(?:(?:index|default|home|start)(?:\.\w{2,5})?/?)?", re.IGNORECASE
)
_SUFFIX = re.compile(r"\.[a-z0-9]{2,5}$", re.IGNORECASE)


def is_home(url: str) -> bool:
    """The home page of a site, or of one of its languages; its siblings would say nothing."""
    return _HOME.fullmatch(urlsplit(url).path) is not None


def directory(url: str) -> str:
    """What one probe speaks for: every page of this origin, directory and ending (`https://…/news/*.html`)."""
    parts = urlsplit(url)
    closing = "/" if parts.path.endswith("/") else ""
    parent, _, name = parts.path.rstrip("/").rpartition("/")
    ending = _SUFFIX.search(name)
    return f"{parts.scheme}://{parts.netloc}{parent}/*{ending[0] if ending and not closing else closing}"


def sibling(url: str, letters: str) -> str:
    """An address beside this one that does not exist; ending and closing slash as here. "" for home pages."""
    if is_home(url):
        return ""
    before, _, after = directory(url).rpartition("*")
    return f"{before}{letters}{after}"


def is_sent_up(asked: str, url: str) -> bool:
    """Redirected to the home page, or to a directory above the one asked for."""
    if asked == url or is_home(asked):
        return False
    path, to = urlsplit(asked).path.rstrip("/"), urlsplit(url).path.rstrip("/")
    return is_home(url) or path.startswith(f"{to}/")


def is_at_gate(asked: str, url: str) -> bool:
    """Redirected to where visitors sign in, agree or pay: a wall, whatever its status says."""
    return bool((_names(url) - _names(asked)) & wordings.GATES)


def is_at_error(asked: str, url: str) -> bool:
    """Redirected to where the site says "not found"."""
    return bool((_names(url) - _names(asked)) & wordings.ERROR_PAGES)


def _names(url: str) -> set[str]:
    parts = urlsplit(url)
    path = {_SUFFIX.sub("", segment) for segment in parts.path.lower().split("/")}
    return path | {parts.netloc.partition(".")[0].lower()}


def resource(url: str) -> str:
    """Without query and fragment, which often carry the address that was asked for."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path.rstrip('/')}".lower()
