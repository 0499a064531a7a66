"""Languages in the address, the second factor of those who may publish, and refusals on pages of our own."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.views.defaults import page_not_found

from claims.api import problems
from claims.models import User
from claims.views.common import bad_request
from claims.workflow import Act

Answer = Callable[[HttpRequest], HttpResponse]


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


def second_factor(get_response: Answer) -> Answer:
    """Who may publish works only with a one-time code and recovery codes set up; else they are led there.

    Tokens of the API are not sessions: a colleague makes them while signed in with the second factor.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not settings.FACTCHECK_SECOND_FACTOR or not request.path.startswith(INSIDE):
            return get_response(request)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not lacks_second_factor(request.user):
            return get_response(request)
        if request.path.startswith("/api/"):
            return problems.answer(request, 403, gettext("Set up your second factor first."))
        return UncachedRedirect(reverse("mfa_activate_totp"))

    return middleware


def lacks_second_factor(user: Any) -> bool:
    if not isinstance(user, User) or not user.may(Act.PUBLISH):
        return False
    held = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return not held >= NEEDED


class OwnRefusals:
    """What is asked wrongly is told on pages of ours, also with DEBUG: demonstrations are read by people whom
    Django's pages about code tell nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if too_large(request):
            return refuse_size(request)
        response = self.get_response(request)
        nowhere = response.status_code == 404 and request.resolver_match is None
        return page_not_found(request, Http404()) if nowhere else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Http404):
            return page_not_found(request, exception)
        return bad_request(request, exception) if isinstance(exception, BadRequest) else None


def too_large(request: HttpRequest) -> bool:
    """More than Django reads into memory. Forms with files have limits of their own."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    has_files = request.content_type == "multipart/form-data"
    return not has_files and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def refuse_size(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problems.answer(request, 413, gettext("The body is too large: send less at once."))
    return render(request, "413.html", status=413)
