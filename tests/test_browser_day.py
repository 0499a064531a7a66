"""A day at the desk, from an article to its correction, by six people in a real Chromium, in both languages.

Everything is done where a colleague does it, with keys and forms; only the clock is helped on: the worker's
visits and the release at its hour are called here.
"""

import re
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from claims import services
from claims.models import Case, Claim, Figure, LedgerEntry, Metric, User
from sources import tasks
from sources.models import Link
from tests.lyingserver import COURT, LyingServer, court_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST = "Im Jahr 2018 wurden 17 Millionen Flugbuchungen verweigert."
ARTICLE = "\n\n".join(
    [
        FIRST,
        "Die Stadt zählt 40000 Kameras. Jede vierte davon erkennt Gesichter.",
        "Wer dreimal bei Rot geht, verliert fünf Punkte. Das gilt seit Mai 2017.",
        "Niemand hat nachgerechnet.",
    ]
)
PEOPLE = {
    "reporter": "reporter",
    "checker": "checker",
    "checker2": "checker",
    "editor": "editor",
    "chief": "chief",
}
SAID = {
    "de": {
        "state": "Abnahme",
        "gate": "Bitten Sie um eine Stellungnahme",
        "sentence": "Eine Summe seit 2013.",
    },
    "en": {"state": "sign-off", "gate": "Ask the claimant for a reply", "sentence": "A total since 2013."},
}


def visit() -> None:
    """What the worker does when links are due: in a thread of its own, since Playwright's loop runs here."""
    Link.objects.update(next_check_at=timezone.now())
    troubles: list[BaseException] = []

    def work() -> None:
        try:
            tasks.check_due()
        except BaseException as error:
            troubles.append(error)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert not troubles, troubles


Enter = Callable[[str], Page]


