from django.apps import AppConfig


class FactcheckConfig(AppConfig):
    """Wiring: settings, addresses, middleware, checks."""

    name = "factcheck"

    def ready(self) -> None:
        from factcheck import checks  # noqa: F401 (registers itself)
