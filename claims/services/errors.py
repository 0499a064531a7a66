"""Why a service said no. Every message says what would satisfy it."""

from collections.abc import Iterable

from claims import workflow


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
    """Somebody else saved the same row in between; nothing was written."""
