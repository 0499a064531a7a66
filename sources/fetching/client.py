"""The guarded client: one address in, one Fetched out, whatever the other side does."""

import asyncio
import hashlib
import logging
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import aiohttp
from django.conf import settings
from yarl import URL

from sources.addresses import DEFAULT_PORTS, Address, Network, Refused, join, networks, parse
from sources.fetching.bodies import ACCEPT_ENCODING, CutShort, TooLarge, TooSlow, Undecodable, read_body
from sources.fetching.guard import REASON, GuardedResolver, PeerRefused, SocketGuard, refuse_private
from sources.fetching.reading import observe, reason_of, retry_after
from sources.fetching.results import ErrorClass, Fetched, Hop, Limits, Outcome
from sources.fetching.sniffing import sniff

logger = logging.getLogger(__name__)

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# How aiohttp's parser words it; it raises one class for all that is wrong with a head.
_HEAD_TOO_LARGE = ("Got more than", "Too many headers")
_NO_ADDRESS = "This is not a valid web address."
_TLS = "The server's certificate or encryption is not in order."
_NO_ANSWER = "The page could not be reached."
_BROKEN = "The server's answer was broken off or is not valid."
_HEADERS = {
    "Accept": "text/html, application/xhtml+xml, application/pdf, */*;q=0.8",
    "Accept-Encoding": ACCEPT_ENCODING,
}


class EndlessRedirect(Exception):
    """A loop, or more hops than allowed."""


