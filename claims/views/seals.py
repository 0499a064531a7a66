"""Seals of the audit log, for machines and for whoever keeps copies of them."""

import json
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from claims import ledger
from claims.models import Claim, Seal
from claims.views.claims import not_shown
from claims.views.common import public_page
from claims.views.feeds import Atom

ENTRIES = 60  # days


def _json(data: Any) -> HttpResponse:
    """Readable, and open to every site: a copy is worth most in other hands."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    answer = HttpResponse(text + "\n", content_type="application/json")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@public_page
def seals(request: HttpRequest) -> HttpResponse:
    """All seals, newest first, without the heads they stand for."""
    rows = Seal.objects.order_by("-date").defer("changes")
    return _json({"seals": [ledger.as_published(row) for row in rows]})


@public_page
def seal(request: HttpRequest, day: date) -> HttpResponse:
    return _json(ledger.as_published(get_object_or_404(Seal.objects.defer("changes"), date=day)))


@public_page
def proof(request: HttpRequest, public_id: str) -> HttpResponse:
    """That the newest seal covers this claim's log. Nothing for claims that readers may not see."""
    claim = Claim.objects.public().filter(public_id=public_id).first()
    if claim is None:
        return not_shown(request, public_id)
    found = ledger.proof_of(claim.ledger_chain)
    if found is None:
        raise Http404
    return _json({"claim": claim.public_id, **found})


class SealFeed(Feed):
    """One entry a day, the seal in it whole: whoever reads the feed holds copies."""

    feed_type = Atom

    def title(self) -> str:
        return f"{settings.FACTCHECK_PUBLISHER}: {_('Seals of the audit log')}"

    def link(self) -> str:
        return f"{settings.FACTCHECK_SITE_URL}{reverse('seals')}"

    feed_guid = link

    def items(self) -> list[dict[str, Any]]:
        return ledger.newest_seals(ENTRIES)

    def item_title(self, item: Any) -> str:
        return f"{item['date']}: {item['root']}"

    def item_description(self, item: Any) -> str:
        return json.dumps(item, sort_keys=True)

    def item_link(self, item: Any) -> str:
        return f"{settings.FACTCHECK_SITE_URL}{reverse('seal', args=[date.fromisoformat(item['date'])])}"

    def item_pubdate(self, item: Any) -> datetime:
        return datetime.fromisoformat(item["at"])


@public_page
def seal_feed(request: HttpRequest) -> HttpResponse:
    return SealFeed()(request)
