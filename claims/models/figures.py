"""Figures are data: typed, with unit, scope, date and nature, so that rules can compare them."""

from decimal import Decimal

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from claims.models.claims import Claim
from claims.models.verdicts import Review
from sources.models import Basis, Document, LoadedModel, Passage


class Metric(LoadedModel):
    """Something that is counted. `confusable_with` names those it is often mistaken for.

    A ratio may say which measures it divides: for a factor of growth both are the same one, later by earlier.
    """

    slug = models.SlugField(max_length=80, unique=True)
    label_de = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    counted = models.CharField(max_length=60, blank=True)
    also_counted = models.JSONField(default=list, blank=True, help_text="other things claims count by it")
    unit = models.CharField(max_length=60, blank=True)
    confusable_with = models.ManyToManyField(
        "self", blank=True, symmetrical=False, related_name="confused_for"
    )
    numerator = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="above_in",
        help_text="of a ratio",
    )
    denominator = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="below_in",
        help_text="of a ratio",
    )

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None)
                | Q(numerator__isnull=False, denominator__isnull=False),
                name="metric_divides_two_or_none",
            )
        ]

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
    definition = models.CharField(max_length=300, blank=True, help_text="what the source says is included")
    definition_de = models.CharField(max_length=300, blank=True, help_text="the same for German readers")
    item = models.CharField(max_length=100, blank=True, help_text="the tier or act it belongs to")
    item_de = models.CharField(max_length=100, blank=True, help_text="the same for German readers")
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

    @property
    def definition_en(self) -> str:
        return self.definition

    @property
    def item_en(self) -> str:
        return self.item


class WorkingFigures(models.QuerySet["Figure"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        """Take them out; those that a version names stay for its readers, and those of a claim under legal
        hold for a court: they are dropped from the work."""
        named = Exists(ReviewFigure.objects.filter(key=OuterRef("pk")))
        kept = list(
            self.filter(named | Q(claim__legal_hold_since__isnull=False))
            .order_by()
            .values_list("pk", flat=True)
        )
        Figure.every.filter(pk__in=kept).update(dropped_at=timezone.now())
        return super(WorkingFigures, self.exclude(pk__in=kept)).delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class WorkingFigureManager(models.Manager["Figure"]):
    def get_queryset(self) -> WorkingFigures:
        return WorkingFigures(self.model, using=self._db).filter(dropped_at=None)


class EveryFigure(models.Manager["Figure"]):
    """Also those dropped since a version named them."""


class Figure(Quantity):
    """A figure of exactly one claim, or of exactly one document. `objects` are those at work."""

    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="figures")
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.CASCADE, related_name="figures"
    )
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="figures"
    )
    position = models.PositiveSmallIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="kept for the versions that name it")

    objects = WorkingFigureManager()
    every = EveryFigure()

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

    @property
    def amount(self) -> Decimal | None:
        """The number it gives; None where it is a range."""
        return self.low if self.low == self.high else None


class ReviewFigure(Quantity):
    """A claim's figure as it stood when the review was published."""

    append_only = True

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="figures")
    key = models.PositiveBigIntegerField(
        null=True, blank=True, db_index=True, help_text="of the figure it is, under which readers find it"
    )

    def __str__(self) -> str:
        return f"{self.low} to {self.high} {self.unit}"


class Scale(LoadedModel):
    """A rating scale ascribed to a place, by a claim's article or by a document."""

    slug = models.SlugField(max_length=80, unique=True)
    label_de = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=100, blank=True)
    operator = models.CharField(max_length=300, blank=True)
    operator_de = models.CharField(max_length=300, blank=True, help_text="the same for German readers")
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

    @property
    def operator_en(self) -> str:
        return self.operator


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
