"""A memento stands in for a dead original when it still has the passage.

Archives are asked for captures nearest to the date of citation; bodies are read unrewritten, passages looked
for, and the first capture that has them becomes a link of the document with its copy and sightings. From then
on it is visited like any other link.
"""

import asyncio
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q

from sources import addresses, anchoring, drift, mementos
from sources.drift import disguises
from sources.extraction import EXTRACTOR, VERSION, Extracted, extract
from sources.fetching import Fetched, Fetcher
from sources.models import Document, Link, MementoLook, Passage, Sighting
from sources.recheck import keeping, reading, writing
from sources.recheck.held import Held
from sources.recheck.known import gather
from sources.recheck.leasing import Lease, database_now

# Bodies read of one archive for one link; captures of a page that lost the passage lost it all alike.
BODIES = 5
# Seconds to the next look after the first, second … one without a stand-in, and for a busy archive.
AGAIN = (3600.0, 6 * 3600.0, 86400.0, 7 * 86400.0, 30 * 86400.0)
BUSY = 300.0
LOST = (drift.LinkState.SUSPECT, *sorted(drift.DEAD))


@dataclass
class Look:
    """One look for a link's mementos: stand-ins found, captures held, what no stand-in has yet."""

    link: Link
    at: datetime
    passages: list[Passage]
    stand_ins: list[Link] = field(default_factory=list)
    held: int = 0
    busy: bool = False
    reasons: list[str] = field(default_factory=list)

    @property
    def over(self) -> bool:
        return bool(self.stand_ins) and not self.passages


def fetch(
    url: str, *, headers: Mapping[str, str] | None = None, form: Mapping[str, str] | None = None
) -> Fetched:
    """One request through the guarded client."""

    async def once() -> Fetched:
        async with Fetcher.from_settings() as fetcher:
            return await fetcher.fetch(url, headers=headers, form=form)

    return asyncio.run(once())


def find_stand_in(link: Link, *, at: datetime | None = None) -> Link | None:
    """The trusted memento nearest to `at` (the date of citation) that still has the passages, as a link of
    the document; None where the archives have none. Notes the look, and when the next one is due."""
    now = database_now()
    wanted = list(Passage.objects.filter(document=link.document).exclude(exact=""))
    at = at or min((passage.created_at for passage in wanted), default=link.created_at)
    look = Look(link, at, uncovered(link, wanted))
    if wanted and not look.passages:
        look.reasons.append("Another link has all passages.")
    else:
        for archive in mementos.configured():
            if archive.may_hear_of(link.url):
                _ask(archive, look)
            if look.over:
                break
    _note(look, now)
    return look.stand_ins[0] if look.stand_ins else None


def uncovered(link: Link, passages: list[Passage]) -> list[Passage]:
    """Those that no other trusted, healthy link of the document still shows."""
    shown = Sighting.objects.filter(
        passage__in=passages,
        status=Sighting.Status.FOUND,
        capture_text__in=Link.objects.filter(
            document=link.document, trusted=True, state=drift.LinkState.HEALTHY
        )
        .exclude(pk=link.pk)
        .values("latest"),
    )
    covered = set(shown.values_list("passage_id", flat=True))
    return [passage for passage in passages if passage.pk not in covered]


def _ask(archive: mementos.Archive, look: Look) -> None:
    talk = mementos.Talk(archive, fetch)
    try:
        found = talk.captures(look.link.url.partition("#")[0], look.at)
        look.held += len(found)
        if not archive.trusted:
            _show(archive, look, found)
            return
        trusted = [memento for memento in found if mementos.is_trusted(archive.role, memento.url)]
        for memento in trusted[:BODIES]:
            answer = talk.ask(memento.url)
            if not isinstance(answer, Fetched) or not mementos.is_memento(answer):
                continue
            if not mementos.is_trusted(archive.role, answer.final_url):
                continue
            if answer.outcome in ("healthy", "moved"):
                _try(archive, look, answer)
            if look.over:
                return
    except mementos.Busy:
        look.busy = True
        look.reasons.append("The archive is asked at its own pace: later.")
    except mementos.Trouble as trouble:
        look.reasons.append(str(trouble))


def _show(archive: mementos.Archive, look: Look, found: list[mementos.Memento]) -> None:
    """What an untrusted archive holds is named, never fetched and never relied on."""
    if found:
        memento_link(look.link, archive.role, found[0].url, active=False)


