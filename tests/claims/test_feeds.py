"""Feeds, sitemap and robots.txt: what is published, nothing that is not, and in a form that parses."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from claims import services
from claims.models import Case, Review
from claims.views import sitemaps
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SITE = "http://127.0.0.1:8000"
FEEDS = ["/feeds/reviews.atom", "/feeds/reviews.json", "/feeds/corrections.atom"]


def entries(client: Client, address: str) -> list[dict[str, str]]:
    feed = ElementTree.fromstring(client.get(address).content)
    return [
        {
            "title": entry.findtext(f"{ATOM}title"),
            "id": entry.findtext(f"{ATOM}id"),
            "link": entry.find(f"{ATOM}link").attrib["href"],
            "published": entry.findtext(f"{ATOM}published"),
            "updated": entry.findtext(f"{ATOM}updated"),
            "summary": entry.findtext(f"{ATOM}summary"),
        }
        for entry in feed.iter(f"{ATOM}entry")
    ]


def addresses(client: Client, address: str = "/sitemap.xml") -> dict[str, str | None]:
    """Each address without the site, and when it last changed."""
    urls = ElementTree.fromstring(client.get(address).content)
    return {
        url.findtext(f"{MAP}loc").removeprefix(SITE): url.findtext(f"{MAP}lastmod")
        for url in urls.iter(f"{MAP}url")
    }


def test_an_entry_says_the_rating_first_in_either_language(client):
    review = make.make_review(
        make.make_claim(statement_de="Alles wird gezählt.", statement_en="All is counted.")
    )
    address = f"/claims/{review.claim.public_id}/"
    german = entries(client, "/feeds/reviews.atom?language=de")[0]
    english = entries(client, "/feeds/reviews.atom?language=en")[0]
    assert german["title"] == "Falsch: Alles wird gezählt."
    assert english["title"] == "Inaccurate: All is counted."
    assert german["id"] == english["id"] == SITE + address
    assert german["link"] == f"{SITE}/de{address}"
    assert english["link"] == f"{SITE}/en{address}"
    assert "The one sentence that matters." in english["summary"]
    assert "Der Satz, auf den es ankommt." in german["summary"]


def test_without_a_language_the_reader_s_own(client):
    make.make_review()
    answer = client.get("/feeds/reviews.atom", headers={"Accept-Language": "en"})
    assert "Newest fact-checks" in answer.text
    assert "Accept-Language" in answer["Vary"]
    assert not answer.cookies
    again = client.get(
        "/feeds/reviews.atom", headers={"Accept-Language": "en", "If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_a_version_moves_an_entry_up_and_a_slip_does_not(client):
    first, second = make.make_claim(), make.make_claim()
    make.make_review(first, published_at=make.moment("2026-01-01"))
    make.make_review(second, published_at=make.moment("2026-01-02"))
    make.make_review(first, kind="update", published_at=make.moment("2026-01-03"), note_de="Neues.")
    make.make_review(second, kind="editorial", published_at=make.moment("2026-01-04"), note_de="Komma.")
    found = entries(client, "/feeds/reviews.atom?language=de")
    assert [row["id"].split("/")[-2] for row in found] == [first.public_id, second.public_id]
    assert [row["updated"][:10] for row in found] == ["2026-01-03", "2026-01-02"]
    assert [row["published"][:10] for row in found] == ["2026-01-01", "2026-01-02"]


def test_the_json_feed_holds_the_same(client):
    review = make.make_review()
    answer = client.get("/feeds/reviews.json?language=en")
    feed = json.loads(answer.content)
    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{SITE}/feeds/reviews.json?language=en"
    assert feed["home_page_url"] == f"{SITE}/en/"
    assert feed["language"] == "en"
    item = feed["items"][0]
    atom = entries(client, "/feeds/reviews.atom?language=en")[0]
    assert (item["id"], item["url"], item["title"]) == (atom["id"], atom["link"], atom["title"])
    assert item["content_html"] == atom["summary"].strip()
    assert item["date_published"] == review.published_at.isoformat()
    assert item["tags"] == ["Inaccurate"]


def test_corrections_come_with_their_note(client):
    claim = make.make_claim(statement_de="So war es.")
    make.make_review(claim)
    make.make_review(claim, kind="correction", note_de="Die Zahl war falsch.")
    make.make_review(claim, kind="update", note_de="Ein Beleg mehr.")
    found = entries(client, "/feeds/corrections.atom?language=de")
    assert [row["title"] for row in found] == ["Korrektur: So war es."]
    assert "Die Zahl war falsch." in found[0]["summary"]
    assert found[0]["id"].endswith(f"/claims/{claim.public_id}/#version-2")


def test_withdrawn_fact_checks_are_a_correction_and_no_fact_check(client):
    claim = make.make_claim()
    make.make_review(claim)
    make.make_review(claim, kind="withdrawal", note_de="Wir haben uns geirrt.", snapshot={"evidence": []})
    assert entries(client, "/feeds/reviews.atom") == []
    assert "Wir haben uns geirrt." in entries(client, "/feeds/corrections.atom?language=de")[0]["summary"]


def test_demonstrations_are_marked(client):
    make.make_review(demonstration=True)
    assert entries(client, "/feeds/reviews.atom?language=de")[0]["title"].startswith("Vorführung: ")
    english = client.get("/feeds/reviews.json?language=en").json()
    assert english["items"][0]["title"].startswith("Demonstration: ")


def test_characters_that_xml_cannot_hold_do_not_break_the_feed(client):
    make.make_review(make.make_claim(statement_de="Ein \x0b <b>Satz</b> & \ufffe Ende."))
    found = entries(client, "/feeds/reviews.atom?language=de")
    assert found[0]["title"] == "Falsch: Ein  <b>Satz</b> &  Ende."


def test_nothing_that_is_not_public(client):
    """Embargoed, suppressed, our own manuscript, suggested, in work: in no feed, not in the sitemap."""
    people = newsroom.hire()
    waiting = newsroom.ready(people)
    services.publish(claim=waiting, actor=people["editor"], publish_at=timezone.now() + timedelta(days=1))
    taken = make.make_review(kind="correction", suppressed_at=timezone.now()).claim
    own = make.make_review(
        make.make_claim(make.make_article(make.make_case(kind=Case.Kind.OWN_MANUSCRIPT)))
    ).claim
    hushed = make.make_claim(make.make_article(make.make_case(list_open_claims=False)))
    suggestion = make.make_assessment().claim
    for address in (*FEEDS, "/sitemap.xml"):
        text = client.get(address).text
        for claim in (waiting, taken, own, hushed, suggestion):
            assert claim.public_id not in text, address
        for claim in (waiting, own, hushed, suggestion):
            assert claim.article.slug not in text, address


def test_every_address_of_the_sitemap_may_be_indexed(client):
    """And says the same of itself: 200, no noindex, canonical at that very address."""
    metric, other = make.make_metric("kameras"), make.make_metric("zuege")
    review = make.make_review(make.make_figure(make.make_claim(), metric).claim)
    unsure = make.make_assessment(make.make_figure(make.make_claim(), other).claim).claim
    open_claim = make.make_claim()
    closed = make.make_claim().article.document
    type(closed).objects.filter(pk=closed.pk).update(confidentiality="desk")
    found = addresses(client)
    assert f"/en/claims/{review.claim.public_id}/" in found
    assert f"/de/claims/{open_claim.public_id}/" in found
    assert "/de/metrics/kameras/" in found
    assert "/de/metrics/zuege/" not in found
    assert f"/de/articles/{unsure.article.slug}/" not in found
    assert f"/de/cases/{unsure.article.case.slug}/" not in found
    changed = timezone.localdate(review.published_at).isoformat()
    assert found[f"/de/claims/{review.claim.public_id}/"] == changed
    for address in found:
        page = client.get(address)
        assert page.status_code == 200, address
        assert "noindex" not in page.text, address
        assert f'rel="canonical" href="{SITE}{address}"' in page.text


def test_each_address_names_the_other_language(client):
    urls = ElementTree.fromstring(client.get("/sitemap.xml").content)
    home = next(iter(urls.iter(f"{MAP}url")))
    links = {link.attrib["hreflang"]: link.attrib["href"] for link in home.iter(f"{XHTML}link")}
    assert links == {"de": f"{SITE}/de/", "en": f"{SITE}/en/", "x-default": f"{SITE}/"}


def test_many_claims_take_several_files(client, monkeypatch):
    claims = [make.make_review().claim for _ in range(3)]
    monkeypatch.setattr(sitemaps, "MANY", 2)
    monkeypatch.setattr(sitemaps.Addresses, "limit", 4)
    files = ElementTree.fromstring(client.get("/sitemap.xml").content)
    places = [each.text for each in files.iter(f"{MAP}loc")]
    ours = [place.partition("//")[2].partition("/")[2] for place in places if "claims" in place]
    assert ours == ["sitemap-claims.xml", "sitemap-claims.xml?p=2"]
    found = [address for place in ours for address in addresses(client, "/" + place)]
    assert found == [f"/{code}/claims/{claim.public_id}/" for claim in claims for code in ("de", "en")]
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_robots_are_told_where_not_to_look(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /desk/\n" in answer.text
    assert f"Sitemap: {SITE}/sitemap.xml\n" in answer.text


@pytest.mark.parametrize("times", [1, 3])
def test_each_asks_its_named_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, times: int
) -> None:
    for _ in range(times):
        claim = make.make_claim()
        make.make_review(claim)
        make.make_review(claim, kind="correction", note_de="Ein Fehler.")
    questions = {address: ["versions"] for address in FEEDS}
    questions["/sitemap.xml"] = ["how many", "cases", "articles", "claims", "measures"]
    for address, named in questions.items():
        with django_assert_num_queries(len(named), info=address):
            assert client.get(address).status_code == 200


def test_pages_lead_to_the_feeds(client):
    for address, feed in {"/de/": "reviews", "/en/corrections/": "corrections"}.items():
        assert f'/feeds/{feed}.atom?language={address[1:3]}"' in client.get(address).text
    assert Review.objects.count() == 0
