from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ClaimsConfig(AppConfig):
    """What is asserted, what it rests on, and who vouches for it."""

    name = "claims"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from claims.services import scale

        post_migrate.connect(scale.install_after_migrate, sender=self, dispatch_uid="default_scale")
