"""The guard at the socket: whatever was written, resolved or rebound, it ends here or may be contacted."""

import asyncio
import errno
import socket
from typing import Any

from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult

from sources.addresses import IP, Network, Refused, may_contact

REASON = "The address does not belong to the public web."


class PeerRefused(PermissionError):
    """Raised at the socket; an OSError, because the connection race of aiohttp carries no other kind."""


def refuse_private(ip: IP | str, allow: tuple[Network, ...]) -> None:
    if not may_contact(ip, allow):
        raise Refused(REASON)


class SocketGuard:
    """For TCPConnector(socket_factory=…), which hands over the final peer address of names and literals."""

    def __init__(self, allow: tuple[Network, ...]) -> None:
        self.allow = allow

    def __call__(self, info: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, peer = info
        if not may_contact(peer[0], self.allow):
            raise PeerRefused(errno.EACCES, REASON)
        return socket.socket(family, kind, protocol)


class GuardedResolver(AbstractResolver):
    """Refuses a name as soon as one of its addresses is not allowed, and does not wait for ever."""

    def __init__(self, allow: tuple[Network, ...], patience: float) -> None:
        self.allow = allow
        self.patience = patience
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        try:
            async with asyncio.timeout(self.patience):
                found = await self._resolver.resolve(host, port, family)
        except (TimeoutError, UnicodeError) as error:  # UnicodeError: a name that DNS cannot carry
            raise socket.gaierror(socket.EAI_NONAME, "name not resolved") from error
        for answer in found:
            refuse_private(answer["host"], self.allow)
        return found

    async def close(self) -> None:
        await self._resolver.close()
