"""The front page: newest fact-checks, cases, search."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.models import Case, Claim, Review
from claims.views.common import public_page
from claims.views.shown import shown

NEWEST = 12


@dataclass(frozen=True)
class Dossier:
    """A case with what readers find in it."""

    case: Case
    claims: int
    reviewed: int
    articles: int


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Five queries: the newest fact-checks' claims with those and suggestions; counts; cases."""
    dossiers = _dossiers()
    context = {
        "newest": shown(_newest()),
        "dossiers": dossiers,
        "demonstration": any(dossier.case.demonstration for dossier in dossiers),
    }
    return render(request, "claims/home.html", context)


def _newest() -> QuerySet[Claim]:
    published = Claim.objects.public().filter(reviews__is_current=True)
    return published.exclude(reviews__is_current=True, reviews__kind=Review.Kind.WITHDRAWAL).order_by(
        "-reviews__published_at", "pk"
    )[:NEWEST]


def _dossiers() -> list[Dossier]:
    counts = {
        row["article__case"]: row
        for row in Claim.objects.public()
        .order_by()
        .values("article__case")
        .annotate(
            claims=Count("pk", distinct=True),
            articles=Count("article", distinct=True),
            reviewed=Count(
                "reviews",
                filter=Q(reviews__is_current=True) & ~Q(reviews__kind=Review.Kind.WITHDRAWAL),
                distinct=True,
            ),
        )
    }
    cases = Case.objects.public().filter(pk__in=counts)
    return [
        Dossier(case, row["claims"], row["reviewed"], row["articles"])
        for case in cases
        if (row := counts[case.pk])
    ]
