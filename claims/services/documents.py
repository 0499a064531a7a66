"""Evidence of every medium: recording a document, who may read it, and own calculations."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from claims import calculations, ledger, workflow
from claims.models import Case, Claim, Confidant, Evidence, User, documents_visible_to
from claims.services.common import require
from claims.services.errors import NotAllowed, Refused
from claims.workflow import Missing
from sources import media
from sources import services as sources
from sources.models import Document


@transaction.atomic
def add_document(
    *,
    actor: User,
    case: Case,
    medium: str,
    title: str,
    particulars: Mapping[str, Any] | None = None,
    confidentiality: str = Document.Confidentiality.PUBLIC,
    terms: str = Document.Terms.QUOTABLE,
    readers: Iterable[User] = (),
    url: str = "",
    body: bytes = b"",
    file_name: str = "",
    media_type: str = "application/octet-stream",
    text: str = "",
    calculation: Mapping[str, Any] | None = None,
    **columns: Any,
) -> Document:
    """A document of any medium, with what its medium has to tell (sources.media.REQUIRED).

    Web needs `url` and is watched; a file needs `body` and is kept, with the `text` read out of it. A
    calculation is `{"formula", "inputs": {name: number}, "from": {name: key of another calculation}}`. At the
    level "named" only the actor and `readers` may ever read it. Further columns of Document may be given.
    Refused names everything that is missing.
    """
    require(actor, workflow.Act.ADD, case)
    particulars = {key: value for key, value in (particulars or {}).items() if str(value).strip()}
    given = particulars | ({"url": url} if url else {}) | ({"file_name": file_name} if body else {})
    missing = [Missing(lack.key, lack.why) for lack in media.lacks(medium, given, confidentiality, terms)]
    if not title.strip():
        missing.append(Missing("title", "Give it a title."))
    if missing:
        raise Refused("This document cannot be recorded yet.", missing)
    if medium == Document.Medium.CALCULATION:
        columns["calculation"] = _calculated(calculation or {})
        columns.setdefault("tier", Document.Tier.PRIMARY)
    document = Document.objects.create(
        title=title.strip(),
        medium=medium,
        particulars=particulars,
        confidentiality=confidentiality,
        terms=terms,
        **columns,
    )
    if url and medium == Document.Medium.WEB:
        sources.watch(document, url)
    if body:
        sources.keep_upload(document, body, file_name=file_name, media_type=media_type, text=text)
    if confidentiality == Document.Confidentiality.NAMED:
        for person in {actor, *readers}:
            _entrust(document, person)
    ledger.append(f"case:{case.slug}", "document_added", _payload(document), actor=actor)
    return document


def _payload(document: Document) -> dict[str, Any]:
    """What the log keeps: a salted commitment, and the name only where it is open anyway."""
    payload = {
        "document": document.pk,
        "medium": document.medium,
        "confidentiality": document.confidentiality,
        "terms": document.terms,
        "commitment": sources.commitment(document),
    }
    return payload | ({"title": document.title} if document.is_open else {})


def take_up(document: Document, actor: User) -> None:
    """Before a document is cited. One for named persons that names nobody yet is for the first who does."""
    named = document.confidentiality == Document.Confidentiality.NAMED
    if named and not Confidant.objects.filter(document=document).exists():
        _entrust(document, actor)
    may_read(document, actor)


def may_read(document: Document, actor: User) -> None:
    """NotAllowed, in words that tell nothing, where the document is not for this person."""
    if not documents_visible_to(actor).filter(pk=document.pk).exists():
        raise NotAllowed("There is no such document for you.")


@transaction.atomic
def entrust(*, document: Document, to: User, actor: User) -> Confidant:
    """Let one more colleague read a document that only named persons may read."""
    require(actor, workflow.Act.ADD)
    may_read(document, actor)
    if document.confidentiality != Document.Confidentiality.NAMED:
        raise Refused("This document is not restricted to named persons.")
    if not to.is_active:
        raise Refused(f"{to} has left.")
    confidant = _entrust(document, to)
    payload = {"document": document.pk, "to": sources.sha256(f"{document.salt}{to.pk}")}
    ledger.append(ledger.HOUSE, "document_entrusted", payload, actor=actor)
    return confidant


def _entrust(document: Document, to: User) -> Confidant:
    return Confidant.objects.get_or_create(document=document, user=to)[0]


# --- own calculations -----------------------------------------------------------------------------


def _calculated(calculation: Mapping[str, Any]) -> dict[str, Any]:
    """The calculation with its result worked out. Refused says what does not work."""
    formula = str(calculation.get("formula", ""))
    inputs = {str(name): str(value) for name, value in dict(calculation.get("inputs", {})).items()}
    taken = {str(name): int(key) for name, key in dict(calculation.get("from", {})).items()}
    inputs |= _results(taken)
    try:
        numbers: dict[str, Decimal] = {name: calculations.number(value) for name, value in inputs.items()}
        result = calculations.evaluate(formula, numbers)
    except calculations.CalculationError as error:
        raise Refused(str(error)) from error
    kept = {key: value for key, value in calculation.items() if key.startswith("assumption")}
    return {**kept, "formula": formula, "inputs": inputs, "from": taken, "result": f"{result.normalize():f}"}


def _results(taken: Mapping[str, int]) -> dict[str, str]:
    """The results of the calculations that inputs are taken from."""
    rows = Document.objects.filter(medium=Document.Medium.CALCULATION).in_bulk(set(taken.values()))
    if lost := [name for name, key in taken.items() if key not in rows]:
        raise Refused(f"{', '.join(lost)}: there is no such calculation.")
    return {name: (rows[key].calculation or {}).get("result", "") for name, key in taken.items()}


@transaction.atomic
def change_input(*, document: Document, name: str, value: str, actor: User) -> list[Document]:
    """Give an input of a calculation another value, and work out anew all that rests on it.

    Returns the calculations whose result was worked out, the given one first. Each claim that cites one of
    them gets an entry in its log; whether its rating still stands is for people to say.
    """
    require(actor, workflow.Act.ADD)
    may_read(document, actor)
    rows = Document.objects.select_for_update().filter(medium=Document.Medium.CALCULATION)
    calculation = {row.pk: row for row in rows.order_by("pk")}
    if document.pk not in calculation:
        raise Refused("This document is no calculation.")
    first: dict[str, Any] = calculation[document.pk].calculation or {}
    if name not in first.get("inputs", {}) or name in first.get("from", {}):
        raise Refused(f"The calculation has no input {name} of its own.")
    changed: list[Document] = []
    waiting = [(document.pk, {name: value})]
    while waiting:
        pk, given = waiting.pop(0)
        row = calculation[pk]
        before: dict[str, Any] = row.calculation or {}
        after = _calculated(before | {"inputs": before["inputs"] | given})
        if changed and after == before:
            continue
        row.calculation = after
        Document.objects.filter(pk=pk).update(calculation=after, revision=row.revision + 1)
        _log_recomputed(row, before, after, actor)
        changed.append(row)
        waiting += [
            (other.pk, {})
            for other in calculation.values()
            if pk in (other.calculation or {}).get("from", {}).values()
        ]
    return changed


def _log_recomputed(document: Document, before: dict[str, Any], after: dict[str, Any], actor: User) -> None:
    payload: dict[str, Any] = {"document": document.pk}
    if document.is_open:
        payload |= {"inputs": after["inputs"], "from": before["result"], "to": after["result"]}
    cited = Evidence.objects.active().filter(passage__document=document)
    chains = [claim.ledger_chain for claim in Claim.objects.filter(evidence__in=cited).distinct()]
    acts = [ledger.Act(chain, "calculation_recomputed", payload, actor) for chain in chains or [ledger.HOUSE]]
    ledger.append_many(acts)
