"""Old routine checks become a line a day; what a finding rests on stays as it was."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from sources import recheck, retention
from sources.models import Check, DailyCheck, Finding
from tests import factories as make
from tests.lyingserver import LyingServer

pytestmark = pytest.mark.django_db

NOW = make.moment("2026-11-22 12:00")


def at(text: str):
    return make.moment(text)


def kept() -> list[str]:
    return [f"{check.at:%m-%d %H:%M}" for check in Check.objects.order_by("at")]


def lines() -> list[tuple[date, int, dict[str, int]]]:
    return [(line.day, line.checks, line.outcomes) for line in DailyCheck.objects.order_by("day", "link")]


def test_whole_days_that_ended_long_ago_are_rolled_up_and_younger_ones_stay():
    link = make.make_link()
    for when in ("08-23 00:00", "08-23 23:59", "08-24 00:00", "11-22 11:00"):
        make.make_check(link, at=at(f"2026-{when}"), duration_ms=20, size=100)
    make.make_check(link, "gone", at=at("2026-08-23 12:00"), duration_ms=1, size=0)
    done = retention.retain(NOW, days=90)
    assert (done.rolled_up, done.more) == (3, False)
    assert kept() == ["08-24 00:00", "11-22 11:00"]
    line = DailyCheck.objects.get()
    assert (line.day, line.checks, line.outcomes) == (date(2026, 8, 23), 3, {"healthy": 2, "gone": 1})
    assert (line.duration_ms, line.size) == (41, 200)


def test_a_second_run_adds_nothing_and_late_checks_are_added_to_their_day():
    link = make.make_link()
    make.make_check(link, at=at("2026-01-01 10:00"))
    retention.retain(NOW, days=90)
    retention.retain(NOW, days=90)
    assert lines() == [(date(2026, 1, 1), 1, {"healthy": 1})]
    make.make_check(link, "gone", at=at("2026-01-01 11:00"))
    retention.retain(NOW, days=90)
    assert lines() == [(date(2026, 1, 1), 2, {"healthy": 1, "gone": 1})]


def test_what_a_finding_rests_on_is_kept():
    link, other = make.make_link(), make.make_link()
    for hour in range(8):
        make.make_check(link, "gone", at=at(f"2026-01-01 0{hour}:00"))
    make.make_check(other, at=at("2026-01-01 03:00"))
    make.make_finding(
        link,
        found_at=at("2026-01-01 02:00"),
        confirmed_at=at("2026-01-01 04:00"),
        ended_at=at("2026-01-01 06:00"),
    )
    assert retention.retain(NOW, days=90).rolled_up == 5
    assert kept() == ["01-01 02:00", "01-01 03:00", "01-01 04:00", "01-01 06:00"]
    assert set(Check.objects.values_list("link", flat=True)) == {link.pk}


def test_the_engine_s_own_findings_keep_their_checks(settings):
    with LyingServer() as server:
        settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.2/32"]
        settings.FACTCHECK_FETCH_PORTS = [server.port]
        settings.FACTCHECK_HOST_INTERVAL = settings.FACTCHECK_GONE_AFTER = 0
        server.pages["/a"] = (200, {"Content-Type": "text/html"}, b"<p>A page about a bridge.</p>")
        link = make.make_link(url=server.url("/a"))
        list(recheck.check_all([link.pk]))
        page = server.pages.pop("/a")
        for _ in range(4):
            list(recheck.check_all([link.pk]))
        server.pages["/a"] = page
        list(recheck.check_all([link.pk]))
    finding = Finding.objects.get()
    assert (finding.kind, finding.ended_at is not None) == ("gone", True)
    checks = list(Check.objects.order_by("at"))
    assert [check.outcome for check in checks] == ["healthy", "gone", "gone", "gone", "gone", "healthy"]
    retention.retain(timezone.now() + timedelta(days=100), days=90)
    # The first visit and the fourth failure are routine; three strikes and the recovery are the finding's.
    assert list(Check.objects.order_by("at")) == [*checks[1:4], checks[5]]


def test_long_work_goes_in_batches_and_says_what_is_left():
    links = [make.make_link() for _ in range(3)]
    for link in links:
        for hour in range(5):
            make.make_check(link, at=at(f"2026-01-01 0{hour}:00"))
    done = retention.retain(NOW, days=90, most=7, batch=2)
    assert (done.rolled_up, done.more, Check.objects.count()) == (7, True, 8)
    assert retention.retain(NOW, days=90, batch=2).rolled_up == 8
    assert lines() == [(date(2026, 1, 1), 5, {"healthy": 5})] * 3


def test_checks_are_append_only_again_afterwards():
    link = make.make_link()
    make.make_check(link, at=at("2026-01-01 10:00"))
    make.make_check(link, at=at("2026-11-22 10:00"))
    retention.retain(NOW, days=90)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Check.objects.all().delete()


def test_the_command_says_how_many(capsys, settings):
    settings.FACTCHECK_KEEP_CHECKS = 10
    link = make.make_link()
    make.make_check(link, at=timezone.now() - timedelta(days=12))
    make.make_check(link, at=timezone.now() - timedelta(days=8))
    call_command("retain")
    assert capsys.readouterr().out.strip() == "rolled_up=1"
    assert Check.objects.count() == 1
