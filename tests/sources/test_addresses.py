"""What may be fetched and contacted, as tables."""

from ipaddress import IPv4Address, ip_address

import pytest

from sources.addresses import Refused, join, may_contact, networks, parse, registrable_domain

NORMAL = [
    ("HTTP://Example.COM:80/a/../b?x=1&a=#part", "http://example.com/b?x=1&a=#part", "example.com", 80),
    ("https://www.example.co.uk", "https://www.example.co.uk/", "example.co.uk", 443),
    ("http://bücher.example/ä", "http://xn--bcher-kva.example/%C3%A4", "xn--bcher-kva.example", 80),
    ("https://www.gov.cn/zhengce", "https://www.gov.cn/zhengce", "www.gov.cn", 443),
    ("http://credit.sh.gov.cn:8080/", "http://credit.sh.gov.cn:8080/", "sh.gov.cn", 8080),
    ("http://8.8.8.8/", "http://8.8.8.8/", "8.8.8.8", 80),
    ("http://0x08080808/", "http://8.8.8.8/", "8.8.8.8", 80),
    ("http://[2606:4700::1]/", "http://[2606:4700::1]/", "2606:4700::1", 80),
    ("http:///x", "http://x/", "x", 80),
]


@pytest.mark.parametrize(("url", "href", "host_key", "port"), NORMAL)
def test_addresses_are_read_as_a_browser_reads_them(url: str, href: str, host_key: str, port: int) -> None:
    address = parse(url)
    assert (address.href, address.host_key, address.port) == (href, host_key, port)


