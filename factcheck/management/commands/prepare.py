from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from factcheck import probes


class Command(BaseCommand):
    help = "Make the folders under var/, ask database and broker, bring the database up to date."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for probe in (probes.prepare_folders, probes.database, probes.broker):
            if trouble := probe():
                raise CommandError(trouble)
        if not probes.migrations():
            self.stdout.write("Database is up to date")
        else:
            self.stdout.write("Bringing the database up to date")
            call_command("migrate", interactive=False, verbosity=options["verbosity"] - 1)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=options["verbosity"] - 1)
