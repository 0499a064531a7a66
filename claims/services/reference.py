"""Tables of reference, which the chief edits in the back office: cases with policy and members, the scale,
measures, who speaks, and how hosts are asked."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from claims import ledger, workflow
from claims.models import Case, User
from claims.services.common import require, save_revision
from claims.services.errors import Conflict


def digest_of(row: models.Model, names: Iterable[str]) -> str:
    """What a form shows of a row, by the `names` of its columns and lists: tells whether it is still so."""
    return hashlib.sha256(ledger.canonical(_told(row, names))).hexdigest()


@transaction.atomic
def hold_as_shown(*, row: models.Model, names: Iterable[str], shown: str) -> None:
    """Keep a row from others until the caller's transaction ends. Conflict when its columns and lists `names`
    no longer say what they said when `shown` was their digest."""
    if digest_of(_held(row), names) != shown:
        raise Conflict(
            "Somebody else saved this in the meantime. Look at their version, then save yours again."
        )


@transaction.atomic
def save_reference(*, row: models.Model, actor: User, given: Mapping[str, Any]) -> None:
    """Write a row, new or known: `given` are its columns and lists that are to change, by name.

    The log says what they were and are: in the chain of the case, or of the house.
    """
    require(actor, workflow.Act.GOVERN)
    lists = {field.name for field in row._meta.many_to_many} & set(given)
    columns = {name: value for name, value in given.items() if name not in lists}
    is_new = row.pk is None
    if is_new:
        row.save(force_insert=True)
        before: dict[str, Any] = {}
    else:
        held = _held(row)
        before = _told(held, given)
        _change(row, columns, getattr(held, "revision", None))
    for name in lists:
        getattr(row, name).set(given[name])
    after = _told(row, given)
    changes = {name: {"from": before.get(name), "to": value} for name, value in after.items()}
    if changes := {name: change for name, change in changes.items() if change["from"] != change["to"]}:
        action = "reference_added" if is_new else "reference_changed"
        payload = {"table": row._meta.model_name, "row": getattr(row, "slug", str(row)), "changes": changes}
        chain = f"case:{row.slug}" if isinstance(row, Case) else ledger.HOUSE
        ledger.append(chain, action, payload, actor=actor)


def _held(row: models.Model) -> Any:
    return type(row)._default_manager.select_for_update().get(pk=row.pk)


def _change(row: models.Model, columns: Mapping[str, Any], expected: int | None) -> None:
    if hasattr(row, "revision"):
        save_revision(row, dict(columns), expected)
    else:
        row.save(update_fields=list(columns))


def _told(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """Values as the log keeps them: rows by what they are called."""
    return {name: _value(getattr(row, name)) for name in names}


def _value(value: Any) -> Any:
    match value:
        case models.Manager():
            return sorted(map(_named, value.all()))
        case models.Model():
            return _named(value)
        case datetime():
            return value.isoformat()
    return value


def _named(row: models.Model) -> str:
    return str(getattr(row, "username", row))
