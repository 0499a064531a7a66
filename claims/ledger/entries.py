"""The tamper-evident log: every entry carries the hash of the one before it in its chain.

The payload is committed to by a salted digest, so that it may be withheld while a rating is blind, or
erased by law, without breaking the chain. Payloads are canonical JSON (sorted keys, no spaces, UTF-8).
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from claims.models import LedgerEntry, User
from claims.models.ledger import LedgerQuerySet

SYSTEM = "system"
HOUSE = "house"


@dataclass(frozen=True)
class Act:
    """One thing done, before it has a place in its chain."""

    chain: str
    action: str
    payload: dict[str, Any]
    actor: User | None = None


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode
_quoted = json.encoder.encode_basestring


def canonical(payload: Any) -> bytes:
    return _encode(payload).encode()


def payload_digest(salt: str, payload: Any) -> str:
    return hashlib.sha256(salt.encode() + canonical(payload)).hexdigest()


def entry_digest(
    chain: str,
    sequence: int,
    at: datetime,
    actor: int | None,
    actor_label: str,
    action: str,
    payload_sha256: str,
    previous: str,
) -> str:
    """sha256 over everything but payload and salt: the canonical JSON of these eight, put together by hand
    because a hundred thousand of them have to be verified in seconds."""
    text = (
        f'{{"action":{_quoted(action)},"actor":{"null" if actor is None else actor},'
        f'"actor_label":{_quoted(actor_label)},'
        f'"at":"{at.astimezone(UTC).isoformat(timespec="microseconds")}",'
        f'"chain":{_quoted(chain)},"payload_sha256":{_quoted(payload_sha256)},'
        f'"previous":{_quoted(previous)},"sequence":{sequence}}}'
    )
    return hashlib.sha256(text.encode()).hexdigest()


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
    entry.hash = entry_digest(
        entry.chain,
        entry.sequence,
        entry.at,
        entry.actor_id,
        entry.actor_label,
        entry.action,
        entry.payload_sha256,
        entry.previous,
    )
    return entry


def _lock(chains: list[str]) -> None:
    """One writer a chain. SQLite's write transactions are exclusive already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(chain, 0)) FROM unnest(%s::text[]) AS chain",
                [chains],
            )


def _heads(chains: list[str]) -> dict[str, tuple[int, str]]:
    heads: dict[str, tuple[int, str]] = {}
    for start in range(0, len(chains), 500):
        heads |= {
            chain: (sequence, digest)
            for chain, sequence, digest in last_entries()
            .filter(chain__in=chains[start : start + 500])
            .values_list("chain", "sequence", "hash")
        }
    return heads


def last_entries() -> LedgerQuerySet:
    """The head of every chain."""
    later = LedgerEntry.objects.filter(chain=OuterRef("chain"), sequence__gt=OuterRef("sequence"))
    return LedgerEntry.objects.filter(~Exists(later)).order_by("chain")
