"""The key that signs the seals: Ed25519, from FACTCHECK_SEAL_KEY (32 bytes, hex); with DEBUG under var/."""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


class KeyMissing(Exception):
    """No seal can be made: the message says which setting is needed."""


def signing_key() -> Ed25519PrivateKey:
    text = settings.FACTCHECK_SEAL_KEY or (_development_key() if settings.DEBUG else "")
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text.strip()))
    except ValueError as error:
        raise KeyMissing(
            "Set FACTCHECK_SEAL_KEY (or FACTCHECK_SEAL_KEY_FILE) to 32 random bytes as hex, "
            "e.g. from `openssl rand -hex 32`, and keep a copy of it outside this machine."
        ) from error


def _development_key() -> str:
    """Made once, readable by its owner alone."""
    path = Path(settings.VAR_DIR) / "seal.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text()


def public_key() -> str:
    """Of the key in force, as hex."""
    return signing_key().public_key().public_bytes_raw().hex()


def known_keys() -> set[str]:
    """The key in force and those of former years."""
    return {public_key(), *settings.FACTCHECK_SEAL_FORMER_KEYS}


def is_signed(body: bytes, key: str, signature: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), body)
    except (InvalidSignature, ValueError):
        return False
    return True
