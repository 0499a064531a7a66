"""The desk in a real Chromium: select words, press Enter, the claim is recorded; all by keyboard too."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page

from claims import services
from claims.models import Case, Claim, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = (
    "Erster Satz 🛫 über nichts.\r\n\r\n"
    "Damals wurden 17 Millionen Flüge verweigert. Danach kam nichts mehr.\n"
)
SECOND = "Damals wurden 17 Millionen Flüge verweigert."


@pytest.fixture
def desk(chromium: Browser, live_server) -> Page:
    """The workbench of a new article, opened by a checker who is signed in."""
    checker = User.objects.create_user(username="checker", role="checker")
    case = Case.objects.create(slug="tickets", title_de="Fahrkarten")
    article = services.add_article(case=case, title="Ein Artikel", body=TEXT.encode(), text=TEXT, actor=None)
    client = Client()
    client.force_login(checker)
    context = chromium.new_context(locale="en-GB")
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page = context.new_page()
    page.errors = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
    page.on("console", lambda line: page.errors.append(line.text) if line.type == "error" else None)  # type: ignore[attr-defined]
    page.goto(f"{live_server.url}/desk/articles/{article.slug}/")
    return page


def test_the_keyboard_alone_records_a_sentence(desk):
    desk.locator("#text").focus()
    for _ in range(2):
        desk.keyboard.press("ArrowDown")
    assert desk.evaluate("getSelection().toString().trim()") == SECOND
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    claim = Claim.objects.get()
    passage = claim.appearances.get().passage
    assert passage.exact == SECOND
    assert TEXT[passage.start : passage.end] == SECOND  # behind an emoji and carriage returns
    assert desk.locator(".fresh-claim").count() == 1
    assert desk.errors == []


def test_a_mouse_selection_and_enter(desk):
    desk.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
          let node;
          while ((node = walker.nextNode())) {
            const at = node.data.indexOf("17 Millionen");
            if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + 12);
          }
        }"""
    )
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    assert Claim.objects.get().appearances.get().passage.exact == "17 Millionen"
    assert desk.errors == []


def test_words_typed_into_the_form(desk):
    desk.fill("[name=words]", "Danach kam nichts mehr.")
    with desk.expect_navigation():
        desk.click("#record button")
    assert Claim.objects.get().appearances.get().passage.exact == "Danach kam nichts mehr."


def test_the_keys_are_shown_by_question_mark(desk):
    assert not desk.locator("#keys").is_visible()
    desk.keyboard.press("?")
    assert desk.locator("#keys").is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_desk_has_no_serious_accessibility_finding(desk, width, live_server):
    services.record_claim(
        article=Case.objects.get().articles.get(), spans=[(0, 11)], statement_de="Ein Satz.", actor=None
    )
    claim = Claim.objects.get()
    desk.set_viewport_size({"width": width, "height": 900})
    for address in (
        "/desk/?tray=all",
        "/desk/findings/",
        "/desk/articles/ein-artikel/",
        f"/desk/claims/{claim.public_id}/",
        f"/desk/claims/{claim.public_id}/review/",
    ):
        desk.goto(live_server.url + address)
        found = Axe().run(desk).response["violations"]
        serious = [
            f"{v['id']}: {v['nodes'][0]['html'][:120]}"
            for v in found
            if v["impact"] in ("serious", "critical")
        ]
        assert serious == [], address
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{address} scrolls sideways"
        )
