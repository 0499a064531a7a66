"""What was done with which claim, and how far blind ratings agree."""

import pytest
from django.test import Client

from claims.agreement import agreement
from claims.models import LedgerEntry
from claims.views.desk.activity import pairs
from tests import factories as make
from tests.claims import newsroom


def table(both: int, first: int, second: int, neither: int) -> list[tuple[str, str]]:
    return [("a", "a")] * both + [("a", "b")] * first + [("b", "a")] * second + [("b", "b")] * neither


@pytest.mark.parametrize(
    ("given", "percent", "kappa"),
    [
        (table(20, 5, 10, 15), 70, 0.4),  # worked by hand: 0.70 observed, 0.50 by chance
        (table(45, 15, 25, 15), 60, 0.1304),
        (table(25, 35, 5, 35), 60, 0.2593),
        (table(15, 0, 0, 15), 100, 1),
        (table(0, 15, 15, 0), 0, -1),
        (table(30, 0, 0, 0), 100, None),
        (table(29, 0, 0, 0), None, None),
        ([], None, None),
    ],
)
def test_agreement(given, percent, kappa):
    told = agreement(given)
    assert told.pairs == len(given)
    assert told.percent == (None if percent is None else pytest.approx(percent))
    assert told.kappa == (None if kappa is None else pytest.approx(kappa, abs=5e-5))


@pytest.mark.django_db
def test_pairs_are_those_that_are_open():
    people = newsroom.hire()
    closed = newsroom.at_sign_off(people)
    told = newsroom.at_sign_off(people)
    newsroom.rate(told, people["editor"], "accurate")
    assert list(pairs(people["auditor"])) == list(pairs(people["checker"])) == [("misleading", "accurate")]
    newsroom.rate(closed, people["editor"])
    assert sorted(pairs(people["auditor"])) == [("misleading", "accurate"), ("misleading", "misleading")]


@pytest.mark.django_db
def test_who_rates_after_both_stood_side_by_side_was_not_blind():
    people = newsroom.hire()
    claim = newsroom.ready(people)
    assert newsroom.rate(claim, people["editor2"], "accurate").blind is False
    assert [told.blind for told in claim.assessments.order_by("at", "id")] == [False, True, False]
    entries = LedgerEntry.objects.visible_to(people["auditor"]).filter(
        chain=claim.ledger_chain, action="assessed"
    )
    assert [entry.payload["blind"] for entry in entries.order_by("sequence")] == [False, True, False]
    assert newsroom.fresh(claim).state == "research"
    assert list(pairs(people["auditor"])) == [("misleading", "misleading")]


@pytest.mark.django_db
@pytest.mark.parametrize("by_person", [False, True])
def test_activity_is_told_by_claim_and_by_person_only_where_the_house_says_so(
    settings, by_person, django_assert_num_queries
):
    settings.FACTCHECK_ACTIVITY_BY_PERSON = by_person
    people = newsroom.hire()
    claims = [newsroom.in_research(people) for _ in range(3)]
    client = Client(headers={"accept-language": "en"})
    client.force_login(people["auditor"])
    asked = ["session", "reader", "acts by claim", "claims", "ratings"] + ["by person"] * by_person
    with django_assert_num_queries(len(asked)):
        text = client.get("/desk/activity/").text
    assert all(claim.public_id in text for claim in claims)
    assert ("By person" in text) is by_person
    assert "0 of 30 pairs" in text
    stranger = Client()
    stranger.force_login(make.make_user("reporter"))
    assert claims[0].public_id not in stranger.get("/desk/activity/?days=90").text
