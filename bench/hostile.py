"""PURE: bodies that are after a worker's memory, by name, with the headers they come with."""

import zlib

_BOMB = 200_000_000  # bytes of nothing, packed into a few hundred kilobytes
KINDS = ("bomb", "endless", "large", "deep", "formatted")


def body(kind: str) -> tuple[bytes, dict[str, str]]:
    if kind == "bomb":
        packer = zlib.compressobj(9, wbits=31)
        packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(_BOMB // 1_000_000))
        return packed + packer.flush(), {"Content-Encoding": "gzip"}
    if kind == "endless":  # more than what is taken in
        return b"<p>" + b"and so on " * 800_000, {}
    if kind == "large":  # just within
        return b"<!doctype html><p>" + b"".join(b"word%d " % n for n in range(450_000)), {}
    if kind == "deep":
        return b"<!doctype html>" + b"<div>" * 60_000 + b"bottom", {}
    return b"<!doctype html>" + b"<b><i><u>" * 4_000 + b"open", {}


def path(kind: str, number: int) -> str:
    return f"/hostile-{kind}-{number}"
