"""The audit log: chains of entries, each with the hash of the one before, and daily seals over all chains."""

from claims.ledger.entries import (
    HOUSE,
    Act,
    append,
    append_many,
    canonical,
    entry_digest,
    payload_digest,
)
from claims.ledger.keys import KeyMissing, public_key
from claims.ledger.seals import as_published, make_seal, newest_seals, proof_of
from claims.ledger.verifying import ERASURE, Broken, seal_flaws, verify

__all__ = [
    "ERASURE",
    "HOUSE",
    "Act",
    "Broken",
    "KeyMissing",
    "append",
    "append_many",
    "as_published",
    "canonical",
    "entry_digest",
    "make_seal",
    "newest_seals",
    "payload_digest",
    "proof_of",
    "public_key",
    "seal_flaws",
    "verify",
]