def test_the_key_ignores_the_fragment_and_keeps_the_query() -> None:
    assert parse("http://example.com/a?b=1#x").url_key == parse("http://EXAMPLE.com:80/a?b=1").url_key
    assert parse("http://example.com/a?b=1").url_key != parse("http://example.com/a?b=2").url_key


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("http://a\\@b/", "backslash"),
        ("http://127.1.1.1:80\\@127.2.2.2:80/", "backslash"),
        ("http://1.1.1.1 &@2.2.2.2# @3.3.3.3/", "space"),
        ("http://127.0.0.1\r\nHost: x/", "space"),
        ("http://ex\tample.com/", "control"),
        ("http://evil.example\x00.x/", "control"),
        ("http://example.com/\udcff", "control"),
        ("http://foo@127.0.0.1:80@example.com/", "password"),
        ("http://:secret@example.com/", "password"),
        ("file:///etc/passwd", "http"),
        ("gopher://example.com/", "http"),
        ("javascript:alert(1)", "http"),
        ("data:text/html,x", "http"),
        ("ftp://example.com/", "http"),
        ("http://example.com:22/", "port"),
        ("http://example.com:0/", "port"),
        ("http://example.com:6379/", "port"),
        ("//127.0.0.1/", "valid"),
        ("www.example.com", "valid"),
        ("", "valid"),
        ("http://", "valid"),
        ("http://[fe80::1%25lo]/", "valid"),
        ("http://256.1.1.1/", "valid"),
        ("http://example.com/" + "x" * 2048, "longer"),
        ("http://example.com/" + "ü" * 1000, "longer"),
        ("http://" + "a." * 130 + "com/", "name"),
    ],
)
def test_refused_addresses(url: str, word: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(url)
    assert word in refused.value.reason


def test_ports_can_be_opened() -> None:
    assert parse("http://example.com:9000/", {9000}).port == 9000
    with pytest.raises(Refused):
        parse("http://example.com/", {9000})


LOOPBACK_SPELLINGS = [
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://0/",
    "http://[::]/",
]


@pytest.mark.parametrize("url", LOOPBACK_SPELLINGS)
def test_every_spelling_of_loopback_is_seen_through(url: str) -> None:
    address = parse(url)
    assert address.ip is not None
    assert not may_contact(address.ip)


PRIVATE = """
0.0.0.0 10.0.0.5 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 168.63.129.16 169.254.169.254
172.16.0.1 172.31.255.255 192.0.0.9 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1
198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: ::1
::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::7f00:1
64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:2::1 2001:10::1 2001:20::1 2001:db8::1
2002:7f00:1:: 2002:808:808:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0
2606:4700::1%eth0 fec0::1 ff02::1
""".split()
PUBLIC = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
168.63.129.15 168.63.129.17 169.253.255.255 172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.0
192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255 59.154.201.255 2001:200::1
2001:4860:4860::8888 2003::1 2606:4700::1 2a00:1450::1 ::ffff:8.8.8.8 64:ff9b::808:808
""".split()


@pytest.mark.parametrize("ip", PRIVATE)
def test_addresses_that_are_not_public(ip: str) -> None:
    assert not may_contact(ip)
    assert not may_contact(ip_address(ip), networks(["1.1.1.1/32", "2606:4700::/64"]))


@pytest.mark.parametrize("ip", PUBLIC)
def test_addresses_that_are_public(ip: str) -> None:
    assert may_contact(ip)


def spellings(ip: str) -> list[str]:
    """One IPv4 address in every way that browsers, or other parsers, may read it."""
    n, (a, b, c, d) = int(IPv4Address(ip)), map(int, ip.split("."))
    return [
        str(n), f"{n:#x}", f"{n:#X}", f"0{n:o}", f"{a}.{n & 0xFFFFFF}", f"{a}.{b}.{(c << 8) | d}",
        f"{a:#x}.{b:#x}.{c:#x}.{d:#x}", f"0{a:o}.0{b:o}.0{c:o}.0{d:o}", f"0{a:o}.{b}.{c:#x}.{d}", f"{ip}.",
        f"0000{a:o}.{b}.{c}.{d}", f"{a}。{b}．{c}｡{d}", "".join(f"%{ord(sign):02x}" for sign in ip),
        ip.translate({48 + digit: 0xFF10 + digit for digit in range(10)}), ip.replace(".", "%2E"),
        f"\u200b{ip}", f"{ip}\u00ad", f"[::ffff:{ip}]", f"[::FFFF:{n >> 16:x}:{n & 0xFFFF:x}]",
        f"[0:0:0:0:0:ffff:{ip}]", f"[64:ff9b::{ip}]", f"[64:ff9b::{n >> 16:x}:{n & 0xFFFF:x}]",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ip", "public"),
    [(ip, False) for ip in PRIVATE if "." in ip and ":" not in ip]
    + [(ip, True) for ip in ("8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.255.255", "100.128.0.1")]
    + [
        (ip, True) for ip in ("169.253.1.1", "192.169.0.1", "126.255.255.255", "128.0.0.1", "223.255.255.255")
    ],
)
def test_no_spelling_hides_what_an_address_is(ip: str, public: bool) -> None:
    for host in spellings(ip):
        address = parse(f"http://{host}/")
        assert address.ip is not None, host
        assert may_contact(address.ip) == public, host


def test_named_networks_are_opened_in_every_wrapping() -> None:
    allow = networks(["127.0.0.2/32", " fd12::/16 ", ""])
    assert may_contact("127.0.0.2", allow)
    assert may_contact("::ffff:127.0.0.2", allow)
    assert may_contact("fd12::5", allow)
    assert not may_contact("127.0.0.1", allow)
    assert not may_contact("127.0.0.3", allow)
    assert not may_contact("fd13::5", allow)


def test_networks_that_are_none_are_named() -> None:
    with pytest.raises(ValueError, match=r"10\.0\.0\.0/99"):
        networks(["10.0.0.0/99"])


@pytest.mark.parametrize(
    ("reference", "href"),
    [
        ("/b", "http://example.com/b"),
        ("c?d", "http://example.com/a/c?d"),
        ("//other.example/", "http://other.example/"),
        ("/with space", "http://example.com/with%20space"),
        ("https://example.com/a/b", "https://example.com/a/b"),
    ],
)
def test_redirect_targets(reference: str, href: str) -> None:
    assert join("http://example.com/a/b", reference).href == href


@pytest.mark.parametrize(
    "reference", ["file:///x", "http://a\\@b/", "http://u:p@x/", "http://x:22/", "/a\tb"]
)
def test_refused_redirect_targets(reference: str) -> None:
    with pytest.raises(Refused):
        join("http://example.com/", reference)


@pytest.mark.parametrize(
    "host", ["localhost", "localhost.", "a.localhost", "metadata.google.internal", "nas.local"]
)
def test_names_that_are_never_public(host: str) -> None:
    assert parse(f"http://{host}/").private_name


@pytest.mark.parametrize("host", ["notlocalhost", "local.example", "internal.example.com", "example.com"])
def test_names_that_may_be_public(host: str) -> None:
    assert not parse(f"http://{host}/").private_name


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("a.b.example.com", "example.com"),
        ("www.bbc.co.uk", "bbc.co.uk"),
        ("someone.github.io", "someone.github.io"),
        ("creditchina.gov.cn", "creditchina.gov.cn"),
        ("www.creditchina.gov.cn.", "creditchina.gov.cn"),
        ("gov.cn", "gov.cn"),
        ("localhost", "localhost"),
    ],
)
def test_the_registrable_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain
