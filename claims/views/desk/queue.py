"""The queue: a duty roster of claims, filtered in the address, fifty a page in constant queries."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from claims import services, workflow
from claims.forms import AssignForm
from claims.models import Case, Claim, Evidence, User
from claims.views.desk.common import attempt, desk_page, staff
from claims.workflow import State

PAGE = 50


@dataclass(frozen=True)
class Tray:
    """One pile of work; `narrow` picks it out of the claims a colleague may see."""

    slug: str
    label: Any
    condition: Q | None = None
    empty: Any = ""


def trays(user: User) -> list[Tray]:
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    working = Q(state__in=workflow.IN_WORK) & ~Q(hold_until__gt=now)
    return [
        Tray(
            "mine",
            _("Mine"),
            working & Q(assignee=user),
            _("Nothing is assigned to you. Take an unassigned claim."),
        ),
        Tray(
            "unassigned", _("Unassigned"), working & Q(assignee=None, state__in=[State.DRAFT, State.RESEARCH])
        ),
        Tray("cross_check", _("Second check"), working & Q(state=State.CROSS_CHECK)),
        Tray("review", _("Sign-off"), working & Q(state=State.REVIEW)),
        Tray("question", _("Needs a look"), None, _("No source of a claim has changed without a decision.")),
        Tray("hold", _("On hold"), Q(hold_until__gt=now)),
        Tray("today", _("Due today"), working & Q(due_at__gte=now, due_at__lt=midnight)),
        Tray("overdue", _("Overdue"), working & Q(due_at__lt=now)),
        Tray("all", _("All"), Q()),
    ]


@desk_page
def queue(request: HttpRequest) -> HttpResponse:
    """One tray of the roster. `?tray=&case=&q=&page=` all stand in the address."""
    user = staff(request)
    piles = trays(user)
    chosen = next((tray for tray in piles if tray.slug == request.GET.get("tray")), piles[0])
    claims = Claim.objects.accessible_to(user)
    if case := request.GET.get("case"):
        claims = claims.filter(article__case__slug=case)
    if text := request.GET.get("q", "").strip():
        claims = claims.filter(Q(statement_de__icontains=text) | Q(statement_en__icontains=text))
    counts = claims.aggregate(
        **{tray.slug: Count("pk", filter=tray.condition) for tray in piles if tray.condition is not None}
    )
    counts["question"] = claims.in_question().count()
    page = Paginator(in_tray(claims, chosen), PAGE).get_page(request.GET.get("page"))
    context = {
        "trays": [(tray, counts[tray.slug]) for tray in piles],
        "tray": chosen,
        "page": page,
        "cases": Case.objects.accessible_to(user),
        "case": case or "",
        "q": text,
        "may_assign": user.may(workflow.Act.ASSIGN),
        "assign": AssignForm() if user.may(workflow.Act.ASSIGN) else None,
    }
    return render(request, "claims/desk/queue.html", context)


def in_tray(claims: QuerySet[Claim], tray: Tray) -> QuerySet[Claim]:
    """The claims of a tray with what a row shows."""
    if tray.condition is None:
        claims = claims.in_question()  # type: ignore[attr-defined]
    else:
        claims = claims.with_questions().filter(tray.condition)  # type: ignore[attr-defined]
    cited = Prefetch("evidence", Evidence.objects.active().only("claim", "stance"), to_attr="cited")
    return (
        claims.select_related("article__case", "article__document", "assignee", "claimant")
        .prefetch_related(cited)
        .order_by(F("due_at").asc(nulls_last=True), "article__position", "position", "pk")
    )


@desk_page
@require_POST
def bulk_assign(request: HttpRequest) -> HttpResponse:
    """Give the ticked claims to one colleague."""
    user = staff(request)
    form = AssignForm(request.POST)
    if form.is_valid():
        claims = Claim.objects.accessible_to(user).filter(public_id__in=request.POST.getlist("claim"))
        for claim in claims:
            attempt(
                form,
                lambda claim=claim: services.assign(  # type: ignore[misc]
                    claim=claim, to=form.cleaned_data["to"], actor=user, due_at=form.cleaned_data["due_at"]
                ),
            )
    back = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if ours else "desk")
