"""What we asked the archives: when to look again for a link, and the captures we asked for."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sources.models.documents import Link


class MementoLook(models.Model):
    """The latest look for mementos of a link. The row says when the next one is due."""

    link = models.OneToOneField(Link, on_delete=models.CASCADE, related_name="memento_look")
    looked_at = models.DateTimeField(default=timezone.now)
    next_look_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0, help_text="in a row without a stand-in")
    held = models.PositiveIntegerField(default=0, help_text="captures the archives hold")
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.held} mementos of {self.link_id}"


class Submission(models.Model):
    """A capture asked for. It counts when a later look-up finds it, whatever the archive said at once."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SUBMITTED = "submitted"
        CONFIRMED = "confirmed"
        FAILED = "failed"

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="submissions")
    archive = models.CharField(max_length=15, choices=Link.Role.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    job = models.CharField(max_length=100, blank=True, help_text="the archive's name for it")
    reason = models.CharField(max_length=300, blank=True)
    memento = models.ForeignKey(
        Link, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="once confirmed"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link", "archive"],
                condition=Q(state__in=["waiting", "submitted"]),
                name="submission_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(archive__in=["archive_today", "original"]), name="submission_to_trusted_archive"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(memento__isnull=False),
                name="submission_confirmed_by_memento",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="submission_due", condition=Q(state__in=["waiting", "submitted"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.link_id} to {self.archive}: {self.state}"
