"""Web archives: what they hold, stand-ins for dead originals, submissions believed when seen. Against a small
archive on a loopback address."""

import contextlib
import json
import os
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from claims.models import Claim
from sources import mementos, recheck, services
from sources.mementos import buckets, timemaps
from sources.models import (
    Capture,
    Check,
    Document,
    Finding,
    Host,
    Link,
    MementoLook,
    Passage,
    Sighting,
    Submission,
    store,
)
from sources.recheck import standins
from tests.factories import make_evidence
from tests.lyingserver import ARTICLE, LyingServer
from tests.sources.archive_server import TOOLBAR, ArchiveServer

QUOTE = "The new bridge cost 42 million euros."
STUB = b"<html><title>Bridge opened</title><main><p>Subscribe to read on.</p></main></html>"
PAGE = (200, {"Content-Type": "text/html; charset=utf-8"}, ARTICLE)
GONE = (404, {}, b"")


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- lists of mementos ------------------------------------------------------------------------------

LINKS = """<http://a.example/?q=1,2;3>;rel=original,
<http://b.example/tg/http://a.example/>; rel="timegate",
<http://b.example/tm/>; rel="self"; type="application/link-format"; from="Mon, 01 Jan 2018 00:00:00 GMT",
<http://b.example/20180101000000/http://a.example/>;
  REL="first memento"; datetime="Sun, 01 Jan 2018 00:00:00 GMT",
<http://b.example/x>; rel="memento"; datetime=Thu, 02 Jan 2020 03:04:05 GMT; license="a,b",
<http://b.example/20190101000000mp_/http://a.example/>; rel="memento",
<http://b.example/undated>; rel="memento",
<http://b.example/20180101000000/http://a.example/>; rel="memento"; datetime="Mon, 01 Jan 2018 00:00:00 GMT",
<http://b.example/cut"""


def test_link_format_is_read_with_patience():
    read = timemaps.parse(LINKS)
    assert read.original == "http://a.example/?q=1,2;3"
    assert read.timegate == "http://b.example/tg/http://a.example/"
    assert [memento.at for memento in read.mementos] == [
        day("2018-01-01"),
        day("2019-01-01"),
        day("2020-01-02T03:04:05"),
    ]
    assert (read.first, read.last) == (day("2018-01-01"), day("2020-01-02T03:04:05"))


@pytest.mark.parametrize(
    "body",
    [
        json.dumps([["urlkey", "timestamp", "original"], ["k", "20200102030405", "http://a.example/"]]),
        json.dumps([{"timestamp": "20200102030405", "url": "http://a.example/", "status": "200"}]),
        json.dumps(
            {
                "original_uri": "http://a.example/",
                "mementos": {
                    "list": [{"datetime": "2020-01-02T03:04:05Z", "uri": "http://b.example/1"}],
                    "closest": {"datetime": "2020-01-02T03:04:05Z", "uri": ["http://b.example/1"]},
                },
            }
        ),
        json.dumps(
            {
                "url": "http://a.example/",
                "archived_snapshots": {
                    "closest": {"available": True, "url": "http://b.example/", "timestamp": "20200102030405"}
                },
            }
        ),
        "example,a)/ 20200102030405 http://a.example/ text/html 200 ABC 512\n",
        'example,a)/ 20200102030405 {"url": "http://a.example/", "status": "200"}\n',
        "\ufeff<http://b.example/1>; rel=memento; datetime=2020-01-02T03:04:05+00:00",
    ],
)
def test_other_forms(body):
    [memento] = timemaps.parse(body.encode()).mementos
    assert memento.at == day("2020-01-02T03:04:05")


@pytest.mark.parametrize("body", ["", "[]", '{"url": "x", "archived_snapshots": {}}', '{"mementos": {}}'])
def test_nothing_held(body):
    assert timemaps.parse(body).mementos == ()


@pytest.mark.parametrize(
    "body",
    [
        "<html><body>Too many requests",
        "<!DOCTYPE html>",
        "Please slow down.",
        "{",
        '{"error": 1}',
        "[[1]]",
        "[1]",
    ],
)
def test_what_is_no_list_is_told(body):
    with pytest.raises(timemaps.NotATimeMap):
        timemaps.parse(body)


