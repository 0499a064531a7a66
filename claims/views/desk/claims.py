"""One claim on one screen: what was said, evidence, rating, and the moves that are open from here."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from claims import services, workflow
from claims.forms import (
    AssessForm,
    AssignForm,
    ChiefForm,
    CiteForm,
    ClaimForm,
    DeclineForm,
    GapForm,
    HoldForm,
    MoveForm,
)
from claims.models import Assessment, Claim, Claimant, Evidence, LedgerEntry, User, documents_visible_to
from claims.views.desk.common import attempt, claim_for, desk_page, staff
from claims.workflow import State

SHOWN_ENTRIES = 30


@desk_page
def claim(request: HttpRequest, public_id: str) -> HttpResponse:
    return page(request, claim_for(request, public_id))


def page(request: HttpRequest, row: Claim, status: int = 0, **context: Any) -> HttpResponse:
    """The claim's screen; `context` holds bound forms: what a colleague typed, and what is wrong."""
    status = status or (400 if context else 200)
    return render(request, "claims/desk/claim.html", screen(staff(request), row) | context, status=status)


def screen(user: User, row: Claim) -> dict[str, Any]:
    eyes = row.article.case.eyes
    ratings = services.round_assessments(row)
    seen = ratings.filter(pk__in=Assessment.objects.visible_to(user).filter(claim=row))
    suggestion = row.assessments.filter(origin=Assessment.Origin.IMPORTED).select_related("verdict").last()
    targets = [m.target for m in workflow.moves_from(row.state, eyes) if m.act and user.may(m.act)]
    may_add = user.may(workflow.Act.ADD)
    return {
        "claim": row,
        "passages": row.appearances.select_related("passage"),
        "evidence": evidence_of(row, user),
        "missing": services.evidence_missing(row),
        "ratings": seen.select_related("verdict", "by"),
        "rating_waits": ratings.count() > seen.count(),
        "may_rate": services.may_rate_now(row, user),
        "suggestion": suggestion,
        "moves": [target for target in targets if target not in (State.CLOSED, State.DECLINED)],
        "claimants": Claimant.objects.values_list("name", flat=True),
        "may_add": may_add,
        "may_sign_off": user.may(workflow.Act.PUBLISH) and row.state == State.REVIEW,
        "entries": LedgerEntry.objects.visible_to(user)
        .filter(chain=row.ledger_chain)
        .order_by("-sequence")[:SHOWN_ENTRIES],
        "edit": ClaimForm(initial=initial(row)),
        "cite": cite_form(user),
        "assess": AssessForm(initial={"reference_point": "as_of_publication"}),
        "assign": AssignForm(initial={"to": row.assignee_id, "due_at": row.due_at})
        if user.may(workflow.Act.ASSIGN)
        else None,
        "move": MoveForm(),
        "hold": HoldForm() if row.state in workflow.IN_WORK and user.may(workflow.Act.ASSESS) else None,
        "decline": DeclineForm() if State.DECLINED in targets and user.may(workflow.Act.DECLINE) else None,
        "chief": ChiefForm() if user.may(workflow.Act.WITHDRAW) and row.reviews.exists() else None,
    }


def initial(row: Claim) -> dict[str, Any]:
    names = [name for name in ClaimForm.base_fields if name != "claimant"]
    return {name: getattr(row, name) for name in names} | {
        "claimant": row.claimant.name if row.claimant else ""
    }


def cite_form(user: User, *data: Any) -> CiteForm:
    form = CiteForm(*data)
    documents = documents_visible_to(user).filter(article=None).order_by("title")
    form.fields["document"].queryset = documents  # type: ignore[attr-defined]
    return form


def evidence_of(row: Claim, user: User) -> list[Evidence]:
    """The evidence this colleague may know of."""
    rows = Evidence.objects.visible_to(user).active().filter(claim=row)
    return list(rows.select_related("passage__document").prefetch_related("passage__document__links"))


