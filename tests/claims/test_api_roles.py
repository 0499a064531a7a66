"""Role × address: who reads which rows, and in which form."""

from copy import deepcopy

import pytest

from claims.models import Case, Claim, Evidence, LedgerEntry, Review
from sources.models import Capture, Check, Document, Finding, Link, Passage
from tests import factories as make
from tests.claims.api_rows import DESK, HIDDEN, PUBLIC, ROLES, World, build

pytestmark = pytest.mark.django_db

EVERYTHING = ("checker", "editor", "chief", "auditor")
HANGING = (
    "cases articles claims claimants evidence documents links passages captures checks findings metrics "
    "figures scales"
).split()
# Columns that only the desk's form has, where a resource has two forms.
DESK_COLUMN = {
    "cases": "members",
    "articles": "desk_note",
    "claims": "state",
    "claimants": "name",
    "evidence": "added_by",
    "documents": "desk_note",
    "links": "strikes",
    "reviews": "published_by",
}


@pytest.fixture(scope="module")
def built(module_db) -> World:
    return build()


@pytest.fixture
def world(built) -> World:
    return deepcopy(built)


def keys(rows):
    return {row.get("id", row.get("slug")) for row in rows}


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_every_role(world, role):
    api = world.api(role)
    for name in PUBLIC + DESK:
        for row in api.rows(f"{name}/?page_size=200")[-2:]:
            key = row.get("id", row.get("slug"))
            assert api.get(f"{name}/{key}/").json() == row, name


@pytest.mark.parametrize("role", EVERYTHING)
def test_those_who_read_everything_see_every_case_from_inside(world, role):
    for name in HANGING:
        rows = world.api(role).rows(f"{name}/?page_size=200")
        assert {ids[name] for ids in world.ids.values()} <= keys(rows), name
        assert all(DESK_COLUMN[name] in row for row in rows if name in DESK_COLUMN), name


def test_a_reporter_sees_own_cases_from_inside_and_the_rest_as_readers_do(world):
    for name in HANGING:
        check_reporter(world, name)


def check_reporter(world, name):
    reporter, reader = world.api("reporter"), world.api()
    own = world.ids["unlisted"][name]
    public = [] if name in DESK else reader.rows(f"{name}/?page_size=200")
    rows = reporter.rows(f"{name}/?page_size=200")
    inside = {own}
    if name in ("documents", "links", "passages"):  # an article is a document with a passage too
        article = world.claims["unlisted"].article.document
        inside |= set(
            {"documents": Document, "links": Link, "passages": Passage}[name]
            .objects.filter(**{"pk" if name == "documents" else "document": article.pk})
            .values_list("pk", flat=True)
        )
    assert keys(rows) == keys(public) | inside
    if column := DESK_COLUMN.get(name):
        assert {row.get("id", row.get("slug")) for row in rows if column in row} == inside
    foreign = world.ids["foreign"][name]
    assert reporter.get(f"{name}/{foreign}/").status_code == 404


def test_a_reporter_s_view_of_other_cases_holds_nothing_hidden(world):
    own = world.ids["unlisted"]["claims"]
    others = [row for row in world.api("reporter").rows("claims/") if row["id"] != own]
    assert len(others) == 2
    assert HIDDEN not in str(others)
    assert HIDDEN in str(world.api("editor").rows("claims/"))


def test_a_reporter_opens_copies_and_links_of_own_cases_alone_at_the_desk_and_by_api(world):
    reporter = world.api("reporter")
    reporter.client.force_login(world.people["reporter"])
    for name in world.claims:
        own = 200 if name == "unlisted" else 404
        ids = world.ids[name]
        told = [
            reporter.client.get(f"/desk/captures/{ids['captures']}/").status_code,
            reporter.client.get(f"/desk/links/{world.links[name].pk}/").status_code,
            reporter.get(f"captures/{ids['captures']}/").status_code,
            reporter.get(f"checks/{ids['checks']}/").status_code,
        ]
        assert told == [own] * 4, name


