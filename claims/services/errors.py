"""Why a service said no. Every message says what would satisfy it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext

from claims import worddiff, workflow
from claims.wording import Said


class ServiceError(Exception):
    """Base of all refusals; the message is fit for a person, in English. `told` gives it in theirs."""


class NotAllowed(ServiceError):
    """The role does not allow it."""


class Refused(ServiceError):
    """A guard failed. `missing` names each guard and what would satisfy it."""

    def __init__(self, message: str, missing: Iterable[workflow.Missing] = ()) -> None:
        self.message, self.missing = message, list(missing)
        super().__init__(" ".join([message, *(item.why for item in self.missing)]))


class Conflict(ServiceError):
    """Somebody else saved the same row in between; nothing was written, and nothing typed is lost.

    `theirs` holds what the row says now for each column that was to be changed, `yours` what was to be
    written, `diff` the way from theirs to yours, word by word, and `revision` what to save upon next.
    """

    def __init__(
        self,
        message: str,
        *,
        theirs: Mapping[str, Any] | None = None,
        yours: Mapping[str, Any] | None = None,
        revision: int | None = None,
    ) -> None:
        self.theirs, self.yours, self.revision = dict(theirs or {}), dict(yours or {}), revision
        self.diff = worddiff.diff_fields(self.theirs, self.yours)
        super().__init__(message)


# Values that are states of work, and the glossary's names of those whose code is another.
OF_WORK = ("state", "to", "target")
STATES = {"cross_check": "second check", "review": "sign-off", "closed": "done", "declined": "not pursued"}


def told(text: object) -> str:
    """A refusal, or any text of `wording.Said`, in the language of the page."""
    if isinstance(text, Refused):
        return " ".join([told(text.message), *(told(item.why) for item in text.missing)])
    if isinstance(text, ServiceError):
        return told(text.args[0] if text.args else "")
    pattern, values = getattr(text, "pattern", text), getattr(text, "values", {})
    translated = gettext(str(pattern)) if pattern else ""
    return translated.format(**{k: _told_value(k, v) for k, v in values.items()}) if values else translated


def _told_value(name: str, value: Any) -> Any:
    if isinstance(value, Said):
        return told(value)
    if isinstance(value, datetime):
        pattern = "j F Y, H:i" if get_language() == "en" else "j. F Y, H:i"
        return date_format(timezone.localtime(value), pattern)
    if name in OF_WORK:
        return pgettext("state of work", STATES.get(str(value), str(value)))
    return value


def reasons(error: ServiceError | ValidationError) -> list[str]:
    """What would satisfy it, one by one; else what it says."""
    if isinstance(error, ValidationError):
        return [_told_error(item) for item in error.error_list]
    missing = error.missing if isinstance(error, Refused) else []
    return [told(item.why) for item in missing] or [told(error)]


def placed_reasons(error: ServiceError | ValidationError) -> list[tuple[str, str]]:
    """The same, each after the name of the guard that failed: a form may have a field of that name."""
    missing = error.missing if isinstance(error, Refused) else []
    return [(item.guard, told(item.why)) for item in missing] or [("", why) for why in reasons(error)]


def _told_error(error: ValidationError) -> str:
    """Django's way: a pattern with `%(name)s`; what is put into it is told too."""
    if isinstance(error.message, Said) or not error.params:
        return told(error.message)
    values = {name: gettext(v) if isinstance(v, str) and v else v for name, v in error.params.items()}
    return gettext(str(error.message)) % values
