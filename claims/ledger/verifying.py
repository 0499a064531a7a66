"""Recomputing the audit log. Rows are read as plain tuples: a hundred thousand take seconds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from claims.ledger import keys, merkle, seals
from claims.ledger.entries import entry_digest, payload_digest
from claims.models import LedgerEntry, Seal

ERASURE = "payload_erased"  # the act that names, by its sequence, the entry whose content was erased
COLUMNS = "chain sequence at actor_id actor_label action payload_sha256 previous hash salt told".split()


class Sound(NamedTuple):
    """An entry that fits."""

    chain: str
    sequence: int


@dataclass(frozen=True)
class Broken:
    """The first entry of a chain that does not fit, and why."""

    chain: str
    sequence: int
    why: str


class Row(NamedTuple):
    chain: str
    sequence: int
    at: datetime
    actor: int | None
    actor_label: str
    action: str
    payload_sha256: str
    previous: str
    hash: str
    salt: str
    told: str | None  # the payload as JSON text


def verify(chain: str | None = None) -> Iterator[Broken | Sound]:
    """Recompute every chain (or one), yielding each sound entry, and one Broken for each chain that fails.

    An erased payload (null, with its salt gone) leaves the chain valid where a later entry of the chain
    records the erasure; a payload that does not match its digest does not. Every head that a seal holds has
    to be there, so that dropped last entries are found.
    """
    entries = LedgerEntry.objects.order_by("chain", "sequence").annotate(told=Cast("payload", TextField()))
    if chain:
        entries = entries.filter(chain=chain)
    sealed = _sealed_heads(chain)
    current, previous, sequence, failed = "", "", 0, False
    erased: set[int] = set()
    for row in _rows(entries):
        if row.chain != current:
            yield from _ended(current, failed, sequence, sealed, erased)
            current, previous, sequence, failed = row.chain, "", 0, False
            erased = set()
        if failed:
            continue
        why = _flaw(row, sequence + 1, previous) or _against_seals(row, sealed)
        if why:
            failed = True
            yield Broken(row.chain, row.sequence, why)
            continue
        previous, sequence = row.hash, row.sequence
        if row.told is None:
            erased.add(row.sequence)
        elif row.action == ERASURE:
            erased.discard(json.loads(row.told).get("sequence", 0))
        yield Sound(row.chain, row.sequence)
    yield from _ended(current, failed, sequence, sealed, erased)
    for name, heads in sealed.items():
        yield Broken(name, 1, f"the whole chain is missing: sealed up to entry {max(heads)}")


def _rows(entries: QuerySet[LedgerEntry]) -> Iterator[Row]:
    """As the database gives them, past the conversions of the ORM, which take as long as the hashing."""
    sql, params = entries.values_list(*COLUMNS).query.sql_with_params()
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while chunk := cursor.fetchmany(5000):
            for chain, sequence, at, *rest in chunk:
                # SQLite keeps moments in UTC without saying so.
                yield Row(chain, sequence, at if at.tzinfo else at.replace(tzinfo=UTC), *rest)


Sealed = dict[str, dict[int, str]]  # chain: number of an entry: the hash some seal holds of it


def _sealed_heads(chain: str | None) -> Sealed:
    held: Sealed = {}
    for changes in Seal.objects.order_by("date").values_list("changes", flat=True).iterator():
        for name, sequence, head in changes:
            if chain in (None, name):
                held.setdefault(name, {})[sequence] = head
    return held


def _against_seals(row: Row, sealed: Sealed) -> str:
    held = sealed.get(row.chain, {}).get(row.sequence)
    return "differs from what was sealed" if held and held != row.hash else ""


def _ended(chain: str, failed: bool, last: int, sealed: Sealed, erased: set[int]) -> Iterator[Broken]:
    """Once a chain has been read: contents that are gone without a record, what seals hold beyond its end."""
    heads = sealed.pop(chain, {})
    if failed:
        return
    if erased:
        yield Broken(chain, min(erased), "its content is gone, and no erasure is recorded")
    elif heads and max(heads) > last:
        yield Broken(chain, last + 1, f"entry {last + 1} is missing: sealed up to entry {max(heads)}")


def _flaw(row: Row, sequence: int, previous: str) -> str:
    if row.sequence != sequence:
        return f"entry {sequence} is missing"
    if row.previous != previous:
        return "does not follow the entry before it"
    if row.hash != entry_digest(*row[:8]):
        return "was altered"
    if row.told is None and not row.salt:
        return ""  # erased
    if row.payload_sha256 != payload_digest(row.salt, json.loads(row.told or "null")):
        return "its content was altered"
    return ""


def seal_flaws() -> list[str]:
    """What is wrong with the seals themselves: signature, order, heads that do not give the root."""
    trusted = keys.known_keys()
    flaws: list[str] = []
    previous, heads = "", seals.fold([])
    for seal in Seal.objects.order_by("date"):
        heads |= seals.fold([seal.changes])
        checks = (
            (seal.key in trusted, "was signed with a key that is not ours"),
            (seals.is_signed(seal), "its signature does not fit"),
            (seal.previous == previous, "does not follow the seal before it"),
            (seal.changes_sha256 == seals.digest_of(seal.changes), "its heads were altered"),
            (seal.chains == len(heads), "its number of chains does not fit"),
            (seal.entries == seals.count(heads), "its number of entries does not fit"),
        )
        flaws += [f"seal of {seal.date}: {why}" for holds, why in checks if not holds]
        previous = seals.digest(seal)
    if heads and not flaws and merkle.root(seals.leaves(heads)) != seal.root:
        flaws.append(f"seal of {seal.date}: its heads do not give its root")
    return flaws
