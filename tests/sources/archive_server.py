"""A small web archive on a loopback address, for tests: CDX, TimeMap, TimeGate, playback, Save Page Now.

with ArchiveServer() as archive:
    archive.hold("http://a.example/x", "2019-05-01", b"<p>text")
    archive.broken["cdx"] = (429, {"Retry-After": "7"}, b"slow down")   # one door answers otherwise
    archive.asked                                                       # (method, target, headers, body)
"""

import json
import re
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

Reply = tuple[int, dict[str, str], bytes]
TOOLBAR = b"<div>This page was kept by the archive. See other captures.</div>"


@dataclass(frozen=True)
class Held:
    at: datetime
    body: bytes
    status: int = 200

    @property
    def stamp(self) -> str:
        return self.at.strftime("%Y%m%d%H%M%S")


class ArchiveServer:
    def __init__(self, host: str = "127.0.0.2") -> None:
        self.captures: dict[str, list[Held]] = {}
        self.broken: dict[str, Reply] = {}
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.save_reply: Reply = (200, {}, json.dumps({"url": "", "job_id": "spn2-1"}).encode())
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                outer.asked.append((self.command, self.path, {**self.headers}, body))
                status, headers, content = outer._answer(self.command, self.path, self.headers)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(content)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None: ...

        self._server = ThreadingHTTPServer((host, 0), Handler)
        self.port = self._server.server_address[1]
        self.base = f"http://{host}:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def hold(self, url: str, at: str | datetime, body: bytes, status: int = 200) -> None:
        moment = datetime.fromisoformat(at).replace(tzinfo=UTC) if isinstance(at, str) else at
        self.captures.setdefault(url, []).append(Held(moment, body, status))

    def paths(self, part: str = "") -> list[str]:
        return [target for _, target, _, _ in self.asked if part in target]

    def _answer(self, method: str, target: str, headers: object) -> Reply:
        doors = {
            "cdx": "/cdx/search/cdx",
            "available": "/wayback/available",
            "timemap": "/web/timemap/link/|/timemap/link/",
            "save": "/save",
            "play": r"/web/\d{14}|/\d{14}",
            "gate": "/web/|/",
        }
        door = next(name for name, start in doors.items() if re.match(start, target))
        if door in self.broken:
            return self.broken[door]
        if door == "play":
            return self._play(target)
        rest = re.sub(f"^(?:{doors[door]})", "", target)
        return getattr(self, f"_{door}")(rest, headers)

    def _cdx(self, rest: str, headers: object) -> Reply:
        query = parse_qs(urlsplit(rest).query)
        rows = [["timestamp", "original", "mimetype", "statuscode", "digest"]]
        url = query["url"][0]
        for held in self.captures.get(url, []):
            rows.append([held.stamp, url, "text/html", str(held.status), str(hash(held.body))])
        return 200, {}, json.dumps(rows).encode()

    def _available(self, rest: str, headers: object) -> Reply:
        query = parse_qs(urlsplit(rest).query)
        found = self.captures.get(query["url"][0], [])
        closest = {}
        if found:
            url = f"{self.base}/web/{found[0].stamp}/{query['url'][0]}"
            closest = {
                "closest": {"available": True, "url": url, "timestamp": found[0].stamp, "status": "200"}
            }
        return 200, {}, json.dumps({"url": query["url"][0], "archived_snapshots": closest}).encode()

    def _timemap(self, url: str, headers: object) -> Reply:
        if url not in self.captures:
            return 404, {}, b""
        lines = [f'<{url}>; rel="original"']
        for held in self.captures[url]:
            date = format_datetime(held.at, usegmt=True)
            lines.append(f'<{self.base}/web/{held.stamp}/{url}>; rel="memento"; datetime="{date}"')
        return 200, {"Content-Type": "application/link-format"}, ",\n".join(lines).encode()

    def _gate(self, url: str, headers) -> Reply:
        wanted = parsedate_to_datetime(headers["Accept-Datetime"])
        found = sorted(self.captures.get(url, []), key=lambda held: abs(held.at - wanted))
        if not found:
            return 404, {}, b""
        return 302, {"Location": f"{self.base}/web/{found[0].stamp}/{url}", "Vary": "accept-datetime"}, b""

    def _save(self, rest: str, headers: object) -> Reply:
        return self.save_reply

    def _play(self, target: str) -> Reply:
        found = re.match(r"(?:/web)?/(\d{14})(id_)?/(.*)", target)
        assert found
        for held in self.captures.get(unquote(found[3]), []):
            if held.stamp == found[1]:
                date = {
                    "Memento-Datetime": format_datetime(held.at, usegmt=True),
                    "Content-Type": "text/html",
                }
                return (
                    held.status,
                    date,
                    held.body if found[2] else TOOLBAR + held.body.replace(b"href=", b"href=/web/"),
                )
        return 404, {}, b""
