"""WARC 1.1 (ISO 28500:2017) written from stored bodies and heads, for replay and for other archives.

A copy becomes a `response` record (a `resource` where no head was received: uploads) and a `metadata` record
that tells what we know of it. Bodies are stored unpacked, so the head's words about packing and length are
kept under the names that replay tools pass over (X-Archive-Orig-…), as other archives do it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from types import TracebackType
from typing import BinaryIO, Self

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
PACKING = ("content-encoding", "transfer-encoding", "content-length")


@dataclass(frozen=True)
class Copy:
    """One saved copy. `address` is the one it was served from, blank for an upload; `about` becomes the
    fields of its metadata record, blank ones left out."""

    address: str
    at: datetime
    sha256: str
    head: str
    body: bytes
    media_type: str
    about: Mapping[str, str]


class Archive:
    """A context manager that appends copies to an open binary file."""

    def __init__(self, out: BinaryIO, *, name: str, software: str, packed: bool = True) -> None:
        self._writer = WARCWriter(out, gzip=packed, warc_version="1.1")
        self._name = name
        self._software = software

    def __enter__(self) -> Self:
        info = {"software": self._software, "format": "WARC File Format 1.1", "conformsTo": CONFORMS_TO}
        self._writer.write_record(self._writer.create_warcinfo_record(self._name, info))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Every record ends by itself; the file is the caller's to close."""

    def add(self, copy: Copy) -> None:
        address = copy.address or f"urn:sha256:{copy.sha256}"
        dated = {"WARC-Date": _written(copy.at)}
        if copy.address and copy.head:
            record = self._writer.create_warc_record(
                address,
                "response",
                payload=BytesIO(copy.body),
                length=len(copy.body),
                http_headers=_head(copy.head, len(copy.body)),
                warc_headers_dict=dict(dated),
            )
        else:
            record = self._writer.create_warc_record(
                address,
                "resource",
                payload=BytesIO(copy.body),
                length=len(copy.body),
                warc_content_type=copy.media_type or "application/octet-stream",
                warc_headers_dict=dict(dated),
            )
        self._writer.write_record(record)
        fields = _fields({**copy.about, "sha256": copy.sha256})
        about = self._writer.create_warc_record(
            address,
            "metadata",
            payload=BytesIO(fields),
            length=len(fields),
            warc_headers_dict=dated | {"WARC-Concurrent-To": record.rec_headers.get_header("WARC-Record-ID")},
        )
        self._writer.write_record(about)


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _head(head: str, length: int) -> StatusAndHeaders:
    """The head as received; only ASCII goes into names and the status line, as HTTP has it."""
    status, *lines = head.split("\n")
    fields = [line.partition(":") for line in lines if ":" in line]
    headers = [(_renamed(_ascii(name)), value.strip()) for name, _colon, value in fields]
    protocol, _space, code = _ascii(status).partition(" ")
    return StatusAndHeaders(code, [*headers, ("Content-Length", str(length))], protocol=protocol)


def _renamed(name: str) -> str:
    return f"X-Archive-Orig-{name}" if name.lower() in PACKING else name


def _ascii(text: str) -> str:
    return text.encode("ascii", "replace").decode()


def _fields(about: Mapping[str, str]) -> bytes:
    """application/warc-fields: one field a line, its value on one line."""
    return "".join(
        f"{name}: {' '.join(value.split())}\r\n" for name, value in about.items() if value
    ).encode()
