"""The API's verbs: each calls one service, says why it refuses, and loses no update."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from claims import services
from claims.models import Case, Claim, Confidant, Ruling, User
from claims.workflow import State
from sources.models import Link
from tests import factories as make
from tests.claims.api_rows import ROLES, Api

pytestmark = pytest.mark.django_db

RATING = {"verdict": "misleading", "certainty": "strong", "one_sentence_de": "Laufende Summe."}


@pytest.fixture(autouse=True)
def _unhurried():
    cache.clear()


@pytest.fixture
def people() -> dict[str, User]:
    return {name: make.make_user(name, name) for name in ROLES} | {
        "checker2": make.make_user("checker", "checker2")
    }


@pytest.fixture
def apis(people) -> dict[str, Api]:
    return {name: Api(user) for name, user in people.items()} | {"": Api()}


def ready(eyes: int = 4, **columns) -> Claim:
    """In research, with evidence that satisfies the gate, and a reply that was waived."""
    case = make.make_case(eyes=eyes)
    claim = make.make_claim(make.make_article(case), **columns)
    make.make_evidence(claim, make.make_document(medium="paper"), exact="Wortlaut")
    make.make_reply(claim, asked_whom="", waived_reason="nobody to ask", recorded_by=make.make_user("editor"))
    return claim


def test_from_research_to_publication(apis):
    claim = ready()
    address = f"claims/{claim.public_id}/"
    first = apis["checker"].post(f"{address}assess/", RATING)
    assert (first.status_code, first.json()["state"]) == (200, "review")
    second = apis["editor"].post(f"{address}assess/", RATING)
    assert (second.status_code, second.json()["state"]) == (200, "review")
    done = apis["editor"].post(f"{address}publish/", {"kind": "first", "note": "", "publish_at": None})
    assert (done.status_code, done.json()["state"]) == (200, "closed")
    shown = apis[""].get(address).json()
    assert (shown["status"], shown["review"]["verdict"]) == ("published", "misleading")
    again = apis["editor"].post(f"{address}transition/", {"to": "research", "note": "Neue Zahlen."})
    assert (again.status_code, again.json()["state"], again.json()["round"]) == (200, "research", 2)
    log = apis["auditor"].rows(f"{address}ledger/")
    assert [row["sequence"] for row in log] == list(range(1, len(log) + 1))
    assert {"assessed", "moved", "published"} <= {row["action"] for row in log}


def test_a_refusal_names_each_guard(apis, people):
    claim = ready()
    claim.replies.all().delete()
    for actor in ("checker", "editor"):
        apis[actor].post(f"claims/{claim.public_id}/assess/", RATING)
    answer = apis["editor"].post(f"claims/{claim.public_id}/publish/", {})
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert [item["guard"] for item in answer.json()["missing"]] == ["reply"]
    assert answer.json()["missing"][0]["why"]
    incomplete = apis["checker2"].post(f"claims/{ready().public_id}/assess/", {"verdict": "accurate"})
    assert {item["guard"] for item in incomplete.json()["missing"]} == {"certainty", "one_sentence"}


ALLOWED = {
    "assess": {"checker", "editor", "chief"},
    "assign": {"editor", "chief"},
    "publish": {"editor", "chief"},
    "transition": {"reporter", "checker", "editor", "chief"},
}
BODIES = {
    "assess": RATING,
    "assign": {"assignee": "checker"},
    "publish": {},
    "transition": {"to": "research"},
}


@pytest.mark.parametrize("role", ["", *ROLES])
@pytest.mark.parametrize("verb", ALLOWED)
def test_role_by_verb(apis, people, role, verb):
    claim = ready(state=State.DRAFT if verb == "transition" else State.RESEARCH)
    claim.article.case.members.add(people["reporter"])
    answer = apis[role].post(f"claims/{claim.public_id}/{verb}/", BODIES[verb])
    # Publishing from research is refused by the workflow, not by the role.
    granted = 409 if verb == "publish" else 200
    assert answer.status_code == (granted if role in ALLOWED[verb] else 401 if role == "" else 403)


def test_a_reporter_acts_in_own_cases_only_and_learns_nothing_of_others(apis):
    public = ready(state=State.DRAFT)
    hidden = make.make_claim(make.make_article(make.make_case(list_open_claims=False)), state=State.DRAFT)
    move = {"to": "research"}
    assert apis["reporter"].post(f"claims/{public.public_id}/transition/", move).status_code == 403
    assert apis["reporter"].post(f"claims/{hidden.public_id}/transition/", move).status_code == 404
    assert apis[""].post(f"claims/{hidden.public_id}/transition/", move).status_code == 401
    assert apis[""].post("claims/zzzzzzzz/transition/", move).status_code == 401


@pytest.mark.parametrize(
    ("verb", "body", "named"),
    [
        ("assess", {**RATING, "verdict": "nonsense"}, "verdict"),
        ("assess", {**RATING, "certainty": "nonsense"}, "certainty"),
        ("assess", {**RATING, "rationale": "misspelt"}, "rationale"),
        ("assess", {**RATING, "rationale_de": "a\x00b"}, "rationale_de"),
        ("assess", {**RATING, "own_calculation": {"a": ["\x00"]}}, "own_calculation"),
        ("assess", {**RATING, "one_sentence_de": "x" * 50_001}, "one_sentence_de"),
        ("reply", {"asked_whom": "x" * 301}, "asked_whom"),
        ("reply", {"asked_whom": "x", "asked_how": "x" * 101}, "asked_how"),
        ("transition", {"to": "nonsense"}, "to"),
        ("transition", {}, "to"),
        ("publish", {"publish_at": "soon"}, "publish_at"),
        ("publish", {"kind": "nonsense"}, "kind"),
        ("assign", {"assignee": "nobody-here"}, "assignee"),
        ("assign", [], "non_field_errors"),
    ],
)
def test_bad_bodies_are_answered_by_field(apis, verb, body, named):
    claim = ready()
    answer = apis["editor"].post(f"claims/{claim.public_id}/{verb}/", body)
    assert answer.status_code == 400
    assert named in answer.json()["errors"]
    claim.refresh_from_db()
    assert claim.revision == 1


def test_a_rating_that_is_held_back_says_by_what(apis):
    claim = make.make_claim(state=State.RESEARCH)
    answer = apis["checker"].post(f"claims/{claim.public_id}/assess/", RATING)
    assert answer.status_code == 200
    assert answer.json()["state"] == "research"
    assert [item["guard"] for item in answer.json()["missing"]] == ["sources"]


def test_the_reply_is_recorded(apis):
    claim = ready()
    address = f"claims/{claim.public_id}/reply/"
    assert apis["auditor"].post(address, {"waived_reason": "Amtlich."}).status_code == 403
    assert apis["editor"].post(address, {}).status_code == 409
    assert apis["editor"].post(address, {"waived_reason": "Amtlich."}).status_code == 200
    assert claim.replies.filter(waived_reason="Amtlich.").count() == 1


def test_an_embargo_is_kept(apis, people):
    claim = ready()
    for actor in ("checker", "editor"):
        apis[actor].post(f"claims/{claim.public_id}/assess/", RATING)
    services.record_reply(claim=claim, actor=people["editor"], waived_reason="Amtliche Zahl.")
    body = {"publish_at": "2100-01-01T00:00:00Z"}
    answer = apis["editor"].post(f"claims/{claim.public_id}/publish/", body)
    assert answer.status_code in (200, 201), answer.content
    claim.refresh_from_db()
    assert claim.state == "review"
    assert not claim.reviews.exists()  # nothing is out
    past = apis["editor"].post(f"claims/{claim.public_id}/publish/", {"publish_at": "2020-01-01T00:00:00Z"})
    assert past.status_code == 409


def test_a_chief_publishes_with_an_exception_that_everybody_reads(apis):
    claim = ready()
    claim.replies.all().delete()
    address = f"claims/{claim.public_id}/"
    for actor in ("checker", "chief"):
        apis[actor].post(f"{address}assess/", RATING)
    body = {"override_de": "Die Behörde ist aufgelöst.", "override_en": "The body is dissolved."}
    assert apis["editor"].post(f"{address}publish/", body).status_code == 403
    assert not claim.reviews.exists()
    assert apis["chief"].post(f"{address}publish/", {"override_de": " "}).status_code == 409
    done = apis["chief"].post(f"{address}publish/", body)
    assert (done.status_code, done.json()["state"]) == (200, "closed")
    shown = apis[""].get(address).json()["review"]
    assert {name: shown[name] for name in body} == body
    log = apis["auditor"].rows(f"{address}ledger/")
    entry = next(row for row in log if row["action"] == "overridden")
    assert entry["payload"] == {"guards": ["reply"], "reason": "Die Behörde ist aufgelöst."}


def test_an_exception_where_nothing_stands_in_the_way_is_refused(apis):
    claim = ready()
    for actor in ("checker", "chief"):
        apis[actor].post(f"claims/{claim.public_id}/assess/", RATING)
    answer = apis["chief"].post(f"claims/{claim.public_id}/publish/", {"override_de": "Zur Sicherheit."})
    assert answer.status_code == 409
    assert "leave the exception out" in answer.json()["detail"]


def test_a_stand_in_is_named_and_may_rate(apis):
    claim = ready()
    address = f"claims/{claim.public_id}/"
    given = {"assignee": "checker", "stand_in": "checker2"}
    done = apis["editor"].post(f"{address}assign/", given)
    assert {name: done.json()[name] for name in given} == given
    assert "stand_in" not in apis[""].get(address).json()
    same = apis["editor"].post(f"{address}assign/", {"assignee": "checker", "stand_in": "checker"})
    reporter = apis["editor"].post(f"{address}assign/", {"assignee": "checker", "stand_in": "reporter"})
    nobody = apis["editor"].post(f"{address}assign/", {"assignee": "checker", "stand_in": "nobody-here"})
    assert (same.status_code, reporter.status_code, nobody.status_code) == (409, 409, 400)
    assert apis["editor"].post(f"{address}assess/", RATING).status_code == 403
    assert apis["checker2"].post(f"{address}assess/", RATING).status_code == 200


def test_if_match_refuses_a_lost_update(apis):
    claim = ready()
    address = f"claims/{claim.public_id}/"
    etag = apis["editor"].get(address)["ETag"]
    done = apis["editor"].post(f"{address}assign/", {"assignee": "checker"}, If_Match=etag)
    assert done.status_code == 200
    stale = apis["editor"].post(f"{address}assign/", {"assignee": None}, If_Match=etag)
    assert stale.status_code == 412
    assert stale["Content-Type"] == "application/problem+json"
    claim.refresh_from_db()
    assert claim.assignee.username == "checker"
    assert done["ETag"] == apis["editor"].get(address)["ETag"]
    fresh = apis["editor"].post(f"{address}assign/", {"assignee": None}, If_Match=f'"other", {done["ETag"]}')
    assert fresh.status_code == 200
    assert apis["editor"].post(f"{address}assign/", {"assignee": None}, If_Match="*").status_code == 200


def test_a_rating_is_blind_in_the_api_until_two_have_rated(apis, people):
    claim = ready()
    address = f"claims/{claim.public_id}/"
    before = apis["editor"].get(address)
    apis["checker"].post(f"{address}assess/", {**RATING, "rationale_de": "SECRETREASON"})
    # The author sees it, nobody else does: not in the claim, the ratings, the log, nor by a filter.
    assert [row["verdict"] for row in apis["checker"].rows(f"{address}assessments/")] == ["misleading"]
    for role in ("editor", "chief", "auditor", "checker2"):
        assert apis[role].rows(f"{address}assessments/") == []
        entry = next(row for row in apis[role].rows(f"{address}ledger/") if row["action"] == "assessed")
        assert (entry["withheld"], entry["payload"], entry["salt"]) == (True, None, "")
        assert apis[role].rows("claims/?verdict=misleading") == []
        told = apis[role].get(address).content.decode()
        assert "misleading" not in told
        assert "SECRETREASON" not in told
    assert before.json()["state"] == "research"
    own = next(row for row in apis["checker"].rows(f"{address}ledger/") if row["action"] == "assessed")
    assert own["payload"]["verdict"] == "misleading"
    apis["editor"].post(f"{address}assess/", RATING)
    assert len(apis["auditor"].rows(f"{address}assessments/")) == 2
    assert not any(row["withheld"] for row in apis["auditor"].rows(f"{address}ledger/"))


def test_the_etag_does_not_tell_a_blind_rating(apis, people):
    """Two claims alike but for the verdict of their first rating differ in nothing an editor is shown."""
    claim = ready()
    told = []
    for verdict in ("accurate", "inaccurate"):
        rating = make.make_assessment(claim, verdict, by=people["checker"])
        told.append(apis["editor"].get(f"claims/{claim.public_id}/")["ETag"])
        told.append(apis["editor"].get(f"claims/{claim.public_id}/assessments/")["ETag"])
        assert rating.pk
    assert told[:2] == told[2:]


LOOKED_AT = [
    "claims/{id}/",
    "claims/{id}/assessments/",
    "claims/",
    "claims/?state=review",
    "claims/?state=research",
    "claims/?verdict=accurate",
    "claims/?verdict=not_checkable",
    "claims/?q=SECRETREASON",
    "claims/?in_question=false",
    "claims/?ordering=-published",
    "claims/match/?claim={id}",
    "claims/match/?text=SECRETREASON",
    "reviews/",
    "reviews/?verdict=accurate",
    "reviews/?verdict=not_checkable",
    "cases/",
    "articles/",
    "verdicts/",
    "metrics/",
]
ASKED_FOR = [("publish", {}), ("publish", {"kind": "correction"}), ("transition", {"to": "closed"})]
UNREADING = ("at", "updated_at", "salt", "payload_sha256", "previous", "hash")


@pytest.fixture
def blind_view(apis, people, monkeypatch):
    """Everything that somebody who has not rated is shown once the checker has: answers, counts, ETags."""
    monkeypatch.setattr(timezone, "now", lambda: make.moment("2026-05-01"))
    claim = ready()

    def look(slug: str) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        with transaction.atomic():
            certain = {"certainty": ""} if slug in ("unproven", "not_checkable") else {}
            rating = {**RATING, **certain, "verdict": slug, "rationale_de": "SECRETREASON"}
            first = apis["checker"].post(f"claims/{claim.public_id}/assess/", rating)
            assert first.json()["state"] == "review"
            for role in ("editor", "chief", "auditor", "checker2", ""):
                for address in LOOKED_AT:
                    answer = apis[role].get(address.format(id=claim.public_id))
                    seen[f"{role} {address}"] = (answer.status_code, answer.get("ETag"), answer.content)
                for verb, body in ASKED_FOR:
                    answer = apis[role].post(f"claims/{claim.public_id}/{verb}/", body)
                    assert answer.status_code >= 400
                    seen[f"{role} {verb} {body}"] = (answer.status_code, answer.content)
            log = apis["editor"].rows(f"claims/{claim.public_id}/ledger/")
            seen["log"] = [{k: v for k, v in row.items() if k not in UNREADING} for row in log]
            transaction.set_rollback(True)
        return seen

    return look


def test_nothing_that_is_shown_or_refused_tells_a_blind_rating(blind_view):
    """Not what a filter finds or counts, not an ETag, not what still stands in the way of publication: even
    the check of the ClaimReview to be, which is made from the first rating."""
    one = blind_view("accurate")
    assert not [what for what, told in one.items() if "SECRETREASON" in str(told) and "text=" not in what]
    for other in ("misleading", "unproven", "not_checkable"):
        two = blind_view(other)
        assert [what for what in one if one[what] != two[what]] == [], other


def test_a_second_rating_that_is_refused_tells_nothing_of_the_first(apis):
    """Whether it agrees is said to nobody who has not committed to a rating."""
    told = []
    for first in ("accurate", "misleading"):
        claim = ready()
        apis["checker"].post(f"claims/{claim.public_id}/assess/", {**RATING, "verdict": first})
        address = f"claims/{claim.public_id}/assess/"
        for body in ({"certainty": ""}, {"one_sentence_de": ""}, {"certainty": "surely"}):
            answer = apis["editor"].post(address, RATING | body)
            assert answer.status_code in (400, 409)
            told.append(answer.content.replace(claim.public_id.encode(), b""))
        stale = apis["editor"].post(address, RATING, If_Match='"other"')
        assert stale.status_code == 412
        assert claim.assessments.count() == 1
    assert told[:3] == told[3:]


def test_an_embargo_tells_its_rating_to_no_filter(apis, people):
    """Both have rated, the version is frozen: until its hour no list knows of it."""
    claim = ready()
    for actor in ("checker", "editor"):
        apis[actor].post(f"claims/{claim.public_id}/assess/", RATING)
    body = {"publish_at": "2100-01-01T00:00:00Z"}
    assert apis["editor"].post(f"claims/{claim.public_id}/publish/", body).status_code == 200
    for role in ("", "checker2", "reporter"):
        for address in ("claims/?verdict=misleading", "reviews/?verdict=misleading", "reviews/"):
            assert apis[role].get(address).json()["count"] == 0, (role, address)


def test_named_evidence_is_withheld_in_the_log(apis, people):
    claim = ready()
    secret = make.make_document(confidentiality="named")
    Confidant.objects.create(document=secret, user=people["checker"])
    services.cite(claim=claim, document=secret, stance="context", actor=people["checker"])
    entry = apis["chief"].rows(f"claims/{claim.public_id}/ledger/")[-1]
    assert (entry["action"], entry["withheld"], entry["payload"]) == ("evidence_cited", True, None)
    assert not apis["checker"].rows(f"claims/{claim.public_id}/ledger/")[-1]["withheld"]


# --- links and findings ------------------------------------------------------------------------------


def test_recheck_makes_the_link_due(apis):
    link = make.make_link(next_check_at=make.moment("2100-01-01"))
    for role, status in {"": 401, "auditor": 403, "reporter": 404, "checker": 202, "editor": 202}.items():
        assert apis[role].post(f"links/{link.pk}/recheck/").status_code == status, role
    link.refresh_from_db()
    assert link in Link.objects.due(link.next_check_at)
    assert link.next_check_at < make.moment("2100-01-01")


def test_a_lead_is_not_visited(apis):
    link = make.make_link(public=False, next_check_at=make.moment("2100-01-01"))
    assert apis["editor"].post(f"links/{link.pk}/recheck/").status_code == 409
    link.refresh_from_db()
    assert link.next_check_at == make.moment("2100-01-01")


def test_recheck_is_limited_by_person(apis):
    link = make.make_link()
    answers = [apis["editor"].post(f"links/{link.pk}/recheck/") for _ in range(61)]
    assert [answer.status_code for answer in answers[-2:]] == [202, 429]
    assert answers[-1]["Content-Type"] == "application/problem+json"
    assert int(answers[-1]["Retry-After"]) > 0
    assert apis["chief"].post(f"links/{link.pk}/recheck/").status_code == 202


def lost(*claims: Claim):
    """A finding about a passage that the claims cite."""
    link = make.make_link()
    passage = make.make_passage(link.document, "Wortlaut")
    for claim in claims:
        make.make_evidence(claim, passage=passage)
    return make.make_finding(link, "passage_missing", passage=passage)


HARMLESS = {"decision": "harmless", "note": "Nur die Fußzeile."}


def test_an_editor_rules_on_the_one_claim_that_rests_on_the_source(apis):
    claim = ready()
    finding = lost(claim)
    assert [row["id"] for row in apis["editor"].rows("claims/?in_question=true")] == [claim.public_id]
    for role, status in {"": 401, "reporter": 403, "checker": 403, "auditor": 403, "editor": 201}.items():
        assert apis[role].post(f"findings/{finding.pk}/rule/", HARMLESS).status_code == status, role
    assert apis["editor"].rows("claims/?in_question=true") == []
    assert apis["auditor"].rows("rulings/")[0] | {"at": ""} == {
        "id": Ruling.objects.get().pk,
        "claim": claim.public_id,
        "finding": finding.pk,
        "decision": "harmless",
        "note": "Nur die Fußzeile.",
        "by": "editor",
        "at": "",
    }
    twice = apis["editor"].post(f"findings/{finding.pk}/rule/", HARMLESS)
    assert twice.status_code == 409


def test_where_several_claims_rest_on_a_source_the_ruling_names_one(apis):
    one, two, other = ready(), ready(), ready()
    finding = lost(one, two)
    address = f"findings/{finding.pk}/rule/"
    vague = apis["editor"].post(address, HARMLESS)
    assert vague.status_code == 400
    assert one.public_id in str(vague.json()["errors"]["claim"])
    wrong = apis["editor"].post(address, HARMLESS | {"claim": other.public_id})
    assert wrong.status_code == 400
    right = apis["editor"].post(address, HARMLESS | {"claim": two.public_id})
    assert (right.status_code, right.json()["claim"]) == (201, two.public_id)
    missing = apis["editor"].post(address, {"claim": one.public_id, "decision": "harmless"})
    assert missing.status_code == 409


def test_a_finding_outrun_is_a_lost_update(apis):
    finding = lost(ready())
    etag = apis["editor"].get(f"findings/{finding.pk}/")["ETag"]
    finding.ended_at = make.moment("2100-02-01")
    finding.save(update_fields=["ended_at"])
    answer = apis["editor"].post(f"findings/{finding.pk}/rule/", HARMLESS, If_Match=etag)
    assert answer.status_code == 412
    assert not Ruling.objects.exists()


def test_a_session_needs_its_csrf_token(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["editor"])
    claim = ready()
    answer = client.post(f"/api/v1/claims/{claim.public_id}/assign/", {}, content_type="application/json")
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"


def test_an_own_manuscript_is_worked_on_but_never_published(apis):
    case = make.make_case(kind=Case.Kind.OWN_MANUSCRIPT)
    claim = make.make_claim(make.make_article(case), state=State.REVIEW)
    answer = apis["editor"].post(f"claims/{claim.public_id}/publish/", {})
    assert answer.status_code == 409
