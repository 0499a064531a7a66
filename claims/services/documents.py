"""Evidence of every medium: recording a document, who may read it, and own calculations."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from claims import calculations, ledger, workflow
from claims.models import Case, Claim, Confidant, Evidence, Figure, User, documents_visible_to
from claims.services.common import conflict, require
from claims.services.errors import NotAllowed, Refused
from claims.wording import Said
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
    calculation is `{"formula", "inputs": {name: number}, "from": {name: key of another calculation},
    "figures": {name: key of a figure}}`. At the level "named" only the actor and `readers` may ever read it.
    Further columns of Document may be given. Refused names everything that is missing.
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
        columns["calculation"] = _calculated(
            calculation or {}, _figures_for(actor), documents_visible_to(actor)
        )
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
        watch_as_own(document, url, actor)
    if body:
        sources.keep_upload(document, body, file_name=file_name, media_type=media_type, text=text)
    if confidentiality == Document.Confidentiality.NAMED:
        for person in {actor, *readers}:
            _entrust(document, person)
    ledger.append(f"case:{case.slug}", "document_added", _payload(document), actor=actor)
    return document


def watch_as_own(document: Document, url: str, actor: User | None, *, interest: int = 1) -> None:
    """Watch an address for this document; Refused where it is another's, for it belongs to one."""
    link = sources.watch(document, url, interest=interest)
    if link.document_id == document.pk:
        return
    other = documents_visible_to(actor).filter(pk=link.document_id).first()
    if not other:
        raise Refused("The address is watched for another document already.")
    raise Refused(Said("The address is that of “{title}” already: choose that document.", title=other.title))


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
        raise Refused(Said("{to} has left.", to=to))
    confidant = _entrust(document, to)
    payload = {"document": document.pk, "to": sources.sha256(f"{document.salt}{to.pk}")}
    ledger.append(ledger.HOUSE, "document_entrusted", payload, actor=actor)
    return confidant


def _entrust(document: Document, to: User) -> Confidant:
    return Confidant.objects.get_or_create(document=document, user=to)[0]


# --- own calculations -----------------------------------------------------------------------------


def _calculated(
    calculation: Mapping[str, Any], given: QuerySet[Figure], others: QuerySet[Document]
) -> dict[str, Any]:
    """The calculation with its result worked out, from these figures and other calculations. Refused says
    what does not work."""
    formula = str(calculation.get("formula", ""))
    inputs = {str(name): str(value) for name, value in dict(calculation.get("inputs", {})).items()}
    taken = {str(name): int(key) for name, key in dict(calculation.get("from", {})).items()}
    figures = {str(name): int(key) for name, key in dict(calculation.get("figures", {})).items()}
    inputs |= _results(taken, others) | _amounts(figures, given)
    try:
        numbers: dict[str, Decimal] = {name: calculations.number(value) for name, value in inputs.items()}
        result = calculations.evaluate(formula, numbers)
    except calculations.CalculationError as error:
        raise Refused("This calculation does not work.", [Missing("formula", error.args[0])]) from error
    kept = {key: value for key, value in calculation.items() if key.startswith("assumption")}
    told = {**kept, "formula": formula, "inputs": inputs, "from": taken, "result": f"{result.normalize():f}"}
    return told | ({"figures": figures} if figures else {})


def _figures_for(actor: User) -> QuerySet[Figure]:
    """Those that this colleague may see."""
    seen = Q(claim__in=Claim.objects.accessible_to(actor)) | Q(document__in=documents_visible_to(actor))
    return Figure.objects.filter(seen)


def _amounts(taken: Mapping[str, int], given: QuerySet[Figure]) -> dict[str, str]:
    """The numbers of the figures that inputs are taken from."""
    rows = given.in_bulk(set(taken.values())) if taken else {}
    amounts = {name: rows[key].amount if key in rows else None for name, key in taken.items()}
    if lost := [name for name, amount in amounts.items() if amount is None]:
        raise Refused(Said("{lost}: choose a figure that is a single number.", lost=", ".join(lost)))
    return {name: f"{amount.normalize():f}" for name, amount in amounts.items() if amount is not None}


def _results(taken: Mapping[str, int], others: QuerySet[Document]) -> dict[str, str]:
    """The results of the calculations that inputs are taken from."""
    rows = others.filter(medium=Document.Medium.CALCULATION).in_bulk(set(taken.values())) if taken else {}
    if lost := [name for name, key in taken.items() if key not in rows]:
        raise Refused(Said("{lost}: there is no such calculation.", lost=", ".join(lost)))
    return {name: (rows[key].calculation or {}).get("result", "") for name, key in taken.items()}


