"""An article, its newer versions, and the words of a claim in it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.forms.common import DeskForm, NamedField, line, words
from claims.models import Case

LANGUAGES = [("de", _("German")), ("en", _("English"))]


class RecordForm(DeskForm):
    """A selection in the article: its ends in code points, or its very words."""

    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Words of the claim, as they stand in the article"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.span() is None and not data.get("words", "").strip():
            raise forms.ValidationError(_("Select the words of the claim in the article, or type them here."))
        return data

    def span(self) -> tuple[int, int] | None:
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        return None if start is None or end is None else (start, end)


class VersionForm(DeskForm):
    file = forms.FileField(label=_("Newer text of the article (text, HTML or PDF)"))


class ArticleForm(DeskForm):
    """A new article: its text as a file, or pasted."""

    case = NamedField(
        Case.objects.none(), to_field_name="slug", label=_("Case file"), empty_label=None, column="title"
    )
    title = forms.CharField(label=_("Title"), max_length=500)
    publisher = line(_("Published by"))
    author = line(_("Author"))
    published = line(
        _("Published on"), 60, help_text=_("As precise as it is known: 2017, 2017-05 or 2017-05-14.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    url = line(_("Address"), 2048, help_text=_("It is watched from now on."))
    file = forms.FileField(label=_("Text, HTML or PDF file"), required=False)
    text = words(_("Or the text itself"), 10, help_text=_("Paste it as it was published."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "file" in data and not data["file"] and not data.get("text"):
            self.add_error("file", _("Give the article's text: choose a file, or paste it below."))
        if data.get("file") and data.get("text"):
            self.add_error("text", _("Give a file or the pasted text, not both."))
        return data

    def body(self) -> tuple[bytes, str]:
        """The bytes as they came, and the file's name."""
        upload = self.cleaned_data["file"]
        if upload:
            return upload.read(), upload.name
        return self.cleaned_data["text"].encode(), ""
