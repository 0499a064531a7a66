"""The guarded client against a server that lies, on 127.0.0.2, the only address it may contact."""

import asyncio
import hashlib
import json
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from sources.addresses import networks
from sources.fetching import Fetched, Fetcher, Limits, sniff
from sources.fetching.guard import GuardedResolver, SocketGuard
from sources.fetching.reading import is_wall, retry_after
from tests.lyingserver import ARTICLE, BEHAVIOURS, LyingServer, tls_context
from tests.pdfs import pdf_with

ALLOW = networks(["127.0.0.2/32"])
SHORT = Limits(connect=1, read=1, total=3, patience=0.3)


@pytest.fixture(scope="module")
def server() -> Iterator[LyingServer]:
    with LyingServer("127.0.0.2") as running:
        yield running


@pytest.fixture(scope="module")
def bystander() -> Iterator[LyingServer]:
    """Something on this machine that nobody may reach."""
    with LyingServer("127.0.0.1") as running:
        yield running


def fetcher_for(*servers: LyingServer, limits: Limits = SHORT, **options: Any) -> Fetcher:
    ports = frozenset({80, 443, 6379, *(server.port for server in servers)})
    return Fetcher(user_agent="tests (tests@example.org)", ports=ports, allow=ALLOW, limits=limits, **options)


@pytest_asyncio.fixture
async def fetcher(server: LyingServer, bystander: LyingServer) -> AsyncIterator[Fetcher]:
    async with fetcher_for(server, bystander) as ready:
        yield ready


@pytest.mark.parametrize("name", BEHAVIOURS)
async def test_every_behaviour_has_its_outcome(name: str, server: LyingServer, fetcher: Fetcher) -> None:
    fetched = await fetcher.fetch(server.url(f"/behave/{name}"))
    assert fetched.outcome == BEHAVIOURS[name].expect
    assert fetched.reason
    assert "\n" not in fetched.reason
    assert fetched.duration < SHORT.total + 1


def test_there_are_many_behaviours() -> None:
    assert len(BEHAVIOURS) >= 60


async def test_an_honest_page(server: LyingServer, fetcher: Fetcher) -> None:
    server.pages["/honest"] = (
        200,
        {"ETag": '"1"', "Last-Modified": "Mon, 02 Jan 2023 00:00:00 GMT"},
        ARTICLE,
    )
    fetched = await fetcher.fetch(server.url("/honest#part"))
    assert (fetched.outcome, fetched.status, fetched.body) == ("healthy", 200, ARTICLE)
    assert (fetched.etag, fetched.last_modified) == ('"1"', "Mon, 02 Jan 2023 00:00:00 GMT")
    assert fetched.head.splitlines()[0] == "HTTP/1.1 200 x"
    assert 'ETag: "1"' in fetched.head
    assert fetched.media_type == "text/html"
    assert fetched.sha256 == hashlib.sha256(ARTICLE).hexdigest()
    request = server.requests[-1]
    assert (request.method, request.target) == ("GET", "/honest")
    assert "tests@example.org" in request.headers["user-agent"]
    assert request.headers["accept-encoding"] == "gzip, deflate"
    assert not {"cookie", "authorization", "referer"} & request.headers.keys()


@pytest.mark.parametrize("name", ["gzip", "deflate", "raw-deflate", "gzip-members", "chunked", "until-close"])
async def test_all_packings_give_the_same_page(name: str, server: LyingServer, fetcher: Fetcher) -> None:
    assert (await fetcher.fetch(server.url(f"/behave/{name}"))).body == ARTICLE


async def test_a_conditional_visit(server: LyingServer, fetcher: Fetcher) -> None:
    server.pages["/tagged"] = (200, {"ETag": '"7"'}, ARTICLE)
    first = await fetcher.fetch(server.url("/tagged"))
    second = await fetcher.fetch(server.url("/tagged"), etag=first.etag)
    assert (second.outcome, second.status, second.body) == ("not_modified", 304, b"")
    assert (await fetcher.fetch(server.url("/tagged"), etag='"6"')).body == ARTICLE