@given(st.text() | st.binary() | st.text(alphabet='<>;,="{}[]: relmento20\n').map(str.encode))
def test_no_body_breaks_the_reader(body):
    with contextlib.suppress(timemaps.NotATimeMap):
        timemaps.parse(body)


def test_recorded_shapes():
    folder = os.environ.get("FACTCHECK_EVAL")
    if not folder:
        pytest.skip("FACTCHECK_EVAL names no folder with timemaps.json")
    for shape in json.loads((Path(folder) / "timemaps.json").read_text()):
        read, expect = timemaps.parse(shape["body"]), shape["expect"]
        seen = {
            "original": read.original,
            "timegate": bool(read.timegate),
            "links": read.links,
            "mementos": len(read.mementos),
            "first": read.first and read.first.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "last": read.last and read.last.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        assert {key: seen[key] for key in expect.keys() & seen.keys()} == {
            key: expect[key] for key in expect.keys() & seen.keys()
        }, shape["id"]


@pytest.mark.parametrize(
    ("url", "raw"),
    [
        ("https://w.example/web/20200102030405/http://a.example/", "https://w.example/web/20200102030405id_/http://a.example/"),
        ("https://w.example/web/20200102030405if_/http://a/", "https://w.example/web/20200102030405id_/http://a/"),
        ("https://perma.example/ABCD-1234", "https://perma.example/ABCD-1234"),
    ],
)  # fmt: skip
def test_unrewritten(url, raw):
    assert mementos.unrewritten(url) == raw
    assert mementos.unrewritten(mementos.readable(raw)) == raw


@pytest.mark.parametrize("entry", ["https://a.example", "original=https://a.example", "wayback=ftp://a"])
def test_archives_are_named_by_role_and_address(settings, entry):
    settings.FACTCHECK_ARCHIVES = [entry]
    with pytest.raises(ImproperlyConfigured, match="FACTCHECK_ARCHIVES"):
        mementos.configured()


# --- stand-ins ------------------------------------------------------------------------------------


@pytest.fixture
def archive(settings) -> Iterator[ArchiveServer]:
    with ArchiveServer() as running:
        settings.FACTCHECK_ARCHIVES = [f"wayback={running.base}"]
        settings.FACTCHECK_ARCHIVE_INTERVAL = 0
        settings.FACTCHECK_HOST_INTERVAL = 0
        settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.2/32", "127.0.0.3/32"]
        settings.FACTCHECK_FETCH_PORTS = [*settings.FACTCHECK_FETCH_PORTS, running.port]
        yield running


@pytest.fixture
def site(settings, archive) -> Iterator[LyingServer]:
    with LyingServer("127.0.0.3") as running:
        settings.FACTCHECK_FETCH_PORTS = [*settings.FACTCHECK_FETCH_PORTS, running.port]
        settings.FACTCHECK_CONFIRM_AFTER = 0
        settings.FACTCHECK_GONE_AFTER = 0
        running.pages["/a"] = PAGE
        yield running


def watch(site: LyingServer, quote: str = QUOTE, path: str = "/a") -> Link:
    document = Document.objects.create(title="A report")
    if quote:
        services.make_passage(document, exact=quote)
    return services.watch(document, site.url(path))


def check(link: Link, times: int = 1) -> Link:
    for _ in range(times):
        list(recheck.check_all([link.pk]))
    link.refresh_from_db()
    return link


def lose(site: LyingServer, link: Link) -> Link:
    site.pages["/a"] = GONE
    return check(link, times=3)


@pytest.mark.django_db
def test_the_nearest_memento_with_the_passage_stands_in(site, archive):
    link = lose(site, watch(site))
    assert link.state == "gone"
    url = link.url
    archive.hold(url, "2018-01-01", ARTICLE)
    archive.hold(url, "2020-06-01", ARTICLE + b"<!-- later -->")
    archive.hold(url, "2020-02-01", STUB)
    archive.hold(url, "2020-02-02", STUB)
    archive.hold(url, "2023-01-01", ARTICLE + b"<!-- last -->")
    stand_in = standins.find_stand_in(link, at=day("2020-02-01"))
    assert stand_in.url == f"{archive.base}/web/20200601000000/{url}"
    assert (stand_in.role, stand_in.trusted, stand_in.state) == ("wayback", True, "healthy")
    assert (stand_in.document, stand_in.lease_token) == (link.document, None)
    assert stand_in.next_check_at > timezone.now()
    sighting = Sighting.objects.get(capture_text=stand_in.latest)
    assert (sighting.status, sighting.found_text) == ("found", QUOTE)
    capture = Capture.objects.get(link=stand_in)
    assert TOOLBAR not in store.get(capture.sha256)
    assert Check.objects.get(link=stand_in).outcome == "healthy"
    # One body of each digest, nearest first, unrewritten.
    assert [path[5:22] for path in archive.paths("id_")] == ["20200201000000id_", "20200601000000id_"]
    look = MementoLook.objects.get(link=link)
    assert (look.held, look.tries) == (4, 0)
    assert check(stand_in).state == "healthy"
    assert archive.paths()[-1] == f"/web/20200601000000id_/{url}"
    assert Capture.objects.filter(link=stand_in).count() == 1


@pytest.mark.django_db
def test_a_claim_is_no_longer_in_question_once_a_memento_stands_in(site, archive):
    link = check(watch(site))
    passage = link.document.passages.get()
    claim = make_evidence(passage=passage).claim
    lose(site, link)
    assert Finding.objects.open().get().kind == "gone"
    assert list(Claim.objects.in_question()) == [claim]
    assert services.look_for_lost(limit=5) == 1
    assert list(Claim.objects.in_question()) == [claim]  # nothing is held
    archive.hold(link.url, "2020-01-01", STUB)
    MementoLook.objects.update(next_look_at=timezone.now())
    services.look_for_lost(limit=5)
    assert list(Claim.objects.in_question()) == [claim]  # held, without the passage
    archive.hold(link.url, "2019-01-01", ARTICLE)
    MementoLook.objects.update(next_look_at=timezone.now())
    services.look_for_lost(limit=5)
    assert list(Claim.objects.in_question()) == []
    assert Finding.objects.open().get().kind == "gone"  # which stays true


@pytest.mark.django_db
def test_a_copy_cited_from_the_start_is_read_without_the_archives_frame(site, archive):
    """Where the archive has no such form of it, as it is."""
    document = Document.objects.create(title="A report")
    services.make_passage(document, exact=QUOTE)
    archive.hold("http://a.example/x", "2018-01-01", ARTICLE)
    link = services.watch(document, f"{archive.base}/web/20180101000000/http://a.example/x", role="wayback")
    assert check(link).state == "healthy"
    assert TOOLBAR not in store.get(link.latest.capture.sha256)
    framed = site.url("/web/20180101000000/x")
    site.pages["/web/20180101000000/x"] = PAGE
    assert check(services.watch(document, framed, role="perma")).state == "healthy"


@pytest.mark.django_db
def test_two_passages_may_need_two_mementos(site, archive):
    link = lose(site, watch(site))
    other = "It was built in three years by 120 workers."
    services.make_passage(link.document, exact=other)
    archive.hold(link.url, "2019-01-01", ARTICLE.replace(other.encode(), b""))
    archive.hold(link.url, "2020-01-01", ARTICLE.replace(QUOTE.encode(), b""))
    assert standins.find_stand_in(link)
    assert Link.objects.filter(role="wayback", state="healthy").count() == 2
    assert standins.uncovered(link, list(Passage.objects.all())) == []
    asked = len(archive.asked)
    assert standins.find_stand_in(link) is None  # nothing is wanting any more
    assert len(archive.asked) == asked


@pytest.mark.django_db
@pytest.mark.parametrize("known", [True, False])
def test_a_document_cited_as_a_whole(site, archive, known):
    link = watch(site, quote="")
    if known:
        check(link)
    lose(site, link)
    archive.hold(link.url, "2020-02-01", b"<title>Page not found</title><p>There is no such page.")
    archive.hold(link.url, "2018-01-01", ARTICLE)
    assert "/20180101" in standins.find_stand_in(link, at=day("2020-02-01")).url


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [(503, {}, b"busy"), (200, {}, b"<html>Slow down</html>"), (500, {}, b"")])
def test_where_one_door_is_shut_another_is_tried(site, archive, answer):
    link = lose(site, watch(site))
    archive.hold(link.url, "2018-01-01", ARTICLE)
    archive.broken["cdx"] = answer
    stand_in = standins.find_stand_in(link)
    if answer[0] == 503:
        assert stand_in is None  # told to wait: the other doors are the same house
        assert Host.objects.get(key="127.0.0.2").backoff_until > timezone.now()
        return
    assert stand_in.url.startswith(f"{archive.base}/web/20180101000000/")
    archive.broken["timemap"] = answer
    Link.objects.filter(pk=stand_in.pk).update(state="unknown")
    assert standins.find_stand_in(link) == stand_in


