"""What every page knows: who publishes, and its own address in the other language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def site(request: HttpRequest) -> dict[str, Any]:
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    other = "en" if language == "de" else "de"
    path = request.path
    localised = path.startswith(f"/{language}/")
    rest = path[3:] if localised else ""
    return {
        "publisher": settings.FACTCHECK_PUBLISHER,
        "contact": settings.FACTCHECK_CONTACT,
        "site_url": settings.FACTCHECK_SITE_URL,
        "language": language,
        "other_language": other,
        "other_path": f"/{other}{rest}" if localised else "",
        "canonical": f"{settings.FACTCHECK_SITE_URL}{path}",
    }
