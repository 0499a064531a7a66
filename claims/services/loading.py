"""Verbs for many rows at once, as a case folder brings them. The machine acts; nothing moves, nothing is
published, nothing is deleted but parts of a record (its figures, dates, spans) that are given anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from claims import ledger
from claims.models import Assessment, Case, Claim
from claims.services.common import save_revision
from sources.models import CaptureText, Document, Passage
from sources.services import CONTEXT, sha256

BATCH = 400


@dataclass(frozen=True)
class Wanted:
    """A passage to find or make. With `exact` it is known by wording and prefix, else by place and digest."""

    document: Document
    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    locator: str = ""
    slice_sha256: str = ""
    selected_in: CaptureText | None = None
    start: int | None = None
    end: int | None = None

    @property
    def identity(self) -> tuple[Any, ...]:
        if self.exact:
            return self.document.pk, True, sha256(self.exact), sha256(self.prefix)
        return self.document.pk, False, sha256(self.locator), self.slice_sha256


def cut(document: Document, text: CaptureText, start: int, end: int, locator: str) -> Wanted:
    """The passage of a stored text, with as much before it as makes it the only one of its kind."""
    whole, exact = text.text, text.text[start:end]
    before = min(CONTEXT, start)
    while before < start and whole.find(whole[start - before : end]) != start - before:
        before = min(start, before * 2)
    return Wanted(
        document=document,
        exact=exact,
        prefix=whole[start - before : start],
        suffix=whole[end : end + CONTEXT],
        locator=locator,
        slice_sha256=sha256(exact),
        selected_in=text,
        start=start,
        end=end,
    )


@transaction.atomic
def make_passages(wanted: Sequence[Wanted]) -> list[Passage]:
    """Find or make many passages, in the order given. A found one keeps its words; a new place is noted."""
    documents = {item.document.pk for item in wanted}
    known = {_identity(row): row for row in Passage.objects.filter(document__in=documents)}
    fresh: dict[tuple[Any, ...], Passage] = {}
    for item in wanted:
        if item.identity not in known and item.identity not in fresh:
            fresh[item.identity] = _passage(item)
    Passage.objects.bulk_create(fresh.values(), batch_size=BATCH)
    for item in wanted:
        row = known.get(item.identity)
        if row and row.exact and item.locator and row.locator != item.locator:
            row.locator = item.locator
            Passage.objects.filter(pk=row.pk).update(locator=item.locator)
    known |= fresh
    return [known[item.identity] for item in wanted]


def _identity(row: Passage) -> tuple[Any, ...]:
    if row.exact:
        return row.document_id, True, row.exact_sha256, row.prefix_sha256
    return row.document_id, False, row.locator_sha256, row.slice_sha256


def _passage(item: Wanted) -> Passage:
    return Passage(
        document=item.document,
        exact=item.exact,
        prefix=item.prefix,
        suffix=item.suffix,
        locator=item.locator,
        selected_in=item.selected_in,
        start=item.start,
        end=item.end,
        slice_sha256=item.slice_sha256 or (sha256(item.exact) if item.exact else ""),
        exact_sha256=sha256(item.exact) if item.exact else "",
        prefix_sha256=sha256(item.prefix) if item.exact else "",
        locator_sha256="" if item.exact else sha256(item.locator),
    )


@transaction.atomic
def create_rows(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model; their keys are set afterwards."""
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)


@transaction.atomic
def change_row(row: models.Model, changes: dict[str, Any]) -> None:
    """Overwrite columns of a row. Conflict when somebody saved it since it was read."""
    if hasattr(row, "revision"):
        save_revision(row, changes)
        return
    type(row)._default_manager.filter(pk=row.pk).update(**changes)
    for name, value in changes.items():
        setattr(row, name, value)


@transaction.atomic
def stamp(row: models.Model, **columns: str) -> None:
    """Note key and digest of the last load on a row; that is no edit of it."""
    type(row)._default_manager.filter(pk=row.pk).update(**columns)


@transaction.atomic
def set_parts(model: type[models.Model], owner: str, parts: Mapping[Any, Sequence[Any]]) -> None:
    """Give rows their parts (figures, dates, spans, tiers) anew, in place of those they have."""
    had = [row for row in parts if row.pk]
    model._default_manager.filter(**{f"{owner}__in": had}).delete()
    create_rows([part for group in parts.values() for part in group])


@transaction.atomic
def import_suggestions(assessments: Sequence[Assessment]) -> None:
    """Add suggested ratings. They are no desk's judgement: they move no claim and count for no guard."""
    create_rows(assessments)


@transaction.atomic
def log_loaded(*, case: Case, claims: Mapping[Claim, dict[str, Any]], counts: dict[str, int]) -> None:
    """One `loaded` entry for each claim created or updated, and one for the case when anything was."""
    acts: Iterable[ledger.Act] = [
        ledger.Act(claim.ledger_chain, "loaded", payload) for claim, payload in claims.items()
    ]
    if counts.get("created") or counts.get("updated"):
        acts = [*acts, ledger.Act(f"case:{case.slug}", "loaded", {"records": dict(counts)})]
    ledger.append_many(acts)
