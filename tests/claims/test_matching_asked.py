"""Who is told what when they ask whether something was checked before: own claims and checks by others."""

import pytest
from django.contrib.auth.models import AnonymousUser

from claims import matching, services
from claims.models import Case, Claim, MatchText, OutsideReview, User
from tests import factories as make
from tests.claims.api_rows import Api

pytestmark = pytest.mark.django_db

GATE = "Am Tor der Schule hängt ein Schild mit 42 Namen."


def claims_like(question: str | Claim, user: User | AnonymousUser | None = None) -> list[Claim | None]:
    return [one.claim for one in matching.similar(question, user=user)]


@pytest.fixture
def closed() -> Case:
    return make.make_case(list_open_claims=False)


def test_a_claim_is_asked_in_both_languages_and_is_not_its_own_match(closed: Case):
    article = make.make_article(closed)
    asked = make.make_claim(article, GATE, statement_en="A sign with 42 names hangs at the school gate.")
    english = make.make_outside(statement="At the school gate there is a sign that shows 42 names")
    german = make.make_claim(article, "Das Schild am Tor der Schule zeigt 42 Namen.")
    found = matching.similar(asked, user=make.make_user("checker"))
    assert {one.outside for one in found} == {None, english}
    assert {one.claim for one in found} == {None, german}


def test_readers_find_a_published_claim_by_what_was_published_alone(closed: Case):
    claim = make.make_claim(make.make_article(closed), GATE)
    make.make_review(claim)
    editor = make.make_user("editor")
    services.edit_claim(
        claim=claim,
        actor=editor,
        expected_revision=claim.revision,
        statement_de="Im Hafen liegt ein Tanker.",
        statement_en="",
    )
    claim.refresh_from_db()
    assert claims_like("Liegt ein Tanker im Hafen?") == []
    assert claims_like("Liegt ein Tanker im Hafen?", editor) == [claim]
    assert claims_like("Schild mit 42 Namen am Tor") == claims_like("Schild mit 42 Namen am Tor", editor)
    (told,) = matching.similar("Schild mit 42 Namen am Tor")
    assert (told.statement_de, told.inside) == (GATE, False)
    harbour = make.make_claim(
        make.make_article(make.make_case()), "Ein Tanker liegt seit Mai im Hafen.", statement_en=""
    )
    assert claims_like(claim) == []  # its working version is no question that a reader may ask
    assert claims_like(claim, editor) == [harbour]


def test_the_published_sentence_finds_it_and_a_withdrawn_one_does_not(closed: Case):
    claim = make.make_claim(make.make_article(closed), GATE)
    make.make_review(claim, one_sentence_de="Das Dach ist aus Kupfer und Schiefer.")
    assert claims_like("Ist das Dach aus Kupfer und Schiefer?") == [claim]
    make.make_review(claim, kind="withdrawal", one_sentence_de="", note_de="Zurückgezogen.")
    assert claims_like("Ist das Dach aus Kupfer und Schiefer?") == []
    assert matching.similar(GATE)[0].review.kind == "withdrawal"


def test_what_waits_for_its_hour_or_was_suppressed_is_told_to_nobody_outside(closed: Case):
    article = make.make_article(closed)
    waiting = make.make_claim(article, GATE)
    make.make_review(waiting, release="embargoed", is_current=False, publish_at=make.moment("2100-01-01"))
    assert matching.similar(GATE) == []
    (inside,) = matching.similar(GATE, user=make.make_user("checker"))
    assert (inside.claim, inside.review) == (waiting, None)
    gone = make.make_claim(article, "Der Brunnen im Hof führt seit 1990 kein Wasser.")
    make.make_review(gone, suppressed_at=make.moment("2026-01-01"))
    assert matching.similar("Kein Wasser im Brunnen im Hof seit 1990") == []


def test_reporters_find_their_own_cases_and_what_is_public(closed: Case):
    reporter = make.make_user("reporter")
    own = make.make_case(list_open_claims=False)
    own.members.add(reporter)
    hidden = make.make_claim(make.make_article(closed), GATE)
    mine = make.make_claim(make.make_article(own), "42 Namen auf dem Schild am Tor der Schule.")
    public = make.make_claim(make.make_article(make.make_case()), "Am Tor der Schule: ein Schild, 42 Namen.")
    found = {one.claim: one.inside for one in matching.similar(GATE, user=reporter)}
    assert found == {mine: True, public: False}
    assert hidden in claims_like(GATE, make.make_user("auditor"))