@pytest.mark.django_db
def test_an_archive_that_speaks_only_the_standard(site, archive, settings):
    settings.FACTCHECK_ARCHIVES = [f"other_archive={archive.base}"]
    link = lose(site, watch(site))
    archive.hold(link.url, "2018-01-01", ARTICLE)
    archive.hold(link.url, "2021-01-01", ARTICLE + b"<!-- -->")
    archive.broken["timemap"] = (500, {}, b"")
    stand_in = standins.find_stand_in(link, at=day("2020-12-01"))
    assert (stand_in.role, "/20210101000000/" in stand_in.url) == ("other_archive", True)
    wanted = [
        headers["Accept-Datetime"] for _, _, headers, _ in archive.asked if "Accept-Datetime" in headers
    ]
    assert "Tue, 01 Dec 2020 00:00:00 GMT" in wanted
    archive.broken.clear()
    assert (
        len(mementos.Talk(mementos.configured()[0], standins.fetch).captures(link.url, day("2020-01-01")))
        == 2
    )


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["wayback", "other_archive"])
def test_lists_name_captures_relative_to_themselves_and_may_be_in_parts(site, archive, settings, role):
    settings.FACTCHECK_ARCHIVES = [f"{role}={archive.base}"]
    link = lose(site, watch(site))
    archive.hold(link.url, "2018-01-01", ARTICLE)
    archive.broken["cdx"] = (500, {}, b"")
    relative = f'</web/20180101000000/{link.url}>; rel=memento; datetime="Mon, 01 Jan 2018 00:00:00 GMT"'
    parts = f"<{link.url}>; rel=original, </timemap/2/{link.url}>; rel=timemap"
    for answer in (relative, parts):
        archive.broken["timemap"] = (200, {}, answer.encode())
        talk = mementos.Talk(mementos.configured()[0], standins.fetch)
        [memento] = talk.captures(link.url, day("2018-01-01"))
        assert memento.url == f"{archive.base}/web/20180101000000id_/{link.url}"


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["wayback", "other_archive"])
def test_a_captured_wall_is_the_pages_and_no_pause_of_the_archive(site, archive, settings, role):
    settings.FACTCHECK_ARCHIVES = [f"{role}={archive.base}"]
    link = lose(site, watch(site))
    archive.hold(link.url, "2020-01-01", b"<p>Members only", status=403)
    archive.hold(link.url, "2020-01-02", b"<p>Too many", status=429)
    archive.hold(link.url, "2018-01-01", ARTICLE)
    assert "/20180101" in standins.find_stand_in(link, at=day("2020-01-01")).url
    assert Host.objects.get(key="127.0.0.2").backoff_until is None


