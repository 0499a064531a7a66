"""Lists of mementos as archives write them, read with patience. Values in, values out.

    parse(body) -> TimeMap

reads application/link-format (RFC 6690, RFC 7089 section 5), the JSON of several aggregators, Wayback's CDX
(JSON, CDXJ or plain lines) and its availability answer. What cannot be read as one of these, a page saying
"slow down" for instance, is NotATimeMap.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_LINK = re.compile(r"<([^<>]*)>((?:[^<,\"]|,(?!\s*<)|\"(?:[^\"\\]|\\.)*\")*)")
_PARAMETER = re.compile(r";\s*([\w!*-]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;\"]*))")
_MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
# The day of the week is often wrong, and tells nothing.
_HTTP_DATE = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4}),?\s+(\d{1,2}):(\d{2}):(\d{2})")
_STAMP = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(\d{2})?(\d{2})?(\d{2})?(?!\d)")
_IN_ADDRESS = re.compile(r"/(\d{14})(?:[a-z]{2}_)?/")
MOST = 100_000

Playback = Callable[[str, str], str]


class NotATimeMap(Exception):
    """The body is nothing of the kind."""


@dataclass(frozen=True, slots=True, order=True)
class Memento:
    """One capture an archive holds. `digest` names equal bodies where the archive tells it."""

    at: datetime
    url: str
    status: int | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class TimeMap:
    """`mementos` by date, each address once; `links`: how many were listed, of whatever relation; `further`:
    another list that it names, as lists in parts do (RFC 7089 5.1.2)."""

    mementos: tuple[Memento, ...] = ()
    original: str = ""
    timegate: str = ""
    links: int = 0
    further: str = ""

    @property
    def first(self) -> datetime | None:
        return self.mementos[0].at if self.mementos else None

    @property
    def last(self) -> datetime | None:
        return self.mementos[-1].at if self.mementos else None


def parse(body: bytes | str, playback: Playback | None = None) -> TimeMap:
    """Whatever of the forms named above this is. `playback(timestamp, original)` gives the address of a CDX
    row, which tells none."""
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    text = text.lstrip("\ufeff \t\r\n")
    if not text:
        return TimeMap()
    if text.startswith(("{", "[")):
        try:
            return _from_json(json.loads(text), playback)
        except (ValueError, RecursionError, TypeError, AttributeError, KeyError) as error:
            raise NotATimeMap("broken JSON") from error
    if re.match(r"<(?:!|html|head|body|\?xml)", text, re.IGNORECASE):
        raise NotATimeMap("a page, not a list")
    if text.startswith("<"):
        return _from_links(text)
    rows = [row for line in text.splitlines()[:MOST] if (row := _cdx_line(line))]
    if not rows:
        raise NotATimeMap("no list of mementos")
    return _from_rows(rows, playback)


def date_of(text: str) -> datetime | None:
    """An HTTP date (whatever its weekday), an ISO date or a timestamp of 8 to 14 digits, as UTC."""
    if found := _HTTP_DATE.search(text):
        day, month, year, hour, minute, second = found.groups()
        number = _MONTHS.get(month.lower())
        return _moment(year, number, day, hour, minute, second) if number else None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        found = _STAMP.search(text)
        return _moment(*(part or 0 for part in found.groups())) if found else None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _moment(*parts: Any) -> datetime | None:
    year, month, day, hour, minute, second = map(int, parts)
    try:
        return datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _time_map(mementos: Iterable[Memento], original: str = "", **told: Any) -> TimeMap:
    once = {memento.url: memento for memento in mementos}
    return TimeMap(tuple(sorted(once.values(), key=lambda memento: memento.at)), original, **told)


# --- link format ----------------------------------------------------------------------------------


def _from_links(text: str) -> TimeMap:
    by_relation: dict[str, str] = {}
    mementos, links = [], 0
    for url, parameters in _links(text):
        links += 1
        relations = parameters.get("rel", "").lower().split()
        for relation in relations:
            by_relation.setdefault(relation, url)
        if "memento" in relations and (at := _date_of_link(url, parameters)):
            mementos.append(Memento(at, url))
    if not links:
        raise NotATimeMap("no links")
    return _time_map(
        mementos,
        by_relation.get("original", ""),
        timegate=by_relation.get("timegate", ""),
        links=links,
        further=by_relation.get("timemap", ""),
    )


def _links(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for number, found in enumerate(_LINK.finditer(text)):
        if number >= MOST:
            return
        pairs = _PARAMETER.findall(found[2])
        yield found[1].strip(), {name.lower(): (quoted or plain).strip() for name, quoted, plain in pairs}


def _date_of_link(url: str, parameters: dict[str, str]) -> datetime | None:
    if at := date_of(parameters.get("datetime", "")):
        return at
    found = _IN_ADDRESS.search(url)
    return date_of(found[1]) if found else None


# --- JSON and CDX ---------------------------------------------------------------------------------


def _from_json(data: Any, playback: Playback | None) -> TimeMap:
    if isinstance(data, list):
        return _from_table(data, playback)
    if "archived_snapshots" in data:
        closest = (data["archived_snapshots"] or {}).get("closest")
        found = [closest] if closest and closest.get("available") and closest.get("url") else []
        return _time_map(filter(None, map(_from_object, found)), data.get("url") or "", links=len(found))
    listed = data.get("mementos") or {}
    objects = listed if isinstance(listed, list) else listed.get("list") or []
    if not isinstance(listed, list):
        objects = [*objects, *(listed[key] for key in ("first", "closest", "last") if key in listed)]
    if "mementos" not in data and not {"original_uri", "timemap_uri"} & data.keys():
        raise NotATimeMap("JSON of another kind")
    found = [memento for item in objects[:MOST] if (memento := _from_object(item))]
    return _time_map(
        found, data.get("original_uri") or "", timegate=data.get("timegate_uri") or "", links=len(objects)
    )


def _from_object(item: Any) -> Memento | None:
    """`uri` may be a list of one (MemGator's `closest`)."""
    url = item.get("uri") or item.get("url") or ""
    url = url[0] if isinstance(url, list) else url
    at = date_of(str(item.get("datetime") or item.get("timestamp") or ""))
    return Memento(at, url, _number(item.get("status"))) if at and url else None


def _from_table(rows: list[Any], playback: Playback | None) -> TimeMap:
    """CDX as JSON: rows under a row of names; or objects, one a row."""
    if not rows:
        return TimeMap()
    if isinstance(rows[0], dict):
        return _from_rows(rows[:MOST], playback)
    names = [str(name).lower() for name in rows[0]]
    if "timestamp" not in names:
        raise NotATimeMap("a table without timestamps")
    return _from_rows([dict(zip(names, row, strict=False)) for row in rows[1:MOST]], playback)


def _from_rows(rows: list[dict[str, Any]], playback: Playback | None) -> TimeMap:
    mementos, original = [], ""
    for row in rows:
        stamp, url = str(row.get("timestamp", "")), str(row.get("original") or row.get("url") or "")
        at = date_of(stamp)
        if not at or not url:
            continue
        original = original or url
        address = playback(stamp, url) if playback else url
        status = _number(row.get("statuscode") or row.get("status"))
        mementos.append(Memento(at, address, status, str(row.get("digest") or "")))
    return _time_map(mementos, original, links=len(rows))


def _cdx_line(line: str) -> dict[str, Any] | None:
    """`key timestamp {json}` (CDXJ) or `key timestamp original type status digest length`."""
    key, _, rest = line.strip().partition(" ")
    stamp, _, rest = rest.partition(" ")
    if not re.fullmatch(r"\d{8,14}", stamp):
        return None
    if rest.startswith("{"):
        try:
            return {**json.loads(rest), "timestamp": stamp}
        except ValueError:
            return None
    names = ("original", "mimetype", "statuscode", "digest")
    return {"urlkey": key, "timestamp": stamp, **dict(zip(names, rest.split(), strict=False))}


def _number(value: Any) -> int | None:
    return int(value) if str(value).isdigit() else None
