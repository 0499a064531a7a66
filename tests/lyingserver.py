"""An HTTP server that lies, for tests: on a loopback address of its own, in a thread, by hand on raw sockets,
because honest libraries refuse to send most of this.

    with LyingServer() as server:                      # 127.0.0.2, any free port
        server.pages["/a"] = (200, {"ETag": '"1"'}, b"<p>text")   # may change at any time
        server.url("/a"), server.url("/behave/reset")
        server.hits["/a"], server.requests, server.connections

`pages` are answered honestly (304 to a matching If-None-Match); a path that is not there is a 404.
`/behave/<name>` plays one of BEHAVIOURS; each names the outcome that a plain fetch of it should have.
`/behave/to?http://127.0.0.1/` redirects to the target in its query, `/behave/hops?3` three times.
"""

import asyncio
import contextlib
import gzip
import socket
import ssl
import struct
import threading
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.pdfs import pdf_with

Page = tuple[int, dict[str, str], bytes]

ARTICLE = b"""<!doctype html><html><head><meta charset="utf-8"><title>Bridge opened</title></head><body>
<nav>Home News Sport</nav><main><h1>Bridge opened</h1><p>The new bridge cost 42 million euros.</p>
<p>It was built in three years by 120 workers.</p></main><footer>Imprint</footer></body></html>"""
WALL = b"<html><head><title>Just a moment...</title></head><body><p>Checking.</p></body></html>"


@dataclass
class Request:
    method: str
    target: str
    headers: dict[str, str]
    server: "LyingServer"
    at: float = field(default_factory=time.time)

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return unquote(self.target.partition("?")[2])


Play = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Behaviour:
    """`expect`: the outcome of a plain fetch. The connection is closed afterwards."""

    play: Play
    expect: str


BEHAVIOURS: dict[str, Behaviour] = {}


def behaviour(name: str, expect: str) -> Callable[[Play], Play]:
    def register(play: Play) -> Play:
        BEHAVIOURS[name] = Behaviour(play, expect)
        return play

    return register


