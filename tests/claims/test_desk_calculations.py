"""Own calculations at the desk: over recorded figures, cited, worked out anew when an input changes."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from claims import services
from claims.forms import plain
from claims.forms.common import NumberField
from claims.models import Evidence
from sources.models import Document
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db


def client_of(person, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


def test_a_calculation_is_made_from_recorded_figures_and_a_number():
    people = newsroom.hire()
    claim, other = newsroom.in_research(people), newsroom.in_research(people)
    part, foreign = make.make_figure(claim, value=8), make.make_figure(other, value=5)
    make.make_figure(claim, low=1, high=2)  # a range is no number
    client = client_of(people["checker"])
    page = reverse("desk-claim", args=[claim.public_id])
    text = client.get(page, {"open": "calculate"}).text
    assert f'<option value="{part.pk}">' in text
    assert f'<option value="{foreign.pk}">' not in text
    address = reverse("desk-calculate", args=[claim.public_id])
    asked = {
        "title": "Anteil der Verweigerten",
        "formula": "a / b * 100",
        "stance": "refutes",
        "figure_a": part.pk,
        "number_b": "32.5",
    }
    wrong = client.post(address, asked | {"formula": "a / c"})
    assert wrong.status_code == 400
    assert 'id="calculation_formula_error"' in wrong.text
    assert "Anteil der Verweigerten" in wrong.text
    both = client.post(address, asked | {"number_a": "1"})
    assert "Give a figure or a number, not both." in both.text
    assert not Evidence.objects.filter(claim=claim).exists()
    assert client_of(people["checker"], "de").post(address, asked | {"number_b": "32,5"}).status_code == 302
    piece = Evidence.objects.get(claim=claim)
    document = piece.passage.document
    assert (document.tier, document.calculation["figures"]) == ("primary", {"a": part.pk})
    assert Decimal(document.calculation["result"]).quantize(Decimal("0.01")) == Decimal("24.62")
    assert services.evidence_missing(claim) == []

    beside = reverse("desk-evidence", args=[claim.public_id, piece.pk])
    change = {"act": "input", "name": "b", "value": "16", "expected_revision": document.revision}
    assert client.post(beside, change).status_code == 302
    assert Document.objects.get(pk=document.pk).calculation["result"] == "50"
    outrun = client.post(beside, change | {"value": "20"})
    assert outrun.status_code == 400
    assert "<del>16</del><ins>20</ins>" in outrun.text
    assert client.post(beside, change | {"name": "a", "expected_revision": 2}).status_code == 400

    values = [{"metric": part.metric.slug, "low": 4, "high": 4, "key": part.pk}]
    services.record_figures(claim=claim, figures=values, actor=people["checker"])
    assert Document.objects.get(pk=document.pk).calculation["result"] == "25"


def test_who_signs_off_is_told_that_a_calculation_changed_after_the_rating():
    people = newsroom.hire()
    claim = newsroom.in_research(people)
    calculation = {"formula": "a * 2", "inputs": {"a": "2"}, "result": "4"}
    document = make.make_document("Rechnung", medium="calculation", calculation=calculation)
    services.cite(claim=claim, document=document, stance="refutes", actor=people["checker"])
    newsroom.give_evidence(claim, people["checker"])
    newsroom.rate(claim, people["checker"])
    assert newsroom.fresh(claim).state == "review"
    client, page = client_of(people["editor"]), reverse("desk-signoff", args=[claim.public_id])
    told = "worked out anew since"
    assert told not in client.get(page).text
    services.change_input(document=document, name="a", value="3", actor=people["checker"])
    assert told in client.get(page).text
    assert told in client.get("/desk/?tray=review").text
    newsroom.rate(newsroom.fresh(claim), people["editor"])
    assert told not in client.get(page).text
    assert told not in client.get("/desk/?tray=review").text


@pytest.mark.parametrize("brought", [{}, {"formula": "a * 2"}, {"formula": "a * 2", "inputs": {"a": "2"}}])
def test_a_calculation_of_a_case_file_need_not_name_everything(brought):
    people = newsroom.hire()
    claim = newsroom.in_research(people)
    document = make.make_document("Rechnung", medium="calculation", calculation=brought)
    piece = services.cite(claim=claim, document=document, stance="refutes", actor=None)
    address = reverse("desk-evidence", args=[claim.public_id, piece.pk])
    client = client_of(people["checker"])
    assert client.get(address).status_code == 200
    assert client.get(reverse("desk-claim", args=[claim.public_id])).status_code == 200
    assert client.post(address, {"act": "recalculate"}).status_code == (302 if "inputs" in brought else 400)
    rests = make.make_document("Summe", medium="calculation", calculation={"from": {"a": document.pk}})
    other = services.cite(claim=claim, document=rests, stance="refutes", actor=None)
    assert services.outdated([other]) == {rests.pk}


def test_no_link_leads_to_a_page_that_is_not_there():
    people = newsroom.hire()
    claim = newsroom.in_research(people)
    told = make.make_document("Ein Vermerk", confidentiality="desk")
    services.cite(claim=claim, document=told, stance="context", actor=people["checker"])
    client, page = client_of(people["checker"]), reverse("desk-claim", args=[claim.public_id])
    assert "Ein Vermerk" in client.get(page).text
    assert reverse("document", args=[told.pk]) not in client.get(page).text
    shown, _review = newsroom.published(people)
    document = shown.evidence.get().passage.document
    text = client.get(reverse("desk-claim", args=[shown.public_id])).text
    assert reverse("document", args=[document.pk]) in text


def test_a_figure_saved_second_is_refused_with_what_differs():
    people = newsroom.hire()
    claim = newsroom.in_research(people)
    figure = make.make_figure(claim, make.make_metric("tickets"), value=8)
    client = client_of(people["checker"])
    form = {"metric": "tickets", "qualifier": "exactly", "basis": "official", "unit": figure.unit}
    form |= {"counted": figure.counted, "expected_revision": newsroom.fresh(claim).revision}
    address = reverse("desk-figure", args=[claim.public_id, figure.pk])
    assert client.post(address, form | {"low": "9", "high": "9"}).status_code == 302
    outrun = client.post(address, form | {"low": "9", "high": "9.5"})
    assert outrun.status_code == 400
    assert "<del>9</del><ins>9.5</ins>" in outrun.text
    again = form | {"low": "9", "high": "9.5", "expected_revision": newsroom.fresh(claim).revision}
    assert client.post(address, again).status_code == 302
    assert claim.figures.get().high == Decimal("9.5")


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("de", "1.234,5", "1234.5"),
        ("de", "2.000", "2000"),
        ("de", "17.460.000", "17460000"),
        ("de", "17 460 000,25", "17460000.25"),
        ("de", "17,46", "17.46"),
        ("de", "17.46", "17.46"),
        ("de", "-0,5", "-0.5"),
        ("en", "1,234.5", "1234.5"),
        ("en", "2,000", "2000"),
        ("en", "32,5", "32.5"),
        ("en", "0.123", "0.123"),
        ("de", "1.23.4", None),
        ("de", "1,2,3", None),
        ("de", "1.2345,6", None),
        ("en", "1,23,4", None),
        ("en", "viel", None),
        ("de", "1e400", None),
        ("de", "NaN", None),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(language, text, number):
    with translation.override(language):
        field = NumberField(decimal_places=6)
        if number is None:
            with pytest.raises(ValidationError):
                field.clean(text)
            return
        assert field.clean(text) == Decimal(number)
        assert field.clean(plain(Decimal(number))) == Decimal(number)  # what a form shows, it reads again
