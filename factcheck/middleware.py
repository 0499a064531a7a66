"""Languages in the address, and the second factor of those who may publish."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from claims.models import User
from claims.workflow import Act


class UncachedRedirect(HttpResponseRedirect):
    """302 to the reader's language, kept by no cache."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self["Cache-Control"] = "no-store"


class LanguageMiddleware(LocaleMiddleware):
    """/de/… and /en/… are canonical, the bare address asks the browser."""

    response_redirect_class = UncachedRedirect

    def process_request(self, request: HttpRequest) -> None:
        """Machines that ask for no language are told in English, whatever the house speaks."""
        super().process_request(request)
        if request.path.startswith("/api/") and "Accept-Language" not in request.headers:
            translation.activate("en")
            request.LANGUAGE_CODE = "en"


# Where people work. Public pages are not looked at: they know no session, and caches may keep them.
INSIDE = ("/desk/", "/admin/", "/api/")
NEEDED = {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}


def second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Who may publish works only with a one-time code and recovery codes set up; else they are led there.

    Tokens of the API are not sessions: a colleague makes them while signed in with the second factor.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not settings.FACTCHECK_SECOND_FACTOR or not request.path.startswith(INSIDE):
            return get_response(request)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not lacks_second_factor(request.user):
            return get_response(request)
        address = reverse("mfa_activate_totp")
        if request.path.startswith("/api/"):
            detail = gettext("Set up your second factor first.")
            return JsonResponse(
                {"title": gettext("Forbidden"), "status": 403, "detail": detail, "instance": address},
                status=403,
                content_type="application/problem+json",
            )
        return UncachedRedirect(address)

    return middleware


def lacks_second_factor(user: Any) -> bool:
    if not isinstance(user, User) or not user.may(Act.PUBLISH):
        return False
    held = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return not held >= NEEDED
