"""Notices at the desk: what I was told, putting it off, every delivery; source changes as an Atom feed."""

import base64
import binascii
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from rest_framework.authtoken.models import Token

from claims import workflow
from claims.forms import SnoozeForm
from claims.models import Claim, Delivery, Evidence, Notice, User, documents_visible_to
from claims.services import notices as service
from claims.views.desk.common import attempt, claim_for, claim_id, desk_page, staff, status_of
from sources.models import Document, Finding

ROWS = 50


@desk_page
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    return page(request, SnoozeForm())


def page(request: HttpRequest, form: SnoozeForm) -> HttpResponse:
    """My notices of what I may read now, newest first; for who governs, every attempt to tell somebody."""
    user = staff(request)
    mine = Notice.objects.filter(
        user=user,
        claim__in=Claim.objects.accessible_to(user).order_by().values("pk"),
        finding__link__document__in=known_to(user).values("pk"),
    ).select_related("claim", "finding__link__document", "delivery")
    context = {
        "notices": mine.order_by("-created_at", "-pk")[:ROWS],
        "form": form,
        "may_see_log": user.may(workflow.Act.GOVERN),
        "deliveries": Delivery.objects.select_related("user", "webhook")[:ROWS]
        if user.may(workflow.Act.GOVERN)
        else [],
    }
    return render(
        request, "claims/desk/notices.html", context, status=status_of(form) if form.errors else 200
    )


@desk_page
@require_POST
def snooze(request: HttpRequest) -> HttpResponse:
    """Put one claim off for some days."""
    user = staff(request)
    claim = claim_for(request, claim_id(request))
    form = SnoozeForm(request.POST)

    def act() -> None:
        until = timezone.now() + timedelta(days=form.cleaned_data["days"])
        service.snooze(claim=claim, user=user, until=until)

    if form.is_valid() and attempt(form, act):
        return redirect("desk-notices")
    return page(request, form)


@never_cache
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Source changes of documents this colleague may read, newest first, for a feed reader: signed in, or
    with an API token (as `Authorization: Token …`, or as the password of HTTP Basic)."""
    user = reader(request)
    if user is None:
        response = HttpResponse(status=401, content_type="text/plain")
        response["WWW-Authenticate"] = 'Basic realm="desk", charset="UTF-8"'
        return response
    if not user.is_active:
        raise PermissionDenied
    site = settings.FACTCHECK_SITE_URL
    atom = Atom1Feed(
        title=_("Source changes"),
        link=site + reverse("desk-findings"),
        description="",
        feed_url=site + reverse("desk-findings-feed"),
        language=get_language(),
    )
    newest = Finding.objects.filter(link__document__in=known_to(user).values("pk")).select_related(
        "link__document"
    )
    for finding in newest.order_by("-confirmed_at", "-pk")[:ROWS]:
        address = site + reverse("desk-finding", args=[finding.pk])
        atom.add_item(
            title=f"{in_words(finding)}: {finding.link.document}",
            link=address,
            unique_id=address,
            description=finding.link.url,
            pubdate=finding.confirmed_at,
            updateddate=finding.ended_at or finding.confirmed_at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=Atom1Feed.content_type)


def known_to(user: User) -> QuerySet[Document]:
    """Documents whose source changes this colleague may open: a reporter's are those of own cases."""
    documents = documents_visible_to(user).order_by()
    if not user.may(workflow.Act.READ_EVERYTHING):
        cited = Evidence.objects.active().filter(claim__in=Claim.objects.accessible_to(user))
        documents = documents.filter(pk__in=cited.values("passage__document"))
    return documents


def in_words(finding: Finding) -> str:
    change = {"finding": {"kind": finding.kind}}
    return render_to_string("claims/notices/kind.txt", {"change": change}).strip()


def reader(request: HttpRequest) -> User | None:
    if isinstance(request.user, User):
        return request.user
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            given = base64.b64decode(given, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return None
    elif scheme.lower() != "token":
        return None
    key = given.strip()
    known = Token.objects.filter(key=key if key.isalnum() else "", user__is_active=True)
    token = known.select_related("user").first()
    return token.user if token else None
