"""What every verb needs: permission, the row under lock, and its revision counted on."""

from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import models

from claims import workflow
from claims.models import Case, Claim, User
from claims.services.errors import Conflict, NotAllowed, Refused
from claims.wording import Said

# Moments that every database tells in every time zone.
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, tzinfo=UTC)

Row = TypeVar("Row", bound=models.Model)


def require(actor: User | None, act: workflow.Act, case: Case | None = None) -> None:
    """The actor's role must allow the act; the machine (None) may do what no person's role decides.

    Reporters act in the cases they are members of.
    """
    if actor is None:
        return
    if not actor.may(act):
        raise NotAllowed(Said("The role {role} may not do this ({value}).", role=actor.role, value=act.value))
    if case and not actor.may(workflow.Act.READ_EVERYTHING) and not case.members.filter(pk=actor.pk).exists():
        raise NotAllowed("You are not a member of this case: ask an editor to add you.")


def locked(claim: Claim) -> Claim:
    """The claim's row, held until the transaction ends, with its article and case."""
    held = Claim.objects.select_for_update(of=("self",)).select_related("article__case", "assignee")
    return held.get(pk=claim.pk)


def save_revision(row: Row, changes: dict[str, Any], expected: int | None = None) -> Row:
    """Write changes only if nobody else saved since `expected` (default: the revision of the row as read)."""
    expected = row.revision if expected is None else expected  # type: ignore[attr-defined]
    manager = type(row)._default_manager
    written = manager.filter(pk=row.pk, revision=expected).update(**changes, revision=expected + 1)
    if not written:
        now = manager.get(pk=row.pk)
        raise conflict(now, changes, {name: getattr(now, name) for name in changes})
    for name, value in {**changes, "revision": expected + 1}.items():
        setattr(row, name, value)
    return row


def conflict(now: models.Model, changes: dict[str, Any], theirs: dict[str, Any]) -> Conflict:
    return Conflict(
        "Somebody else saved this in the meantime. Look at their version, then save yours again.",
        theirs=theirs,
        yours=changes,
        revision=now.revision,  # type: ignore[attr-defined]
    )


def reason_of(text: str, words: str) -> str:
    """A reason that has to be given, without the spaces around it. Refused when there is none."""
    if not text.strip():
        raise Refused(words, [])
    return text.strip()
