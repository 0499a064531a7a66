"""Pages, errors, validators, the schema and its viewer."""

import json

import pytest
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft4Validator

from claims.services import withdraw
from tests import factories as make
from tests.claims.api_rows import DESK, PUBLIC, ROLES, Api, build

pytestmark = pytest.mark.django_db


def test_pages_have_the_four_members_and_stay_under_200_rows():
    case = make.make_case()
    article = make.make_article(case)
    for number in range(3):
        make.make_claim(article, span=(number, number + 1))
    page = Api().get("claims/?page_size=2").json()
    assert set(page) == {"count", "next", "previous", "results"}
    assert (page["count"], len(page["results"]), page["previous"]) == (3, 2, None)
    last = Client().get(page["next"]).json()
    assert (len(last["results"]), last["next"]) == (1, None)
    assert Api().get("claims/?page=3&page_size=2").status_code == 404


def test_a_page_never_holds_more_than_200_rows():
    make.Document.objects.bulk_create(make.Document(title=f"Bericht {n}") for n in range(201))
    chief = Api(make.make_user("chief"))
    assert len(chief.rows("documents/?page_size=1000")) == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/claims/zzzzzzzz/", 404),
        ("get", "/api/v1/claims/../../etc/", 404),
        ("get", "/api/v1/documents/99999999999999999999999/", 404),
        ("get", "/api/v1/documents/abc/", 404),
        ("get", "/api/v1/nonsense/", 404),
        ("get", "/api/v2/", 404),
        ("post", "/api/nonsense", 404),
        ("get", "/api/v1/claims/?page=nonsense", 404),
        ("get", "/api/v1/claims/?page_size=nonsense", 400),
        ("get", "/api/v1/claims/?page_size=0", 400),
        ("get", "/api/v1/claims/?page_size=-1", 400),
        ("get", "/api/v1/claims/?nonsense=1", 400),
        ("get", "/api/v1/claims/?claimant=nonsense", 400),
        ("get", "/api/v1/claims/?claimant=99999999999999999999999", 400),
        ("get", "/api/v1/claims/?q=%00", 400),
        ("get", "/api/v1/claims/zzzzzzzz/?case=x", 400),
        ("get", "/api/v1/links/?state=nonsense", 400),
        ("get", "/api/v1/captures/", 401),
        ("post", "/api/v1/claims/", 405),
        ("put", "/api/v1/claims/zzzzzzzz/", 405),
        ("patch", "/api/v1/claims/zzzzzzzz/", 405),
        ("delete", "/api/v1/claims/zzzzzzzz/", 405),
        ("options", "/api/v1/claims/", 405),
        ("post", "/api/v1/", 405),
        ("post", "/api/v1alpha1/claims:search", 405),
        ("get", "/api/v1alpha1/claims:search", 400),
    ],
)
def test_every_error_is_a_problem(method, path, status):
    answer = getattr(Client(), method)(path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["type"], problem["status"], problem["instance"]) == (
        "about:blank",
        status,
        path.split("?")[0],
    )
    assert problem["title"]
    assert problem["detail"]
    assert ("errors" in problem) == (status == 400)
    assert status != 405 or answer["Allow"]


def test_a_post_to_no_address_is_asked_for_no_token():
    answer = Client(enforce_csrf_checks=True).post("/api/v1/claims/Ä/assess/", {}, "application/json")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_other_errors_of_the_transport_are_problems_too():
    editor = Api(make.make_user("editor"))
    claim = make.make_claim()
    address = f"/api/v1/claims/{claim.public_id}/assign/"
    for body, kind, status in (("{", "application/json", 400), ("a=b", "text/plain", 415)):
        answer = Client().post(address, body, content_type=kind, headers=editor.headers)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    answer = Client().get("/api/v1/claims/", headers={"Accept": "text/html"})
    assert (answer.status_code, answer["Content-Type"]) == (406, "application/problem+json")
    answer = Client().get("/api/v1/claims/", headers={"Authorization": "Token nonsense"})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Token")


def test_a_failure_is_reported_and_gives_nothing_away(monkeypatch):
    def fail(reader):
        raise RuntimeError("SECRET")

    monkeypatch.setattr("claims.api.reader.Reader.cases", fail)
    with pytest.raises(RuntimeError):
        Client().get("/api/v1/cases/")
    answer = Client(raise_request_exception=False).get("/api/v1/cases/")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "SECRET" not in answer.content.decode()


def test_a_missing_last_slash_is_put_right():
    answer = Client().get("/api/v1/claims?page_size=1")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/claims/?page_size=1")


def test_reads_carry_validators_and_answer_304():
    make.make_review(make.make_claim())
    for name in PUBLIC:
        answer = Api().get(f"{name}/")
        assert answer["Last-Modified"], name
        assert {"Authorization", "Cookie"} <= {part.strip() for part in answer["Vary"].split(",")}
        again = Api().get(f"{name}/", If_None_Match=answer["ETag"])
        assert (again.status_code, again.content) == (304, b""), name
        assert again["ETag"] == answer["ETag"]
        assert Api().get(f"{name}/", If_None_Match='"other"').status_code == 200


def test_last_modified_is_the_newest_date_shown():
    claims = [make.make_claim(), make.make_claim()]
    make.make_review(claims[0], published_at=make.moment("2026-02-01"))
    make.make_review(claims[1], published_at=make.moment("2026-03-01"))
    assert Api().get("claims/")["Last-Modified"] == "Sun, 01 Mar 2026 00:00:00 GMT"
    first = Api().get(f"claims/{claims[0].public_id}/")
    assert first["Last-Modified"] == "Sun, 01 Feb 2026 00:00:00 GMT"
    # Without a date of their own: the newest publication.
    assert Api().get("verdicts/")["Last-Modified"] == "Sun, 01 Mar 2026 00:00:00 GMT"


