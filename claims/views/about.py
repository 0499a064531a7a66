"""How we work, and what we corrected."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.models import Case, Claim, Review, Verdict
from claims.views.common import public_page
from claims.views.shown import Shown

LISTED = (Review.Kind.CLARIFICATION, Review.Kind.CORRECTION, Review.Kind.WITHDRAWAL)


@public_page
def methodology(request: HttpRequest) -> HttpResponse:
    """Two queries: the scale in force, and each case's policy."""
    context = {"verdicts": Verdict.objects.all(), "cases": Case.objects.public()}
    return render(request, "claims/methodology.html", context)


def corrected() -> QuerySet[Review]:
    """Clarifications, corrections and withdrawals of public claims, newest first."""
    return (
        Review.objects.filter(kind__in=LISTED, suppressed_at=None, claim__in=Claim.objects.public())
        .select_related("verdict", "claim__article__case", "claim__article__document")
        .defer("snapshot")
        .order_by("-published_at", "-id")
    )


@public_page
def corrections(request: HttpRequest) -> HttpResponse:
    """One query."""
    items = [Shown(version.claim, version) for version in corrected()]
    context = {"items": items, "demonstration": any(item.demonstration for item in items)}
    return render(request, "claims/corrections.html", context)