@pytest.mark.django_db
def test_archive_today_is_shown_and_relied_on_for_nothing(site, archive, settings):
    settings.FACTCHECK_ARCHIVES = [f"archive_today={archive.base}"]
    link = lose(site, watch(site))
    make_evidence(passage=link.document.passages.get())
    Finding.objects.open().get()
    archive.hold(link.url, "2018-01-01", ARTICLE)
    assert standins.find_stand_in(link) is None
    shown = Link.objects.get(role="archive_today")
    assert (shown.trusted, shown.active, shown.latest) == (False, False, None)
    assert archive.paths("id_/") == []
    with pytest.raises(ValidationError, match="takes submissions"):
        services.submit_to_archive(link)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Submission.objects.create(link=link, archive="archive_today")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "url", "trusted"),
    [
        ("original", "https://archive.ph/aBc1D", False),
        ("other_archive", "https://www.archive.today/2019/https://example.org/", False),
        ("archive_today", "https://mirror.example.org/aBc1D", False),
        ("other_archive", "https://arquivo.pt/wayback/2019/https://archive.ph/", True),
    ],
)
def test_captures_of_archive_today_are_known_by_their_address(role, url, trusted):
    link = services.watch(Document.objects.create(title="A report"), url, role=role)
    assert link.trusted == trusted
    assert mementos.is_trusted(role, url) == trusted


