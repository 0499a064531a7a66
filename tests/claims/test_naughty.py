"""Strings that break things: stored and shown unharmed, or refused with a reason."""

import json
import os
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from claims import services
from claims.forms import ClaimForm
from claims.models import User
from tests.factories import make_article, make_case, make_claim, make_user

pytestmark = pytest.mark.django_db

# A few of each kind; the long public list is used where FACTCHECK_EVAL has it.
OWN = [
    "", " ", "\t", "null", "undefined", "NaN", "0x0", "1;DROP TABLE claims_claim", "' OR '1'='1",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{ 7*7 }}", "{% debug %}",
    "%s%n%x", "../../etc/passwd",
    "Ω≈ç√∫˜µ≤≥÷", "田中さん", "👩‍👩‍👧‍👦", "ﺎﻠﻋﺮﺒﻳﺓ", "\u202etest\u202e", "z̶̲̖a̴͙̓l̷̰̂g̸͈̈́o̶̰͊", "\u200b\ufeff",
    "a\u0300" * 50, "x" * 5000,
]  # fmt: skip


def naughty() -> list[str]:
    folder = os.environ.get("FACTCHECK_EVAL")
    return OWN + (json.loads((Path(folder) / "naughty_strings.json").read_text()) if folder else [])


@pytest.fixture
def editor() -> User:
    return make_user("editor")


TEXT_FIELDS = [
    name
    for name, field in ClaimForm.base_fields.items()
    if name not in ("revision", "rated", "claimant", "topic")
]


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_every_text_of_a_claim_survives(editor, field):
    claim = make_claim(make_article(make_case()), statement_de="Eine Aussage.")
    client = Client(headers={"accept-language": "en"})
    client.force_login(editor)
    strings = naughty()
    for start in range(0, len(strings), 60):
        text = "\n".join(strings[start : start + 60]).replace("\r", "").strip()
        claim.refresh_from_db()
        data = {"revision": claim.revision, "rated": "content", field: text}
        answer = client.post(reverse("desk-edit", args=[claim.public_id]), data)
        claim.refresh_from_db()
        assert answer.status_code == 302, answer.text
        assert getattr(claim, field) == text
        assert escape(text) in client.get(f"/desk/claims/{claim.public_id}/").text


def test_a_null_character_is_refused_with_a_reason(editor):
    claim = make_claim(make_article(make_case()), statement_de="Eine Aussage.")
    client = Client(headers={"accept-language": "en"})
    client.force_login(editor)
    data = {"revision": claim.revision, "rated": "content", "statement_de": "a\x00b"}
    answer = client.post(reverse("desk-edit", args=[claim.public_id]), data)
    assert answer.status_code == 400
    assert "Null characters are not allowed" in answer.text
    claim.refresh_from_db()
    assert claim.statement_de == "Eine Aussage."


def test_a_note_survives_into_the_log(editor):
    claim = make_claim(make_article(make_case()), statement_de="Eine Aussage.")
    for text in OWN:
        if text.strip():
            services.edit_claim(claim=claim, actor=editor, expected_revision=claim.revision, desk_note=text)
            claim.refresh_from_db()
            assert claim.desk_note == text


@pytest.mark.parametrize("text", OWN)
def test_searching_for_anything_answers(text):
    assert Client().get("/en/search/", {"q": text}).status_code == 200
