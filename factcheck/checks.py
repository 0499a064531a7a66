"""What `manage.py check --deploy` says about our own settings."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.files.storage import storages

from claims import ledger
from sources import addresses


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


@register()
def capture_store(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Named, but its library is missing or an option is wrong: better told now than at the first copy."""
    try:
        storages["captures"]
    except Exception as error:
        hint = "For S3 install django-storages[s3]; options stand in docs/configuration.md."
        return [Error(f"FACTCHECK_CAPTURE_STORE: {error}", hint=hint, id="factcheck.E003")]
    return []


@register()
def canaries(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One that cannot be asked would never be silent, and no outage would ever be told."""
    wrong: list[CheckMessage] = []
    for url in settings.FACTCHECK_CANARIES:
        try:
            addresses.parse(url, settings.FACTCHECK_FETCH_PORTS)
        except addresses.Refused as refused:
            wrong.append(Error(f"FACTCHECK_CANARIES: {url}: {refused.reason}", id="factcheck.E002"))
    return wrong
