"""Whatever stands in an address or a form: it is done or refused with a reason, and never a failure."""

import base64
import inspect
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django import forms as django_forms
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from rest_framework.relations import RelatedField

from claims import forms
from claims.api import filtersets
from claims.api.filters import Filters
from claims.forms import people as forms_of_people
from claims.models import Claim, Figure, Review
from claims.serializers import inputs
from claims.serializers.common import Input
from sources.models import Document, Passage
from tests.claims import api_rows
from tests.claims.test_role_table import patterns

pytestmark = pytest.mark.django_db

VIEWS = Path(forms.__file__).parent.parent / "views"
NUL, HUGE, EARLY, LATE, HALF = "a\x00b", "9" * 30, "0001-01-01T00:00", "9999-12-31T23:59", "\ud800"


def classes_in(*modules: Any, base: type) -> list[type]:
    made = [each for module in modules for each in vars(module).values()]
    return [each for each in made if isinstance(each, type) and issubclass(each, base) and each is not base]


def names_asked() -> list[str]:
    """Every field of a form of the desk, and every parameter that a view reads by itself."""
    classes: Any = classes_in(forms, forms_of_people, base=django_forms.Form)
    fields = {name for each in classes for name in each.base_fields}
    read = re.compile(r"""request\.(?:GET|POST)\.get(?:list)?\(\s*"(\w+)""")
    return sorted(fields | {name for file in VIEWS.rglob("*.py") for name in read.findall(file.read_text())})


@pytest.fixture
def world() -> api_rows.World:
    return api_rows.build()


def filled(address: str, world: api_rows.World) -> str:
    """An address of the site with the keys of a published claim and of what hangs on it."""
    ids, claim = world.ids["published"], world.claims["published"]
    named = {name: ids[name] for name in ("articles", "metrics", "scales")} | {"cases": "listed"}
    numbers = ids | {"reply": claim.replies.get().pk, "people": world.people["checker"].pk}
    words = re.findall(r"[a-z]+(?=/<)", address)
    keys = {
        "public_id": claim.public_id,
        "slug": next((named[word] for word in words if word in named), ""),
        "pk": numbers.get(words[-1], 1) if words else 1,
        "other": ids["captures"],
        "day": "2026-01-01",
        "section": "claims",
    }
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(keys[found[1]]), address)


def failures(ask: Callable[[], Any]) -> list[str]:
    """What went wrong, if anything; what was done is undone."""
    with transaction.atomic():
        answer = ask()
        transaction.set_rollback(True)
    if answer.status_code < 500 or answer.status_code == 501:  # a format that oEmbed does not have
        return []
    asked, wrong = answer.request, answer.exc_info[1] if answer.exc_info else answer.text
    return [f"{asked['REQUEST_METHOD']} {asked['PATH_INFO']} {asked['QUERY_STRING']}: {wrong!r:.300}"]


def test_pages_answer_to_anything(world):
    chief, names = Client(raise_request_exception=False), names_asked()
    chief.force_login(world.people["chief"])
    claim = world.claims["published"]
    claim.replies.create(asked_whom="Amt", recorded_by=world.people["chief"])
    wrong, tried = [], 0
    for address, pattern in patterns(get_resolver()):
        # A copy that the store has lost is a failure, and said to be one.
        if address.startswith(("admin/", "accounts/", "api/", "readyz")) or address.endswith("/body/"):
            continue
        path, source = filled(address, world), inspect.getsource(inspect.unwrap(pattern.callback))
        if not path.startswith("/desk/"):
            wrong += failures(partial(chief.get, path, dict.fromkeys(names, NUL)))
            tried += 1
        # What only a form reads is tried with the forms, below.
        elif re.search(r"request\.(GET|POST)\.get|claim_id|filtered\(", source):
            wrong += failures(partial(chief.get, path, dict.fromkeys(names, HUGE)))
            wrong += failures(partial(chief.post, path, dict.fromkeys(names, NUL)))
            tried += 1
    page = f"/desk/claims/{claim.public_id}/"
    early = {"expected_revision": claim.revision, "due_at": EARLY}
    wrong += failures(partial(chief.post, f"{page}assign/", early))
    piece = {"act": "drop", "note": NUL, "expected_revision": 1}
    wrong += failures(partial(chief.post, f"{page}evidence/{claim.evidence.first().pk}/", piece))
    many = {"claim": [NUL, claim.public_id], "to": world.people["checker"].pk, "next": NUL}
    wrong += failures(partial(chief.post, "/desk/assign/", many))
    password = base64.b64encode(f"x:{NUL}".encode()).decode()
    wrong += failures(
        partial(Client().get, "/desk/findings.atom", headers={"Authorization": f"Basic {password}"})
    )
    assert not wrong, "\n".join(wrong)
    assert tried > 35


def test_every_field_of_a_form_reads_anything(world):
    """Also those that look a row up; a form that needs rows to choose from is given all there are."""
    classes: Any = set(classes_in(forms, forms_of_people, base=django_forms.Form))
    for form_class in classes:
        rows: list[Any] = {
            forms.ManyForm: [Claim.objects.all()],
            forms.PassageForm: [Passage.objects.all()],
            forms.CalculationForm: [Figure.objects.all(), []],
            forms.EntrustForm: [Document.objects.first()],
            forms.SlipForm: [Review.objects.first()],
        }.get(form_class, [])
        for value in (NUL, HUGE, EARLY, LATE):
            form = form_class(*rows, dict.fromkeys(form_class(*rows).fields, value))
            for field in form.fields.values():
                if getattr(field, "queryset", None) is not None:
                    field.queryset = field.queryset.model.objects.all()
            form.is_valid()


def test_the_api_answers_to_anything(world):
    chief = world.api("chief")
    chief.client.raise_request_exception = False
    wrong, tried = [], 0
    for filters in classes_in(filtersets, base=Filters):
        resource = filters.__name__.removesuffix("Filters").lower()
        resource += "" if resource == "evidence" else "s"
        for name in filters.base_filters:
            for value in ("a%00b", HUGE):
                wrong += failures(partial(chief.get, f"{resource}/?{name}={value}"))
                tried += 1
    for query in ("query=a%00b", "query=a&offset=" + HUGE, "query=a&pageToken=%00", "query=%ff"):
        wrong += failures(partial(chief.client.get, f"/api/v1alpha1/claims:search?{query}"))
    deep: Any = "x"
    for _ in range(900):
        deep = {"a": deep}
    page = f"claims/{world.claims['published'].public_id}"
    for name, form in [
        ("assess", inputs.AssessInput),
        ("transition", inputs.TransitionInput),
        ("reply", inputs.ReplyInput),
        ("publish", inputs.PublishInput),
        ("assign", inputs.AssignInput),
    ]:
        for value in (NUL, HALF, EARLY, deep, {NUL: HALF}):
            body = {
                field: value
                for field, kind in form().fields.items()
                if isinstance(kind, RelatedField) or not isinstance(value, dict) or field == "own_calculation"
            }
            wrong += failures(partial(chief.post, f"{page}/{name}/", body))
            tried += 1
        nested = partial(
            chief.client.post, f"/api/v1/{page}/{name}/", '{"note":' * 90_000, content_type="application/json"
        )
        wrong += failures(partial(nested, headers=chief.headers))
    assert issubclass(inputs.AssessInput, Input)
    assert not wrong, "\n".join(wrong)
    assert tried > 100
