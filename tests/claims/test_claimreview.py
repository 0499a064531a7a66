"""Our fact-checks as ClaimReview: alone, in the page, in the feed; what is never told; the gate."""

import json
import os
import re
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.test import Client

from claims import claimreview, services
from claims.claimreview import Fact, Publisher, Work
from claims.models import Claim, Review
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
EVAL = os.environ.get("FACTCHECK_EVAL")


@pytest.fixture
def review() -> Review:
    article = make.make_article(title="Ein Artikel", published="2018-12-31")
    document = article.document
    make.make_link(document, "https://outlet.example/a")
    make.make_link(document, "https://web.archive.org/web/2019/https://outlet.example/a", role="wayback")
    make.make_link(document, "https://hidden.example/", public=False)
    claim = make.make_claim(
        article,
        "Es sind </script> & „600 Millionen“ Kameras.",
        statement_en="There are 600 million cameras.",
    )
    return make.make_review(claim, "mostly_inaccurate", published_at=make.moment("2026-05-04 23:30"))


def alone(client: Client, claim: Claim, query: str = "", status: int = 200) -> Any:
    answer = client.get(f"/claims/{claim.public_id}.jsonld{query}")
    assert answer.status_code == status
    return answer.json() if status == 200 else None


def in_page(client: Client, claim: Claim, language: str = "de", query: str = "") -> list[Any]:
    text = client.get(f"/{language}/claims/{claim.public_id}/{query}").text
    return [
        json.loads(data) for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    ]


def in_feed(client: Client) -> list[Any]:
    return [
        one
        for item in client.get("/feeds/claimreview.json").json()["dataFeedElement"]
        for one in item["item"]
    ]


def test_what_it_tells(client: Client, review: Review):
    claim = review.claim
    told = alone(client, claim)
    assert told["@context"] == "https://schema.org"
    assert told["url"] == f"{SITE}/de/claims/{claim.public_id}/"
    assert told["claimReviewed"] == claim.statement_de
    assert told["datePublished"] == "2026-05-05"  # the newsroom's calendar
    rating = told["reviewRating"]
    assert (rating["ratingValue"], rating["worstRating"], rating["bestRating"]) == ("2", "1", "5")
    assert rating["alternateName"] == "Weitgehend falsch"
    assert told["author"]["url"] == f"{SITE}/"
    (appearance,) = told["itemReviewed"]["appearance"]
    assert appearance["url"] == "https://outlet.example/a"
    assert appearance["archivedAt"].startswith("https://web.archive.org/")
    assert told["itemReviewed"]["datePublished"] == "2018-12-31"
    assert claimreview.problems(told) == []
    english = alone(client, claim, "?language=en")
    assert (english["inLanguage"], english["claimReviewed"]) == ("en", claim.statement_en)
    alone(client, claim, "?language=fr", 400)


def test_page_feed_and_address_tell_the_same(client: Client, review: Review):
    german, english = alone(client, review.claim), alone(client, review.claim, "?language=en")
    assert in_page(client, review.claim) == [german]
    assert in_page(client, review.claim, "en") == [english]
    assert in_feed(client) == [german, english]


def test_a_rating_without_rank_has_no_number(client: Client):
    claim = make.make_review(None, "misleading").claim
    assert set(alone(client, claim)["reviewRating"]) == {"@type", "alternateName", "ratingExplanation"}


def test_a_later_version_keeps_the_first_date(client: Client, review: Review):
    make.make_review(review.claim, "inaccurate", note_de="Neu.", published_at=make.moment("2026-06-01"))
    told = alone(client, review.claim)
    assert (told["datePublished"], told["dateModified"]) == ("2026-05-05", "2026-06-01")
    assert in_page(client, review.claim) == [told]
    assert in_page(client, review.claim, query="?at=2026-05-20") == []


def test_a_withdrawn_one_is_a_notice_and_in_no_feed(client: Client, review: Review):
    make.make_review(review.claim, kind="withdrawal", note_de="Wir lagen falsch.", note_en="We were wrong.")
    told = alone(client, review.claim)
    assert "reviewRating" not in told
    assert told["correction"]["text"] == "Wir lagen falsch."
    assert in_page(client, review.claim) == [told]
    assert in_feed(client) == []