async def test_a_304_that_nobody_asked_for_is_no_health(server: LyingServer, fetcher: Fetcher) -> None:
    assert (await fetcher.fetch(server.url("/behave/unasked-304"))).outcome == "unreachable"
    asked = await fetcher.fetch(
        server.url("/behave/unasked-304"), last_modified="Mon, 02 Jan 2023 00:00:00 GMT"
    )
    assert asked.outcome == "not_modified"


async def test_cookies_are_not_kept(server: LyingServer, fetcher: Fetcher) -> None:
    await fetcher.fetch(server.url("/behave/cookie"))
    await fetcher.fetch(server.url("/behave/cookie"))
    assert "cookie" not in server.requests[-1].headers


# --- redirects ------------------------------------------------------------------------------------


async def test_a_chain_is_told_hop_by_hop(server: LyingServer, fetcher: Fetcher) -> None:
    fetched = await fetcher.fetch(server.url("/behave/hops?2"))
    assert [(hop.status, hop.url) for hop in fetched.chain] == [
        (301, server.url("/behave/hops?2")),
        (301, server.url("/behave/hops?1")),
    ]
    assert fetched.final_url == server.url("/behave/hops?0")
    assert fetched.permanent_redirect
    assert fetched.outcome == "moved"


async def test_one_temporary_hop_makes_no_move(server: LyingServer, fetcher: Fetcher) -> None:
    fetched = await fetcher.fetch(server.url("/behave/to?/behave/moved"))
    assert [hop.status for hop in fetched.chain] == [302, 301]
    assert fetched.outcome == "healthy"
    assert not fetched.permanent_redirect


async def test_ten_hops_are_followed_and_eleven_are_not(server: LyingServer, fetcher: Fetcher) -> None:
    assert (await fetcher.fetch(server.url("/behave/hops?10"))).outcome == "moved"
    assert (await fetcher.fetch(server.url("/behave/hops?11"))).outcome == "unreachable"


async def test_a_loop_is_seen_at_once(server: LyingServer, fetcher: Fetcher) -> None:
    before = server.hits["/behave/loop"]
    await fetcher.fetch(server.url("/behave/loop"))
    assert server.hits["/behave/loop"] == before + 1


@pytest.mark.parametrize("charset", ["utf-8", "latin-1"])
async def test_targets_beyond_ascii_are_followed(charset: str, server: LyingServer, fetcher: Fetcher) -> None:
    server.pages["/raw"] = (301, {"Location": "/Br\u00fccke".encode(charset).decode("latin-1")}, b"")
    server.pages["/Br%C3%BCcke"] = (200, {}, ARTICLE)
    assert (await fetcher.fetch(server.url("/raw"))).final_url == server.url("/Br%C3%BCcke")


@pytest.mark.parametrize(
    "spelling",
    ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "localhost", "[::ffff:127.0.0.1]", "①②⑦.⓪.⓪.①", "0"],
)
async def test_no_redirect_leads_inside(
    spelling: str, server: LyingServer, bystander: LyingServer, fetcher: Fetcher
) -> None:
    target = f"http://{spelling}:{bystander.port}/"
    for url in (target, server.url(f"/behave/to?{target}".encode().decode("latin-1"))):
        assert (await fetcher.fetch(url)).outcome == "refused"
    assert bystander.connections == 0