@pytest.mark.django_db
def test_no_archive_is_led_into_the_house(site, archive):
    """What an archive says is as foreign as any page: the guard stands before it."""
    link = lose(site, watch(site))
    archive.hold(link.url, "2018-01-01", ARTICLE)
    archive.broken["cdx"] = (500, {}, b"")
    archive.broken["timemap"] = (
        200,
        {},
        b'<http://127.0.0.1:6379/20180101000000/x>; rel=memento; datetime="Mon, 01 Jan 2018 00:00:00 GMT"',
    )
    assert standins.find_stand_in(link) is None
    assert not Link.objects.filter(role="wayback").exists()


@pytest.mark.django_db
def test_a_page_outside_the_archive_is_no_memento(site, archive):
    """Where a playback leads away from it, to the live web for instance."""
    link = lose(site, watch(site))
    archive.hold(link.url, "2018-01-01", ARTICLE)
    site.pages["/live"] = PAGE
    archive.broken["play"] = (302, {"Location": site.url("/live")}, b"")
    assert standins.find_stand_in(link) is None
    assert "/live" in site.hits


@pytest.mark.django_db
def test_addresses_in_a_timemap_may_be_relative(site, archive):
    link = lose(site, watch(site))
    archive.hold(link.url, "2018-01-01", ARTICLE)
    listed = f'</web/20180101000000/{link.url}>; rel="memento"; datetime="Mon, 01 Jan 2018 00:00:00 GMT"'
    archive.broken |= {"cdx": (500, {}, b""), "timemap": (200, {}, listed.encode())}
    assert standins.find_stand_in(link).url.startswith(f"{archive.base}/web/20180101000000/")


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["in its place", "beside a frame"])
def test_a_timegate_that_does_not_forward(site, archive, settings, how):
    """RFC 7089 4.2.1; the second as pywb answers."""
    settings.FACTCHECK_ARCHIVES = [f"other_archive={archive.base}"]
    link = lose(site, watch(site))
    archive.hold(link.url, "2018-01-01", ARTICLE)
    date, memento = "Mon, 01 Jan 2018 00:00:00 GMT", f"{archive.base}/20180101000000/{link.url}"
    told = {
        "in its place": {"Memento-Datetime": date, "Content-Location": memento},
        "beside a frame": {
            "Link": f'<{link.url}>; rel="original", <{memento}>; rel="memento"; datetime="{date}"'
        },
    }
    archive.broken |= {"timemap": (500, {}, b""), "gate": (200, told[how], b"<iframe>")}
    assert standins.find_stand_in(link).url == memento


@pytest.mark.django_db
def test_a_site_that_was_left_out_costs_the_archive_no_pause(site, archive):
    link = lose(site, watch(site))
    said = b"org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error"
    archive.broken |= dict.fromkeys(("cdx", "timemap"), (403, {}, said))
    assert standins.find_stand_in(link) is None
    assert Host.objects.get(key="127.0.0.2").backoff_until is None
    assert MementoLook.objects.get(link=link).tries == 1


