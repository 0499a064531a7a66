"""What readers may see of everything that hangs on claims. The claims themselves: `Claim.objects.public()`.

A published claim shows what its current review froze: the evidence its snapshot names and the figures that
still equal the frozen ones; work done since appears with the next review. A claim in work that the case's
policy lists shows its working version. A withdrawn fact-check shows neither.
"""

from typing import Any

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet
from django.utils import timezone

from claims.models import Article, Case, Claim, Evidence, Figure, Metric, Review, ReviewFigure, Scale
from claims.services.reviews import FIGURE
from sources.models import Document, Link

NULLABLE = ("low", "high", "as_of_first", "as_of_last")


class NamesEvidence(Func):
    """Whether a snapshot (JSON) names a piece of evidence: `NamesEvidence(F("snapshot"), OuterRef("pk"))`."""

    output_field = BooleanField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler,
            connection,
            template="EXISTS (SELECT 1 FROM json_each(%(expressions)s)",
            arg_joiner=", '$.evidence') WHERE json_extract(value, '$.evidence') = ",
            **context,
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler,
            connection,
            template="(%(expressions)s)))",
            arg_joiner=" -> 'evidence' @> jsonb_build_array(jsonb_build_object('evidence', ",
            **context,
        )


def among(rows: QuerySet[Any], path: str = "pk") -> Q:
    """The condition that what stands at `path` is one of these rows: asked row by row, so that a page of
    fifty costs fifty look-ups by key and not a list of everything that is public."""
    return Q(Exists(rows.order_by().filter(pk=OuterRef(path))))


def claims_of(path: str) -> QuerySet[Claim]:
    """The public claims that an outer row is the `path` of."""
    return Claim.objects.public().filter(**{path: OuterRef("pk")})


def current(claim: str) -> QuerySet[Review]:
    """The reviews in force for the outer row's claim, withdrawals among them."""
    return Review.objects.filter(claim=OuterRef(claim), is_current=True, suppressed_at=None)


def rated(claim: str) -> QuerySet[Review]:
    """Those that still stand by a rating."""
    return current(claim).exclude(kind=Review.Kind.WITHDRAWAL)


def standing() -> QuerySet[Any]:
    """The keys of all reviews in force that carry a rating."""
    return (
        Review.objects.filter(is_current=True, suppressed_at=None)
        .exclude(kind=Review.Kind.WITHDRAWAL)
        .values("pk")
    )


def articles() -> QuerySet[Article]:
    return Article.objects.filter(
        case__in=Case.objects.public(), document__confidentiality=Document.Confidentiality.PUBLIC
    )


def evidence() -> QuerySet[Evidence]:
    frozen = rated("claim").filter(NamesEvidence(F("snapshot"), OuterRef("pk")))
    return Evidence.objects.filter(
        among(Claim.objects.public(), "claim"),
        Exists(frozen) | (~Exists(current("claim")) & Q(dropped_at=None)),
        passage__document__confidentiality=Document.Confidentiality.PUBLIC,
    )


def documents() -> QuerySet[Document]:
    return Document.objects.filter(
        Exists(articles().filter(document=OuterRef("pk")))
        | Exists(evidence().filter(passage__document=OuterRef("pk"))),
        confidentiality=Document.Confidentiality.PUBLIC,
    )


def links() -> QuerySet[Link]:
    return Link.objects.filter(among(documents(), "document"), public=True)


def reviews() -> QuerySet[Review]:
    """Every version of a public claim's fact-check that is out and was not suppressed."""
    out = Q(publish_at=None) | Q(publish_at__lte=timezone.now())
    return Review.objects.filter(out, among(Claim.objects.public(), "claim"), suppressed_at=None)


def figures() -> QuerySet[Figure]:
    same = ReviewFigure.objects.filter(*map(_equals, FIGURE), review__in=standing())
    frozen = same.filter(review__claim=OuterRef("claim"))
    of_claim = among(Claim.objects.public(), "claim") & (Exists(frozen) | ~Exists(current("claim")))
    return Figure.objects.filter(among(documents(), "document") | of_claim)


def _equals(column: str) -> Q:
    equal = Q(**{column: OuterRef(column)})
    if column not in NULLABLE:
        return equal
    return equal | (Q(**{f"{column}__isnull": True}) & Q(_outer_is_null(column)))


def _outer_is_null(column: str) -> Any:
    return Func(OuterRef(column), template="%(expressions)s IS NULL", output_field=BooleanField())


def metrics() -> QuerySet[Metric]:
    """Those that a public claim or document has a figure for."""
    frozen = ReviewFigure.objects.filter(
        among(Claim.objects.public(), "review__claim"), metric=OuterRef("pk"), review__in=standing()
    )
    return Metric.objects.filter(Exists(frozen) | Exists(figures().filter(metric=OuterRef("pk"))))


def scales() -> QuerySet[Scale]:
    return Scale.objects.filter(Exists(claims_of("scales")) | among(documents(), "document"))


def newest() -> QuerySet[Review]:
    """For Last-Modified where rows carry no date of their own: public content changes by publication."""
    current = Review.objects.filter(is_current=True, suppressed_at=None)
    return current.filter(among(Claim.objects.public(), "claim")).order_by("-published_at")
