"""A server that speaks as much S3 as keeping objects takes: PUT, GET, HEAD, DELETE, all in memory."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "S3Server"

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = _unchunked(body)
        self.server.objects[self.path.partition("?")[0]] = body
        self.answer(200)

    def do_GET(self) -> None:
        body = self.server.objects.get(self.path.partition("?")[0])
        if body is None:
            self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            self.answer(200, body)

    do_HEAD = do_GET

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.path.partition("?")[0], None)
        self.answer(204)

    def answer(self, status: int, body: bytes = b"") -> None:
        self.server.calls.append((self.command, self.path, self.headers.get("Authorization", "")))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"x"')
        self.send_header("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _unchunked(body: bytes) -> bytes:
    """Chunks with signatures or a checksum behind them, as newer clients send them."""
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size.partition(b";")[0], 16)
        if not length:
            break
        whole, body = whole + body[:length], body[length + 2 :]
    return whole


class S3Server(ThreadingHTTPServer):
    """A context manager; `objects` by path, `calls` as (method, path, Authorization)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.2", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.calls: list[tuple[str, str, str]] = []
        self.host = f"127.0.0.2:{self.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        self.server_close()
