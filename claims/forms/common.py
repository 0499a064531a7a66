"""What the forms share."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import get_language

from claims import worddiff
from claims.services import EARLIEST, LATEST, Conflict


class DeskForm(forms.Form):
    """Several forms stand on one page, so each names its fields' ids after itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.removesuffix('Form').lower()}_%s")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Select):  # Django's renders a template for each of its options
                field.widget.template_name = "claims/desk/_select.html"


class NamedField(forms.ModelChoiceField):
    """Rows, called by their `column` in the language of the page."""

    def __init__(self, *args: Any, column: str = "label", **kwargs: Any) -> None:
        self.column = column
        super().__init__(*args, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        codes = ("de", "en") if get_language() == "de" else ("en", "de")
        return next(filter(None, (getattr(obj, f"{self.column}_{code}") for code in codes)), str(obj))


class RevisedForm(DeskForm):
    """Saves upon `expected_revision` of its row. Who is outrun is shown what differs, word by word; saving
    again replaces theirs."""

    expected_revision = forms.IntegerField(widget=forms.HiddenInput)
    columns: ClassVar[dict[str, str]] = {}  # of the row, where the field here has another name
    diff: Sequence[tuple[str, list[worddiff.Piece]]] = ()

    def outrun(self, conflict: Conflict) -> None:
        self.data = {name: self.data[name] for name in self.data} | {"expected_revision": conflict.revision}
        fields = {self.columns.get(name, name): name for name in self.fields}
        pairs = [
            (str(self.fields[fields[column]].label), _told(conflict.theirs[column]), _told(value))
            for column, value in conflict.yours.items()
            if column in fields and column in conflict.theirs
        ]
        self.diff = [(label, worddiff.diff(theirs, ours)) for label, theirs, ours in pairs if theirs != ours]


def _told(value: Any) -> str:
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    return worddiff.shown(value)


class NumberField(forms.DecimalField):
    """A number as people of the page's language write it, grouped or not: in German 1.234,5 and 2.000 (two
    thousand), in English 1,234.5 and 2,000. Any spaces group. The other language's decimal sign is understood
    where it cannot be a group: 17.46 in German."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if not isinstance(value, str):
            return super().to_python(value)
        point = str(get_format("DECIMAL_SEPARATOR"))
        group = "." if point == "," else ","
        text = "".join(value.split())
        if re.fullmatch(rf"[+-]?\d{{1,3}}(\{group}\d{{3}})+(\{point}\d*)?", text):
            text = text.replace(group, "")
        elif text.count(group) == 1 and point not in text:
            text = text.replace(group, point)
        if group in text:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text.replace(point, "."))


def plain(value: Decimal | None) -> str | None:
    """Without exponent, groups and closing zeros, as people of the page's language write it."""
    if value is None:
        return None
    digits = f"{value:f}"
    bare = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return bare.replace(".", str(get_format("DECIMAL_SEPARATOR")))


def words(label: Any, rows: int = 2, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=area, help_text=help_text)


def line(label: Any, most: int = 300, *, help_text: Any = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, required=False, max_length=most, widget=widget, help_text=help_text)


def moment(label: Any, *, required: bool = False) -> forms.DateTimeField:
    """A day and an hour, by the newsroom's clock, within what databases tell in every time zone."""
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    bounds = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
    return forms.DateTimeField(label=label, required=required, widget=widget, validators=bounds)
