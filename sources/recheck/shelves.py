"""Rows read from the database while the loop fetches, by one thread that borrows the caller's connection.

The caller waits for the loop meanwhile, so the connection, and whatever transaction it is in, has one user.
"""

import asyncio
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice

from django.db import DEFAULT_DB_ALIAS, connections

from sources.fetching import Fetched
from sources.recheck.known import Known, Rows

# Seconds in which questions are collected, to be asked in one.
COLLECT = 0.02


class Shelves:
    """What we have of the links of one batch, fetched for those whose page changed.

    Of links whose page is still to come as many are read along as have changed so far: where most changed, a
    batch takes a few questions, and never is more than twice of what is needed read.
    """

    def __init__(self, thread: ThreadPoolExecutor, known: Iterable[Known]) -> None:
        self._thread = thread
        self._coming = {item.link.pk: item for item in known if item.calm_text}
        self._wanted: list[Known] = []
        self._collecting: asyncio.Task[None] | None = None
        self._errands: dict[int, asyncio.Task[None]] = {}
        self._changed = 0

    async def provide(self, item: Known, fetched: Fetched) -> None:
        """All that it takes to understand this answer."""
        self._coming.pop(item.link.pk, None)
        if item.suffices(fetched):
            return
        errand = self._errands.get(item.link.pk)
        if errand is None:
            self._wanted.append(item)
            self._changed += 1
            errand = self._collecting = self._collecting or asyncio.create_task(self._go())
        await asyncio.shield(errand)

    async def _go(self) -> None:
        await asyncio.sleep(COLLECT)
        coming = list(islice(self._coming, self._changed))
        items = [*self._wanted, *(self._coming.pop(key) for key in coming)]
        if self._collecting:
            self._errands |= dict.fromkeys(coming, self._collecting)
        self._wanted, self._collecting = [], None
        links = [item.link for item in items]
        rows = await asyncio.get_running_loop().run_in_executor(self._thread, Rows.of, links)
        for item in items:
            item.take(rows)  # here, for the loop may look at them at any time


@contextmanager
def opened(known: Iterable[Known]) -> Iterator[Shelves]:
    """To be opened by the thread that will wait for the loop."""
    connection = connections[DEFAULT_DB_ALIAS]

    def borrow() -> None:
        connections[DEFAULT_DB_ALIAS] = connection

    connection.inc_thread_sharing()
    try:
        with ThreadPoolExecutor(1, "shelves", borrow) as thread:
            yield Shelves(thread, known)
    finally:
        connection.dec_thread_sharing()
