"""The recheck engine against a real server that changes its pages: what each visit leaves in the database."""

import sys
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sources import recheck, services
from sources.fetching import Fetched
from sources.models import (
    Capture,
    Check,
    Document,
    Finding,
    Host,
    Link,
    Passage,
    Sighting,
    store,
)
from sources.recheck import known, leasing, rounds, visits, writing
from tests.lyingserver import ARTICLE, LyingServer, tls_context

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


def look(lease: leasing.Lease) -> list[visits.Visit]:
    return rounds.visit_all(lease, known.gather(lease.links), deadline=30)


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


def test_a_figure_that_changes_again_is_further_news_however_long_the_page(server):
    words = (chr(97 + n % 26) + chr(97 + n // 26) for n in range(600))
    long = ARTICLE.replace(b"</main>", "<p>{}</p></main>".format(" ".join(words)).encode())
    server.pages["/a"] = page(long)
    link = check(watch(server))
    for now in (b"52 million", b"92 million"):
        server.pages["/a"] = page(long.replace(b"42 million", now))
        check(link, times=3)
        finding = Finding.objects.open().get()
        assert finding.detail["figures"] == [["42 million", now.decode()]]
        assert now in store.get(finding.after.sha256)
    assert Capture.objects.count() == 3


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


def test_a_bad_certificate_is_neither_a_strike_nor_believed(server, tmp_path):
    context, _ = tls_context(tmp_path, "127.0.0.2")
    server.pages["/a"] = page()
    link = check(watch(server))
    with LyingServer(tls=context) as secure:
        secure.pages["/a"] = page(b"<p>Something else.</p>")
        settings.FACTCHECK_FETCH_PORTS.append(secure.port)
        server.pages["/a"] = (302, {"Location": secure.url("/a")}, b"")
        check(link, times=6)
    assert (link.state, link.strikes, kinds()) == ("tls_problem", 0, [])
    assert Capture.objects.count() == 1
    server.pages["/a"] = page()
    assert check(link).state == "healthy"


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
    gone = Fetched(url=link.url, final_url=link.url, outcome="gone")
    seen = [visits.Visit(item, gone) for item in known.gather(late.links)]
    Link.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    check(link)
    assert writing.write(late, seen) == {}
    link.refresh_from_db()
    assert link.state == "healthy"
    assert Check.objects.count() == 1


def test_what_a_late_worker_put_into_the_store_has_a_row_and_can_be_taken_down(server):
    server.pages["/a"] = page()
    link = watch(server)
    late = leasing.lease()
    seen = look(late)
    Link.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    server.pages["/a"] = page(ARTICLE + b"<p>Another nonce.</p>")
    check(link)
    for _ in range(2):
        assert writing.write(late, seen) == {}
    latest, left = Capture.objects.order_by("pk")
    assert (latest.texts.count(), left.texts.count()) == (1, 0)
    assert store.get(left.sha256) == ARTICLE
    link.refresh_from_db()
    assert link.latest.capture == latest
    check(link)
    assert (Check.objects.count(), Capture.objects.count()) == (2, 2)


def test_what_is_kept_of_an_outage_has_a_row_too(server, settings):
    """The page answers, but nothing is believed of a round in which all others are out of reach at once."""
    server.pages["/a"] = page()
    link = watch(server)
    for number in range(3, 10):
        document = Document.objects.create(title=f"Report {number}")
        services.watch(document, f"http://127.0.0.{number}:{server.port}/")
    settings.FACTCHECK_FETCH_ALLOW = [f"127.0.0.{number}/32" for number in range(2, 10)]
    list(recheck.check_all(Link.objects.values_list("pk", flat=True)))
    link.refresh_from_db()
    assert (link.state, link.latest) == ("unknown", None)
    assert store.get(Capture.objects.get().sha256) == ARTICLE


def test_a_text_seen_before_is_not_put_into_the_store_again_whatever_is_new_about_the_body(server):
    def bodies() -> int:
        folder, seen = storages["captures"], 0
        for first in folder.listdir("")[0]:
            for second in folder.listdir(first)[0]:
                seen += len(folder.listdir(f"{first}/{second}")[1])
        return seen

    other = ARTICLE.replace(b"42 million", b"77 million")
    server.pages["/a"] = page(ARTICLE + b"<!-- the first -->")
    link, before = watch(server), bodies()
    check(link)
    for number in range(3):
        for body in (other, ARTICLE):
            server.pages["/a"] = page(body + b"<!-- %d -->" % number)
            check(link)
    assert (Capture.objects.count(), bodies() - before) == (2, 2)
    assert link.latest == link.baseline
    assert kinds() == []


def test_what_people_decide_during_a_batch_survives_it(server):
    """While two pages are under way somebody asks for another look at the first, raises its interest, excuses
    it for a while, and stops watching it; words of it are suppressed, and its host is slowed down."""
    for path in ("/a", "/b"):
        server.pages[path] = page()
    first, second = watch(server), watch(server, "/b")
    check(first)
    check(second)
    server.pages["/b"] = page(ARTICLE + b" And more.")  # the other one's columns change
    soon, later = timezone.now() + timedelta(minutes=1), timezone.now() + timedelta(days=9)
    decided = {"next_check_at": soon, "interest": 3, "override_until": later, "active": False}
    Link.objects.update(next_check_at=timezone.now() - timedelta(hours=1))

    lease = leasing.lease()
    seen = look(lease)
    Link.objects.filter(pk=first.pk).update(**decided)
    Passage.objects.filter(document=first.document).update(suppressed_at=soon)
    Host.objects.update_or_create(key=first.host_key, defaults={"interval": 30.0, "concurrency": 1})
    assert sum(writing.write(lease, seen).values()) == 2

    kept = Link.objects.values(*decided, "checks_count", "lease_token").get(pk=first.pk)
    assert kept == decided | {"checks_count": 2, "lease_token": None}
    assert Passage.objects.get(document=first.document).suppressed_at == soon
    assert Host.objects.values_list("interval", "concurrency").get() == (30.0, 1)
    before = second.body_sha256
    second.refresh_from_db()
    assert (second.checks_count, second.body_sha256 != before) == (2, True)


def test_a_person_who_saw_the_page_wins_over_the_machine_even_over_a_visit_under_way(server):
    server.pages["/a"] = page()
    link = check(watch(server))
    server.pages["/a"] = page(status=404)
    link = check(link, times=3)
    assert (link.state, link.findings.open().count()) == ("gone", 1)
    Link.objects.update(next_check_at=timezone.now())
    lease = leasing.lease()
    seen = look(lease)
    services.vouch_for(link, timezone.now() + timedelta(days=30))
    assert writing.write(lease, seen) == {}
    for _ in range(4):
        link = check(link)
        assert (link.state, link.strikes, link.findings.open().count()) == ("healthy", 0, 0)
    Link.objects.update(override_until=timezone.now() - timedelta(seconds=1))
    assert check(link, times=3).state == "gone"


@pytest.mark.parametrize("columns", [{"state": "healthy"}, {"state": "gone", "active": False}])
def test_there_is_nothing_to_vouch_for(server, columns):
    link = watch(server)
    Link.objects.update(**columns)
    with pytest.raises(ValidationError, match="not in trouble"):
        services.vouch_for(link, timezone.now() + timedelta(days=30))


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


def test_of_an_unchanged_page_no_text_is_read_from_the_database(server):
    server.pages["/a"] = page()
    link = check(watch(server))

    def texts_read() -> int:
        with CaptureQueriesContext(connection) as queries:
            check(link)
        return sum('"sources_capturetext"."text",' in query["sql"] for query in queries)

    assert texts_read() == 0
    server.pages["/a"] = page(ARTICLE.replace(b"42 million", b"43 million"))
    assert texts_read() == 1
    assert texts_read() == 1, "the change waits to be seen again"
    assert kinds() == ["figure_changed"]
    services.make_passage(link.document, exact="It was built in three years by 120 workers.")
    server.pages["/a"] = page()
    assert texts_read() == 1
    assert kinds() == []
    assert texts_read() == 0


def unreadable(document: Document) -> Passage:
    """A passage that fails whoever looks for it, as rows may be that were made by other means."""
    digest = services.sha256("\u00ad")
    return Passage.objects.create(document=document, exact="\u00ad", exact_sha256=digest)


def test_a_page_that_fails_us_ends_no_batch(server, caplog):
    server.pages["/a"] = server.pages["/b"] = page()
    poisoned, good = watch(server), watch(server, "/b")
    unreadable(poisoned.document)
    assert sum(recheck.check_batch().counts.values()) == 2
    good.refresh_from_db()
    poisoned.refresh_from_db()
    assert (good.state, good.latest is not None) == ("healthy", True)
    assert (poisoned.state, poisoned.strikes, poisoned.latest) == ("unsupported", 0, None)
    assert poisoned.checks.get().error_class == "internal"
    assert poisoned.url in caplog.text


def test_a_machine_without_a_process_to_spare_is_no_fault_of_the_page(server, monkeypatch):
    server.pages["/a"] = (200, {}, b"%PDF-1.7 and so on")
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    link = check(watch(server))
    assert (link.state, link.strikes, link.checks.get().error_class) == ("unsupported", 0, "internal")


def test_a_batch_of_large_pages_is_written_in_parts(server, monkeypatch):
    monkeypatch.setattr(rounds, "LARGE", 1000)
    monkeypatch.setattr(rounds, "MOST_HELD_LARGE", 5000)
    for n in range(6):
        server.pages[f"/{n}"] = page(ARTICLE + b"<p>%d " % n + b"word " * 500)
        watch(server, f"/{n}")
    called = []
    first = recheck.check_batch(on_full=lambda: called.append(1))
    assert 1 <= len(first.links) <= 3
    assert (len(first.links) + first.deferred, called) == (6, [1])
    assert Link.objects.filter(lease_token=None).count() == 6
    assert Link.objects.due(timezone.now()).count() == first.deferred
    list(recheck.check_all(Link.objects.values_list("pk", flat=True)))
    assert Link.objects.filter(state="healthy").count() == 6


def test_what_has_to_wait_for_memory_is_left_to_the_next_batch(server, monkeypatch):
    """Nobody knows a body's size before. To have no room for one is no answer of its page, and no strike."""
    monkeypatch.setattr(rounds, "TURNS", (1, 1, 1))
    monkeypatch.setattr(rounds, "PATIENCE", 0.01)
    for n in range(8):
        watch(server, f"/behave/halved?{n}")
    server.may_answer.clear()  # whoever has its turn keeps it
    threading.Timer(1, server.may_answer.set).start()
    first = recheck.check_batch()
    assert 1 <= len(first.links) < 8
    assert len(first.links) + first.deferred == 8
    assert set(Link.objects.values_list("state", "strikes")) == {("healthy", 0), ("unknown", 0)}
    assert Check.objects.count() == len(first.links)
    list(recheck.check_all(Link.objects.values_list("pk", flat=True)))
    assert set(Link.objects.values_list("state", "strikes")) == {("healthy", 0)}


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


def refuse(table: str, condition: str) -> None:
    """Rows for which this holds are none that the database takes, until the test's transaction ends."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT odd CHECK (NOT {condition.replace('NEW.', '')})"
            )
        else:
            cursor.execute(
                f"CREATE TRIGGER odd BEFORE INSERT ON {table} WHEN {condition}"
                " BEGIN SELECT RAISE(ABORT, 'odd'); END"
            )


def test_a_page_that_the_database_refuses_costs_no_other_its_check(server, caplog):
    refuse("sources_capturetext", "NEW.title = 'odd'")
    links = [watch(server, f"/{number}") for number in range(7)]
    for link in links:
        server.pages[link.url.removeprefix(server.url(""))] = page()
    server.pages["/4"] = page(ARTICLE.replace(b"<title>Bridge opened", b"<title>odd"))
    (summary,) = recheck.check_all([link.pk for link in links])
    assert summary.counts == {"healthy": 6, "unsupported": 1}
    assert (Capture.objects.count(), Sighting.objects.count(), Check.objects.count()) == (6, 6, 7)
    assert f"unforeseen trouble with {links[4].url}" in caplog.text
    assert kinds() == []
    server.pages["/4"] = page()
    assert check(links[4]).state == "healthy"
    assert Sighting.objects.get(passage__document=links[4].document).status == "found"


def test_a_link_of_which_nothing_can_be_written_keeps_its_lease(server, caplog):
    refuse("sources_check", "NEW.status_code = 410")
    good, odd = watch(server), watch(server, "/odd")
    server.pages |= {"/a": page(), "/odd": page(status=410)}
    (summary,) = recheck.check_all([good.pk, odd.pk])
    assert summary.counts == {"healthy": 1}
    assert "can be written" in caplog.text
    odd.refresh_from_db()
    assert (odd.state, odd.strikes) == ("unknown", 0)
    assert odd.lease_token is not None
    assert check(good).state == "healthy"


BOX = "<aside><h2>In figures</h2><p>The old bridge was 212 metres long.</p></aside>"


def boxed(box: str = BOX, article: bytes = ARTICLE, story: bytes = b"") -> tuple[int, dict[str, str], bytes]:
    return page(article.replace(b"</main>", story + b"</main>" + box.encode()))


def test_a_passage_beside_the_main_text_is_followed_there(server):
    """Quoted by hand from a box that is left out of the text: no false alarm, and no change goes unseen."""
    server.pages["/a"] = boxed()
    link = check(watch(server, quote="The old bridge was 212 metres long."), times=3)
    sighting = Sighting.objects.get()
    assert (sighting.status, sighting.start, sighting.found_text) == ("found", None, sighting.passage.exact)
    assert (kinds(), Capture.objects.count()) == ([], 1)
    server.pages["/a"] = boxed(BOX.replace("212", "221"))
    check(link, times=2)
    assert kinds() == ["figure_changed"]
    assert Finding.objects.get().detail["figures"] == [["212", "221"]]
    assert b"221 metres" in store.get(Finding.objects.get().after.sha256)
    check(link, times=2)
    server.pages["/a"] = boxed("")
    check(link, times=2)
    assert kinds() == ["passage_missing"]
    server.pages["/a"] = boxed()
    check(link)
    assert (kinds(), Finding.objects.count(), Capture.objects.count()) == ([], 2, 4)


def test_a_passage_that_left_the_main_text_is_missing_though_a_comment_quotes_it(server):
    server.pages["/a"] = page()
    link = check(watch(server))
    comment = f"<section class='comments'><p>It said: {QUOTE} Why not any more?</p></section>"
    server.pages["/a"] = boxed(comment, ARTICLE.replace(QUOTE.encode(), b"It is open."))
    check(link, times=2)
    assert kinds() == ["passage_missing"]


def test_a_passage_beside_the_text_that_is_cited_later_is_looked_for_in_the_unchanged_page(server):
    server.pages["/a"] = boxed()
    link = check(watch(server))
    services.make_passage(link.document, exact="The old bridge was 212 metres long.")
    check(link, times=2)
    assert set(Sighting.objects.values_list("status", flat=True)) == {"found"}
    assert (kinds(), Capture.objects.count()) == ([], 1)
