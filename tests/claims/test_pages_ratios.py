"""A ratio recomputed on the page of its measure, with the figures it was recomputed from."""

import pytest
from django.test import Client

from tests import factories as make
from tests.claims.test_pages import page

pytestmark = pytest.mark.django_db
SUM = "geteilt durch 400 Mio. Kameras ergibt 3,5; das passt nicht zur Angabe (3 Menschen je Kamera)"


@pytest.fixture
def measures():
    cameras = make.make_metric("cameras", counted="cameras", unit="cameras")
    people = make.make_metric("people", counted="inhabitants", unit="inhabitants")
    divided = {"numerator": people, "denominator": cameras}
    return {
        "ratio": make.make_metric("ratio", counted="ratio", unit="people per camera", **divided),
        "cameras": cameras,
        "people": people,
        "barred": make.make_metric("barred", counted="people", unit="people"),
    }


@pytest.fixture
def ratio(measures):
    """An article that says 3 people per camera and 400 million cameras; a register that counts people."""
    article = make.make_article()
    claim = make.make_claim(article, statement_de="Auf drei Einwohner kommt eine Kamera.")
    make.make_figure(claim, measures["ratio"], 3, nature="ratio", place="China", as_of="2018")
    cameras = make.make_claim(article, statement_de="Es sind 400 Millionen Kameras.")
    make.make_figure(cameras, measures["cameras"], 400_000_000, place="China", as_of="2018")
    register = make.make_document("Register")
    make.make_figure(register, measures["people"], 1_400_000_000, place="China", as_of="2018")
    make.make_figure(register, measures["barred"], 6_000_000, place="China", as_of="2018")
    return claim


def test_the_division_stands_on_the_page_with_both_inputs(client: Client, ratio):
    text = page(client, "/de/metrics/ratio/")
    assert f"1,4 Mrd. Einwohner {SUM}" in text
    calculation = text.partition("Berechnet aus:")[2].partition("</dd>")[0]
    assert "Es sind 400 Millionen Kameras." in calculation
    assert "/documents/" in calculation
    assert "1.4 billion inhabitants divided by 400 million cameras" in page(client, "/en/metrics/ratio/")


def test_amounts_of_another_place_are_left_alone(client: Client, measures, ratio):
    ratio.figures.update(place="Peking")
    assert "Berechnet aus" not in page(client, "/de/metrics/ratio/")


def test_the_articles_own_amount_comes_before_those_of_others(client: Client, measures, ratio):
    other = make.make_claim(statement_de="Es sind 170 Millionen Kameras.")
    make.make_figure(other, measures["cameras"], 170_000_000, place="China", as_of="2018")
    text = page(client, "/de/metrics/ratio/")
    assert SUM in text
    assert "170 Mio. Kameras ergibt" not in text


def test_a_forecast_is_held_against_what_is_planned(client: Client, measures, ratio):
    ratio.figures.update(basis="forecast")
    planned = make.make_claim(ratio.article, statement_de="Geplant sind 600 Millionen Kameras.")
    make.make_figure(planned, measures["cameras"], 600_000_000, place="China", as_of="2020", basis="plan")
    text = page(client, "/de/metrics/ratio/")
    assert "geteilt durch 600 Mio. Kameras ergibt 2,33" in text
    assert SUM not in text


def test_other_measures_have_no_such_section(client: Client, ratio):
    assert "Berechnet aus" not in page(client, "/de/metrics/cameras/")


def test_a_share_is_recomputed_from_what_its_measure_declares(client: Client):
    whole = make.make_metric("homes", counted="homes", unit="homes")
    part = make.make_metric("heated", counted="homes", unit="homes")
    share = make.make_metric("share", counted="ratio", unit="percent", numerator=part, denominator=whole)
    claim = make.make_claim(statement_de="Jede zweite Wohnung hat eine Heizung.")
    make.make_figure(claim, share, 50, nature="ratio", place="Jena", as_of="2018")
    register = make.make_document("Register")
    make.make_figure(register, part, 30_000, place="Jena", as_of="2018")
    make.make_figure(register, whole, 40_000, place="Jena", as_of="2018")
    text = page(client, "/de/metrics/share/")
    assert "30.000 homes geteilt durch 40.000 homes ergibt 75; das passt nicht zur Angabe" in text


def test_growth_divides_the_later_by_the_earlier_amount_counted_alike(client: Client):
    volume = make.make_metric("volume", counted="money_usd", unit="USD")
    growth = make.make_metric("growth", counted="ratio", unit="factor", numerator=volume, denominator=volume)
    claim = make.make_claim(statement_de="Das Volumen hat sich vervierfacht.")
    make.make_figure(claim, growth, 4, nature="ratio", place="China", as_of="2012/2016")
    register = make.make_document("Register")
    for amount, year, unit in ((100, "2012", ""), (300, "2016", ""), (7, "2012", "EUR"), (900, "2015", "")):
        make.make_figure(register, volume, amount, place="China", as_of=year, unit=unit)
    text = page(client, "/en/metrics/growth/")
    assert "gives 3, which does not fit the figure given" in text
    assert text.count("Own calculation:") == 1


def test_a_measure_that_declares_nothing_is_not_recomputed(client: Client, measures, ratio):
    make.make_figure(
        ratio, make.make_metric("other", counted="ratio", unit="people per camera"), 3, place="China"
    )
    assert "Berechnet aus" not in page(client, "/de/metrics/other/")


def test_the_api_names_what_a_ratio_divides(client: Client, measures, ratio):
    told = client.get("/api/v1/metrics/ratio/").json()
    assert (told["numerator"], told["denominator"]) == (None, "cameras")  # nobody in public counts people
    make.make_figure(make.make_claim(ratio.article), measures["people"], 5)
    assert client.get("/api/v1/metrics/ratio/").json()["numerator"] == "people"
    assert client.get("/api/v1/metrics/cameras/").json()["numerator"] is None
