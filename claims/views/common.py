"""What all public pages share: the newsroom's calendar, caching, and the one line of a legal suppression."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from functools import wraps

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """GET and HEAD, the same for everybody, kept by caches for a minute and then asked for by ETag."""
    cached = cache_control(public=True, max_age=60)(view)

    @csrf_exempt  # nothing is written here: another method is told so (405), not asked for a token
    @require_safe
    @conditional_page
    @wraps(view)
    def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return cached(request, *args, **kwargs)

    return page


@never_cache
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 with what to write instead; what Django itself finds suspicious is told without detail."""
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"reason": reason}, status=400)


@never_cache
def legal_notice(request: HttpRequest) -> HttpResponse:
    return render(request, "451.html", status=451)


def address_of(page: str, *args: object) -> str:
    """The whole address of a page, in the language of the moment, for those who meet it elsewhere."""
    return f"{settings.FACTCHECK_SITE_URL}{reverse(page, args=args)}"


def as_of_day(request: HttpRequest) -> date | None:
    """The day of `?at=YYYY-MM-DD`; BadRequest for another form or a day that has not begun."""
    text = request.GET.get("at", "")
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None:
        raise BadRequest(_("Write the day as in ?at=2026-11-22."))
    if day > timezone.localdate():
        raise BadRequest(_("This day has not come yet."))
    return day


def end_of(day: date) -> datetime:
    """The first moment that no longer belongs to the day, where the newsroom is."""
    return datetime.combine(day + timedelta(days=1), time(), newsroom_zone())


def newsroom_zone() -> tzinfo:
    return timezone.get_default_timezone()