def test_the_feed_comes_in_pages(client: Client, review: Review, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("claims.views.claimreview.PAGE", 1)
    older = make.make_review(None, published_at=make.moment("2026-01-01"))
    pages = [client.get("/feeds/claimreview.json", {"page": number}) for number in (1, 2)]
    addresses = [page.json()["dataFeedElement"][0]["url"].split("/")[-2] for page in pages]
    assert addresses == [review.claim.public_id, older.claim.public_id]
    links = [page["Link"] for page in pages]
    assert links == [
        f'<{SITE}/feeds/claimreview.json?page={n}>; rel="{rel}"' for n, rel in ((2, "next"), (1, "prev"))
    ]
    statuses = [
        client.get("/feeds/claimreview.json", {"page": asked}).status_code for asked in ("3", "0", "x", "²")
    ]
    assert statuses == [404, 400, 400, 400]


def test_what_is_never_told(client: Client, review: Review):
    article = review.claim.article
    suggested = make.make_assessment(make.make_claim(article)).claim
    waiting = make.make_claim(article)
    make.make_review(waiting, release="embargoed", is_current=False, publish_at=make.moment("2100-01-01"))
    shown = make.make_review(make.make_claim(article), demonstration=True).claim
    played = make.make_review(make.make_claim(make.make_article(make.make_case(demonstration=True)))).claim
    for claim in (suggested, waiting, shown, played):
        alone(client, claim, status=404)
        assert in_page(client, claim) == []
    Review.objects.filter(pk=review.pk).update(suppressed_at=make.moment("2026-01-01"))
    alone(client, review.claim, status=451)
    assert in_feed(client) == []


def test_work_since_publication_is_not_told(client: Client):
    claim, _ = newsroom.published(newsroom.hire())
    before = in_page(client, claim)
    Claim.objects.filter(pk=claim.pk).update(statement_de="Ganz anders.")
    assert in_page(client, claim) == before != []


def test_the_feed_asks_a_fixed_number_of_questions(client: Client, review: Review, django_assert_num_queries):
    for _ in range(3):
        make.make_review()
    with django_assert_num_queries(3):  # how many, versions with claims and articles, their links
        assert len(in_feed(client)) == 8


@pytest.mark.skipif(not EVAL, reason="FACTCHECK_EVAL names no folder")
@pytest.mark.parametrize("verdict", ["accurate", "inaccurate", "misleading", "unproven"])
def test_it_fits_the_schema_that_others_use(client: Client, verdict: str, settings):
    settings.FACTCHECK_SITE_URL = "https://desk.example"
    schema = json.loads((Path(EVAL or "") / "duke_claim_review.schema.json").read_text())
    del schema["definitions"]["claimReview"]["$id"]
    schema["definitions"]["claimReview"]["additionalProperties"] = True
    article = make.make_article(published="2018-12-31")
    make.make_link(article.document, "https://outlet.example/a")
    claimant = make.make_claimant(kind="organisation", same_as="https://outlet.example/")
    claim = make.make_claim(article, claimant=claimant)
    make.make_review(claim, verdict)
    checker = jsonschema.Draft6Validator(schema, format_checker=jsonschema.FormatChecker())
    for one in in_feed(client):
        assert list(checker.iter_errors(one)) == []
    assert checker.is_valid({**in_feed(client)[0], "reviewRating": {}}) is False


# --- the validator ------------------------------------------------------------------------------------------

FACT = Fact(
    page="https://desk.example/de/claims/x/",
    claim="https://desk.example/claims/x/",
    language="de",
    statement="Es sind 600 Millionen.",
    label="Falsch",
    explanation="Es sind weniger.",
    rank=1,
    published=date(2026, 5, 4),
    modified=date(2026, 5, 4),
    publisher=Publisher("Desk", "https://desk.example/"),
    work=Work("Ein Artikel", published=date(2018, 1, 1)),
    claimant="Zeitung",
)


def test_a_sound_one_has_no_problems():
    assert claimreview.problems(claimreview.write(FACT)) == []


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (("claimReviewed",), " ", "Restate"),
        (("url",), "/claims/x/", "whole web address"),
        (("author", "url"), "", "whole web address"),
        (("author", "name"), "", "FACTCHECK_PUBLISHER"),
        (("author", "name"), "ZEITUNG", "somebody else"),
        (("reviewRating", "alternateName"), "", "label"),
        (("reviewRating", "ratingValue"), "0", "rank"),
        (("reviewRating", "ratingValue"), "-1", "rank"),
        (("itemReviewed", "datePublished"), "2026-05-05", "after the fact-check"),
    ],
)
def test_each_problem_is_named(path: tuple[str, ...], value: str, why: str):
    document = deepcopy(claimreview.write(FACT))
    place = document
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    (problem,) = claimreview.problems(document)
    assert why in problem


def test_the_gate_asks_for_it(settings):
    people = newsroom.hire()
    claim = newsroom.ready(people)
    settings.FACTCHECK_PUBLISHER = claim.claimant.display_de or claim.claimant.name
    with pytest.raises(services.Refused) as refusal:
        services.publish(claim=claim, actor=people["editor"])
    assert [item.guard for item in refusal.value.missing] == ["validator"]
