"""Everybody's figures for a measure: those of public claims as published, and those of public documents."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from claims.comparisons.figures import place_key
from claims.models import Claim, Figure, Metric, Review, ReviewFigure, public_documents
from claims.models.figures import Quantity
from claims.views.shown import Shown, shown
from sources.models import Document

AHEAD = ("forecast", "plan")
RUNNING = ("stock", "cumulative")


@dataclass(frozen=True)
class Reading:
    """One figure and the work that gives it: the article of a claim (`shown`), or a source."""

    figure: Quantity
    document: Document
    shown: Shown | None = None

    @property
    def who(self) -> str:
        """The publication, short enough for a chart."""
        author = next(iter(self.document.authors or []), "")
        return shortened(self.document.publisher or str(author) or self.document.title)

    @property
    def published(self) -> int | None:
        return self.document.published_first

    @property
    def days(self) -> tuple[int, int] | None:
        """First and last day the figure speaks of; the day of publication where it names none."""
        first, last = self.figure.as_of_first, self.figure.as_of_last
        first, last = first or last, last or first
        if first is None or last is None:
            return (self.published, self.published) if self.published else None
        return first, last

    @property
    def is_undated(self) -> bool:
        return self.figure.as_of_first is None and self.figure.as_of_last is None

    @property
    def scope(self) -> tuple[str, str]:
        """Figures are drawn together only when they speak of one place and one item."""
        return place_key(self.figure.place), self.figure.item


def shortened(name: str, most: int = 30) -> str:
    name = name.split(";")[0].split(" (")[0].strip()
    return name if len(name) <= most else name[:most].rsplit(" ", 1)[0] + " …"


def claims_with(metrics: Collection[Metric]) -> QuerySet[Claim]:
    """Public claims that carry one of the measures: as published, or as recorded while in work."""
    current = Review.objects.filter(claim=OuterRef("pk"), is_current=True)
    published = current.exclude(kind=Review.Kind.WITHDRAWAL).filter(figures__metric__in=metrics)
    recorded = Figure.objects.filter(claim=OuterRef("pk"), metric__in=metrics)
    return Claim.objects.public().filter(
        Exists(published) | (Exists(recorded) & ~Exists(current)),
    )


def claim_readings(metrics: Collection[Metric]) -> list[Reading]:
    """Five queries: claims, fact-checks, suggestions, frozen figures, figures in work."""
    items = {item.claim.pk: item for item in shown(claims_with(metrics))}
    reviews = {item.review.pk: item for item in items.values() if item.review}
    in_work = [pk for pk, item in items.items() if not item.review]
    frozen = ReviewFigure.objects.filter(review__in=reviews, metric__in=metrics).select_related("metric")
    live = Figure.objects.filter(claim__in=in_work, metric__in=metrics).select_related("metric")
    pairs = [
        *((figure, reviews[figure.review_id]) for figure in frozen),
        *((figure, items[figure.claim_id]) for figure in live if figure.claim_id),
    ]
    return [Reading(figure, item.article.document, item) for figure, item in pairs]


def document_readings(metrics: Collection[Metric]) -> list[Reading]:
    """One query. What public documents report for these measures, in time order."""
    figures = (
        Figure.objects.filter(metric__in=metrics, document__in=public_documents())
        .select_related("metric", "document")
        .order_by("as_of_last", "as_of_first", "id")
    )
    return [Reading(figure, figure.document) for figure in figures if figure.document]


def by_scope(readings: Iterable[Reading]) -> dict[tuple[str, str], list[Reading]]:
    groups: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    for reading in readings:
        groups[reading.scope].append(reading)
    return groups


def series_of(documents: Iterable[Reading]) -> list[list[Reading]]:
    """What one origin reported of one running quantity at three or more times."""
    groups: dict[tuple[str, str, str], list[Reading]] = defaultdict(list)
    for reading in documents:
        figure = reading.figure
        if reading.days and figure.nature in RUNNING and figure.basis not in AHEAD:
            groups[reading.document.origin, figure.system, figure.nature].append(reading)
    return [group for group in groups.values() if len({reading.days for reading in group}) > 2]
