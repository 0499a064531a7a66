"""Recording, mending and taking out the figures of a claim, one at a time."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from claims import services
from claims.forms import FigureForm, RevisedForm, plain
from claims.forms.common import DeskForm
from claims.models import Claim, Figure
from claims.views.desk.acts import address
from claims.views.desk.claims import page
from claims.views.desk.common import carry_out, claim_for, desk_page, staff
from claims.views.desk.counted import values_of


@desk_page
@require_POST
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    return put(request, claim_for(request, public_id), FigureForm(request.POST))


@desk_page
@require_POST
def change(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """Mend a recorded figure, or take it out (`act=drop`)."""
    row = claim_for(request, public_id)
    figure = get_object_or_404(Figure.objects.select_related("metric"), claim=row, pk=pk)
    form = RevisedForm(request.POST) if request.POST.get("act") == "drop" else FigureForm(request.POST)
    return put(request, row, form, figure)


def _between(conflict: services.Conflict, form: DeskForm, old: Figure | None) -> services.Conflict:
    """With what this figure says now, and what was to be written."""
    if not isinstance(form, FigureForm):
        return conflict
    now = Figure.objects.select_related("metric").filter(pk=old.pk).first() if old else None
    theirs, yours = values_of(now) if now else {}, form.values_for()
    return services.Conflict(
        str(conflict),
        theirs={name: _plain(theirs.get(name)) for name in yours},
        yours={name: _plain(value) for name, value in yours.items()},
        revision=conflict.revision,
    )


def _plain(value: Any) -> Any:
    return plain(value) if isinstance(value, Decimal) else value


def put(request: HttpRequest, row: Claim, form: DeskForm, old: Figure | None = None) -> HttpResponse:
    """The claim's figures with this one in place of `old`, or behind the others, or (RevisedForm) gone."""

    def record(**_given: Any) -> None:
        figures = {f.pk: values_of(f) | {"key": f.pk} for f in row.figures.select_related("metric")}
        if isinstance(form, FigureForm):
            key = old.pk if old else 0
            # What the form does not ask for stays as it was.
            figures[key] = figures.get(key, {}) | form.values_for()
        elif old:
            figures.pop(old.pk, None)
        try:
            services.record_figures(
                claim=row,
                figures=list(figures.values()),
                actor=staff(request),
                expected_revision=form.cleaned_data["expected_revision"],
            )
        except services.Conflict as error:
            raise _between(error, form, old) from error

    def again() -> HttpResponse:
        shown = {"figure_form": form, "figure_of": old} if isinstance(form, FigureForm) else {"figure": form}
        return page(request, claim_for(request, row.public_id), **shown)

    return carry_out(form, record, done=address(row, "#figures"), again=again)
