"""Evidence: a passage of a document, and what it says about one claim."""

from typing import Any, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
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


class Names(Func):
    """Whether a list in a snapshot (JSON) has an entry with all of these values:
    `Names(F("snapshot"), "evidence", evidence=OuterRef("pk"), stance=Value("context"))`."""

    output_field = BooleanField()

    def __init__(self, snapshot: Any, part: str = "", **values: Any) -> None:
        self.part, self.keys = part, list(values)
        super().__init__(snapshot, *values.values())

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        rows = "EXISTS (SELECT 1 FROM json_each(%s, '$.%s') WHERE %s)"
        return self._written(compiler, rows, "json_extract(value, '$.{}') = {}", " AND ")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        rows = "(%s -> '%s' @> jsonb_build_array(jsonb_build_object(%s)))"
        return self._written(compiler, rows, "'{}', {}", ", ")

    def _written(self, compiler: Any, rows: str, pair: str, between: str) -> tuple[str, list[Any]]:
        (snapshot, given), *values = [compiler.compile(each) for each in self.source_expressions]
        told = between.join(
            pair.format(key, sql) for key, (sql, _given) in zip(self.keys, values, strict=True)
        )
        return rows % (snapshot, self.part, told), [*given, *(one for _sql, some in values for one in some)]


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def active(self) -> Self:
        return self.filter(dropped_at=None)

    def public(self) -> Self:
        """Of the claims readers may see, what the fact-check in force names (nothing of a withdrawn one), or,
        of claims listed while in work, what counts now; never of documents that are not open."""
        claims = apps.get_model("claims", "Claim")._default_manager
        current = Review.objects.filter(claim=OuterRef("claim"), is_current=True)
        rated = current.filter(suppressed_at=None).exclude(kind=Review.Kind.WITHDRAWAL)
        then = Exists(rated.filter(Names(F("snapshot"), "evidence", evidence=OuterRef("pk"))))
        return self.filter(
            Exists(claims.public().order_by().filter(pk=OuterRef("claim"))),
            then | (~Exists(current) & Q(dropped_at=None)),
            passage__document__confidentiality=Document.Confidentiality.PUBLIC,
        )

    def visible_to(self, user: "User | AnonymousUser | None") -> Self:
        """Of the claims this person may see, the evidence whose document they may read."""
        if not isinstance(user, User) or not user.is_active:
            return self.public()
        return self.filter(
            user.reads("claim__article__case"),
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
