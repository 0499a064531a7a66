"""What an answer means: state of the page, walls against robots, Retry-After. Values in, values out."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sources.fetching.results import Outcome

# 402 and 451 are answers about us, the payer or the law, not about the page; 999 is one network's own.
_WALLS = frozenset({401, 402, 403, 406, 407, 429, 451, 999})
_REASONS = {
    Outcome.HEALTHY: "The page answered.",
    Outcome.NOT_MODIFIED: "The page has not changed since the last visit.",
    Outcome.MOVED: "The page has moved for good to another address.",
    Outcome.GONE: "The server says that the page does not exist.",
    Outcome.BLOCKED: "The server does not let automatic visitors in.",
    Outcome.UNREACHABLE: "The server answered with an error.",
}

# Headers with which walls name themselves.
_WALL_HEADERS = {
    "cf-mitigated": ("challenge", "block"),
    "x-vercel-mitigated": ("challenge", "deny"),
    "x-amzn-waf-action": ("challenge", "captcha"),
}
# Titles of pages that only check the visitor, and pieces of their scripts; compared in lower case.
_WALL_TITLES = (
    b"just a moment...",
    b"attention required! | cloudflare",
    b"access denied",
    b"bot verification",
    b"client challenge",
    b"ddos-guard",
    b"making sure you're not a bot",
    b"making sure you&#39;re not a bot",
    b"one moment, please",
    b"pardon our interruption",
    b"robot check",
    b"vercel security checkpoint",
)
_WALL_SCRIPTS = (
    b"_cf_chl_opt",
    b"_incapsula_resource",
    b"awswafintegration",
    b"captcha-delivery.com",
    b"cf-browser-verification",
    b"px-captcha",
    b"sucuri_cloudproxy_js",
)
_WINDOW = 65_536
# With more characters to read than this it is an article about walls, or one that carries such a script too.
_TITLED_WALL, _SCRIPTED_WALL = 1_500, 400
_TITLE = re.compile(rb"<title[^<>]*>\s*([^<]{0,200})", re.IGNORECASE)
_INVISIBLE = re.compile(
    rb"(?is)<(script|style|noscript|template|svg)\b.*?(</\1\s*>|$)|<!--.*?(-->|$)|<[^<>]*>"
)


def reason_of(outcome: Outcome) -> str:
    return _REASONS[outcome]


def observe(status: int, headers: Mapping[str, str], body: bytes, *, conditional: bool) -> Outcome:
    """The outcome an HTTP answer stands for, redirects aside. `conditional`: we sent validators."""
    if status == 304 and conditional:
        return Outcome.NOT_MODIFIED
    if status in _WALLS or is_wall(status, headers, body):
        return Outcome.BLOCKED
    if status in (404, 410):
        return Outcome.GONE
    if 200 <= status < 300:
        return Outcome.HEALTHY
    return Outcome.UNREACHABLE


def is_wall(status: int, headers: Mapping[str, str], body: bytes) -> bool:
    """A challenge page: served with 200 or 503 as often as with 403."""
    for name, values in _WALL_HEADERS.items():
        if headers.get(name, "").lower().startswith(values):
            return True
    if status in (404, 410):
        return False
    page = body[:_WINDOW]
    title = _TITLE.search(page)
    titled = title is not None and title[1].lower().startswith(_WALL_TITLES)
    lowered = page.lower()
    if not titled and not any(mark in lowered for mark in _WALL_SCRIPTS):
        return False
    visible = len("".join(_INVISIBLE.sub(b" ", page).decode("utf-8", "replace").split()))
    return visible < (_TITLED_WALL if titled else _SCRIPTED_WALL)


def retry_after(value: str, now: datetime, most: int) -> int | None:
    """Seconds of a Retry-After header (RFC 9110 10.2.3: seconds or a date), within 0 and `most`."""
    value = value.strip()
    if re.fullmatch(r"[0-9]+", value):
        return most if len(value) > 9 else min(int(value), most)
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max(0, round((date - now).total_seconds())), most)
