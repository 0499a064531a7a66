"""Which web addresses may be fetched, and which IP addresses may be contacted.

PURE. Everything follows the WHATWG URL standard through one parser (ada), so that what is checked is also
what is fetched; two parsers that disagree about one address are how such guards are passed.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

import ada_url
from publicsuffixlist import PublicSuffixList

IP = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

DEFAULT_PORTS = frozenset({80, 443, 8080, 8443})
MAX_LENGTH = 2048
_PARTS = ("href", "protocol", "username", "password", "hostname", "port", "host_type")
_USUAL_PORT = {"http": 80, "https": 443}
MAX_HOST = 254  # RFC 1035, with the closing dot

# Names that never belong to the public web (RFC 6761, 6762, 8375, ICANN's .internal, habits of intranets).
# Asking a resolver for them would tell the one who typed the address what exists inside.
PRIVATE_NAMES = tuple("localhost localdomain local internal intranet private corp lan home home.arpa".split())

# The special-purpose registries of IANA (RFC 6890 and successors), written out because what the standard
# library calls global differs between its versions and leaves out translation prefixes and cloud metadata.
_DENIED = tuple(
    ip_network(net)
    for net in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT, and the metadata of one cloud
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's host agent, behind a public number
        "169.254.0.0/16",  # link-local, and the metadata of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments, and the metadata of one cloud
        "192.0.2.0/24",
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays, retired
        "192.168.0.0/16",
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "::/96",  # unspecified, loopback, IPv4-compatible
        "::ffff:0:0:0/96",  # IPv4-translated (SIIT)
        "64:ff9b:1::/48",  # NAT64 of a local network
        "100::/64",  # discard
        "100:0:0:1::/64",
        "2001::/23",  # protocol assignments, Teredo, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4, retired
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fc00::/7",  # unique local, and the IPv6 metadata of most clouds
        "fe80::/10",  # link-local
        "fec0::/10",  # site-local
        "ff00::/8",  # multicast
    )
)
# Space, control characters, and halves of surrogate pairs (bytes that were no UTF-8).
_ODD_SIGNS = re.compile(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]")
_NAT64 = IPv6Network("64:ff9b::/96")


class Refused(Exception):
    """The address may not be fetched. `reason` is one neutral sentence for a reader."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Address:
    """One parsed web address.

    `href` is normalised and keeps the fragment; `url_key` is href without it, and names the resource: two
    addresses of one key are one link. `host` has no brackets. `host_key` is the registrable domain or the IP
    address: the unit of politeness, and what changes when a domain is taken over.
    """

    href: str
    scheme: str
    host: str
    port: int
    url_key: str
    host_key: str
    ip: IP | None

    @property
    def private_name(self) -> bool:
        host = self.host.rstrip(".")
        return any(host == name or host.endswith("." + name) for name in PRIVATE_NAMES)


def parse(url: str, ports: Collection[int] = DEFAULT_PORTS) -> Address:
    """The address as a browser would read it; Refused when it is malformed or outside what we fetch."""
    _refuse_odd_signs(url)
    try:
        parts = ada_url.parse_url(url, _PARTS)
    except ValueError:
        raise Refused("This is not a valid web address.") from None
    scheme = parts["protocol"].removesuffix(":")
    if scheme not in _USUAL_PORT:
        raise Refused("Only http and https addresses are fetched.")
    if parts["username"] or parts["password"]:
        raise Refused("Addresses with a user name or password are not fetched.")
    host = parts["hostname"].strip("[]")
    if len(host) > MAX_HOST:
        raise Refused("The host of this address is not a possible name.")
    port = int(parts["port"] or _USUAL_PORT[scheme])
    if port not in ports:
        raise Refused("The port of this address is not among those fetched.")
    href = parts["href"]
    if len(href) > MAX_LENGTH:
        raise Refused(f"The address is longer than {MAX_LENGTH} characters.")
    literal = ip_address(host) if parts["host_type"] != ada_url.HostType.DEFAULT else None
    return Address(
        href=href,
        scheme=scheme,
        host=host,
        port=port,
        url_key=href.partition("#")[0],
        host_key=str(literal) if literal else registrable_domain(host),
        ip=literal,
    )


def domain_of(url: str) -> str:
    """The registrable domain or IP address of an address, whether or not its port may be fetched (today)."""
    return parse(url, range(65_536)).host_key


def join(base: str, reference: str, ports: Collection[int] = DEFAULT_PORTS) -> Address:
    """The target of a redirect from `base`; Refused as in parse.

    Spaces are let through, to be percent-encoded as browsers do: servers write them in good faith.
    """
    _refuse_odd_signs(reference.replace(" ", ""))
    try:
        return parse(ada_url.join_url(base, reference), ports)
    except ValueError:
        raise Refused("The page forwards to something that is not a valid web address.") from None


@lru_cache(maxsize=10_000)
def may_contact(ip: IP | str, allow: tuple[Network, ...] = ()) -> bool:
    """Whether a connection to this IP address is allowed: public unicast, or inside a network of `allow`.

    IPv4 in IPv6 (mapped, NAT64) is judged by the address inside. `allow` is matched against that one too.
    """
    address = _unwrap(ip_address(ip))
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        return False
    if any(address in network for network in allow if network.version == address.version):
        return True
    return not any(address in network for network in _DENIED if network.version == address.version)


def networks(names: Iterable[str]) -> tuple[Network, ...]:
    """CIDR strings as networks; ValueError names the one that is none."""
    return tuple(ip_network(name.strip()) for name in names if name.strip())


@lru_cache(maxsize=10_000)
def registrable_domain(host: str) -> str:
    """example.co.uk for www.example.co.uk, by the public suffix list; the host itself where there is none."""
    name = host.rstrip(".")
    return _suffixes().privatesuffix(name) or name


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def _unwrap(address: IP) -> IP:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _refuse_odd_signs(url: str) -> None:
    if len(url) > MAX_LENGTH:
        raise Refused(f"The address is longer than {MAX_LENGTH} characters.")
    if "\\" in url:
        raise Refused("The address contains a backslash.")
    if _ODD_SIGNS.search(url):
        raise Refused("The address contains a space or a control character.")
