"""What one record says, cleaned; with what was odd about it, or why it cannot be taken. PURE."""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import ada_url

from claims.claimreview.finding import Found
from sources import marks

LONGEST = {"statement": 5_000, "title": 1_000, "summary": 2_000, "claimant": 500, "rating": 500}
LONGEST_ADDRESS = 2_048
TAG = re.compile(r"<[A-Za-z/!][^<>]*>")
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)|(\d{4})(\d{2})(\d{2})(?!\d)")
GERMAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
NUMBER = re.compile(r"[+-]?\d{1,6}(?:[.,]\d{1,3})?")
TRACKING = re.compile(r"^(?:utm_|itm_|fbclid|gclid|mc_cid|mc_eid)")
EARLIEST = date(1900, 1, 1)
RATING_TEXTS = ("alternateName", "name", "description", "ratingExplanation")


class Refused(ValueError):
    """The record cannot be taken; the message says why."""


@dataclass(frozen=True)
class Outside:
    """A fact-check by others. Texts are plain, without markup; what is not known is blank or None."""

    url: str
    site: str
    statement: str
    publisher: str
    title: str = ""
    summary: str = ""
    language: str = ""
    claimant: str = ""
    claimed_on: date | None = None
    reviewed_on: date | None = None
    rating: str = ""
    rating_value: Decimal | None = None
    rating_worst: Decimal | None = None
    rating_best: Decimal | None = None
    appearances: tuple[str, ...] = ()
    licence: str = ""
    flags: tuple[str, ...] = ()

    @property
    def identity(self) -> str:
        """Address and claim, without what differs between two ways to write the same."""
        parts = ada_url.URL(self.url)
        query = [part for part in parts.search.lstrip("?").split("&") if part and not TRACKING.match(part)]
        place = f"{self.site}{parts.pathname.rstrip('/')}?{'&'.join(query)}"
        words = unicodedata.normalize("NFKC", self.statement).casefold().split()
        return f"{place}\n{' '.join(words)}"


@dataclass
class _Notes:
    """Oddities, as they are met."""

    told: list[str] = field(default_factory=list)

    def add(self, words: str) -> None:
        if words not in self.told:
            self.told.append(words)


def read(found: Found, *, today: date, own_site: str = "") -> Outside:
    """The record as a check by others; Refused with the reason where it cannot be one."""
    if found.trouble:
        raise Refused(found.trouble)
    record, notes = found.record, _Notes()
    item = _thing(record.get("itemReviewed"))
    statement = _cut("statement", text(record.get("claimReviewed")) or text(item.get("text")), notes)
    if not statement:
        raise Refused("It names no claim (claimReviewed is missing or empty).")
    url = _address(record, found.page, notes)
    site = ada_url.URL(url).hostname.removeprefix("www.").rstrip(".")
    if own_site and site == own_site:
        raise Refused("It is a fact-check of our own.")
    reviewed_on = _day(record, ("datePublished", "dateCreated", "dateModified"), "review", today, notes)
    claimed_on = _day(item, ("datePublished", "dateCreated", "uploadDate"), "claim", today, notes)
    if claimed_on and reviewed_on and claimed_on > reviewed_on:
        notes.add("The claim is dated after its fact-check.")
    rating = _thing(record.get("reviewRating"))
    value, worst, best = _numbers(rating, notes)
    label = _cut("rating", _label(record.get("reviewRating"), rating), notes)
    if not label:
        notes.add("It gives no rating in words." if value is not None else "It gives no rating.")
    return Outside(
        url=url,
        site=site,
        statement=statement,
        publisher=_publisher(record) or site,
        title=_cut("title", _first(record, ("headline", "name", "title")), notes),
        summary=_cut("summary", _first(record, ("description", "abstract", "subtitle")), notes),
        language=_language(record),
        claimant=_cut("claimant", _names(item.get("author") or item.get("creator")), notes),
        claimed_on=claimed_on,
        reviewed_on=reviewed_on,
        rating=label,
        rating_value=value,
        rating_worst=worst,
        rating_best=best,
        appearances=tuple(dict.fromkeys(_appearances(item))),
        licence=text(record.get("sdLicense") or record.get("license"))[:500],
        flags=tuple(notes.told),
    )


def text(value: Any) -> str:
    """Plain words of whatever stands there: the first of a list that has any, a thing's name."""
    if isinstance(value, list):
        return next((words for words in map(text, value) if words), "")
    if isinstance(value, dict):
        return text(value.get("name"))
    if isinstance(value, bool) or value is None:
        return ""
    return _clean(str(value))


def _clean(words: str) -> str:
    """Without markup, entities (some systems escape twice), and signs that no text has."""
    words = TAG.sub(" ", html.unescape(html.unescape(words)))
    words = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in words)
    return " ".join(unicodedata.normalize("NFC", marks.cut(words)).split())


