"""Claims like this one at the desk: who sees what of them."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db

SAID = "In Shenzhen hängen 200 Millionen Kameras an den Laternen"


@pytest.fixture
def theirs():
    """A published claim of another team's case, being reworded."""
    claim = make.make_claim(make.make_article(make.make_case("theirs")), statement_de=SAID, statement_en="")
    make.make_review(claim)
    claim.statement_de = f"{SAID}, sagt ein Entwurf"
    claim.save()
    return claim


@pytest.fixture
def ours():
    return make.make_claim(make.make_article(make.make_case("ours")), statement_de=SAID)


def screen_of(claim, role):
    person = make.make_user(role)
    claim.article.case.members.add(person)
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client.get(reverse("desk-claim", args=[claim.public_id])).content.decode()


def test_a_reporter_meets_another_teams_claim_as_readers_do(ours, theirs):
    page = screen_of(ours, "reporter")
    assert f'href="/en/claims/{theirs.public_id}/"' in page
    assert "Entwurf" not in page


def test_who_reads_everything_meets_it_as_the_desk_has_it(ours, theirs):
    page = screen_of(ours, "checker")
    assert f'href="/desk/claims/{theirs.public_id}/"' in page
    assert "Entwurf" in page


def test_a_withdrawn_rating_is_not_told_as_one(ours, theirs):
    assert "rated on" in screen_of(ours, "checker")
    theirs.reviews.update(is_current=False)
    make.make_review(theirs, number=2, kind="withdrawal")
    page = screen_of(ours, "checker")
    assert "no fact-check yet" in page
    assert "rated on" not in page
