"""One bucket for each archive, kept in its `Host` row, so that all workers together ask at one pace."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from sources.models import Host


class Busy(Exception):
    """The archive's next free slot is too far off to wait for."""


@transaction.atomic
def take(host_key: str, *, patience: float, cost: float = 1.0) -> float:
    """Take a slot; returns the seconds until it begins. Busy when that is more than `patience`.

    `cost` in intervals: how much of the bucket the request uses up. Time is the database's.
    """
    Host.objects.get_or_create(key=host_key)
    host = Host.objects.select_for_update().annotate(now=Now()).get(key=host_key)
    free = max(filter(None, (host.now, host.next_free_at, host.backoff_until)))
    wait = (free - host.now).total_seconds()
    if wait > patience:
        raise Busy
    interval = max(host.interval or 0.0, settings.FACTCHECK_ARCHIVE_INTERVAL)
    host.next_free_at = free + timedelta(seconds=interval * cost)
    host.save(update_fields=["next_free_at"])
    return wait


@transaction.atomic
def back_off(host_key: str, seconds: float) -> None:
    """The archive asked for a pause; a longer one that is running already stays."""
    host = Host.objects.select_for_update().annotate(now=Now()).get(key=host_key)
    until = host.now + timedelta(seconds=seconds)
    host.backoff_until = max(until, host.backoff_until or until)
    host.save(update_fields=["backoff_until"])