async def test_a_name_that_resolves_to_the_inside_is_refused(
    server: LyingServer, bystander: LyingServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One public address among the answers does not help."""

    def answer(host: str, port: int, *args: object, **kwargs: object) -> list[tuple[Any, ...]]:
        ips = {"mixed.example": ["93.184.216.34", "127.0.0.1"], "inside.example": ["127.0.0.1"]}
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips.get(host, ["127.0.0.2"])
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    for name in ("mixed", "inside"):
        fetched = await fetcher.fetch(f"http://{name}.example:{bystander.port}/")
        assert fetched.outcome == "refused"
    assert bystander.connections == 0
    server.pages["/named"] = (200, {}, ARTICLE)
    assert (await fetcher.fetch(f"http://fine.example:{server.port}/named")).outcome == "healthy"


async def test_the_socket_has_the_last_word(
    bystander: LyingServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even when everything before it was deceived, the connection ends at the peer address."""
    monkeypatch.setattr("sources.fetching.client.refuse_private", lambda ip, allow: None)
    fetched = await fetcher.fetch(f"http://127.0.0.1:{bystander.port}/")
    assert fetched.outcome == "refused"
    assert bystander.connections == 0


async def test_private_names_are_not_even_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*args: object, **kwargs: object) -> None:
        raise AssertionError("looked up")

    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    async with Fetcher(user_agent="tests", limits=SHORT) as plain:
        assert (await plain.fetch("http://metadata.google.internal/")).outcome == "refused"


