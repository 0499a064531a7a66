"""What the figures of a measure say to each other, on the page of the measure, of a claim, and as files."""

import csv
import io

import pytest
from django.test import Client

from claims.views.readings import claim_readings
from claims.views.tables import cell
from claims.views.tensions import MOST_COMPARED, MOST_SHOWN, neighbours, tensions
from tests import factories as make
from tests.claims.test_pages import claim_page, page

pytestmark = pytest.mark.django_db
SERIES = [("2016-12-31", 6000000), ("2017-12-31", 9360000), ("2018-12-31", 17460000)]


@pytest.fixture
def flights():
    return make.make_metric("flights", label_de="Flüge", label_en="Flights", counted="requests")


@pytest.fixture
def yearly(flights):
    """A claim that takes the court's running total for the amount of one year, beside the court's series."""
    claim = make.make_claim(statement_de="2018 waren es 17 Millionen.")
    make.make_figure(claim, flights, 17000000, nature="flow", as_of="2018", place="China")
    for day, value in SERIES:
        report = make.make_document(f"Gericht {day}", published=day, origin="court")
        columns = {"nature": "cumulative", "basis": "official", "place": "China", "as_of": day}
        make.make_figure(report, flights, value, **columns)
    make.make_review(claim, "misleading")
    return claim


def test_the_finding_stands_over_the_measure(client: Client, yearly):
    text = page(client, "/de/metrics/flights/")
    assert "<h1>Die 17 Millionen sind eine aufgelaufene Summe</h1>" in text
    assert "als Menge eines Zeitraums erzählt" in text
    assert "<h1>The 17 million are a running total</h1>" in page(client, "/en/metrics/flights/")


def test_the_claim_carries_its_own_discrepancies_only(client: Client, yearly, flights):
    other = make.make_claim(statement_de="2018 waren es 40 Millionen.")
    make.make_figure(other, flights, 40000000, nature="flow", as_of="2018", place="China")
    assert "als Menge eines Zeitraums erzählt" in claim_page(client, yearly)
    text = claim_page(client, other)
    assert "als Menge eines Zeitraums erzählt" not in text
    assert "Das widerspricht sich" in text


def test_a_year_alone_is_worked_out_with_its_inputs(client: Client, yearly):
    text = page(client, "/en/metrics/flights/")
    assert "in 2018 alone" in text
    assert '<data value="8100000" title="8,100,000">8.1\xa0million</data>' in text
    assert "in 2017 alone" in text
    assert "own calculation, 2018 alone" in text  # in the chart, beside the claim about that year
    assert "own calculation, 2017 alone" not in text


def test_without_a_finding_the_measure_has_its_name(client: Client, flights):
    make.make_figure(make.make_claim(), flights)
    text = page(client, "/de/metrics/flights/")
    assert "<h1>Flüge</h1>" in text
    assert 'id="discrepancies"' not in text


def test_hidden_claims_take_no_part(client: Client, yearly, flights):
    hidden = make.make_claim(make.make_article(make.make_case(list_open_claims=False)), "Geheim.")
    make.make_figure(hidden, flights, 123456789, nature="flow", as_of="2018", place="China")
    for address in ("/de/metrics/flights/", "/metrics/flights.csv", "/metrics/flights.json"):
        text = page(client, address)
        assert "Geheim" not in text
        assert "123456789" not in text
    assert "Geheim" not in claim_page(client, yearly)


def test_confused_measures_are_compared_either_way(flights):
    people = make.make_metric("people", counted="people")
    people.confusable_with.add(flights)
    for metric, other in ((people, flights), (flights, people)):
        found, declared = neighbours([metric])
        assert found == [other]
        assert declared == {"people": {"flights"}}


def test_what_the_newsroom_wrote_comes_before_the_rule(client: Client, yearly, flights):
    other = make.make_claim(statement_de="2018 waren es 40 Millionen.")
    make.make_figure(other, flights, 40000000, nature="flow", as_of="2018", place="China")
    make.make_relation(yearly, other, reason_de="Eines zählt auch Bahnfahrten.")
    text = page(client, "/de/metrics/flights/")
    assert "Eines zählt auch Bahnfahrten." in text
    assert "Das widerspricht sich" not in text


def test_a_crowd_of_figures_is_bounded(flights):
    for number in range(MOST_COMPARED + 5):
        make.make_figure(make.make_claim(), flights, 1000000 + 300000 * number, as_of="2018-12-31")
    readings = claim_readings([flights])
    assert len(readings) == MOST_COMPARED + 5
    assert len(tensions(readings, {}, of=[flights.pk])) == MOST_SHOWN


def test_the_table_as_files(client: Client, yearly):
    rows = list(csv.DictReader(io.StringIO(page(client, "/metrics/flights.csv"))))
    assert [row["low"] for row in rows] == ["6000000", "9360000", "17000000", "17460000"]
    assert [row["kind"] for row in rows] == ["source", "source", "claim", "source"]
    assert rows[2]["rating"] == "misleading"
    assert rows[2]["url"].endswith(f"/de/claims/{yearly.public_id}/")
    content = client.get("/metrics/flights.json").json()
    assert content["label"] == {"de": "Flüge", "en": "Flights"}
    assert content["figures"] == rows


def test_files_of_nothing_public_do_not_exist(client: Client, flights):
    make.make_figure(make.make_document(), flights)
    for address in ("/metrics/flights.csv", "/metrics/flights.json", "/metrics/nothing.csv"):
        page(client, address, 404)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("+49 30", "'+49 30"),
        ("@cmd", "'@cmd"),
        ("-1+2", "'-1+2"),
        ("\t=1", "'\t=1"),
        ("-5", "-5"),
        ("-0.5", "-0.5"),
        ("17 Mio.", "17 Mio."),
        ("", ""),
    ],
)
def test_no_cell_is_run_by_a_sheet(text: str, expected: str):
    assert cell(text) == expected
