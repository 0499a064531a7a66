"""A store that takes nothing: what cannot be kept is not written either, and nobody is asked in vain.

Links whose page could not be kept go back as they were, to be visited again soon. Until the store takes
something, found out by trying at each beat, no further link is leased: all stay due.
"""

import logging
from datetime import datetime, timedelta

from sources.models import Heartbeat, store
from sources.recheck import leasing
from sources.recheck.held import Held
from sources.recheck.leasing import Lease, database_now
from sources.recheck.verdicts import spans
from sources.recheck.visits import Visit

NAME = "store_takes_nothing"

log = logging.getLogger("sources.recheck")


def trouble() -> str:
    """Why nothing can be kept at the moment; "" when all is well. The store is asked only in its trouble."""
    if since() is None:
        return ""
    if found := store.trouble():
        log.error("saved copies cannot be kept (%s): no link is visited until they can be", found)
        return found
    Heartbeat.objects.filter(name=NAME).delete()
    log.warning("saved copies can be kept again")
    return ""


def since() -> datetime | None:
    """Since when nothing can be kept, as far as the engine has seen; None when all is well."""
    return Heartbeat.objects.filter(name=NAME).values_list("at", flat=True).first()


def give_back(lease: Lease, visits: list[Visit]) -> list[Visit]:
    """The visits that may be written; links of the others are given back unmarked."""
    unkept = [visit for visit in visits if visit.unkept]
    if not unkept:
        return visits
    stop(lease, [visit.link for visit in unkept], unkept[0].unkept)
    return [visit for visit in visits if not visit.unkept]


def stop(lease: Lease, links: list[Held], why: str) -> None:
    """Give these links back unmarked, and visit no further ones until the store takes something."""
    now = database_now()
    Heartbeat.objects.get_or_create(name=NAME, defaults={"at": now})
    leasing.release(lease.token, links, now + timedelta(seconds=spans().soon))
    log.error("%s: %d links were given back unmarked", why, len(links))
