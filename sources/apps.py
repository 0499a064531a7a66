from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Keep a copy of a page, and notice when it changes."""

    name = "sources"
    default_auto_field = "django.db.models.BigAutoField"
