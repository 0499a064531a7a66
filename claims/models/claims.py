"""Claims: what an article asserts, and where it says so."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from claims import workflow
from claims.models.cases import Article, Claimant
from claims.models.questions import ClaimQuerySet
from claims.models.users import User
from sources.models import Basis, LoadedModel, Passage, choices_of

# No vowels and no look-alikes: nobody reads a word in it or mistakes a letter.
PUBLIC_ID_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"


def new_public_id() -> str:
    """Eight characters of 27: short enough to print, 2.8e11 possibilities, in no sequence."""
    return "".join(secrets.choice(PUBLIC_ID_ALPHABET) for _ in range(8))


class Claim(LoadedModel):
    """One checkable assertion of an article, restated in our own words."""

    class Rated(models.TextChoices):
        CONTENT = "content"
        ATTRIBUTION = "attribution"

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="claims")
    position = models.PositiveIntegerField(default=0, help_text="order in the text")
    statement_de = models.TextField(blank=True)
    statement_en = models.TextField(blank=True)
    rated = models.CharField(max_length=12, choices=Rated.choices, default=Rated.CONTENT)
    claimant = models.ForeignKey(
        Claimant, null=True, blank=True, on_delete=models.PROTECT, related_name="claims"
    )
    chain = models.JSONField(default=list, blank=True, help_text="outermost to innermost: who, role, mode")
    kind = models.CharField(max_length=30, blank=True)
    topic = models.CharField(max_length=60, blank=True, db_index=True)
    core = models.BooleanField(default=False)
    checkworthiness = models.PositiveSmallIntegerField(null=True, blank=True)
    desk_note = models.TextField(blank=True)
    source_reason_de = models.TextField(blank=True, help_text="why a single source must do; printed")
    source_reason_en = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=choices_of(workflow.State), default=workflow.State.DRAFT)
    round = models.PositiveSmallIntegerField(default=1, help_text="grows whenever work starts again")
    assignee = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="assigned_claims"
    )
    stand_in = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="stood_in_claims"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    hold_until = models.DateTimeField(null=True, blank=True)
    hold_reason = models.TextField(blank=True)
    declined_as = models.CharField(max_length=15, choices=choices_of(workflow.Decline), blank=True)
    legal_hold_since = models.DateTimeField(
        null=True, blank=True, help_text="nothing of it may be erased while this stands"
    )
    legal_hold_reason = models.TextField(blank=True)
    created_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["article", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in workflow.State]), name="claim_state_known"
            ),
            models.CheckConstraint(
                condition=Q(rated__in=["content", "attribution"]), name="claim_rated_known"
            ),
        ]
        indexes = [
            models.Index(fields=["article", "position"], name="claim_in_text_order"),
            models.Index(fields=["state"], name="claim_by_state"),
        ]

    def __str__(self) -> str:
        """In the language of the moment, where it is restated in that."""
        words = [self.statement_de, self.statement_en]
        return next(filter(None, words[::-1] if get_language() == "en" else words), self.public_id)

    @property
    def is_on_hold(self) -> bool:
        """Until the wake date, and then no more: nobody has to wake it."""
        return self.hold_until is not None and self.hold_until > timezone.now()

    @property
    def source_reason(self) -> str:
        """Why a single source must do, in whatever language it was given."""
        return self.source_reason_de or self.source_reason_en

    @property
    def ledger_chain(self) -> str:
        return f"claim:{self.public_id}"


class ClaimPassage(models.Model):
    """One span of the claim's own article; several where the governing clause stands apart."""

    class Part(models.TextChoices):
        BODY = "body"
        HEADING = "heading"
        CAPTION = "caption"
        PULL_QUOTE = "pull_quote"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="appearances")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="appearances")
    position = models.PositiveSmallIntegerField(default=0)
    part = models.CharField(max_length=12, choices=Part.choices, default=Part.BODY)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["claim", "passage"], name="claim_passage_once")]

    def __str__(self) -> str:
        return f"{self.part}: {self.passage}"


class ClaimDate(models.Model):
    """A date the claim speaks of: never a figure."""

    class Role(models.TextChoices):
        DUE = "due"
        START = "start"
        EVENT = "event"
        PUBLICATION = "publication"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="dates")
    role = models.CharField(max_length=12, choices=Role.choices)
    date = models.CharField(max_length=60)
    date_first = models.BigIntegerField(null=True, blank=True)
    date_last = models.BigIntegerField(null=True, blank=True)
    date_basis = models.CharField(max_length=10, choices=Basis.choices, blank=True)
    date_reason = models.TextField(blank=True)
    qualifier = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return f"{self.role} {self.date}"


class RelationQuerySet(models.QuerySet["Relation"]):
    def common_origins(self) -> set[tuple[int, int]]:
        """Pairs of articles' documents of which somebody declared that what they say has one origin: cited as
        evidence, they are one source. One query, for all claims."""
        ends = (f"{end}_claim__article__document" for end in ("from", "to"))
        return set(self.filter(kind=Relation.Kind.COMMON_ORIGIN).order_by().values_list(*ends).distinct())


class Relation(LoadedModel):
    """What two claims say to each other, with the reason in words. `related` is a lead and stays inside."""

    class Kind(models.TextChoices):
        CONTRADICTS = "contradicts"
        SAME_FIGURE = "same_figure"
        REPEATS = "repeats"
        NARROWER = "narrower"
        HEDGE_DROPPED = "hedge_dropped"
        EXPLAINED_BY_DATE = "explained_by_date"
        EXPLAINED_BY_DEFINITION = "explained_by_definition"
        COMMON_ORIGIN = "common_origin"
        DUPLICATE_OF = "duplicate_of"
        RELATED = "related"

    from_claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="relations_out")
    to_claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="relations_in")
    kind = models.CharField(max_length=25, choices=Kind.choices)
    reason_de = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_claim", "to_claim", "kind"], name="relation_once"),
            models.CheckConstraint(condition=~Q(from_claim=models.F("to_claim")), name="relation_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.from_claim_id} {self.kind} {self.to_claim_id}"