@pytest.mark.django_db
def test_looks_are_bounded_and_spaced(site, archive):
    links = [watch(site, path=f"/{number}") for number in range(4)]
    fine = watch(site, path="/a")
    for link in [*links, fine]:
        check(link)
    assert fine.state == "healthy"
    assert services.look_for_lost(limit=3) == 3
    assert services.look_for_lost(limit=3) == 1
    assert services.look_for_lost(limit=3) == 0
    assert not MementoLook.objects.filter(link=fine).exists()
    waits = []
    for _ in range(6):
        MementoLook.objects.filter(link=links[0]).update(next_look_at=timezone.now())
        services.look_for_lost(limit=3)
        wait = MementoLook.objects.get(link=links[0]).next_look_at - timezone.now()
        waits.append(round(wait / timedelta(hours=1)))
    assert waits == [6, 24, 7 * 24, 30 * 24, 30 * 24, 30 * 24]


# --- one bucket for each archive --------------------------------------------------------------------


@pytest.mark.django_db
def test_the_bucket_keeps_the_pace(settings):
    settings.FACTCHECK_ARCHIVE_INTERVAL = 2
    waits = [buckets.take("archive.example", patience=10) for _ in range(3)]
    assert waits[0] == 0
    assert 1.5 < waits[1] <= 2
    assert 3.5 < waits[2] <= 4
    assert buckets.take("archive.example", patience=10, cost=4) > 5
    with pytest.raises(mementos.Busy):
        buckets.take("archive.example", patience=10)
    assert buckets.take("other.example", patience=0) == 0


@pytest.mark.django_db
def test_requests_are_sent_at_that_pace(site, archive, settings):
    settings.FACTCHECK_ARCHIVE_INTERVAL = 0.3
    link = lose(site, watch(site))
    for month in range(1, 4):
        archive.hold(link.url, f"2018-0{month}-01", STUB + bytes(month))
    started = time.monotonic()
    standins.find_stand_in(link)
    assert len(archive.asked) == 4
    assert time.monotonic() - started >= 0.8


@pytest.mark.django_db
def test_a_pause_is_kept(site, archive):
    link = lose(site, watch(site))
    archive.broken["cdx"] = (429, {"Retry-After": "900"}, b"<html>Too many requests")
    standins.find_stand_in(link)
    assert len(archive.asked) == 1
    backoff = Host.objects.get(key="127.0.0.2").backoff_until
    assert timedelta(seconds=880) < backoff - timezone.now() <= timedelta(seconds=900)
    standins.find_stand_in(link)
    assert len(archive.asked) == 1
    look = MementoLook.objects.get(link=link)
    assert (look.tries, "pace" in look.reason) == (0, True)


# --- submissions ------------------------------------------------------------------------------------


def due() -> None:
    Submission.objects.update(next_try_at=timezone.now())


@pytest.mark.django_db
def test_a_submission_is_believed_when_it_is_seen(site, archive, settings):
    settings.FACTCHECK_WAYBACK_KEY = "name:word"
    link = check(watch(site))
    row = services.submit_to_archive(link)
    assert services.submit_to_archive(link) == row
    assert (row.state, archive.asked) == ("waiting", [])
    assert services.tend_submissions(limit=5) == 1
    method, target, headers, body = archive.asked[-1]
    assert (method, target, headers["Authorization"]) == ("POST", "/save", "LOW name:word")
    assert link.url.rpartition("/")[2] in body.decode()
    row.refresh_from_db()
    assert (row.state, row.job, row.memento) == ("submitted", "spn2-1", None)
    assert services.tend_submissions(limit=5) == 0  # not due yet
    archive.hold(link.url, "2018-01-01", ARTICLE)  # an old one is no answer
    due()
    services.tend_submissions(limit=5)
    row.refresh_from_db()
    assert (row.state, row.tries) == ("submitted", 1)
    archive.hold(link.url, timezone.now(), ARTICLE)
    due()
    services.tend_submissions(limit=5)
    row.refresh_from_db()
    assert row.state == "confirmed"
    assert check(row.memento).state == "healthy"
    assert Sighting.objects.filter(capture_text=row.memento.latest, status="found").count() == 1
    assert all("Authorization" not in asked[2] for asked in archive.asked[1:])
    assert services.submit_to_archive(link) != row


