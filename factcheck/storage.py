"""Where saved copies lie, from one address: a folder, an S3-compatible server, any other Django storage."""

from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# A server that is down is told within half a minute, not within the five of boto3's own limits.
_PATIENCE: dict[str, Any] = {
    "connect_timeout": 5,
    "read_timeout": 20,
    "retries": {"mode": "standard", "total_max_attempts": 2},
}
_SHAPE = "s3://key:secret@host/bucket/folder"


def of_captures(address: str, folder: Path) -> dict[str, Any]:
    """An entry of STORAGES. Blank: `folder`. `s3://key:secret@host/bucket/folder?region_name=…`, without TLS
    `s3+http`; key and host left out: boto3 finds them itself. Else `dotted.path.of.Storage?option=value`."""
    if not address:
        return {"BACKEND": "sources.models.store.Folder", "OPTIONS": {"location": str(folder)}}
    parts = urlsplit(address)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    if not parts.scheme:
        return {"BACKEND": parts.path, "OPTIONS": options}
    if parts.scheme not in ("s3", "s3+http"):
        raise ImproperlyConfigured(f"FACTCHECK_CAPTURE_STORE: no '{parts.scheme}:' is known; write {_SHAPE}")
    bucket, _, location = parts.path.strip("/").partition("/")
    if not bucket:
        raise ImproperlyConfigured(f"FACTCHECK_CAPTURE_STORE names no bucket; write {_SHAPE}")
    host = parts.netloc.rpartition("@")[2]
    if host:
        options["endpoint_url"] = f"{'http' if parts.scheme == 's3+http' else 'https'}://{host}"
    if parts.username:
        options |= {"access_key": unquote(parts.username), "secret_key": unquote(parts.password or "")}
    fixed: dict[str, Any] = {"bucket_name": bucket, "location": location}
    with suppress(ImportError):  # without the library `manage.py check` says what to install
        fixed["client_config"] = import_module("botocore.config").Config(
            s3={"addressing_style": options.pop("addressing_style", "path")},
            signature_version=options.pop("signature_version", None),
            **_PATIENCE,
        )
    # Names are digests of the content: to write one again changes nothing.
    fixed |= {"default_acl": None, "file_overwrite": True}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**fixed, **options}}
