"""The front page: newest fact-checks, cases, search."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
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


def _standing() -> QuerySet[Review]:
    """The current fact-check of the outer claim, unless it was withdrawn."""
    current = Review.objects.filter(claim=OuterRef("pk"), is_current=True)
    return current.exclude(kind=Review.Kind.WITHDRAWAL)


def _newest() -> QuerySet[Claim]:
    published = Claim.objects.public().annotate(published_at=Subquery(_standing().values("published_at")))
    return published.filter(published_at__isnull=False).order_by("-published_at", "pk")[:NEWEST]


def _dossiers() -> list[Dossier]:
    claims = Claim.objects.public().annotate(standing=Exists(_standing())).order_by()
    counts = {
        row["article__case"]: row
        for row in claims.values("article__case").annotate(
            claims=Count("pk"),
            articles=Count("article", distinct=True),
            reviewed=Count("pk", filter=Q(standing=True)),
        )
    }
    cases = Case.objects.public().filter(pk__in=counts)
    return [
        Dossier(case, row["claims"], row["reviewed"], row["articles"])
        for case in cases
        if (row := counts[case.pk])
    ]
