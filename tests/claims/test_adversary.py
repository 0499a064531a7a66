"""What somebody finds out who asks everything they may ask."""

import re
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from claims import services
from claims.models import Claim
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db

# What differs from one asking to the next anyway: tokens, digests, keys of rows, moments.
CHANGING = re.compile(r'csrfmiddlewaretoken" value="\w+"|\b[0-9a-f]{16,}…?|\d\d:\d\d(:\d\d)?(\.\d+)?Z?')


def told(people: newsroom.People, addresses: list[str]) -> dict[str, str]:
    answers = {}
    for name, person in people.items():
        client = Client(headers={"accept-language": "en"})
        client.force_login(person)
        for address in addresses:
            answer = client.get(address, follow=False)
            answers[f"{name} {address}"] = f"{answer.status_code} {CHANGING.sub('', answer.text)}"
    return answers


def undone(act: Callable[[], object]) -> object:
    """What an act gives, without what it did."""
    with transaction.atomic():
        found = act()
        transaction.set_rollback(True)
    return found


def test_a_blind_rating_is_told_by_no_page_whichever_it_is():
    people = newsroom.hire()
    claim = newsroom.in_research(people, eyes=4)
    newsroom.give_evidence(claim, people["reporter"])
    services.record_reply(claim=claim, actor=people["editor"], asked_whom="Das Blatt")
    mine, api = f"/desk/claims/{claim.public_id}/", f"/api/v1/claims/{claim.public_id}/"
    addresses = [
        "/desk/?tray=all",
        "/desk/?tray=review",
        f"/desk/articles/{claim.article.slug}/?claim={claim.public_id}",
        mine,
        f"{mine}review/",
        f"{mine}preview/",
        f"/desk/ledger/?chain={claim.ledger_chain}",
        api,
        f"{api}assessments/",
        f"{api}ledger/",
        "/api/v1/claims/?state=review",
        f"/api/v1/claims/match/?claim={claim.public_id}",
    ]
    curious = {name: people[name] for name in ("editor", "auditor")}

    def rated(slug: str) -> dict[str, str]:
        certain = "" if slug in ("unproven", "not_checkable") else "strong"
        newsroom.rate(newsroom.fresh(claim), people["checker"], slug, certainty=certain)
        assert newsroom.fresh(claim).state == "review"
        return told(curious, addresses)

    one = undone(lambda: rated("accurate"))
    for slug in ("inaccurate", "unproven", "not_checkable"):
        assert undone(lambda slug=slug: rated(slug)) == one


def test_words_that_are_not_published_yet_find_nothing():
    people = newsroom.hire()
    claim, _review = newsroom.published(people)
    Claim.objects.filter(pk=claim.pk).update(
        statement_de="Rhabarber wächst.", statement_en="Rhubarb grows.", topic="Rhabarber", revision=99
    )
    make.make_metric("rhabarber")
    make.make_figure(claim, metric=make.make_metric("rhubarb"))
    client = Client()
    for address in (
        "/de/search/?q=Rhabarber",
        "/api/v1/claims/?q=Rhabarber",
        "/api/v1/claims/?q=Rhubarb",
        "/api/v1/claims/?topic=Rhabarber",
        "/api/v1/claims/?metric=rhubarb",
        "/api/v1/claims/match/?text=Rhabarber+w%C3%A4chst",
        "/api/v1alpha1/claims:search?query=Rhabarber",
        "/api/v1/metrics/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert claim.public_id not in answer.text, address
        assert "rhubarb" not in answer.text.replace("?metric=rhubarb", ""), address


def test_who_said_it_according_to_work_since_is_no_claimant_yet():
    people = newsroom.hire()
    claim, _review = newsroom.published(people)
    before = Client().get("/api/v1/claimants/").text
    suspect = make.make_claimant("Eine Verdächtige")
    Claim.objects.filter(pk=claim.pk).update(claimant=suspect)
    assert Client().get("/api/v1/claimants/").text == before
    assert Client().get(f"/api/v1/claimants/{suspect.pk}/").status_code == 404
    assert Client().get(f"/api/v1/claims/?claimant={suspect.pk}").json()["count"] == 0


def test_nobody_learns_which_ids_are_claims():
    people = newsroom.hire()
    hidden = newsroom.record(people, list_open_claims=False)
    stranger = make.make_user("reporter")
    for client in (Client(), _signed_in(stranger)):
        for pattern in (
            "/de/claims/{}/",
            "/claims/{}.jsonld",
            "/claims/{}/proof.json",
            "/de/claims/{}/embed/",
            "/de/claims/{}/changes/",
            "/api/v1/claims/{}/",
            "/api/v1/claims/{}/ledger/",
            "/api/v1/claims/{}/packet/",
            "/api/v1/claims/match/?claim={}",
            "/desk/claims/{}/",
            "/desk/claims/{}/review/",
            "/oembed?url=http://127.0.0.1:8000/de/claims/{}/",
        ):
            there, nowhere = (client.get(pattern.format(key)) for key in (hidden.public_id, "zzzzzzzz"))
            assert there.status_code == nowhere.status_code != 200, pattern
            same = there.text.replace(hidden.public_id, "zzzzzzzz"), nowhere.text
            assert CHANGING.sub("", same[0]) == CHANGING.sub("", same[1]), pattern


def _signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client
