"""What anybody may read, and nothing else."""

import re
from copy import deepcopy

import pytest
from django.test import Client

from claims.models import Claim, Evidence, Figure, Review
from tests import factories as make
from tests.claims.api_rows import DESK, HIDDEN, LONG, PUBLIC, Api, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(module_db) -> World:
    return build()


@pytest.fixture
def world(built) -> World:
    return deepcopy(built)


def test_every_public_list_answers_and_tells_nothing_hidden(world):
    for name in PUBLIC:
        answer = world.api().get(f"{name}/?page_size=200")
        assert answer.status_code == 200, name
        assert answer.json()["count"] == len(answer.json()["results"]) > 0, name
        assert HIDDEN not in answer.content.decode(), name


def test_every_listed_row_has_its_own_address_with_the_same_content(world):
    api = world.api()
    for name in PUBLIC:
        for row in api.rows(f"{name}/?page_size=200"):
            key = row.get("id", row.get("slug"))
            assert api.get(f"{name}/{key}/").json() == row, name


def test_desk_addresses_are_closed_whether_or_not_the_row_exists(world):
    api = world.api()
    for name in DESK:
        row = world.ids["published"][name]
        answers = [api.get(f"{name}/"), api.get(f"{name}/{row}/"), api.get(f"{name}/999999/")]
        assert [answer.status_code for answer in answers] == [401, 401, 401], name
        assert answers[1].json() | {"instance": ""} == answers[2].json() | {"instance": ""}


@pytest.mark.parametrize("claim", ["unlisted", "declined", "foreign"])
def test_what_hangs_on_a_hidden_claim_looks_as_if_it_did_not_exist(world, claim):
    api = world.api()
    for name in "articles claims claimants evidence documents links metrics figures scales".split():
        there = api.get(f"{name}/{world.ids[claim][name]}/")
        nowhere = api.get(f"{name}/{'zzzzzzzz' if name == 'claims' else 99999999}/")
        assert there.status_code == nowhere.status_code == 404, name
        assert there.json() | {"instance": ""} == nowhere.json() | {"instance": ""}


def test_there_is_no_case_or_article_without_a_public_claim(world):
    """Nor the article's own document: what nobody has published tells what the newsroom works on."""
    assert world.api().get("cases/manuscript/").status_code == 404
    assert world.api().get("cases/silent/").status_code == 404
    assert {row["slug"] for row in world.api().rows("cases/")} == {"listed"}
    articles = world.api().rows("articles/")
    assert {row["slug"] for row in articles} == {"artikel-published", "artikel-open"}
    for name, claim in world.claims.items():
        shown = world.api().get(f"documents/{claim.article.document_id}/").status_code
        assert shown == (200 if name in ("published", "open") else 404), name
        page = world.api().client.get(f"/de/articles/{claim.article.slug}/").status_code
        assert page == shown, name


def test_legal_suppression_answers_451_and_shows_nothing(world):
    api = world.api()
    for address in ("claims", "reviews", "evidence", "figures"):
        answer = api.get(f"{address}/{world.ids['suppressed'][address]}/")
        assert answer.status_code == 451
        assert answer.json()["detail"] == "Not available for legal reasons."
        assert HIDDEN not in answer.content.decode()
    assert world.api("editor").get(f"claims/{world.ids['suppressed']['claims']}/").status_code == 200


def test_earlier_versions_of_a_suppressed_fact_check_are_not_available_either(world):
    claim = world.claims["published"]
    make.make_review(claim, suppressed_at=make.moment("2026-01-01"))
    first = claim.reviews.get(number=1)
    assert world.api().get(f"reviews/{first.pk}/").status_code == 451
    assert world.api().rows("reviews/") == []


def test_a_suppressed_manuscript_does_not_give_itself_away(world):
    make.make_review(world.claims["foreign"], suppressed_at=make.moment("2026-01-01"))
    assert world.api().get(f"claims/{world.ids['foreign']['claims']}/").status_code == 404


def test_a_published_claim_shows_its_review_and_not_the_work_since(world):
    row = world.api().get(f"claims/{world.ids['published']['claims']}/").json()
    assert row["status"] == "published"
    assert row["statement_de"] == "Aussage published"
    assert row["review"]["verdict"] == "inaccurate"
    assert row["review"]["rationale_de"] == "Die Begründung."
    assert [figure["metric"] for figure in row["figures"]] == ["metric-published"]
    assert [item["id"] for item in row["evidence"]] == [world.ids["published"]["evidence"]]
    assert row["chain"] == [
        {"name_de": "Sprecher published", "name_en": "Speaker published", "mode": "direct"}
    ]


