"""Evidence: a passage of a document, and what it says about one claim."""

from typing import Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from claims.models.users import User
from claims.models.verdicts import Review
from sources.models import Document, LoadedModel, Passage


def documents_visible_to(user: "User | AnonymousUser | None") -> QuerySet[Document]:
    """The documents this person may read. What named persons alone may read, nobody else sees, whatever
    their role; reporters see what is open, and what their own cases rest on."""
    if not isinstance(user, User) or not user.is_active:
        return Document.objects.visible_to_public()
    entrusted = Exists(Confidant.objects.filter(document=OuterRef("pk"), user=user))
    named = Q(confidentiality=Document.Confidentiality.NAMED)
    rows = Document.objects.filter(~named | entrusted)
    if user.may("read_everything"):
        return rows
    cited = Evidence.objects.filter(passage__document=OuterRef("pk"), claim__article__case__members=user)
    opened = Q(confidentiality=Document.Confidentiality.PUBLIC)
    return rows.filter(opened | entrusted | Exists(cited))


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def active(self) -> Self:
        return self.filter(dropped_at=None)

    def visible_to(self, user: "User | AnonymousUser | None") -> Self:
        """Of the claims this person may see, the evidence whose document they may read.

        Readers see what stood when the fact-check in force was published (nothing of a withdrawn one), or,
        of claims listed while in work, what counts now.
        """
        rows = self
        if not isinstance(user, User) or not user.is_active:
            current = Review.objects.filter(claim=OuterRef("claim"), is_current=True)
            rated = current.filter(suppressed_at=None).exclude(kind=Review.Kind.WITHDRAWAL)
            then = Exists(rated.filter(published_at__gte=OuterRef("created_at")))
            rows = rows.filter(Q(then) | (~Exists(current) & Q(dropped_at=None)))
        claims = apps.get_model("claims", "Claim")._default_manager.accessible_to(user or AnonymousUser())
        return rows.filter(
            claim__in=claims.order_by().values("pk"),
            passage__document__in=documents_visible_to(user).order_by().values("pk"),
        )


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


class Confidant(models.Model):
    """Somebody of the newsroom who may read a document that only named persons may read."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="confidants")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "user"], name="confidant_once")]

    def __str__(self) -> str:
        return f"{self.user} for document {self.document_id}"