async def test_the_environment_names_no_proxy(
    server: LyingServer, bystander: LyingServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", bystander.url())
    monkeypatch.setenv("http_proxy", bystander.url())
    assert (await fetcher.fetch(server.url("/behave/article"))).outcome == "healthy"
    assert bystander.connections == 0


# --- no answer ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "error_class"),
    [("NONAME", "dns"), ("NODATA", "dns"), ("AGAIN", "timeout"), ("FAIL", "timeout"), ("", "timeout")],
)
async def test_only_a_name_that_is_not_there_counts_as_such(
    code: str, error_class: str, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(*args: object, **kwargs: object) -> None:
        if not code:
            time.sleep(2 * SHORT.connect)
        raise socket.gaierror(getattr(socket, f"EAI_{code or 'NONAME'}"), "no")

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    fetched = await fetcher.fetch("http://some.example/")
    assert (fetched.outcome, fetched.error_class) == ("unreachable", error_class)


async def test_a_batch_of_new_names_is_looked_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than there are threads: who queues is not out of patience for it."""

    def slowly(host: str, port: int, **kwargs: object) -> list[tuple[Any, ...]]:
        time.sleep(0.2)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.2", port))]

    monkeypatch.setattr(socket, "getaddrinfo", slowly)
    resolver, started = GuardedResolver(ALLOW, patience=0.35), time.monotonic()
    found = await asyncio.gather(*(resolver.resolve(f"{n}.example", 80) for n in range(150)))
    assert {answers[0]["host"] for answers in found} == {"127.0.0.2"}
    assert time.monotonic() - started < 3


async def test_closed_and_silent_ports_are_told_alike(server: LyingServer, fetcher: Fetcher) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.2", 0))
        port = closed.getsockname()[1]
        async with Fetcher(user_agent="t", ports=frozenset({port}), allow=ALLOW, limits=SHORT) as other:
            refused = await other.fetch(f"http://127.0.0.2:{port}/")
    silent = await fetcher.fetch(server.url("/behave/hang"))
    nameless = await fetcher.fetch(f"http://no..such.example:{server.port}/")
    assert refused.outcome == silent.outcome == nameless.outcome == "unreachable"
    assert refused.reason == silent.reason == nameless.reason
    assert (refused.error_class, silent.error_class, nameless.error_class) == ("connect", "timeout", "dns")


@pytest.mark.parametrize(
    ("name", "error_class"),
    [
        ("reset", "connect"),
        ("close", "connect"),
        ("drip", "timeout"),
        ("stall", "timeout"),
        ("drip-headers", "timeout"),
        ("short-body", "http"),
        ("no-status-line", "http"),
        ("gzip-cut", "http"),
        ("500", "http"),
        ("loop", "http"),
    ],
)
async def test_failures_say_whether_there_was_an_answer(
    name: str, error_class: str, server: LyingServer, fetcher: Fetcher
) -> None:
    assert (await fetcher.fetch(server.url(f"/behave/{name}"))).error_class == error_class


async def test_a_slow_drip_ends_after_the_patience_not_the_total(
    server: LyingServer, fetcher: Fetcher
) -> None:
    assert (await fetcher.fetch(server.url("/behave/drip"))).duration < SHORT.total / 2


# --- TLS ------------------------------------------------------------------------------------------


async def test_certificates(tmp_path: Path) -> None:
    context, authority = tls_context(tmp_path, "127.0.0.2")
    trusting = ssl.create_default_context(cafile=str(authority))
    with LyingServer("127.0.0.2", tls=context) as secure:
        async with fetcher_for(secure) as strict:
            distrusted = await strict.fetch(secure.url("/behave/article"))
        async with fetcher_for(secure, ssl_context=trusting) as knowing:
            trusted = await knowing.fetch(secure.url("/behave/article"))
    assert (distrusted.outcome, distrusted.error_class, distrusted.body) == ("tls_problem", "tls", b"")
    assert trusted.outcome == "healthy"


@pytest.mark.parametrize("fault", [{"name": "127.0.0.9"}, {"expired": True}])
async def test_certificates_of_others_or_of_the_past(fault: dict[str, Any], tmp_path: Path) -> None:
    context, authority = tls_context(tmp_path, **({"name": "127.0.0.2"} | fault))
    trusting = ssl.create_default_context(cafile=str(authority))
    with LyingServer("127.0.0.2", tls=context) as secure:
        async with fetcher_for(secure, ssl_context=trusting) as knowing:
            assert (await knowing.fetch(secure.url("/behave/article"))).outcome == "tls_problem"


async def test_plain_http_on_a_tls_address(server: LyingServer, fetcher: Fetcher) -> None:
    fetched = await fetcher.fetch(server.url("/behave/article").replace("http:", "https:"))
    assert fetched.outcome == "tls_problem"


# --- limits ---------------------------------------------------------------------------------------

BOMB = """
import asyncio, json, pathlib, re, sys
from sources.addresses import networks
from sources.fetching import Fetcher
def kilobytes(name):
    return int(re.search(name + r":\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
async def main(url, port):
    options = dict(user_agent="t", ports=frozenset({port}), allow=networks(["127.0.0.2/32"]))
    async with Fetcher(**options) as fetcher:
        await fetcher.fetch(url + "article")
        pathlib.Path("/proc/self/clear_refs").write_text("5")  # the high-water mark starts anew
        before = kilobytes("VmRSS")
        fetched = await fetcher.fetch(url + sys.argv[3])
        after = kilobytes("VmHWM")
    print(json.dumps([fetched.outcome, fetched.duration, (after - before) / 1024]))
asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


@pytest.mark.skipif(not os.access("/proc/self/clear_refs", os.W_OK), reason="needs Linux's /proc to measure")
@pytest.mark.parametrize("name", ["bomb", "endless", "hundred-thousand-headers"])
def test_a_bomb_costs_little(name: str, server: LyingServer) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BOMB, server.url("/behave/"), str(server.port), name],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    outcome, seconds, megabytes = json.loads(done.stdout)
    assert outcome == "unsupported"
    assert 0 < megabytes < 30
    assert seconds < 10


async def test_bodies_up_to_the_limit_are_taken_whole(server: LyingServer) -> None:
    server.pages["/just"] = (200, {}, b"x" * 1000)
    server.pages["/over"] = (200, {}, b"x" * 1001)
    async with fetcher_for(server, limits=Limits(body=1000)) as narrow:
        just, over = await narrow.fetch(server.url("/just")), await narrow.fetch(server.url("/over"))
    assert (just.outcome, len(just.body)) == ("healthy", 1000)
    assert (over.outcome, over.body) == ("unsupported", b"")


async def test_a_batch_shares_connections_and_order_does_not_matter(server: LyingServer) -> None:
    for number in range(50):
        server.pages[f"/many/{number}"] = (200, {}, b"page %d" % number)
    before = server.connections
    async with fetcher_for(server, limits=Limits(connections=5)) as batch:
        results = await asyncio.gather(*(batch.fetch(server.url(f"/many/{n}")) for n in range(50)))
    assert [result.body for result in results] == [b"page %d" % n for n in range(50)]
    assert server.connections - before <= 5


# --- reading --------------------------------------------------------------------------------------

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("315360000", 86_400),
        ("9" * 5000, 86_400),
        (format_datetime(NOW + timedelta(minutes=5), usegmt=True), 300),
        (format_datetime(NOW - timedelta(minutes=5), usegmt=True), 0),
        (format_datetime(NOW + timedelta(days=3650), usegmt=True), 86_400),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("Mon, 99 Foo 2026 99:99:99 GMT", None),
    ],
)
def test_retry_after(value: str, seconds: int | None) -> None:
    assert retry_after(value, NOW, 86_400) == seconds


