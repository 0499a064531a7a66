"""Why a service said no. Every message says what would satisfy it."""

from collections.abc import Iterable, Mapping
from typing import Any

from claims import worddiff, workflow


class ServiceError(Exception):
    """Base of all refusals; the message is fit for a person."""


class NotAllowed(ServiceError):
    """The role does not allow it."""


class Refused(ServiceError):
    """A guard failed. `missing` names each guard and what would satisfy it."""

    def __init__(self, message: str, missing: Iterable[workflow.Missing] = ()) -> None:
        self.missing = list(missing)
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