@pytest.fixture(params=["de", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture
def enter(chromium: Browser, live_server, language) -> Iterator[Enter]:
    """A colleague's own browser, signed in. No page may report an error."""
    case = Case.objects.create(slug="tickets", title_de="Fahrkarten", title_en="Tickets", eyes=Case.Eyes.SIX)
    Metric.objects.create(slug="refused_flights", label_de="Verweigerte Flüge", label_en="Refused flights")
    errors: list[str] = []
    pages: dict[str, Page] = {}
    contexts: list[BrowserContext] = []
    for name, role in PEOPLE.items():
        user = User.objects.create_user(username=name, role=role)
        if role == "reporter":
            case.members.add(user)
        client = Client()
        client.force_login(user)
        context = chromium.new_context(
            locale={"de": "de-DE", "en": "en-GB"}[language], base_url=live_server.url
        )
        context.set_default_timeout(15_000)
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        contexts.append(context)
        page = pages[name] = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        # A refusal is answered with 400, of which the console tells.
        page.on("console", lambda line: errors.append(line.text) if wrong(line) else None)
    yield pages.__getitem__
    for context in contexts:
        context.close()
    assert errors == []


def wrong(line: ConsoleMessage) -> bool:
    return line.type == "error" and "400 (Bad Request)" not in line.text


def submit(page: Page, action: str, button: str = "") -> None:
    """Send the form that goes to an address ending so."""
    page.locator(f'form[action$="{action}"] button{button or "[type=submit]"}').first.click()


def rate(page: Page, claim: Claim, verdict: str) -> str:
    """Rate as a colleague does; where the claim stands afterwards."""
    page.goto(f"/desk/claims/{claim.public_id}/")
    form = page.locator('form[action$="/assess/"]')
    form.locator(f"[name=verdict][value={verdict}]").check()
    form.locator("[name=certainty][value=strong]").check()
    form.locator("[name=one_sentence_de]").fill(SAID["de"]["sentence"])
    form.locator("[name=one_sentence_en]").fill(SAID["en"]["sentence"])
    form.locator("button[type=submit]").click()
    expect(page.locator(".error:visible")).to_have_count(0)
    claim.refresh_from_db()
    return claim.state


def test_a_day_at_the_desk(enter, web, language):
    article = add_the_article(enter("reporter"))
    claim = record_five_claims(enter("checker"), article)
    cite_the_court(enter("checker"), claim, web)
    rate_twice_blind(enter, claim, language)
    return_once_then_publish_under_embargo(enter, claim, language)
    let_the_page_change_and_decide(enter("editor"), claim, web)
    correct(enter, claim, language)
    take_down(enter("chief"), claim)
    acts = LedgerEntry.objects.filter(chain=claim.ledger_chain).order_by("sequence")
    assert [
        act for act in acts.values_list("action", flat=True) if act in ("published", "ruled", "suppressed")
    ] == [
        "published",
        "ruled",
        "published",
        "suppressed",
    ]


def add_the_article(page: Page) -> str:
    """Pasted, and opened at once."""
    page.goto("/desk/articles/")
    page.fill("[name=title]", "Alles wird gezählt")
    page.fill("[name=publisher]", "Ein Blatt")
    page.fill("[name=published]", "2021-03")
    page.fill("[name=text]", ARTICLE)
    page.click(".aside-column form button[type=submit]")
    page.wait_for_url("**/desk/articles/alles-wird-gezahlt/")
    return page.url


def record_five_claims(page: Page, address: str) -> Claim:
    """By keyboard alone: arrow, Enter, faster than the server: the cursor stays, the next arrow goes on."""
    page.goto(address)
    page.keyboard.press("t")
    for _ in range(5):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    expect(page.locator(".rows .row-link")).to_have_count(5)
    claims = list(Claim.objects.order_by("position"))
    assert claims[0].appearances.get().passage.exact == FIRST
    # Back to the first one: it opens beside the text, and what it needs is done there.
    page.locator(".rows .row-link").first.click()
    panel = page.locator(f'#panel[data-claim="{claims[0].public_id}"]')
    panel.wait_for()
    panel.locator("[name=statement_de]").fill("2018 wurden 17 Millionen Flüge verweigert.")
    panel.locator("[name=statement_en]").fill("In 2018, 17 million flights were refused.")
    panel.locator("[name=claimant]").fill("Ein Blatt")
    submit(page, "/edit/")
    expect(page.locator("#panel-title")).to_have_text(re.compile("2018 wurden 17 M|In 2018, 17 m"))
    figure = page.locator("details.proposed").first
    figure.locator("summary").click()
    figure.locator("[name=metric]").select_option("refused_flights")
    figure.locator("button[type=submit]").first.click()
    expect(page.locator("details.figure:not(.proposed) b")).to_have_count(1)
    assert Figure.objects.get().low == 17_000_000
    submit(page, "/move/", '[value="research"]')
    expect(page.locator('#panel[data-state="research"]')).to_be_visible()
    return claims[0]


def cite_the_court(page: Page, claim: Claim, web: LyingServer) -> None:
    """By its address; the first visit keeps a copy, and the words are chosen in that."""
    page.keyboard.press("c")
    expect(page.locator("#cite_url")).to_be_focused()
    page.keyboard.type(web.url("/report"))
    page.check("#panel [name=stance][value=refutes]")
    page.locator("#panel [name=tier]").select_option("primary")
    submit(page, "/cite/")
    expect(page.locator("#panel .stance-refutes")).to_be_visible()
    visit()
    page.goto(f"/desk/claims/{claim.public_id}/")
    page.locator(".row-act").click()
    page.locator("#copy").focus()
    page.keyboard.press("Control+A")
    page.evaluate(
        """(words) => {
          const walker = document.createTreeWalker(document.getElementById("copy"), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + words.length);
          }
        }""",
        COURT,
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/claims/*/*evidence")
    assert claim.evidence.get().passage.exact == COURT


def rate_twice_blind(enter: Enter, claim: Claim, language: str) -> None:
    """The second checker disagrees once: back to research. Then they agree."""
    assert rate(enter("checker"), claim, "misleading") == "cross_check"
    second = enter("checker2")
    second.goto(f"/desk/claims/{claim.public_id}/")
    assert SAID[language]["sentence"] not in second.content()
    assert rate(second, claim, "inaccurate") == "research"
    assert rate(enter("checker"), claim, "misleading") == "cross_check"
    assert rate(second, claim, "misleading") == "review"


def return_once_then_publish_under_embargo(enter: Enter, claim: Claim, language: str) -> None:
    editor = enter("editor")
    editor.goto("/desk/?tray=review")
    editor.locator(".row-link").first.click()
    review = f"/desk/claims/{claim.public_id}/review/"
    editor.goto(review)
    assert SAID[language]["state"] in editor.inner_text("main")
    assert SAID[language]["gate"] in editor.inner_text("main")
    editor.locator('form[action$="/return/"] [name=note]').fill("Bitte die Begründung schärfen.")
    submit(editor, "/return/")
    editor.wait_for_url(f"**/desk/claims/{claim.public_id}/")
    assert rate(enter("checker"), claim, "misleading") == "cross_check"
    assert rate(enter("checker2"), claim, "misleading") == "review"

    editor.goto(review)
    expect(editor.locator(".side-by-side article")).to_have_count(2)
    preview = editor.frame_locator("iframe.preview")
    editor.locator("iframe.preview").scroll_into_view_if_needed()
    expect(preview.locator("h1")).to_contain_text("17")
    editor.locator('form[action$="/reply/"] [name=waived_reason]').fill("Die Zahl ist amtlich.")
    submit(editor, "/reply/")
    expect(editor.locator(".ticks .open")).to_have_count(0)
    later = timezone.localtime() + timedelta(hours=2)
    editor.locator("[name=publish_at]").fill(later.strftime("%Y-%m-%dT%H:%M"))
    submit(editor, "/publish/")
    editor.wait_for_url(f"**/desk/claims/{claim.public_id}/")
    public = f"/{language}/claims/{claim.public_id}/"
    assert Client().get(public).status_code == 404
    services.publish_due(now=later + timedelta(minutes=1))
    page = Client().get(public)
    assert page.status_code == 200
    assert SAID[language]["sentence"] in page.text


def let_the_page_change_and_decide(editor: Page, claim: Claim, web: LyingServer) -> None:
    web.pages["/report"] = court_page(COURT.replace("17.46", "18.46"))
    visit()
    editor.goto("/desk/findings/")
    expect(editor.locator("[name=pairs]")).to_have_count(0)
    visit()
    editor.goto("/desk/findings/")
    expect(editor.locator("del")).to_have_text("17.46")
    expect(editor.locator("ins")).to_have_text("18.46")
    editor.locator("[name=pairs]").check()
    editor.locator("[name=decision][value=reopen]").check()
    editor.locator("[name=note]").fill("Das Gericht hat seine Zahl geändert.")
    editor.locator(".deciding button[type=submit]").click()
    expect(editor.locator("[name=pairs]")).to_have_count(0)
    claim.refresh_from_db()
    assert claim.state == "research"


def correct(enter: Enter, claim: Claim, language: str) -> None:
    assert rate(enter("checker"), claim, "inaccurate") == "cross_check"
    assert rate(enter("checker2"), claim, "inaccurate") == "review"
    editor = enter("editor")
    editor.goto(f"/desk/claims/{claim.public_id}/review/")
    editor.locator("[name=kind]").select_option("correction")
    submit(editor, "/publish/")  # without saying what changed: refused, and nothing chosen is lost
    expect(editor.locator("#problems")).to_be_visible()
    expect(editor.locator("[name=kind]")).to_have_value("correction")
    editor.locator("[name=note_de]").fill("Die Zahl der Quelle hat sich geändert.")
    editor.locator("[name=note_en]").fill("The source's figure has changed.")
    submit(editor, "/publish/")
    editor.wait_for_url(f"**/desk/claims/{claim.public_id}/")
    note = {"de": "Die Zahl der Quelle hat sich geändert.", "en": "The source&#x27;s figure has changed."}
    assert note[language] in Client().get(f"/{language}/corrections/").text


def take_down(chief: Page, claim: Claim) -> None:
    chief.goto(f"/desk/claims/{claim.public_id}/")
    form = chief.locator('form[action$="/chief/"]')
    chief.locator("#offer-chief a").click()
    form.locator("[name=act]").select_option("suppress")
    form.locator("[name=reason]").fill("Einstweilige Verfügung.")
    form.locator("button[type=submit]").click()
    chief.wait_for_load_state()
    expect(chief.locator("#problems")).to_have_count(0)
    assert Client().get(f"/de/claims/{claim.public_id}/").status_code == 451
