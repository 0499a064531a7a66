"""Source changes: before and after, the claims they touch, and decisions for one or many at once."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from claims import services, worddiff, workflow
from claims.forms import RuleManyForm, RulingForm
from claims.models import Claim, Ruling, User, documents_visible_to
from claims.views.desk.captures import text_of
from claims.views.desk.claims import with_problems
from claims.views.desk.common import attempt, desk_page, refusal_of, staff, status_of
from sources.models import Capture, Finding, Sighting

SHOWN = 50
AROUND = 240  # characters of the saved copy on either side of the passage


@dataclass(frozen=True)
class Change:
    """One undecided source change with the claims it touches; `pieces` from the cited words to those now."""

    finding: Finding
    claims: list[Claim]
    pieces: list[worddiff.Piece]


def pieces_of(finding: Finding) -> list[worddiff.Piece]:
    now = str(finding.detail.get("found_text", ""))
    return worddiff.diff(finding.passage.exact, now) if finding.passage and now else []


@desk_page
def index(request: HttpRequest) -> HttpResponse:
    """Every undecided change that puts a claim in question; `?claim=` those of one. Tick, decide, done."""
    user = staff(request)
    changes = waiting(user, request.GET.get("claim", ""))
    form = RuleManyForm(request.POST or None)
    form.fields["pairs"].choices = [  # type: ignore[attr-defined]
        (f"{change.finding.pk}-{claim.public_id}", str(claim))
        for change in changes
        for claim in change.claims
    ]
    if request.method == "POST" and form.is_valid() and decide_many(changes, user, form):
        done = len(form.cleaned_data["pairs"])
        said = ngettext("%(n)s decision recorded.", "%(n)s decisions recorded.", done)
        messages.success(request, said % {"n": done})
        return redirect(request.get_full_path())
    context = {
        "changes": changes,
        "form": form,
        "ticked": set(form["pairs"].value() or ()),
        "may_rule": user.may(workflow.Act.RULE),
        "only": request.GET.get("claim", ""),
    }
    status = status_of(form) if form.errors else 200
    context |= with_problems({"form": form} if form.errors else {})
    return render(request, "claims/desk/findings.html", context, status=status)


def waiting(user: User, public_id: str) -> list[Change]:
    """Newest first, of documents and claims this colleague may see."""
    pairs = services.touching()
    claims = Claim.objects.accessible_to(user).select_related("article__document")
    if public_id:
        claims = claims.filter(public_id=public_id)
    known = claims.in_bulk({claim for claim, _finding in pairs})
    touched: dict[int, list[Claim]] = {}
    for claim, finding in sorted(pairs):
        if claim in known:
            touched.setdefault(finding, []).append(known[claim])
    findings = Finding.objects.filter(
        pk__in=touched, link__document__in=documents_visible_to(user).order_by().values("pk")
    )
    rows = findings.select_related("link__document", "passage").order_by("-confirmed_at", "-pk")[:SHOWN]
    return [Change(row, touched[row.pk], pieces_of(row)) for row in rows]


@transaction.atomic
def rule(rulings: list[tuple[Finding, Claim]], user: User, decision: str, note: str) -> None:
    """For all, or for none."""
    for finding, claim in rulings:
        services.rule(finding=finding, claim=claim, decision=decision, note=note, actor=user)


def decide_many(changes: list[Change], user: User, form: RuleManyForm) -> bool:
    chosen = set(form.cleaned_data["pairs"])
    rulings = [
        (change.finding, claim)
        for change in changes
        for claim in change.claims
        if f"{change.finding.pk}-{claim.public_id}" in chosen
    ]
    said = {name: form.cleaned_data[name] for name in ("decision", "note")}
    return attempt(form, partial(rule, rulings, user, **said))


@desk_page
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One source change: before and after, the claims it touches, and the one form to decide it."""
    user = staff(request)
    readable = documents_visible_to(user).order_by().values("pk")
    changes = Finding.objects.filter(link__document__in=readable)
    change = get_object_or_404(changes.select_related("link__document", "passage", "before", "after"), pk=pk)
    touched = touched_claims(change, user)
    if not touched and not user.may(workflow.Act.READ_EVERYTHING):
        raise Http404  # as where there is none: nobody learns what exists
    form = RulingForm(request.POST or None)
    open_claims = [claim for claim in touched if not claim.decided]
    form.fields["claims"].queryset = touched.filter(pk__in=[claim.pk for claim in open_claims])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid() and decide(change, user, form):
        return redirect("desk-finding", pk=change.pk)
    context = {
        "finding": change,
        "pieces": pieces_of(change),
        "before": surroundings(change.before, change),
        "after": surroundings(change.after, change),
        "claims": touched,
        "form": form,
        "open_claims": open_claims,
        "may_rule": user.may(workflow.Act.RULE),
    }
    status = status_of(form) if form.errors or refusal_of(form) else 200
    context |= with_problems({"form": form} if form.errors else {})
    return render(request, "claims/desk/finding.html", context, status=status)


def surroundings(copy: Capture | None, change: Finding) -> tuple[str, str, str] | None:
    """The saved words with what stands around them: before, the passage, behind."""
    text = text_of(copy) if copy else None
    if text is None or change.passage is None:
        return None
    seen = Sighting.objects.filter(capture_text=text, passage=change.passage).first()
    if seen is None or seen.start is None or seen.end is None:
        return None
    start, end = seen.start, seen.end
    return text.text[max(0, start - AROUND) : start], text.text[start:end], text.text[end : end + AROUND]


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
    rulings = [(change, claim) for claim in form.cleaned_data["claims"]]
    said = {name: form.cleaned_data[name] for name in ("decision", "note")}
    return attempt(form, partial(rule, rulings, user, **said))
