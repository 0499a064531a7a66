"""Strings that break things: stored and shown unharmed, or refused with a reason.

Every field takes each string by itself; what stores and shows them takes many at once.
"""

import json
import os
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django import forms as django_forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from rest_framework import serializers

from claims import forms, matching, services
from claims.forms import people as forms_of_people
from claims.models import Case, Claimant, Evidence, Metric, Verdict
from claims.serializers import inputs, matches, webhooks
from claims.serializers.common import Input
from claims.views.desk.cited import cite_form
from claims.views.desk.evidence import cite_document
from tests.claims import newsroom
from tests.claims.api_rows import Api
from tests.claims.test_any_input import classes_in
from tests.factories import make_article, make_case, make_claim, make_review, make_user

pytestmark = pytest.mark.django_db

# A few of each kind; the long public list is used where FACTCHECK_EVAL has it.
OWN = [
    "", " ", "\t", "null", "undefined", "NaN", "0x0", "1;DROP TABLE claims_claim", "' OR '1'='1",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{ 7*7 }}", "{% debug %}",
    "%s%n%x", "../../etc/passwd",
    "Ω≈ç√∫˜µ≤≥÷", "田中さん", "👩‍👩‍👧‍👦", "ﺎﻠﻋﺮﺒﻳﺓ", "\u202etest\u202e", "z̶̲̖a̴͙̓l̷̰̂g̸͈̈́o̶̰͊", "\u200b\ufeff",
    "a\u0300" * 50, "x" * 5000,
]  # fmt: skip


@cache
def naughty() -> list[str]:
    folder = os.environ.get("FACTCHECK_EVAL")
    return OWN + (json.loads((Path(folder) / "naughty_strings.json").read_text()) if folder else [])


@cache
def texts(most: int) -> list[str]:
    """All of them, several to a text that a field of so many characters still takes."""
    made, text = [], ""
    for string in (" ".join(one.replace("\r", "").replace("\x00", "").split("\n")) for one in naughty()):
        if text and len(text) + len(string) + 1 > most:
            made.append(text)
            text = ""
        text = f"{text} {string}".strip()[:most].strip()
    return [one for one in (*made, text) if one]


@pytest.fixture
def people() -> newsroom.People:
    return newsroom.hire()


