"""An own calculation: a formula, and what its letters stand for."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from claims.forms.common import DeskForm, NumberField, RevisedForm, line, words
from claims.forms.evidence import STANCES
from claims.models import Figure

LETTERS = "abcd"


class CalculationForm(DeskForm):
    """Each letter is a recorded figure or a number; a figure that changes later makes the result outdated."""

    title = line(_("What is calculated"), 500)
    formula = line(_("Formula"), 500, help_text=_("With the letters below, for instance: a / b * 100"))
    stance = forms.ChoiceField(label=_("Bearing"), choices=STANCES, widget=forms.RadioSelect)
    assumption_de = words(_("Assumption, German (printed)"))
    assumption_en = words(_("Assumption, English (printed)"))

    def __init__(self, figures: QuerySet[Figure], choices: list[tuple[Any, str]], *args: Any) -> None:
        super().__init__(*args)
        for letter in LETTERS:
            figure = forms.ModelChoiceField(figures, required=False, label=_("%s: a figure") % letter)
            figure.widget.choices = [("", "–"), *choices]
            self.fields[f"figure_{letter}"] = figure
            self.fields[f"number_{letter}"] = NumberField(
                required=False, label=_("or a number"), decimal_places=10
            )

    def at_once(self) -> list[forms.BoundField]:
        return [self[name] for name in ("title", "formula")]

    def letters(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"figure_{letter}"], self[f"number_{letter}"]) for letter in LETTERS]

    def rest(self) -> list[forms.BoundField]:
        return [self[name] for name in ("stance", "assumption_de", "assumption_en")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for letter in LETTERS:
            if data.get(f"figure_{letter}") and data.get(f"number_{letter}") is not None:
                self.add_error(f"number_{letter}", _("Give a figure or a number, not both."))
        return data

    def calculation(self) -> dict[str, Any]:
        """As `services.add_document` takes it."""
        data = self.cleaned_data
        numbers = {letter: data[f"number_{letter}"] for letter in LETTERS}
        figures = {letter: data[f"figure_{letter}"] for letter in LETTERS}
        return {
            "formula": data["formula"].strip(),
            "inputs": {letter: f"{value:f}" for letter, value in numbers.items() if value is not None},
            "figures": {letter: figure.pk for letter, figure in figures.items() if figure},
            "assumption_de": data["assumption_de"].strip(),
            "assumption_en": data["assumption_en"].strip(),
        }


class InputForm(RevisedForm):
    """Another value for one of a calculation's own numbers; `name` is its letter."""

    name = forms.CharField(max_length=100, widget=forms.HiddenInput)
    value = NumberField(label=_("Another value"), decimal_places=10)