LONG = b"<p>" + b"An article about walls quotes their words. " * 60


@pytest.mark.parametrize(
    ("status", "headers", "body", "wall"),
    [
        (200, {}, b"<title>Just a moment...</title>", True),
        (
            503,
            {},
            b"<title class=x>\n Just a moment...</title><script>var x='" + b"y" * 9000 + b"'</script>",
            True,
        ),
        (200, {}, b"<title>Just a moment...</title>" + LONG, False),
        (200, {}, b"<html><script src='https://geo.captcha-delivery.com/c.js'></script>", True),
        (200, {}, b"<script src='/_Incapsula_Resource?x'></script>" + LONG, False),
        (200, {"cf-mitigated": "challenge"}, LONG, True),
        (200, {"x-amzn-waf-action": "captcha"}, b"", True),
        (404, {}, b"<title>Access denied</title>", False),
        (200, {}, b"<title>Moments in history</title><p>Just a moment...", False),
    ],
)
def test_walls(status: int, headers: dict[str, str], body: bytes, wall: bool) -> None:
    assert is_wall(status, headers, body) is wall


@pytest.mark.parametrize("filler", [b"<", b"<!--", b"<script>", b"</script", b"<title", b"<title> "])
def test_looking_for_walls_takes_no_time(filler: bytes) -> None:
    """Patterns that go back over the page would take minutes here."""
    started = time.monotonic()
    is_wall(200, {}, b"<title>Just a moment...</title>" + filler * 60_000)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"", ""),
        (b"<!DOCTYPE html><p>x", "text/html"),
        (b"\xef\xbb\xbf \n<html>", "text/html"),
        ("<html><p>ü".encode("utf-16"), "text/html"),
        (b"<!-- c --><div>x", "text/html"),
        (b"some text <br> and more", "text/html"),
        (b"<html>a\x00b", "text/html"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "application/xhtml+xml"),
        (b"<?xml version='1.0'?><feed>", "application/xml"),
        (b'{"a": [1, 2]}', "application/json"),
        (b"{not json}", "text/plain"),
        (b'{"a": 1}\r\n{"a": 2}\n', "application/x-ndjson"),
        (b'{"a": 1}\nand words', "text/plain"),
        (b"[" * 100_000, "text/plain"),
        (b"just words < 5", "text/plain"),
        ("Grüße".encode("cp1252"), "text/plain"),
        (pdf_with("x"), "application/pdf"),
        (b"\r\n junk %PDF-1.4", "application/pdf"),
        (b"<html><p>what does %PDF-1.4 mean", "text/html"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"PK\x03\x04....", "application/zip"),
        (b"\x1f\x8b\x08", "application/gzip"),
        (b"\x00\x01\x02\x03", "application/octet-stream"),
    ],
)
def test_media_types_are_sniffed(body: bytes, media_type: str) -> None:
    assert sniff(body) == media_type


