"""Suspicious pages are asked about: what does the same server answer for an address that cannot exist?

Ordinary pages never come here, so they cost no request. A probe is a request of its host like any other: it
takes a slot, and its answer stands for all pages of that directory for as long as a change waits to be
confirmed (FACTCHECK_CONFIRM_AFTER), so that the second sighting of a soft 404 rests on a second probe.
"""

import asyncio
import logging
import secrets
import string
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from sources import addresses
from sources.drift import disguises, siblings
from sources.extraction import extract
from sources.fetching import Fetched, Fetcher
from sources.models import CaptureText, Host
from sources.recheck import slots
from sources.recheck.leasing import database_now
from sources.recheck.visits import Visit

LETTERS = 25  # no page has such a name by chance
# Directories remembered for one host, the latest, and characters of an answer.
REMEMBERED = 50
KEPT = 6000

log = logging.getLogger("sources.recheck")


def settle(visits: Iterable[Visit], *, deadline: float) -> None:
    """Say of every suspicious visit whether it is the page at all. Probes that cannot be sent and answered
    within `deadline` seconds tell nothing: the page is then taken at its word."""
    doubtful = [visit for visit in visits if visit.suspicions]
    if not doubtful:
        return
    captured_at, pasts = _captured_at(doubtful), {}
    for visit in doubtful:
        with visit.alone():
            before = captured_at.get(visit.link.baseline_id or 0, "")
            past = pasts[id(visit)] = visit.past(before and addresses.domain_of(before))
            domain = addresses.domain_of(visit.fetched.final_url)
            visit.disguise = disguises.at_sight(visit.page(), past, domain)
    open_questions = [
        visit
        for visit in doubtful
        if visit.suspicions
        and not visit.disguise
        and not visit.empty
        and disguises.Suspicion.CUT_OFF not in visit.suspicions
        and not siblings.is_home(_asked(visit))
    ]
    answers = _answers(open_questions, deadline) if open_questions else {}
    for visit in open_questions:
        probe = answers.get(siblings.directory(_asked(visit)))
        if probe is not None:
            with visit.alone():
                visit.disguise = disguises.by_probe(visit.page(KEPT), pasts[id(visit)], probe)
    for visit in doubtful:
        with visit.alone():
            visit.keep()


def _asked(visit: Visit) -> str:
    return visit.link.url.partition("#")[0]


def _captured_at(visits: list[Visit]) -> dict[int, str]:
    """The address at which each baseline was captured, by the baseline's key."""
    rows = CaptureText.objects.filter(pk__in=[visit.link.baseline_id for visit in visits])
    return dict(rows.values_list("pk", "capture__final_url"))


def _answers(visits: list[Visit], deadline: float) -> dict[str, disguises.Probe]:
    """What is known of the directories of these pages, remembered or asked for now."""
    wanted = {siblings.directory(_asked(visit)): visit.link.host_key for visit in visits}
    known, waits = _take_slots(wanted, deadline)
    fetched = asyncio.run(_fetch_all(waits, wanted, deadline)) if waits else {}
    fresh = {directory: _read(answer) for directory, answer in fetched.items()}
    if fresh:
        _remember(fresh, wanted)
    return known | {directory: disguises.Probe(**answer) for directory, answer in fresh.items()}


@transaction.atomic
def _take_slots(
    wanted: dict[str, str], deadline: float
) -> tuple[dict[str, disguises.Probe], dict[str, float]]:
    """(answers remembered from before, seconds to wait for each directory that is to be asked)."""
    now = database_now()
    hosts = {host.key: host for host in slots.locked(wanted.values())}
    known, waits = {}, {}
    intervals = slots.intervals_of(hosts.values())
    for directory, key in wanted.items():
        host = hosts[key]
        if answer := _remembered(host, directory, now):
            known[directory] = answer
            continue
        free, interval = slots.free_at(host, now), intervals[key]
        wait = (free - now).total_seconds()
        if interval and wait > deadline:
            continue
        waits[directory] = wait if interval else 0.0
        host.next_free_at = free + timedelta(seconds=interval)
    Host.objects.bulk_update(hosts.values(), ["next_free_at"])
    return known, waits


def _remembered(host: Host, directory: str, now: datetime) -> disguises.Probe | None:
    entry = host.soft_404_probes.get(directory)
    if not entry:
        return None
    age = now - datetime.fromisoformat(entry["at"])
    if age >= timedelta(seconds=settings.FACTCHECK_CONFIRM_AFTER):
        return None
    return disguises.Probe(**entry["answer"])


@transaction.atomic
def _remember(fresh: dict[str, dict[str, Any]], wanted: dict[str, str]) -> None:
    now = database_now().isoformat()
    hosts = {host.key: host for host in slots.locked(wanted[directory] for directory in fresh)}
    for directory, answer in fresh.items():
        hosts[wanted[directory]].soft_404_probes[directory] = {"at": now, "answer": answer}
    for host in hosts.values():
        latest = sorted(host.soft_404_probes.items(), key=lambda item: item[1]["at"])[-REMEMBERED:]
        host.soft_404_probes = dict(latest)
    Host.objects.bulk_update(hosts.values(), ["soft_404_probes"])


async def _fetch_all(waits: dict[str, float], hosts: dict[str, str], deadline: float) -> dict[str, Fetched]:
    """The answers that came in time, by directory. One request of a host at once: the batch holds no more."""
    answers: dict[str, Fetched] = {}
    lanes: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def ask(directory: str, wait: float) -> None:
        await asyncio.sleep(wait)
        letters = "".join(secrets.choice(string.ascii_lowercase) for _ in range(LETTERS))
        async with lanes[hosts[directory]]:
            answers[directory] = await fetcher.fetch(siblings.sibling(directory, letters))

    async with Fetcher.from_settings() as fetcher:
        tasks = [asyncio.create_task(ask(directory, wait)) for directory, wait in waits.items()]
        _, late = await asyncio.wait(tasks, timeout=deadline)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return answers


def _read(fetched: Fetched) -> dict[str, Any]:
    """A probe's answer as it is remembered: the fields of `disguises.Probe`."""
    answer: dict[str, Any] = {"asked": fetched.url, "url": fetched.final_url}
    if fetched.outcome == "gone":
        return answer | {"honest": True}
    if fetched.outcome not in ("healthy", "moved"):
        return answer
    try:
        extracted = extract(fetched.body, fetched.media_type, fetched.charset)
    except Exception:  # it tells nothing then
        log.exception("unforeseen trouble while reading %s", fetched.url)
        return answer
    return answer | {"served": True, "title": extracted.title[:KEPT], "text": extracted.text[:KEPT]}
