"""Languages live in the address: /de/… and /en/… are canonical, the bare address asks the browser."""

from typing import Any

from django.http import HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware


class UncachedRedirect(HttpResponseRedirect):
    """302 to the reader's language, kept by no cache."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self["Cache-Control"] = "no-store"


class LanguageMiddleware(LocaleMiddleware):
    response_redirect_class = UncachedRedirect
