"""One round: every link of a batch fetched and read, as far as time allows."""

import asyncio
import ctypes
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, nullcontext, suppress

import uvloop

from sources import mementos
from sources.fetching import Fetched, Fetcher, Turn
from sources.models import Link
from sources.recheck import shelves
from sources.recheck.known import Known
from sources.recheck.leasing import Lease
from sources.recheck.reading import read
from sources.recheck.visits import Visit

# Every tenth visit asks for the whole page: servers that answer "not modified" lie now and then.
FULL_EVERY = 10
# Pages fetched at once, and how many of them may have grown beyond each of Limits.steps: nobody knows their
# size before, and they are held until they are read. What waits longer is left to the next batch.
CONNECTIONS = 100
TURNS = (20, 6, 2)
PATIENCE = 8  # seconds
# Bytes of a body beyond which only one is read at a time: it takes up to ten times as much memory.
LARGE = 300_000
# Bytes of bodies and texts that one batch may hold until it is written, which takes some times as much, and
# what large ones may leave of it: the links beyond are left to the next batch. Ordinary pages take less.
MOST_HELD, MOST_HELD_LARGE = 40_000_000, 10_000_000
# Few, for reading is work in Python: more threads would only take turns. They leave the loop free to fetch.
READERS = ThreadPoolExecutor(2, "reader")


def visit_all(
    lease: Lease, known: list[Known], *, deadline: float, on_visit: Callable[[], object] | None = None
) -> list[Visit]:
    """Fetch and read every link of a batch; those not reached before the deadline (seconds) are left out.

    So are those whose host's slots were over, and those for which no memory was left (`lease.late`): they are
    to be leased anew.
    """
    with shelves.opened(known) as ours, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        visits = runner.run(_visit_all(lease, known, ours, deadline, on_visit))
    if any(visit.size > LARGE for visit in visits):
        _give_back_memory()
    return visits


def _give_back_memory() -> None:
    """What large bodies leave behind the C library keeps for later, more than the rest, unless it is told."""
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


async def _visit_all(
    lease: Lease,
    known: list[Known],
    ours: shelves.Shelves,
    deadline: float,
    on_visit: Callable[[], object] | None,
) -> list[Visit]:
    visits: list[Visit] = []
    weight = 0  # bytes held: bodies to be read, texts to be written
    gate, in_turn = asyncio.Semaphore(CONNECTIONS), asyncio.Lock()
    turns = list(map(asyncio.Semaphore, TURNS))
    lanes = {host: asyncio.Semaphore(number) for host, number in lease.slots.lanes.items()}

    async def one(item: Known, fetcher: Fetcher) -> None:
        nonlocal weight
        await asyncio.sleep(lease.wait(item.link))
        held_up = False
        async with AsyncExitStack() as held:

            async def turn(step: int) -> None:
                nonlocal held_up
                held_up |= turns[step].locked()
                async with asyncio.timeout(PATIENCE):
                    await held.enter_async_context(turns[step])

            async with lanes.get(item.link.host_key) or nullcontext():
                await held.enter_async_context(gate)
                while wait := lease.wait(item.link):  # for whoever had to queue, its host's interval anew
                    await asyncio.sleep(wait)
                if weight > MOST_HELD:
                    lease.late.append(item.link)
                    return
                if not lease.begin(item.link):
                    return
                fetched = await fetch(item, fetcher, turn)
            if held_up and fetched.outcome == "unreachable":  # by us, perhaps
                lease.late.append(item.link)
                return
            size = len(fetched.body)
            weight += size
            await ours.provide(item, fetched)
            async with in_turn if size > LARGE else nullcontext():
                weight -= size
                if size > LARGE and weight > MOST_HELD_LARGE:
                    lease.late.append(item.link)
                    return
                visits.append(visit := await understand(item, fetched))
                weight += visit.weight
        if on_visit:
            on_visit()

    async with Fetcher.from_settings() as fetcher:
        tasks = [asyncio.create_task(one(item, fetcher)) for item in known]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=deadline)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            for task in set(tasks) - late:
                task.result()
    return visits


async def fetch(known: Known, fetcher: Fetcher, turn: Turn | None = None) -> Fetched:
    link = known.link
    # Without a text by the extractor in use "not modified" would leave us with nothing to read.
    conditional = known.body_sha256 and link.pending_since is None and link.checks_count % FULL_EVERY != 0
    etag, last_modified = (link.etag, link.last_modified) if conditional else ("", "")
    # Captures are compared as they were served to the archive, without its toolbar and its own links.
    address = link.url if link.role == Link.Role.ORIGINAL else mementos.unrewritten(link.url)
    fetched = await fetcher.fetch(
        address, etag=etag, last_modified=last_modified, known_sha256=known.body_sha256, turn=turn
    )
    if address != link.url and fetched.outcome == "gone":
        fetched = await fetcher.fetch(link.url, etag=etag, last_modified=last_modified, turn=turn)
    return fetched


async def understand(known: Known, fetched: Fetched) -> Visit:
    if known.has_body(fetched):
        return read(known, fetched)  # no work to speak of
    return await asyncio.get_running_loop().run_in_executor(READERS, read, known, fetched)
