"""Accounts of the newsroom."""

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.models import User

ROLES = [
    (User.Role.REPORTER, _("reporter")),
    (User.Role.CHECKER, _("checker")),
    (User.Role.EDITOR, _("editor")),
    (User.Role.CHIEF, _("chief editor")),
    (User.Role.AUDITOR, _("auditor")),
]
ACTS = [(name, name) for name in ("close", "reopen", "role", "factor", "mail")]


class InviteForm(forms.Form):
    username = forms.CharField(label=_("Account name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"))
    first_name = forms.CharField(label=_("First name"), required=False, max_length=150)
    last_name = forms.CharField(label=_("Last name"), required=False, max_length=150)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)


class PersonForm(forms.Form):
    act = forms.ChoiceField(choices=ACTS)
    role = forms.ChoiceField(choices=ROLES, required=False)
    note = forms.CharField(label=_("Reason"), required=False, max_length=1000)