async def test_the_newsrooms_settings_are_used(server: LyingServer, settings: Any) -> None:
    settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.2/32"]
    settings.FACTCHECK_FETCH_PORTS = [server.port]
    settings.FACTCHECK_CONTACT = "desk@example.org"
    async with Fetcher.from_settings(limits=SHORT) as configured:
        assert (await configured.fetch(server.url("/behave/article"))).outcome == "healthy"
        assert (await configured.fetch("http://127.0.0.2/")).outcome == "refused"
    assert "desk@example.org" in server.requests[-1].headers["user-agent"]


# --- the collected tricks of others ---------------------------------------------------------------


async def test_hostile_addresses_reach_nothing_private(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every name resolves to loopback here, the worst a resolver can do; no socket is connected at all.

    192.0.0.0/24 counts as private (IANA: not globally reachable, and home of a cloud's metadata), though some
    lists call parts of it public.
    """
    if "FACTCHECK_EVAL" not in os.environ:
        pytest.skip("FACTCHECK_EVAL names no folder with hostile_urls.jsonl")
    lines = (Path(os.environ["FACTCHECK_EVAL"]) / "hostile_urls.jsonl").read_text().splitlines()
    cases = [json.loads(line) for line in lines]
    reached: set[str] = set()
    check = SocketGuard.__call__

    def record(guard: SocketGuard, info: tuple[Any, ...]) -> socket.socket:
        check(guard, info).close()
        reached.add(info[4][0])
        raise ConnectionRefusedError

    def loopback(host: str, port: int, *args: object, **kwargs: object) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(SocketGuard, "__call__", record)
    monkeypatch.setattr(socket, "getaddrinfo", loopback)
    async with Fetcher(user_agent="tests", limits=SHORT) as plain:
        results: list[Fetched] = [await plain.fetch(case["url"]) for case in cases]
    public = {case["whatwg_host"].strip("[]") for case in cases if case["whatwg_class"] == "public_ip"}
    public = {ip for ip in public if not ip.startswith("192.0.0.")}
    assert {str(ip_address(ip)) for ip in reached} == {str(ip_address(ip)) for ip in public}
    for case, result in zip(cases, results, strict=True):
        is_public = case["whatwg_host"].strip("[]") in public
        assert result.outcome == ("unreachable" if is_public else "refused"), case


async def test_a_connection_kept_alive_and_then_dropped_is_no_failure() -> None:
    """Servers drop idle connections when they please, perhaps just as the next request is on its way."""
    asked: list[int] = []  # requests on each connection

    async def answer_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = len(asked)
        asked.append(0)
        with suppress(asyncio.IncompleteReadError):
            while await reader.readuntil(b"\r\n\r\n"):
                asked[number] += 1
                if asked[number] == 2:
                    break
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok")
        writer.close()

    async with await asyncio.start_server(answer_once, "127.0.0.2", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with Fetcher(user_agent="tests", ports=frozenset({port}), allow=ALLOW, limits=SHORT) as fetcher:
            seen = [(await fetcher.fetch(f"http://127.0.0.2:{port}/{at}")).outcome for at in range(2)]
    assert seen == ["healthy", "healthy"]
    assert asked == [2, 1]


async def test_a_body_known_to_be_the_page_is_not_searched_for_walls(
    server: LyingServer, fetcher: Fetcher
) -> None:
    """What the head says of a wall counts all the same."""
    walled = [server.url(f"/behave/{name}") for name in ("challenge-200", "challenge-header")]
    before = [await fetcher.fetch(url) for url in walled]
    after = [await fetcher.fetch(one.url, known_sha256=one.sha256) for one in before]
    assert [one.outcome for one in before] == ["blocked", "blocked"]
    assert [one.outcome for one in after] == ["healthy", "blocked"]
