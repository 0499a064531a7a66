"""The desk in a real Chromium: select words, press Enter, the claim is recorded; all by keyboard too."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from claims import services
from claims.models import Case, Claim, User
from sources import services as sources
from tests import factories as make

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

TEXT = (
    "Erster Satz 🛫 über nichts.\r\n\r\n"
    "Damals wurden 17 Millionen Flüge verweigert. Danach kam nichts mehr.\n"
)
SECOND = "Damals wurden 17 Millionen Flüge verweigert."


@pytest.fixture
def desk(chromium: Browser, live_server) -> Iterator[Page]:
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
    yield page
    context.close()


def test_the_keyboard_alone_records_a_sentence(desk):
    desk.locator("#text").focus()
    for _ in range(2):
        desk.keyboard.press("ArrowDown")
    assert desk.evaluate("getSelection().toString().trim()") == SECOND
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#panel[data-claim]")
    claim = Claim.objects.get()
    passage = claim.appearances.get().passage
    assert passage.exact == SECOND
    assert TEXT[passage.start : passage.end] == SECOND  # behind an emoji and carriage returns
    assert desk.locator(".rows .chosen").count() == 1
    # The cursor is where it was: the next arrow goes on from there, and nothing is recorded twice.
    assert desk.evaluate("document.activeElement.id") == "text"
    desk.keyboard.press("Enter")
    desk.keyboard.press("ArrowDown")
    assert desk.evaluate("getSelection().toString().trim()") == "Danach kam nichts mehr."
    desk.keyboard.press("Enter")
    expect(desk.locator(".rows li")).to_have_count(2)
    assert Claim.objects.count() == 2
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
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#panel[data-claim]")
    assert Claim.objects.get().appearances.get().passage.exact == "17 Millionen"
    assert desk.errors == []


def test_words_typed_into_the_form(desk):
    desk.fill("[name=words]", "Danach kam nichts mehr.")
    desk.click("#record button")
    desk.wait_for_selector("#panel[data-claim]")
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
    report = make.make_document("Court report")
    make.make_capture(report, "The court refused 17.46 million bookings.\n")
    piece = services.cite(claim=claim, document=report, stance="refutes", exact="17.46 million", actor=None)
    link = sources.watch(report, "https://court.example/report")
    change = make.make_finding(
        link, "figure_changed", passage=piece.passage, detail={"found_text": "18.46 million"}
    )
    desk.set_viewport_size({"width": width, "height": 900})
    for address in (
        "/desk/?tray=all",
        "/desk/findings/",
        f"/desk/findings/{change.pk}/",
        "/desk/articles/",
        "/desk/activity/",
        "/desk/articles/ein-artikel/",
        f"/desk/articles/ein-artikel/?claim={claim.public_id}&show=suggested",
        f"/desk/claims/{claim.public_id}/",
        f"/desk/claims/{claim.public_id}/evidence/{piece.pk}/",
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
        levels = desk.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
        assert all(after - before <= 1 for before, after in pairwise(levels)), address
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{address} scrolls sideways"
        )


def test_without_script_everything_works_as_plain_forms(chromium, desk, live_server):
    plain = chromium.new_context(locale="en-GB", java_script_enabled=False)
    plain.add_cookies(desk.context.cookies())
    page = plain.new_page()
    page.goto(f"{live_server.url}/desk/articles/ein-artikel/?show=suggested")
    page.locator(".suggestion").first.click()
    claim = Claim.objects.get()
    panel = page.locator(f'#panel[data-claim="{claim.public_id}"]')
    panel.locator("[name=statement_de]").fill("17 Millionen Flüge wurden verweigert.")
    panel.locator('form[action$="/edit/"] button').click()
    expect(page.locator("h1")).to_have_text("17 Millionen Flüge wurden verweigert.")
    page.goto(f"{live_server.url}/desk/articles/ein-artikel/")
    assert page.locator(".mark").count() == 1
    page.fill("[name=words]", "Danach kam nichts mehr.")
    page.click("#record button")
    assert Claim.objects.count() == 2
    plain.close()


def test_one_key_records_what_was_suggested(desk):
    desk.wait_for_selector(".suggestion")
    words = desk.locator(".suggestion").first.inner_text()
    desk.keyboard.press("n")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#panel[data-claim]")
    assert Claim.objects.get().appearances.get().passage.exact == words
    assert desk.errors == []


def test_next_and_previous_claim_open_beside_the_text(desk, live_server):
    desk.wait_for_selector(".suggestion")  # nothing is under way any more
    for start, end in ((0, 11), (31, 43)):
        services.record_claim(article=Case.objects.get().articles.get(), spans=[(start, end)], actor=None)
    first, second = Claim.objects.order_by("position")
    desk.reload()
    for key, claim in (("j", first), ("j", second), ("k", first)):
        desk.keyboard.press(key)
        expect(desk.locator(f'#panel[data-claim="{claim.public_id}"]')).to_be_visible()
    assert desk.locator(".pointed").count() > 0
    desk.keyboard.press("w")
    assert desk.evaluate("document.activeElement.id") == "claim_statement_de"
    desk.keyboard.press("Escape")
    assert desk.evaluate("document.activeElement.id") == "text"
    assert desk.errors == []


def test_what_was_typed_outlives_the_session_and_the_role(desk, live_server):
    services.record_claim(article=Case.objects.get().articles.get(), spans=[(0, 11)], actor=None)
    claim, checker = Claim.objects.get(), User.objects.get()
    desk.goto(f"{live_server.url}/desk/articles/ein-artikel/?claim={claim.public_id}")
    words, save = desk.locator("#claim_statement_de"), desk.locator('#panel form[action$="/edit/"] button')
    said = desk.locator("#trouble p:visible")
    words.fill("Mühsam getippt.")
    desk.wait_for_load_state("networkidle")  # what is still on its way would bring the cookies back
    desk.context.clear_cookies()
    save.click()
    expect(said).to_contain_text("you are signed out")
    # Signed in again in another tab: the forms of this one are given the new session's token.
    client = Client()
    client.force_login(checker)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    desk.context.add_cookies([cookie])
    save.click()
    expect(said).to_contain_text("send it once more")
    User.objects.update(role="auditor")
    save.click()
    expect(said).to_contain_text("your account may not do this")
    expect(words).to_have_value("Mühsam getippt.")
    User.objects.update(role="checker")
    with desk.expect_response("**/edit/"):
        save.click()
    expect(said).to_have_count(0)
    claim.refresh_from_db()
    assert claim.statement_de == "Mühsam getippt."


def test_a_draft_outlives_the_tab_and_goes_when_it_is_sent_or_at_sign_out(desk, live_server):
    services.record_claim(article=Case.objects.get().articles.get(), spans=[(0, 11)], actor=None)
    claim = Claim.objects.get()
    address = f"{live_server.url}/desk/claims/{claim.public_id}/"
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length"
    desk.goto(address)
    desk.fill("#comment_text", "Lang und mühsam.")
    again = desk.context.new_page()
    desk.close()
    again.goto(address)
    expect(again.locator("#comment_text")).to_have_value("Lang und mühsam.")
    again.locator(".draft-line:visible button").click()
    expect(again.locator("#comment_text")).to_have_value("")
    assert again.evaluate(kept) == 0
    again.fill("#comment_text", "Kurz.")
    again.locator('form[action$="/comment/"] button').click()
    expect(again.locator(".spoken")).to_have_text("Kurz.")
    expect(again.locator("#comment_text")).to_have_value("")
    assert again.evaluate(kept) == 0
    again.fill("#comment_text", "Geheim.")
    assert again.evaluate(kept) == 1
    again.locator("#sign-out button").click()
    again.wait_for_url(f"{live_server.url}/**")
    assert again.evaluate(kept) == 0


def test_a_form_that_is_offered_opens_by_its_key_and_by_what_was_typed_in_it(desk, live_server):
    claim = services.record_claim(article=Case.objects.get().articles.get(), spans=[(0, 11)], actor=None)
    report = make.make_document("Gerichtsbericht", medium="paper")
    services.cite(claim=claim, document=report, stance="refutes", locator="S. 4", actor=None)
    desk.goto(f"{live_server.url}/desk/claims/{claim.public_id}/")
    desk.keyboard.press("c")
    expect(desk.locator("#cite_url")).to_be_focused()
    desk.locator("#offer-hold a").press("Enter")
    expect(desk.locator("#hold_until")).to_be_focused()
    desk.fill("#hold_reason", "Bis das Amt antwortet.")
    desk.reload()
    expect(desk.locator("#hold_reason")).to_have_value("Bis das Amt antwortet.")
    expect(desk.locator("#offer-cite a")).to_be_visible()
    assert desk.errors == []


def test_on_a_phone_the_queue_leaves_out_what_is_empty_and_names_its_days(desk, live_server):
    services.record_claim(article=Case.objects.get().articles.get(), spans=[(0, 11)], actor=None)
    desk.goto(f"{live_server.url}/desk/?tray=all")
    row = desk.locator(".queue tbody tr")
    expect(row.get_by_text("–", exact=True)).to_have_count(2)
    expect(row.get_by_text("–", exact=True).first).to_be_visible()
    desk.set_viewport_size({"width": 390, "height": 800})
    expect(row.get_by_text("–", exact=True).first).to_be_hidden()
    since = "getComputedStyle(document.querySelector('.queue td.day'), '::before').content"
    assert desk.evaluate(since) == '"Since"'
