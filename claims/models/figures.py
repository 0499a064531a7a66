"""Figures are data: typed, with unit, scope, date and nature, so that rules can compare them."""

from django.db import models
from django.db.models import Q

from claims.models.claims import Claim
from claims.models.verdicts import Review
from sources.models import Basis, Document, LoadedModel, Passage


class Metric(LoadedModel):
    """Something that is counted. `confusable_with` names those it is often mistaken for."""

    slug = models.SlugField(max_length=80, unique=True)
    label_de = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    counted = models.CharField(max_length=60, blank=True)
    also_counted = models.JSONField(default=list, blank=True, help_text="other things claims count by it")
    unit = models.CharField(max_length=60, blank=True)
    confusable_with = models.ManyToManyField(
        "self", blank=True, symmetrical=False, related_name="confused_for"
    )

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.label_de


class Qualifier(models.TextChoices):
    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"


class Quantity(models.Model):
    """The columns of a figure, shared by what a claim says now and what a review froze."""

    class Nature(models.TextChoices):
        STOCK = "stock"
        FLOW = "flow"
        CUMULATIVE = "cumulative"
        INCREMENT = "increment"
        TARGET = "target"
        RATIO = "ratio"
        PARAMETER = "parameter"

    class Ground(models.TextChoices):
        OFFICIAL = "official"
        ESTIMATE = "estimate"
        FORECAST = "forecast"
        PLAN = "plan"
        UNSTATED = "unstated"

    metric = models.ForeignKey(Metric, on_delete=models.PROTECT, related_name="%(class)ss")
    low = models.DecimalField(max_digits=30, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(max_digits=30, decimal_places=6, null=True, blank=True)
    qualifier = models.CharField(max_length=10, choices=Qualifier.choices, default=Qualifier.EXACTLY)
    counted = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    definition = models.CharField(max_length=300, blank=True)
    item = models.CharField(max_length=100, blank=True)
    place = models.CharField(max_length=100, blank=True)
    system = models.CharField(max_length=100, blank=True)
    as_of = models.CharField(max_length=60, blank=True)
    as_of_first = models.BigIntegerField(null=True, blank=True)
    as_of_last = models.BigIntegerField(null=True, blank=True)
    as_of_basis = models.CharField(max_length=10, choices=Basis.choices, blank=True)
    as_of_reason = models.TextField(blank=True)
    nature = models.CharField(max_length=12, choices=Nature.choices, blank=True)
    basis = models.CharField(max_length=10, choices=Ground.choices, default=Ground.UNSTATED)

    class Meta:
        abstract = True


class Figure(Quantity):
    """A figure of exactly one claim, or of exactly one document."""

    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="figures")
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.CASCADE, related_name="figures"
    )
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="figures"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim__isnull=False, document__isnull=True)
                | Q(claim__isnull=True, document__isnull=False),
                name="figure_of_claim_or_document",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=models.F("high")),
                name="figure_low_to_high",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.low} to {self.high} {self.unit}"


class ReviewFigure(Quantity):
    """A claim's figure as it stood when the review was published."""

    append_only = True

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="figures")

    def __str__(self) -> str:
        return f"{self.low} to {self.high} {self.unit}"


class Scale(LoadedModel):
    """A rating scale ascribed to a place, by a claim's article or by a document."""

    slug = models.SlugField(max_length=80, unique=True)
    label_de = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=100, blank=True)
    operator = models.CharField(max_length=300, blank=True)
    start = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    claims = models.ManyToManyField(Claim, blank=True, related_name="scales")
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="scales"
    )
    gaps = models.JSONField(default=list, blank=True)
    overlaps = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.label_de


class Tier(models.Model):
    """One step of a scale; a missing bound is null, and its inclusiveness then unknown."""

    scale = models.ForeignKey(Scale, on_delete=models.CASCADE, related_name="tiers")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=60)
    low = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    low_inclusive = models.BooleanField(null=True, blank=True)
    high_inclusive = models.BooleanField(null=True, blank=True)
    meaning_de = models.TextField(blank=True)
    meaning_en = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["scale", "label"], name="tier_label_once")]

    def __str__(self) -> str:
        return self.label
