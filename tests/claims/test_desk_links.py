"""Link health at the desk: constant queries, the right people, and looking again not too often."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from claims import services
from claims.models import Claim, LedgerEntry, Ruling
from claims.views.desk import links
from sources.models import DailyCheck, Document, Heartbeat, Host, Link
from sources.recheck import keeping
from tests import factories as make

pytestmark = pytest.mark.django_db

SIGNED_IN = ["session", "colleague"]
HEALTH = [
    *SIGNED_IN,
    "states",
    "oldest due",
    "whether copies can be kept",
    "visits by day",
    "hosts with links in trouble",
    "what is known of the hosts",
    "latest changes",
    "next due",
]
LINK = [
    *SIGNED_IN, "link", "number of visits", "visits", "changes", "copies", "asked of archives", "older days"
]  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    cache.clear()
    yield
    cache.clear()


def client_of(role: str, **columns) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.make_user(role, **columns))
    return client


def grow(times: int) -> Link:
    """Links in trouble, each with visits, changes and copies."""
    for number in range(times):
        link = make.make_link(state="gone", host_key=f"host{next(make.numbers)}.example")
        Host.objects.get_or_create(key=link.host_key, defaults={"incident_since": timezone.now()})
        for hours in range(3):
            make.make_check(link, "gone", at=timezone.now() - timedelta(hours=hours))
        make.make_finding(link, "gone")
        make.make_capture(link=link, text=f"text {number}")
        DailyCheck.objects.create(link=link, day="2026-01-01", checks=2, outcomes={"gone": 2})
    return link


@pytest.mark.parametrize("times", [1, 6])
def test_the_health_page_asks_as_much_however_much_there_is(
    times, django_assert_num_queries: DjangoAssertNumQueries
):
    grow(times)
    client = client_of("checker")
    # SQLite has no clock of its own to ask.
    asked = [*HEALTH, *(["the database's clock"] if connection.vendor == "postgresql" else [])]
    with django_assert_num_queries(len(asked)):
        html = client.get("/desk/links/").content.decode()
    assert html.count("host") >= times
    with django_assert_num_queries(len([*asked, "number of the state's links", "the state's links"])):
        client.get("/desk/links/?state=gone")


@pytest.mark.parametrize("times", [1, 6])
def test_a_link_s_page_asks_as_much_however_much_there_is(
    times, django_assert_num_queries: DjangoAssertNumQueries
):
    link = grow(1)
    for _ in range(times):
        make.make_check(link)
        make.make_capture(link=link, text=str(next(make.numbers)))
        make.make_finding(link, "text_changed", ended_at=make.moment("2100-02-02"))
    client = client_of("checker")
    with django_assert_num_queries(len(LINK)):
        client.get(f"/desk/links/{link.pk}/")


def test_health_tells_states_lag_hosts_changes_and_what_comes_next():
    late = make.make_link(next_check_at=timezone.now() - timedelta(hours=3))
    lost = grow(1)
    Heartbeat.objects.create(name=keeping.NAME, at=make.moment("2026-11-22 10:00"))
    html = client_of("auditor").get("/desk/links/").content.decode()
    assert "Saved copies cannot be kept since 22 Nov 2026, 11:00" in html
    assert "2 addresses watched" in html
    assert "3\xa0hours" in html
    assert "Checking lags behind" in html
    assert '<rect class="seen-lost"' in html
    assert lost.host_key in html
    assert f'href="/desk/links/{late.pk}/"' in html
    listed = client_of("auditor").get("/desk/links/?state=gone").content.decode()
    assert lost.url in listed
    assert late.url not in listed
    assert client_of("auditor").get("/desk/links/?state=%3Cb%3E").status_code == 200


def test_states_of_the_same_words_are_one_tray():
    shown = [make.make_link(state=state) for state in ("replaced", "soft_404")]
    html = client_of("auditor").get("/desk/links/?state=replaced").content.decode()
    assert 'page shows other content <span class="count">2</span>' in html
    assert "?state=soft_404" not in html
    assert all(link.url in html for link in shown)


def test_every_outcome_has_its_group():
    seen = {state for state, _label in Link._meta.get_field("state").choices} - {"unknown", "suspect"}
    assert seen | {"not_modified", "outage"} == set(links.GROUP_OF)


def test_visits_are_paged():
    link = make.make_link()
    for number in range(links.PAGE + 1):
        make.make_check(link, status_code=200 + number)
    client = client_of("checker")
    first = client.get(f"/desk/links/{link.pk}/").content.decode()
    second = client.get(f"/desk/links/{link.pk}/?page=2").content.decode()
    assert first.count('data-label="Status">2') == links.PAGE
    assert 'rel="next"' in first
    assert second.count('data-label="Status">2') == 1


def test_who_may_not_read_the_document_does_not_learn_of_its_links():
    hidden = make.make_link(make.make_document("Hidden source", confidentiality="named"))
    make.make_check(hidden, "gone")
    make.make_finding(hidden)
    client = client_of("chief")
    html = client.get("/desk/links/").content.decode()
    assert "Hidden source" not in html
    assert hidden.host_key not in html
    assert "<rect" not in html
    assert client.get(f"/desk/links/{hidden.pk}/").status_code == 404
    assert client.post(f"/desk/links/{hidden.pk}/recheck/").status_code == 404
    assert Client().get("/desk/links/").status_code == 302


def test_check_again_now_makes_it_due():
    link = make.make_link(next_check_at=make.moment("2100-01-01"))
    assert client_of("checker").post(f"/desk/links/{link.pk}/recheck/").status_code == 302
    link.refresh_from_db()
    assert link.next_check_at <= timezone.now()
    assert client_of("checker").get(f"/desk/links/{link.pk}/recheck/").status_code == 405


def test_asking_too_often_is_refused_for_that_person_alone(monkeypatch):
    monkeypatch.setattr(links.RecheckRate, "rate", "2/min")
    link = make.make_link()
    eager, other = client_of("checker"), client_of("checker")
    assert [eager.post(f"/desk/links/{link.pk}/recheck/").status_code for _ in range(3)] == [302, 302, 429]
    assert other.post(f"/desk/links/{link.pk}/recheck/").status_code == 302


def test_who_may_ask_for_another_look():
    link = make.make_link()
    address = f"/desk/links/{link.pk}/recheck/"
    assert client_of("auditor").post(address).status_code == 403
    reporter = make.make_user("reporter")
    client = Client()
    client.force_login(reporter)
    assert client.post(address).status_code == 404
    claim = make.make_claim()
    claim.article.case.members.add(reporter)
    make.make_evidence(claim, link.document)
    assert client.post(address).status_code == 302


def test_what_is_not_watched_cannot_be_looked_at():
    link = make.make_link(public=False)
    assert client_of("checker").post(f"/desk/links/{link.pk}/recheck/").status_code == 409


def test_an_archive_is_asked_to_keep_a_page(settings):
    link = make.make_link(url="https://court.example/report")
    address = f"/desk/links/{link.pk}/archive/"
    assert client_of("auditor").post(address).status_code == 403
    checker = client_of("checker")
    assert address in checker.get(f"/desk/links/{link.pk}/").text
    told = checker.post(address, follow=True)
    assert "waits to be sent" in told.text
    assert LedgerEntry.objects.get(action="archive_asked").payload == {"link": link.pk, "archive": "wayback"}
    Document.objects.update(confidentiality="desk")
    refused = checker.post(address, headers={"Accept-Language": "de"})
    assert (refused.status_code, link.submissions.count()) == (400, 1)
    assert "Kein Archiv erfährt von ihr" in refused.text


def test_what_editors_decided_holds_at_the_adopted_address():
    link = make.make_link(state="moved", moved_to="https://elsewhere.example/new")
    passage = make.make_passage(link.document, "17 million")
    claim = make.make_evidence(make.make_claim(), passage=passage).claim
    finding = make.make_finding(link, "figure_changed", passage=passage)
    editor = make.make_user("editor")
    Ruling.objects.create(claim=claim, finding=finding, by=editor, decision="harmless", note="A slip.")
    assert not Claim.objects.in_question().exists()
    services.adopt_address(link=link, actor=editor)
    (ruling,) = Ruling.objects.filter(finding__link__url=link.moved_to)
    assert (ruling.claim, ruling.note) == (claim, "A slip.")
    assert not Claim.objects.in_question().exists()


def test_an_editor_adopts_a_new_address():
    link = make.make_link(state="moved", moved_to="https://elsewhere.example/new")
    address = f"/desk/links/{link.pk}/adopt/"
    assert client_of("checker").post(address).status_code == 403
    editor = client_of("editor")
    assert address in editor.get(f"/desk/links/{link.pk}/").content.decode()
    response = editor.post(address)
    new = Link.objects.get(url="https://elsewhere.example/new")
    assert response["Location"] == f"/desk/links/{new.pk}/"
    link.refresh_from_db()
    assert (link.active, new.active) == (False, True)
    assert LedgerEntry.objects.get(action="address_adopted").payload["to"] == new.url
    assert editor.post(address).status_code == 400


def test_the_log_does_not_tell_addresses_of_documents_for_named_persons():
    document = make.make_document(confidentiality="named")
    moved = make.make_link(document, state="moved", moved_to="https://elsewhere.example/hidden")
    editor = make.make_user("editor")
    services.vouch_for_page(
        link=make.make_link(document, "https://a.example/hidden", state="gone"), actor=editor
    )
    services.adopt_address(link=moved, actor=editor)
    told = [
        entry.payload
        for entry in LedgerEntry.objects.filter(action__in=["address_adopted", "page_vouched_for"])
    ]
    assert len(told) == 2
    assert "example" not in str(told)


def test_an_editor_who_saw_the_page_wins_for_a_month():
    link = make.make_link(state="gone")
    finding = make.make_finding(link, "gone")
    address = f"/desk/links/{link.pk}/vouch/"
    assert client_of("checker").post(address).status_code == 403
    editor = client_of("editor")
    assert address in editor.get(f"/desk/links/{link.pk}/").content.decode()
    assert editor.post(address)["Location"] == f"/desk/links/{link.pk}/"
    link.refresh_from_db()
    finding.refresh_from_db()
    assert (link.state, finding.ended_at is None) == ("healthy", False)
    payload = LedgerEntry.objects.get(action="page_vouched_for").payload
    assert (payload["said"], payload["until"]) == ("gone", link.override_until.isoformat())
    shown = editor.get(f"/desk/links/{link.pk}/").content.decode()
    assert "by a colleague&#x27;s word" in shown or "by a colleague's word" in shown
    assert address not in shown
    assert editor.post(address).status_code == 400
