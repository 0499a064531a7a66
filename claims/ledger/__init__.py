"""The audit log: chains of entries, each with the hash of the one before, and daily seals over all chains."""

from claims.ledger.entries import (
    HOUSE,
    SYSTEM,
    Act,
    append,
    append_many,
    canonical,
    entry_digest,
    last_entries,
    payload_digest,
)
from claims.ledger.keys import KeyMissing, public_key
from claims.ledger.seals import as_published, make_seal, proof_of
from claims.ledger.verifying import Broken, Sound, seal_flaws, verify

__all__ = [
    "HOUSE",
    "SYSTEM",
    "Act",
    "Broken",
    "KeyMissing",
    "Sound",
    "append",
    "append_many",
    "as_published",
    "canonical",
    "entry_digest",
    "last_entries",
    "make_seal",
    "payload_digest",
    "proof_of",
    "public_key",
    "seal_flaws",
    "verify",
]
