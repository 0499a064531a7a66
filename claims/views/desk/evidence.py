"""Citing for a claim: by address, file or passage of another claim; its saved copy beside it to pin words."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from claims import services, workflow
from claims.forms import (
    CalculationForm,
    CiteForm,
    DropForm,
    EntrustForm,
    GapForm,
    InputForm,
    ManyForm,
    PinForm,
)
from claims.forms.common import DeskForm
from claims.models import Claim, Evidence, User, documents_visible_to
from claims.views.desk.acts import address
from claims.views.desk.calculated import calculation_form, input_forms
from claims.views.desk.captures import pieces, spans_in, text_of
from claims.views.desk.cited import cite_form, same_form
from claims.views.desk.claims import page, with_problems
from claims.views.desk.common import carry_out, claim_for, desk_page, staff
from sources import anchoring
from sources import services as sources
from sources.models import Capture, CaptureText, Document, Passage


@desk_page
@require_POST
def cite(request: HttpRequest, public_id: str) -> HttpResponse:
    row, user = claim_for(request, public_id), staff(request)
    form = cite_form(user, row, request.POST, request.FILES)
    return carry_out(
        form,
        lambda **_given: cite_document(row, user, form),
        done=address(row, "#evidence"),
        again=lambda: page(request, row, cite=form),
    )


def cite_document(row: Claim, user: User, form: CiteForm) -> Evidence:
    """Evidence from the form; a document not known yet, not even by its address, is recorded first."""
    names = ("stance", "locator", "exact", "note_de", "note_en")
    columns = {name: form.cleaned_data[name].strip() for name in names}
    document = form.cleaned_data["document"] or known(user, form.cleaned_data["url"].strip())
    unknown = {} if document else form.new_document()
    with transaction.atomic():
        document = document or services.add_document(case=row.article.case, actor=user, **unknown)
        return services.cite(claim=row, document=document, actor=user, **columns)


def known(user: User, url: str) -> Document | None:
    """The document watched at this address, if this colleague may read it."""
    link = sources.watched(url) if url else None
    return documents_visible_to(user).filter(pk=link.document_id).first() if link else None


@desk_page
@require_POST
def same(request: HttpRequest, public_id: str) -> HttpResponse:
    """Cite the passage that another claim cites."""
    row, user = claim_for(request, public_id), staff(request)
    form = same_form(user, row, request.POST)
    return carry_out(
        form,
        services.cite_same,
        claim=row,
        actor=user,
        done=address(row, "#evidence"),
        again=lambda: page(request, row, same=form),
    )


@desk_page
@require_POST
def calculate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record an own calculation over recorded figures, and cite it."""
    row, user = claim_for(request, public_id), staff(request)
    form = calculation_form(user, row, request.POST)
    return carry_out(
        form,
        lambda **_given: cite_calculation(row, user, form),
        done=address(row, "#evidence"),
        again=lambda: page(request, row, calculate=form),
    )


@transaction.atomic
def cite_calculation(row: Claim, user: User, form: CalculationForm) -> Evidence:
    document = services.add_document(
        actor=user,
        case=row.article.case,
        medium=Document.Medium.CALCULATION,
        title=form.cleaned_data["title"],
        calculation=form.calculation(),
    )
    return services.cite(claim=row, document=document, stance=form.cleaned_data["stance"], actor=user)


