"""A document, known or new, and what it says about a claim."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.forms.common import DeskForm, RevisedForm, line, words
from claims.models import Claim, Evidence, User
from sources.extraction import extract
from sources.fetching import sniff
from sources.models import Document

STANCES = [
    (Evidence.Stance.SUPPORTS, _("supports")),
    (Evidence.Stance.REFUTES, _("contradicts")),
    (Evidence.Stance.CONTEXT, _("gives context")),
]
TIERS = [
    (Document.Tier.PRIMARY, _("primary source")),
    (Document.Tier.SECONDARY, _("report")),
    (Document.Tier.TERTIARY, _("compilation")),
]
MEDIA = [
    (Document.Medium.WEB, _("page on the web")),
    (Document.Medium.FILE, _("uploaded file")),
    (Document.Medium.PAPER, _("paper")),
    (Document.Medium.PHONE, _("phone call")),
    (Document.Medium.INTERVIEW, _("interview")),
    (Document.Medium.EMAIL, _("e-mail")),
    (Document.Medium.VISIT, _("site visit")),
]
PARTICULARS = "held_by shelf_mark whom when where by subject place described_de".split()
LEVELS = [
    (Document.Confidentiality.PUBLIC, _("everybody")),
    (Document.Confidentiality.ANONYMISED, _("everybody, without the name")),
    (Document.Confidentiality.DESK, _("the newsroom")),
    (Document.Confidentiality.NAMED, _("named people only")),
]
TERMS = [
    (Document.Terms.QUOTABLE, _("may be quoted")),
    (Document.Terms.BACKGROUND, _("background")),
    (Document.Terms.CONFIDENTIAL, _("in confidence")),
]


class CiteForm(DeskForm):
    """A document, known or new, and what it says about the claim. An address or a file is enough."""

    url = line(_("Address"), 2048)
    file = forms.FileField(label=_("Or a file"), required=False)
    document = forms.ModelChoiceField(
        Document.objects.none(), required=False, label=_("Or a document we have"), empty_label="–"
    )
    stance = forms.ChoiceField(label=_("Bearing"), choices=STANCES, widget=forms.RadioSelect)
    tier = forms.ChoiceField(
        label=_("Kind of source"), choices=TIERS, required=False, initial=Document.Tier.SECONDARY
    )
    exact = words(_("Original wording"), 3, help_text=_("Copied exactly; it is looked for at every recheck."))
    note_de = words(_("What it says about this claim, German"))
    title = line(_("Title"), 500)
    publisher = line(_("Published by"))
    locator = line(_("Where to find it"), 500)
    note_en = words(_("What it says about this claim, English"))
    origin = line(_("Origin"), 200, help_text=_("Body or series it draws on."))
    medium = forms.ChoiceField(label=_("Medium"), choices=MEDIA, required=False)
    held_by = line(_("Library or archive"), 200)
    shelf_mark = line(_("Shelf mark"), 200)
    whom = line(_("With whom"), 200)
    when = line(_("When"), 100)
    where = line(_("Where"), 200)
    by = line(_("Who of us"), 200)
    subject = line(_("Subject"), 200)
    place = line(_("Place"), 200)
    described_de = line(_("How readers are told of it, without the name"), 300)
    confidentiality = forms.ChoiceField(label=_("Who may know of it"), choices=LEVELS, required=False)
    terms = forms.ChoiceField(label=_("Terms of use"), choices=TERMS, required=False)

    AT_ONCE = ("url", "file", "document", "stance", "tier", "exact", "note_de")

    def at_once(self) -> list[forms.BoundField]:
        """What is asked for every time; the rest can be opened."""
        return [self[name] for name in self.AT_ONCE]

    def more(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.AT_ONCE]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named = data.get("title", "").strip() or data.get("url", "").strip() or data.get("file")
        if not data.get("document") and not named and not self.errors:
            self.add_error("url", _("Give an address or a file, choose a document, or give a title."))
        return data

    def new_document(self) -> dict[str, Any]:
        """Arguments of `services.add_document`. What has no title yet is called by its address or file.

        Reads the file, which may take seconds: not within a transaction.
        """
        data = self.cleaned_data
        names = ("title", "publisher", "tier", "origin", "url", "medium", "confidentiality", "terms")
        given: dict[str, Any] = {name: data[name].strip() for name in names if data[name].strip()}
        upload = data.get("file")
        by_file = upload is not None and not data["url"].strip()
        arguments = {"medium": Document.Medium.WEB, **given}
        if by_file and arguments["medium"] == Document.Medium.WEB:
            arguments["medium"] = Document.Medium.FILE
        arguments.setdefault("title", upload.name if upload and by_file else _short(data["url"]))
        arguments["particulars"] = {name: data[name].strip() for name in PARTICULARS}
        if upload:
            body = upload.read()
            media_type = sniff(body)
            text = extract(body, media_type).text
            arguments |= {"body": body, "file_name": upload.name, "media_type": media_type, "text": text}
        return arguments


def _short(url: str) -> str:
    return url.strip().partition("://")[2].rstrip("/")[:500] or url.strip()


class PinForm(RevisedForm):
    """Words of a saved copy: their ends in code points, or the very words."""

    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("The words that say it, as they stand in the copy"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    copy = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("start") is None and not (data.get("words") or "").strip():
            raise forms.ValidationError(_("Select the words in the saved copy, or type them here."))
        return data


class SameForm(DeskForm):
    """The same passage as another claim cites."""

    as_for = forms.ModelChoiceField(Evidence.objects.none(), label=_("Passage cited for another claim"))
    stance = forms.ChoiceField(label=_("Bearing"), choices=[("", _("as there")), *STANCES], required=False)


class DropForm(RevisedForm):
    """Taking a piece of evidence out."""

    note = line(_("Reason"), 2000)


class GapForm(RevisedForm):
    columns: ClassVar = {"reason_de": "gap_reason_de", "reason_en": "gap_reason_en"}
    reason_de = words(_("What is missing, and why, German (printed)"), required=True)
    reason_en = words(_("What is missing, and why, English (printed)"))


class EntrustForm(DeskForm):
    """Who else may read a document that only named persons may read."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("Colleague"))

    def __init__(self, document: Document, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).exclude(pk__in=document.confidants.values("user"))
        self.fields["to"].queryset = people.order_by("username")  # type: ignore[attr-defined]


class ManyForm(DeskForm):
    """One passage for several claims: the bearing is judged for each; none means it is left out."""

    def __init__(self, claims: Iterable[Claim], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claims = {f"stance_{claim.public_id}": claim for claim in claims}
        for name, claim in self.claims.items():
            choices = [("", "–"), *STANCES]
            self.fields[name] = forms.ChoiceField(label=str(claim), choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.values()):
            raise forms.ValidationError(_("Choose the bearing for at least one claim."))
        return data

    def stances(self) -> dict[Claim, str]:
        return {self.claims[name]: stance for name, stance in self.cleaned_data.items() if stance}
