"""Evidence: a passage of a document, and what it says about one claim."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from claims.models.users import User
from sources.models import LoadedModel, Passage


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def active(self) -> Self:
        return self.filter(dropped_at=None)


class Evidence(LoadedModel):
    """One claim, one passage, and the stance judged for this pair."""

    class Stance(models.TextChoices):
        SUPPORTS = "supports"
        REFUTES = "refutes"
        CONTEXT = "context"

    claim = models.ForeignKey("claims.Claim", on_delete=models.PROTECT, related_name="evidence")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="evidence")
    stance = models.CharField(max_length=10, choices=Stance.choices)
    note_de = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    gap_reason_de = models.TextField(blank=True, help_text="why place, wording or copy is missing; printed")
    gap_reason_en = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    dropped_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "passage"], condition=Q(dropped_at=None), name="evidence_pair_once"
            ),
            models.CheckConstraint(
                condition=Q(stance__in=["supports", "refutes", "context"]), name="evidence_stance_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stance}: {self.passage}"
