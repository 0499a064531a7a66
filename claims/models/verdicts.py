"""What we concluded, what we published, and how editors ruled on changes at the sources."""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from claims import workflow
from claims.models.users import User
from sources.models import Finding

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Verdict(models.Model):
    """One rating of the scale. Ranks 1 to 5 have a place on it; the others have none."""

    slug = models.SlugField(max_length=40, unique=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    label_de = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60)
    definition_de = models.TextField()
    definition_en = models.TextField()
    needs_certainty = models.BooleanField(default=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label_de


class Certainty(models.TextChoices):
    STRONG = "strong"
    MODERATE = "moderate"
    PROVISIONAL = "provisional"


class ReferencePoint(models.TextChoices):
    AS_OF_PUBLICATION = "as_of_publication"
    AS_OF_CHECK = "as_of_check"


class Conclusion(models.Model):
    """The words of a judgement, shared by assessments (internal) and reviews (published)."""

    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="+")
    certainty = models.CharField(max_length=12, choices=Certainty.choices, blank=True)
    reference_point = models.CharField(max_length=20, choices=ReferencePoint.choices, blank=True)
    one_sentence_de = models.TextField(blank=True)
    one_sentence_en = models.TextField(blank=True)
    rationale_de = models.TextField(blank=True)
    rationale_en = models.TextField(blank=True)
    searched_de = models.TextField(blank=True)
    searched_en = models.TextField(blank=True)
    would_settle_de = models.TextField(blank=True)
    would_settle_en = models.TextField(blank=True)
    own_calculation = models.JSONField(null=True, blank=True)

    class Meta:
        abstract = True


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: "User | AnonymousUser | None") -> Self:
        """The ratings this person may read now, whatever their role.

        While a claim is in work, a rating is its author's alone until somebody else has rated blind: in the
        same round, or (where that round was broken off) in the present one. Imported suggestions are shown
        where the case's policy says so, and to readers then only for public claims.
        """
        claims = apps.get_model("claims", "Claim")._default_manager
        suggested = Q(origin=Assessment.Origin.IMPORTED, claim__article__case__show_suggestions=True)
        if not isinstance(user, User) or not user.is_active:
            return self.filter(suggested, claim__in=claims.public().order_by().values("pk"))
        blind = Assessment.objects.filter(
            Q(round=OuterRef("round")) | Q(round=F("claim__round")),
            claim=OuterRef("claim"),
            origin=Assessment.Origin.DESK,
            blind=True,
        )
        second = Exists(blind)
        told = Q(by=user) | ~Q(claim__state__in=workflow.IN_WORK) | Q(second)
        return self.filter(
            suggested | (Q(origin=Assessment.Origin.DESK) & told),
            user.reads("claim__article__case"),
        )


class Assessment(Conclusion):
    """One person's judgement in one round of work, or an imported suggestion. Never rewritten."""

    append_only = True

    class Origin(models.TextChoices):
        DESK = "desk"
        IMPORTED = "imported"

    claim = models.ForeignKey("claims.Claim", on_delete=models.PROTECT, related_name="assessments")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="assessments")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.DESK)
    round = models.PositiveSmallIntegerField(default=1)
    blind = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    source_key = models.CharField(max_length=200, blank=True, db_index=True)
    source_digest = models.CharField(max_length=64, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(origin="desk", by__isnull=False) | Q(origin="imported", by__isnull=True),
                name="assessment_by_a_person_or_imported",
            ),
        ]
        indexes = [models.Index(fields=["claim", "round"], name="assessment_of_round")]

    def __str__(self) -> str:
        return f"{self.verdict} ({self.origin})"


class ReleasedReviews(models.Manager["Review"]):
    """Those that are out. What waits for its hour, or was called off, exists for no page, feed or API."""

    def get_queryset(self) -> models.QuerySet["Review"]:
        return super().get_queryset().filter(release=Review.Release.OUT)


class EveryReview(models.Manager["Review"]):
    """Without exception: for the desk, for numbering, and for the release itself."""


class Review(Conclusion):
    """A published fact-check: numbered, frozen. The public reads the current one.

    The columns are what pages, search and API read; `snapshot` freezes the evidence with capture hashes.
    `Review.objects` (and so `claim.reviews`) holds what is out; `Review.every` also what is under embargo.
    """

    append_only = True
    mutable_columns = ("is_current", "suppressed_at", "release")

    class Release(models.TextChoices):
        OUT = "out"
        EMBARGOED = "embargoed"
        CALLED_OFF = "called_off"

    class Kind(models.TextChoices):
        FIRST = "first"
        UPDATE = "update"
        CLARIFICATION = "clarification"
        CORRECTION = "correction"
        EDITORIAL = "editorial"
        WITHDRAWAL = "withdrawal"

    claim = models.ForeignKey("claims.Claim", on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=15, choices=Kind.choices)
    verdict_label_de = models.CharField(max_length=60)
    verdict_label_en = models.CharField(max_length=60)
    statement_de = models.TextField()
    statement_en = models.TextField(blank=True)
    eyes = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField(default=timezone.now)
    publish_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note_de = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    snapshot = models.JSONField(default=dict)
    is_current = models.BooleanField(default=True)
    suppressed_at = models.DateTimeField(null=True, blank=True)
    demonstration = models.BooleanField(default=False)
    override_de = models.TextField(blank=True, help_text="exception from the rules, with its reason; printed")
    override_en = models.TextField(blank=True)
    release = models.CharField(max_length=10, choices=Release.choices, default=Release.OUT)

    objects = ReleasedReviews()
    every = EveryReview()

    class Meta:
        ordering = ["claim", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(release="embargoed"), name="review_embargoed_once"
            ),
            models.CheckConstraint(
                condition=Q(release="out") | Q(release__in=["embargoed", "called_off"], is_current=False),
                name="review_current_is_out",
            ),
            models.CheckConstraint(
                condition=~Q(release="embargoed") | Q(publish_at__isnull=False),
                name="review_embargo_has_hour",
            ),
            models.UniqueConstraint(fields=["claim", "number"], name="review_number_once"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(is_current=True), name="review_current_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="review_numbers_start_at_one"),
        ]
        indexes = [
            models.Index(fields=["-published_at"], name="review_newest"),
            models.Index(fields=["publish_at"], name="review_due", condition=Q(release="embargoed")),
        ]

    def __str__(self) -> str:
        return f"fact-check of {self.claim_id}, version {self.number}"


class Ruling(models.Model):
    """An editor's decision about one source change for one claim."""

    append_only = True

    class Decision(models.TextChoices):
        HARMLESS = "harmless"
        EVIDENCE_UPDATED = "evidence_updated"
        REOPEN = "reopen"

    claim = models.ForeignKey("claims.Claim", on_delete=models.PROTECT, related_name="rulings")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="rulings")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=20, choices=Decision.choices)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "finding"], name="ruling_once")]

    def __str__(self) -> str:
        return f"{self.decision} on {self.finding_id}"


class Reply(models.Model):
    """The right of reply: who was asked, when, how, and what they said; or why nobody was asked."""

    claim = models.ForeignKey("claims.Claim", on_delete=models.PROTECT, related_name="replies")
    asked_whom = models.CharField(max_length=300, blank=True)
    asked_how = models.CharField(max_length=100, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    answer_de = models.TextField(blank=True)
    answer_en = models.TextField(blank=True)
    waived_reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked_whom="") | ~Q(waived_reason=""), name="reply_asked_or_waived"
            ),
        ]

    def __str__(self) -> str:
        return self.asked_whom or "waived"
