"""The newsroom's accounts, for those who govern the house: invite, close, open again, change a role."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims import services, workflow
from claims.forms.people import InviteForm, PersonForm
from claims.models import User
from claims.views.desk.common import attempt, desk_page, staff


def chief(request: HttpRequest) -> User:
    user = staff(request)
    if not user.may(workflow.Act.GOVERN):
        raise PermissionDenied(_("Only a chief editor manages accounts."))
    return user


@desk_page
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    chief(request)
    return page(request)


def page(request: HttpRequest, **forms: Any) -> HttpResponse:
    """Queries: session, reader, accounts."""
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    context = {
        "people": User.objects.annotate(factor=Exists(factor)).order_by("-is_active", "username"),
        "invite": InviteForm(),
        "act": PersonForm(),
        "roles": InviteForm().fields["role"].choices,  # type: ignore[attr-defined]
        **forms,
    }
    return render(request, "claims/desk/people.html", context, status=400 if forms else 200)


@desk_page
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    actor, form = chief(request), InviteForm(request.POST)
    made: list[User] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(services.invite(actor=actor, **form.cleaned_data))
    ):
        mail(request, made[0])
        return redirect("desk-people")
    return page(request, invite=form)


def mail(request: HttpRequest, user: User) -> None:
    try:
        services.mail_invitation(user)
    except OSError as error:
        messages.error(request, _("The invitation could not be sent: %s. Send it again later.") % error)
    else:
        messages.success(request, _("An invitation went to %s.") % user.email)


@desk_page
@require_POST
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """`act` is one of close, reopen, role, factor, mail; all but the last want a reason."""
    actor, user = chief(request), get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST)
    if form.is_valid() and form.cleaned_data["act"] == "mail":
        mail(request, user)
        return redirect("desk-people")
    if form.is_valid() and attempt(form, lambda: act(user, actor, form.cleaned_data)):
        return redirect("desk-people")
    return page(request, act=form)


def act(user: User, actor: User, data: dict[str, str]) -> User:
    note = data["note"]
    match data["act"]:
        case "close":
            return services.deactivate(user=user, actor=actor, note=note)
        case "reopen":
            return services.reopen(user=user, actor=actor, note=note)
        case "factor":
            return services.reset_second_factor(user=user, actor=actor, note=note)
    return services.change_role(user=user, actor=actor, role=data["role"], note=note)
