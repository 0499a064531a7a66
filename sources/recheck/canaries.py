"""Addresses that answer whenever our own network is up, asked only when somebody else did not answer."""

import asyncio
from collections.abc import Iterable

from django.conf import settings

from sources import drift
from sources.fetching import Fetched, Fetcher, Limits
from sources.recheck.visits import Visit

# They are near and quick, or they say nothing.
LIMITS = Limits(connect=5, read=5, total=10)


def ask_when_silent(visits: Iterable[Visit]) -> list[Fetched]:
    """What each canary (FACTCHECK_CANARIES) answered just now, if any visit went without an answer."""
    if not settings.FACTCHECK_CANARIES:
        return []
    if not any(visit.fetched.error_class in drift.NO_ANSWER for visit in visits):
        return []
    return asyncio.run(_ask(settings.FACTCHECK_CANARIES))


async def _ask(urls: Iterable[str]) -> list[Fetched]:
    async with Fetcher.from_settings(limits=LIMITS) as fetcher:
        return await asyncio.gather(*(fetcher.fetch(url) for url in urls))
