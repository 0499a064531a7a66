"""Forms of the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.models import Claim, Ruling

DECISIONS = [
    (Ruling.Decision.HARMLESS, _("does not affect the rating")),
    (Ruling.Decision.EVIDENCE_UPDATED, _("the evidence was updated")),
    (Ruling.Decision.REOPEN, _("check the claim again")),
]


class RulingForm(forms.Form):
    """One decision for one or several of the claims that a source change touches."""

    claims = forms.ModelMultipleChoiceField(
        Claim.objects.none(),
        to_field_name="public_id",
        label=_("Claims this decision is for"),
        widget=forms.CheckboxSelectMultiple,
    )
    decision = forms.ChoiceField(choices=DECISIONS, label=_("Editors' decision"), widget=forms.RadioSelect)
    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))
