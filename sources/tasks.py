"""Celery's hands: the beat calls, the rows say what is due."""

from celery import shared_task
from django.conf import settings

from sources import services

# Per beat; archives are asked slowly, and what is left is due at the next.
ERRANDS = 2


# Once its lease is over, others check the batch of a task that hangs.
@shared_task(name="sources.tasks.check_due", time_limit=2 * settings.FACTCHECK_LEASE)
def check_due() -> dict[str, int]:
    """Check one batch of due links; where it is full, another worker starts on the next one at once."""
    services.note_heartbeat()
    summary = services.check_due(on_full=check_due.delay)
    return dict(summary.counts)


@shared_task(name="sources.tasks.confirm_submissions")
def confirm_submissions() -> int:
    """Send a few captures that were asked for, and look for those sent."""
    return services.tend_submissions(limit=ERRANDS)


@shared_task(name="sources.tasks.look_for_mementos")
def look_for_mementos() -> int:
    """Look for mementos of a few links in trouble."""
    return services.look_for_lost(limit=ERRANDS)


@shared_task(name="sources.tasks.verify_copies")
def verify_copies() -> dict[str, int]:
    """Read a share of the saved copies again, so that damage is known before the copy is needed; where more
    are due, go on."""
    done = services.verify_copies()
    if done.more:
        verify_copies.delay()
    return {"read": done.read, "damaged": done.damaged}


@shared_task(name="sources.tasks.retain")
def retain() -> int:
    """Roll up routine checks that are too old to be kept one by one; where more wait, go on."""
    done = services.retain()
    if done.more:
        retain.delay()
    return done.rolled_up
