"""The daily seal: one signature over the heads of all chains, published so that others hold copies.

Who later rewrites the log, even all of it, or drops entries from a chain's end, contradicts a seal that was
already in other people's hands.
"""

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims.ledger import keys, merkle
from claims.ledger.entries import canonical, last_entries
from claims.models import Seal

Heads = dict[str, tuple[int, str]]  # chain: number and hash of its last entry
Change = list[Any]  # [chain, sequence, hash]


def fold(seals: Iterable[list[Change]]) -> Heads:
    """The heads at the last of several seals, from what each found changed."""
    return {chain: (sequence, head) for changes in seals for chain, sequence, head in changes}


def leaves(heads: Heads) -> list[bytes]:
    """In the order of the chains' names."""
    return [merkle.leaf(chain, *heads[chain]) for chain in sorted(heads)]


def count(heads: Heads) -> int:
    """Of all entries: chains are numbered without gaps, so that their heads tell. A count of the rows, asked
    a moment later, might hold entries that the heads do not."""
    return sum(sequence for sequence, _ in heads.values())


@transaction.atomic
def make_seal(day: date | None = None) -> Seal | None:
    """Seal all chains as they stand; None where the day has its seal already. KeyMissing without a key."""
    at = timezone.now()
    day = day or timezone.localdate(at)
    earlier = list(Seal.objects.order_by("date"))
    if earlier and earlier[-1].date >= day:
        return None
    key = keys.signing_key()
    heads: Heads = {
        chain: (sequence, head)
        for chain, sequence, head in last_entries().values_list("chain", "sequence", "hash")
    }
    known = fold(seal.changes for seal in earlier)
    changes = [[chain, *heads[chain]] for chain in sorted(heads) if known.get(chain) != heads[chain]]
    seal = Seal(
        date=day,
        at=at,
        chains=len(heads),
        entries=count(heads),
        root=merkle.root(leaves(heads)),
        changes=changes,
        changes_sha256=digest_of(changes),
        previous=digest(earlier[-1]) if earlier else "",
        key=keys.public_key(),
    )
    seal.signature = key.sign(canonical(body(seal))).hex()
    seal.save(force_insert=True)
    return seal


def digest_of(changes: list[Change]) -> str:
    return hashlib.sha256(canonical(changes)).hexdigest()


def body(seal: Seal) -> dict[str, Any]:
    """What is signed, as canonical JSON (sorted keys, no spaces, UTF-8)."""
    return {
        "date": seal.date.isoformat(),
        "at": seal.at.isoformat(timespec="microseconds"),
        "chains": seal.chains,
        "entries": seal.entries,
        "root": seal.root,
        "changes_sha256": seal.changes_sha256,
        "previous": seal.previous,
        "key": seal.key,
    }


def is_signed(seal: Seal) -> bool:
    """Whether the seal's own key signed what it says."""
    return keys.is_signed(canonical(body(seal)), seal.key, seal.signature)


def digest(seal: Seal) -> str:
    """What the next seal names as its predecessor: over body and signature."""
    return hashlib.sha256(canonical(as_published(seal))).hexdigest()


def as_published(seal: Seal) -> dict[str, Any]:
    return {**body(seal), "signature": seal.signature}


def newest_seals(most: int) -> list[dict[str, Any]]:
    """As published, the newest first."""
    return [as_published(seal) for seal in Seal.objects.order_by("-date").defer("changes")[:most]]


def proof_of(chain: str) -> dict[str, Any] | None:
    """That the newest seal holds this chain's head; None where no seal does yet.

    Hash the leaf (sha256 over 0x00 and chain, sequence, hash joined by newlines), then with each step of the
    path (sha256 over 0x01, left, right): the result is the root of the seal.
    """
    seal = Seal.objects.order_by("-date").defer("changes").first()
    if seal is None:
        return None
    names, heads, tree = _sealed(seal.date, seal.root)
    if chain not in heads:
        return None
    sequence, head = heads[chain]
    steps = merkle.path(tree, names[chain])
    return {
        "chain": chain,
        "sequence": sequence,
        "hash": head,
        "path": [{"side": side, "hash": partner} for side, partner in steps],
        "seal": as_published(seal),
    }


@lru_cache(maxsize=2)
def _sealed(day: date, root: str) -> tuple[dict[str, int], Heads, merkle.Levels]:
    """Place of each chain, heads and tree of one seal; a seal never changes, so it is worked out once."""
    heads = fold(Seal.objects.filter(date__lte=day).order_by("date").values_list("changes", flat=True))
    return {chain: n for n, chain in enumerate(sorted(heads))}, heads, merkle.levels(leaves(heads))