def test_evidence_dropped_after_publication_stays_until_the_next_review(world):
    pk = world.ids["published"]["evidence"]
    Evidence.objects.filter(pk=pk).update(dropped_at=make.moment("2100-01-01"))
    assert world.api().get(f"evidence/{pk}/").status_code == 200
    make.make_review(world.claims["published"])
    assert world.api().get(f"evidence/{pk}/").status_code == 404


def test_evidence_dropped_from_a_claim_in_work_is_gone_at_once(world):
    pk = world.ids["open"]["evidence"]
    assert world.api().get(f"evidence/{pk}/").status_code == 200
    Evidence.objects.filter(pk=pk).update(dropped_at=make.moment("2026-01-01"))
    assert world.api().get(f"evidence/{pk}/").status_code == 404


def test_a_figure_is_shown_filtered_and_ordered_as_the_version_in_force_has_it(world):
    ids = world.ids["published"]
    pk, claim, readers = ids["figures"], ids["claims"], world.api()
    before = readers.get(f"figures/{pk}/").json()
    changed = {"high": None, "low": 3, "unit": "x", "nature": "flow", "metric": make.make_metric("later")}
    Figure.objects.filter(pk=pk).update(**changed)
    assert readers.get(f"figures/{pk}/").json() == before
    for query, found in (
        (f"metric={ids['metrics']}", 1),
        ("metric=later", 0),
        ("nature=stock", 1),
        ("nature=flow", 0),
    ):
        assert len(readers.rows(f"figures/?claim={claim}&{query}")) == found, query
    make.make_review(world.claims["published"])
    assert readers.get(f"figures/{pk}/").json()["unit"] == "x"


def test_claims_are_found_by_what_the_version_in_force_says_of_them(world):
    claim, other = world.claims["published"], make.make_claimant("später")
    Claim.objects.filter(pk=claim.pk).update(topic="later", claimant=other)
    for query, found in (
        ("topic=topic-published", 1),
        ("topic=later", 0),
        (f"claimant={claim.claimant_id}", 1),
        (f"claimant={other.pk}", 0),
    ):
        assert len(world.api().rows(f"claims/?{query}")) == found, query
        assert len(world.api("editor").rows(f"claims/?{query}")) == 1 - found, query


def test_a_claim_in_work_carries_no_rating(world):
    row = world.api().get(f"claims/{world.ids['open']['claims']}/").json()
    assert row["status"] == "in_work"
    assert row["review"] is None
    assert not {"verdict", "rationale_de", "state", "assignee"} & set(row)


def test_a_withdrawal_is_a_notice_without_rating_evidence_or_figures(world):
    make.make_review(world.claims["published"], kind="withdrawal", note_de="Zurückgezogen.")
    api = world.api()
    row = api.get(f"claims/{world.ids['published']['claims']}/").json()
    assert row["status"] == "withdrawn"
    assert row["review"]["note_de"] == "Zurückgezogen."
    assert (
        row["review"]["verdict"] is row["review"]["rationale_de"] is row["review"]["verdict_label_de"] is None
    )
    assert row["evidence"] == row["figures"] == []
    assert api.rows("claims/?verdict=inaccurate") == []
    assert api.rows("claims/?metric=metric-published") == []
    assert [found["verdict"] for found in api.rows("reviews/?current=true")] == [None]


def test_no_more_than_300_characters_of_a_passage(world):
    api = world.api()
    quotes = [row["quote"] for row in api.rows("evidence/")]
    for claim in api.rows("claims/"):
        quotes += [item["quote"] for item in claim["appearances"] + claim["evidence"]]
    assert max(map(len, quotes)) == 300
    assert all(quote.endswith("…") for quote in quotes if len(quote) == 300)
    assert len(LONG) > 300


def test_a_passage_whose_copy_was_taken_down_is_not_quoted(world):
    text = make.make_capture(world.documents["open"], "Ein Wortlaut.", suppressed=True)
    passage = make.make_passage(world.documents["open"], "Ein Wortlaut.", selected_in=text)
    pk = make.make_evidence(world.claims["open"], passage=passage).pk
    assert world.api().get(f"evidence/{pk}/").json()["quote"] == ""


def test_links_show_their_state_alone(world):
    row = world.api().get(f"links/{world.links['published'].pk}/").json()
    assert set(row) == set("id document url role trusted state state_since last_checked_at".split())
    assert world.api().get(f"links/{world.links['lead'].pk}/").status_code == 404


def test_embargoed_versions_are_not_out(world):
    claim = world.claims["published"]
    waits = {"publish_at": make.moment("2100-01-01"), "release": Review.Release.EMBARGOED}
    make.make_review(claim, is_current=False, note_de=f"{HIDDEN} soon", **waits)
    Review.objects.filter(claim=claim, number=1).update(is_current=True)
    assert [row["number"] for row in world.api().rows("reviews/")] == [1]


