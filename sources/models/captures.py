"""What we kept of a page, the words quoted from it, and where those words stand."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import models
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from sources.models.documents import Document, Link

Row = TypeVar("Row", bound=Model)


class CaptureQuerySet(models.QuerySet["Capture"]):
    def taken_down(self, digests: Iterable[str]) -> set[str]:
        """Of these bodies those removed for legal reasons: met again they are not kept again, nor shown."""
        rows = set(self.filter(sha256__in=set(digests)).values_list("sha256", "suppressed"))
        return {sha256 for sha256, gone in rows if gone} - {sha256 for sha256, gone in rows if not gone}


class Capture(models.Model):
    """One body as it was served (or uploaded). The bytes lie in the content-addressed store."""

    append_only = True
    mutable_columns = ("suppressed",)

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="captures")
    link = models.ForeignKey(
        Link, null=True, blank=True, on_delete=models.PROTECT, related_name="captures", db_index=False
    )
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(default=0)
    final_url = models.TextField(blank=True)
    head = models.TextField(blank=True, help_text="status line and headers as received")
    media_type = models.CharField(max_length=100, blank=True, help_text="sniffed, not believed")
    charset = models.CharField(max_length=40, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    fetched_at = models.DateTimeField(default=timezone.now)
    suppressed = models.BooleanField(default=False, help_text="legal takedown: body removed, hash kept")

    objects = CaptureQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["link", "-fetched_at"], name="capture_of_link"),
            # Serves equality and beginnings alike, which on PostgreSQL would otherwise take two.
            models.Index(fields=["sha256"], name="capture_of_body", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} of {self.fetched_at:%Y-%m-%d %H:%M}"


class CaptureText(models.Model):
    """The text of a capture, by one version of one extractor. Versions are never compared with each other."""

    append_only = True

    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="texts", db_index=False)
    extractor = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    title = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["capture", "extractor", "version"], name="capture_text_once"),
        ]

    def __str__(self) -> str:
        return self.title or self.text_sha256[:12]


def with_permission(rows: QuerySet[Row], path: str = "") -> QuerySet[Row]:
    """With what decides whether the words of the passages at `path` may be shown: document and saved copy."""
    text = f"{path}selected_in"
    return rows.select_related(f"{path}document", f"{text}__capture").defer(
        f"{text}__text", f"{text}__capture__head"
    )


class Passage(models.Model):
    """A quotation anchored in a document (W3C Web Annotation: exact, prefix, suffix, start, end).

    A blank `exact` with a `slice_sha256`: the wording exists but is not held here. Without one: the document
    as a whole. A passage is never reworded; pinning makes or finds another one.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="passages")
    exact = models.TextField(blank=True)
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)
    locator = models.TextField(blank=True)
    selected_in = models.ForeignKey(
        CaptureText, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    start = models.PositiveIntegerField(null=True, blank=True, help_text="code points")
    end = models.PositiveIntegerField(null=True, blank=True)
    slice_sha256 = models.CharField(max_length=64, blank=True)
    exact_sha256 = models.CharField(max_length=64, blank=True)
    prefix_sha256 = models.CharField(max_length=64, blank=True)
    locator_sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    suppressed_at = models.DateTimeField(
        null=True, blank=True, help_text="for legal reasons no reader may see the words or where they stand"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "exact_sha256", "prefix_sha256"],
                condition=~Q(exact=""),
                name="passage_wording_once",
            ),
            models.UniqueConstraint(
                fields=["document", "locator_sha256", "slice_sha256"],
                condition=Q(exact=""),
                name="passage_locator_once",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__gt=models.F("start")), name="passage_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.exact[:80] or self.locator or f"whole of document {self.document_id}"

    @property
    def open_exact(self) -> str:
        """The words as far as readers may see them. What it asks comes with rows of `with_permission`."""
        copy = self.selected_in.capture if self.selected_in else None
        shut = self.suppressed_at or (copy and copy.suppressed) or not self.document.may_be_quoted
        return "" if shut else self.exact

    @property
    def open_locator(self) -> str:
        return "" if self.suppressed_at else self.locator

    @property
    def open_span(self) -> tuple[int | None, int | None]:
        """Start and end, as far as readers may know where it stands."""
        return (None, None) if self.suppressed_at else (self.start, self.end)


class Sighting(models.Model):
    """Where a passage stands in one text, or that it stands there no more."""

    append_only = True

    class Status(models.TextChoices):
        FOUND = "found"
        CHANGED = "changed"
        FIGURE_CHANGED = "figure_changed"
        MISSING = "missing"

    capture_text = models.ForeignKey(
        CaptureText, on_delete=models.PROTECT, related_name="sightings", db_index=False
    )
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="sightings")
    status = models.CharField(max_length=15, choices=Status.choices)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    score = models.FloatField(default=0.0)
    found_text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["capture_text", "passage"], name="sighting_once"),
        ]

    def __str__(self) -> str:
        return f"{self.status} ({self.score:.0f})"
