"""Addresses of other systems that are told of source changes. The chief's, as all that governs the house."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from claims import ledger, webhooks, workflow
from claims.models import Delivery, User, Webhook
from claims.services.common import require
from sources import addresses

COLUMNS = ("name", "url", "style", "secret", "active")


@transaction.atomic
def add_webhook(*, actor: User, **columns: Any) -> Webhook:
    """ValidationError by field for an address that may not be fetched, or a name that is taken."""
    require(actor, workflow.Act.GOVERN)
    webhook = _checked(Webhook(**columns))
    webhook.save(force_insert=True)
    ledger.append(ledger.HOUSE, "webhook_added", _told(webhook, COLUMNS), actor=actor)
    return webhook


@transaction.atomic
def change_webhook(*, webhook: Webhook, actor: User, **columns: Any) -> Webhook:
    """Who leaves is switched off (`active`), so that the log of deliveries stays whole."""
    require(actor, workflow.Act.GOVERN)
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    changed = [name for name, value in columns.items() if getattr(webhook, name) != value]
    for name in changed:
        setattr(webhook, name, columns[name])
    if changed:
        _checked(webhook).save(update_fields=changed)
        ledger.append(ledger.HOUSE, "webhook_changed", _told(webhook, changed), actor=actor)
    return webhook


def try_webhook(*, webhook: Webhook, actor: User) -> Delivery:
    """Send it a message that tells of nothing, so that its owner sees whether it arrives and is believed."""
    require(actor, workflow.Act.GOVERN)
    now = timezone.now()
    if webhook.style == Webhook.Style.SLACK:
        body = webhooks.slack_body([(settings.FACTCHECK_SITE_URL, settings.FACTCHECK_PUBLISHER, "✓")])
    else:
        body = webhooks.json_body([], now)
    posted = webhooks.send(webhook.url, webhook.secret, body, now)
    return Delivery.objects.create(
        webhook=webhook,
        at=now,
        notices=0,
        succeeded=posted.succeeded,
        status_code=posted.status,
        trouble=webhooks.trouble_of(posted),
    )


def webhook_address(url: str) -> str:
    """As it is kept; ValidationError for one that may not be fetched."""
    try:
        return addresses.parse(url, settings.FACTCHECK_FETCH_PORTS).href
    except addresses.Refused as refused:
        raise ValidationError(refused.reason) from refused


def _checked(webhook: Webhook) -> Webhook:
    try:
        webhook.url = webhook_address(webhook.url)
    except ValidationError as error:
        raise ValidationError({"url": error.messages}) from error
    webhook.full_clean()
    return webhook


def _told(webhook: Webhook, names: Any) -> dict[str, Any]:
    """For the audit log, which holds no secret: only that there is another one. Whoever knows the address of
    a chat's hook may write there, so of addresses it holds the host."""
    told = {name: getattr(webhook, name) for name in names if name not in ("secret", "url")}
    if "url" in names:
        told["host"] = urlsplit(webhook.url).netloc
    return {"webhook": webhook.name, **told, **({"secret": "new"} if "secret" in names else {})}
