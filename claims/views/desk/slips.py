"""Slips of the pen in the version in force: its texts, and what is mended in them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from claims import services, workflow
from claims.forms import SlipForm
from claims.models import Claim, Review
from claims.views.desk.claims import with_problems
from claims.views.desk.common import carry_out, claim_for, desk_page, staff


@desk_page
def slip(request: HttpRequest, public_id: str) -> HttpResponse:
    """The texts as they are printed, for a colleague of who published them."""
    row, user = claim_for(request, public_id), staff(request)
    if not user.may(workflow.Act.PUBLISH):
        raise PermissionDenied
    versions = row.reviews.defer("snapshot")
    current = versions.filter(is_current=True).exclude(kind=Review.Kind.WITHDRAWAL).first()
    if current is None:
        raise Http404
    if request.method != "POST":
        return page(request, row, current, SlipForm(current))
    read = next(
        (each for each in versions if str(each.number) == request.POST.get("expected_revision")), current
    )
    form = SlipForm(read, request.POST)
    return carry_out(
        form,
        services.correct_slip,
        claim=row,
        actor=user,
        done=reverse("desk-claim", args=[row.public_id]),
        again=lambda: page(request, row, current, form),
    )


def page(request: HttpRequest, row: Claim, current: Review, form: SlipForm) -> HttpResponse:
    own = workflow.slip_eyes(current.published_by_id, staff(request).pk)
    context: dict[str, Any] = {"claim": row, "version": current, "form": form}
    context["own"] = [services.told(item.why) for item in own]
    return render(request, "claims/desk/slip.html", context | with_problems({"form": form}))
