"""Celery's hands: the beat calls, the rows say what is due."""

from celery import shared_task

from claims import ledger, services
from claims.services.notices import alarm_when_late
from claims.services.notices import send_notices as send_due_notices


@shared_task(name="claims.tasks.publish_due")
def publish_due() -> int:
    """Call off what no longer stands on its evidence, and release what is due; returns how many."""
    services.call_off_lapsed()
    return len(services.publish_due())


@shared_task(name="claims.tasks.seal")
def seal() -> str:
    """Seal the audit log where the day has no seal yet; returns its root. Fails without a key."""
    made = ledger.make_seal()
    return made.root if made else ""


@shared_task(name="claims.tasks.send_notices")
def send_notices() -> dict[str, int]:
    """Tell editors and other systems which claims need a look, who was named and what was called off; returns
    how many were told, and failures."""
    done = send_due_notices() + services.tell_mentions() + services.tell_called_off()
    return {**done, "alarms": alarm_when_late()}