def _cut(name: str, words: str, notes: _Notes) -> str:
    longest = LONGEST[name]
    if len(words) <= longest:
        return words
    notes.add(f"The {name} is longer than {longest:,} characters and was cut.")
    return words[: longest - 1].rstrip() + "…"


def _thing(value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, dict)), None)
    return value if isinstance(value, dict) else {}


def _first(record: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((words for words in (text(record.get(name)) for name in names) if words), "")


def _names(value: Any) -> str:
    """Everybody named, parted by commas: of people, of a list of names, or of both."""
    values = value if isinstance(value, list) else [value]
    names = []
    for one in values:
        name = one.get("name") if isinstance(one, dict) else one
        names += [text(part) for part in (name if isinstance(name, list) else [name])]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _publisher(record: dict[str, Any]) -> str:
    """The newsroom. A person who signs is not one, where the site can stand for it."""
    for name in ("publisher", "sourceOrganization", "author", "creator"):
        who = _thing(record.get(name)) or {"name": record.get(name)}
        if who.get("@type") != "Person" and (words := text(who.get("name"))):
            return words[:500]
    return ""


def _language(record: dict[str, Any]) -> str:
    value = record.get("inLanguage")
    thing = _thing(value)
    code = text(thing.get("alternateName") or thing.get("identifier")) if thing else text(value)
    return code.replace("_", "-") if len(code) <= 35 and LANGUAGE.fullmatch(code) else ""


# --- addresses ------------------------------------------------------------------------------------------


def _address(record: dict[str, Any], page: str, notes: _Notes) -> str:
    flat = [
        address
        for given in (record.get("url"), record.get("mainEntityOfPage"), record.get("@id"))
        for one in (given if isinstance(given, list) else [given])
        for address in ((one.get("@id"), one.get("url")) if isinstance(one, dict) else (one,))
    ]
    for one in flat:
        if isinstance(one, str) and (url := web_address(one.strip())):
            return url
    for one in flat[:1]:
        if page and isinstance(one, str) and one.strip() and (url := web_address(one.strip(), page)):
            notes.add("Its address was relative and was completed from the page.")
            return url
    if page and (url := web_address(page)):
        notes.add("It gives no address of its own; that of the page stands in.")
        return url
    raise Refused("It gives no web address of the fact-check (url).")


def web_address(url: str, base: str = "") -> str:
    """Normalised and without fragment; blank for what is no address of the web."""
    try:
        parts = ada_url.URL(url, base=base) if base else ada_url.URL(url)
    except ValueError:
        return ""
    if parts.protocol not in ("http:", "https:") or parts.username or parts.password:
        return ""
    parts.hash = ""
    href = parts.href.removesuffix("#")
    return href if "." in parts.hostname and len(href) <= LONGEST_ADDRESS else ""


def _appearances(item: dict[str, Any]) -> Iterator[str]:
    for name in ("firstAppearance", "appearance", "url"):
        values = item.get(name)
        for one in values if isinstance(values, list) else [values]:
            url = one.get("url") or one.get("@id") if isinstance(one, dict) else one
            if isinstance(url, str) and (clean := web_address(url.strip())):
                yield clean


# --- dates and numbers --------------------------------------------------------------------------------------


def _day(
    thing: dict[str, Any], names: tuple[str, ...], of_what: str, today: date, notes: _Notes
) -> date | None:
    given = _first(thing, names)
    if not given:
        return None
    day = _parsed(given)
    if day is None or not EARLIEST <= day <= today + timedelta(days=1):
        notes.add(f"The date of the {of_what} is not possible: {given[:40]}")
        return None
    return day


def _parsed(given: str) -> date | None:
    """The day a text begins with; hours and zones are let go, for many are wrong."""
    if match := DAY.match(given):
        year, month, day = (part for part in match.groups() if part)
    elif match := GERMAN_DAY.match(given):
        day, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _numbers(rating: dict[str, Any], notes: _Notes) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Value, worst and best where they make sense together; else none of them."""
    value, worst, best = (number(rating.get(name)) for name in ("ratingValue", "worstRating", "bestRating"))
    if value is None:
        return None, None, None
    if worst is None and best is None:
        notes.add("The rating's number has no scale and was left out.")
        return None, None, None
    worst = Decimal(1) if worst is None else worst
    best = Decimal(5) if best is None else best
    if worst >= best or not worst <= value <= best:
        notes.add(
            f"The rating's number does not fit its scale and was left out: {value} of {worst} to {best}"
        )
        return None, None, None
    return value, worst, best


def number(value: Any) -> Decimal | None:
    words = text(value).replace(" ", "")
    if not NUMBER.fullmatch(words):
        return None
    try:
        return Decimal(words.replace(",", "."))
    except InvalidOperation:
        return None


def _label(given: Any, rating: dict[str, Any]) -> str:
    """The rating in words; some put them where the number belongs."""
    words = _first(rating, RATING_TEXTS)
    if words:
        return words
    for value in (rating.get("ratingValue"), None if rating else given):
        if (words := text(value)) and number(words) is None:
            return words
    return ""
