"""Celery's hands: the beat calls, the rows say what is due."""

from celery import shared_task

from sources import services


@shared_task(name="sources.tasks.check_due")
def check_due() -> dict[str, int]:
    """Check one batch of due links; where the batch was full, another worker starts on the next one."""
    summary = services.check_due()
    if summary.full:
        check_due.delay()
    return dict(summary.counts)


@shared_task(name="sources.tasks.verify_copies")
def verify_copies() -> dict[str, int]:
    """Read a share of the saved copies again, so that damage is known before the copy is needed."""
    read, damaged = services.verify_copies()
    return {"read": read, "damaged": damaged}
