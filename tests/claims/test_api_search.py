"""claims:search answers like Google's Fact Check Tools API."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories as make

pytestmark = pytest.mark.django_db


def search(status: int = 200, **asked: object) -> dict:
    answer = Client().get("/api/v1alpha1/claims:search", asked)
    assert answer.status_code == status, answer.content
    return answer.json()


def publish(statement_de: str, statement_en: str = "", **columns):
    claimant = make.make_claimant("internal name", display_de="Eine Zeitung", display_en="A newspaper")
    article = make.make_article(published=columns.pop("published", "2018-12-31"))
    claim = make.make_claim(article, statement_de, statement_en=statement_en, claimant=claimant)
    claimant.name = f"internal {claim.pk}"
    claimant.save()
    return make.make_review(claim, **columns)


def test_the_shape(settings):
    settings.FACTCHECK_SITE_URL = "https://www.check.example"
    settings.FACTCHECK_PUBLISHER = "Prüfstelle"
    review = publish(
        "Es gibt 170 Millionen Kameras.",
        "There are 170 million cameras.",
        published_at=make.moment("2026-03-01"),
    )
    assert search(query="kameras", languageCode="de-AT") == {
        "claims": [
            {
                "text": "Es gibt 170 Millionen Kameras.",
                "claimant": "Eine Zeitung",
                "claimDate": "2018-12-31T00:00:00Z",
                "claimReview": [
                    {
                        "publisher": {"name": "Prüfstelle", "site": "check.example"},
                        "url": f"https://www.check.example/de/claims/{review.claim.public_id}/",
                        "title": "Der Satz, auf den es ankommt.",
                        "reviewDate": "2026-03-01T00:00:00Z",
                        "textualRating": "Falsch",
                        "languageCode": "de",
                    }
                ],
            }
        ]
    }


def test_empty_members_are_left_out():
    publish("Es gibt Kameras.", published="2018", one_sentence_de="")
    claim = search(query="Kameras")["claims"][0]
    assert "claimDate" not in claim  # a year is no day
    assert "title" not in claim["claimReview"][0]
    assert search(query="nichts dergleichen") == {}


def test_languages():
    publish("Es gibt Kameras.", "There are cameras.")
    both = search(query="cameras")["claims"][0]
    assert [review["languageCode"] for review in both["claimReview"]] == ["de", "en"]
    english = search(query="cameras", languageCode="en")["claims"][0]
    assert (english["text"], english["claimant"]) == ("There are cameras.", "A newspaper")
    assert [review["textualRating"] for review in english["claimReview"]] == ["Inaccurate"]
    assert search(query="cameras", languageCode="de") == {}
    assert search(query="cameras", languageCode="fr") == {}


def test_all_words_must_occur_and_newest_come_first():
    old = publish("Erste Kamera am Bahnhof", published_at=make.moment("2026-01-01"))
    new = publish("Zweite Kamera am Bahnhof", published_at=make.moment("2026-02-01"))
    texts = [claim["text"] for claim in search(query="bahnhof KAMERA")["claims"]]
    assert texts == [new.statement_de, old.statement_de]
    assert [claim["text"] for claim in search(query="erste kamera")["claims"]] == [old.statement_de]


def test_only_what_stands_published():
    publish("Kamera eins", suppressed_at=timezone.now())
    withdrawn = publish("Kamera zwei")
    make.make_review(withdrawn.claim, kind="withdrawal")
    make.make_claim(statement_de="Kamera drei")
    updated = publish("Kamera vier")
    make.make_review(updated.claim, "accurate")
    found = search(query="Kamera", languageCode="de")["claims"]
    assert [(row["text"], row["claimReview"][0]["textualRating"]) for row in found] == [
        ("Kamera vier", "Richtig")
    ]


def test_publisher_and_age(settings):
    settings.FACTCHECK_SITE_URL = "https://check.example"
    publish("Alte Kamera", published_at=timezone.now() - timedelta(days=10))
    assert len(search(reviewPublisherSiteFilter="www.check.example")["claims"]) == 1
    assert search(reviewPublisherSiteFilter="other.example") == {}
    assert search(query="Kamera", maxAgeDays=9) == {}
    assert len(search(query="Kamera", maxAgeDays=11)["claims"]) == 1


def test_pages():
    for number in range(5):
        publish(f"Kamera {number}", published_at=make.moment(f"2026-01-0{number + 1}"))
    first = search(query="Kamera", pageSize=2)
    second = search(query="Kamera", pageSize=2, pageToken=first["nextPageToken"])
    third = search(query="Kamera", pageSize=2, pageToken=second["nextPageToken"])
    texts = [claim["text"] for page in (first, second, third) for claim in page["claims"]]
    assert texts == [f"Kamera {number}" for number in (4, 3, 2, 1, 0)]
    assert "nextPageToken" not in third
    assert [claim["text"] for claim in search(query="Kamera", offset=4)["claims"]] == ["Kamera 0"]
    assert search(400, query="andere", pageSize=2, pageToken=first["nextPageToken"])["errors"]["pageToken"]
    assert search(400, query="Kamera", pageToken="made-up")["errors"]["pageToken"]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"query": ""},
        {"query": "x", "pageSize": 0},
        {"query": "x", "maxAgeDays": "y"},
        {"query": "x", "q": "y"},
    ],
)
def test_bad_questions_are_problems(asked):
    assert search(400, **asked)["errors"]


def test_keys_of_google_s_clients_are_ignored():
    assert search(query="x", key="abc", alt="json") == {}


def test_the_cost_does_not_grow(django_assert_num_queries):
    publish("Kamera eins", published_at=make.moment("2026-01-01"))
    publish("Kamera zwei", published_at=make.moment("2026-01-02"))
    # Whether there are others than demonstrations; the reviews with claim, claimant, article; the newest
    # publication for Last-Modified.
    with django_assert_num_queries(3):
        assert len(search(query="Kamera")["claims"]) == 2


def test_demonstrations_are_marked_and_told_only_where_there_is_nothing_else():
    publish("Kameras überall", demonstration=True)
    (alone,) = search(query="Kameras")["claims"]
    assert alone["claimReview"][0]["title"] == "Vorführung: Der Satz, auf den es ankommt."
    publish("Ein Bericht")
    assert search(query="Kameras") == {}