def message(status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """An honest answer, after which the connection is closed; a header set to "" is left out."""
    fields = {"Content-Type": "text/html", "Content-Length": str(len(body)), "Connection": "close"}
    fields |= headers or {}
    lines = [f"HTTP/1.1 {status} x"] + [f"{name}: {value}" for name, value in fields.items() if value]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def fixed(name: str, expect: str, *answer: bytes) -> None:
    """A behaviour that always sends these bytes and hangs up."""

    async def play(request: Request, writer: asyncio.StreamWriter) -> None:
        for piece in answer:
            writer.write(piece)
            await writer.drain()

    BEHAVIOURS[name] = Behaviour(play, expect)


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


END = len(ARTICLE) - 1
STAYS_OPEN = {"Connection": ""}
CHUNKED = {"Transfer-Encoding": "chunked", "Content-Length": ""}
RAW_DEFLATE = zlib.compressobj(9, zlib.DEFLATED, -15)

# --- healthy, in odd clothes ------------------------------------------------------------------------
fixed("article", "healthy", message(200, body=ARTICLE))
fixed("empty", "healthy", message(200))
fixed("no-content", "healthy", b"HTTP/1.1 204 x\r\n\r\n")
fixed("gzip", "healthy", message(200, {"Content-Encoding": "gzip"}, gzip.compress(ARTICLE)))
fixed("deflate", "healthy", message(200, {"Content-Encoding": "deflate"}, zlib.compress(ARTICLE)))
fixed(
    "raw-deflate",
    "healthy",
    message(200, {"Content-Encoding": "deflate"}, RAW_DEFLATE.compress(ARTICLE) + RAW_DEFLATE.flush()),
)
fixed(
    "gzip-members",
    "healthy",
    message(
        200,
        {"Content-Encoding": "x-gzip"},
        gzip.compress(ARTICLE[:99]) + gzip.compress(ARTICLE[99:]) + b"\0\0",
    ),
)
fixed("chunked", "healthy", message(200, CHUNKED), chunk(ARTICLE[:50]), chunk(ARTICLE[50:]), b"0\r\n\r\n")
fixed("until-close", "healthy", b"HTTP/1.0 200 OK\r\n\r\n" + ARTICLE)
fixed("early-hints", "healthy", b"HTTP/1.1 103 x\r\nLink: </a>\r\n\r\n", message(200, body=ARTICLE))
fixed("nul-bytes", "healthy", message(200, body=ARTICLE.replace(b"bridge", b"bri\0dge\0")))
fixed("bogus-charset", "healthy", message(200, {"Content-Type": "text/html; charset=klingon-8"}, ARTICLE))
fixed(
    "charset-lie",
    "healthy",
    message(200, {"Content-Type": "text/html; charset=utf-8"}, "<p>Brücke für 42 €".encode("cp1252")),
)
fixed("pdf-as-html", "healthy", message(200, body=pdf_with("The bridge cost 42 million euros.")))
fixed("html-as-pdf", "healthy", message(200, {"Content-Type": "application/pdf"}, ARTICLE))
fixed("one-line", "healthy", message(200, body=b"<p>" + b"word <b>bold</b> " * 120_000))
fixed("deep", "healthy", message(200, body=b"<div>" * 50_000 + b"bottom" + b"</div>" * 50_000))
fixed("cookie", "healthy", message(200, {"Set-Cookie": "id=1"}, ARTICLE))
fixed("binary-header", "healthy", message(200, {"ETag": '"\xe4\xf6"', "X-Odd": "\xff\xfe"}, ARTICLE))
fixed("soft-404", "healthy", message(200, body=b"<title>Not found</title><p>We could not find that page."))
fixed("parked", "healthy", message(200, body=b"<title>bridge.example</title><p>This domain is for sale."))
fixed("meta-refresh", "healthy", message(200, body=b"<meta http-equiv=refresh content='0;url=file:///x'>"))
fixed("error-of-its-own", "healthy", message(200, body=ARTICLE + b"<p>Just a moment... 403 Access denied"))

fixed("unknown-coding", "healthy", message(200, {"Content-Encoding": "utf-8"}, ARTICLE))
fixed("no-coding", "healthy", message(200, {"Content-Encoding": "none, gzip"}, gzip.compress(ARTICLE)))
fixed("processing", "healthy", b"HTTP/1.1 102 x\r\n\r\n", message(200, body=ARTICLE))
fixed("no-reason", "healthy", message(200, body=ARTICLE).replace(b"200 x", b"200"))
fixed("gzip-garbage", "healthy", message(200, {"Content-Encoding": "GZIP"}, gzip.compress(ARTICLE) + b"junk"))
fixed("whole-206", "healthy", message(206, {"Content-Range": f"bytes 0-{END}/{END + 1}"}, ARTICLE))
fixed("http2-in-name", "healthy", message(200, body=ARTICLE).replace(b"HTTP/1.1 200 x", b"HTTP/2.0 200"))
fixed("lines-by-lf", "healthy", b"HTTP/1.0 200 OK\nContent-Type: text/html\n\n" + ARTICLE)
fixed("control-in-header", "healthy", message(200, {"X-Odd": "a\x01\x7f", "ETag": "\x01"}, ARTICLE))
fixed("nul-in-reason", "healthy", message(200, body=ARTICLE).replace(b"200 x", b"200 O\0K"))
fixed("status-zero", "unreachable", message(200, body=ARTICLE).replace(b"200 x", b"000 x"))
fixed("hints-without-end", "healthy", b"HTTP/1.1 103 x\r\n\r\n" * 500 + message(200, body=ARTICLE))
fixed("utf-16", "healthy", message(200, body=ARTICLE.decode().replace("utf-8", "x").encode("utf-16-le")))
fixed("refresh", "healthy", message(200, {"Refresh": "0; url=/behave/article"}))
fixed("refresh-by-meta", "healthy", message(200, body=b"<meta content='0;URL=article' http-equiv='Refresh'>"))
fixed("refresh-later", "healthy", message(200, {"Refresh": "900; url=/behave/410"}, ARTICLE))
fixed("refresh-itself", "healthy", message(200, {"Refresh": "1; url=/behave/refresh-itself"}))
fixed("refresh-inside", "refused", message(200, {"Refresh": "0; url=http://127.0.0.1/"}))

# --- gone, blocked, broken --------------------------------------------------------------------------
for code in (404, 410):
    fixed(str(code), "gone", message(code, body=b"<h1>gone</h1>"))
fixed("404-broken-body", "gone", message(404, {"Content-Length": "900"}, b"cut"))
for code in (401, 402, 403, 406, 407, 451, 999):
    fixed(str(code), "blocked", message(code, body=b"no"))
fixed("429-seconds", "blocked", message(429, {"Retry-After": "120"}))
fixed("429-decade", "blocked", message(429, {"Retry-After": "315360000"}))
fixed("429-nonsense", "blocked", message(429, {"Retry-After": "soon"}))
fixed("429-past", "blocked", message(429, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}))
fixed("429-negative", "blocked", message(429, {"Retry-After": "-5"}))
fixed("cookie-wall", "blocked", message(302, {"Location": "/behave/cookie-wall", "Set-Cookie": "seen=1"}))
fixed("challenge-200", "blocked", message(200, body=WALL))
fixed("challenge-503", "blocked", message(503, body=WALL))
fixed("challenge-header", "blocked", message(200, {"cf-mitigated": "challenge"}, ARTICLE))
fixed("challenge-405", "blocked", message(405, body="<title>405</title><p>您的访问被阻断。".encode()))
fixed("limited-503", "blocked", message(503, body=b"<title>Your access to this site has been limited by"))
for code in (400, 405, 416, 418, 500, 502, 503):
    fixed(str(code), "unreachable", message(code, body=b"sorry"))
