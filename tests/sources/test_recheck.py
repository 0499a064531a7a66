"""The recheck engine against a real server that changes its pages: what each visit leaves in the database."""

import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sources import recheck, services
from sources.models import Capture, Check, Document, Finding, Link, Passage, Sighting, store
from sources.recheck import leasing, visits, writing
from tests.lyingserver import ARTICLE, LyingServer

pytestmark = pytest.mark.django_db

QUOTE = "The new bridge cost 42 million euros."
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def server(settings) -> Iterator[LyingServer]:
    with LyingServer() as running:
        settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.2/32"]
        settings.FACTCHECK_FETCH_PORTS = [*settings.FACTCHECK_FETCH_PORTS, running.port]
        settings.FACTCHECK_HOST_INTERVAL = 0
        settings.FACTCHECK_CONFIRM_AFTER = 0
        settings.FACTCHECK_GONE_AFTER = 0
        settings.FACTCHECK_UNREACHABLE_AFTER = 0
        yield running


def watch(server: LyingServer, path: str = "/a", quote: str = QUOTE) -> Link:
    document = Document.objects.create(title="A report")
    if quote:
        services.make_passage(document, exact=quote)
    return services.watch(document, server.url(path))


def check(link: Link, times: int = 1) -> Link:
    for _ in range(times):
        for _ in recheck.check_all([link.pk]):
            pass
    link.refresh_from_db()
    return link


def page(body: bytes = ARTICLE, status: int = 200, **headers: str):
    return (status, HTML | headers, body)


def kinds() -> list[str]:
    return list(Finding.objects.open().values_list("kind", flat=True).order_by("kind"))


def test_the_first_check_keeps_a_copy_and_finds_the_passage(server):
    server.pages["/a"] = page()
    link = check(watch(server))
    assert (link.state, link.strikes, link.lease_token) == ("healthy", 0, None)
    capture = Capture.objects.get(link=link)
    assert store.get(capture.sha256) == ARTICLE
    assert link.baseline == link.latest == capture.texts.get()
    sighting = Sighting.objects.get()
    assert sighting.status == "found"
    assert link.latest.text[sighting.start : sighting.end] == QUOTE
    assert Check.objects.get().outcome == "healthy"
    assert link.next_check_at > timezone.now()


def test_an_unchanged_page_leaves_a_check_and_nothing_else(server):
    server.pages["/a"] = page()
    check(watch(server), times=3)
    assert (Check.objects.count(), Capture.objects.count(), Sighting.objects.count()) == (3, 1, 1)
    assert kinds() == []


def test_validators_are_sent_and_a_304_is_healthy(server):
    server.pages["/a"] = page(ETag='"one"')
    link = check(watch(server), times=2)
    assert link.etag == '"one"'
    assert [c.status_code for c in Check.objects.order_by("id")] == [200, 304]
    assert link.state == "healthy"


def test_a_changed_figure_is_a_finding_once_it_was_seen_twice(server):
    server.pages["/a"] = page()
    link = check(watch(server))
    server.pages["/a"] = page(ARTICLE.replace(b"42 million", b"52 million"))
    check(link)
    assert kinds() == []
    assert link.pending_kind == "figure_changed"
    check(link)
    assert kinds() == ["figure_changed"]
    finding = Finding.objects.get()
    assert finding.found_at < finding.confirmed_at
    assert finding.before != finding.after
    assert finding.detail["figures"] == [["42 million", "52 million"]]
    assert link.state == "healthy"
    check(link, times=2)
    assert Finding.objects.count() == 1


def test_a_page_that_recovers_ends_the_finding(server):
    server.pages["/a"] = page()
    link = check(watch(server))
    server.pages["/a"] = page(ARTICLE.replace(b"42 million", b"52 million"))
    check(link, times=2)
    server.pages["/a"] = page()
    check(link)
    assert kinds() == []
    assert Finding.objects.get().ended_at is not None
    assert Capture.objects.count() == 2
    assert link.latest == link.baseline


def test_a_vanished_passage(server):
    server.pages["/a"] = page()
    link = check(watch(server))
    server.pages["/a"] = page(ARTICLE.replace(QUOTE.encode(), b"Nothing is known of its price."))
    check(link, times=2)
    assert kinds() == ["passage_missing"]


def test_a_change_seen_once_and_taken_back_is_nothing(server):
    server.pages["/a"] = page()
    link = check(watch(server))
    for body in (ARTICLE.replace(b"42", b"52"), ARTICLE) * 3:
        server.pages["/a"] = page(body)
        check(link)
    assert not Finding.objects.exists()


def test_footer_and_clock_are_nothing(server):
    server.pages["/a"] = page()
    link = check(watch(server))
    for minute in range(4):
        body = ARTICLE.replace(b"Imprint", b"Imprint, read %d times" % minute)
        server.pages["/a"] = page(body)
        check(link)
    assert not Finding.objects.exists()
    assert Capture.objects.count() == 1


def test_gone_needs_three_strikes_and_comes_back(server):
    server.pages["/a"] = page()
    link = check(watch(server))
    server.pages["/a"] = page(b"", status=404)
    assert check(link).state == "suspect"
    assert check(link).state == "suspect"
    assert kinds() == []
    assert check(link).state == "gone"
    assert kinds() == ["gone"]
    server.pages["/a"] = page()
    assert check(link).state == "healthy"
    assert kinds() == []
    assert link.strikes == 0


