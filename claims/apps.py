from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """What is asserted, what it rests on, and who vouches for it."""

    name = "claims"
    default_auto_field = "django.db.models.BigAutoField"
