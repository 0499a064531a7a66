"""The content-addressed store of captured bodies: named by sha256, compressed, verified when read."""

import hashlib
import zlib

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

# Lies where a body lay that was taken down: the same body, met again, is not kept again.
REMOVED = b"removed"


class Corrupt(Exception):
    """What lies in the store is not what was put there (or is gone)."""


def _storage() -> Storage:
    return storages["captures"]


def path_of(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}.z"


def put(body: bytes, sha256: str = "") -> str:
    """Keep a body once, however often it is captured; returns its sha256."""
    sha256 = sha256 or hashlib.sha256(body).hexdigest()
    name = path_of(sha256)
    if not _storage().exists(name):
        _storage().save(name, ContentFile(zlib.compress(body, 6)))
    return sha256


def get(sha256: str) -> bytes:
    """The body; Corrupt when it is missing or its digest no longer fits."""
    try:
        with _storage().open(path_of(sha256)) as file:
            body = zlib.decompress(file.read())
    except (OSError, zlib.error) as error:
        raise Corrupt(f"the saved copy {sha256[:12]} cannot be read") from error
    if hashlib.sha256(body).hexdigest() != sha256:
        raise Corrupt(f"the saved copy {sha256[:12]} was altered")
    return body


def remove(sha256: str) -> None:
    """For a legal takedown: the body goes for good, its hash stays with the capture."""
    name = path_of(sha256)
    _storage().delete(name)
    _storage().save(name, ContentFile(REMOVED))
