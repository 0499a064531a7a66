"""Cases, articles, claimants, the rating scale, published fact-checks, rulings."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from claims.api.base import SLUG, DeskResource, Resource
from claims.api.filtersets import (
    ArticleFilters,
    CaseFilters,
    ClaimantFilters,
    ReviewFilters,
    RulingFilters,
)
from claims.models import Review, ReviewFigure
from claims.serializers.cases import ArticleSerializer, CaseSerializer, ClaimantSerializer
from claims.serializers.verdicts import ReviewSerializer, RulingSerializer, VerdictSerializer


class CaseResource(Resource):
    """Case files with their policy."""

    rows = "cases"
    serializer_class = CaseSerializer
    filterset_class = CaseFilters
    lookup_field = "slug"
    lookup_value_regex = SLUG

    def with_neighbours(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.prefetch_related("members") if self.reader.user else rows


class ArticleResource(Resource):
    """Articles under check."""

    rows = "articles"
    serializer_class = ArticleSerializer
    filterset_class = ArticleFilters
    lookup_field = "slug"
    lookup_value_regex = SLUG

    def with_neighbours(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("case", "document")


class ClaimantResource(Resource):
    """People and bodies who answer for assertions."""

    rows = "claimants"
    serializer_class = ClaimantSerializer
    filterset_class = ClaimantFilters


class VerdictResource(Resource):
    """The rating scale."""

    rows = "verdicts"
    serializer_class = VerdictSerializer
    lookup_field = "slug"
    lookup_value_regex = SLUG


class ReviewResource(Resource):
    """Published fact-checks, every version. Frozen: a change is a new version."""

    rows = "reviews"
    serializer_class = ReviewSerializer
    filterset_class = ReviewFilters
    dated_by = ("published_at",)

    def with_neighbours(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows.select_related("claim", "verdict", "published_by").defer("snapshot")
        return rows.prefetch_related(Prefetch("figures", ReviewFigure.objects.select_related("metric")))

    def is_suppressed(self) -> bool:
        suppressed = Q(suppressed_at__isnull=False) | Q(
            claim__reviews__is_current=True, claim__reviews__suppressed_at__isnull=False
        )
        reviews = Review.objects.filter(pk=self.kwargs["pk"], claim__article__case__kind="published_work")
        return reviews.filter(suppressed).exists()


class RulingResource(DeskResource):
    """Editors' decisions about source changes."""

    rows = "rulings"
    serializer_class = RulingSerializer
    filterset_class = RulingFilters
    dated_by = ("at",)

    def with_neighbours(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("claim", "by")
