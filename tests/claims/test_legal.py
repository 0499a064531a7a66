"""Suppression and preservation for legal reasons, on every surface that stands."""

import pytest
from django.test import Client

from claims import services
from claims.models import Claim, LedgerEntry
from tests.claims import newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> newsroom.People:
    return newsroom.hire()


def pages(claim) -> dict[str, int]:
    client = Client()
    addresses = {
        "page": f"/de/claims/{claim.public_id}/",
        "api": f"/api/v1/claims/{claim.public_id}/",
        "proof": f"/claims/{claim.public_id}/proof.json",
    }
    return {name: client.get(address).status_code for name, address in addresses.items()}


def test_all_versions_go_at_once_and_come_back(people):
    claim, review = newsroom.published(people)
    services.suppress(claim=claim, actor=people["chief"], reason="Einstweilige Verfügung.")
    assert set(pages(claim).values()) == {451}
    assert not Claim.objects.public().exists()
    assert "laufende Summe" not in Client().get("/de/").text
    assert review.pk in [row.pk for row in claim.reviews.all()]  # nothing is deleted
    services.unsuppress(claim=claim, actor=people["chief"], reason="Verfügung aufgehoben.")
    assert (pages(claim)["page"], pages(claim)["api"]) == (200, 200)
    assert newsroom.acts(claim)[-2:] == ["suppressed", "unsuppressed"]
    assert newsroom.last_payload(claim, "suppressed") == {
        "versions": [1],
        "reason": "Einstweilige Verfügung.",
    }


def test_an_older_version_alone_may_go(people):
    claim, first = newsroom.published(people)
    services.correct_slip(
        claim=claim, actor=people["editor2"], note_de="Tippfehler.", rationale_de="Sie zählt seit 2013."
    )
    services.suppress(claim=claim, actor=people["chief"], reason="Persönlichkeitsrecht.", review=first)
    assert pages(claim)["page"] == 200
    api = Client().get("/api/v1/reviews/").json()["results"]
    assert [row["number"] for row in api] == [2]
    with pytest.raises(services.Refused, match="no version left"):
        services.suppress(claim=claim, actor=people["chief"], reason="Noch einmal.", review=first)


def test_what_waits_goes_with_the_version_in_force(people):
    claim, first = newsroom.published(people)
    services.transition(claim=claim, to="research", actor=people["editor"], note="Neue Zahlen.")
    newsroom.rate(claim, people["checker"])
    newsroom.rate(claim, people["editor"])
    hour = first.published_at.replace(year=first.published_at.year + 1)
    services.publish(claim=claim, actor=people["editor"], note_de="Neu.", publish_at=hour)
    services.suppress(claim=claim, actor=people["chief"], reason="Verfügung.", review=first)
    services.publish_due(now=hour)
    assert pages(claim)["page"] == 451


def test_a_new_version_of_what_was_taken_down_is_the_chiefs(people):
    claim, _ = newsroom.published(people)
    services.suppress(claim=claim, actor=people["chief"], reason="Verfügung.")
    services.transition(claim=claim, to="research", actor=people["editor"], note="Umformulieren.")
    newsroom.rate(claim, people["checker"])
    newsroom.rate(claim, people["editor"])
    with pytest.raises(services.NotAllowed, match="ask a chief"):
        services.publish(claim=claim, actor=people["editor"], note_de="Neu.")


@pytest.mark.parametrize("verb", ["suppress", "unsuppress", "hold_legally", "lift_legal_hold"])
def test_only_chiefs_and_only_with_a_reason(people, verb):
    claim, _ = newsroom.published(people)
    act = getattr(services, verb)
    with pytest.raises(services.NotAllowed):
        act(claim=claim, actor=people["editor"], reason="Verfügung.")
    with pytest.raises(services.Refused, match="legal reason"):
        act(claim=claim, actor=people["chief"], reason="  ")


def test_under_legal_hold_nothing_is_erased(people):
    claim, _ = newsroom.published(people)
    erase = {"claim": claim, "sequence": 1, "actor": people["chief"], "reason": "Löschanspruch."}
    services.hold_legally(claim=claim, actor=people["chief"], reason="Anhängiges Verfahren.")
    with pytest.raises(services.Refused, match="legal hold"):
        services.erase_payload(**erase)
    with pytest.raises(services.Refused, match="already"):
        services.hold_legally(claim=claim, actor=people["chief"], reason="Noch eines.")
    services.lift_legal_hold(claim=claim, actor=people["chief"], reason="Verfahren beendet.")
    services.erase_payload(**erase)
    entry = LedgerEntry.objects.get(chain=claim.ledger_chain, sequence=1)
    assert (entry.payload, entry.salt) == (None, "")
    assert newsroom.broken() == []
    assert newsroom.acts(claim)[-3:] == ["legal_hold", "legal_hold_lifted", "payload_erased"]
    with pytest.raises(services.Refused, match="no entry 1"):
        services.erase_payload(**erase)


def test_what_is_not_held_cannot_be_lifted(people):
    claim, _ = newsroom.published(people)
    with pytest.raises(services.Refused, match="not under legal hold"):
        services.lift_legal_hold(claim=claim, actor=people["chief"], reason="Verfahren beendet.")
    with pytest.raises(services.Refused, match="no version left"):
        services.unsuppress(claim=claim, actor=people["chief"], reason="Irrtum.")
