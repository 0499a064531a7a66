"""The card of a claim in other people's pages, and what oEmbed tells of it."""

import re
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from claims import services
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> newsroom.People:
    return newsroom.hire()


def ask(address: str, **more: str):
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return Client().get(f"/oembed?url={quote(address, safe='')}{query}")


def test_from_the_page_to_the_card(people):
    claim, review = newsroom.published(people)
    page = Client().get(f"/de/claims/{claim.public_id}/").text
    (told,) = re.findall(r'type="application/json\+oembed" href="([^"]+)"', page)
    answer = Client().get(told.removeprefix(settings.FACTCHECK_SITE_URL))
    described = answer.json()
    assert (described["type"], described["version"]) == ("rich", "1.0")
    assert (described["width"], described["height"]) == (560, 340)
    assert described["title"] == review.statement_de
    (frame,) = re.findall(r'src="([^"]+)"', described["html"])
    card = Client().get(frame.removeprefix(settings.FACTCHECK_SITE_URL))
    assert review.verdict_label_de in card.text
    assert review.one_sentence_de in card.text
    assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert "X-Frame-Options" not in card
    assert "<script" not in card.text
    assert not card.cookies
    # Everything else of the house stays out of frames.
    assert (
        "frame-ancestors 'none'" in Client().get(f"/de/claims/{claim.public_id}/")["Content-Security-Policy"]
    )


def test_the_card_speaks_the_language_of_the_address(people):
    claim, _ = newsroom.published(people)
    site = settings.FACTCHECK_SITE_URL
    assert (
        f"/en/claims/{claim.public_id}/embed/" in ask(f"{site}/en/claims/{claim.public_id}/").json()["html"]
    )
    bare = Client(headers={"accept-language": "en"}).get(
        "/oembed", {"url": f"{site}/claims/{claim.public_id}/"}
    )
    assert f"/en/claims/{claim.public_id}/embed/" in bare.json()["html"]


def test_no_larger_than_asked_for(people):
    claim, _ = newsroom.published(people)
    address = f"{settings.FACTCHECK_SITE_URL}/de/claims/{claim.public_id}/"
    small = ask(address, maxwidth="300", maxheight="9999999").json()
    assert (small["width"], small["height"]) == (300, 340)
    assert 'width="300"' in small["html"]
    assert ask(address, format="xml").status_code == 501


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/de/claims/abc/", "{site}/de/", "{site}/de/claims/nosuchid/", "http://[",
     "{site}/desk/claims/x/", "javascript:alert(1)", "{site}/de/claims/\0/", "{site}"],
)  # fmt: skip
def test_other_addresses_have_no_card(address):
    assert ask(address.format(site=settings.FACTCHECK_SITE_URL)).status_code == 404


def test_without_an_address_it_says_what_to_give():
    answer = Client(headers={"accept-language": "en"}).get("/oembed")
    assert answer.status_code == 400
    assert "?url=" in answer.text


def test_withdrawn_open_and_hidden_claims(people):
    claim, _ = newsroom.published(people)
    services.withdraw(claim=claim, actor=people["chief"], note_de="Die Quelle war gefälscht.")
    card = Client().get(f"/de/claims/{claim.public_id}/embed/").text
    assert "Zurückgezogen" in card
    assert "hue-misleading" not in card
    hidden = make.make_claim(make.make_article(make.make_case("silent", list_open_claims=False)))
    for address in (f"/de/claims/{hidden.public_id}/embed/", "/de/claims/nosuchid/embed/"):
        assert Client().get(address).status_code == 404
