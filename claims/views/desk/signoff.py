"""Sign-off: assessments side by side once both exist, the gate as a checklist, the page as it will look."""

from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from claims import services, workflow
from claims.forms import AnswerForm, CallOffForm, MoveForm, PublishForm, ReplyForm
from claims.forms.common import DeskForm
from claims.models import Assessment, Claim, Reply, Review, User
from claims.views.claims import show
from claims.views.desk.acts import address
from claims.views.desk.alike import alike
from claims.views.desk.cited import evidence_of
from claims.views.desk.claims import may_mend, with_problems
from claims.views.desk.common import carry_out, claim_for, desk_page, staff
from claims.workflow import State


@desk_page
def signoff(request: HttpRequest, public_id: str) -> HttpResponse:
    return page(request, claim_for(request, public_id))


def page(request: HttpRequest, row: Claim, **forms: Any) -> HttpResponse:
    """What stands between this claim and its publication, and the form to publish it."""
    user = staff(request)
    ratings = services.round_assessments(row)
    visible = Assessment.objects.visible_to(user).filter(claim=row)
    seen = list(ratings.filter(pk__in=visible).select_related("verdict", "by"))
    cited = evidence_of(row, user)
    calculated = any(one.passage.document.calculation for one in cited)
    current = row.reviews.filter(is_current=True).defer("snapshot").first()
    context = {
        "claim": row,
        "ratings": seen,
        "both": len({rating.by_id for rating in seen}) > 1,
        "gate": services.publication_gate(row, user),
        "evidence": cited,
        "recalculated": calculated and Claim.objects.with_recalculated().get(pk=row.pk).recalculated,  # type: ignore[attr-defined]
        "restated_by": services.restated_by(row),
        "alike": [other for other in alike(user, row, seen) if other.differs],
        "replies": answerable(row, forms.get("answer")),
        "reply": ReplyForm(),
        "publish": PublishForm(initial={"kind": "update" if current else ""}),
        "back": MoveForm(initial={"to": State.RESEARCH}),
        "waiting": Review.every.filter(claim=row, release=Review.Release.EMBARGOED).first(),
        "call_off": CallOffForm(),
        "may_mend": may_mend(user, current),
        "versions": row.reviews.order_by("-number"),
        "open": row.state == State.REVIEW,
        "may_preview": may_preview(row, user),
        "may_publish": user.may(workflow.Act.PUBLISH),
        "may_add": user.may(workflow.Act.ADD),
        "may_override": user.may(workflow.Act.OVERRIDE),
    }
    return render(request, "claims/desk/signoff.html", context | with_problems(forms))


def answerable(row: Claim, sent: AnswerForm | None) -> list[tuple[Reply, AnswerForm]]:
    """Each question with the form for its answer: the one that was sent and refused, or a blank one."""
    return [
        (
            asked,
            sent
            if sent and sent.auto_id == f"answer{asked.pk}_%s"
            else AnswerForm(auto_id=f"answer{asked.pk}_%s", initial={"expected_revision": asked.revision}),
        )
        for asked in row.replies.order_by("pk")
    ]


def act(request: HttpRequest, row: Claim, name: str, form: DeskForm, do: Any, done: str = "") -> HttpResponse:
    """The acts of this page: one form, one service, and back to it."""
    return carry_out(
        form,
        do,
        claim=row,
        actor=staff(request),
        done=done or address(row, "review/"),
        again=lambda: page(request, row, **{name: form}),
    )


@desk_page
@require_POST
def reply(request: HttpRequest, public_id: str) -> HttpResponse:
    row = claim_for(request, public_id)
    return act(request, row, "reply", ReplyForm(request.POST), services.record_reply)


@desk_page
@require_POST
def answer(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    row = claim_for(request, public_id)
    asked = get_object_or_404(Reply, claim=row, pk=pk)

    def record(claim: Claim, **said: Any) -> Reply:
        return services.record_answer(reply=asked, **said)

    return act(request, row, "answer", AnswerForm(request.POST, auto_id=f"answer{asked.pk}_%s"), record)


@desk_page
@require_POST
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    row = claim_for(request, public_id)
    return act(request, row, "publish", PublishForm(request.POST), services.publish, address(row))


@desk_page
@require_POST
def call_off(request: HttpRequest, public_id: str) -> HttpResponse:
    row = claim_for(request, public_id)
    return act(request, row, "call_off", CallOffForm(request.POST), services.call_off)


@desk_page
@require_POST
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    row = claim_for(request, public_id)
    return act(request, row, "back", MoveForm(request.POST), services.transition, address(row))


def may_preview(row: Claim, user: User) -> bool:
    """The page tells the rating, so nobody sees it who has still to rate blind."""
    ratings = services.round_assessments(row)
    hidden = ratings.exclude(pk__in=Assessment.objects.visible_to(user).filter(claim=row))
    return user.may(workflow.Act.PUBLISH) and ratings.exists() and not hidden.exists()


@csp_replace({"frame-ancestors": ["'self'"]})
@desk_page
@require_safe
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """The public page as it would be after publication now, for the frame; `?lang=de|en`."""
    row, user = claim_for(request, public_id), staff(request)
    if not may_preview(row, user):
        return redirect("desk-signoff", row.public_id)
    asked = request.GET.get("lang", "")
    language = asked if asked in ("de", "en") else translation.get_language()
    try:
        with translation.override(language), services.as_if_published(claim=row, actor=user):
            answer = show(request, row.public_id)
    except services.Refused as error:
        answer = render(request, "claims/desk/no_preview.html", {"why": services.told(error)})
    answer["X-Frame-Options"] = "SAMEORIGIN"
    return answer
