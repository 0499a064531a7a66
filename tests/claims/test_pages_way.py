"""How a claim travelled: which claims are drawn, in which order, and what stays out."""

import pytest
from django.test import Client

from claims.views.arcs import COLUMNS, Arc, broken, draw
from tests import factories as make
from tests.claims.test_pages import claim_page

# --- geometry --------------------------------------------------------------------------------------

SHORT = ("Blatt, 2017", "Es sind 17 Millionen.", [])


def test_entries_stand_under_one_another_without_touching():
    diagram = draw([SHORT, ("Blatt", "Wort " * 40, ["wiederholt: Blatt"]), SHORT], [])
    ends = [max(line.y for part in (e.head, e.text, e.notes) for line in part) for e in diagram.entries]
    assert all(end < entry.head[0].y - 14 for end, entry in zip(ends, diagram.entries[1:], strict=False))
    assert diagram.height >= ends[-1]


def test_longer_ways_lie_outside_shorter_ones_and_end_at_the_later_entry():
    diagram = draw([SHORT] * 3, [Arc(0, 1, "repeats", True), Arc(0, 2, "repeats", True)])
    near, far = (float(curve.path.split("Q")[1].split()[0]) for curve in diagram.curves)
    assert 0 <= far < near < diagram.shape_left
    assert str(diagram.entries[2].y) in diagram.curves[1].head


def test_what_is_undirected_has_no_arrow():
    assert draw([SHORT] * 2, [Arc(0, 1, "common_origin", False)]).curves[0].head == ""


def test_long_texts_are_cut_and_the_cut_is_shown():
    lines = broken("Sozialkreditsystem " * 40)
    assert len(lines) == 4
    assert lines[-1].endswith(" …")
    assert all(len(line) <= COLUMNS for line in lines)
    assert broken("") == [""]


# --- the page --------------------------------------------------------------------------------------

pages = pytest.mark.django_db


def claim_of(published: str, statement: str, publisher: str, **case):
    article = make.make_article(make.make_case(**case), published=published, publisher=publisher)
    return make.make_claim(article, statement)


@pytest.fixture
def travelled():
    """Three articles, newest first; the middle one drops the hedge of the oldest."""
    newest = claim_of("2021", "Neueste Fassung.", "Blatt C")
    middle = claim_of("2019", "Mittlere Fassung.", "Blatt B")
    oldest = claim_of("2017", "Älteste Fassung.", "Blatt A")
    make.make_relation(newest, middle, kind="repeats")
    make.make_relation(middle, oldest, kind="hedge_dropped")
    return newest, middle, oldest


def drawing(client: Client, claim, language: str = "de") -> str:
    text = claim_page(client, claim, language=language)
    return text.partition('<figure class="way">')[2].partition("</figure>")[0]


@pages
def test_the_way_leads_from_the_earliest_publication_to_the_latest(client: Client, travelled):
    for claim in travelled[:2]:
        text = drawing(client, claim)
        places = [text.index(name) for name in ("Älteste Fassung", "Mittlere Fassung", "Neueste Fassung")]
        assert places == sorted(places)
        assert "Einschränkung hier weggefallen; sie steht noch in" in text
        assert text.count('class="arrow"') == 2
        assert text.count("arc-hedge_dropped") == 1


@pages
def test_order_is_no_proof_of_copying(client: Client, travelled):
    assert "Order is no proof of copying" in drawing(client, travelled[0], "en")


@pages
def test_the_pages_own_claim_is_no_link(client: Client, travelled):
    text = drawing(client, travelled[1])
    assert text.count("<a href=") == 2
    assert travelled[1].public_id not in text


@pages
def test_hidden_claims_are_no_station(client: Client, travelled):
    hidden = claim_of("2016", "Geheim.", "Blatt H", list_open_claims=False)
    make.make_relation(travelled[1], hidden, kind="repeats")
    make.make_relation(hidden, travelled[2], kind="repeats")
    for claim in travelled:
        text = claim_page(client, claim)
        assert "Geheim" not in text
        assert "Blatt H" not in text


@pages
def test_leads_and_contradictions_are_no_way(client: Client):
    one, other = claim_of("2017", "Eins.", "Blatt A"), claim_of("2018", "Zwei.", "Blatt B")
    make.make_relation(one, other, kind="contradicts")
    make.make_relation(one, other, kind="related")
    assert drawing(client, one) == ""


@pages
@pytest.mark.parametrize(("published", "arrows"), [("2018", 1), ("2017", 0), ("2017/2019", 0)])
def test_dates_that_overlap_give_no_direction(client: Client, published: str, arrows: int):
    one, other = claim_of("2017", "Eins.", "Blatt A"), claim_of(published, "Zwei.", "Blatt B")
    make.make_relation(other, one, kind="repeats")
    assert drawing(client, one).count('class="arrow"') == arrows


@pages
def test_where_the_unit_changed_is_said(client: Client, travelled):
    newest, middle, oldest = travelled
    requests, people = (make.make_metric(counted=counted) for counted in ("requests", "people"))
    for claim, metric in ((oldest, requests), (middle, requests), (newest, people)):
        make.make_figure(claim, metric, 17_000_000)
    text = claim_page(client, newest)
    assert text.count("Einheit gewechselt: Menschen statt Anfragen") == 1
    assert "unit changed: people instead of requests" in claim_page(client, newest, language="en")


@pages
def test_another_number_is_no_change_of_unit(client: Client, travelled):
    newest, middle, _oldest = travelled
    make.make_figure(middle, make.make_metric(counted="requests"), 17_000_000)
    make.make_figure(newest, make.make_metric(counted="people"), 6_000_000)
    assert "Einheit gewechselt" not in claim_page(client, newest)
