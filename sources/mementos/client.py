"""Talking to archives: what do they hold of a page, and would they please keep it.

The one who calls gives the hands (`Fetch`): everything goes out through the guarded client.
"""

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, Protocol
from urllib.parse import urljoin

from django.conf import settings

from sources.mementos import buckets, timemaps
from sources.mementos.archives import Archive, unrewritten
from sources.mementos.timemaps import Memento, NotATimeMap

# Seconds a worker may wait for an archive's slot, and how long we leave it alone when it says "too many".
PATIENCE = 30.0
PAUSE = 300.0
# Save Page Now allows a sixth as many submissions as look-ups, half of that without a key.
SAVING_COST, SAVING_COST_WITHOUT_KEY = 2.0, 4.0
_ANSWERED = ("healthy", "moved")
# What the Wayback Machine says of sites it was asked to leave out: an answer, and no pause.
_EXCLUDED = re.compile(rb"AccessControlException|excluded from the Wayback Machine")


class Answer(Protocol):
    """What this module reads of a fetch (`sources.fetching.Fetched`)."""

    @property
    def outcome(self) -> Any: ...
    @property
    def status(self) -> int | None: ...
    @property
    def body(self) -> bytes: ...
    @property
    def final_url(self) -> str: ...
    @property
    def head(self) -> str: ...
    @property
    def retry_after(self) -> int | None: ...


class Fetch(Protocol):
    def __call__(
        self, url: str, *, headers: Mapping[str, str] | None = None, form: Mapping[str, str] | None = None
    ) -> Answer: ...


class Trouble(Exception):
    """The archive gave no usable answer; says nothing about what it holds."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One archive, and the hands to ask it with. Every request takes a slot of the archive's bucket."""

    archive: Archive
    fetch: Fetch
    patience: float = PATIENCE
    sleep: Callable[[float], None] = time.sleep

    def ask(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        cost: float = 1.0,
    ) -> Answer:
        """Any answer but a refusal; buckets.Busy when there is no slot soon, Trouble when told to wait."""
        self.sleep(buckets.take(self.archive.host_key, patience=self.patience, cost=cost))
        answer = self.fetch(url, headers=headers, form=form)
        if answer.status == 403 and _EXCLUDED.search(answer.body):
            raise Trouble("The archive does not show this site.")
        # A captured wall or error is played back with its status: that is the page's, not the archive's.
        if not is_memento(answer) and (answer.status in (429, 503) or answer.outcome == "blocked"):
            buckets.back_off(self.archive.host_key, answer.retry_after or PAUSE)
            raise Trouble("The archive asks for a pause.")
        return answer

    def captures(self, url: str, around: datetime) -> list[Memento]:
        """Mementos of a page, nearest to the date first, as unrewritten addresses; one of each equal body.

        Every door the archive has is tried, until one says something. Trouble when none does.
        """
        doors = [self._by_timemap, self._by_timegate]
        if self.archive.takes_submissions:
            doors = [self._by_lookup, self._by_timemap, self._by_availability]
        reasons = []
        for door in doors:
            try:
                found = door(url, around)
            except (Trouble, NotATimeMap) as trouble:
                reasons.append(str(trouble))
                continue
            return _nearest(found, around)
        raise Trouble(" ".join(dict.fromkeys(reasons)))

    def _by_lookup(self, url: str, around: datetime) -> list[Memento]:
        answer = self._answer_of(self.archive.lookup(url, around))
        return list(timemaps.parse(answer.body, self.archive.playback).mementos)

    def _by_timemap(self, url: str, around: datetime) -> list[Memento]:
        answer = self.ask(self.archive.timemap(url))
        if answer.status == 404:
            return []  # RFC 7089 4.5.5: nothing is known of this page
        listed = timemaps.parse(_body(answer))
        if listed.further and not listed.mementos:
            raise Trouble("The archive's list is in parts.")
        return [replace(memento, url=_absolute(memento.url, answer.final_url)) for memento in listed.mementos]

    def _by_availability(self, url: str, around: datetime) -> list[Memento]:
        answer = self._answer_of(self.archive.availability(url, around))
        return list(timemaps.parse(answer.body).mementos)

    def _by_timegate(self, url: str, around: datetime) -> list[Memento]:
        """Datetime negotiation: the archive forwards to the memento nearest to Accept-Datetime, shows it in
        its place (`Content-Location`), or names it beside a page of its own (`Link`)."""
        wanted = {"Accept-Datetime": format_datetime(around.astimezone(UTC), usegmt=True)}
        answer = self.ask(self.archive.timegate(url), headers=wanted)
        if answer.status == 404:
            return []
        if answer.outcome in _ANSWERED:
            if at := timemaps.date_of(_header(answer.head, "Memento-Datetime")):
                where = urljoin(answer.final_url, _header(answer.head, "Content-Location"))
                return [Memento(at, where, answer.status)]
            if linked := timemaps.parse(_header(answer.head, "Link")).mementos:
                return list(linked)
        raise Trouble("The archive named no memento.")

    def _answer_of(self, url: str) -> Answer:
        answer = self.ask(url)
        _body(answer)
        return answer

    def submit(self, url: str) -> str:
        """Ask Save Page Now for a capture; returns the archive's name of the job ("" where it gives none).

        That it says yes is not believed, nor that it says no by an error of its own: a later look-up tells.
        Trouble when it refuses in so many words.
        """
        key = settings.FACTCHECK_WAYBACK_KEY
        if not key:
            self.ask(self.archive.save_without_key(url), cost=SAVING_COST_WITHOUT_KEY)
            return ""
        headers = {"Authorization": f"LOW {key}", "Accept": "application/json"}
        answer = self.ask(self.archive.save, headers=headers, form={"url": url}, cost=SAVING_COST)
        try:
            data = json.loads(answer.body)
        except ValueError:
            return ""
        if not isinstance(data, dict):
            return ""
        if data.get("status") == "error" and not data.get("job_id"):
            raise Trouble(_line(data.get("message"))[:200] or "The archive refused.")
        return _line(data.get("job_id"))[:100]


def is_memento(answer: Answer) -> bool:
    """Whether it is played back from an archive (RFC 7089 2.1.1), and no page of its own or another's."""
    return bool(_header(answer.head, "Memento-Datetime"))


def _line(value: object) -> str:
    """What an archive says, as it can be kept."""
    said = str(value or "").encode("utf-8", "replace").decode()
    return " ".join(said.replace("\0", " ").split())


def _body(answer: Answer) -> bytes:
    if answer.outcome not in _ANSWERED:
        raise Trouble("The archive could not be reached.")
    return answer.body


def _absolute(url: str, base: str) -> str:
    """An address as a list gives it, relative ones too (RFC 8288 3.1). What cannot be joined stays as it
    is, for the guard to refuse."""
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def _header(head: str, name: str) -> str:
    for line in head.splitlines():
        field, _, value = line.partition(":")
        if field.strip().lower() == name.lower():
            return value.strip()
    return ""


def _nearest(found: list[Memento], around: datetime) -> list[Memento]:
    ordered = sorted(found, key=lambda memento: abs(memento.at - around))
    chosen, digests = [], set()
    for memento in ordered:
        if memento.status not in (None, 200) or (memento.digest and memento.digest in digests):
            continue
        digests.add(memento.digest)
        chosen.append(replace(memento, url=unrewritten(memento.url)))
    return chosen