@desk_page
def evidence(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """One piece of evidence with its saved copy beside it. `act` says what is done: pin words of the copy,
    cite the passage for other claims too, record why something is missing (gap), take it out (drop), let a
    colleague read it (entrust), give a number of its calculation another value (input), work it out anew
    (recalculate)."""
    row, user = claim_for(request, public_id), staff(request)
    piece = get_object_or_404(
        Evidence.objects.visible_to(user).active().select_related("passage__document"), claim=row, pk=pk
    )
    if request.method != "POST":
        return beside(request, row, piece)
    act = request.POST.get("act", "gap")
    if act == "pin":
        return pin(request, row, piece)
    if act == "many":
        return for_many(request, row, piece)
    if act == "entrust":
        return entrust(request, row, piece)
    if act == "input":
        return change_input(request, row, piece)
    plain: dict[str, tuple[type[DeskForm], Callable[..., Any]]] = {
        "drop": (DropForm, partial(services.drop, evidence=piece)),
        "recalculate": (DeskForm, partial(services.recalculate, document=piece.passage.document)),
    }
    if act not in plain:
        return gap(request, row, piece)
    form_class, do = plain[act]
    form = form_class(request.POST)
    return carry_out(
        form,
        do,
        actor=user,
        done=address(row, "#evidence"),
        again=lambda: beside(request, row, piece, act=form),
    )


def entrust(request: HttpRequest, row: Claim, piece: Evidence) -> HttpResponse:
    document = piece.passage.document
    form = EntrustForm(document, request.POST)
    return carry_out(
        form,
        services.entrust,
        document=document,
        actor=staff(request),
        done=f"{request.path}#readers",
        again=lambda: beside(request, row, piece, entrust=form),
    )


def change_input(request: HttpRequest, row: Claim, piece: Evidence) -> HttpResponse:
    form = InputForm(request.POST, auto_id=f"input_{request.POST.get('name', '')}_%s")
    return carry_out(
        form,
        lambda value, **said: services.change_input(
            document=piece.passage.document, value=f"{value:f}", actor=staff(request), **said
        ),
        done=request.path,
        again=lambda: beside(request, row, piece, input=form),
    )


def gap(request: HttpRequest, row: Claim, piece: Evidence) -> HttpResponse:
    """Why something is missing. Who saves second sees what differs, and nothing typed is lost."""
    form = GapForm(request.POST)
    return carry_out(
        form,
        services.explain_gap,
        evidence=piece,
        actor=staff(request),
        done=address(row, "#evidence"),
        again=lambda: beside(request, row, piece, gap=form),
    )


def beside(request: HttpRequest, row: Claim, piece: Evidence, **context: Any) -> HttpResponse:
    copy = newest_copy(piece.passage.document)
    text = text_of(copy) if copy else None
    user = staff(request)
    began = {"expected_revision": piece.revision}
    page_context: dict[str, Any] = {
        "claim": row,
        "piece": piece,
        "document": piece.passage.document,
        "copy": copy,
        "pieces": pieces(text.text, spans_in(text)) if text else [],
        "pin": PinForm(initial=began | {"copy": text.pk if text else None}),
        "gap": GapForm(initial=began | {"reason_de": piece.gap_reason_de, "reason_en": piece.gap_reason_en}),
        "many": ManyForm(others(user, row, piece)),
        "may_add": user.may(workflow.Act.ADD),
        "outdated": bool(services.outdated([piece])),
        "inputs": input_forms(piece.passage.document, context.get("input")),
    }
    if page_context["document"].confidentiality == Document.Confidentiality.NAMED:
        page_context |= {
            "entrust": EntrustForm(piece.passage.document),
            "readers": User.objects.filter(pk__in=piece.passage.document.confidants.values("user")).order_by(
                "username"
            ),
        }
    return render(request, "claims/desk/evidence.html", page_context | with_problems(context))


def newest_copy(document: Document) -> Capture | None:
    rows = document.captures.filter(suppressed=False).select_related("document", "link")
    return rows.order_by("-fetched_at", "-pk").first()


def others(user: User, row: Claim, piece: Evidence) -> list[Claim]:
    """The article's other claims for which this passage is not cited yet."""
    cited = Evidence.objects.active().filter(passage=piece.passage_id).values("claim")
    claims = Claim.objects.accessible_to(user).filter(article=row.article_id, state__in=workflow.IN_WORK)
    return list(claims.exclude(pk__in=cited).order_by("position", "pk"))


def pin(request: HttpRequest, row: Claim, piece: Evidence) -> HttpResponse:
    form = PinForm(request.POST)
    return carry_out(
        form,
        lambda expected_revision, **said: services.pin(
            evidence=piece,
            passage=chosen(piece.passage, **said),
            actor=staff(request),
            expected_revision=expected_revision,
        ),
        done=address(row, "#evidence"),
        again=lambda: beside(request, row, piece, pin=form),
    )


def chosen(cited: Passage, copy: int, start: int | None, end: int | None, words: str) -> Passage:
    """The passage of the copy between two places, or where the words stand. Refused when they do not."""
    text = CaptureText.objects.filter(
        pk=copy, capture__document=cited.document_id, capture__suppressed=False
    ).first()
    if text is None:
        raise services.Refused("This copy is no longer kept: choose the words in the newest one.")
    if start is None or end is None:
        match = anchoring.locate(text.text, words.strip()) if anchoring.has_words(words) else None
        if not match or match.status != anchoring.Status.FOUND or match.start is None or match.end is None:
            raise services.Refused("These words do not stand in the saved copy. Copy them exactly.")
        start, end = match.start, match.end
    return sources.select_passage(text, start, end, locator=cited.locator)


def for_many(request: HttpRequest, row: Claim, piece: Evidence) -> HttpResponse:
    """Cite the passage for every claim a bearing was chosen for."""
    user = staff(request)
    form = ManyForm(others(user, row, piece), request.POST)
    return carry_out(
        form,
        lambda **_given: services.cite_for_many(
            stances=form.stances(), document=piece.passage.document, passage=piece.passage, actor=user
        ),
        done=address(row, "#evidence"),
        again=lambda: beside(request, row, piece, many=form),
    )