def test_filters_on_hidden_fields_are_refused_like_those_that_do_not_exist():
    api = Api()
    unknown = api.get("claims/?nonsense=true")
    for name in ("in_question", "state", "assignee"):
        hidden = api.get(f"claims/?{name}=true")
        assert hidden.status_code == unknown.status_code == 400
        assert hidden.content.decode().replace(name, "x") == unknown.content.decode().replace("nonsense", "x")


@pytest.mark.parametrize("name", PUBLIC)
def test_no_list_takes_a_filter_that_is_not_named(name):
    for query in ("revision=1", "desk_note=x", "added_by=1", "claim__state=research", "format=json"):
        answer = Api().get(f"{name}/?{query}")
        assert answer.status_code == 400, query
        assert answer["Content-Type"] == "application/problem+json"


def test_filters_look_only_at_what_is_shown(world):
    for query, names in {
        "case=listed": {"published", "open"},
        "case=silent": set(),
        "article=artikel-open": {"open"},
        "article=artikel-unlisted": set(),
        "verdict=inaccurate": {"published"},
        "verdict=accurate": set(),
        "topic=topic-open": {"open"},
        "topic=topic-unlisted": set(),
        "metric=metric-published": {"published"},
        "metric=metric-open": {"open"},
        "metric=metric-later": set(),
        "q=aussage published": {"published"},
        "q=statement": {"published", "open"},
        f"q={HIDDEN}": set(),
    }.items():
        found = {row["id"] for row in world.api().rows(f"claims/?{query}")}
        assert found == {world.ids[name]["claims"] for name in names}, query


def test_claimants_are_those_of_the_versions_in_force(world):
    before = world.api().rows("claimants/")
    later = make.make_claimant(f"{HIDDEN} suspect")
    Claim.objects.filter(pk=world.claims["published"].pk).update(claimant=later)
    assert world.api().rows("claimants/") == before
    Claim.objects.filter(pk=world.claims["open"].pk).update(claimant=later)
    told = {row["id"] for row in world.api().rows("claimants/")}
    assert told == {world.ids["published"]["claimants"], later.pk}


def test_claims_by_claimant_and_order(world):
    api = world.api()
    person = world.ids["open"]["claimants"]
    assert [row["id"] for row in api.rows(f"claims/?claimant={person}")] == [world.ids["open"]["claims"]]
    newest = [row["id"] for row in api.rows("claims/?ordering=-published")]
    assert newest == [world.ids["published"]["claims"], world.ids["open"]["claims"]]
    assert api.get("claims/?ordering=desk_note").status_code == 400


def test_relations_need_both_ends_and_leads_stay_inside(world):
    assert [row["reason_de"] for row in world.api().rows("relations/")] == ["Gesagt."]
    assert world.api().rows("relations/?kind=related") == []


def test_validators_do_not_move_with_hidden_work(world):
    api = world.api()
    address = f"claims/{world.ids['open']['claims']}/"
    before = api.get(address)
    Claim.objects.filter(pk=world.claims["open"].pk).update(
        assignee=None, desk_note="x", revision=9, updated_at=make.moment("2100-01-01")
    )
    make.make_assessment(world.claims["open"], "accurate", by=world.people["editor"])
    after = api.get(address)
    assert (after["ETag"], after["Last-Modified"]) == (before["ETag"], before["Last-Modified"])


def test_readers_get_no_cookie(world):
    for name in PUBLIC:
        assert not world.api().get(f"{name}/").cookies


def test_public_ids_are_the_only_names_of_claims(world):
    """Numbers of claims in the database would tell how many there are."""
    pks = {claim.pk for claim in world.claims.values()}
    for name in ("claims", "evidence", "figures", "relations", "reviews"):
        for row in world.api().rows(f"{name}/"):
            named = [value for key, value in row.items() if re.fullmatch("(from_|to_)?claim", key)]
            assert not pks & {value for value in named if isinstance(value, int)}


def test_words_are_found_wherever_they_stand():
    claim = make.make_claim(statement_de="Über China fliegen 17 Millionen nicht.", statement_en="")
    document = make.make_document("Bericht über Flüge", publisher="Oberstes Gericht")
    make.make_evidence(claim, document)
    for asked in ("claims/?q=fliegen%20ÜBER", "documents/?q=gericht%20FLÜGE", "claims/?q=17%20(?"):
        assert len(Api().rows(asked)) == (0 if "(" in asked else 1), asked
    assert Api().rows("claims/?q=fliegen%20Bahn") == []
    assert Api().get(f"claims/?q={'a%20' * 300}").status_code == 400
    make.make_review(claim, statement_de="Über China fliegen 17 Millionen nicht.")
    found = Client().get("/api/v1alpha1/claims:search?query=MILLIONEN%20ÜBER").json()
    assert len(found["claims"]) == 1
