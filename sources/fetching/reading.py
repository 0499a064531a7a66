"""What an answer means: state of the page, walls against robots, Retry-After. Values in, values out."""

import html
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
_WALL_TITLES = tuple(
    title.encode()
    for title in (
        "just a moment...",
        "nur einen moment…",
        "einen moment, bitte",
        "un instant…",
        "un momento…",
        "请稍候…",
        "attention required! | cloudflare",
        "ddos protection by",
        "403 forbidden",
        "429 too many requests",
        "access denied",
        "access to this page has been denied",
        "zugriff verweigert",
        "bot verification",
        "client challenge",
        "ddos-guard",
        "human verification",
        "making sure you're not a bot",
        "making sure you&#39;re not a bot",
        "one moment, please",
        "pardon our interruption",
        "radware bot manager",
        "request rejected",
        "robot check",
        "vercel security checkpoint",
        "your access to this site has been limited",
        "百度安全验证",
    )
)
_WALL_SCRIPTS = tuple(
    mark.encode()
    for mark in (
        "_cf_chl_opt",
        "_incapsula_resource",
        "awswafintegration",
        "captcha-delivery.com",
        "cf-browser-verification",
        "challenges.cloudflare.com/turnstile",
        "px-captcha",
        "sucuri_cloudproxy_js",
        # and what they say
        "checking your browser before accessing",
        "needs to review the security of your connection",
        "please consult with your administrator",
        "verifying you are human",
        "您的访问被阻断",
        "完成验证后即可继续访问",
    )
)
_WINDOW = 65_536
# With more characters to read than this it is an article about walls, or one that carries such a script too.
_TITLED_WALL, _SCRIPTED_WALL = 1_500, 400
_TITLE = re.compile(rb"<title[^<>]*>\s*([^<]{0,200})", re.IGNORECASE)
_META = re.compile(rb"<meta\b[^>]{1,2500}>", re.IGNORECASE)
_REFRESHES = re.compile(rb"http-equiv\s*=\s*[\"']?refresh\b", re.IGNORECASE)
_CONTENT = re.compile(rb"\bcontent\s*=\s*([\"'])(.{0,2100}?)\1", re.IGNORECASE | re.DOTALL)
_REFRESH_TARGET = re.compile(
    r"\s*(\d{1,6}(?:\.\d{1,6})?)\s*[;,]\s*(?:url\s*=\s*)?(.+)", re.IGNORECASE | re.DOTALL
)
_MOMENTS = 5  # seconds; pages that reload themselves later are read as they are
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
    if status == 206 and not _is_whole(headers.get("Content-Range", "")):
        return Outcome.UNREACHABLE
    return Outcome.HEALTHY if 200 <= status < 300 else Outcome.UNREACHABLE


def _is_whole(content_range: str) -> bool:
    """Whether a "part" that nobody asked for is all there is ("bytes 0-284/285")."""
    found = re.fullmatch(r"bytes 0-(\d{1,18})/(\d{1,18})", content_range.strip())
    return found is not None and int(found[1]) + 1 == int(found[2])


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
    return _visible(page) < (_TITLED_WALL if titled else _SCRIPTED_WALL)


def forwards(headers: Mapping[str, str], body: bytes) -> str:
    """Where a page that has nothing to read sends its visitors within moments (`Refresh`, by header or in its
    markup); "" where it sends them nowhere."""
    told = headers.get("Refresh", "") or _refresh_in(body[:_WINDOW])
    target = _REFRESH_TARGET.match(html.unescape(told))
    if target is None or float(target[1]) > _MOMENTS or _visible(body[:_WINDOW]) > _SCRIPTED_WALL:
        return ""
    return target[2].strip().strip("\"'")


def _refresh_in(page: bytes) -> str:
    for meta in _META.findall(page):
        if _REFRESHES.search(meta) and (content := _CONTENT.search(meta)):
            return content[2].decode("utf-8", "replace")
    return ""


def _visible(page: bytes) -> int:
    """Characters to read, white space aside."""
    return len("".join(_INVISIBLE.sub(b" ", page).decode("utf-8", "replace").split()))


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
