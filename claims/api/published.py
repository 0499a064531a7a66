"""What readers may see of everything that hangs on claims. The claims themselves: `Claim.objects.public()`.

A published claim shows what its current review froze: the evidence its snapshot names and the figures it
froze; work done since appears with the next review. A claim in work that the case's
policy lists shows its working version. A withdrawn fact-check shows neither.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from claims.models import (
    Article,
    Case,
    Claim,
    Claimant,
    Evidence,
    Figure,
    Metric,
    Names,
    Review,
    ReviewFigure,
    Scale,
    documents_of_claims,
    public_documents,
)
from sources.models import Document

Given = ParamSpec("Given")
Rows = TypeVar("Rows", bound=QuerySet[Any])


def put_together_once(make: Callable[Given, Rows]) -> Callable[Given, Rows]:
    """For rows whose condition is always the same: it is large, and takes longer to make than to ask."""
    kept = cache(make)

    @wraps(make)
    def fresh(*args: Given.args, **kwargs: Given.kwargs) -> Rows:
        return kept(*args, **kwargs).all()  # type: ignore[arg-type]

    return fresh


def among(rows: QuerySet[Any], path: str = "pk") -> Q:
    """The condition that what stands at `path` is one of these rows: asked row by row, so that a page of
    fifty costs fifty look-ups by key and not a list of everything that is public."""
    return Q(Exists(rows.order_by().filter(pk=OuterRef(path))))


@put_together_once
def claims_of(path: str) -> QuerySet[Claim]:
    """The public claims that an outer row is the `path` of."""
    return Claim.objects.public().filter(**{path: OuterRef("pk")})


def current(claim: str) -> QuerySet[Review]:
    """The reviews in force for the outer row's claim, withdrawals among them."""
    return Review.objects.filter(claim=OuterRef(claim), is_current=True, suppressed_at=None)


@put_together_once
def taken_down() -> QuerySet[Claim]:
    return Claim.objects.taken_down()


def rated(claim: str) -> QuerySet[Review]:
    """Those that still stand by a rating."""
    return current(claim).exclude(kind=Review.Kind.WITHDRAWAL)


@put_together_once
def standing() -> QuerySet[Any]:
    """The keys of all reviews in force that carry a rating."""
    return (
        Review.objects.filter(is_current=True, suppressed_at=None)
        .exclude(kind=Review.Kind.WITHDRAWAL)
        .values("pk")
    )


@put_together_once
def cases() -> QuerySet[Case]:
    return Case.objects.public()


@put_together_once
def claimants() -> QuerySet[Claimant]:
    """Whom a public claim's version in force names; of versions that froze nobody, and of claims in work, who
    is named now."""
    then = Review.objects.filter(
        among(Claim.objects.public(), "claim"), is_current=True, suppressed_at=None
    ).annotate(told=Cast(KT("snapshot__claimant__id"), BigIntegerField()))
    now = Claim.objects.public().filter(unfrozen("pk", "claimant"))
    return Claimant.objects.filter(
        Q(pk__in=then.exclude(told=None).order_by().values("told"))
        | Q(pk__in=now.exclude(claimant=None).order_by().values("claimant"))
    )


@put_together_once
def articles() -> QuerySet[Article]:
    return Article.objects.public()


@put_together_once
def evidence() -> QuerySet[Evidence]:
    return Evidence.objects.public()


@put_together_once
def documents() -> QuerySet[Document]:
    return public_documents()


def reviews() -> QuerySet[Review]:
    """Every version of a public claim's fact-check that is out and was not suppressed."""
    return Review.objects.filter(among(Claim.objects.public(), "claim"), suppressed_at=None)


def frozen_figures() -> QuerySet[ReviewFigure]:
    """An outer figure as the version in force has it."""
    return ReviewFigure.objects.filter(key=OuterRef("pk"), review__in=standing())


def _as_they_are(of: QuerySet[Document]) -> Q:
    """Of documents, and of claims in work without a version in force."""
    at_work = among(Claim.objects.public(), "claim") & ~Exists(current("claim")) & Q(dropped_at=None)
    return among(of, "document") | at_work


@put_together_once
def figures() -> QuerySet[Figure]:
    """What a version in force names is shown as it was then (`frozen_figures`), also when it was dropped."""
    named = among(Claim.objects.public(), "claim") & Exists(frozen_figures())
    return Figure.every.filter(_as_they_are(documents()) | named)


def naming(claim: str, part: str, **values: Any) -> Q:
    """Whether the version in force of the outer row's claim names this in that part of its snapshot."""
    return Q(Exists(current(claim).filter(Names(F("snapshot"), part, **values))))


def unfrozen(claim: str, part: str) -> Q:
    """Whether that part of the outer row's claim is told as it is: no version, or one without that part."""
    return ~Exists(current(claim)) | Q(Exists(current(claim).exclude(snapshot__has_key=part)))


@put_together_once
def metrics() -> QuerySet[Metric]:
    """Those that a public claim, its article or what it rests on has a figure for."""
    frozen = ReviewFigure.objects.filter(
        among(Claim.objects.public(), "review__claim"), metric=OuterRef("pk"), review__in=standing()
    )
    working = Figure.objects.filter(_as_they_are(documents_of_claims()), metric=OuterRef("pk"))
    return Metric.objects.filter(Exists(frozen) | Exists(working))


@put_together_once
def scales() -> QuerySet[Scale]:
    named = naming("pk", "scales", id=OuterRef(OuterRef("pk")))
    told = claims_of("scales").filter(named | unfrozen("pk", "scales"))
    return Scale.objects.filter(Exists(told) | among(documents(), "document"))


@put_together_once
def newest() -> QuerySet[Review]:
    """For Last-Modified where rows carry no date of their own: public content changes by publication."""
    current = Review.objects.filter(is_current=True, suppressed_at=None)
    return current.filter(among(Claim.objects.public(), "claim")).order_by("-published_at")
