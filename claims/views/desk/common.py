"""What all desk pages share: who may open them, and the one shape of every act."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from claims import services
from claims.forms import RevisedForm
from claims.models import Claim, User

Page = Callable[..., HttpResponseBase]


def staff(request: HttpRequest) -> User:
    """The colleague behind a request. PermissionDenied for an account without a place at the desk."""
    if not isinstance(request.user, User) or not request.user.is_active:
        raise PermissionDenied
    return request.user


def desk_page(view: Page) -> Page:
    """Signed-in colleagues only, kept by no cache; what a role may not do is a refusal, not an error page."""

    @csp_update({"script-src": ["'self'"], "frame-src": ["'self'"], "connect-src": ["'self'"]})
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # A script that asks for a part of a page must not put the sign-in page into it.
        if is_partial(request) and not request.user.is_authenticated:
            return HttpResponse(status=401)
        # After signing in one goes on at the page the form stood on; the form's own address takes no reading.
        if request.method == "POST" and not request.user.is_authenticated:
            return redirect_to_login(came_from(request))
        return inside(request, *args, **kwargs)

    @login_required
    @never_cache
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        staff(request)
        if any("\x00" in value for _name, values in request.GET.lists() for value in values):
            raise BadRequest(_("Null characters are not allowed."))  # PostgreSQL could not even be asked
        try:
            return view(request, *args, **kwargs)
        except services.NotAllowed as error:
            raise PermissionDenied(services.told(error)) from error

    return page


def came_from(request: HttpRequest) -> str:
    """The desk's page that a form was sent from, without the site's name; else the queue."""
    page = urlsplit(request.headers.get("Referer", ""))
    here = page.netloc == request.get_host() and page.path.startswith("/desk/")
    return urlunsplit(("", "", page.path, page.query, "")) if here else reverse("desk")


def is_partial(request: HttpRequest, target: str = "") -> bool:
    """Whether htmx asks, and for the part of a page with this id."""
    return "HX-Request" in request.headers and target in ("", request.headers.get("HX-Target"))


def claim_for(request: HttpRequest, public_id: str) -> Claim:
    """The claim, if this colleague may see it; else 404, so that nobody learns what exists."""
    claims = (
        Claim.objects.accessible_to(staff(request))
        .with_questions()
        .select_related("article__case", "article__document", "claimant", "assignee", "stand_in")
    )
    claim = claims.filter(public_id=public_id).first()
    if claim is None:
        raise Http404
    return claim


def claim_id(request: HttpRequest) -> str:
    """The short id of a claim that a page sent along; blank for what can be none (PostgreSQL could not even
    be asked for a null character)."""
    value = request.POST.get("claim", "")
    return value if value.isalnum() else ""


def attempt(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Do what a valid form asks for; what the service objects to stands at its field or at the top."""
    try:
        act()
    except (services.ServiceError, ValidationError) as error:
        form.refusal = error  # type: ignore[attr-defined]
        if isinstance(error, services.Conflict) and isinstance(form, RevisedForm):
            form.outrun(error)
        for name, why in services.placed_reasons(error):
            form.add_error(name if name in form.fields else None, why)
    else:
        return True
    return False


def carry_out(
    form: BaseForm, act: Callable[..., Any], *, done: str, again: Callable[[], HttpResponse], **given: Any
) -> HttpResponse:
    """The shape of every act: what a form asks for is done, or shown again with what was typed and what is
    wrong. `act` is called with `given` and the form's data."""
    if form.is_valid() and attempt(form, lambda: act(**given, **form.cleaned_data)):
        return redirect(done)
    page = again()
    page.status_code = status_of(form)
    return page


def refusal_of(form: BaseForm) -> Exception | None:
    """What a service said to the form, where it said something."""
    return getattr(form, "refusal", None)


def status_of(form: BaseForm) -> int:
    """Of the page that shows it again."""
    return 403 if isinstance(refusal_of(form), services.NotAllowed) else 400


def warn(request: HttpRequest, form: BaseForm) -> None:
    """What is wrong with a form whose page is not shown again."""
    for field in form.errors.values():
        for why in field:
            messages.warning(request, str(why))
