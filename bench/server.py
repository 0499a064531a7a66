"""The server that is checked: `python -m bench.server PORT`. Keep-alive, no validators, 5 ms late.

It counts what it serves. `/control/…` is not counted: `version/N` switches all pages to another version,
`stats` answers and resets the counts, `log` answers and resets the times of requests by host.
"""

import asyncio
import json
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import uvloop

from bench import hostile, pages

LATENCY = 0.005


hostile_body = cache(hostile.body)


@dataclass
class State:
    version: int = 0
    gets: int = 0
    heads: int = 0
    body_bytes: int = 0
    log: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def control(self, command: str) -> bytes:
        name, _, value = command.partition("/")
        if name == "version":
            self.version = int(value)
        elif name == "log":
            log, self.log = dict(self.log), defaultdict(list)
            return json.dumps(log).encode()
        answer = json.dumps({"gets": self.gets, "heads": self.heads, "bytes": self.body_bytes}).encode()
        self.gets = self.heads = self.body_bytes = 0
        return answer


class Connection(asyncio.Protocol):
    def __init__(self, state: State) -> None:
        self.state = state
        self.buffer = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.host = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            method, target, _ = head.split(b"\r\n", 1)[0].split(b" ", 2)
            self.answer(method.decode(), target.decode())

    def answer(self, method: str, target: str) -> None:
        state = self.state
        if target.startswith("/control/"):
            self.send(state.control(target.removeprefix("/control/")), "application/json")
            return
        state.log[self.host].append(time.time())
        more: dict[str, str] = {}
        if target.startswith("/hostile-"):
            body, more = hostile_body(target.split("-")[1])
        else:
            body = pages.body(target[1:], state.version)
        if method == "HEAD":
            state.heads += 1
        else:
            state.gets += 1
            state.body_bytes += len(body)
        loop = asyncio.get_running_loop()
        loop.call_later(LATENCY, self.send, body, "text/html; charset=utf-8", method == "HEAD", more)

    def send(
        self, body: bytes, media_type: str, head_only: bool = False, more: Mapping[str, str] | None = None
    ) -> None:
        lines = "".join(f"{name}: {value}\r\n" for name, value in (more or {}).items())
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n{lines}Content-Length: {len(body)}\r\n\r\n"
        if not self.transport.is_closing():
            self.transport.write(head.encode() + (b"" if head_only else body))


async def serve(port: int) -> None:
    loop, state = asyncio.get_running_loop(), State()
    servers = [
        await loop.create_server(lambda: Connection(state), host, port, backlog=1024) for host in pages.HOSTS
    ]
    print("ready", flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
