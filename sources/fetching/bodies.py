"""Reading an answer's body within limits: size after decompression, speed, and an honest end."""

import time
import zlib
from collections.abc import Awaitable, Callable

from aiohttp import ClientResponse

from sources.fetching.results import Limits

ACCEPT_ENCODING = "gzip, deflate"
_STEP = 65_536
_READ = frozenset({"gzip", "x-gzip", "deflate"})
# Whatever else is told there ("utf-8", "none") is a mistake, and the body is not packed.
_UNREAD = frozenset("br zstd compress x-compress dcb dcz exi pack200-gzip bzip2 x-bzip2 lzma xz".split())


# Called with the number of the step (of Limits.steps, from 0) that a body has reached.
Turn = Callable[[int], Awaitable[None]]


class TooLarge(Exception):
    """More than we take in."""


class Undecodable(Exception):
    """Packed in a way we did not ask for, or not as declared."""


class TooSlow(Exception):
    """A server that drips to hold the connection."""


class CutShort(Exception):
    """The packed body ends before its end mark."""


class Decoder:
    """Unpacks one content coding piecewise and never holds more than `limit` bytes of output."""

    def __init__(self, encoding: str, limit: int) -> None:
        codings = [part.strip().lower() for part in encoding.split(",") if part.strip()]
        codings = [coding for coding in codings if coding in _READ | _UNREAD]
        if len(codings) > 1 or _UNREAD.intersection(codings):
            raise Undecodable
        self.limit = limit
        self.output = bytearray()
        self.packed = bool(codings)
        self._deflate = codings == ["deflate"]
        self._unpacker: zlib._Decompress | None = None

    def feed(self, data: bytes) -> None:
        if not self.packed:
            self._add(data)
            return
        try:
            while data:
                data = self._unpack(data)
        except zlib.error:
            raise Undecodable from None

    def finish(self) -> bytes:
        if self._unpacker is not None and not self._unpacker.eof:
            raise CutShort
        body = bytes(self.output)
        self.output.clear()
        return body

    def _unpack(self, data: bytes) -> bytes:
        """Unpacks a piece; what is left after the end of a gzip member begins the next one."""
        if self._unpacker is None or self._unpacker.eof:
            if self._unpacker is not None and not data.startswith(b"\x1f\x8b"):
                return b""  # padding behind the last member
            self._unpacker = zlib.decompressobj(self._window(data))
        while data and not self._unpacker.eof:
            self._add(self._unpacker.decompress(data, _STEP))
            data = self._unpacker.unconsumed_tail
        return self._unpacker.unused_data

    def _window(self, data: bytes) -> int:
        """zlib's wbits. "deflate" means zlib by RFC 9110, but many servers send the bare stream."""
        if not self._deflate:
            return zlib.MAX_WBITS | 16
        is_zlib = data[0] & 0x0F == 8 and (len(data) < 2 or (data[0] << 8 | data[1]) % 31 == 0)
        return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS

    def _add(self, data: bytes) -> None:
        if len(self.output) + len(data) > self.limit:
            self.output.clear()
            raise TooLarge
        self.output += data


async def read_body(response: ClientResponse, limits: Limits, most: int, turn: Turn | None = None) -> bytes:
    """The decoded body, at most `most` bytes of it; raises the exceptions above and those of aiohttp.
    `turn`: waited for at each of `limits.steps`, before more of it is taken in."""
    decoder = Decoder(response.headers.get("Content-Encoding", ""), most)
    if (response.content_length or 0) > most:
        raise TooLarge
    started, received = time.monotonic(), 0
    steps = list(limits.steps) if turn else []
    async for piece in response.content.iter_any():
        received += len(piece)
        if received > most:
            raise TooLarge  # what is packed may go on for ever and never grow
        decoder.feed(piece)
        while turn and steps and len(decoder.output) > steps[0]:
            await turn(len(limits.steps) - len(steps))
            steps.pop(0)
        elapsed = time.monotonic() - started
        if elapsed > limits.patience and received < elapsed * limits.slowest:
            raise TooSlow
    return decoder.finish()
