"""Every refusal is told in the reader's language, with what was put into it."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation
from rest_framework.authtoken.models import Token

from claims import services, workflow
from claims.wording import Said, listed
from sources import services as sources
from tests import factories as make
from tests.claims import newsroom

RAISED = {
    "Refused",
    "NotAllowed",
    "Conflict",
    "Missing",
    "ValidationError",
    "reason_of",
    "CalculationError",
    "Said",
}
ROOT = settings.BASE_DIR
ELSEWHERE = {"demonstration.py", "loading.py", "webhooks.py"}  # said on the command line and in the API only
FILES = [
    *(path for path in sorted((ROOT / "claims" / "services").glob("*.py")) if path.name not in ELSEWHERE),
    *sorted((ROOT / "claims" / "views" / "desk").glob("*.py")),
    ROOT / "claims" / "workflow.py",
    ROOT / "claims" / "calculations.py",
]


def sentences(path: Path) -> set[str]:
    """Texts given to what refuses; words alone are codes."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in RAISED:
            assert not any(isinstance(argument, ast.JoinedStr) for argument in node.args), (
                f"{path.name}:{node.lineno}: a formatted text cannot be told in German; use wording.Said"
            )
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            found |= {text for text in texts if " " in text and not text.startswith("%(")}
    return found


def test_the_scan_sees_sentences():
    assert "Rate the claim first." in set().union(*map(sentences, FILES))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_refusal_has_its_german(path):
    with translation.override("de"):
        missing = [text for text in sentences(path) if services.told(text) == text]
    assert not missing, "add these to django.po, then: pybabel compile -D django -d factcheck/locale -l de"


def test_what_was_put_in_is_told_too():
    lacks = listed([Said("its wording"), Said("a saved copy")])
    why = Said("{label}: add {lacks}, or record why it is missing.", label="Bericht {x}", lacks=lacks)
    assert why == "Bericht {x}: add its wording, a saved copy, or record why it is missing."
    refusal = services.Refused("The claim cannot go to review yet.", [workflow.Missing("evidence", why)])
    with translation.override("de"):
        assert services.reasons(refusal) == [
            "Bericht {x}: Ergänzen Sie den Wortlaut, eine gesicherte Kopie, oder halten Sie fest, "
            "warum es fehlt."
        ]
    with translation.override("en"):
        assert services.reasons(refusal) == [str(why)]


@pytest.mark.django_db
def test_what_people_typed_is_never_taken_for_a_pattern():
    people = newsroom.hire()
    claim, metric = newsroom.in_research(people), make.make_metric("tickets", counted="tickets")
    figure = {"metric": metric.slug, "low": 5, "high": 5, "counted": "{x}"}
    with pytest.raises(services.Refused) as refused:
        services.record_figures(claim=claim, figures=[figure], actor=people["checker"])
    assert [item.why for item in refused.value.missing] == ["Figure 1: tickets counts tickets, not {x}."]
    with translation.override("de"):
        assert services.reasons(refused.value) == ["Zahlenangabe 1: tickets zählt tickets, nicht {x}."]
    assert services.told(Said("a {brace}")) == "a {brace}"


def test_states_are_told_by_their_names():
    refusal = services.Refused(Said("A claim in the state {state} takes no rating now.", state="cross_check"))
    assert str(refusal) == "A claim in the state cross_check takes no rating now."
    with translation.override("de"):
        assert services.told(refusal) == "Im Zustand Gegenprüfung nimmt eine Aussage keine Bewertung an."
    with translation.override("en"):
        assert services.told(refusal) == "A claim in the state second check takes no rating now."


def test_an_address_that_may_not_be_fetched_is_refused_in_german():
    with pytest.raises(ValidationError) as refused:
        sources.watched("file:///etc/passwd")
    with translation.override("de"):
        assert services.reasons(refused.value) == [
            "file:///etc/passwd: Nur Adressen mit http und https werden abgerufen."
        ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title", "begins"),
    [
        ("de", "Widerspruch", "Die Aussage kann"),
        ("en", "Conflict", "The claim"),
        ("", "Conflict", "The claim"),
    ],
)
def test_the_api_tells_a_problem_in_one_language(language, title, begins):
    people = newsroom.hire()
    claim = newsroom.in_research(people)
    headers = {"Authorization": f"Token {Token.objects.create(user=people['checker']).key}"}
    headers |= {"Accept-Language": language} if language else {}
    address = f"/api/v1/claims/{claim.public_id}/transition/"
    answer = Client().post(address, {"to": "review"}, content_type="application/json", headers=headers)
    told = answer.json()
    assert (answer.status_code, told["title"]) == (409, title)
    assert told["detail"].startswith(begins)
    assert told["missing"][0]["guard"] == "assessed"
    assert ("Rate the claim" in told["missing"][0]["why"]) == (language != "de")
    wrong = Client().post(address, {"to": "x"}, content_type="application/json", headers=headers).json()
    assert ("gültig" in wrong["detail"]) == (language == "de")
    assert ("keine gültige" in str(wrong["errors"])) == (language == "de")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Warten Sie bis 1. Januar 2027, 00:30 auf die Antwort, oder halten Sie sie fest."),
        ("en", "Wait for the answer until 1 January 2027, 00:30, or record it."),
    ],
)
def test_moments_are_told_by_the_clocks_of_the_newsroom(language, words):
    asked = workflow.Asked(waived=False, answered=False, deadline=make.moment("2026-12-31T23:30:00+00:00"))
    (missing,) = workflow.reply_gate([asked], make.moment("2026-12-01T00:00:00+00:00"))
    with translation.override(language):
        assert services.told(missing.why) == words


@pytest.mark.django_db
def test_a_claim_is_called_in_the_readers_language():
    both = make.make_claim(statement_de="Es sind 17.", statement_en="There are 17.")
    one = make.make_claim(statement_en="Only in English.")
    one.statement_de = ""
    with translation.override("en"):
        assert str(both) == "There are 17."
    with translation.override("de"):
        assert (str(both), str(one)) == ("Es sind 17.", "Only in English.")
