"""What was done with which claim lately, and how far blind ratings agree. By person only where the house says
so (FACTCHECK_ACTIVITY_BY_PERSON): the page is about claims, not about diligence."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.agreement import LEAST, agreement
from claims.models import Assessment, Claim, LedgerEntry, User
from claims.views.desk.common import desk_page, staff

SPANS = (7, 30, 90)  # days
MOST = 200


@desk_page
@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    """`?days=7|30|90`. Five queries, six with people: session, reader, acts by claim, the claims, ratings."""
    user = staff(request)
    asked = request.GET.get("days", "")
    days = next((span for span in SPANS if str(span) == asked), 30)
    since = timezone.now() - timedelta(days=days)
    acts = LedgerEntry.objects.visible_to(user).filter(at__gte=since)
    people = acts.order_by().exclude(actor=None).values("actor_label").annotate(acts=Count("pk"))
    context = {
        "days": days,
        "spans": SPANS,
        "rows": list(by_claim(user, acts)),
        "people": people.order_by("-acts", "actor_label") if settings.FACTCHECK_ACTIVITY_BY_PERSON else None,
        "agreement": agreement(list(pairs(user))),
        "least": LEAST,
    }
    return render(request, "claims/desk/activity.html", context)


def by_claim(user: User, acts: Any) -> Iterator[tuple[Claim, int, datetime]]:
    """The claims with the newest acts first, how many there were, and when the last one was."""
    chains = acts.filter(chain__startswith="claim:").order_by().values("chain")
    found = {
        row["chain"].removeprefix("claim:"): row
        for row in chains.annotate(acts=Count("pk"), last=Max("at")).order_by("-last", "chain")[:MOST]
    }
    claims = Claim.objects.accessible_to(user).select_related("article__document")
    known = claims.in_bulk(found, field_name="public_id")
    return ((known[key], row["acts"], row["last"]) for key, row in found.items() if key in known)


def pairs(user: User) -> Iterator[tuple[str, str]]:
    """Each blind rating with the one it checked, as far as both are open to this colleague. What somebody
    rated after the two stood side by side was not blind to them, though older rows say so."""
    rows = Assessment.objects.visible_to(user).filter(origin=Assessment.Origin.DESK)
    before: tuple[tuple[int, int], str] | None = None  # the rating that is still to be checked
    for claim, number, blind, verdict in (
        rows.order_by("claim", "round", "at", "id")
        .values_list("claim", "round", "blind", "verdict__slug")
        .iterator()
    ):
        if blind and before and before[0] == (claim, number):
            yield before[1], verdict
        before = None if blind else ((claim, number), verdict)
