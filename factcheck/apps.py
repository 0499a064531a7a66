from django.apps import AppConfig
from django.db.backends.signals import connection_created


class FactcheckConfig(AppConfig):
    """Wiring: settings, addresses, middleware, checks."""

    name = "factcheck"

    def ready(self) -> None:
        from factcheck import checks, moments  # noqa: F401 (checks registers itself)

        connection_created.connect(moments.read_moments_fast, dispatch_uid="moments")
