"""The public pages in a real browser: no serious accessibility finding, nothing scrolls sideways."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests import factories as make

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

LONG = "Die Bundesverkehrswegeplanungsbeschleunigungskommission teilte mit, " * 3


@pytest.fixture
def addresses(live_server) -> list[str]:
    """A reviewed claim with much evidence, a suggestion, an open claim, and every kind of page about them."""
    metric = make.make_metric("fluege", label_de="Abgewiesene Flugbuchungen")
    article = make.make_article(title="Ein Artikel über abgewiesene Flugbuchungen", chars=2000)
    reviewed = make.make_claim(article, LONG + "17 Millionen.", exact="Es waren 17 Millionen.")
    suggested = make.make_claim(article, "Es gab 6 Millionen.", span=(300, 500))
    bare = make.make_claim(article, span=(900, 940))
    make.make_assessment(suggested, "unproven")
    make.make_figure(reviewed, metric)
    make.make_figure(suggested, metric, 6000000, as_of="2017-02-14")
    for number in range(10):
        document = make.make_document(f"Bericht {number}: {LONG}", language="en")
        make.make_link(document, state="gone" if number == 3 else "healthy")
        make.make_link(document, role="wayback")
        make.make_figure(document, metric, 1000000 * number, as_of=f"20{10 + number}", nature="cumulative")
        make.make_evidence(reviewed, document, exact="Wortlaut " * 20 if number % 2 else "")
    make.make_relation(reviewed, suggested, "hedge_dropped")
    scale = make.make_scale(reviewed)
    make.make_reply(reviewed)
    make.make_review(reviewed, "misleading")
    make.make_review(reviewed, "mostly_inaccurate", kind="correction", note_de="Zahl berichtigt.")
    paths = [
        "",
        f"cases/{article.case.slug}/",
        f"articles/{article.slug}/",
        *(f"claims/{claim.public_id}/" for claim in (reviewed, suggested, bare)),
        "metrics/fluege/",
        f"scales/{scale.slug}/",
        f"documents/{document.pk}/",
        "search/?q=Millionen",
        "corrections/",
        "methodology/",
        "nirgends/",
    ]
    return [f"{live_server.url}/de/{path}" for path in paths]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_pages_are_accessible_and_fit(chromium: Browser, addresses: list[str], width: int, scheme: str):
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for address in addresses:
        page.goto(address)
        found = Axe().run(page).response["violations"]
        serious = [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]
        assert not serious, address
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{address} scrolls sideways by {wider} px"
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
        assert levels.count(1) == 1, address
        assert all(after - before <= 1 for before, after in pairwise(levels)), address
    assert [line for line in complaints if "404" not in line] == []
    context.close()


def test_tables_of_figures_leave_room_for_words(chromium: Browser, addresses: list[str]):
    """On a narrow screen a title once stood one letter wide beside its label."""
    page = chromium.new_page(viewport={"width": 390, "height": 900})
    for address in (each for each in addresses if "/claims/" in each or "/metrics/" in each):
        page.goto(address)
        widths = page.evaluate(
            "[...document.querySelectorAll('.figures tbody td')].map(each => each.offsetWidth)"
        )
        assert all(width > 300 for width in widths), address


def test_twice_the_text_size_still_fits(chromium: Browser, addresses: list[str]):
    context = chromium.new_context(viewport={"width": 640, "height": 900})
    page = context.new_page()
    for address in addresses:
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{address} scrolls sideways by {wider} px"
    context.close()