def test_a_reporter_s_hidden_filters_only_find_own_claims(world):
    reporter = world.api("reporter")
    own = [world.ids["unlisted"]["claims"]]
    assert [row["id"] for row in reporter.rows("claims/?state=research")] == own
    assert [row["id"] for row in reporter.rows("claims/?assignee=checker")] == own
    assert reporter.rows("claims/?state=closed") == []
    assert reporter.rows("claims/?in_question=false") == []
    assert [row["id"] for row in reporter.rows("claims/?in_question=true")] == own
    assert [row["id"] for row in reporter.rows(f"claims/?q={HIDDEN} statement")] == own


def test_claims_in_question_are_found_and_say_why(world):
    editor = world.api("editor")
    asked = {row["id"]: row for row in editor.rows("claims/?in_question=true")}
    # Every claim's source lost the passage; the published one was ruled on.
    assert set(asked) == {ids["claims"] for name, ids in world.ids.items() if name != "published"}
    assert all(row["lost_passage"] for row in asked.values())
    clear = [row["id"] for row in editor.rows("claims/?in_question=false")]
    assert clear == [world.ids["published"]["claims"]]
    assert editor.get("claims/?in_question=perhaps").status_code == 400


@pytest.mark.parametrize("role", ["", *ROLES])
def test_confidential_sources_are_read_by_those_their_level_names(world, role):
    for level in ("anonymised", "desk", "named"):
        check_level(world, role, level)


def check_level(world, role, level):
    document = world.documents[level]
    api = world.api(role)
    # The checker brought them; the reporter is no member of the case.
    may = role == "checker" or (role in EVERYTHING and level != "named")
    expected = 200 if may else 404
    assert api.get(f"documents/{document.pk}/").status_code == expected
    assert api.get(f"links/{document.links.get().pk}/").status_code == expected
    assert api.get(f"evidence/{Evidence.objects.get(passage__document=document).pk}/").status_code == expected
    claim = api.get(f"claims/{world.ids['open']['claims']}/").content.decode()
    assert (f"{HIDDEN} {level}" in claim) == may


def test_what_hangs_on_a_named_source_is_hidden_too(world):
    document = world.documents["named"]
    link = document.links.get()
    text = make.make_capture(document, "x", link=link)
    check, finding = make.make_check(link), make.make_finding(link)
    passage = document.passages.get()
    figure = make.make_figure(document)
    for name, pk in {
        "captures": text.capture_id,
        "checks": check.pk,
        "findings": finding.pk,
        "passages": passage.pk,
        "figures": figure.pk,
    }.items():
        for role in ("editor", "auditor", "chief"):
            assert world.api(role).get(f"{name}/{pk}/").status_code == 404, (name, role)
        assert world.api("checker").get(f"{name}/{pk}/").status_code == 200, name


def test_a_deactivated_account_is_no_account(world):
    api = world.api("chief")
    world.people["chief"].is_active = False
    world.people["chief"].save()
    assert api.get("claims/").status_code == 401


def test_the_session_of_the_desk_is_accepted(world):
    api = world.api()
    api.client.force_login(world.people["auditor"])
    assert api.get("captures/").status_code == 200


def test_the_audit_log_of_a_claim(world):
    for role in ("", *ROLES):
        check_log(world, role)


def check_log(world, role):
    answer = world.api(role).get(f"claims/{world.ids['published']['claims']}/ledger/")
    assert answer.status_code == {"": 401, "reporter": 403}.get(role, 200)
    if role in EVERYTHING:
        assert [row["action"] for row in answer.json()["results"]] == ["ruled"]
    unlisted = world.api(role).get(f"claims/{world.ids['foreign']['claims']}/ledger/")
    assert unlisted.status_code == {"": 401, "reporter": 404}.get(role, 200)


def test_nothing_hidden_slips_into_counts(world):
    for model, name in ((Claim, "claims"), (Case, "cases"), (Review, "reviews"), (Evidence, "evidence")):
        assert world.api().get(f"{name}/").json()["count"] < model.objects.count()
        assert world.api("chief").get(f"{name}/").json()["count"] <= model.objects.count()
    for model, name in ((Capture, "captures"), (Check, "checks"), (Finding, "findings")):
        assert world.api("chief").get(f"{name}/").json()["count"] == model.objects.count()
        assert world.api("reporter").get(f"{name}/").json()["count"] == 1
    assert LedgerEntry.objects.count() == 1
