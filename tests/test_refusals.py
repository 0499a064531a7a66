"""What is asked wrongly gets a clear answer, in demonstrations as in production."""

import json

import pytest
from django.test import Client

from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[False, True], ids=["production", "demonstration"], autouse=True)
def debug(request, settings):
    settings.DEBUG = request.param


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/de/claims/zzzzzzzz/", 404, "Unter dieser Adresse steht nichts."),
        ("/de/nonsense/", 404, "Unter dieser Adresse steht nichts."),
        ("/en/claims/zzzzzzzz/?at=2026-01-01", 404, "There is nothing at this address."),
        ("/en/claims/zzzzzzzz/?at=yesterday", 400, "Write the day as in ?at=2026-11-22."),
        ("/oembed", 400, "Give the address of a claim"),
    ],
)
def test_pages_of_ours_and_none_about_code(path, status, words):
    answer = Client(headers={"accept-language": "en"}).get(path)
    assert answer.status_code == status
    assert words in answer.text
    assert "Traceback" not in answer.text
    assert "URLconf" not in answer.text


def test_too_much_at_once_is_told(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)
    client.force_login(make_user("checker"))
    body = json.dumps({"verdict": "x" * 1000})
    answer = client.post("/api/v1/claims/zzzzzzzz/assess/", body, content_type="application/json")
    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == "The body is too large: send less at once."
    form = client.post(
        "/desk/claims/zzzzzzzz/edit/", "note=" + "x" * 1000, content_type="application/x-www-form-urlencoded"
    )
    assert form.status_code == 413
    assert "Nothing was saved." in form.text


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize(
    "path",
    [
        "/de/",
        "/en/claims/zzzzzzzz/embed/",
        "/feeds/reviews.atom",
        "/sitemap.xml",
        "/oembed",
        "/healthz",
        "/readyz",
    ],
)
def test_another_method_is_told_so_and_asked_for_no_token(method, path):
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/reviews.atom",
        "/feeds/reviews.json",
        "/feeds/corrections.atom",
        "/feeds/claimreview.json",
        "/feeds/seals.atom",
    ],
)
def test_an_empty_feed_stays_as_it_is(path):
    first = Client().get(path)
    assert Client(headers={"if-none-match": first["ETag"]}).get(path).status_code == 304


def test_the_viewer_of_the_api_refuses_with_a_problem():
    answer = Client().post("/api/v1/docs/")
    assert answer.status_code == 405
    assert answer.json()["status"] == 405
