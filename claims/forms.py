"""Forms of the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims import workflow
from claims.models import Certainty, Claim, Claimant, Evidence, ReferencePoint, Ruling, User, Verdict
from sources.extraction import extract
from sources.fetching import sniff
from sources.models import Document

DECISIONS = [
    (Ruling.Decision.HARMLESS, _("does not affect the rating")),
    (Ruling.Decision.EVIDENCE_UPDATED, _("the evidence was updated")),
    (Ruling.Decision.REOPEN, _("check the claim again")),
]
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
CERTAINTIES = [
    ("", _("none")),
    (Certainty.STRONG, _("strong")),
    (Certainty.MODERATE, _("moderate")),
    (Certainty.PROVISIONAL, _("provisional")),
]
REFERENCES = [
    (ReferencePoint.AS_OF_PUBLICATION, _("as of publication")),
    (ReferencePoint.AS_OF_CHECK, _("as of the check")),
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
DECLINES = [
    (workflow.Decline.NOT_CHECKABLE, _("not checkable")),
    (workflow.Decline.DUPLICATE, _("the same as another claim")),
    (workflow.Decline.OUT_OF_SCOPE, _("outside what we check")),
    (workflow.Decline.OUTDATED, _("no longer of interest")),
    (workflow.Decline.OTHER, _("another reason (say it in the note)")),
]
RATED = [(Claim.Rated.CONTENT, _("the content")), (Claim.Rated.ATTRIBUTION, _("the attribution"))]


def words(label: Any, rows: int = 2, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, widget=area, help_text=help_text)


class RulingForm(forms.Form):
    """One decision for one or several of the claims that a source change touches."""

    claims = forms.ModelMultipleChoiceField(
        Claim.objects.none(),
        to_field_name="public_id",
        label=_("Claims this decision is for"),
        widget=forms.CheckboxSelectMultiple,
    )
    decision = forms.ChoiceField(choices=DECISIONS, label=_("Editors' decision"), widget=forms.RadioSelect)
    note = words(_("Reason"), 4, required=True)


class RecordForm(forms.Form):
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


class VersionForm(forms.Form):
    file = forms.FileField(label=_("Newer text of the article (text, HTML or PDF)"))


class ClaimForm(forms.Form):
    """The working version of a claim. `revision` is the one the colleague began from."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    statement_de = words(_("Claim checked (in our words), German"))
    statement_en = words(_("Claim checked (in our words), English"))
    claimant = forms.CharField(
        label=_("Who said it"), required=False, max_length=300, widget=forms.TextInput({"list": "claimants"})
    )
    rated = forms.ChoiceField(label=_("Rated"), choices=RATED)
    topic = forms.CharField(label=_("Topic"), required=False, max_length=60)
    source_reason_de = words(_("Why a single source must do, German (printed)"))
    source_reason_en = words(_("Why a single source must do, English (printed)"))
    desk_note = words(_("Note for the desk (not published)"), 3)

    def changes(self) -> dict[str, Any]:
        """Columns of Claim; a claimant not known yet is made."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        name = data.pop("claimant").strip()
        data["claimant"] = Claimant.objects.get_or_create(name=name)[0] if name else None
        return data


class CiteForm(forms.Form):
    """A document, known or new, and what it says about the claim."""

    document = forms.ModelChoiceField(
        Document.objects.none(), required=False, label=_("A document we have"), empty_label=_("a new one:")
    )
    title = forms.CharField(label=_("Title"), required=False, max_length=500)
    publisher = forms.CharField(label=_("Published by"), required=False, max_length=300)
    url = forms.CharField(label=_("Address"), required=False, max_length=2048)
    tier = forms.ChoiceField(label=_("Kind of source"), choices=TIERS, required=False)
    origin = forms.CharField(
        label=_("Origin"), required=False, max_length=200, help_text=_("Body or series it draws on.")
    )
    stance = forms.ChoiceField(label=_("Bearing"), choices=STANCES, widget=forms.RadioSelect)
    locator = forms.CharField(label=_("Where to find it"), required=False, max_length=500)
    exact = words(_("Original wording"), 3, help_text=_("Copied exactly; it is looked for at every recheck."))
    medium = forms.ChoiceField(label=_("Medium"), choices=MEDIA, required=False)
    file = forms.FileField(label=_("File"), required=False)
    held_by = forms.CharField(label=_("Library or archive"), required=False, max_length=200)
    shelf_mark = forms.CharField(label=_("Shelf mark"), required=False, max_length=200)
    whom = forms.CharField(label=_("With whom"), required=False, max_length=200)
    when = forms.CharField(label=_("When"), required=False, max_length=100)
    where = forms.CharField(label=_("Where"), required=False, max_length=200)
    by = forms.CharField(label=_("Who of us"), required=False, max_length=200)
    subject = forms.CharField(label=_("Subject"), required=False, max_length=200)
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    described_de = forms.CharField(
        label=_("How readers are told of it, without the name"), required=False, max_length=300
    )
    confidentiality = forms.ChoiceField(label=_("Who may know of it"), choices=LEVELS, required=False)
    terms = forms.ChoiceField(label=_("Terms of use"), choices=TERMS, required=False)
    note_de = words(_("What it says about this claim, German"))
    note_en = words(_("What it says about this claim, English"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("document") and not data.get("title", "").strip():
            self.add_error("title", _("Choose a document, or give the title of a new one."))
        return data

    def new_document(self) -> dict[str, Any]:
        """Arguments of `services.add_document`."""
        data = self.cleaned_data
        names = ("title", "publisher", "tier", "origin", "url", "medium", "confidentiality", "terms")
        given: dict[str, Any] = {name: data[name].strip() for name in names if data[name].strip()}
        arguments = {"medium": Document.Medium.WEB, **given}
        arguments["particulars"] = {name: data[name].strip() for name in PARTICULARS}
        if upload := data.get("file"):
            body = upload.read()
            text = extract(body, sniff(body)).text
            arguments |= {"body": body, "file_name": upload.name, "media_type": sniff(body), "text": text}
        return arguments


class GapForm(forms.Form):
    reason_de = words(_("What is missing, and why, German (printed)"), required=True)
    reason_en = words(_("What is missing, and why, English (printed)"))


class AssessForm(forms.Form):
    """One person's rating."""

    verdict = forms.ModelChoiceField(
        Verdict.objects.all(),
        to_field_name="slug",
        label=_("Rating"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    certainty = forms.ChoiceField(
        label=_("Certainty"), choices=CERTAINTIES, required=False, widget=forms.RadioSelect
    )
    reference_point = forms.ChoiceField(label=_("As of"), choices=REFERENCES)
    one_sentence_de = words(_("In one sentence, German"))
    one_sentence_en = words(_("In one sentence, English"))
    rationale_de = words(_("Why, German"), 6)
    rationale_en = words(_("Why, English"), 6)
    searched_de = words(_("What we searched and did not find, German"))
    searched_en = words(_("What we searched and did not find, English"))
    would_settle_de = words(_("What would settle it, German"))
    would_settle_en = words(_("What would settle it, English"))


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(
        User.objects.none(), label=_("Assign to"), required=False, empty_label=_("nobody")
    )
    due_at = forms.DateTimeField(
        label=_("Due"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        raters = [role for role in workflow.Role if workflow.may(role, workflow.Act.ASSESS)]
        field = self.fields["to"]
        field.queryset = User.objects.filter(is_active=True, role__in=raters).order_by("username")  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    to = forms.ChoiceField(choices=[(state.value, state.value) for state in workflow.State])
    note = words(_("Note"))


class ReplyForm(forms.Form):
    asked_whom = forms.CharField(label=_("Who was asked"), required=False, max_length=300)
    asked_how = forms.CharField(label=_("How"), required=False, max_length=100)
    waived_reason = words(_("Or why nobody was asked"))


class HoldForm(forms.Form):
    until = forms.DateTimeField(
        label=_("On hold until"), widget=forms.DateTimeInput({"type": "datetime-local"})
    )
    reason = words(_("Reason"), required=True)


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=DECLINES)
    note = words(_("Note"))
    kept = forms.ModelChoiceField(
        Claim.objects.all(),
        to_field_name="public_id",
        required=False,
        label=_("The claim that is kept (its short id)"),
        widget=forms.TextInput,
    )


class ChiefForm(forms.Form):
    """Acts that only a chief may do, each with its reason."""

    ACTS = [
        ("withdraw", _("withdraw the fact-check")),
        ("suppress", _("take it down for legal reasons")),
        ("unsuppress", _("show it again")),
        ("hold_legally", _("put it under legal hold")),
        ("lift_legal_hold", _("lift the legal hold")),
    ]
    act = forms.ChoiceField(label=_("What"), choices=ACTS)
    reason = words(_("Reason"), required=True)


class PublishForm(forms.Form):
    KINDS = [
        ("", _("first version")),
        ("update", _("update")),
        ("clarification", _("clarification")),
        ("correction", _("correction")),
    ]
    kind = forms.ChoiceField(label=_("Publish as"), choices=KINDS, required=False)
    note_de = words(_("What changed, German (printed)"))
    note_en = words(_("What changed, English (printed)"))
    publish_at = forms.DateTimeField(
        label=_("Embargo until"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"})
    )
    override_de = words(_("Exception with reason, German (chiefs only; printed)"))
    override_en = words(_("Exception with reason, English (chiefs only; printed)"))


class ReasonForm(forms.Form):
    """A legal act and nothing but its reason."""

    reason = words(_("Legal reason"), 2, required=True)


class SnoozeForm(forms.Form):
    days = forms.IntegerField(label=_("Remind me in (days)"), min_value=1, max_value=90)