def signed_in(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


# --- each string by itself ------------------------------------------------------------------------------


def fields(base: type, bounds: tuple[str, ...], named: dict[str, Any]) -> list[Any]:
    """One of each kind: fields of one class and the same bounds do the same."""
    kinds = {
        (type(field), *(getattr(field, bound, None) for bound in bounds)): field
        for field in named.values()
        if isinstance(field, base)
    }
    return list(kinds.values())


def form_fields() -> list[Any]:
    """Of the desk, of the accounts and of the back office."""
    classes: Any = classes_in(forms, forms_of_people, base=django_forms.Form)
    request = RequestFactory().get("/")
    request.user = make_user("chief", "backoffice")
    office = [
        admin.site.get_model_admin(model).get_form(request) for model in (Case, Claimant, Metric, Verdict)
    ]
    named = {
        (form, name): field
        for form in (*classes, *office)
        for name, field in getattr(form, "base_fields", {}).items()
    }
    return fields(django_forms.CharField, ("max_length", "strip", "required"), named)


def test_every_field_of_a_form_keeps_a_string_or_says_why():
    kinds = form_fields()
    assert len(kinds) > 15
    for field in kinds:
        for string in naughty():
            try:
                kept = field.clean(string)
            except ValidationError as error:
                kept, why = None, error.messages
            if kept is None:
                assert all(why)
            elif type(field) is django_forms.CharField:
                assert kept == (string.strip() if field.strip else string)


def test_every_field_of_the_api_keeps_a_string_or_says_why():
    classes: Any = classes_in(inputs, matches, webhooks, base=Input)
    named = {(each, name): field for each in classes for name, field in each().fields.items()}
    kinds = fields(serializers.CharField, ("max_length", "allow_blank", "trim_whitespace"), named)
    assert len(kinds) > 4
    for field in kinds:
        for string in naughty():
            try:
                kept = field.run_validation(string)
            except serializers.ValidationError as error:
                kept, why = None, error.detail
            assert why if kept is None else kept == string.strip()


# --- stored and shown -----------------------------------------------------------------------------------


TEXTS = "statement_de statement_en source_reason_de source_reason_en desk_note".split()


def test_every_text_of_a_claim_is_kept_and_shown(people):
    claim, client = newsroom.in_research(people), signed_in(people["editor"])
    for text in texts(9000):
        claim.refresh_from_db()
        data = {"expected_revision": claim.revision, "rated": "content"} | dict.fromkeys(TEXTS, text)
        answer = client.post(reverse("desk-edit", args=[claim.public_id]), data)
        assert answer.status_code == 302, answer.text
        claim.refresh_from_db()
        assert {getattr(claim, name) for name in TEXTS} == {text}
        assert client.get(answer["Location"]).text.count(escape(text)) >= len(TEXTS)


def test_every_text_of_an_article_is_kept(people):
    case, client = make_case(), signed_in(people["editor"])
    for number, text in enumerate(texts(9000)):
        article = services.add_article(
            case=case, title=f"T{number}", body=text.encode(), text=text, actor=people["editor"]
        )
        assert services.article_text(article).text == text
        assert client.get(reverse("desk-workbench", args=[article.slug])).status_code == 200
    for text in texts(250)[::8]:
        columns = {"title": text, "publisher": text, "author": text}
        sent = {"case": case.slug, "language": "de", "text": f"Text {text}"} | columns
        answer = client.post("/desk/articles/", sent)
        if answer.status_code == 400:
            assert 'id="problems"' in answer.text
            assert escape(text) in answer.text
        else:
            document = case.articles.select_related("document").latest("pk").document
            assert (document.title, document.publisher, document.authors) == (text, text, [text])


EVIDENCE = ["title", "publisher", "locator", "exact", "note_de", "note_en", "origin"]
PAPER = {"medium": "paper", "held_by": "Archiv", "stance": "context", "tier": "primary"}


def test_every_text_of_evidence_is_kept_and_shown(people):
    """Through the form and the services; the page then shows it all."""
    claim, user = newsroom.in_research(people), people["editor"]
    for number, text in enumerate(texts(190)):
        sent = PAPER | {"shelf_mark": f"X {number}"} | dict.fromkeys(EVIDENCE, text)
        form = cite_form(user, claim, sent)
        assert form.is_valid(), form.errors
        piece = cite_document(claim, user, form)
        piece = Evidence.objects.select_related("passage__document").get(pk=piece.pk)
        passage, document = piece.passage, piece.passage.document
        kept = [document.title, document.publisher, document.origin, piece.note_de, piece.note_en]
        assert {*kept, passage.locator, passage.exact} == {text}
    shown = signed_in(user).get(reverse("desk-claim", args=[claim.public_id])).text
    assert all(escape(text) in shown for text in texts(190))


def test_every_text_of_an_act_is_kept_and_shown_to_colleagues_and_readers(people):
    """Ratings, replies, holds, notes: through their forms and services, to the published page."""
    for text in texts(9000):
        claim = newsroom.in_research(people)
        newsroom.give_evidence(claim, people["reporter"])
        newsroom.rate(claim, people["checker"])
        rating = {name: text for name in forms.AssessForm.base_fields if name.endswith(("_de", "_en"))}
        form = forms.AssessForm(
            rating | {"verdict": "misleading", "certainty": "strong", "reference_point": "as_of_check"}
        )
        assert form.is_valid(), form.errors
        given = services.assess(claim=claim, actor=people["editor"], **form.cleaned_data)
        assert {getattr(given, name) for name in rating} == {text}
        asked = services.record_reply(
            claim=claim, actor=people["editor"], asked_whom="Amt", asked_how="Brief"
        )
        services.record_answer(reply=asked, actor=people["editor"], answer_de=text, answer_en=text)
        until = timezone.now() + timedelta(days=2)
        services.hold(claim=newsroom.fresh(claim), actor=people["editor"], until=until, reason=text)
        client = signed_in(people["editor"])
        for page in ("desk-claim", "desk-signoff"):
            shown = client.get(reverse(page, args=[claim.public_id])).text
            assert escape(text) in shown
        services.publish(claim=newsroom.fresh(claim), actor=people["editor"])
        readers = Client().get(f"/de/claims/{claim.public_id}/")
        assert readers.status_code == 200
        page, _json_ld, rest = readers.text.partition('<script type="application/ld+json">')
        assert "<script" not in page + rest.partition("</script>")[2]
        assert "{% debug %}" not in text or "{% debug %}" in readers.text
        assert Client().get(f"/claims/{claim.public_id}.jsonld").json()


def test_every_text_sent_to_the_api_comes_back(people):
    editor = Api(people["editor"])
    claim = newsroom.in_research(people)
    for text in texts(9000):
        answer = editor.post(f"claims/{claim.public_id}/reply/", {"waived_reason": text})
        assert answer.status_code == 200, answer.text
    assert list(claim.replies.order_by("pk").values_list("waived_reason", flat=True)) == texts(9000)
    rows = editor.rows(f"claims/{claim.public_id}/ledger/?page_size=200")
    assert [row["payload"]["waived"] for row in rows if row["action"] == "reply_recorded"] == texts(9000)
    for text in texts(250)[:40]:
        for address in ("claims/?q=", "documents/?q=", "claims/match/?text="):
            assert editor.get(address + quote(text)).status_code == 200


def test_every_text_of_the_back_office_is_kept_and_shown(people):
    chief = signed_in(people["chief"])
    for number, text in enumerate(texts(190)[::8]):
        row = {"name": f"{number}", "kind": "person", "display_de": text, "display_en": text}
        answer = chief.post("/admin/claims/claimant/add/", row)
        assert answer.status_code == 302, answer.text
        assert Claimant.objects.get(name=str(number)).display_de == text
        invited = {"username": f"u{number}", "email": f"u{number}@haus.example", "role": "checker"}
        asked = chief.post(
            "/desk/people/invite/", invited | {"first_name": text[:140], "last_name": text[:140]}
        )
        assert asked.status_code == 302, asked.text
    assert escape(texts(190)[0]) in chief.get("/admin/claims/claimant/").text
    assert escape(text[:140]) in chief.get("/desk/people/").text


def test_searching_for_anything_answers(people):
    newsroom.published(people)
    for text in texts(200):
        matching.search(text, limit=5)
    for text in texts(200)[::10]:
        for client, page in ((Client(), "/de/search/"), (signed_in(people["editor"]), "/desk/")):
            assert client.get(page, {"q": text, "tray": "all"}).status_code == 200


# --- what no text is --------------------------------------------------------------------------------


def test_a_null_character_is_refused_with_a_reason(people):
    claim = make_claim(make_article(make_case()), statement_de="Eine Aussage.")
    client = Client(headers={"accept-language": "en"})
    client.force_login(people["editor"])
    data = {"expected_revision": claim.revision, "rated": "content", "statement_de": "a\x00b"}
    answer = client.post(reverse("desk-edit", args=[claim.public_id]), data)
    assert answer.status_code == 400
    assert "Null characters are not allowed" in answer.text
    claim.refresh_from_db()
    assert claim.statement_de == "Eine Aussage."


def test_odd_numbers_and_days_are_no_failure(people):
    claim = make_claim(make_article(make_case()), statement_de="Eine Aussage.")
    make_review(claim)
    client = Client()
    client.force_login(people["editor"])
    for day in ("0001-01-01", "9999-12-31", "never"):
        assert client.get("/desk/ledger/", {"day": day}).status_code == 200
    assert client.get(f"/de/claims/{claim.public_id}/changes/", {"from": "9" * 5000}).status_code == 404
    for appearance in ("x", "9" * 30, ""):
        answer = client.post(reverse("desk-span", args=[claim.public_id]), {"appearance": appearance})
        assert answer.status_code == 302
    assert claim.appearances.count() == 1
    for address in ("/desk/?case=%00", "/desk/links/?state=%00", "/desk/ledger/?chain=a%00"):
        assert client.get(address).status_code == 400
