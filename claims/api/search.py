"""/api/v1alpha1/claims:search: published fact-checks, asked and answered like Google's Fact Check Tools API.

Its reference names the parameters and members; members without a value are left out.
"""

import hashlib
from datetime import UTC, date, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from claims.api import published
from claims.api.conditions import Conditional
from claims.models import Review, frozen, mentions
from claims.serializers.cases import names

LANGUAGES = ("de", "en")
# Sent by clients of Google's service; they change nothing here.
IGNORED = frozenset({"key", "alt", "prettyPrint", "quotaUser"})
SALT = "claims:search"
DEMONSTRATION = Q(demonstration=True) | Q(claim__article__case__demonstration=True)


class SearchInput(serializers.Serializer):
    query = serializers.CharField(
        required=False, max_length=500, help_text="Words of the claim; all must occur"
    )
    languageCode = serializers.CharField(
        required=False, max_length=35, help_text="BCP 47; regions are ignored"
    )
    reviewPublisherSiteFilter = serializers.CharField(required=False, max_length=255)
    maxAgeDays = serializers.IntegerField(required=False, min_value=0, max_value=100_000)
    pageSize = serializers.IntegerField(required=False, default=10, min_value=1, max_value=100)
    pageToken = serializers.CharField(required=False, max_length=500)
    offset = serializers.IntegerField(
        required=False, default=0, min_value=0, max_value=10_000_000, help_text="Only without pageToken"
    )


class ClaimSearch(Conditional, APIView):
    """Published fact-checks whose statement holds all words of the query, newest first."""

    permission_classes = ()

    @extend_schema(parameters=[SearchInput], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        asked = self._asked(request)
        start = _start(asked)
        size = asked["pageSize"]
        found = list(_found(asked)[start : start + size + 1])
        token = _token(asked, start + size) if len(found) > size else ""
        answer = {
            "claims": [_claim(review, _languages(asked)) for review in found[:size]],
            "nextPageToken": token,
        }
        return Response(filled(answer))

    def _asked(self, request: Request) -> dict[str, Any]:
        form = SearchInput(data=request.query_params)
        unknown = sorted(set(request.query_params) - set(form.fields) - IGNORED)
        if unknown:
            raise ValidationError({name: [gettext("There is no such parameter.")] for name in unknown})
        form.is_valid(raise_exception=True)
        asked = dict(form.validated_data)
        if not (asked.get("query") or asked.get("reviewPublisherSiteFilter")):
            raise ValidationError({"query": [gettext("Give a query, or a reviewPublisherSiteFilter.")]})
        return asked


def _languages(asked: dict[str, Any]) -> tuple[str, ...]:
    code = asked.get("languageCode", "").partition("-")[0].lower()
    return tuple(language for language in LANGUAGES if code in ("", language))


def own_site() -> str:
    return (urlsplit(settings.FACTCHECK_SITE_URL).hostname or "").removeprefix("www.")


def _found(asked: dict[str, Any]) -> QuerySet[Review]:
    reviews = _in_earnest(published.reviews().filter(is_current=True).exclude(kind=Review.Kind.WITHDRAWAL))
    site = asked.get("reviewPublisherSiteFilter", "").lower().removeprefix("www.")
    languages = _languages(asked)
    if not languages or (site and site != own_site()):
        return reviews.none()
    held = Q()
    for language in languages:
        column = f"statement_{language}"
        held |= ~Q(**{column: ""}) & mentions(asked.get("query", "").split(), column)
    reviews = reviews.filter(held)
    if "maxAgeDays" in asked:
        reviews = reviews.filter(published_at__gte=timezone.now() - timedelta(days=asked["maxAgeDays"]))
    rows = reviews.select_related("claim__claimant", "claim__article__case", "claim__article__document")
    return rows.order_by("-published_at", "-pk")


def _in_earnest(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Without demonstrations, which tools would spread as fact-checks; alone they are answered, marked."""
    earnest = reviews.exclude(DEMONSTRATION)
    return earnest if earnest.exists() else reviews


def _claim(review: Review, languages: tuple[str, ...]) -> dict[str, Any]:
    frozen.lay_over(review.claim, review)
    frozen.lay_over_work(review.claim.article.document, review)
    told = [language for language in languages if getattr(review, f"statement_{language}")]
    claimant = review.claim.claimant
    document = review.claim.article.document
    return {
        "text": getattr(review, f"statement_{told[0]}"),
        "claimant": names(claimant)[f"name_{told[0]}"] if claimant else "",
        "claimDate": _midnight(document.published_day),
        "claimReview": [_review(review, language) for language in told],
    }


def _review(review: Review, language: str) -> dict[str, Any]:
    return {
        "publisher": {"name": settings.FACTCHECK_PUBLISHER, "site": own_site()},
        "url": f"{settings.FACTCHECK_SITE_URL}/{language}/claims/{review.claim.public_id}/",
        "title": _marked(review, language),
        "reviewDate": review.published_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "textualRating": getattr(review, f"verdict_label_{language}"),
        "languageCode": language,
    }


def _marked(review: Review, language: str) -> str:
    title = getattr(review, f"one_sentence_{language}")
    if not (review.demonstration or review.claim.article.case.demonstration):
        return title
    with override(language):
        return f"{gettext('Demonstration')}: {title}".rstrip(": ")


def _midnight(day: date | None) -> str:
    """RFC 3339."""
    return f"{day.isoformat()}T00:00:00Z" if day else ""


def filled(value: Any) -> Any:
    """Without empty members, at any depth."""
    if isinstance(value, dict):
        kept = {key: filled(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in ("", None, [], {})}
    return [filled(item) for item in value] if isinstance(value, list) else value


# --- page tokens: a place in the answer to this very question ------------------------------------------


def _question(asked: dict[str, Any]) -> str:
    parameters = sorted((key, value) for key, value in asked.items() if key not in ("pageToken", "offset"))
    return hashlib.sha256(repr(parameters).encode()).hexdigest()[:16]


def _token(asked: dict[str, Any], start: int) -> str:
    return signing.dumps([_question(asked), start], salt=SALT)


def _start(asked: dict[str, Any]) -> int:
    if not asked.get("pageToken"):
        return asked["offset"]
    try:
        question, start = signing.loads(asked["pageToken"], salt=SALT)
    except signing.BadSignature:
        question, start = "", 0
    if question != _question(asked):
        raise ValidationError({"pageToken": [gettext("Not a token of ours for these parameters.")]})
    return start
