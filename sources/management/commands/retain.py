"""manage.py retain: roll up old routine checks now, as the beat does it every few hours."""

from typing import Any

from django.core.management.base import BaseCommand

from sources import services


class Command(BaseCommand):
    help = (
        "Count routine checks older than FACTCHECK_KEEP_CHECKS days into one line a day and link. Findings, "
        "the checks they rest on and saved copies stay for ever."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        total, more = 0, True
        while more:
            done = services.retain()
            total, more = total + done.rolled_up, done.more
        self.stdout.write(f"rolled_up={total}")
