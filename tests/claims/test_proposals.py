"""Figures that passages propose, and how people confirm or mend them."""

from datetime import date
from decimal import Decimal

import pytest

from claims import services
from claims.models import Figure, LedgerEntry, Metric
from claims.proposals import Measure, edtf, propose
from tests.claims import newsroom

CAMERAS = Measure("cameras", ("Überwachungskameras",), "cameras", (), "cameras")
FLIGHTS = Measure("flights", ("Verweigerte Flüge",), "requests", (), "requests")
LOSSES = Measure("losses", ("Schäden durch Betrug",), "money_usd", ("money_cny",), "USD")
COVERAGE = Measure("coverage", ("Abdeckung durch Kameras",), "ratio", (), "percent")
MEASURES = [CAMERAS, FLIGHTS, LOSSES, COVERAGE]


def one(text, **columns):
    (proposal,) = propose(text, [(0, len(text))], "de", MEASURES, **columns)
    return proposal


def test_a_quantity_becomes_the_values_of_a_figure():
    figure = one("Bis 2020 sollen über 400 Millionen\nKameras dazukommen.")
    assert (figure.low, figure.high, figure.qualifier) == (Decimal(400_000_000), None, "more_than")
    assert (figure.metric, figure.counted, figure.unit) == ("cameras", "cameras", "cameras")
    assert (figure.nature, figure.basis, figure.text) == ("target", "plan", "400 Millionen")


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("Es hängen 170 Millionen Kameras.", "cameras"),
        ("Im Jahr 2018 wurden 17 Millionen Flüge verweigert.", "flights"),
        ("Der Betrug richtet Schäden von 90 Milliarden Dollar an.", "losses"),
        ("Die Abdeckung durch Kameras liegt bei 100 Prozent.", "coverage"),
        ("Es kamen 300 Gäste.", ""),
        ("Der Bau dauert drei Stunden.", ""),
    ],
)
def test_the_measure_is_the_one_that_the_words_name(text, metric):
    assert one(text).metric == metric


def test_what_fits_no_measure_by_its_kind_is_never_given_one():
    """Shares of cameras are no cameras, and dollars are none either."""
    assert one("40 Prozent der Überwachungskameras sind neu.").metric != "cameras"
    assert one("Die Überwachungskameras kosten 40 Millionen Dollar.").metric != "cameras"


def test_two_measures_alike_are_both_offered_and_none_is_chosen():
    trains = Measure("trains", ("Verweigerte Züge",), "requests", (), "requests")
    (figure,) = propose("Verweigerte Buchungen: 400", [(0, 26)], "de", [FLIGHTS, trains])
    assert (figure.metric, figure.candidates) == ("", ("flights", "trains"))


def test_money_is_counted_in_its_currency():
    assert one("Schäden von 5 Milliarden Yuan").counted == "money_cny"


def test_the_date_of_the_passage_is_stated_that_of_the_article_inferred():
    stated = one("Ende Mai 2018 hingen 170 Millionen Kameras.", published_edtf="2019")
    assert (stated.as_of, stated.as_of_basis) == ("2018-05-20/2018-05-31", "stated")
    inferred = one("Es hängen 170 Millionen Kameras.", published_edtf="2019")
    assert (inferred.as_of, inferred.as_of_basis) == ("2019", "inferred")
    assert one("Es hängen 170 Millionen Kameras.").as_of == ""


def test_a_hedge_before_the_selection_is_seen():
    text = "Es hängen rund 170 Millionen Kameras."
    start = text.index("170")
    (figure,) = propose(text, [(start, len(text))], "de", MEASURES)
    assert figure.qualifier == "about"


def test_a_one_in_words_is_no_figure():
    text = "Kaum einer weiß mehr als eine Antwort; eine Million Kameras hängen."
    assert [p.low for p in propose(text, [(0, len(text))], "de", MEASURES)] == [Decimal(1_000_000)]


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2018, 1, 1), date(2018, 12, 31), "2018"),
        (date(2012, 1, 1), date(2016, 12, 31), "2012/2016"),
        (date(2018, 2, 1), date(2018, 2, 28), "2018-02"),
        (date(2018, 3, 1), date(2018, 4, 30), "2018-03/2018-04"),
        (date(2018, 5, 3), date(2018, 5, 3), "2018-05-03"),
        (date(2018, 5, 3), date(2018, 5, 9), "2018-05-03/2018-05-09"),
    ],
)
def test_periods_as_edtf(first, last, written):
    assert edtf(first, last) == written


# --- with rows ------------------------------------------------------------------------------------------


@pytest.fixture
def people(db):
    return newsroom.hire()


@pytest.fixture
def claim(people):
    Metric.objects.create(
        slug="flights",
        label_de="Verweigerte Flüge",
        label_en="Refused flights",
        counted="requests",
        unit="requests",
    )
    return newsroom.record(people)


def test_a_recorded_claim_proposes_its_figures_until_they_are_recorded(people, claim):
    (proposal,) = services.proposed_figures(claim)
    assert (proposal.metric, proposal.low, proposal.as_of) == ("flights", Decimal(17_000_000), "2018")
    services.record_figures(
        claim=claim, figures=[services.figure_values(proposal)], actor=people["reporter"], expected_revision=1
    )
    figure = Figure.objects.get(claim=claim)
    assert (figure.low, figure.metric.slug, figure.as_of_first) == (Decimal(17_000_000), "flights", 20180101)
    assert services.proposed_figures(claim) == []
    assert LedgerEntry.objects.filter(chain=claim.ledger_chain, action="figures_recorded").exists()


def test_a_checker_mends_a_proposal_and_may_take_figures_away(people, claim):
    (proposal,) = services.proposed_figures(claim)
    mended = services.figure_values(proposal) | {"nature": "cumulative", "as_of": "2013/2018"}
    services.record_figures(claim=claim, figures=[mended], actor=people["checker"])
    assert claim.figures.get().nature == "cumulative"
    services.record_figures(claim=claim, figures=[], actor=people["checker"])
    assert not claim.figures.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"metric": ""}, "say which measure"),
        ({"metric": "unheard-of"}, "say which measure"),
        ({"low": None, "high": None}, "give its number"),
        ({"low": Decimal(9), "high": Decimal(2)}, "lies above"),
        ({"counted": "people"}, "flights counts requests, not people"),
        ({"nature": "guess"}, "nature"),
        ({"as_of": "last spring"}, "not a date we can read"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_lost(people, claim, change, words):
    (proposal,) = services.proposed_figures(claim)
    good = services.figure_values(proposal)
    services.record_figures(claim=claim, figures=[good], actor=people["checker"])
    with pytest.raises(services.Refused, match=words):
        services.record_figures(claim=claim, figures=[good | change], actor=people["checker"])
    assert claim.figures.get().low == Decimal(17_000_000)


def test_two_people_at_once_lose_nothing(people, claim):
    with pytest.raises(services.Conflict):
        services.record_figures(claim=claim, figures=[], actor=people["checker"], expected_revision=7)


def test_an_auditor_records_nothing(people, claim):
    with pytest.raises(services.NotAllowed):
        services.record_figures(claim=claim, figures=[], actor=people["auditor"])


def test_a_newer_text_moves_where_figures_are_proposed_from(people, claim):
    before = [one.text for one in services.proposed_figures(claim)]
    body = "Vorab kamen 55 Boote und 66 Busse an. " * 3 + newsroom.TEXT
    services.add_version(article=claim.article, body=body.encode(), text=body, actor=people["editor"])
    (proposal,) = services.proposed_figures(claim)
    assert [proposal.text] == before
    assert body[proposal.start : proposal.end] == proposal.text
