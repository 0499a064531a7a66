"""Rating, publishing, and deciding about changed sources."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.forms.claims import ClaimForm
from claims.forms.common import DeskForm, NamedField, RevisedForm, line, moment, words
from claims.models import Certainty, Claim, ReferencePoint, Review, Ruling, Verdict
from claims.services import SLIP, Conflict

DECISIONS = [
    (Ruling.Decision.HARMLESS, _("does not affect the rating")),
    (Ruling.Decision.EVIDENCE_UPDATED, _("the evidence was updated")),
    (Ruling.Decision.REOPEN, _("check the claim again")),
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


class AssessForm(DeskForm):
    """One person's rating."""

    verdict = NamedField(
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


class ReplyForm(DeskForm):
    """A question put to somebody, or why nobody was asked."""

    asked_whom = line(_("Who was asked (printed)"))
    asked_how = line(_("How (printed)"), 100)
    asked_at = moment(_("When (blank: now)"))
    deadline = moment(_("Answer wanted by"))
    waived_reason = words(_("Or why nobody was asked (printed)"))


class AnswerForm(RevisedForm):
    """What they said."""

    answer_de = words(_("Their answer, German (printed)"))
    answer_en = words(_("Their answer, English (printed)"))


class PublishForm(DeskForm):
    KINDS = [
        ("", _("first version")),
        ("update", _("update")),
        ("clarification", _("clarification")),
        ("correction", _("correction")),
    ]
    kind = forms.ChoiceField(label=_("Publish as"), choices=KINDS, required=False)
    note_de = words(_("What changed, German (printed)"))
    note_en = words(_("What changed, English (printed)"))
    publish_at = moment(_("Embargo until"))
    override_de = words(_("Exception with reason, German (chiefs only; printed)"))
    override_en = words(_("Exception with reason, English (chiefs only; printed)"))


class TogetherForm(DeskForm):
    """Ticked claims under one embargo. It shares its form with another act, which needs no hour."""

    use_required_attribute = False
    publish_at = moment(_("Publish together at"), required=True)
    note_de = line(_("What changed, German (printed)"), 1000)
    note_en = line(_("What changed, English (printed)"), 1000)


class SlipForm(RevisedForm):
    """The texts of a published version, to mend a slip in; `expected_revision` is its number."""

    note_de = words(_("What was mended, German (printed)"), required=True)
    note_en = words(_("What was mended, English (printed)"))

    def __init__(self, version: Review, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs, initial={"expected_revision": version.number})
        self.texts = {name: text for name in SLIP if (text := getattr(version, name))}
        for name, text in self.texts.items():
            self.fields[name] = deepcopy(_TEXTS[name])
            self.fields[name].required, self.fields[name].initial = True, text
        self.order_fields([*self.texts, *self.fields])

    def clean(self) -> dict[str, Any]:
        """Only the texts that were changed. Browsers send every line's end as two characters."""
        for name, before in self.texts.items():
            typed = _lines(self.cleaned_data.get(name, ""))
            if typed == _lines(before.strip()):
                self.cleaned_data.pop(name, None)
            elif typed and "\r\n" not in before:
                self.cleaned_data[name] = typed
        return self.cleaned_data

    def outrun(self, conflict: Conflict) -> None:
        """What was not touched here is theirs."""
        super().outrun(conflict)
        theirs = {name: text for name, text in conflict.theirs.items() if name not in conflict.yours}
        self.data = {**self.data, **theirs}


_TEXTS = {**ClaimForm.base_fields, **AssessForm.base_fields}


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


class CallOffForm(DeskForm):
    """Stopping a version before its hour."""

    note = words(_("Reason"), required=True)


class ReasonForm(DeskForm):
    """A legal act and nothing but its reason."""

    reason = words(_("Legal reason"), 2, required=True)


class RulingForm(DeskForm):
    """One decision for one or several of the claims that a source change touches."""

    claims = forms.ModelMultipleChoiceField(
        Claim.objects.none(),
        to_field_name="public_id",
        label=_("Claims this decision is for"),
        widget=forms.CheckboxSelectMultiple,
    )
    decision = forms.ChoiceField(choices=DECISIONS, label=_("Editors' decision"), widget=forms.RadioSelect)
    note = words(_("Reason"), 4, required=True)


class RuleManyForm(DeskForm):
    """One decision for any number of changes and claims; `pairs` are named by the page."""

    pairs = forms.MultipleChoiceField(
        label=_("Claims this decision is for"),
        error_messages={
            "required": _("Tick the claims that the decision is for."),
            "invalid_choice": _("One of these was decided meanwhile, or is over. Look again."),
        },
    )
    decision = forms.ChoiceField(choices=DECISIONS, label=_("Editors' decision"), widget=forms.RadioSelect)
    note = words(_("Reason"), 3, required=True)
