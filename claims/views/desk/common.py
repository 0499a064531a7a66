"""What all desk pages share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from claims import services
from claims.models import Claim, User

Page = Callable[..., HttpResponseBase]


def staff(request: HttpRequest) -> User:
    """The colleague behind a request. PermissionDenied for an account without a place at the desk."""
    if not isinstance(request.user, User) or not request.user.is_active:
        raise PermissionDenied
    return request.user


def desk_page(view: Page) -> Page:
    """Signed-in colleagues only, kept by no cache; what a role may not do is a refusal, not an error page."""

    @csp_update({"script-src": ["'self'"], "frame-src": ["'self'"]})
    @login_required
    @never_cache
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        staff(request)
        try:
            return view(request, *args, **kwargs)
        except services.NotAllowed as error:
            raise PermissionDenied(str(error)) from error

    return page


def claim_for(request: HttpRequest, public_id: str) -> Claim:
    """The claim, if this colleague may see it; else 404, so that nobody learns what exists."""
    claims = Claim.objects.accessible_to(staff(request)).select_related(
        "article__case", "article__document", "claimant", "assignee"
    )
    claim = claims.filter(public_id=public_id).first()
    if claim is None:
        raise Http404
    return claim


def attempt(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Do what a valid form asks for; what the service objects to stands at the form's top."""
    try:
        act()
    except services.NotAllowed:
        raise
    except services.Refused as error:
        for why in [item.why for item in error.missing] or [str(error)]:
            form.add_error(None, why)
    except services.ServiceError as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.add_error(None, error.messages)
    else:
        return True
    return False
