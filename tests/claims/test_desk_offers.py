"""Forms that a claim's page only offers: made when they are asked for, in a page or as a part of one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims import services
from tests import factories as make
from tests.claims import newsroom

MOST_QUERIES = 40
pytestmark = pytest.mark.django_db

# Name of the offer, a field's id in its form, the act it needs in the role table.
OFFERED = [
    ("figures", "figure_metric", "add"),
    ("cite", "cite_url", "add"),
    ("calculate", "calculation_formula", "add"),
    ("same", "same_as_for", "add"),
    ("hold", "hold_until", "add"),
    ("decline", "decline_reason", "decline"),
    ("chief", "chief_act", "suppress"),
    ("passage", "passage_act", "suppress"),
]


def signed_in(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.mark.parametrize(("name", "field", "act"), OFFERED)
@pytest.mark.parametrize("role", ["reporter", "editor", "chief"])
def test_a_form_comes_when_it_is_asked_for(name, field, act, role):
    people = newsroom.hire()
    claim = newsroom.in_research(people)
    newsroom.give_evidence(claim, people["reporter"])
    client, address = signed_in(people[role]), f"/desk/claims/{claim.public_id}/"
    part = {"HX-Request": "true", "HX-Target": f"offer-{name}"}
    plain = client.get(address).text
    assert f'id="{field}"' not in plain
    if people[role].may(act):
        assert f'href="{address}?open={name}"' in plain
        assert f'id="{field}"' in client.get(address, {"open": name}).text
        alone = client.get(address, {"open": name}, headers=part).text
        assert f'id="{field}"' in alone
        assert "<main" not in alone
    else:
        assert f"?open={name}" not in plain
        assert f'id="{field}"' not in client.get(address, {"open": name}).text
        assert client.get(address, {"open": name}, headers=part).status_code == 404


def test_withdrawing_is_offered_once_there_is_something_to_withdraw():
    people = newsroom.hire()
    claim = newsroom.ready(people)
    client, address = signed_in(people["chief"]), f"/desk/claims/{claim.public_id}/"
    assert "?open=withdraw" not in client.get(address).text
    services.publish(claim=claim, actor=people["editor"])
    assert "?open=withdraw" in client.get(address).text
    assert 'id="withdraw_note_de"' in client.get(address, {"open": "withdraw"}).text
    public = f'href="/en/claims/{claim.public_id}/"'
    assert public in client.get(address).text
    services.withdraw(claim=claim, actor=people["chief"], note_de="Grundlage weggefallen.")
    after = client.get(address).text
    assert public in after
    assert "<b>withdrawn</b>" in after
    assert "?open=withdraw" not in after


def test_who_only_reads_is_asked_to_change_nothing():
    people = newsroom.hire()
    claim = newsroom.in_research(people)
    newsroom.give_evidence(claim, people["reporter"])
    asked = "Say what is missing, change"
    assert asked in signed_in(people["checker"]).get(f"/desk/claims/{claim.public_id}/").text
    text = signed_in(people["auditor"]).get(f"/desk/claims/{claim.public_id}/").text
    assert asked not in text
    assert text.count("Nothing yet.") == 2  # figures and comments


def test_without_evidence_citing_stands_open():
    people = newsroom.hire()
    claim = newsroom.in_research(people)
    assert 'id="cite_url"' in signed_in(people["checker"]).get(f"/desk/claims/{claim.public_id}/").text


def test_a_claim_costs_the_same_however_much_stands_on_it():
    people = newsroom.hire()
    claim = newsroom.in_research(people)
    client, asked = signed_in(people["chief"]), []
    for number in range(6):
        page = make.make_document(f"Bericht {number}", medium="web")
        services.cite(claim=claim, document=page, stance="refutes", locator="S. 4", actor=people["checker"])
        make.make_figure(claim, value=number)
        services.comment(claim=claim, actor=people["checker"], text="Gesehen.")
        client.get(f"/desk/claims/{claim.public_id}/")  # the index of matching is brought up to date
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/desk/claims/{claim.public_id}/").status_code == 200
        asked.append(len(queries))
    assert asked[1:] == [asked[1]] * 5
    assert max(asked) <= MOST_QUERIES
