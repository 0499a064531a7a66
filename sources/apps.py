from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SourcesConfig(AppConfig):
    """Keep a copy of a page, and notice when it changes."""

    name = "sources"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sources.models import append_only

        # One sender, or each application would put all of them in place once more.
        post_migrate.connect(
            append_only.install_after_migrate, sender=self, dispatch_uid="append_only_triggers"
        )