fixed("unasked-304", "unreachable", b"HTTP/1.1 304 x\r\n\r\n")
fixed("part", "unreachable", message(206, {"Content-Range": "bytes 0-99/285"}, ARTICLE[:100]))
fixed("part-of-what", "unreachable", message(206, body=ARTICLE[:100]))
fixed("endless-size", "unreachable", message(200, CHUNKED), b"f" * 18 + b"\r\n" + ARTICLE)
fixed("no-last-chunk", "unreachable", message(200, CHUNKED), chunk(ARTICLE))
fixed("promise-alone", "unreachable", b"HTTP/1.1 100 Continue\r\n\r\n")
fixed("503-far-future", "unreachable", message(503, {"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}))
fixed("no-location", "unreachable", message(302))
fixed("no-status-line", "unreachable", b"hello, this is not HTTP\r\n\r\n")
fixed("close", "unreachable")
fixed("short-body", "unreachable", message(200, {"Content-Length": str(len(ARTICLE) + 500)}, ARTICLE))
fixed("bad-chunk", "unreachable", message(200, CHUNKED), chunk(ARTICLE), b"zz\r\nnot a size\r\n")
fixed("gzip-cut", "unreachable", message(200, {"Content-Encoding": "gzip"}, gzip.compress(ARTICLE)[:-20]))

# --- more than we take in ---------------------------------------------------------------------------
fixed("huge-length", "unsupported", message(200, {"Content-Length": str(10**10)}, b"x"))
fixed("huge-header", "unsupported", message(200, {"X-Long": "x" * 1_000_000}, ARTICLE))
fixed("many-headers", "unsupported", message(200, {f"X-{n}": "x" * 30 for n in range(3_000)}, ARTICLE))
fixed(
    "hundred-thousand-headers", "unsupported", message(200, {f"X-{n}": "x" for n in range(100_000)}, ARTICLE)
)
fixed(
    "two-lengths",
    "unsupported",
    b"HTTP/1.1 200 x\r\nContent-Length: 9\r\nContent-Length: 8\r\n\r\n" + ARTICLE,
)
fixed(
    "length-told-twice",
    "unsupported",
    message(200, {"Content-Length": f"{len(ARTICLE)}, {len(ARTICLE)}"}, ARTICLE),
)
fixed("long-body", "unsupported", message(200, {"Content-Length": "20"}, ARTICLE))
fixed("nul-in-header", "unsupported", message(200, {"X-Odd": "a\0b"}, ARTICLE))
fixed("header-without-name", "unsupported", message(200, {"": "x"}, ARTICLE))
fixed("length-and-chunks", "unsupported", message(200, CHUNKED | {"Content-Length": "5"}), chunk(ARTICLE))
fixed("zstd", "unsupported", message(200, {"Content-Encoding": "zstd"}, b"\x28\xb5\x2f\xfd" + bytes(20)))
fixed("brotli", "unsupported", message(200, {"Content-Encoding": "br"}, b"\x0b\x02\x80hello\x03"))
fixed(
    "nested-gzip",
    "unsupported",
    message(200, {"Content-Encoding": "gzip, gzip"}, gzip.compress(gzip.compress(ARTICLE))),
)
fixed("gzip-lie", "unsupported", message(200, {"Content-Encoding": "gzip"}, ARTICLE))


@behaviour("bomb", "unsupported")
async def bomb(request: Request, writer: asyncio.StreamWriter) -> None:
    """One gigabyte of zeros in one megabyte of gzip, made piece by piece."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    first = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    writer.write(message(200, {"Content-Encoding": "gzip", "Content-Length": ""}) + first)
    for _ in range(1023):
        writer.write(again)
        await writer.drain()


@behaviour("endless-members", "unsupported")
async def endless_members(request: Request, writer: asyncio.StreamWriter) -> None:
    """Packed pieces of nothing: the text never grows, the answer never ends."""
    writer.write(message(200, {"Content-Encoding": "gzip", "Content-Length": ""}))
    while True:
        writer.write(gzip.compress(b"") * 3000)
        await writer.drain()


@behaviour("endless", "unsupported")
async def endless(request: Request, writer: asyncio.StreamWriter) -> None:
    """Chunks without end, as fast as they are taken."""
    writer.write(message(200, CHUNKED))
    while True:
        writer.write(chunk(b"more " * 4000))
        await writer.drain()


# --- slow -------------------------------------------------------------------------------------------
@behaviour("hang", "unreachable")
async def hang(request: Request, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3600)


@behaviour("drip", "unreachable")
async def drip(request: Request, writer: asyncio.StreamWriter) -> None:
    """Slowloris: one byte now and then, often enough for any pause to stay short."""
    writer.write(message(200, {"Content-Length": "100000"}))
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


@behaviour("drip-headers", "unreachable")
async def drip_headers(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 x\r\nX-Slow: ")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


@behaviour("stall", "unreachable")
async def stall(request: Request, writer: asyncio.StreamWriter) -> None:
    """Half a page, then silence."""
    writer.write(message(200, {"Content-Length": str(len(ARTICLE))}, ARTICLE[:200]))
    await writer.drain()
    await asyncio.sleep(3600)


@behaviour("reset-mid-body", "unreachable")
async def reset_mid_body(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(message(200, {"Content-Length": "10000"}, ARTICLE))
    await writer.drain()
    await reset(request, writer)


@behaviour("reset", "unreachable")
async def reset(request: Request, writer: asyncio.StreamWriter) -> None:
    peer: socket.socket = writer.get_extra_info("socket")
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


# --- changing ---------------------------------------------------------------------------------------
@behaviour("flap", "healthy")
async def flap(request: Request, writer: asyncio.StreamWriter) -> None:
    """Two wordings in turn."""
    price = b"42" if request.server.hits[request.path] % 2 else b"43"
    writer.write(message(200, body=ARTICLE.replace(b"42", price)))


@behaviour("clock", "healthy")
async def clock(request: Request, writer: asyncio.StreamWriter) -> None:
    """A page whose footer shows the time and whose ETag changes with it."""
    now = str(time.time_ns())
    body = ARTICLE.replace(b"Imprint", f"Imprint, {now}".encode())
    writer.write(message(200, {"ETag": f'"{now}"'}, body))


@behaviour("robots-only", "blocked")
async def robots_only(request: Request, writer: asyncio.StreamWriter) -> None:
    """403 to robots, 200 to browsers."""
    browser = "Mozilla/" in request.headers.get("user-agent", "")
    writer.write(message(200, body=ARTICLE) if browser else message(403))


@behaviour("not-modified", "healthy")
async def not_modified(request: Request, writer: asyncio.StreamWriter) -> None:
    asked = "if-none-match" in request.headers or "if-modified-since" in request.headers
    writer.write(message(304) if asked else message(200, {"ETag": '"constant"'}, ARTICLE))


@behaviour("wait", "healthy")
async def wait(request: Request, writer: asyncio.StreamWriter) -> None:
    """`/behave/wait?0.5&x`: the article after so many seconds."""
    await asyncio.sleep(float(request.query.partition("&")[0] or 0))
    writer.write(message(200, body=ARTICLE))


@behaviour("held", "healthy")
async def held(request: Request, writer: asyncio.StreamWriter) -> None:
    """The article, once the test lets go of it."""
    while not request.server.may_answer.is_set():
        await asyncio.sleep(0.01)
    writer.write(message(200, body=ARTICLE))


@behaviour("halved", "healthy")
async def halved(request: Request, writer: asyncio.StreamWriter) -> None:
    """A long page, whose end is kept back until the test lets go of it."""
    answer = message(200, body=ARTICLE + b"<!--%s-->" % (b"." * 100_000))
    writer.write(answer[:90_000])
    await writer.drain()
    while not request.server.may_answer.is_set():
        await asyncio.sleep(0.01)
    writer.write(answer[90_000:])


@behaviour("429-date", "blocked")
async def later(request: Request, writer: asyncio.StreamWriter) -> None:
    at = datetime.now(UTC) + timedelta(seconds=300)
    writer.write(message(429, {"Retry-After": format_datetime(at, usegmt=True)}))


# --- redirects --------------------------------------------------------------------------------------
@behaviour("hops", "healthy")
async def hops(request: Request, writer: asyncio.StreamWriter) -> None:
    """`/behave/hops?n`: n permanent redirects, then the article."""
    left = int(request.query or 0)
    target = f"/behave/hops?{left - 1}"
    writer.write(message(301, {"Location": target}) if left else message(200, body=ARTICLE))


@behaviour("more-hops", "unreachable")
async def more_hops(request: Request, writer: asyncio.StreamWriter) -> None:
    """Redirects to ever new addresses."""
    writer.write(message(302, {"Location": f"/behave/more-hops?{int(request.query or 0) + 1}"}))


@behaviour("to", "healthy")
async def to(request: Request, writer: asyncio.StreamWriter) -> None:
    """`/behave/to?target`: a temporary redirect; without a target, to the article."""
    writer.write(message(302, {"Location": request.query or "/behave/article"}))


fixed("moved", "moved", message(301, {"Location": "/behave/article"}))
fixed("moved-308", "moved", message(308, {"Location": "article"}))
fixed("moved-with-space", "moved", message(301, {"Location": "/behave/article?a b"}))
fixed("moved-to-gone", "gone", message(301, {"Location": "/behave/410"}))
fixed("loop", "unreachable", message(307, {"Location": "/behave/loop"}))
fixed("loop-of-two", "unreachable", message(302, {"Location": "/behave/loop-back"}))
fixed("loop-back", "unreachable", message(302, {"Location": "/behave/loop-of-two"}))
for number, target in enumerate(
    (
        "file:///etc/passwd", "gopher://127.0.0.1/", "javascript:alert(1)", "data:text/html,x",
        "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0/",
        "http://localhost/", "http://[::1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/",
        "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://10.0.0.1:6379/",
        "http://user:pass@127.0.0.2/", "http://a\\@b/", "//127.0.0.1/", "http://168.63.129.16/",
    )
):  # fmt: skip
    fixed(f"to-forbidden-{number}", "refused", message(302, {"Location": target}))


def tls_context(folder: Path, name: str, *, expired: bool = False) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS context with a certificate for this IP address, and the file to trust it by."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    end = datetime.now(UTC) + timedelta(days=-1 if expired else 1)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    certificate = (
        builder.not_valid_before(end - timedelta(days=2))
        .not_valid_after(end)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context, folder / "certificate.pem"


class LyingServer:
    """See the module. `tls` makes it speak TLS with that context."""

    def __init__(self, host: str = "127.0.0.2", port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.host = host
        self.port = port
        self.pages: dict[str, Page] = {}
        self.hits: Counter[str] = Counter()
        self.requests: list[Request] = []
        self.connections = 0
        self.busy = self.busiest = 0  # requests being answered, and how many there were at once at the most
        self.may_answer = threading.Event()
        self.may_answer.set()
        self._tls = tls
        self._loop = asyncio.new_event_loop()
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"lying server {host}", daemon=True)

    def url(self, path: str = "/") -> str:
        return f"{'https' if self._tls else 'http'}://{self.host}:{self.port}{path}"

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._up.wait(10):
            raise RuntimeError(f"no server on {self.host}:{self.port}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join(10)

    def _run(self) -> None:
        with contextlib.closing(self._loop):
            self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._done = asyncio.Event()
        server = await asyncio.start_server(self._talk, self.host, self.port, ssl=self._tls, backlog=1000)
        self.port = server.sockets[0].getsockname()[1]
        self._up.set()
        await self._done.wait()
        server.close()
        talks = asyncio.all_tasks() - {asyncio.current_task()}
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while await self._answer(reader, writer):
                await writer.drain()
        with contextlib.suppress(OSError, asyncio.CancelledError):
            writer.close()
            await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request; whether the connection stays open."""
        first = await reader.readexactly(1)
        if first == b"\x16":  # a TLS greeting on a plain port
            writer.write(message(400))
            return False
        lines = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ", 2)
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])
        }
        request = Request(method, target, headers, self)
        self.requests.append(request)
        self.hits[request.path] += 1
        name = request.path.removeprefix("/behave/")
        if name != request.path and name in BEHAVIOURS:
            self.busy += 1
            self.busiest = max(self.busy, self.busiest)
            try:
                await BEHAVIOURS[name].play(request, writer)
            finally:
                self.busy -= 1
            return False
        writer.write(self._page(request))
        return True

    def _page(self, request: Request) -> bytes:
        if request.target not in self.pages and request.path not in self.pages:
            return message(404, STAYS_OPEN, b"<title>Not found</title><p>There is no such page.")
        status, headers, body = self.pages.get(request.target) or self.pages[request.path]
        tag = headers.get("ETag")
        if tag and request.headers.get("if-none-match") == tag:
            return message(304, STAYS_OPEN | {"ETag": tag})
        return message(status, STAYS_OPEN | headers, body)


# A page that the story and the day at the desk rest on, before and after it changes.
COURT = "By the end of 2018 courts had refused 17.46 million flight bookings since 2013."


def court_page(sentence: str) -> tuple[int, dict[str, str], bytes]:
    body = f"<html><head><title>Report</title></head><body><main><p>{sentence}</p></main></body></html>"
    return 200, {"Content-Type": "text/html; charset=utf-8"}, body.encode()