@desk_page
@require_POST
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Save the working version. Who saves second sees both versions, and nothing typed is lost."""
    row, form = claim_for(request, public_id), ClaimForm(request.POST)
    if form.is_valid() and attempt(
        form,
        lambda: services.edit_claim(
            claim=row,
            actor=staff(request),
            expected_revision=form.cleaned_data["revision"],
            **form.changes(),
        ),
    ):
        return redirect("desk-claim", row.public_id)
    now = claim_for(request, public_id)
    theirs = initial(now)
    differing = [
        (field.label, theirs[field.name])
        for field in form
        if field.name != "revision" and str(theirs[field.name]) != field.value()
    ]
    if theirs["revision"] == form["revision"].value():
        return page(request, now, edit=form)
    # Saving once more replaces theirs, now that both versions were seen.
    form.data = {**form.data.dict(), "revision": theirs["revision"]}  # type: ignore[attr-defined]
    return page(request, now, edit=form, theirs=differing)


@desk_page
@require_POST
def cite(request: HttpRequest, public_id: str) -> HttpResponse:
    row, form = claim_for(request, public_id), cite_form(staff(request), request.POST, request.FILES)
    if form.is_valid() and attempt(form, lambda: cite_document(row, staff(request), form)):
        return redirect(f"{desk_address(row)}#evidence")
    return page(request, row, cite=form)


@transaction.atomic
def cite_document(row: Claim, user: User, form: CiteForm) -> Evidence:
    """Evidence from the form; a document not known yet is recorded first."""
    names = ("stance", "locator", "exact", "note_de", "note_en")
    columns = {name: form.cleaned_data[name].strip() for name in names}
    document = form.cleaned_data["document"] or services.add_document(
        case=row.article.case, actor=user, **form.new_document()
    )
    return services.cite(claim=row, document=document, actor=user, **columns)


@desk_page
@require_POST
def change_evidence(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Record why something is missing, or drop the piece (`act=drop`)."""
    row = claim_for(request, public_id)
    evidence = get_object_or_404(Evidence.objects.visible_to(staff(request)).active(), claim=row, pk=pk)
    if request.POST.get("act") == "drop":
        services.drop(evidence=evidence, actor=staff(request), note=request.POST.get("note", ""))
        return redirect(f"{desk_address(row)}#evidence")
    form = GapForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: services.explain_gap(evidence=evidence, actor=staff(request), **form.cleaned_data)
    ):
        return redirect(f"{desk_address(row)}#evidence")
    return page(request, row, gap=form)


@desk_page
@require_POST
def assess(request: HttpRequest, public_id: str) -> HttpResponse:
    row, form = claim_for(request, public_id), AssessForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: services.assess(claim=row, actor=staff(request), **form.cleaned_data)
    ):
        return redirect("desk-claim", row.public_id)
    return page(request, row, assess=form)


@desk_page
@require_POST
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    row, form = claim_for(request, public_id), MoveForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: services.transition(claim=row, actor=staff(request), **form.cleaned_data)
    ):
        return redirect("desk-claim", row.public_id)
    return page(request, row, move=form)


@desk_page
@require_POST
def assign(request: HttpRequest, public_id: str) -> HttpResponse:
    row, form = claim_for(request, public_id), AssignForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: services.assign(claim=row, actor=staff(request), **form.cleaned_data)
    ):
        return redirect("desk-claim", row.public_id)
    return page(request, row, assign=form)


def desk_address(row: Claim) -> str:
    return f"/desk/claims/{row.public_id}/"


@desk_page
@require_POST
def hold(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a claim on hold until a day, or wake it (`act=wake`)."""
    row, user = claim_for(request, public_id), staff(request)
    if request.POST.get("act") == "wake":
        services.wake(claim=row, actor=user)
        return redirect("desk-claim", row.public_id)
    form = HoldForm(request.POST)
    if form.is_valid() and attempt(form, lambda: services.hold(claim=row, actor=user, **form.cleaned_data)):
        return redirect("desk-claim", row.public_id)
    return page(request, row, hold=form)


@desk_page
@require_POST
def decline(request: HttpRequest, public_id: str) -> HttpResponse:
    row, form = claim_for(request, public_id), DeclineForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: services.decline(claim=row, actor=staff(request), **form.cleaned_data)
    ):
        return redirect("desk-claim", row.public_id)
    return page(request, row, decline=form)


@desk_page
@require_POST
def chief(request: HttpRequest, public_id: str) -> HttpResponse:
    """Withdraw, take down and show again, legal hold: a chief's acts, each with its reason."""
    row, form = claim_for(request, public_id), ChiefForm(request.POST)
    if form.is_valid() and attempt(form, lambda: chiefly(row, staff(request), form.cleaned_data)):
        return redirect("desk-claim", row.public_id)
    return page(request, row, chief=form)


def chiefly(row: Claim, user: User, data: dict[str, str]) -> Any:
    if data["act"] == "withdraw":
        return services.withdraw(claim=row, actor=user, note_de=data["reason"])
    acts: dict[str, Callable[..., Any]] = {
        "suppress": services.suppress,
        "unsuppress": services.unsuppress,
        "hold_legally": services.hold_legally,
        "lift_legal_hold": services.lift_legal_hold,
    }
    return acts[data["act"]](claim=row, actor=user, reason=data["reason"])
