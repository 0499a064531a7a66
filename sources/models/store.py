"""The content-addressed store of captured bodies: named by sha256, compressed, verified when read.

It lies in the Django storage named "captures" (FACTCHECK_CAPTURE_STORE): by default a folder.
"""

import errno
import hashlib
import os
import secrets
import zlib
from contextlib import suppress
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages

# Lies where a body lay that was taken down: the same body, met again, is not kept again.
REMOVED = b"removed"
# Half the work of zlib's own choice, for a tenth more bytes.
LEVEL = 3


class Corrupt(Exception):
    """What lies in the store is not what was put there (or is gone)."""


class Unavailable(Exception):
    """The store gives or takes nothing: nothing can be said of what lies in it, nothing can be kept."""


class Folder(FileSystemStorage):
    """A local folder in which a file appears whole or not at all, whatever becomes of who writes it. Of two
    who write the same file at once the second one's stays, which holds the same."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def holds_anything(self) -> bool:
        return os.path.isdir(self.location) and bool(os.listdir(self.location))

    def _save(self, name: str, content: Any) -> str:
        path = self.path(name)
        folder = os.path.dirname(path)
        unfinished = os.path.join(folder, f".unfinished-{secrets.token_hex(8)}")
        try:
            if not os.path.isdir(folder):
                os.makedirs(folder, exist_ok=True)
            with open(unfinished, "xb", opener=_private) as file:
                for chunk in content.chunks():
                    file.write(chunk)
            os.replace(unfinished, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(unfinished)
            raise
        return name


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _storage() -> Storage:
    return storages["captures"]


def path_of(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}.z"


def put(body: bytes, sha256: str = "") -> str:
    """Keep a body once, however often it is captured; returns its sha256. Unavailable: it was not kept."""
    sha256 = sha256 or hashlib.sha256(body).hexdigest()
    name = path_of(sha256)
    try:
        if not _storage().exists(name):
            _storage().save(name, ContentFile(zlib.compress(body, LEVEL)))
    except Exception as error:  # each kind of storage has its own for "the server does not answer"
        raise Unavailable(f"the store of saved copies takes nothing ({_words(error)})") from error
    return sha256


def mend(body: bytes, sha256: str) -> None:
    """Put a body where what lies there is damaged; what was taken down stays away. Unavailable as in put."""
    with suppress(Corrupt):
        get(sha256)
        return
    name = path_of(sha256)
    if _is_removed(name):
        return
    try:
        _storage().delete(name)
    except Exception as error:
        raise Unavailable(f"the store of saved copies takes nothing ({_words(error)})") from error
    put(body, sha256)


def _is_removed(name: str) -> bool:
    try:
        with _storage().open(name) as file:
            return bool(file.read() == REMOVED)
    except Exception:  # nothing there, or nothing that can be read
        return False


def get(sha256: str) -> bytes:
    """The body. Corrupt: it is missing, or its digest no longer fits. Unavailable: the store is out."""
    try:
        with _storage().open(path_of(sha256)) as file:
            body = zlib.decompress(file.read())
    except Exception as error:
        if _is_damage(error):
            raise Corrupt(f"the saved copy {sha256[:12]} cannot be read") from error
        raise Unavailable(f"the store of saved copies does not answer ({_words(error)})") from error
    if hashlib.sha256(body).hexdigest() != sha256:
        raise Corrupt(f"the saved copy {sha256[:12]} was altered")
    return body


def trouble() -> str:
    """Why the store takes nothing at the moment, found out by trying; "" when it does."""
    try:
        name = _storage().save(f".tried-{secrets.token_hex(8)}", ContentFile(b"tried"))
        _storage().delete(name)
    except Exception as error:
        return _words(error)
    return ""


def _is_damage(error: Exception) -> bool:
    """Whether one copy is lost, and not the way to all of them: a disk that is not mounted has lost none."""
    if isinstance(error, FileNotFoundError):
        storage = _storage()
        return not isinstance(storage, Folder) or storage.holds_anything()
    return isinstance(error, zlib.error) or getattr(error, "errno", None) == errno.EIO


def _words(error: Exception) -> str:
    return str(getattr(error, "strerror", "") or type(error).__name__)


def remove(sha256: str) -> None:
    """For a legal takedown: the body goes for good, its hash stays with the capture. Unavailable: it may be
    there still."""
    name = path_of(sha256)
    try:
        _storage().delete(name)
        _storage().save(name, ContentFile(REMOVED))
    except Exception as error:
        raise Unavailable(f"the store of saved copies does not answer ({_words(error)})") from error
