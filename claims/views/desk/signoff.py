"""Sign-off: assessments side by side once both exist, the gate as a checklist, publish or return."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from claims import services, workflow
from claims.forms import MoveForm, PublishForm, ReplyForm
from claims.models import Assessment, Claim
from claims.views.desk.claims import evidence_of
from claims.views.desk.common import attempt, claim_for, desk_page, staff
from claims.workflow import State


@desk_page
def signoff(request: HttpRequest, public_id: str) -> HttpResponse:
    return page(request, claim_for(request, public_id))


def page(request: HttpRequest, row: Claim, **forms: Any) -> HttpResponse:
    """What stands between this claim and its publication, and the form to publish it."""
    user = staff(request)
    ratings = services.round_assessments(row)
    seen = ratings.filter(pk__in=Assessment.objects.visible_to(user).filter(claim=row))
    published = row.reviews.filter(is_current=True).exists()
    context = {
        "claim": row,
        "ratings": seen.select_related("verdict", "by"),
        "both": seen.values("by").distinct().count() > 1,
        "gate": services.publication_gate(row, user),
        "evidence": evidence_of(row, user),
        "replies": row.replies.all(),
        "reply": ReplyForm(),
        "publish": PublishForm(initial={"kind": "update" if published else ""}),
        "back": MoveForm(initial={"to": State.RESEARCH}),
        "open": row.state == State.REVIEW,
        "may_publish": user.may(workflow.Act.PUBLISH),
        **forms,
    }
    return render(request, "claims/desk/signoff.html", context, status=400 if forms else 200)


@desk_page
@require_POST
def reply(request: HttpRequest, public_id: str) -> HttpResponse:
    row, form = claim_for(request, public_id), ReplyForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: services.record_reply(claim=row, actor=staff(request), **form.cleaned_data)
    ):
        return redirect("desk-signoff", row.public_id)
    return page(request, row, reply=form)


@desk_page
@require_POST
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    row, form = claim_for(request, public_id), PublishForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: services.publish(claim=row, actor=staff(request), **form.cleaned_data)
    ):
        return redirect("desk-claim", row.public_id)
    return page(request, row, publish=form)


@desk_page
@require_POST
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    row, form = claim_for(request, public_id), MoveForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: services.transition(claim=row, actor=staff(request), **form.cleaned_data)
    ):
        return redirect("desk-claim", row.public_id)
    return page(request, row, back=form)
