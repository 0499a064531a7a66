"""The tamper-evident log: every entry carries the hash of the one before it in its chain.

The payload is committed to by a salted digest, so that it may be withheld while a rating is blind, or
erased by law, without breaking the chain. Payloads are canonical JSON (sorted keys, no spaces, UTF-8).
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from claims.models import LedgerEntry, User

SYSTEM = "system"
HOUSE = "house"


@dataclass(frozen=True)
class Act:
    """One thing done, before it has a place in its chain."""

    chain: str
    action: str
    payload: dict[str, Any]
    actor: User | None = None


@dataclass(frozen=True)
class Broken:
    """The first entry of a chain that does not fit, and why."""

    chain: str
    sequence: int
    why: str


def canonical(payload: Any) -> bytes:
    return json.dumps(
        payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str
    ).encode()


def payload_digest(salt: str, payload: Any) -> str:
    return hashlib.sha256(salt.encode() + canonical(payload)).hexdigest()


def entry_digest(entry: LedgerEntry) -> str:
    """sha256 over everything but payload and salt."""
    fixed = {
        "chain": entry.chain,
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_id,
        "actor_label": entry.actor_label,
        "action": entry.action,
        "payload_sha256": entry.payload_sha256,
        "previous": entry.previous,
    }
    return hashlib.sha256(canonical(fixed)).hexdigest()


def append(chain: str, action: str, payload: dict[str, Any], *, actor: User | None = None) -> LedgerEntry:
    """Write one act. Call it inside the transaction of the act itself."""
    return append_many([Act(chain, action, payload, actor)])[0]


def append_many(acts: Iterable[Act], at: datetime | None = None) -> list[LedgerEntry]:
    """Write many acts with two queries a few hundred chains. Order within a chain is kept."""
    acts = list(acts)
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the log is written in the transaction of the act")
    chains = sorted({act.chain for act in acts})
    _lock(chains)
    heads = _heads(chains)
    at = at or timezone.now()
    entries = []
    for act in acts:
        sequence, previous = heads.get(act.chain, (0, ""))
        entry = _entry(act, sequence + 1, previous, at)
        heads[act.chain] = (entry.sequence, entry.hash)
        entries.append(entry)
    return LedgerEntry.objects.bulk_create(entries, batch_size=500)


def _entry(act: Act, sequence: int, previous: str, at: datetime) -> LedgerEntry:
    salt = secrets.token_hex(16)
    payload = json.loads(canonical(act.payload))
    entry = LedgerEntry(
        chain=act.chain,
        sequence=sequence,
        at=at,
        actor=act.actor,
        actor_label=act.actor.username if act.actor else SYSTEM,
        action=act.action,
        payload=payload,
        salt=salt,
        payload_sha256=payload_digest(salt, payload),
        previous=previous,
    )
    entry.hash = entry_digest(entry)
    return entry


def _lock(chains: list[str]) -> None:
    """One writer a chain. SQLite's write transactions are exclusive already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(chain, 0)) FROM unnest(%s::text[]) AS chain", [chains]
            )


def _heads(chains: list[str]) -> dict[str, tuple[int, str]]:
    heads: dict[str, tuple[int, str]] = {}
    for start in range(0, len(chains), 500):
        rows = LedgerEntry.objects.filter(chain__in=chains[start : start + 500])
        for chain, sequence, digest in rows.order_by("sequence").values_list("chain", "sequence", "hash"):
            heads[chain] = (sequence, digest)
    return heads


def verify(chain: str | None = None) -> Iterator[Broken | LedgerEntry]:
    """Recompute every chain (or one), yielding each sound entry, and one Broken for each chain that fails.

    An erased payload (null, with its salt gone) leaves the chain valid; a payload that does not match its
    digest does not.
    """
    entries = LedgerEntry.objects.order_by("chain", "sequence")
    if chain:
        entries = entries.filter(chain=chain)
    current, previous, sequence, failed = "", "", 0, False
    for entry in entries.iterator(chunk_size=2000):
        if entry.chain != current:
            current, previous, sequence, failed = entry.chain, "", 0, False
        if failed:
            continue
        why = _flaw(entry, sequence + 1, previous)
        if why:
            failed = True
            yield Broken(entry.chain, entry.sequence, why)
            continue
        previous, sequence = entry.hash, entry.sequence
        yield entry


def _flaw(entry: LedgerEntry, sequence: int, previous: str) -> str:
    if entry.sequence != sequence:
        return f"entry {sequence} is missing"
    if entry.previous != previous:
        return "does not follow the entry before it"
    if entry.hash != entry_digest(entry):
        return "was altered"
    withheld = entry.payload is None and not entry.salt
    if not withheld and entry.payload_sha256 != payload_digest(entry.salt, entry.payload):
        return "its content was altered"
    return ""
