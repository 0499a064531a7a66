"""A figure, with its controlled values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from claims.forms.common import NamedField, NumberField, RevisedForm, line
from claims.models import Figure, Metric, Qualifier

QUALIFIERS = [
    (Qualifier.EXACTLY, _("exactly")),
    (Qualifier.ABOUT, _("about")),
    (Qualifier.AT_LEAST, _("at least")),
    (Qualifier.AT_MOST, _("at most")),
    (Qualifier.MORE_THAN, _("more than")),
    (Qualifier.LESS_THAN, _("less than")),
]
NATURES = [
    ("", _("not said")),
    (Figure.Nature.STOCK, _("stock")),
    (Figure.Nature.FLOW, _("in the period")),
    (Figure.Nature.CUMULATIVE, _("running total")),
    (Figure.Nature.INCREMENT, _("increase")),
    (Figure.Nature.TARGET, _("target")),
    (Figure.Nature.RATIO, _("ratio")),
    (Figure.Nature.PARAMETER, _("fixed value")),
]
GROUNDS = [
    (Figure.Ground.UNSTATED, _("basis not stated")),
    (Figure.Ground.OFFICIAL, _("official")),
    (Figure.Ground.ESTIMATE, _("estimate")),
    (Figure.Ground.FORECAST, _("forecast")),
    (Figure.Ground.PLAN, _("plan")),
]


class FigureForm(RevisedForm):
    """One point has equal bounds; an open end stays blank."""

    metric = NamedField(
        Metric.objects.all(), to_field_name="slug", label=_("Measure"), empty_label=_("choose one")
    )
    qualifier = forms.ChoiceField(label=_("Said as"), choices=QUALIFIERS)
    low = NumberField(label=_("From"), required=False, decimal_places=6)
    high = NumberField(label=_("To (the same for a single value)"), required=False, decimal_places=6)
    unit = line(_("Unit"), 60)
    counted = line(_("What is counted"), 60)
    definition = line(_("What is included, as the source says it"), 300)
    definition_de = line(_("The same in German"), 300)
    place = line(_("Place"), 100)
    as_of = line(pgettext_lazy("date", "As of"), 60, help_text=_("2018, 2018-05 or 2018-05-14"))
    nature = forms.ChoiceField(label=_("Kind of figure"), choices=NATURES, required=False)
    basis = forms.ChoiceField(label=_("Basis"), choices=GROUNDS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("high") is None and data.get("qualifier") in (Qualifier.EXACTLY, Qualifier.ABOUT):
            data["high"] = data.get("low")
        return data

    def values_for(self) -> dict[str, Any]:
        """One of `services.record_figures`."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "expected_revision"}
        data["metric"] = data["metric"].slug
        return data
