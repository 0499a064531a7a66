"""What people do with a claim beside rating it."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from claims import workflow
from claims.forms.common import DeskForm, RevisedForm, line, moment, words
from claims.models import Claim, Claimant, User
from sources.models import Passage

DECLINES = [
    (workflow.Decline.NOT_CHECKABLE, _("not checkable")),
    (workflow.Decline.DUPLICATE, _("the same as another claim")),
    (workflow.Decline.OUT_OF_SCOPE, _("outside what we check")),
    (workflow.Decline.OUTDATED, _("no longer of interest")),
    (workflow.Decline.OTHER, _("another reason (say it in the note)")),
]
RATED = [(Claim.Rated.CONTENT, _("the content")), (Claim.Rated.ATTRIBUTION, _("the attribution"))]


class ClaimForm(RevisedForm):
    """The working version of a claim."""

    statement_de = words(_("Claim checked (in our words), German"))
    statement_en = words(_("Claim checked (in our words), English"))
    claimant = line(_("Who said it"), list="claimants")
    rated = forms.ChoiceField(label=_("Rated"), choices=RATED)
    topic = line(_("Topic"), 60)
    source_reason_de = words(_("Why a single source must do, German (printed)"))
    source_reason_en = words(_("Why a single source must do, English (printed)"))
    desk_note = words(_("Note for the desk (not published)"), 3)

    def changes(self) -> dict[str, Any]:
        """Columns of Claim with the revision; a claimant not known yet is made."""
        data = dict(self.cleaned_data)
        name = data.pop("claimant").strip()
        data["claimant"] = Claimant.objects.get_or_create(name=name)[0] if name else None
        return data


class AssignManyForm(DeskForm):
    """What is left blank stays as it is with each claim, but for who gets it."""

    to = forms.ModelChoiceField(
        User.objects.none(), label=_("Assign to"), required=False, empty_label=_("nobody")
    )
    stand_in = forms.ModelChoiceField(
        User.objects.none(), label=_("In their place"), required=False, empty_label=_("nobody")
    )
    due_at = moment(_("Due"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        raters = [role for role in workflow.Role if workflow.may(role, workflow.Act.ASSESS)]
        people = list(User.objects.filter(is_active=True, role__in=raters).order_by("username"))
        for name in ("to", "stand_in"):
            field = self.fields[name]
            field.queryset = User.objects.filter(pk__in=[person.pk for person in people])  # type: ignore[attr-defined]
            # One question for both lists.
            field.widget.choices = [("", field.empty_label), *((p.pk, str(p)) for p in people)]  # type: ignore[attr-defined]


class AssignForm(RevisedForm, AssignManyForm):
    columns: ClassVar = {"to": "assignee"}


class MoveForm(DeskForm):
    to = forms.ChoiceField(choices=[(state.value, state.value) for state in workflow.State])
    note = words(_("Note"))


class HoldForm(RevisedForm):
    columns: ClassVar = {"until": "hold_until", "reason": "hold_reason"}
    until = moment(_("On hold until"), required=True)
    reason = words(_("Reason"), required=True)


class DeclineForm(DeskForm):
    reason = forms.ChoiceField(label=_("Reason"), choices=DECLINES)
    note = words(_("Note"))
    kept = forms.ModelChoiceField(
        Claim.objects.all(),
        to_field_name="public_id",
        required=False,
        label=_("The claim that is kept (its short id)"),
        widget=forms.TextInput,
    )


class WithdrawForm(DeskForm):
    """Taking a fact-check back: what is said here is all that readers still find of it."""

    note_de = words(_("Why it is withdrawn, German (printed)"), required=True)
    note_en = words(_("Why it is withdrawn, English (printed)"))


class ChiefForm(DeskForm):
    """Acts that only a chief may do, each with its reason, which stays in the house."""

    ACTS = [
        ("suppress", _("take it down for legal reasons")),
        ("unsuppress", _("show it again")),
        ("hold_legally", _("put it under legal hold")),
        ("lift_legal_hold", _("lift the legal hold")),
    ]
    act = forms.ChoiceField(label=_("What"), choices=ACTS)
    reason = words(_("Reason (not published)"), required=True)


class PassageForm(DeskForm):
    """One passage taken down for legal reasons, or shown again; `passages` are those that may be chosen."""

    ACTS = [("suppress", _("take it down for legal reasons")), ("unsuppress", _("show it again"))]
    passage = forms.ModelChoiceField(Passage.objects.none(), label=_("Passage"), empty_label=None)
    act = forms.ChoiceField(label=_("What"), choices=ACTS)
    reason = words(_("Reason (not published)"), required=True)

    def __init__(self, passages: QuerySet[Passage], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["passage"]
        field.queryset = passages
        field.label_from_instance = self.label
        # Else asked twice: for the list, and whether it begins blank.
        field.widget.choices = list(field.choices)

    @staticmethod
    def label(passage: Passage) -> str:
        """In a list: its words or its place, the document, and whether readers see it."""
        words = Truncator(passage.exact or passage.locator or "…").chars(70)
        named = f"{words} – {Truncator(passage.document.title).chars(50)}"
        return _("%(passage)s (taken down)") % {"passage": named} if passage.suppressed_at else named


class CommentForm(DeskForm):
    text = words(
        _("Comment"),
        rows=3,
        required=True,
        help_text=_("With @name a colleague is told. Name no confidential source here."),
    )


class ViewForm(DeskForm):
    name = forms.CharField(label=_("Name of this view"), max_length=60)


class SnoozeForm(DeskForm):
    days = forms.IntegerField(label=_("Remind me in (days)"), min_value=1, max_value=90)
