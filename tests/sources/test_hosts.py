"""How hosts are treated, by the real engine and a real server: rest, requests at once, outages, incidents."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from sources import recheck, services
from sources.models import Check, Document, Host, Link
from sources.recheck import known, leasing, rounds, writing
from tests.lyingserver import ARTICLE, LyingServer

pytestmark = pytest.mark.django_db

HOST = "127.0.0.2"
DAY = timedelta(days=1)


@pytest.fixture
def server(settings) -> Iterator[LyingServer]:
    with LyingServer(HOST) as running:
        settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.0/8"]
        settings.FACTCHECK_FETCH_PORTS = [*settings.FACTCHECK_FETCH_PORTS, 9, running.port]
        settings.FACTCHECK_HOST_INTERVAL = 0.2  # short, but longer than a busy machine is late
        yield running


def watch(*urls: str) -> list[Link]:
    document = Document.objects.create(title="A report")
    return services.watch_many([services.Watch(document, url) for url in urls], spread=0)


def pages(server: LyingServer, count: int, path: str = "/") -> list[Link]:
    for number in range(count):
        server.pages[f"{path}{number}"] = (200, {"Content-Type": "text/html"}, ARTICLE)
    return watch(*(server.url(f"{path}{number}") for number in range(count)))


def rest() -> timedelta:
    return Host.objects.get(key=HOST).backoff_until - timezone.now()


# --- Retry-After, and too many requests -----------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "low", "high"),
    [
        ((429, {"Retry-After": "7200"}, b""), timedelta(minutes=119), timedelta(minutes=121)),
        ((503, {"Retry-After": "7200"}, b""), timedelta(minutes=119), timedelta(minutes=121)),
        ((429, {"Retry-After": "315360000"}, b""), DAY - timedelta(minutes=1), DAY),
        ((429, {}, b""), timedelta(minutes=9), timedelta(minutes=11)),
    ],
    ids=["429", "503", "ten years", "no word of how long"],
)
def test_a_host_that_asks_for_rest_gets_it_for_all_its_links(server, answer, low, high):
    server.pages["/busy"] = answer
    [busy] = watch(server.url("/busy"))
    recheck.check_batch()
    assert low < rest() < high
    others = pages(server, 3)
    assert recheck.check_batch().links == ()
    assert server.hits.total() == 1
    for link in others:
        link.refresh_from_db()
        assert low < link.next_check_at - timezone.now() < high + timedelta(minutes=1)
    busy.refresh_from_db()
    assert (busy.strikes, busy.next_check_at > timezone.now() + low) == (int(answer[0] == 503), True)


def test_a_memento_is_asked_for_as_slowly_as_its_archive(server, settings):
    settings.FACTCHECK_ARCHIVES = [f"wayback={server.url('')}"]
    settings.FACTCHECK_ARCHIVE_INTERVAL = 5.0
    pages(server, 3)
    delays = leasing.lease().slots.delays.values()
    assert sorted(delays) == pytest.approx([0, 5, 10], abs=0.5)


def test_an_archive_whose_port_is_not_fetched_stops_nothing(server, settings):
    settings.FACTCHECK_ARCHIVES = ["wayback=https://web.archive.org"]
    settings.FACTCHECK_FETCH_PORTS = [server.port]
    pages(server, 1)
    assert len(recheck.check_batch().links) == 1


@pytest.mark.parametrize("answer", [(503, {}, b""), (404, {"Retry-After": "900"}, b""), (403, {}, b"")])
def test_one_bad_page_is_no_reason_to_leave_its_host_alone(server, answer):
    server.pages["/bad"] = answer
    watch(server.url("/bad"))
    recheck.check_batch()
    assert Host.objects.get(key=HOST).backoff_until is None


def test_the_command_does_not_wait_for_a_host_that_rests(server, capsys):
    pages(server, 2)
    Host.objects.update(backoff_until=timezone.now() + DAY)
    call_command("recheck", "--all")
    out, err = capsys.readouterr()
    assert "checked=0" in out
    assert "2 not asked" in err


def test_a_host_that_stays_in_trouble_is_asked_ever_more_rarely(server, settings):
    settings.FACTCHECK_GONE_AFTER = 432_000.0
    for number in range(3):
        server.pages[f"/{number}"] = (503, {}, b"")
    watch(*(server.url(f"/{number}") for number in range(3)))
    recheck.check_batch()
    assert set(Link.objects.values_list("strikes", flat=True)) == {0}
    waits = []
    for hours in (0, 1, 4, 48):
        since = timezone.now() - timedelta(hours=hours)
        Host.objects.update(incident_since=since, backoff_until=None, next_free_at=None)
        Link.objects.update(next_check_at=timezone.now())
        recheck.check_batch()
        waits.append(round(rest() / timedelta(minutes=1)))
    assert waits == [17, 60, 240, 600]  # as long as it lasted, within bounds
    for number in range(3):
        server.pages[f"/{number}"] = (200, {"Content-Type": "text/html"}, ARTICLE)
    Host.objects.update(backoff_until=None, next_free_at=None)
    Link.objects.update(next_check_at=timezone.now())
    assert recheck.check_batch().counts == {"healthy": 3}
    assert Host.objects.get().incident_since is None


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_workers_that_learn_of_one_host_at_once_lose_nothing(server, settings):
    """One was asked to stay away for two hours; the other, told of no time, writes at the same moment."""
    settings.FACTCHECK_HOST_INTERVAL = 0
    server.pages["/long"] = (429, {"Retry-After": "7200"}, b"")
    server.pages["/short"] = (429, {}, b"")
    batches = []
    for link in watch(server.url("/long"), server.url("/short")):
        lease = leasing.lease(only=[link.pk])
        batches.append((lease, rounds.visit_all(lease, known.gather(lease.links), deadline=30)))

    def work() -> None:
        writing.write(*batches[1])
        connection.close()

    other = threading.Thread(target=work)
    with transaction.atomic():
        writing.write(*batches[0])
        other.start()
        wait_until_one_waits()
    other.join()
    assert Check.objects.count() == 2
    assert rest() > timedelta(minutes=119)


def wait_until_one_waits() -> None:
    """Until another connection waits for what this one holds."""
    with connection.cursor() as cursor:
        for _ in range(1000):
            cursor.execute(
                "SELECT pg_stat_clear_snapshot(), count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[1]:
                return
            time.sleep(0.02)
    raise AssertionError("nobody waits")


# --- requests at once -----------------------------------------------------------------------------


def test_one_batch_asks_a_slow_host_for_one_page_at_a_time(server):
    watch(*(server.url(f"/behave/wait?0.1&{number}") for number in range(6)))
    assert recheck.check_batch().counts == {"healthy": 6}
    assert server.busiest == 1
    assert Host.objects.get(key=HOST).held == {}


def test_a_late_batch_keeps_off_the_slots_of_the_next(server, settings):
    settings.FACTCHECK_HOST_INTERVAL = 0.1
    links = watch(*(server.url(f"/behave/wait?0.3&{number}") for number in range(6)))
    again: list[bool] = []
    first = recheck.check_batch(on_full=lambda: again.append(True))
    assert 0 < first.counts["healthy"] < 6
    assert (first.deferred, again) == (6 - first.counts["healthy"], [True])
    assert len(server.requests) == first.counts["healthy"]
    assert Link.objects.due(timezone.now()).count() == first.deferred, "they may be leased anew at once"
    list(recheck.check_all(link.pk for link in links))
    assert set(Link.objects.values_list("state", flat=True)) == {"healthy"}


def test_a_slow_host_holds_up_nobody_else(server):
    """It answers only once all others were visited."""
    with ExitStack() as stack:
        others = [stack.enter_context(LyingServer(f"127.0.0.{n}", server.port)) for n in range(3, 7)]
        watch(*(server.url(f"/behave/held?{number}") for number in range(2)))
        for other in others:
            pages(other, 1)
        visits: list[int] = []

        def on_visit() -> None:
            visits.append(sum(len(other.requests) for other in others))
            if len(visits) == len(others):
                server.may_answer.set()

        server.may_answer.clear()
        counts = recheck.check_batch(on_visit=on_visit).counts
    # The slow host's second page may be too late for this batch.
    assert (counts["healthy"], counts.total()) in {(5, 5), (6, 6)}
    assert set(visits[3:]) == {4}


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_many_workers_together_ask_a_host_for_two_pages_at_once(server):
    watch(*(server.url(f"/behave/wait?0.5&{number}") for number in range(24)))
    assert in_threads(5, lambda: recheck.check_batch(limit=4)) == 24
    assert server.busiest == 2
    assert set(Check.objects.values_list("outcome", flat=True)) == {"healthy"}
    assert Check.objects.count() == 24


def in_threads(number: int, batch: Callable[[], recheck.Summary]) -> int:
    """Batches until every link was checked; returns how many links were."""
    checked = []

    def work() -> None:
        while Link.objects.filter(checks_count=0).exists():
            checked.extend(batch().links)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(checked)


# --- our own network ------------------------------------------------------------------------------


@pytest.mark.parametrize("up", [True, False])
def test_canaries_tell_our_outage_from_theirs(server, settings, caplog, up):
    """One page on a port where nobody listens: alone it could be either."""
    server.pages["/canary"] = (404, {}, b"")  # any answer is one
    settings.FACTCHECK_CANARIES = [
        server.url("/canary") if up else "http://127.0.0.2:9/",
        "http://127.0.0.3:9/",
    ]
    [link] = watch("http://127.0.0.4:9/")
    counts = recheck.check_batch().counts
    link.refresh_from_db()
    if up:
        assert counts == {"suspect": 1}
        assert (link.strikes, link.outage_since) == (1, None)
        assert server.hits["/canary"] == 1
    else:
        assert counts == {"outage": 1}
        assert (link.strikes, link.state) == (0, "unknown")
        assert link.outage_since is not None
        assert timedelta() < link.next_check_at - timezone.now() < timedelta(minutes=12)
        assert "our own connection seems to be down" in caplog.text


@pytest.mark.parametrize("answer", [(200, {}, ARTICLE), (404, {}, b""), (503, {}, b"")])
def test_canaries_are_not_asked_while_everybody_answers(server, settings, answer):
    settings.FACTCHECK_CANARIES = [server.url("/canary")]
    server.pages["/a"] = answer
    watch(server.url("/a"))
    recheck.check_batch()
    assert server.hits["/canary"] == 0
