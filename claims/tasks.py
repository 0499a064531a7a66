"""Celery's hands: the beat calls, the rows say what is due."""

from celery import shared_task

from claims import ledger, services


@shared_task(name="claims.tasks.publish_due")
def publish_due() -> int:
    """Release the fact-checks whose hour has come; returns how many."""
    return len(services.publish_due())


@shared_task(name="claims.tasks.seal")
def seal() -> str:
    """Seal the audit log where the day has no seal yet; returns its root. Fails without a key."""
    made = ledger.make_seal()
    return made.root if made else ""
