"""Fact-checks by others, as their ClaimReview tells them: leads for the desk, no evidence, never public."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from claims.models.users import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class OutsideReviewQuerySet(models.QuerySet["OutsideReview"]):
    def accessible_to(self, user: "User | AnonymousUser | None") -> Self:
        """Colleagues read all of them; readers none, for nobody of the newsroom has vouched for one."""
        return self if isinstance(user, User) and user.is_active else self.none()


class OutsideReview(models.Model):
    """One claim that another newsroom has checked. Imported by `services.import_reviews`, and only there."""

    key = models.CharField(
        max_length=64, unique=True, help_text="sha256 of address and claim: what makes two records one"
    )
    url = models.TextField(help_text="of their fact-check")
    site = models.CharField(max_length=255, db_index=True)
    publisher = models.TextField()
    statement = models.TextField(help_text="the claim in their words")
    title = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47")
    claimant = models.TextField(blank=True)
    claimed_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    rating = models.TextField(blank=True, help_text="in their words, of their scale")
    rating_value = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    rating_worst = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    rating_best = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    appearances = models.JSONField(default=list, help_text="addresses where the claim was made")
    licence = models.TextField(blank=True)
    flags = models.JSONField(default=list, help_text="what was odd about the record, in words")
    imported_at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=1)

    objects = OutsideReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-reviewed_on", "id"]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.statement[:80]}"
