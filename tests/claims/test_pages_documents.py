"""Which documents readers meet: what the fact-checks in force rest on, not what was found since."""

import pytest
from django.test import Client

from tests import factories as make

pytestmark = pytest.mark.django_db

TITLE = "Bericht über Laternen"


@pytest.fixture
def claim():
    return make.make_claim(make.make_article(make.make_case("lampen", list_open_claims=False)))


def found_by_search():
    return TITLE in Client().get("/de/search/?q=Laternen").content.decode()


def test_a_document_cited_since_publication_is_met_with_the_next_version(claim):
    make.make_review(claim)
    document = make.make_document(TITLE)
    make.make_evidence(claim, document)
    make.make_figure(document, make.make_metric("lamps"))
    address = f"/de/documents/{document.pk}/"
    assert not found_by_search()
    assert Client().get(address).status_code == 404
    claim.reviews.update(is_current=False)
    make.make_review(claim, number=2, kind="update")
    assert found_by_search()
    assert Client().get(address).status_code == 200


def test_a_document_taken_out_since_publication_stays_until_the_next_version(claim):
    evidence = make.make_evidence(claim, make.make_document(TITLE))
    make.make_review(claim)
    evidence.dropped_at = make.moment("2026-11-22")
    evidence.save()
    assert found_by_search()
    claim.reviews.update(is_current=False)
    make.make_review(claim, number=2, kind="update")
    assert not found_by_search()


def test_an_uncited_document_is_met_where_it_completes_a_public_claims_figures(claim):
    """On pages and in the API alike; anything else uncited is work that nobody has published."""
    lamps, document = make.make_metric("lamps"), make.make_document(TITLE)

    def met() -> list[bool]:
        addresses = f"/de/documents/{document.pk}/", f"/api/v1/documents/{document.pk}/"
        return [found_by_search(), *(Client().get(address).status_code == 200 for address in addresses)]

    assert met() == [False, False, False]
    make.make_figure(document, lamps)
    make.make_figure(claim, lamps)
    assert met() == [False, False, False]
    make.make_review(claim)
    assert met() == [True, True, True]
    claim.reviews.update(is_current=False)
    make.make_review(claim, number=2, kind="withdrawal")
    assert met() == [False, False, False]
