"""A claim as a card in other people's pages: the card, and what oEmbed (https://oembed.com) tells of it.

Cards may be framed by anybody and run no script. They show what is in force now, whatever was embedded then.
"""

from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from claims.templatetags.words import in_language
from claims.views.claims import find, not_shown, today
from claims.views.common import address_of, public_page
from claims.views.shown import Shown

WIDTH, HEIGHT = 560, 340  # px, unless less is asked for
CLAIM_PAGES = ("claim", "claim-embed")


def card(request: HttpRequest, public_id: str) -> HttpResponse:
    item = _shown(public_id)
    if item is None:
        return not_shown(request, public_id)
    return render(request, "claims/embed.html", {"item": item, "claim": item.claim, "noindex": True})


embed = xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(public_page(card)))


@public_page
def oembed(request: HttpRequest) -> HttpResponse:
    """`?url=` of a claim's page. 400 without one, 404 for other addresses, 501 for XML, as oEmbed has it."""
    if not request.GET.get("url"):
        raise BadRequest(_("Give the address of a claim's page as ?url=."))
    if request.GET.get("format", "json") != "json":
        return HttpResponse(_("Only format=json is answered."), status=501, content_type="text/plain")
    language, public_id = _claim_at(request.GET["url"])
    with translation.override(language):
        item = _shown(public_id)
        if item is None:
            return not_shown(request, public_id)
        answer = JsonResponse(_described(request, item))
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _described(request: HttpRequest, item: Shown) -> dict[str, object]:
    width, height = _at_most(request, "maxwidth", WIDTH), _at_most(request, "maxheight", HEIGHT)
    title = in_language(item.words, "statement")[0]
    frame = format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" style="border:0;max-width:100%"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>',
        address_of("claim-embed", item.claim.public_id), title, width, height,
    )  # fmt: skip
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": settings.FACTCHECK_PUBLISHER,
        "provider_url": settings.FACTCHECK_SITE_URL,
        "cache_age": 3600,
        "html": frame,
        "width": width,
        "height": height,
    }


def _at_most(request: HttpRequest, name: str, usual: int) -> int:
    text = request.GET.get(name, "")
    return min(int(text), usual) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else usual


def _claim_at(address: str) -> tuple[str, str]:
    """Language and public id of the claim whose page, or card, stands there. Http404 for anything else."""
    try:
        parts = urlsplit(address)
    except ValueError as broken:
        raise Http404 from broken
    if parts.scheme not in ("http", "https") or parts.netloc != urlsplit(settings.FACTCHECK_SITE_URL).netloc:
        raise Http404
    named = parts.path[1:3] if parts.path[3:4] == "/" else ""
    language = named if named in dict(settings.LANGUAGES) else translation.get_language()
    path = parts.path if named == language else f"/{language}{parts.path}"
    with translation.override(language):
        try:
            found = resolve(path)
        except Resolver404 as nowhere:
            raise Http404 from nowhere
    if found.url_name not in CLAIM_PAGES:
        raise Http404
    return language, found.kwargs["public_id"]


def _shown(public_id: str) -> Shown | None:
    row = find(public_id)
    return today(row, list(row.reviews.select_related("verdict"))) if row else None