def test_a_server_error_is_never_gone(server):
    server.pages["/a"] = page(b"", status=500)
    link = check(watch(server), times=7)
    assert link.state == "unreachable"
    assert kinds() == ["unreachable"]


def test_a_wall_is_no_strike(server):
    server.pages["/a"] = page()
    link = check(watch(server))
    server.pages["/a"] = page(b"", status=403)
    check(link, times=8)
    assert (link.state, link.strikes) == ("blocked", 0)
    assert kinds() == []


def test_a_moved_page_is_read_where_it_is_now(server):
    server.pages["/b"] = page()
    server.pages["/a"] = (301, {"Location": "/b"}, b"")
    link = check(watch(server), times=2)
    assert link.state == "moved"
    assert link.moved_to == server.url("/b")
    assert kinds() == ["moved"]
    assert Sighting.objects.get().status == "found"


def test_a_redirect_into_the_house_is_refused(server):
    link = check(watch(server, "/behave/to?http://127.0.0.1:6379/"))
    assert link.state == "refused"
    assert not Capture.objects.exists()


@pytest.mark.parametrize(
    ("name", "state"), [("bomb", "unsupported"), ("challenge-200", "blocked"), ("reset", "suspect")]
)
def test_what_cannot_be_read_leaves_no_copy(server, name, state):
    link = check(watch(server, f"/behave/{name}"))
    assert link.state == state
    assert not Capture.objects.exists()


def test_a_page_that_lost_all_its_text_is_not_reached(server):
    server.pages["/a"] = page()
    link = check(watch(server))
    server.pages["/a"] = page(b"<html><body></body></html>")
    assert check(link).state == "suspect"
    assert kinds() == []


def test_a_passage_cited_later_is_looked_for_in_the_unchanged_page(server):
    server.pages["/a"] = page()
    link = check(watch(server, quote=""))
    assert not Sighting.objects.exists()
    services.make_passage(link.document, exact="It was built in three years by 120 workers.")
    check(link)
    assert Sighting.objects.get().status == "found"
    assert Capture.objects.count() == 1


def test_without_a_network_nothing_is_marked(server, settings, caplog):
    """Seven hosts, none of which answers: it is our own connection, and the log says so."""
    links = []
    for number in range(3, 10):
        document = Document.objects.create(title=f"Report {number}")
        links.append(services.watch(document, f"http://127.0.0.{number}:{server.port}/"))
    settings.FACTCHECK_FETCH_ALLOW = [f"127.0.0.{number}/32" for number in range(2, 10)]
    for _ in range(4):
        list(recheck.check_all([link.pk for link in links]))
    assert set(Link.objects.values_list("state", "strikes")) == {("unknown", 0)}
    assert set(Check.objects.values_list("outcome", flat=True)) == {"outage"}
    assert Link.objects.filter(outage_since=None).count() == 0
    assert "our own connection" in caplog.text


def test_a_worker_thought_dead_changes_nothing_when_it_comes_back(server):
    server.pages["/a"] = page()
    link = watch(server)
    late = leasing.lease()
    seen = [visits.Visit(known, visits.Fetched(url=link.url, final_url=link.url, outcome="gone"))
            for known in visits.gather(late.links)]  # fmt: skip
    Link.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    check(link)
    assert writing.write(late, seen) == {}
    link.refresh_from_db()
    assert link.state == "healthy"
    assert Check.objects.count() == 1


def test_one_lease_one_result(server):
    server.pages["/a"] = page()
    link = check(watch(server))
    token = Check.objects.get().lease_token
    rows = [Check(link=link, lease_token=token, outcome="gone") for _ in range(3)]
    Check.objects.bulk_create(rows, ignore_conflicts=True)
    assert Check.objects.get().outcome == "healthy"


def test_recheck_now_makes_a_link_due_and_enqueues_nothing(server):
    server.pages["/a"] = page()
    link = check(watch(server))
    assert not services.due_links().exists()
    services.recheck_now([link])
    assert services.due_links().get() == link
    assert recheck.check_batch().counts == {"healthy": 1}


def test_a_batch_takes_a_fixed_number_of_queries(server):
    def count(number: int) -> int:
        for n in range(number):
            server.pages[f"/{number}/{n}"] = page(ARTICLE + str(n).encode())
            watch(server, f"/{number}/{n}")
        with CaptureQueriesContext(connection) as queries:
            assert sum(recheck.check_batch().counts.values()) == number
        return len(queries)

    assert count(2) == count(20)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work_and_no_link_is_checked_twice(server):
    for number in range(60):
        server.pages[f"/{number}"] = page()
        watch(server, f"/{number}")

    def work():
        while recheck.check_batch(limit=7).links:
            pass
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Check.objects.count() == 60
    assert set(server.hits.values()) == {1}


def test_tokens_are_not_reused(server):
    server.pages["/a"] = page()
    link = check(watch(server), times=3)
    tokens = set(Check.objects.filter(link=link).values_list("lease_token", flat=True))
    assert len(tokens) == 3
    assert all(isinstance(token, uuid.UUID) for token in tokens)
    assert Passage.objects.count() == 1
