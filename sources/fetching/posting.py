"""One guarded POST to an address that somebody typed in: the same rules as for every page we fetch."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from django.conf import settings
from yarl import URL

from sources.addresses import Refused, networks, parse
from sources.fetching.guard import REASON, GuardedResolver, PeerRefused, SocketGuard, refuse_private

CONNECT = 8.0
TOTAL = 15.0


@dataclass(frozen=True)
class Posted:
    """The status of the answer, whose body is not read; or why there was none, in words for our own staff
    that do not tell a closed port from a filtered one."""

    status: int | None = None
    trouble: str = ""

    @property
    def succeeded(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post_json(url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
    """Send a JSON body. Redirects are not followed: an answer of 300 to 399 is none that we wanted."""
    return asyncio.run(_post(url, body, headers))


async def _post(url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
    allow = networks(settings.FACTCHECK_FETCH_ALLOW)
    try:
        address = parse(url, frozenset(settings.FACTCHECK_FETCH_PORTS))
        if address.ip is not None:
            refuse_private(address.ip, allow)
        elif address.private_name and not allow:
            raise Refused(REASON)
        target = URL(address.url_key, encoded=True)
        if target.raw_host != address.host or target.port != address.port:
            raise Refused("This is not a valid web address.")
        connector = aiohttp.TCPConnector(
            resolver=GuardedResolver(allow, CONNECT), socket_factory=SocketGuard(allow)
        )
        async with (
            asyncio.timeout(TOTAL),
            aiohttp.ClientSession(
                connector=connector,
                timeout=aiohttp.ClientTimeout(total=TOTAL, sock_connect=CONNECT),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            ) as session,
            session.post(
                target,
                data=body,
                allow_redirects=False,
                headers={"Content-Type": "application/json", **headers},
            ) as response,
        ):
            return Posted(response.status)
    except Refused as refused:
        return Posted(trouble=refused.reason)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        inner = getattr(error, "os_error", error)
        refused_peer = isinstance(error, PeerRefused) or isinstance(inner, PeerRefused)
        return Posted(trouble=REASON if refused_peer else "The address did not answer.")
