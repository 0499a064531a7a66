"""Closing an account: sessions end, claims are handed over, what was signed stays."""

import pytest
from django.test import Client
from rest_framework.authtoken.models import Token

from claims import services
from claims.models import Assessment, LedgerEntry
from tests.claims import newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> newsroom.People:
    return newsroom.hire()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def close(people, name="checker", by="chief"):
    return services.deactivate(user=people[name], actor=people[by], note="Ruhestand.")


def test_sessions_and_tokens_end_at_once(people):
    laptop, phone = signed_in(people["checker"]), signed_in(people["checker"])
    other = signed_in(people["editor"])
    Token.objects.create(user=people["checker"])
    assert laptop.get("/desk/").status_code == 200
    close(people)
    assert {laptop.get("/desk/").status_code, phone.get("/desk/").status_code} == {302}
    assert other.get("/desk/").status_code == 200
    assert not Token.objects.exists()
    assert not laptop.login(username="checker", password="anything")


def test_ending_sessions_counts_those_of_this_account_alone(people):
    signed_in(people["checker"])
    signed_in(people["checker"])
    signed_in(people["editor"])
    assert services.end_sessions(people["checker"]) == 2
    assert services.end_sessions(people["checker"]) == 0


def test_claims_go_to_the_stand_in_or_to_nobody(people):
    covered, open_claim = newsroom.in_research(people), newsroom.in_research(people)
    helped = newsroom.in_research(people)
    assign = {"actor": people["editor"], "to": people["checker"]}
    services.assign(claim=covered, stand_in=people["checker2"], **assign)
    services.assign(claim=open_claim, **assign)
    services.assign(claim=helped, to=people["checker2"], stand_in=people["checker"], actor=people["editor"])
    close(people)
    covered, open_claim, helped = map(newsroom.fresh, (covered, open_claim, helped))
    assert (covered.assignee, covered.stand_in) == (people["checker2"], None)
    assert open_claim.assignee is None
    assert (helped.assignee, helped.stand_in) == (people["checker2"], None)
    assert newsroom.last_payload(covered, "assigned")["left"] == "checker"
    assert newsroom.broken() == []


def test_a_claim_that_is_done_can_be_reopened_and_rated_by_others(people):
    claim, _ = newsroom.published(people)
    assert claim.assignee == people["checker"]
    close(people)
    services.transition(claim=claim, to="research", actor=people["editor"], note="Neue Zahlen.")
    newsroom.rate(claim, people["checker2"])
    assert newsroom.fresh(claim).assignee == people["checker2"]


def test_what_somebody_signed_stays_signed(people):
    claim, _ = newsroom.published(people)
    close(people)
    assert Assessment.objects.filter(claim=claim, by=people["checker"]).exists()
    entry = LedgerEntry.objects.get(chain="house", action="account_closed")
    assert entry.payload == {"user": "checker", "note": "Ruhestand."}


def test_only_chiefs_close_accounts_and_not_their_own(people):
    with pytest.raises(services.NotAllowed):
        close(people, by="editor")
    with pytest.raises(services.Refused, match="own account"):
        close(people, name="chief")
    with pytest.raises(services.Refused, match="reason"):
        services.deactivate(user=people["checker"], actor=people["chief"], note=" ")
    close(people)
    with pytest.raises(services.Refused, match="closed already"):
        close(people)
