"""The guarded client: one address in, one Fetched out, whatever the other side does."""

import asyncio
import hashlib
import ssl
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import aiohttp
from django.conf import settings
from yarl import URL

from sources.addresses import DEFAULT_PORTS, Address, Network, Refused, join, networks, parse
from sources.fetching import heads
from sources.fetching.bodies import ACCEPT_ENCODING, CutShort, TooLarge, TooSlow, Turn, Undecodable, read_body
from sources.fetching.failures import NO_ADDRESS, CookieWall, EndlessRedirect, meaning
from sources.fetching.guard import REASON, GuardedResolver, SocketGuard, refuse_private
from sources.fetching.reading import forwards, observe, reason_of, retry_after
from sources.fetching.results import ErrorClass, Fetched, Hop, Limits, Outcome
from sources.fetching.sniffing import sniff

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "Accept": "text/html, application/xhtml+xml, application/pdf, */*;q=0.8",
    "Accept-Encoding": ACCEPT_ENCODING,
}


@dataclass
class _Trail:
    """What is asked for, and where it has got to: what is known even when it fails."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    known_sha256: str = ""
    turn: Turn | None = None
    address: Address | None = None
    chain: list[Hop] = field(default_factory=list)
    cookies: bool = False  # one was set on the way
    began: float = field(default_factory=time.monotonic)

    @property
    def duration(self) -> float:
        return time.monotonic() - self.began


class Fetcher:
    """An asynchronous context manager, to be reused for a whole batch (connections are kept alive).

    Concurrency per host and pauses between requests are the caller's; `limits.connections` bounds the whole.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        ports: frozenset[int] = DEFAULT_PORTS,
        allow: tuple[Network, ...] = (),
        limits: Limits = Limits(),  # noqa: B008 (frozen)
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self.user_agent = user_agent
        self.ports = ports
        self.allow = allow
        self.limits = limits
        self.ssl_context = ssl_context

    @classmethod
    def from_settings(cls, *, limits: Limits = Limits()) -> "Fetcher":  # noqa: B008 (frozen)
        """As the newsroom configured it: FACTCHECK_FETCH_ALLOW, FACTCHECK_FETCH_PORTS, FACTCHECK_CONTACT."""
        return cls(
            user_agent=f"factcheck-link-check (+{settings.FACTCHECK_SITE_URL}; {settings.FACTCHECK_CONTACT})",
            ports=frozenset(settings.FACTCHECK_FETCH_PORTS),
            allow=networks(settings.FACTCHECK_FETCH_ALLOW),
            limits=limits,
        )

    async def __aenter__(self) -> Self:
        limits = self.limits
        self._slots = asyncio.Semaphore(limits.connections)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0,
                resolver=GuardedResolver(self.allow, limits.connect),
                socket_factory=SocketGuard(self.allow),
                ssl=self.ssl_context or True,
            ),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=limits.connect, sock_read=limits.read),
            headers={**_HEADERS, "User-Agent": self.user_agent},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            max_line_size=limits.head // 2,
            max_field_size=limits.head // 2,
            max_headers=limits.head // 16,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        known_sha256: str = "",
        turn: Turn | None = None,
    ) -> Fetched:
        """One GET with its redirects, conditional where validators are given. All it meets is an outcome.

        With a `form` it is a POST, followed by GETs. `headers`, which may hold a key, go on to the same host
        and scheme only. A body of `known_sha256` was the page before: it is not searched for walls again, and
        not handed on. `turn` is waited for at each of `limits.steps` of a page's size.
        """
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        validators = {name: value for name, value in validators.items() if value}
        async with self._slots:
            trail = _Trail(url, headers or {}, form, known_sha256, turn)
            try:
                async with asyncio.timeout(self.limits.total):
                    return await self._follow(trail, validators)
            except Exception as error:
                return _failed(trail, error)

    async def _follow(self, trail: _Trail, validators: dict[str, str]) -> Fetched:
        address = parse(trail.url, self.ports)
        seen: set[str] = set()
        first = (address.scheme, address.host, address.port)
        form = trail.form
        while True:
            trail.address = address
            self._guard(address)
            seen.add(address.url_key)
            target = URL(address.url_key, encoded=True)
            if target.raw_host != address.host or target.port != address.port:
                raise Refused(NO_ADDRESS)
            same = (address.scheme, address.host, address.port) == first
            async with self._session.request(
                "GET" if form is None else "POST",
                target,
                headers={**validators, **(trail.headers if same else {})},
                data=form,
                allow_redirects=False,
            ) as response:
                head = heads.head(response, self.limits.head)
                location = heads.location(response)
                trail.cookies |= "Set-Cookie" in response.headers
                if response.status not in _REDIRECTS or location is None:
                    page = await self._read(trail, address, response, head, bool(validators))
                    location = self._forwards(page, address, response.headers, seen)
                    if not location:
                        return page
                form = None
            trail.chain.append(Hop(response.status, address.href))
            address = join(address.href, location, self.ports)
            if address.url_key in seen or len(trail.chain) > self.limits.redirects:
                raise CookieWall if trail.cookies else EndlessRedirect

    def _forwards(
        self, page: Fetched, address: Address, headers: Mapping[str, str], seen: Collection[str]
    ) -> str:
        """Where a page without text sends its visitors; "" where it does not, or to no possible address."""
        target = forwards(headers, page.body) if page.outcome == Outcome.HEALTHY else ""
        try:
            fresh = target and join(address.href, target, self.ports).url_key not in seen
        except Refused:
            return ""
        return target if fresh else ""

    def _guard(self, address: Address) -> None:
        """What can be said before any packet: literal addresses, and names that are never public.

        Private names are left to the socket where the newsroom opened networks: it may have such hosts.
        """
        if address.ip is not None:
            refuse_private(address.ip, self.allow)
        elif address.private_name and not self.allow:
            raise Refused(REASON)

    async def _read(
        self, trail: _Trail, address: Address, response: aiohttp.ClientResponse, head: str, conditional: bool
    ) -> Fetched:
        headers, status = response.headers, response.status
        if 200 <= status < 300:
            body = await read_body(response, self.limits, self.limits.body, trail.turn)
        else:
            body = await self._read_error_page(response)
        sha256 = hashlib.sha256(body).hexdigest()
        suspect = b"" if sha256 == trail.known_sha256 else body
        outcome = observe(status, headers, suspect, conditional=conditional)
        if (
            outcome == Outcome.HEALTHY
            and trail.chain
            and all(hop.status in (301, 308) for hop in trail.chain)
        ):
            outcome = Outcome.MOVED
        return Fetched(
            url=trail.url,
            final_url=address.href,
            outcome=outcome,
            reason=reason_of(outcome),
            error_class=ErrorClass.HTTP if outcome == Outcome.UNREACHABLE else ErrorClass.NONE,
            status=status,
            chain=tuple(trail.chain),
            retry_after=retry_after(
                headers.get("Retry-After", ""), datetime.now(UTC), self.limits.retry_after
            ),
            etag=heads.validator(headers.get("ETag", ""), 300),
            last_modified=heads.validator(headers.get("Last-Modified", ""), 100),
            head=head,
            body=suspect,
            size=len(body),
            charset=heads.charset(response),
            media_type=sniff(suspect),
            sha256=sha256,
            duration=trail.duration,
        )

    async def _read_error_page(self, response: aiohttp.ClientResponse) -> bytes:
        """The body of an answer that counts by its status alone: whatever can be had of it quickly."""
        try:
            async with asyncio.timeout(self.limits.patience):
                return await read_body(response, self.limits, self.limits.error_body)
        except (TooLarge, Undecodable, TooSlow, CutShort, TimeoutError, aiohttp.ClientError, OSError):
            return b""


def _failed(trail: _Trail, error: Exception) -> Fetched:
    outcome, error_class, reason = meaning(error)
    return Fetched(
        url=trail.url,
        final_url=trail.address.href if trail.address else trail.url,
        outcome=outcome,
        error_class=error_class,
        reason=reason,
        chain=tuple(trail.chain),
        duration=trail.duration,
    )
