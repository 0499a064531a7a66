"""What people do with a claim at the desk: each act is one form, one service, and back to the claim."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims import services, workflow
from claims.forms import (
    AssessForm,
    AssignForm,
    ChiefForm,
    ClaimForm,
    CommentForm,
    DeclineForm,
    HoldForm,
    MoveForm,
    RevisedForm,
    WithdrawForm,
)
from claims.forms.common import DeskForm
from claims.models import Claim, User
from claims.views.desk.alike import differing
from claims.views.desk.cited import passage_form
from claims.views.desk.claims import page
from claims.views.desk.common import Page, carry_out, claim_for, desk_page, staff
from sources.models import Passage


def act(name: str, form_class: type[DeskForm], do: Callable[..., Any]) -> Page:
    """A page for one act: `do(claim=, actor=, **what the form says)`; `name` is the form's on the screen."""

    @desk_page
    @require_POST
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        row, form = claim_for(request, public_id), form_class(request.POST)
        return carry_out(
            form,
            do,
            claim=row,
            actor=staff(request),
            done=address(row),
            again=lambda: page(request, claim_for(request, public_id), **{name: form}),
        )

    return view


def address(row: Claim, part: str = "") -> str:
    return reverse("desk-claim", args=[row.public_id]) + part


move = act("move", MoveForm, services.transition)
assign = act("assign", AssignForm, services.assign)
comment = act("comment", CommentForm, services.comment)
decline = act("decline", DeclineForm, services.decline)
put_aside = act("hold", HoldForm, services.hold)
wake = act("wake", RevisedForm, services.wake)


@desk_page
@require_POST
def hold(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a claim on hold until a day, or wake it (`act=wake`)."""
    if request.POST.get("act") != "wake":
        return put_aside(request, public_id)  # type: ignore[return-value]
    return wake(request, public_id)  # type: ignore[return-value]


@desk_page
@require_POST
def assess(request: HttpRequest, public_id: str) -> HttpResponse:
    """One person's rating; a claim that says the same and was rated otherwise is pointed out."""
    row, form, user = claim_for(request, public_id), AssessForm(request.POST), staff(request)

    def rate(**said: Any) -> None:
        rating = services.assess(claim=row, actor=user, **said)
        for other in differing(user, row, [rating]):
            messages.warning(
                request,
                _("A claim that says the same was rated “%(rating)s”: %(claim)s. Say in the reasoning why.")
                % {"rating": other.label, "claim": other.title},
            )

    return carry_out(form, rate, done=address(row), again=lambda: page(request, row, assess=form))


@desk_page
@require_POST
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Save the working version. Who saves second sees what differs, word by word, and nothing is lost."""
    row, form = claim_for(request, public_id), ClaimForm(request.POST)
    return carry_out(
        form,
        lambda **_given: services.edit_claim(claim=row, actor=staff(request), **form.changes()),
        done=address(row),
        again=lambda: page(request, claim_for(request, public_id), edit=form),
    )


def chiefly(*, claim: Claim, actor: User, act: str, reason: str) -> Any:
    acts: dict[str, Callable[..., Any]] = {
        "suppress": services.suppress,
        "unsuppress": services.unsuppress,
        "hold_legally": services.hold_legally,
        "lift_legal_hold": services.lift_legal_hold,
    }
    return acts[act](claim=claim, actor=actor, reason=reason)


chief = act("chief", ChiefForm, chiefly)
withdraw = act("withdraw", WithdrawForm, services.withdraw)


def shut(*, passage: Passage, actor: User, act: str, reason: str) -> Passage:
    """Take one passage down for legal reasons (suppress), or show it again."""
    do = services.suppress_passage if act == "suppress" else services.unsuppress_passage
    return do(passage=passage, actor=actor, reason=reason)


@desk_page
@require_POST
def passage(request: HttpRequest, public_id: str) -> HttpResponse:
    row, user = claim_for(request, public_id), staff(request)
    if not user.may(workflow.Act.SUPPRESS):
        raise PermissionDenied
    form = passage_form(user, row, request.POST)
    return carry_out(
        form, shut, actor=user, done=address(row, "#chief"), again=lambda: page(request, row, passage=form)
    )


@desk_page
@require_POST
def span(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one of a claim's passages out again (`appearance`)."""
    row, user = claim_for(request, public_id), staff(request)
    chosen = request.POST.get("appearance", "")
    appearance = next((each for each in row.appearances.all() if str(each.pk) == chosen), None)
    try:
        if appearance:
            services.take_span(claim=row, appearance=appearance, actor=user)
    except services.Refused as error:
        messages.warning(request, services.told(error))
    return redirect(address(row))
