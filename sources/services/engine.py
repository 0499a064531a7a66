"""The engine from outside: what is due, whether it lags, and that it is alive."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Min
from django.utils import timezone

from sources import copies, recheck, retention
from sources.models import Heartbeat, Link, LinkQuerySet
from sources.recheck import keeping

HEARTBEAT = "check_due"


def recheck_now(links: Iterable[Link]) -> int:
    """Make links due; the next beat picks them up. One UPDATE, and nothing is enqueued."""
    return Link.objects.filter(pk__in=[link.pk for link in links]).update(
        next_check_at=recheck.database_now()
    )


def due_links() -> LinkQuerySet:
    return Link.objects.due(recheck.database_now())


def oldest_due() -> datetime | None:
    """When the link that has waited longest became due; None when no link waits."""
    return due_links().aggregate(oldest=Min("next_check_at"))["oldest"]


def lags(oldest: datetime | None) -> bool:
    """Whether that link has been due for longer than FACTCHECK_LAG_ALARM seconds (0: never)."""
    longest = settings.FACTCHECK_LAG_ALARM
    return bool(longest and oldest and (timezone.now() - oldest).total_seconds() > longest)


def unkept_since() -> datetime | None:
    """Since when saved copies cannot be kept, and so nothing is checked; None when all is well."""
    return keeping.since()


def note_heartbeat() -> None:
    """A worker is at work, whether or not anything is due."""
    Heartbeat.objects.update_or_create(name=HEARTBEAT, defaults={"at": recheck.database_now()})


def heartbeat() -> datetime | None:
    """When a worker last began on what is due; None where none ever did."""
    return Heartbeat.objects.filter(name=HEARTBEAT).values_list("at", flat=True).first()


def verify_copies() -> copies.Verified:
    """Read again the saved copies whose turn it is."""
    return copies.verify_due(timezone.now())


def retain() -> retention.Retained:
    """Roll up the routine checks that are older than FACTCHECK_KEEP_CHECKS days."""
    return retention.retain(timezone.now(), days=settings.FACTCHECK_KEEP_CHECKS)
