"""What `manage.py check --deploy` says about our own settings."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from claims import ledger


@register(Tags.security, deploy=True)
def seal_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without a key there are no seals, and who rewrites the log is not found out."""
    if settings.DEBUG:
        return []
    try:
        ledger.public_key()
    except ledger.KeyMissing as missing:
        return [Error("The audit log cannot be sealed.", hint=str(missing), id="factcheck.E001")]
    return []


@register(Tags.security, deploy=True)
def second_factor(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.FACTCHECK_SECOND_FACTOR:
        return []
    hint = "Leave FACTCHECK_SECOND_FACTOR out: without DEBUG it is on."
    return [Warning("Editors can publish with a password alone.", hint=hint, id="factcheck.W001")]


@register(Tags.security, deploy=True)
def shared_cache(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.REDIS_URL:
        return []
    hint = "Set REDIS_URL: without it each process counts log-in attempts by itself."
    return [Warning("Rate limits are not shared between processes.", hint=hint, id="factcheck.W002")]
