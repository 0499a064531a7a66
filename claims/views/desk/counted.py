"""A claim's figures on its screen: what is recorded, and what its wording proposes."""

from dataclasses import dataclass
from typing import Any

from claims import services
from claims.forms import FigureForm, plain
from claims.models import Claim, Figure, Metric
from claims.services.figures import COLUMNS
from claims.templatetags.words import in_language


@dataclass(frozen=True)
class Counted:
    """One figure with its form; without `figure` it is only proposed, by the words `text`, or blank."""

    form: FigureForm
    figure: Figure | None = None
    text: str = ""


def figure_forms(row: Claim) -> list[Counted]:
    """What is recorded, then what the wording proposes beyond it, then a blank one."""
    recorded = row.figures.select_related("metric")
    made = [_counted(row, values_of(figure), f"figure{figure.pk}", figure=figure) for figure in recorded]
    made += [
        _counted(row, services.figure_values(proposal), f"proposed{number}", text=proposal.text)
        for number, proposal in enumerate(services.proposed_figures(row))
    ]
    made.append(_counted(row, {}, "figure"))
    choices = [("", made[-1].form.fields["metric"].empty_label)]  # type: ignore[attr-defined]
    choices += [(metric.slug, in_language(metric, "label")[0]) for metric in Metric.objects.all()]
    for counted in made:
        counted.form.fields["metric"].widget.choices = choices
    return made


def values_of(figure: Figure) -> dict[str, Any]:
    """A recorded figure as `services.record_figures` takes it."""
    return {name: getattr(figure, name) for name in COLUMNS} | {"metric": figure.metric.slug}


def _counted(row: Claim, values: dict[str, Any], name: str, **what: Any) -> Counted:
    bounds = {end: plain(values.get(end)) for end in ("low", "high")}
    initial = values | bounds | {"expected_revision": row.revision}
    return Counted(FigureForm(initial=initial, auto_id=f"{name}_%s"), **what)