@pytest.mark.django_db
def test_what_became_confidential_meanwhile_is_not_submitted(site, archive):
    link = check(watch(site))
    row = services.submit_to_archive(link)
    Document.objects.update(confidentiality="named")
    services.tend_submissions(limit=5)
    row.refresh_from_db()
    assert (row.state, archive.asked) == ("failed", [])
    assert "not public any more" in row.reason


@pytest.mark.django_db
def test_an_error_may_hide_a_capture_and_a_refusal_is_kept(site, archive, settings):
    link = check(watch(site))
    row = services.submit_to_archive(link)
    archive.save_reply = (523, {}, b"<html>Origin is unreachable")
    services.tend_submissions(limit=5)
    assert archive.asked[-1][:2] == ("GET", f"/save/{link.url}")  # without a key
    row.refresh_from_db()
    assert row.state == "submitted"
    archive.hold(link.url, timezone.now(), ARTICLE)
    due()
    services.tend_submissions(limit=5)
    row.refresh_from_db()
    assert row.state == "confirmed"
    settings.FACTCHECK_WAYBACK_KEY = "name:word"
    archive.save_reply = (
        200,
        {},
        json.dumps({"status": "error", "message": "Daily\0 limit.\ud800"}).encode(),
    )
    again = services.submit_to_archive(link)
    for _ in range(8):
        due()
        services.tend_submissions(limit=5)
    again.refresh_from_db()
    assert (again.state, again.reason) == ("failed", "Daily limit.?")


@pytest.mark.django_db
def test_nothing_private_is_told_to_an_archive(site, archive):
    link = check(watch(site))
    Document.objects.update(confidentiality="desk")
    link.refresh_from_db()
    with pytest.raises(ValidationError, match="not public"):
        services.submit_to_archive(link)
    Document.objects.update(confidentiality="public")
    for columns, reason in (({"public": False}, "not public"), ({"role": "wayback"}, "original")):
        Link.objects.update(**columns)
        with pytest.raises(ValidationError, match=reason):
            services.submit_to_archive(Link.objects.get())
        Link.objects.update(public=True)


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["http://127.0.0.3/report", "http://10.1.2.3/", "http://wiki.intranet/plan"])
def test_no_public_archive_hears_of_addresses_inside(settings, monkeypatch, url):
    settings.FACTCHECK_ARCHIVES = ["wayback=https://web.archive.example"]

    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("asked")

    monkeypatch.setattr(standins, "fetch", never)
    document = Document.objects.create(title="A report")
    link = services.watch(document, url)
    assert standins.find_stand_in(link) is None
    with pytest.raises(ValidationError, match="not public"):
        services.submit_to_archive(link)


@pytest.mark.django_db
def test_the_key_goes_to_the_archive_alone(site, archive, settings):
    settings.FACTCHECK_WAYBACK_KEY = "name:word"
    site.pages["/taken"] = PAGE
    archive.save_reply = (302, {"Location": site.url("/taken")}, b"")
    services.submit_to_archive(check(watch(site)))
    services.tend_submissions(limit=5)
    assert site.requests[-1].path == "/taken"
    assert (site.requests[-1].method, "authorization" in site.requests[-1].headers) == ("GET", False)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_many_workers_send_a_submission_once_and_look_once(site, archive):
    gone = lose(site, watch(site))
    site.pages["/b"] = PAGE
    services.submit_to_archive(check(watch(site, path="/b")))

    def work() -> None:
        services.tend_submissions(limit=5)
        services.look_for_lost(limit=5)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(archive.paths("/save")) == 1
    assert len(archive.paths("/cdx")) == 1
    assert MementoLook.objects.get().link == gone
    assert Submission.objects.get().state == "submitted"


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_many_workers_keep_one_pace(settings):
    settings.FACTCHECK_ARCHIVE_INTERVAL = 1
    waits: list[float] = []

    def work() -> None:
        waits.append(buckets.take("archive.example", patience=60))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gaps = [later - earlier for earlier, later in pairwise(sorted(waits))]
    assert all(gap > 0.5 for gap in gaps), waits
