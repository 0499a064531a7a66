"""Checks by others: taken in from their ClaimReviews, told from those already here."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction

from claims import ledger, workflow
from claims.claimreview import Outside
from claims.models import OutsideReview, User
from claims.services.common import require

BATCH = 500
COLUMNS = tuple(column.name for column in fields(Outside))
EMPTY: tuple[Any, ...] = ("", None, (), [])
COMPARED = tuple(name for name in COLUMNS if name not in ("url", "site", "statement", "flags"))


@dataclass(frozen=True)
class Imported:
    """What became of one record: imported, updated, unchanged, or refused with the reason."""

    became: str
    why: str = ""


@transaction.atomic
def import_reviews(*, reviews: Sequence[Outside], actor: User | None = None) -> list[Imported]:
    """Take in checks by others, in the order given; what became of each.

    One is known by its address and its claim. What a record leaves out stays as it was; what it says
    otherwise replaces it. A second record of the same list that says otherwise than the first is refused,
    since nobody could tell which of the two holds.
    """
    require(actor, workflow.Act.ADD)
    done: list[Imported] = []
    said: dict[str, Outside] = {}
    for start in range(0, len(reviews), BATCH):
        done += _import_some(reviews[start : start + BATCH], said)
    counts = Counter(one.became for one in done)
    if counts["imported"] or counts["updated"]:
        payload = {became: counts[became] for became in ("imported", "updated", "unchanged", "refused")}
        ledger.append(ledger.HOUSE, "reviews_imported", payload, actor=actor)
    return done


def _import_some(reviews: Sequence[Outside], said: dict[str, Outside]) -> list[Imported]:
    keys = [hashlib.sha256(one.identity.encode()).hexdigest() for one in reviews]
    known = {row.key: row for row in OutsideReview.objects.select_for_update().filter(key__in=keys)}
    new: list[OutsideReview] = []
    changed: dict[str, OutsideReview] = {}
    done = []
    for key, one in zip(keys, reviews, strict=True):
        row = known.get(key)
        if key in said:
            done.append(_again(one, said[key]))
        elif row is None:
            new.append(OutsideReview(key=key, **_columns(one)))
            done.append(Imported("imported"))
        elif differing := _differing(one, row):
            for name, value in {**differing, "flags": list(one.flags)}.items():
                setattr(row, name, value)
            row.revision += 1
            changed[key] = row
            done.append(Imported("updated"))
        else:
            done.append(Imported("unchanged"))
        said.setdefault(key, one)
    OutsideReview.objects.bulk_create(new)
    if changed:
        OutsideReview.objects.bulk_update(changed.values(), [*COMPARED, "flags", "revision"])
    return done


def _again(one: Outside, first: Outside) -> Imported:
    """A record whose check the same list has told already."""
    otherwise = [name for name in COMPARED if getattr(one, name) not in (*EMPTY, getattr(first, name))]
    if not otherwise:
        return Imported("unchanged")
    names = ", ".join(otherwise)
    why = f"An earlier record tells the same check otherwise ({names}); that one was taken."
    return Imported("refused", why)


def _columns(one: Outside) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in COLUMNS}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _differing(one: Outside, row: OutsideReview) -> dict[str, Any]:
    columns = _columns(one)
    given = {name: columns[name] for name in COMPARED if columns[name] not in EMPTY}
    return {name: value for name, value in given.items() if value != getattr(row, name)}
