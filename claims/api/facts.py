"""Measures, figures, scales, relations."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When

from claims.api import published
from claims.api.base import SLUG, Resource
from claims.api.filtersets import FigureFilters, MetricFilters, RelationFilters, ScaleFilters
from claims.models import Figure, ReviewFigure, frozen
from claims.models.frozen import columns, lay
from claims.serializers.figures import (
    FigureSerializer,
    MetricSerializer,
    RelationSerializer,
    ScaleSerializer,
)
from claims.services.reviews import FIGURE

# What figures are filtered and ordered by.
SHOWN = {"metric": "metric__slug", "nature": "nature", "as_of": "as_of_last", "low": "low", "high": "high"}


def _shown(told: QuerySet[ReviewFigure], column: str) -> Case:
    outrun = When(Q(inside=False) & Exists(told), then=Subquery(told.values(column)[:1]))
    return Case(outrun, default=F(column))


class MetricResource(Resource):
    """What is counted."""

    rows = "metrics"
    serializer_class = MetricSerializer
    filterset_class = MetricFilters
    lookup_field = "slug"
    lookup_value_regex = SLUG

    def with_neighbours(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        confusable = Prefetch("confusable_with", self.reader.metrics(), to_attr="shown_confusable")
        shown = {
            f"shown_{side}": Subquery(
                self.reader.metrics().filter(pk=OuterRef(side)).order_by().values("slug")
            )
            for side in ("numerator", "denominator")
        }
        return rows.prefetch_related(confusable).annotate(**shown)


class FigureResource(Resource):
    """Figures of claims and of documents. A published claim's are those of the version in force."""

    rows = "figures"
    serializer_class = FigureSerializer
    filterset_class = FigureFilters

    def is_suppressed(self) -> bool:
        return Figure.every.filter(pk=self.kwargs["pk"], claim__in=published.taken_down()).exists()

    def with_neighbours(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Filters and orders look at what is shown, as the names of `SHOWN`."""
        then = published.frozen_figures()
        told = {f"shown_{name}": _shown(then, column) for name, column in SHOWN.items()}
        return rows.select_related("metric", "claim").alias(**told)

    def prepare(self, rows: Sequence[Any]) -> None:
        """Readers see a claim's figures as the version in force has them."""
        outside = {row.pk: row for row in rows if not row.inside and row.claim_id}
        named = ReviewFigure.objects.filter(key__in=outside, review__in=published.standing())
        for then in named.select_related("metric") if outside else ():
            row = outside[then.key]
            lay(row, columns(then, FIGURE), FIGURE)
            row.metric = then.metric


class ScaleResource(Resource):
    """Rating scales that claims or documents ascribe to a place."""

    rows = "scales"
    serializer_class = ScaleSerializer
    filterset_class = ScaleFilters
    lookup_field = "slug"
    lookup_value_regex = SLUG

    def with_neighbours(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        claims = Prefetch("claims", self.reader.claims(), to_attr="shown_claims")
        return rows.prefetch_related(claims, Prefetch("tiers", to_attr="shown_tiers"))

    def prepare(self, rows: Sequence[Any]) -> None:
        """Readers see a scale as the newest version in force that names it."""
        outside = [row for row in rows if not row.inside]
        told = frozen.told(outside and {claim.pk for row in outside for claim in row.shown_claims}, "scales")
        for row in outside:
            entries = [
                entry
                for claim in row.shown_claims
                for entry in told.get(claim.pk) or ()
                if entry["id"] == row.pk
            ]
            row.shown_claims = [
                claim
                for claim in row.shown_claims
                if told.get(claim.pk) is None or row.pk in {entry["id"] for entry in told[claim.pk]}
            ]
            if entries:
                scale, row.shown_tiers = frozen.scale_of(entries[-1])
                lay(row, columns(scale, frozen.SCALE), frozen.SCALE)


class RelationResource(Resource):
    """What two claims say to each other, and why."""

    rows = "relations"
    serializer_class = RelationSerializer
    filterset_class = RelationFilters

    def with_neighbours(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("from_claim", "to_claim")

    def prepare(self, rows: Sequence[Any]) -> None:
        """Readers see what the version of either claim says, that of the first before that of the second."""
        outside = [row for row in rows if not row.inside]
        ends = {pk for row in outside for pk in (row.from_claim_id, row.to_claim_id)}
        told = frozen.told(ends, "relations")
        for row in outside:
            for claim in (row.to_claim_id, row.from_claim_id):
                for entry in told.get(claim) or ():
                    if entry["id"] == row.pk:
                        lay(row, entry, ("kind", "reason_de", "reason_en"))
