"""Measures, figures, scales, relations."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from claims.api.base import SLUG, Resource
from claims.api.filtersets import FigureFilters, MetricFilters, RelationFilters, ScaleFilters
from claims.serializers.figures import (
    FigureSerializer,
    MetricSerializer,
    RelationSerializer,
    ScaleSerializer,
)


class MetricResource(Resource):
    """What is counted."""

    rows = "metrics"
    serializer_class = MetricSerializer
    filterset_class = MetricFilters
    lookup_field = "slug"
    lookup_value_regex = SLUG

    def with_neighbours(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        confusable = Prefetch("confusable_with", self.reader.metrics(), to_attr="shown_confusable")
        return rows.prefetch_related(confusable)


class FigureResource(Resource):
    """Figures of claims and of documents. A claim's figure changed since publication is not public yet."""

    rows = "figures"
    serializer_class = FigureSerializer
    filterset_class = FigureFilters

    def with_neighbours(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("metric", "claim")


class ScaleResource(Resource):
    """Rating scales that claims or documents ascribe to a place."""

    rows = "scales"
    serializer_class = ScaleSerializer
    filterset_class = ScaleFilters
    lookup_field = "slug"
    lookup_value_regex = SLUG

    def with_neighbours(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        claims = Prefetch("claims", self.reader.claims(), to_attr="shown_claims")
        return rows.prefetch_related(claims, "tiers")


class RelationResource(Resource):
    """What two claims say to each other, and why."""

    rows = "relations"
    serializer_class = RelationSerializer
    filterset_class = RelationFilters

    def with_neighbours(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("from_claim", "to_claim")
