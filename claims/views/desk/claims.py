"""One claim on one screen: what was said, evidence, rating, and the moves that are open from here."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from claims import services, workflow
from claims.forms import AssessForm, AssignForm, CiteForm, ClaimForm, GapForm, MoveForm
from claims.models import Assessment, Claim, Claimant, Evidence, LedgerEntry, User
from claims.views.desk.common import attempt, claim_for, desk_page, staff
from claims.workflow import State
from sources.models import Document

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
    ratings = list(services.round_assessments(row).select_related("verdict", "by"))
    mine = [rating for rating in ratings if rating.by_id == user.pk]
    suggestion = row.assessments.filter(origin=Assessment.Origin.IMPORTED).select_related("verdict").last()
    moves = [
        move.target
        for move in workflow.moves_from(row.state, eyes)
        if move.target != State.CLOSED and move.act and user.may(move.act)
    ]
    may_add = user.may(workflow.Act.ADD)
    return {
        "claim": row,
        "passages": row.appearances.select_related("passage"),
        "evidence": evidence_of(row),
        "missing": services.evidence_missing(row),
        # Blind means blind: others' ratings of a running round are shown only to who has rated too.
        "ratings": ratings if (mine and len(ratings) > 1) or row.state == State.CLOSED else mine,
        "rating_waits": bool(ratings) and not mine,
        "may_rate": services.may_rate_now(row, user),
        "suggestion": suggestion,
        "moves": moves,
        "claimants": Claimant.objects.values_list("name", flat=True),
        "may_add": may_add,
        "may_sign_off": user.may(workflow.Act.PUBLISH) and row.state == State.REVIEW,
        "entries": LedgerEntry.objects.visible_to(user)
        .filter(chain=row.ledger_chain)
        .order_by("-sequence")[:SHOWN_ENTRIES],
        "edit": ClaimForm(initial=initial(row)),
        "cite": cite_form(),
        "assess": AssessForm(initial={"reference_point": "as_of_publication"}),
        "assign": AssignForm(initial={"to": row.assignee_id, "due_at": row.due_at})
        if user.may(workflow.Act.ASSIGN)
        else None,
        "move": MoveForm(),
    }


def initial(row: Claim) -> dict[str, Any]:
    names = [name for name in ClaimForm.base_fields if name != "claimant"]
    return {name: getattr(row, name) for name in names} | {
        "claimant": row.claimant.name if row.claimant else ""
    }


def cite_form(data: Any = None) -> CiteForm:
    form = CiteForm(data)
    documents = Document.objects.filter(confidentiality=Document.Confidentiality.PUBLIC, article=None)
    form.fields["document"].queryset = documents.order_by("title")  # type: ignore[attr-defined]
    return form


def evidence_of(row: Claim) -> list[Evidence]:
    rows = row.evidence.active().select_related("passage__document")
    return list(rows.prefetch_related("passage__document__links"))


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
    row, form = claim_for(request, public_id), cite_form(request.POST)
    if form.is_valid() and attempt(form, lambda: cite_document(row, staff(request), form.cleaned_data)):
        return redirect(f"{desk_address(row)}#evidence")
    return page(request, row, cite=form)


@transaction.atomic
def cite_document(row: Claim, user: User, data: dict[str, Any]) -> Evidence:
    """Evidence from the form; a document not known yet is made with its address."""
    names = ("stance", "locator", "exact", "note_de", "note_en")
    columns = {name: data[name].strip() for name in names}
    document = data["document"] or services.add_document(
        case=row.article.case,
        actor=user,
        **{name: data[name].strip() for name in ("title", "publisher", "tier", "origin", "url")},
    )
    return services.cite(claim=row, document=document, actor=user, **columns)


@desk_page
@require_POST
def change_evidence(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Record why something is missing, or drop the piece (`act=drop`)."""
    row = claim_for(request, public_id)
    evidence = get_object_or_404(Evidence.objects.active(), claim=row, pk=pk)
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
