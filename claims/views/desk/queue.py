"""The queue: a duty roster of claims, filtered in the address, fifty a page in constant queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from claims import services, workflow
from claims.forms import AssignManyForm, TogetherForm, ViewForm
from claims.models import Assessment, Case, Claim, Evidence, Reply, Review, SavedView, User
from claims.templatetags.dates import short_moment
from claims.views.desk.common import attempt, carry_out, desk_page, staff, warn
from claims.views.desk.roster import blocks
from claims.wording import Said
from claims.workflow import State

PAGE = 50
FILTERS = ("tray", "case", "who", "q")


@dataclass(frozen=True)
class Tray:
    """One pile of work; `condition` picks it out of the claims a colleague may see. `empty`: what to do."""

    slug: str
    label: Any
    condition: Q | None
    empty: Any


def trays(user: User) -> list[Tray]:
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    working = Q(state__in=workflow.IN_WORK) & ~Q(hold_until__gt=now)
    mine = Q(assignee=user) | Q(stand_in=user)
    idle = Q(assignee=None, state__in=[State.DRAFT, State.RESEARCH])
    word = gettext_lazy
    return [
        Tray("mine", word("Mine"), working & mine, word("Nothing is yours. Take an unassigned claim.")),
        Tray("unassigned", word("Unassigned"), working & idle, word("Every claim has somebody.")),
        Tray(
            "cross_check",
            word("Second check"),
            working & Q(state=State.CROSS_CHECK),
            word("No claim waits for a second rating."),
        ),
        Tray(
            "review",
            word("Sign-off"),
            working & Q(state=State.REVIEW),
            word("No claim waits for an editor."),
        ),
        Tray(
            "question",
            word("Needs a look"),
            None,
            word("No source of a claim has changed without a decision."),
        ),
        Tray("hold", word("On hold"), Q(hold_until__gt=now), word("Nothing is put aside.")),
        Tray(
            "today",
            word("Due today"),
            working & Q(due_at__gte=now, due_at__lt=midnight),
            word("Nothing more is due today."),
        ),
        Tray("overdue", word("Overdue"), working & Q(due_at__lt=now), word("Nothing is late.")),
        Tray("all", word("All"), Q(), word("No claim yet. Add an article, and select the first one in it.")),
    ]


@desk_page
def queue(request: HttpRequest) -> HttpResponse:
    """One tray of the roster. `?tray=&case=&who=&q=&page=` all stand in the address. Ticked claims sent there
    are published together."""
    return together(request) if request.method == "POST" else shown(request)


def shown(request: HttpRequest, sent: TogetherForm | None = None) -> HttpResponse:
    """`sent`: what was refused, shown again with its ticks."""
    user = staff(request)
    piles = trays(user)
    chosen = next((tray for tray in piles if tray.slug == request.GET.get("tray")), piles[0])
    claims = filtered(Claim.objects.accessible_to(user), request)
    counts = claims.aggregate(
        **{tray.slug: Count("pk", filter=tray.condition) for tray in piles if tray.condition is not None}
    )
    counts["question"] = claims.in_question().count()
    paginator = Paginator(in_tray(claims, chosen), PAGE)
    paginator.count = counts[chosen.slug]
    page = paginator.get_page(request.GET.get("page"))
    form, may_publish = AssignManyForm(), user.may(workflow.Act.PUBLISH)
    cited = [piece for claim in page for piece in claim.cited]  # type: ignore[attr-defined]
    facts = services.facts_about(cited)
    context = {
        "trays": [(tray, counts[tray.slug]) for tray in piles],
        "tray": chosen,
        "rows": [(claim, blocks(claim, facts)) for claim in page],
        "page": page,
        "cases": Case.objects.accessible_to(user),
        "people": [label for key, label in form.fields["to"].widget.choices if key],
        "given": {name: request.GET.get(name, "") for name in ("case", "who", "q")},
        "now": timezone.now(),
        "assign": form if user.may(workflow.Act.ASSIGN) else None,
        "together": sent or (TogetherForm() if chosen.slug == "review" and may_publish else None),
        "ticked": ticked(request),
        "problems": [sent] if sent else [],
        "views": user.views.all(),
        "asked": urlencode({key: value for key, value in request.GET.items() if key in FILTERS and value}),
    }
    return render(request, "claims/desk/queue.html", context)


def filtered(claims: QuerySet[Claim], request: HttpRequest) -> Any:
    if case := request.GET.get("case"):
        claims = claims.filter(article__case__slug=case)
    if who := request.GET.get("who"):
        claims = claims.filter(assignee__username=who)
    if text := request.GET.get("q", "").strip():
        words = Q(statement_de__icontains=text) | Q(statement_en__icontains=text)
        claims = claims.filter(words | Q(article__document__title__icontains=text) | Q(public_id=text))
    return claims


def in_tray(claims: QuerySet[Claim], tray: Tray) -> QuerySet[Claim]:
    """The claims of a tray with what a row shows."""
    if tray.condition is None:
        claims = claims.in_question()  # type: ignore[attr-defined]
    else:
        claims = claims.with_questions().filter(tray.condition)  # type: ignore[attr-defined]
    ratings = Assessment.objects.filter(
        claim=OuterRef("pk"), round=OuterRef("round"), origin=Assessment.Origin.DESK
    )
    newest = ratings.order_by("-at", "-pk").values("by")[:1]
    waiting = Review.every.filter(release=Review.Release.EMBARGOED).defer("snapshot")
    return (
        claims.with_since()  # type: ignore[attr-defined]
        .with_recalculated()
        .select_related("article__case", "article__document", "assignee")
        .annotate(rated_by=Subquery(newest))
        .prefetch_related(
            Prefetch("evidence", services.with_copies(Evidence.objects.active()), to_attr="cited"),
            Prefetch("reviews", waiting, to_attr="embargoed"),
            Prefetch("replies", Reply.objects.all(), to_attr="asked"),
        )
        .order_by(F("due_at").asc(nulls_last=True), "article__position", "position", "pk")
    )


def ticked(request: HttpRequest) -> dict[str, str]:
    """The claims ticked on a page, by their ids, with the revision each stood at there."""
    return dict(value.partition(".")[::2] for value in request.POST.getlist("claim"))


def outrun(claim: Claim, began: dict[str, str]) -> None:
    """Refused where somebody else saved a ticked claim since."""
    revision = began[claim.public_id]
    if revision and revision != str(claim.revision):
        raise services.Conflict(Said("{claim}: somebody else saved this in the meantime.", claim=str(claim)))


def together(request: HttpRequest) -> HttpResponse:
    """Freeze the ticked claims for one hour: all, or none and what each lacks."""
    user, form = staff(request), TogetherForm(request.POST)
    if not user.may(workflow.Act.PUBLISH):
        raise PermissionDenied
    return carry_out(
        form,
        partial(freeze, request, user),
        done=request.get_full_path(),
        again=lambda: shown(request, form),
    )


def freeze(request: HttpRequest, user: User, publish_at: datetime, **notes: str) -> None:
    began = ticked(request)
    chosen = list(Claim.objects.accessible_to(user).filter(public_id__in=filter(str.isalnum, began)))
    if not chosen:
        raise services.Refused("Tick the claims first.")
    for claim in chosen:
        outrun(claim, began)
    services.publish_together(claims=chosen, actor=user, publish_at=publish_at, **notes)
    said = ngettext(
        "%(n)s claim is published on %(moment)s.", "%(n)s claims are published on %(moment)s.", len(chosen)
    )
    messages.success(request, said % {"n": len(chosen), "moment": short_moment(publish_at)})


@desk_page
@require_POST
def bulk_assign(request: HttpRequest) -> HttpResponse:
    """Give the ticked claims to one colleague, and say how many; what did not work is said too."""
    user = staff(request)
    if not user.may(workflow.Act.ASSIGN):
        raise PermissionDenied
    form = AssignManyForm(request.POST)
    began = ticked(request)
    done = 0
    if not began:
        messages.warning(request, _("Tick the claims first."))
    elif form.is_valid():
        chosen = Claim.objects.accessible_to(user).filter(public_id__in=filter(str.isalnum, began))
        done = sum(attempt(form, partial(give, claim, user, began, **form.cleaned_data)) for claim in chosen)
    warn(request, form)
    if done:
        said = ngettext("%(n)s claim assigned.", "%(n)s claims assigned.", done)
        messages.success(request, said % {"n": done})
    back = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if ours else reverse("desk"))


def give(
    claim: Claim, user: User, began: dict[str, str], to: User, stand_in: User | None, due_at: datetime | None
) -> None:
    """One of the ticked claims."""
    outrun(claim, began)
    services.assign(
        claim=claim,
        to=to,
        actor=user,
        due_at=due_at or claim.due_at,
        stand_in=stand_in or (claim.stand_in if claim.stand_in != to else None),
        expected_revision=claim.revision,
    )


@desk_page
@require_POST
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the tray and the filters on show under a name, or (`view`) take a kept one out."""
    user, asked = staff(request), {name: request.POST.get(name, "") for name in FILTERS}
    chosen = request.POST.get("view", "")
    if chosen:
        view = get_object_or_404(SavedView, user=user, pk=chosen if chosen.isdecimal() else 0)
        services.drop_view(user=user, view=view)
        return redirect("desk")
    form = ViewForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: services.save_view(user=user, asked=asked, **form.cleaned_data)
    ):
        messages.success(request, _("Kept."))
    warn(request, form)
    return redirect(f"{reverse('desk')}?{urlencode(asked)}")