def _try(archive: mementos.Archive, look: Look, answer: Fetched) -> None:
    """Take this capture as a stand-in when it has something that no other link shows."""
    extracted = extract(answer.body, answer.media_type, answer.charset)
    if not extracted.text:
        return
    folded = anchoring.fold(extracted.text)
    found = {
        passage.pk
        for passage in look.passages
        if reading.look_for(passage, folded).status == anchoring.Status.FOUND
    }
    if look.passages and not found:
        return
    if not look.passages and not _is_the_page(look.link, extracted):
        return
    stand_in = memento_link(look.link, archive.role, answer.final_url, leased=True)
    if stand_in is None:
        return
    _write(stand_in, replace(answer, url=stand_in.url, chain=(), outcome=type(answer.outcome)("healthy")))
    look.stand_ins.append(stand_in)
    look.passages = [passage for passage in look.passages if passage.pk not in found]


def _is_the_page(link: Link, extracted: Extracted) -> bool:
    """Where no wording is pinned: the text as it was confirmed, or at least no notice that it is gone."""
    baseline = link.baseline
    if baseline and (baseline.extractor, baseline.version) == (EXTRACTOR, VERSION):
        return anchoring.similarity(baseline.text, extracted.text) >= disguises.EDITED
    page = disguises.Page(asked=link.url, url=link.url, title=extracted.title, text=extracted.text)
    return not page.says_not_found


def memento_link(
    link: Link, role: str, url: str, *, active: bool = True, leased: bool = False
) -> Link | None:
    """The link of an archived copy of `link`, made or found; None when the address belongs to another
    document or may not be fetched. `leased`: held by whoever calls, so that no worker visits it meanwhile."""
    try:
        address = addresses.parse(mementos.readable(url), settings.FACTCHECK_FETCH_PORTS)
    except addresses.Refused:
        return None
    now = database_now()
    columns = {
        "document": link.document,
        "url": address.href,
        "host_key": address.host_key,
        "role": role,
        "trusted": mementos.is_trusted(role, address.href),
        "active": active,
        "interest": 0,  # captures do not change; they are looked at because archives fail
        "next_check_at": now,
    }
    key = hashlib.sha256(address.url_key.encode()).hexdigest()
    found, _ = Link.objects.get_or_create(url_key=key, defaults=columns)
    if found.document_id != link.document_id:
        return None
    if leased:
        free = Link.objects.filter(Q(lease_until=None) | Q(lease_until__lte=now), pk=found.pk)
        token, until = uuid.uuid4(), now + timedelta(seconds=settings.FACTCHECK_LEASE)
        if not free.update(lease_token=token, lease_until=until, active=True):
            return None
        found.refresh_from_db()
    return found


def _write(stand_in: Link, fetched: Fetched) -> None:
    """As the engine writes any visit."""
    if stand_in.lease_token is None:
        return
    held = Held.of(stand_in)
    [known] = gather([held])
    lease = Lease(token=stand_in.lease_token, now=database_now(), links=[held])
    writing.write(lease, keeping.give_back(lease, [reading.read(known, fetched)]))
    stand_in.refresh_from_db()


def _note(look: Look, now: datetime) -> None:
    row, _ = MementoLook.objects.get_or_create(link=look.link, defaults={"next_look_at": now})
    row.looked_at, row.held = now, look.held
    row.reason = " ".join(dict.fromkeys(look.reasons))[:300]
    if look.over:
        row.tries, wait = 0, AGAIN[-1]
    elif look.busy:
        wait = BUSY
    else:
        wait = AGAIN[min(row.tries, len(AGAIN) - 1)]
        row.tries += 1
    row.next_look_at = now + timedelta(seconds=wait)
    row.save()


def look_for_lost(limit: int) -> int:
    """Look for mementos of links in trouble, those never looked for first; returns how many were looked for.

    A link is claimed by moving its next look, so that two beats do not look for the same one.
    """
    if keeping.trouble():
        return 0
    now = database_now()
    due = (
        Link.objects.watched()
        .filter(Q(memento_look=None) | Q(memento_look__next_look_at__lte=now))
        .filter(
            role=Link.Role.ORIGINAL,
            state__in=LOST,
            document__confidentiality=Document.Confidentiality.PUBLIC,
        )
        .select_related("document", "baseline")
        .order_by(F("memento_look__next_look_at").asc(nulls_first=True), "pk")[:limit]
    )
    done = 0
    for link in due:
        row, _ = MementoLook.objects.get_or_create(link=link, defaults={"next_look_at": now})
        claimed = MementoLook.objects.filter(pk=row.pk, next_look_at__lte=now)
        if claimed.update(next_look_at=now + timedelta(seconds=settings.FACTCHECK_LEASE)):
            find_stand_in(link)
            done += 1
    return done
