"""Feeds of what was published and of what was corrected: Atom, and JSON Feed 1.1.

In the reader's language (Accept-Language), or in the one that `?language=de|en` names.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Claim, Review
from claims.templatetags.dates import language
from claims.templatetags.words import plain, word
from claims.views.about import corrected
from claims.views.common import View, address_of, public_page

ENTRIES = 50
# What XML 1.0 cannot hold, not even escaped.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def newest() -> QuerySet[Review]:
    """Fact-checks in force, the latest first. A mended slip makes no fact-check newer."""
    versions = Review.objects.filter(claim=OuterRef("claim"))
    changed = versions.exclude(kind=Review.Kind.EDITORIAL).order_by("-number")
    return (
        Review.objects.filter(is_current=True, claim__in=Claim.objects.public())
        .exclude(kind=Review.Kind.WITHDRAWAL)
        .annotate(
            first_published_at=Subquery(versions.order_by("number").values("published_at")[:1]),
            changed_at=Subquery(changed.values("published_at")[:1]),
        )
        .select_related("claim__article__case", "claim__article__document")
        .defer("snapshot")
        .order_by("-changed_at", "-pk")
    )


class Steady(SyndicationFeed):
    def latest_post_date(self) -> datetime:
        """An empty feed is the same whenever it is asked for."""
        return super().latest_post_date() if self.items else datetime.fromtimestamp(0, UTC)


class Atom(Steady, Atom1Feed):
    def add_item(self, title: str, link: str, description: str, *args: Any, **more: Any) -> None:
        super().add_item(NOT_XML.sub("", title), link, NOT_XML.sub("", description), *args, **more)


class JSON(Steady):
    """JSON Feed 1.1 (jsonfeed.org)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        head = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"], "url": self.feed["author_link"]}],
        }
        items = [self._item(row) for row in self.items]
        outfile.write(json.dumps(head | {"items": items}, ensure_ascii=False, indent=1).encode(encoding))

    def _item(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": row["unique_id"],
            "url": row["link"],
            "title": row["title"],
            "content_html": row["description"].strip(),
            "date_published": row["pubdate"].isoformat(),
            "date_modified": row["updateddate"].isoformat(),
            "tags": row["categories"],
        }


class Reviews(Feed):
    """One entry a claim, its fact-check in force: a new version moves the entry up.

    Suggestions are in no feed, withdrawn fact-checks only in that of corrections.
    """

    feed_type: type[SyndicationFeed] = Atom
    heading: str | Promise = gettext_lazy("Newest fact-checks")
    page = "home"
    description_template = "claims/feeds/review.html"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return request.path

    def title(self) -> str:
        return f"{settings.FACTCHECK_PUBLISHER}: {self.heading}"

    def link(self) -> str:
        return address_of(self.page)

    def feed_url(self, path: str) -> str:
        return f"{settings.FACTCHECK_SITE_URL}{path}?language={language()}"

    feed_guid = feed_url

    def author_name(self) -> str:
        return settings.FACTCHECK_PUBLISHER

    def author_link(self) -> str:
        return settings.FACTCHECK_SITE_URL + "/"

    def items(self) -> QuerySet[Review]:
        return newest()[:ENTRIES]

    def item_title(self, item: Review) -> str:
        """The rating before the claim, which would else be spread by every reader that lists titles."""
        return marked(item, f"{plain(item, 'verdict_label')}: {plain(item, 'statement')}")

    def item_link(self, item: Review) -> str:
        return address_of("claim", item.claim.public_id)

    def item_guid(self, item: Review) -> str:
        """The same in both languages."""
        return f"{settings.FACTCHECK_SITE_URL}/claims/{item.claim.public_id}/"

    def item_pubdate(self, item: Any) -> Any:
        return item.first_published_at

    def item_updateddate(self, item: Any) -> Any:
        return item.changed_at

    def item_categories(self, item: Review) -> list[str]:
        return [plain(item, "verdict_label")]


class Corrections(Reviews):
    """One entry a clarification, correction or withdrawal, with its note."""

    heading = gettext_lazy("Corrections")
    page = "corrections"
    description_template = "claims/feeds/correction.html"

    def items(self) -> QuerySet[Review]:
        return corrected()[:ENTRIES]

    def item_title(self, item: Review) -> str:
        kind = word(item.kind, "version")
        return marked(item, f"{kind[:1].upper()}{kind[1:]}: {plain(item, 'statement')}")

    def item_guid(self, item: Review) -> str:
        return f"{super().item_guid(item)}#version-{item.number}"

    def item_pubdate(self, item: Review) -> Any:
        return item.published_at

    item_updateddate = item_pubdate

    def item_categories(self, item: Review) -> list[str]:
        return [word(item.kind, "version")]


class ReviewsAsJSON(Reviews):
    feed_type = JSON


def marked(item: Review, title: str) -> str:
    demonstration = item.demonstration or item.claim.article.case.demonstration
    return f"{_('Demonstration')}: {title}" if demonstration else title


def in_language(feed: Feed) -> View:
    """A page of the feed in the language that the address or else the browser asks for."""

    def page(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("language", "")
        with translation.override(asked if asked in dict(settings.LANGUAGES) else language()):
            response = feed(request)
            response["Content-Language"] = language()
        return response

    return public_page(page)


reviews = in_language(Reviews())
reviews_as_json = in_language(ReviewsAsJSON())
corrections = in_language(Corrections())