def test_answers_to_colleagues_are_kept_by_no_shared_cache():
    assert "private" in Api(make.make_user("editor")).get("claims/")["Cache-Control"]
    assert "private" not in Api().get("claims/")["Cache-Control"]


def test_the_etag_changes_when_what_is_shown_changes():
    claim = make.make_claim()
    before = Api().get(f"claims/{claim.public_id}/")["ETag"]
    make.make_review(claim)
    assert Api().get(f"claims/{claim.public_id}/")["ETag"] != before


def test_the_root_names_every_resource():
    assert set(Api().get("").json()) == {*PUBLIC, *DESK, "webhooks"}


# --- schema and viewer -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    """Generated, validated against OpenAPI, without a single warning."""
    file = tmp_path_factory.mktemp("schema") / "schema.json"
    call_command("spectacular", format="openapi-json", file=str(file), validate=True, fail_on_warn=True)
    return json.loads(file.read_text())


def test_the_schema_names_every_address_filter_and_ordering(schema):
    for name in PUBLIC + DESK:
        assert f"/api/v1/{name}/" in schema["paths"]
    asked = {item["name"]: item for item in schema["paths"]["/api/v1/claims/"]["get"]["parameters"]}
    expected = (
        "in_question case article state verdict topic metric claimant assignee q ordering page page_size"
    )
    assert set(asked) == set(expected.split())
    assert set(asked["ordering"]["schema"]["enum"]) >= {"published", "-published"}
    assert all(item.get("description") for item in asked.values())
    for verb in ("assess", "transition", "publish", "assign"):
        operation = schema["paths"][f"/api/v1/claims/{{id}}/{verb}/"]["post"]
        assert operation["requestBody"]
        assert "If-Match" in {item["name"] for item in operation["parameters"]}


def _as_json_schema(node):
    """OpenAPI 3.0 says `nullable` where JSON Schema names a further type, and knows no foreign members."""
    if isinstance(node, list):
        return [_as_json_schema(each) for each in node]
    if not isinstance(node, dict):
        return node
    plain = {key: _as_json_schema(each) for key, each in node.items() if key != "nullable"}
    if "properties" in plain and "additionalProperties" not in plain:
        plain["additionalProperties"] = False
    return {"anyOf": [plain, {"type": "null"}]} if node.get("nullable") else plain


def test_the_schema_tells_what_everybody_is_really_shown(schema):
    world = build()
    withdrawn = make.make_review(world.claims["unlisted"], published_by=world.people["chief"])
    withdraw(claim=withdrawn.claim, actor=world.people["chief"], note_de="Quelle gefälscht.")
    make.make_figure(world.documents["published"], make.make_metric("of-document"))
    plain = _as_json_schema(schema)
    for role in ("", *ROLES):
        for name in PUBLIC + (DESK if role else []):
            told = schema["paths"][f"/api/v1/{name}/"]["get"]["responses"]["200"]["content"]
            page = told["application/json"]["schema"]
            answer = world.api(role).get(f"{name}/?page_size=200").json()
            flaws = Draft4Validator(plain | page).iter_errors(answer)
            assert answer["results"] or role == "reporter", (role, name)
            assert [f"{flaw.json_path}: {flaw.message}" for flaw in flaws] == [], (role, name)


def test_the_schema_tells_how_a_request_is_refused(schema):
    problem = _as_json_schema(schema) | {"$ref": "#/components/schemas/Problem"}
    refused = [Api().get("captures/"), Api().get("claims/?nonsense=1"), Api().get("claims/zzzzzzzz/")]
    for answer in refused:
        assert not list(Draft4Validator(problem).iter_errors(answer.json())), answer.json()
    for path, operations in schema["paths"].items():
        if path.startswith("/api/v1/schema"):
            continue
        for method, operation in operations.items():
            for kind in ("4XX", "5XX"):
                told = operation["responses"][kind]["content"]["application/problem+json"]
                assert told["schema"] == {"$ref": "#/components/schemas/Problem"}, (method, path)


def test_the_schema_names_no_parameter_that_is_refused(schema):
    asked = schema["paths"]["/api/v1/claims/match/"]["get"]["parameters"]
    assert {item["name"] for item in asked} == {"text", "claim", "language", "limit"}
    evidence = schema["paths"]["/api/v1/evidence/"]["get"]["parameters"]
    bounds = {item["name"]: item["schema"].get("minimum") for item in evidence}
    assert (bounds["document"], bounds["page"], bounds["page_size"]) == (0, 1, 1)


def test_the_schema_is_served_in_both_notations():
    for accept in ("application/vnd.oai.openapi", "application/vnd.oai.openapi+json"):
        answer = Client().get("/api/v1/schema/", headers={"Accept": accept})
        assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, accept)


def test_the_viewer_runs_bundled_script_under_its_own_policy():
    page = Client().get("/api/v1/docs/")
    body = page.content.decode()
    assert page.status_code == 200
    assert "//cdn" not in body
    assert "<script>" not in body
    assert body.count('<script src="/') == 3
    policy = dict(part.strip().partition(" ")[::2] for part in page["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert not page.cookies
    script = Client().get("/api/v1/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert "/api/v1/schema/" in script.content.decode()
    other = Client().get("/api/v1/claims/")["Content-Security-Policy"]
    assert "script-src" not in other