@dataclass
class _Trail:
    """What is asked for, and where it has got to: what is known even when it fails."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    address: Address | None = None
    chain: list[Hop] = field(default_factory=list)


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
    ) -> Fetched:
        """One GET with its redirects, conditional where validators are given. All it meets is an outcome.

        With a `form` it is a POST, followed by GETs. `headers`, which may hold a key, go on to the same host
        and scheme only.
        """
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        validators = {name: value for name, value in validators.items() if value}
        async with self._slots:
            started = time.monotonic()
            trail = _Trail(url, headers or {}, form)
            try:
                async with asyncio.timeout(self.limits.total):
                    fetched = await self._follow(trail, validators)
            except Exception as error:
                fetched = _failed(trail, error)
            return replace(fetched, duration=time.monotonic() - started)

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
                raise Refused(_NO_ADDRESS)
            same = (address.scheme, address.host, address.port) == first
            async with self._session.request(
                "GET" if form is None else "POST",
                target,
                headers={**validators, **(trail.headers if same else {})},
                data=form,
                allow_redirects=False,
            ) as response:
                head = _head(response, self.limits.head)
                location = _location(response)
                if response.status not in _REDIRECTS or location is None:
                    return await self._read(trail, address, response, head, bool(validators))
                trail.chain.append(Hop(response.status, address.href))
                form = None
            address = join(address.href, location, self.ports)
            if address.url_key in seen or len(trail.chain) > self.limits.redirects:
                raise EndlessRedirect

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
            body = await read_body(response, self.limits, self.limits.body)
        else:
            body = await self._read_error_page(response)
        outcome = observe(status, headers, body, conditional=conditional)
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
            etag=_validator(headers.get("ETag", ""), 300),
            last_modified=_validator(headers.get("Last-Modified", ""), 100),
            head=head,
            body=body,
            charset=_charset(response),
            media_type=sniff(body),
            sha256=hashlib.sha256(body).hexdigest(),
        )

    async def _read_error_page(self, response: aiohttp.ClientResponse) -> bytes:
        """The body of an answer that counts by its status alone: whatever can be had of it quickly."""
        try:
            async with asyncio.timeout(self.limits.patience):
                return await read_body(response, self.limits, self.limits.error_body)
        except (TooLarge, Undecodable, TooSlow, CutShort, TimeoutError, aiohttp.ClientError, OSError):
            return b""


def _head(response: aiohttp.ClientResponse, most: int) -> str:
    """Status line and headers as text, one a line."""
    raw = response.raw_headers
    if sum(len(name) + len(value) + 4 for name, value in raw) > most:
        raise TooLarge
    version = response.version or aiohttp.HttpVersion11
    lines = [f"HTTP/{version.major}.{version.minor} {response.status} {response.reason or ''}".rstrip()]
    lines += [f"{name.decode('latin-1')}: {value.decode('latin-1')}" for name, value in raw]
    return "\n".join(lines)


def _location(response: aiohttp.ClientResponse) -> str | None:
    """The target of a redirect; bytes beyond ASCII are UTF-8 if they can be, else Latin-1."""
    raw = next((value for name, value in response.raw_headers if name.lower() == b"location"), None)
    if raw is None:
        return None
    try:
        return raw.decode().strip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip()


def _validator(value: str, most: int) -> str:
    """A validator that can be kept and sent back as it came, or none."""
    return value if value.isascii() and value.isprintable() and len(value) <= most else ""


def _charset(response: aiohttp.ClientResponse) -> str:
    """The charset parameter of the Content-Type header, which may be nonsense."""
    try:
        declared = response.charset or ""
    except (ValueError, LookupError):
        return ""
    return declared if declared.isascii() and declared.isprintable() and len(declared) <= 40 else ""


def _failed(trail: _Trail, error: Exception) -> Fetched:
    outcome, error_class, reason = _meaning(error)
    final_url = trail.address.href if trail.address else trail.url
    return Fetched(
        url=trail.url,
        final_url=final_url,
        outcome=outcome,
        error_class=error_class,
        reason=reason,
        chain=tuple(trail.chain),
    )


def _meaning(error: Exception) -> tuple[Outcome, ErrorClass, str]:
    """The outcome of a fetch that ended in an exception.

    One page must not end the batch it is in: the unforeseen is logged and becomes an outcome without strikes.
    """
    if isinstance(error, Refused):
        return Outcome.REFUSED, ErrorClass.NONE, error.reason
    if isinstance(error, aiohttp.ClientResponseError) and error.message.startswith(_HEAD_TOO_LARGE):
        error = TooLarge()
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, PeerRefused):
        error = error.os_error
    for kinds, outcome, error_class, reason in _MEANINGS:
        if isinstance(error, kinds):
            return outcome, error_class, reason
    logger.error("unforeseen trouble while fetching", exc_info=error)
    return Outcome.UNSUPPORTED, ErrorClass.INTERNAL, "The answer could not be handled."


# In this order: the classes of aiohttp inherit from each other and from OSError.
_MEANINGS: tuple[tuple[tuple[type[Exception], ...], Outcome, ErrorClass, str], ...] = (
    ((PeerRefused,), Outcome.REFUSED, ErrorClass.NONE, REASON),
    ((aiohttp.InvalidURL,), Outcome.REFUSED, ErrorClass.NONE, _NO_ADDRESS),
    ((TooLarge,), Outcome.UNSUPPORTED, ErrorClass.HTTP, "The page is larger than what is kept."),
    (
        (Undecodable,),
        Outcome.UNSUPPORTED,
        ErrorClass.HTTP,
        "The page is packed in a way that cannot be read.",
    ),
    ((EndlessRedirect,), Outcome.UNREACHABLE, ErrorClass.HTTP, "The page forwards without end."),
    ((aiohttp.ClientSSLError, ssl.SSLError), Outcome.TLS_PROBLEM, ErrorClass.TLS, _TLS),
    ((aiohttp.ClientConnectorDNSError,), Outcome.UNREACHABLE, ErrorClass.DNS, _NO_ANSWER),
    ((TooSlow, TimeoutError), Outcome.UNREACHABLE, ErrorClass.TIMEOUT, _NO_ANSWER),
    ((CutShort, aiohttp.ClientResponseError), Outcome.UNREACHABLE, ErrorClass.HTTP, _BROKEN),
    ((aiohttp.ClientPayloadError,), Outcome.UNREACHABLE, ErrorClass.HTTP, _BROKEN),
    ((aiohttp.ClientError, OSError), Outcome.UNREACHABLE, ErrorClass.CONNECT, _NO_ANSWER),
)
