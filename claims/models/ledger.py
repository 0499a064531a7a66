"""The audit log's rows. Written by `claims.ledger.append` alone."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from claims.models.users import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class LedgerQuerySet(models.QuerySet["LedgerEntry"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The only way to read the log: colleagues whose role reads everything."""
        if isinstance(user, User) and user.may("read_everything"):
            return self
        return self.none()


class LedgerEntry(models.Model):
    """One act. `hash` covers everything but payload and salt, which may be withheld or erased."""

    append_only = True
    mutable_columns = ("payload", "salt")

    chain = models.CharField(max_length=100, help_text="claim:…, case:… or house")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    actor_label = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    payload = models.JSONField(null=True, blank=True)
    salt = models.CharField(max_length=64, blank=True)
    payload_sha256 = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ["chain", "sequence"]
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="ledger_sequence_once")]

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}: {self.action}"
