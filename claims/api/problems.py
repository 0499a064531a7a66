"""Every error of the API as RFC 9457 problem details (application/problem+json)."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from claims.api.renderers import CompactJSON
from claims.services import Conflict, NotAllowed, Refused, ServiceError, told

MEDIA_TYPE = "application/problem+json"


class LegallyUnavailable(exceptions.APIException):
    status_code = HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS
    default_detail = _("Not available for legal reasons.")


class LostUpdate(exceptions.APIException):
    status_code = HTTPStatus.PRECONDITION_FAILED
    default_detail = _("This was changed since you read it. Read it again, then send your change again.")


def details(status: int, path: str, detail: str, **more: Any) -> dict[str, Any]:
    """The members of RFC 9457; `errors` (by field) and `missing` (guards) are ours."""
    title = gettext(HTTPStatus(status).phrase)
    return {
        "type": "about:blank",
        "title": title,
        "status": int(status),
        "detail": detail,
        "instance": path,
        **more,
    }


def answer(request: HttpRequest, status: int, detail: str) -> JsonResponse:
    """What is refused before a view of the API is reached."""
    return JsonResponse(details(status, request.path, detail), status=status, content_type=MEDIA_TYPE)


def handler(error: Exception, context: dict[str, Any]) -> Response:
    """What DRF calls for whatever a view raised."""
    request = context["request"]
    known = _translated(error)
    told = exception_handler(known, context) if known else None
    if known is None or told is None:
        # Reported as any failure of a page is; the answer gives nothing away.
        got_request_exception.send(sender=type(context["view"]), request=request._request)
        known = exceptions.APIException(gettext("The server failed. The error was reported."))
        told = Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)
    told.data = details(told.status_code, request.path, *_told(known), **_more(error, known))
    told.content_type = MEDIA_TYPE
    # Also where the view answers with something else than JSON.
    request.accepted_renderer, request.accepted_media_type = CompactJSON(), CompactJSON.media_type
    return told


def _translated(error: Exception) -> exceptions.APIException | None:
    """Refusals of services and of Django, as DRF knows them."""
    match error:
        case exceptions.APIException():
            return error
        case Http404():
            return exceptions.NotFound(gettext("There is nothing at this address."))
        case NotAllowed() | PermissionDenied():
            return exceptions.PermissionDenied(told(error) if error.args else None)
        case ValidationError():
            fields = error.message_dict if hasattr(error, "error_dict") else {"detail": error.messages}
            return exceptions.ValidationError(fields)
        case Conflict():
            return LostUpdate(told(error))
        case ServiceError():
            refused = exceptions.APIException(told(error))
            refused.status_code = HTTPStatus.CONFLICT
            return refused
    return None


def _told(known: exceptions.APIException) -> tuple[str]:
    if isinstance(known, exceptions.ValidationError):
        return (gettext("The request is not valid: see errors."),)
    return (str(known.detail),)


def _more(error: Exception, known: exceptions.APIException) -> dict[str, Any]:
    if isinstance(known, exceptions.ValidationError):
        errors = known.detail if isinstance(known.detail, dict) else {"detail": known.detail}
        return {"errors": errors}
    if isinstance(error, Refused) and error.missing:
        return {"missing": [{"guard": item.guard, "why": told(item.why)} for item in error.missing]}
    return {}


@csrf_exempt  # nothing is written here: another method is told so as well, not asked for a token
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Addresses under /api/ that do not exist. A missing last slash is put right for readers."""
    if not request.path.endswith("/") and request.method in ("GET", "HEAD") and _exists(request.path + "/"):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{request.path}/{'?' + query if query else ''}")
    return answer(request, HTTPStatus.NOT_FOUND, gettext("There is nothing at this address."))


def _exists(path: str) -> bool:
    try:
        return resolve(path).func is not nothing_here
    except Resolver404:
        return False
