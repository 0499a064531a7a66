"""What each visit brought, and the changes that were seen twice."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sources import drift
from sources.models.captures import Capture, Passage
from sources.models.documents import Link, choices_of


class Check(models.Model):
    """One visit of one link under one lease: (link, lease_token) is unique, so none has two results."""

    append_only = True

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="checks", db_index=False)
    lease_token = models.UUIDField()
    at = models.DateTimeField(default=timezone.now, db_index=True)
    duration_ms = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=15, help_text="an observed link state, or outage")
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    error_class = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    final_url = models.TextField(blank=True)
    chain = models.JSONField(default=list, blank=True)
    body_sha256 = models.CharField(max_length=64, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "lease_token"], name="check_once_per_lease"),
        ]
        indexes = [models.Index(fields=["link", "-at"], name="check_of_link")]

    def __str__(self) -> str:
        return f"{self.outcome} at {self.at:%Y-%m-%d %H:%M}"


class DailyCheck(models.Model):
    """A day's routine checks of one link, once they are too old to be kept one by one. Sums over the day."""

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="daily_checks")
    day = models.DateField(help_text="UTC")
    checks = models.PositiveIntegerField(default=0)
    outcomes = models.JSONField(default=dict, help_text="number of checks by outcome")
    duration_ms = models.PositiveBigIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "day"], name="daily_check_once")]
        indexes = [models.Index(fields=["day"], name="daily_check_by_day")]

    def __str__(self) -> str:
        return f"{self.checks} checks on {self.day:%Y-%m-%d}"


class FindingQuerySet(models.QuerySet["Finding"]):
    def open(self) -> "FindingQuerySet":
        return self.filter(ended_at=None)


class Finding(models.Model):
    """A change at a source, written only when it was seen twice. Ended when the page recovers."""

    append_only = True
    mutable_columns = ("ended_at",)

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="findings")
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    kind = models.CharField(max_length=20, choices=choices_of(drift.FindingKind))
    found_at = models.DateTimeField(help_text="first seen")
    confirmed_at = models.DateTimeField(help_text="seen the second time")
    before = models.ForeignKey(Capture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Capture, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    detail = models.JSONField(default=dict, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link", "kind", "passage"], condition=Q(ended_at=None), name="finding_open_once"
            ),
            models.UniqueConstraint(
                fields=["link", "kind"],
                condition=Q(ended_at=None, passage=None),
                name="finding_open_once_for_the_page",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__gte=models.F("found_at")), name="finding_confirmed_after_found"
            ),
        ]
        indexes = [models.Index(fields=["link"], name="finding_open", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} on {self.link_id}"


class Heartbeat(models.Model):
    """When a task last ran, whether or not it found anything to do: tells an idle engine from a dead one."""

    name = models.CharField(max_length=50, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"
