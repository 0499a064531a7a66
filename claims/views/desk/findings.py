"""Source changes: which claims need a look, and an editor's decision."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from claims import services, workflow
from claims.forms import RulingForm
from claims.models import Claim, Ruling, User
from claims.views.desk.common import attempt, desk_page, staff
from sources.models import Finding


@desk_page
def index(request: HttpRequest) -> HttpResponse:
    """Claims that need a look, with the source changes that say why."""
    claims = Claim.objects.accessible_to(staff(request)).in_question().select_related("article__document")
    rows = [(claim, touching(claim)) for claim in claims[:50]]
    return render(request, "claims/desk/findings.html", {"rows": rows})


def touching(claim: Claim) -> QuerySet[Finding]:
    """The open, undecided source changes that touch one claim."""
    return (
        Finding.objects.filter(link__document__passages__evidence__claim=claim, ended_at=None)
        .exclude(rulings__claim=claim)
        .select_related("link__document")
        .distinct()
    )


@desk_page
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One source change: before and after, the claims it touches, and the one form to decide it."""
    user = staff(request)
    change = get_object_or_404(
        Finding.objects.select_related("link__document", "passage", "before", "after"), pk=pk
    )
    touched = touched_claims(change, user)
    if not touched and not user.may(workflow.Act.READ_EVERYTHING):
        raise PermissionDenied
    form = RulingForm(request.POST or None)
    open_claims = [claim for claim in touched if not claim.decided]
    form.fields["claims"].queryset = touched.filter(pk__in=[claim.pk for claim in open_claims])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid() and decide(change, user, form):
        return redirect("desk-finding", pk=change.pk)
    context = {"finding": change, "claims": touched, "form": form, "open_claims": open_claims}
    context |= {"may_rule": user.may(workflow.Act.RULE)}
    return render(request, "claims/desk/finding.html", context, status=400 if form.errors else 200)


def touched_claims(change: Finding, user: User) -> Any:
    """Claims that cite the passage (or, where the page is lost, the document), with their decisions."""
    cites: dict[str, Any] = {"evidence__dropped_at": None, "evidence__created_at__lt": change.confirmed_at}
    if change.passage_id:
        cites["evidence__passage"] = change.passage_id
    else:
        cites["evidence__passage__document"] = change.link.document_id
    rulings = Ruling.objects.filter(finding=change).select_related("by")
    claims = Claim.objects.accessible_to(user).filter(**cites).distinct().select_related("article__document")
    return claims.prefetch_related(Prefetch("rulings", rulings, to_attr="decided"))


def decide(change: Finding, user: User, form: RulingForm) -> bool:
    """Rule for every chosen claim or for none."""

    @transaction.atomic
    def act() -> None:
        for claim in form.cleaned_data["claims"]:
            services.rule(
                finding=change,
                claim=claim,
                decision=form.cleaned_data["decision"],
                note=form.cleaned_data["note"],
                actor=user,
            )

    return attempt(form, act)
