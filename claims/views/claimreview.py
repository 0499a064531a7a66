"""ClaimReviews for machines: of one claim, and the feed of all. Never of demonstrations or suggestions."""

import json
import re
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from claims import services
from claims.models import Claim, Review, frozen
from claims.services.claimreviews import LANGUAGES, languages
from claims.views.claims import not_shown
from claims.views.common import public_page
from sources.models import Link

PAGE = 200  # claims on a page of the feed
OPEN_TO_ALL = "Access-Control-Allow-Origin"


def in_force() -> QuerySet[Review]:
    """Versions in force of public claims that are no demonstration, with what a ClaimReview tells of them."""
    links = Link.objects.filter(public=True).order_by("pk")
    return (
        Review.objects.filter(
            is_current=True,
            suppressed_at=None,
            demonstration=False,
            claim__article__case__demonstration=False,
            claim__in=Claim.objects.public(),
        )
        .annotate(
            first_published_at=Subquery(
                Review.objects.filter(claim=OuterRef("claim")).order_by("number").values("published_at")[:1]
            )
        )
        .select_related("verdict", "claim__claimant", "claim__article__document")
        .prefetch_related(Prefetch("claim__article__document__links", links, to_attr="public_links"))
    )


def told(review: Any, language: str) -> dict[str, Any]:
    """The version's own ClaimReview, in the words and with the names that it froze."""
    claim = review.claim
    frozen.lay_over(claim, review)
    frozen.lay_over_work(claim.article.document, review)
    links = claim.article.document.public_links
    return services.claim_review(claim, review, language, links, review.first_published_at)


@public_page
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """`?language=de|en`, else the first that the statement is given in. A withdrawn one is a notice."""
    asked = request.GET.get("language", "")
    if asked and asked not in LANGUAGES:
        raise BadRequest(_("Ask for de or en."))
    review = in_force().filter(claim__public_id=public_id).first()
    if review is None:
        return not_shown(request, public_id)
    return _json(told(review, asked or languages(review)[0]), "application/ld+json")


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """schema.org's DataFeed: an item a claim, newest first, with one ClaimReview for each language.

    DataFeed has no word for parts of a feed, so `?page=` names them and the Link header (RFC 8288) leads on.
    """
    rows = in_force().exclude(kind=Review.Kind.WITHDRAWAL).order_by("-published_at", "-pk")
    pages = Paginator(rows, PAGE)
    asked = request.GET.get("page", "1")
    number = int(asked) if re.fullmatch(r"[1-9][0-9]{0,8}", asked) else 0
    if not number:
        raise BadRequest(_("Pages are counted from 1."))
    if number > pages.num_pages:
        raise Http404
    page = pages.page(number)
    items = [_item(review) for review in page]
    newest = {"dateModified": items[0]["dateCreated"]} if items else {}
    head = {"@context": "https://schema.org", "@type": "DataFeed", **newest}
    answer = _json({**head, "dataFeedElement": items}, "application/json")
    here = f"{settings.FACTCHECK_SITE_URL}{request.path}"
    steps = [("prev", number - 1)] if page.has_previous() else []
    steps += [("next", number + 1)] if page.has_next() else []
    if steps:
        answer["Link"] = ", ".join(f'<{here}?page={other}>; rel="{name}"' for name, other in steps)
        answer["Access-Control-Expose-Headers"] = "Link"
    return answer


def _item(review: Review) -> dict[str, Any]:
    reviews = [told(review, language) for language in languages(review)]
    return {
        "@type": "DataFeedItem",
        "dateCreated": timezone.localtime(review.published_at).isoformat(timespec="seconds"),
        "url": reviews[0]["url"],
        "item": reviews,
    }


def _json(data: Any, content_type: str) -> HttpResponse:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    answer = HttpResponse(text + "\n", content_type=content_type)
    answer[OPEN_TO_ALL] = "*"
    return answer