@transaction.atomic
def change_input(
    *, document: Document, name: str, value: str, actor: User, expected_revision: int | None = None
) -> list[Document]:
    """Give an input of a calculation another value, and work out anew all that rests on it. Conflict when
    outrun.

    Returns the calculations whose result was worked out, the given one first. Each claim that cites one of
    them gets an entry in its log; whether its rating still stands is for people to say.
    """
    require(actor, workflow.Act.ADD)
    may_read(document, actor)
    rows = _calculations(document)
    first: dict[str, Any] = rows[document.pk].calculation or {}
    taken = {**first.get("from", {}), **first.get("figures", {})}
    if name not in first.get("inputs", {}) or name in taken:
        raise Refused(Said("The calculation has no input {name} of its own.", name=name))
    if expected_revision not in (None, rows[document.pk].revision):
        raise conflict(rows[document.pk], {"value": value}, {"value": first["inputs"][name]})
    return _work_through(rows, document.pk, {name: value}, actor)


@transaction.atomic
def recalculate(*, document: Document, actor: User) -> list[Document]:
    """Work a calculation out anew with the figures it takes its inputs from, and all that rests on it; those
    it is taken from come first. Returns those that were worked out."""
    require(actor, workflow.Act.ADD)
    may_read(document, actor)
    rows = _calculations(document)
    changed: dict[int, Document] = {}
    waiting, order = [document.pk], []
    while waiting:
        order.append(waiting.pop())
        waiting += (rows[order[-1]].calculation or {}).get("from", {}).values()
    for pk in reversed(order):
        changed |= {row.pk: row for row in _work_through(rows, pk, {}, actor)}
    return list(changed.values())


def recompute_for(figures: Collection[int], actor: User | None) -> None:
    """Work anew what takes its inputs from these figures, which have changed, and all that rests on it.

    Whoever changed them need not see the calculations. Where a figure is no single number any more the result
    stays, and the gate says why. Versions in force keep the calculation they froze."""
    rows = _all_calculations() if figures else {}
    for pk, row in rows.items():
        if set(figures) & set((row.calculation or {}).get("figures", {}).values()):
            with suppress(Refused):
                _work_through(rows, pk, {}, actor)


def _all_calculations() -> dict[int, Document]:
    """Under lock."""
    rows = Document.objects.select_for_update().filter(medium=Document.Medium.CALCULATION)
    return {row.pk: row for row in rows.order_by("pk")}


def _calculations(document: Document) -> dict[int, Document]:
    """All of them; Refused where the document is none."""
    calculations = _all_calculations()
    if document.pk not in calculations:
        raise Refused("This document is no calculation.")
    return calculations


def _work_through(
    rows: dict[int, Document], first: int, given: Mapping[str, str], actor: User | None
) -> list[Document]:
    changed: list[Document] = []
    waiting = [(first, given)]
    while waiting:
        pk, given = waiting.pop(0)
        row = rows[pk]
        before: dict[str, Any] = row.calculation or {}
        told = before | {"inputs": {**before.get("inputs", {}), **given}}
        after = _calculated(told, Figure.objects.all(), Document.objects.all())
        if after == before and (changed or not given):
            continue
        row.calculation = after
        Document.objects.filter(pk=pk).update(calculation=after, revision=row.revision + 1)
        row.revision += 1
        _log_recomputed(row, before, after, actor)
        changed.append(row)
        waiting += [
            (other.pk, {})
            for other in rows.values()
            if pk in (other.calculation or {}).get("from", {}).values()
        ]
    return changed


def _log_recomputed(
    document: Document, before: dict[str, Any], after: dict[str, Any], actor: User | None
) -> None:
    payload: dict[str, Any] = {"document": document.pk}
    if document.is_open:
        payload |= {"inputs": after["inputs"], "from": before.get("result"), "to": after["result"]}
    cited = Evidence.objects.active().filter(passage__document=document)
    chains = [claim.ledger_chain for claim in Claim.objects.filter(evidence__in=cited).distinct()]
    acts = [ledger.Act(chain, "calculation_recomputed", payload, actor) for chain in chains or [ledger.HOUSE]]
    ledger.append_many(acts)