def test_ratings_in_work_are_not_in_the_answer(closed: Case):
    claim = make.make_claim(make.make_article(closed), GATE)
    make.make_assessment(claim, by=make.make_user("checker"))
    (found,) = matching.similar(GATE, user=make.make_user("editor"))
    assert found.review is None
    answer = Api(make.make_user("editor")).get("claims/match/?text=Schild am Tor der Schule mit 42 Namen")
    (row,) = answer.json()["results"]
    assert (row["claim"], row["verdict"], row["rating"]) == (claim.public_id, None, "")


def test_checks_by_others_are_for_colleagues():
    other = make.make_outside(statement="Am Tor hängt ein Schild mit 42 Namen", rating="Falsch")
    assert matching.similar(GATE) == matching.similar(GATE, user=AnonymousUser()) == []
    former = make.make_user("checker", is_active=False)
    assert matching.similar(GATE, user=former) == []
    assert [one.outside for one in matching.similar(GATE, user=make.make_user("auditor"))] == [other]


def test_a_check_by_others_that_changed_is_read_again_and_one_that_went_is_forgotten():
    other = make.make_outside(statement="Am Tor hängt ein Schild mit 42 Namen")
    user = make.make_user("checker")
    assert len(matching.similar(GATE, user=user)) == 1
    OutsideReview.objects.filter(pk=other.pk).update(statement="Der Chor singt im Dom", revision=2)
    assert matching.refresh() == 1
    assert matching.similar(GATE, user=user) == []
    assert [one.outside for one in matching.similar("Im Dom singt ein Chor", user=user)] == [other]
    other.delete()
    assert matching.refresh() == 1
    assert not MatchText.objects.exists()


# --- the API ---------------------------------------------------------------------------------------------


def test_the_api_answers_like_a_list_and_readers_get_what_is_public():
    claim = make.make_claim(make.make_article(), GATE)
    make.make_review(claim, verdict="misleading")
    make.make_outside(statement="Am Tor hängt ein Schild mit 42 Namen", url="https://other.example/check")
    answer = Api().get("claims/match/?text=42 Namen auf dem Schild am Tor&language=de").json()
    assert (answer["count"], answer["next"], answer["previous"]) == (1, None, None)
    (row,) = answer["results"]
    assert row["kind"] == "own"
    assert (row["claim"], row["verdict"], row["statement_de"]) == (claim.public_id, "misleading", GATE)
    assert row["why"][0] in ("42", "Schild", "Namen", "Tor")
    rows = Api(make.make_user("checker")).get("claims/match/?text=42 Namen auf dem Schild am Tor").json()
    assert {one["kind"]: one["url"] for one in rows["results"]}["outside"] == "https://other.example/check"


def test_the_api_is_asked_by_claim_too():
    article = make.make_article()
    claim, like = make.make_claim(article, GATE), make.make_claim(article, f"Und: {GATE}")
    rows = Api().get(f"claims/match/?claim={claim.public_id}").json()["results"]
    assert [row["claim"] for row in rows] == [like.public_id]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("text=", 400),
        ("text=a&claim=b", 400),
        ("text=a&limit=0", 400),
        ("text=a&limit=51", 400),
        ("text=a&language=fr", 400),
        ("text=a&colour=red", 400),
        ("text=" + "a" * 20_001, 400),
        ("claim=nobody", 404),
        ("text=%00", 400),
        ("text=😀", 200),
    ],
)
def test_the_api_says_what_it_cannot_answer(query: str, status: int):
    assert Api().get(f"claims/match/?{query}").status_code == status


def test_a_suppressed_claim_is_no_question():
    claim = make.make_claim(make.make_article(), GATE)
    make.make_review(claim, suppressed_at=make.moment("2026-01-01"))
    assert Api().get(f"claims/match/?claim={claim.public_id}").status_code == 451


def test_the_day_of_a_fact_check_is_that_of_the_newsroom(closed: Case):
    claim = make.make_claim(make.make_article(closed), GATE)
    make.make_review(claim, published_at=make.moment("2026-05-03 23:30"))
    (row,) = Api().get(f"claims/match/?text={GATE}").json()["results"]
    assert row["reviewed_on"] == "2026-05-04"
