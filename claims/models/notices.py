"""Who is told of a source change, by which way, and what became of every attempt."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone

from claims.models.claims import Claim
from claims.models.users import User
from claims.models.verdicts import Review
from sources.models import Finding


def new_secret() -> str:
    return secrets.token_hex(32)


class Webhook(models.Model):
    """An address of another system that wants to know. What is confidential is never sent there."""

    class Style(models.TextChoices):
        JSON = "json"
        SLACK = "slack"

    name = models.CharField(max_length=100, unique=True)
    url = models.URLField(max_length=2000)
    style = models.CharField(max_length=5, choices=Style.choices, default=Style.JSON)
    secret = models.CharField(max_length=128, default=new_secret, help_text="signs what is sent: HMAC-SHA256")
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One attempt to tell one recipient, whatever came of it."""

    append_only = True

    at = models.DateTimeField(default=timezone.now, db_index=True)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries")
    webhook = models.ForeignKey(
        Webhook, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    notices = models.PositiveIntegerField(
        help_text="how many it told of; 0: a trial of a webhook, or an alarm that checking lags"
    )
    succeeded = models.BooleanField()
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} to {self.user or self.webhook}"


class Notice(models.Model):
    """One source change that touches one claim, for one recipient: told once, unless put off.

    `next_try_at` is when it wants to be told; None once it was told, was given up, or has nothing to tell
    any more.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="notices")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="notices")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    webhook = models.ForeignKey(
        Webhook, null=True, blank=True, on_delete=models.PROTECT, related_name="queue"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    next_try_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    delivery = models.ForeignKey(
        Delivery,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="told",
        help_text="that told it",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "finding", "user"], condition=Q(webhook=None), name="notice_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["claim", "finding", "webhook"], condition=Q(user=None), name="notice_once_a_webhook"
            ),
            models.CheckConstraint(
                condition=Q(user=None, webhook__isnull=False) | Q(user__isnull=False, webhook=None),
                name="notice_has_one_recipient",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="notice_due", condition=Q(next_try_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.finding} for {self.user or self.webhook}"


class CalledOff(models.Model):
    """A version called off before its hour because its evidence lapsed, until that was told by mail, was
    given up, or a newer version has overtaken it. The audit log keeps the act."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, primary_key=True, related_name="+")
    why = models.TextField(help_text="in the language of the house, a line each")
    next_try_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.review} called off"
