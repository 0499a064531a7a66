"""One claim on one screen: what was said, figures, evidence, rating, and the moves that are open from here.

The same screen answers a browser with the page and the workbench with its panel.
"""

from typing import Any

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from claims import services, workflow
from claims.forms import (
    AssessForm,
    AssignForm,
    ClaimForm,
    CommentForm,
    MoveForm,
)
from claims.models import Assessment, Claim, Claimant, Comment, LedgerEntry, Review, User
from claims.models.questions import changed_appearances
from claims.views.desk.alike import alike, relations_of
from claims.views.desk.cited import cite_form, evidence_of
from claims.views.desk.common import claim_for, desk_page, is_partial, staff
from claims.views.desk.counted import figure_forms
from claims.views.desk.offers import OFFERS, fresh, offered
from claims.workflow import State

SHOWN_ENTRIES = 30
MOST_NAMES = 500


@desk_page
def claim(request: HttpRequest, public_id: str) -> HttpResponse:
    """`?open=` names a form that the page only offers; htmx asks for that alone."""
    row, user, opened = claim_for(request, public_id), staff(request), request.GET.get("open", "")
    if is_partial(request, f"offer-{opened}"):
        found = [offer for offer in OFFERS if offer.name == opened and offer.is_for(user, row)]
        if not found:
            raise Http404
        context = {"claim": row, "offer": found[0], "form": fresh(found[0], user, row)}
        return render(request, "claims/desk/_offer.html", context)
    return page(request, row)


def page(request: HttpRequest, row: Claim, **context: Any) -> HttpResponse:
    """The claim's screen; `context` holds bound forms: what a colleague typed, and what is wrong."""
    user = staff(request)
    if is_partial(request, "panel"):
        return render(
            request, "claims/desk/_panel.html", panel(user, row) | {"partial": True} | with_problems(context)
        )
    shown = screen(user, row) | with_problems(context)
    shown["offers"] = offered(
        user, row, context, request.GET.get("open", "" if shown["evidence"] else "cite")
    )
    return render(request, "claims/desk/claim.html", shown)


def with_problems(context: dict[str, Any]) -> dict[str, Any]:
    """What is wrong with any form stands at the top of the page too."""
    wrong = [form for form in context.values() if isinstance(form, BaseForm) and form.errors]
    return context | {"problems": wrong}


def panel(user: User, row: Claim) -> dict[str, Any]:
    """What the workbench shows of a claim beside the text: everything before the rating."""
    may_add = user.may(workflow.Act.ADD)
    return before_rating(user, row) | {
        "cite": cite_form(user, row) if may_add else None,
        "figures": figure_forms(row) if may_add else [],
        "recorded": None if may_add else row.figures.select_related("metric"),
    }


def before_rating(user: User, row: Claim) -> dict[str, Any]:
    passages = list(row.appearances.select_related("passage"))
    may_add = user.may(workflow.Act.ADD)
    began = {"expected_revision": row.revision}
    return {
        "claim": row,
        "passages": passages,
        "edited": changed_appearances(row).order_by("found_at"),
        "evidence": evidence_of(row, user),
        "moves": services.open_moves(row, user),
        "may_add": may_add,
        "claimants": Claimant.objects.values_list("name", flat=True)[:MOST_NAMES],
        "edit": ClaimForm(initial=initial(row) | began),
        "assign": AssignForm(
            initial=began | {"to": row.assignee_id, "stand_in": row.stand_in_id, "due_at": row.due_at}
        )
        if user.may(workflow.Act.ASSIGN)
        else None,
        "move": MoveForm(),
    }


def screen(user: User, row: Claim) -> dict[str, Any]:
    ratings = set(services.round_assessments(row).values_list("pk", flat=True))
    visible = Assessment.objects.visible_to(user).filter(claim=row).select_related("verdict", "by")
    known = list(visible.order_by("at", "id"))
    seen = [one for one in known if one.pk in ratings]
    suggestions = [one for one in known if one.origin == Assessment.Origin.IMPORTED]
    may_add, may_publish = user.may(workflow.Act.ADD), user.may(workflow.Act.PUBLISH)
    current = row.reviews.filter(is_current=True).defer("snapshot").first()
    comments = list(Comment.objects.visible_to(user).filter(claim=row).select_related("by"))
    return before_rating(user, row) | {
        "recorded": row.figures.select_related("metric"),
        "comments": comments,
        "comments_wait": row.comments.count() > len(comments),
        "comment": CommentForm() if may_add else None,
        "missing": [services.told(item.why) for item in services.evidence_missing(row)],
        "ratings": seen,
        "rating_waits": len(ratings) > len(seen),
        "may_rate": services.may_rate_now(row, user),
        "suggestion": suggestions[-1] if suggestions else None,
        "alike": alike(user, row, seen),
        "relations": relations_of(user, row),
        "may_sign_off": may_publish and row.state == State.REVIEW,
        "current": current,
        "may_mend": may_mend(user, current),
        "entries": LedgerEntry.objects.visible_to(user)
        .filter(chain=row.ledger_chain)
        .order_by("-sequence")
        .values("sequence", "action", "actor_label", "at")[:SHOWN_ENTRIES],
        "assess": AssessForm(initial={"reference_point": "as_of_publication"}),
    }


def may_mend(user: User, current: Review | None) -> bool:
    """Whether somebody mends slips in the version in force: a colleague of who published it."""
    if current is None or current.kind == Review.Kind.WITHDRAWAL or not user.may(workflow.Act.PUBLISH):
        return False
    return not workflow.slip_eyes(current.published_by_id, user.pk)


def initial(row: Claim) -> dict[str, Any]:
    names = [name for name in ClaimForm.base_fields if name not in ("claimant", "expected_revision")]
    return {name: getattr(row, name) for name in names} | {
        "claimant": row.claimant.name if row.claimant else ""
    }
