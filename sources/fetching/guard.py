"""The guard at the socket: whatever was written, resolved or rebound, it ends here or may be contacted."""

import asyncio
import errno
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from sources.addresses import IP, Network, Refused, may_contact

REASON = "The address does not belong to the public web."
# Look-ups at once. They only wait; of the event loop's own few threads, most of a batch would wait for one.
NAMES = ThreadPoolExecutor(64, "names")


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
    """Refuses a name as soon as one of its addresses is not allowed, and does not wait for ever.

    `patience`: seconds for a look-up from when it begins; names that queue are not to blame for it.
    """

    def __init__(self, allow: tuple[Network, ...], patience: float) -> None:
        self.allow = allow
        self.patience = patience

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """gaierror as the system tells it; EAI_AGAIN where it took too long."""
        begun = asyncio.Event()
        looked_up = asyncio.get_running_loop().run_in_executor(
            NAMES, _look_up, asyncio.get_running_loop(), begun, host, port, family
        )
        try:
            await begun.wait()
            async with asyncio.timeout(self.patience):
                found = await looked_up
        except TimeoutError as error:
            raise socket.gaierror(socket.EAI_AGAIN, "name not resolved in time") from error
        except UnicodeError as error:  # a name that DNS cannot carry
            raise socket.gaierror(socket.EAI_NONAME, "no possible name") from error
        finally:
            looked_up.cancel()
        for answer in found:
            refuse_private(answer["host"], self.allow)
        return found

    async def close(self) -> None:
        """Nothing is held: the threads are shared."""


def _look_up(
    loop: asyncio.AbstractEventLoop,
    begun: asyncio.Event,
    host: str,
    port: int,
    family: socket.AddressFamily,
) -> list[ResolveResult]:
    loop.call_soon_threadsafe(begun.set)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family, flags=socket.AI_ADDRCONFIG)
    return [
        ResolveResult(
            hostname=host,
            host=f"{peer[0]}%{peer[3]}" if len(peer) == 4 and peer[3] else str(peer[0]),
            port=int(peer[1]),
            family=kind,
            proto=protocol,
            flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
        )
        for kind, _, protocol, _, peer in found
    ]
