"""What readers see, and above all what they do not."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from claims import ledger
from claims.models import Case, Claim, Evidence
from tests import factories as make

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def claim_page(client: Client, claim, status: int = 200, language: str = "de", query: str = "") -> str:
    return page(client, f"/{language}/claims/{claim.public_id}/{query}", status)


@pytest.fixture
def reviewed():
    claim = make.make_claim(statement_de="Es waren 17 Millionen.", statement_en="There were 17 million.")
    make.make_evidence(claim, make.make_document("Jahresbericht"), note_de="Laufende Summe.")
    make.make_review(claim, "misleading", one_sentence_de="Keine Jahreszahl.")
    return claim


# --- one page in two languages, the same for everybody ---------------------------------------------


@pytest.mark.parametrize(("accepted", "language"), [("de-AT,de;q=0.9", "de"), ("en-US", "en"), ("fr", "de")])
def test_the_bare_address_asks_the_browser(client: Client, accepted: str, language: str):
    response = client.get("/corrections/", headers={"accept-language": accepted})
    assert response.status_code == 302
    assert response["Location"] == f"/{language}/corrections/"
    assert response["Cache-Control"] == "no-store"
    assert "Accept-Language" in response["Vary"]


def test_pages_are_cacheable_and_leave_no_cookie(client: Client, reviewed):
    for address in ("/de/", f"/en/claims/{reviewed.public_id}/", "/de/search/?q=Millionen"):
        response = client.get(address)
        assert response["Cache-Control"] == "public, max-age=60"
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        again = client.get(address, headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304


def test_pages_only_answer_reading(client: Client):
    assert client.post("/de/").status_code == 405
    assert client.head("/de/").status_code == 200


def test_each_page_names_itself_and_its_other_language(client: Client, reviewed, settings):
    settings.FACTCHECK_SITE_URL = "https://check.example"
    text = claim_page(client, reviewed)
    address = f"/claims/{reviewed.public_id}/"
    assert f'<link rel="canonical" href="https://check.example/de{address}">' in text
    assert f'hreflang="en" href="https://check.example/en{address}"' in text
    assert f'hreflang="x-default" href="https://check.example{address}"' in text
    assert '<html lang="de">' in text
    assert '<html lang="en">' in claim_page(client, reviewed, language="en")


def test_no_script_and_no_inline_style(client: Client, reviewed):
    make.make_figure(reviewed, make.make_metric("fluege"))
    for address in ("/de/", f"/de/claims/{reviewed.public_id}/", f"/de/cases/{reviewed.article.case.slug}/"):
        text = page(client, address)
        runs = [
            kind for kind in re.findall(r"<script([^>]*)>", text) if kind != ' type="application/ld+json"'
        ]
        assert runs == []
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", text)


# --- what is shown of a claim ------------------------------------------------------------------------


def test_a_reviewed_claim_shows_the_frozen_words(client: Client, reviewed):
    reviewed.statement_de = "Später umgeschrieben."
    reviewed.save()
    text = claim_page(client, reviewed)
    assert "Es waren 17 Millionen." in text
    assert "Später umgeschrieben." not in text
    for words in (
        "Irreführend",
        "Keine Jahreszahl.",
        "Laufende Summe.",
        "widerlegt",
        "Primärquelle",
        "vier Augen",
    ):
        assert words in text
    english = claim_page(client, reviewed, language="en")
    assert "There were 17 million." in english
    assert "Misleading" in english


def test_evidence_added_or_dropped_later_waits_for_the_next_version(client: Client, reviewed):
    make.make_evidence(reviewed, make.make_document("Nachgereichtes Dokument"))
    reviewed.evidence.filter(passage__document__title="Jahresbericht").update(dropped_at=timezone.now())
    text = claim_page(client, reviewed)
    assert "Nachgereichtes Dokument" not in text
    assert "Jahresbericht" in text


def test_an_open_claim_shows_its_state_and_no_rating(client: Client):
    case = make.make_case(show_suggestions=False)
    claim = make.make_claim(make.make_article(case), state="research")
    make.make_assessment(claim, "inaccurate", one_sentence_de="Vorschlagssatz.")
    make.make_assessment(claim, "inaccurate", by=make.make_user(), one_sentence_de="Blinde Einschätzung.")
    text = claim_page(client, claim)
    assert "Noch nicht bewertet" in text
    assert "Recherche" in text
    assert "Vorschlagssatz" not in text
    assert "Blinde Einschätzung" not in text
    assert "Falsch" not in text


def test_a_suggestion_stands_under_its_banner_and_is_not_indexed(client: Client):
    claim = make.make_claim()
    make.make_assessment(claim, "accurate", one_sentence_de="Älterer Vorschlag.")
    make.make_assessment(claim, "inaccurate", one_sentence_de="Neuerer Vorschlag.")
    make.make_assessment(claim, "unproven", by=make.make_user(), one_sentence_de="Vom Tisch.")
    text = claim_page(client, claim)
    assert "Vorschlag, nicht redaktionell geprüft" in text
    assert "Neuerer Vorschlag." in text
    assert "Älterer Vorschlag." not in text
    assert "Vom Tisch." not in text
    for address in (
        f"claims/{claim.public_id}",
        f"articles/{claim.article.slug}",
        f"cases/{claim.article.case.slug}",
    ):
        assert '<meta name="robots" content="noindex">' in page(client, f"/de/{address}/")


def test_a_review_replaces_the_suggestion(client: Client, reviewed):
    make.make_assessment(reviewed, "accurate", one_sentence_de="Alter Vorschlag.")
    text = claim_page(client, reviewed)
    assert "Alter Vorschlag." not in text
    assert "noindex" not in text


@pytest.mark.parametrize("state", ["declined", "closed"])
def test_claims_out_of_work_without_a_review_are_not_found(client: Client, state: str):
    claim_page(client, make.make_claim(state=state), 404)


def test_open_claims_are_hidden_where_the_policy_says_so(client: Client):
    case = make.make_case(list_open_claims=False)
    claim = make.make_claim(make.make_article(case))
    claim_page(client, claim, 404)
    page(client, f"/de/articles/{claim.article.slug}/", 404)
    page(client, f"/de/cases/{case.slug}/", 404)
    assert case.title_de not in page(client, "/de/")


def test_own_manuscripts_are_nowhere(client: Client):
    case = make.make_case(kind=Case.Kind.OWN_MANUSCRIPT)
    claim = make.make_claim(make.make_article(case), "Geheime Aussage.", state="review")
    document = make.make_document("Geheimes Dokument")
    make.make_evidence(claim, document)
    claim_page(client, claim, 404)
    page(client, f"/de/documents/{document.pk}/", 404)
    for word in ("Aussage", "Dokument"):
        assert "Geheime" not in page(client, f"/de/search/?q={word}")


def test_a_suppressed_fact_check_says_one_line(client: Client, reviewed):
    reviewed.reviews.update(suppressed_at=timezone.now())
    text = claim_page(client, reviewed, 451)
    assert "Aus rechtlichen Gründen derzeit nicht abrufbar" in text
    assert "17 Millionen" not in text
    claim_page(client, reviewed, 451, query="?at=2020-01-01")
    page(client, f"/de/articles/{reviewed.article.slug}/", 404)
    assert "17 Millionen" not in page(client, "/de/")


def test_a_suppressed_version_is_silent_in_the_history(client: Client):
    claim = make.make_claim()
    make.make_review(
        claim, "misleading", published_at=make.moment("2020-05-01"), suppressed_at=timezone.now()
    )
    make.make_review(claim, "accurate", note_de="Neu geprüft.", kind="correction")
    text = claim_page(client, claim)
    assert "Irreführend" not in text
    assert "Aus rechtlichen Gründen" in text
    claim_page(client, claim, 451, query="?at=2020-05-02")


def test_a_withdrawn_fact_check_has_no_rating(client: Client, reviewed):
    make.make_review(reviewed, "misleading", kind="withdrawal", note_de="Quelle war gefälscht.")
    text = claim_page(client, reviewed)
    assert "Zurückgezogen" in text
    assert "Quelle war gefälscht." in text
    assert "Keine Jahreszahl." not in text
    assert "Quelle war gefälscht." in page(client, "/de/corrections/")
    assert "17 Millionen" not in page(client, "/de/")


def test_a_check_published_again_after_its_withdrawal_is_news(client: Client, reviewed):
    make.make_review(reviewed, kind="withdrawal", note_de="Quelle fraglich.")
    make.make_review(reviewed, "accurate", kind="correction", note_de="Quelle bestätigt.")
    text = page(client, "/de/")
    assert "17 Millionen" in text
    assert "1 geprüft" in text


# --- what stays inside --------------------------------------------------------------------------------


def test_notes_leads_and_confidential_documents_stay_inside(client: Client):
    article = make.make_article(desk_note="NOTIZ-ARTIKEL")
    claim = make.make_claim(article, desk_note="NOTIZ-AUSSAGE")
    other = make.make_claim(article, "Nur ein Hinweis.")
    document = make.make_document("Offenes Dokument", desk_note="NOTIZ-DOKUMENT")
    secret = make.make_document("Vertrauliches Dokument", confidentiality="desk")
    make.make_link(document, "https://hidden.example/lead", public=False)
    make.make_link(document, "https://shown.example/page")
    make.make_evidence(claim, document)
    make.make_evidence(claim, secret, note_de="VERTRAULICHE-NOTIZ")
    make.make_figure(secret, make.make_metric("geheim"))
    make.make_relation(claim, other, "related", reason_de="BLOSSER-HINWEIS")
    make.make_review(claim)
    for address in (f"claims/{claim.public_id}", f"documents/{document.pk}", f"articles/{article.slug}"):
        text = page(client, f"/de/{address}/")
        for word in ("NOTIZ", "Vertraulich", "BLOSSER-HINWEIS", "hidden.example"):
            assert word not in text, (address, word)
    assert "shown.example" in page(client, f"/de/documents/{document.pk}/")
    page(client, f"/de/documents/{secret.pk}/", 404)
    page(client, "/de/metrics/geheim/", 404)


def test_relations_are_shown_only_between_public_claims(client: Client):
    reviewed = make.make_claim(statement_de="Es waren 17 Millionen.")
    hidden = make.make_claim(make.make_article(make.make_case(list_open_claims=False)), "Noch geheim.")
    seen = make.make_claim(statement_de="Die andere Zahl.")
    make.make_relation(reviewed, hidden, reason_de="GEHEIMER-GRUND")
    make.make_relation(reviewed, seen, "hedge_dropped", reason_de="Das Wort rund fehlt.")
    make.make_review(reviewed, "misleading")
    text = claim_page(client, reviewed)
    assert "geheim" not in text.lower()
    assert "Das Wort rund fehlt." in text
    assert "Einschränkung hier weggefallen" in text
    assert "Einschränkung weggefallen in" in claim_page(client, seen)


def test_the_log_gives_its_fingerprint_and_nothing_else(client: Client, reviewed, db):
    public = ledger.append(reviewed.ledger_chain, "published", {"note": "INTERNES"})
    inside = ledger.append(reviewed.ledger_chain, "moved", {"note": "INTERNES"})
    text = claim_page(client, reviewed)
    assert public.hash in text
    assert inside.hash not in text
    assert "INTERNES" not in text


def test_who_speaks_is_shown_under_a_readers_name(client: Client):
    make.make_claimant("author of x001", display_de="Ungenannte Autorin", display_en="Unnamed author")
    chain = [{"who": "author of x001", "mode": "direct"}, {"who": "Amt", "mode": "reported"}]
    text = claim_page(client, make.make_claim(chain=chain))
    assert "Ungenannte Autorin" in text
    assert "x001" not in text
    assert "indirekte Rede" in text


def test_wording_is_quoted_where_it_is_held(client: Client):
    held = make.make_claim(exact="Sie hatten " + "lange " * 100 + "Wörter.")
    quoted = re.search(r'<blockquote lang="de"><p>(.*?)</p>', claim_page(client, held))
    assert quoted
    assert len(quoted[1]) <= 300
    text = claim_page(client, make.make_claim(locator="Absatz 7"))
    assert "Absatz 7" in text
    assert "der Wortlaut liegt der Redaktion vor" in text


# --- how fresh -----------------------------------------------------------------------------------------


def test_a_lost_source_is_a_neutral_line(client: Client):
    claim, document = make.make_claim(), make.make_document("Verschwundener Bericht")
    make.make_link(document, state="gone", last_checked_at=make.moment("2026-11-20"))
    make.make_evidence(claim, document)
    make.make_review(claim)
    text = claim_page(client, claim)
    assert "nicht mehr abrufbar" in text
    assert "20.11.2026" in text
    assert "Eine Quelle hat sich geändert" not in text


def test_a_changed_passage_and_an_outage_say_so(client: Client):
    claim, document = make.make_claim(), make.make_document()
    link = make.make_link(document, outage_since=make.moment("2026-11-21"))
    evidence = make.make_evidence(claim, document, exact="17 Millionen")
    make.make_review(claim)
    assert "Eine Quelle hat sich geändert" not in claim_page(client, claim)
    make.make_finding(link, "figure_changed", passage=evidence.passage)
    text = claim_page(client, claim)
    assert "Eine Quelle hat sich geändert; wir sehen nach." in text
    assert "Unsere Verbindung ist seit dem 21. November 2026 gestört" in text


def test_freshness_is_of_what_the_version_cites_not_of_the_work_since(client: Client):
    changed = "Eine Quelle hat sich geändert"
    claim, document = make.make_claim(), make.make_document()
    link = make.make_link(document)
    old, new = (make.make_passage(document, words) for words in ("17 Millionen", "6 Millionen"))
    evidence = make.make_evidence(claim, passage=old)
    make.make_review(claim)
    later = make.make_evidence(claim, passage=new)
    make.make_finding(link, "passage_missing", passage=new)
    assert changed not in claim_page(client, claim)
    make.make_finding(link, "passage_missing", passage=old)
    assert changed in claim_page(client, claim)
    Evidence.objects.filter(pk=later.pk).delete()
    Evidence.objects.filter(pk=evidence.pk).update(passage=new, created_at=make.moment("2101-01-01"))
    assert changed in claim_page(client, claim)
    Evidence.objects.filter(pk=evidence.pk).update(dropped_at=make.moment("2101-01-01"))
    assert changed in claim_page(client, claim)
    make.make_review(claim, kind="update", note_de="Anders belegt.")
    assert changed not in claim_page(client, claim)


def test_a_card_tells_of_a_changed_source_as_the_page_does(client: Client):
    claim, document = make.make_claim(), make.make_document()
    link, evidence = make.make_link(document), make.make_evidence(claim, document, exact="17 Millionen")
    make.make_review(claim)
    make.make_finding(link, "gone")
    changed = "Eine Quelle hat sich geändert"
    assert changed not in page(client, f"/de/claims/{claim.public_id}/embed/")
    make.make_finding(link, "figure_changed", passage=evidence.passage)
    assert changed in page(client, f"/de/claims/{claim.public_id}/embed/")


def test_a_reopened_claim_says_that_it_is_being_checked_again(client: Client, reviewed):
    reviewed.state = "research"
    reviewed.save()
    assert "Wird erneut geprüft" in claim_page(client, reviewed)
    assert "Irreführend" in claim_page(client, reviewed)
    reviewed.state = "declined"  # after all: the fact-check stands
    reviewed.save()
    assert "Wird erneut geprüft" not in claim_page(client, reviewed)


def test_demonstrations_say_so_on_every_page_they_concern(client: Client, reviewed):
    line = "Vorführung: Diese Seite zeigt ein Beispiel"
    assert line not in claim_page(client, reviewed)
    Case.objects.update(demonstration=True)
    for address in (
        "",
        f"claims/{reviewed.public_id}/",
        f"articles/{reviewed.article.slug}/",
        "search/?q=Millionen",
    ):
        assert line in page(client, f"/de/{address}")


# --- as of a day ----------------------------------------------------------------------------------------


def test_a_day_shows_the_version_of_its_end(client: Client, settings):
    settings.FACTCHECK_TIME_ZONE = "Europe/Berlin"
    reviewed = make.make_claim()
    make.make_evidence(reviewed, (link := make.make_link()).document)
    after_midnight_in_berlin = make.moment("2020-05-01 22:30")
    make.make_review(reviewed, "misleading", published_at=after_midnight_in_berlin)
    make.make_review(
        reviewed, "accurate", kind="correction", note_de="Berichtigt.", published_at=timezone.now()
    )
    claim_page(client, reviewed, 404, query="?at=2020-05-01")
    then = claim_page(client, reviewed, query="?at=2020-05-02")
    assert "Irreführend" in then
    assert "Berichtigt." not in then
    assert "noindex" in then
    assert link.url in then
    assert "noch nicht geprüft" not in then
    assert "noch nicht geprüft" in claim_page(client, reviewed)
    assert "Richtig" in claim_page(client, reviewed)


@pytest.mark.parametrize("day", ["2026-13-01", "gestern", "20261122", "2026-11-22T00:00"])
def test_a_day_written_otherwise_is_refused_in_words(client: Client, reviewed, day: str):
    assert "?at=2026-11-22" in claim_page(client, reviewed, 400, query=f"?at={day}")


def test_tomorrow_cannot_be_shown(client: Client, reviewed):
    tomorrow = (timezone.localtime() + timedelta(days=1)).date().isoformat()
    claim_page(client, reviewed, 400, query=f"?at={tomorrow}")


# --- the other pages -------------------------------------------------------------------------------------


def test_an_article_lists_its_claims_in_order_and_its_coverage(client: Client):
    article = make.make_article(chars=1000)
    make.make_claim(article, "Die zweite.", span=(500, 700))
    make.make_claim(article, "Die erste.", span=(0, 100))
    text = page(client, f"/de/articles/{article.slug}/")
    assert text.index("Die erste.") < text.index("Die zweite.")
    assert "30 % des Textes" in text


def test_a_measure_shows_every_figure_in_chart_and_table(client: Client, reviewed):
    metric = make.make_metric("fluege")
    other = make.make_claim(statement_de="Es waren 6 Millionen.")
    make.make_figure(other, metric, 6000000, as_of="2017-02-14", definition_de="nur Inlandsflüge")
    make.make_figure(other, make.make_metric("anderes"), 99)
    source = make.make_document("Gerichtsbericht")
    for value, day in ((6150000, "2017-02-14"), (9360000, "2017-12-31"), (17460000, "2018-12-31")):
        make.make_figure(source, metric, value, as_of=day, nature="cumulative", basis="official")
    text = page(client, "/de/metrics/fluege/")
    assert "<title id=" in text
    assert re.search(r"Von 6\sMio. bis 17,46\sMio.: \d Angaben für 2017 bis 2018\.", text)
    assert "nur Inlandsflüge" in text
    for number in ("6 Mio.", "6,15 Mio.", "9,36 Mio.", "17,46 Mio."):
        assert number in text.replace("\xa0", " ")
    assert "amtliche Reihe" in text
    assert "Es waren 6 Millionen." in text
    assert not re.search(r' (?:cx|cy|x|y)="\d+,\d', text), "decimal commas in the drawing"


@pytest.mark.parametrize("query", ["übersicht", "ÜBERSICHT", "app übersicht", "(übersicht"])
def test_search_finds_words_in_any_case_and_order(client: Client, query: str):
    make.make_claim(statement_de="Die Übersicht in der App (Übersicht).")
    assert "in der App" in page(client, f"/de/search/?q={query}")


def found(client: Client, query: str) -> list[str]:
    """The claims that a search shows, in order."""
    return re.findall(r'class="statement"[^>]*>([^<]*)<', page(client, f"/de/search/?q={query}"))


SEARCHES = [
    ("17 Millionen", ["17 Millionen Menschen durften kein Ticket kaufen."]),
    ("17.000.000 Tickets", ["17 Millionen Menschen durften kein Ticket kaufen."]),
    ("17 million tickets", ["17 Millionen Menschen durften kein Ticket kaufen."]),
    ("Kamera", ["Über 170 Überwachungskameras wachen.", "Kameras sind überall."]),
    ("kameras überall", ["Kameras sind überall."]),
    ("wachungskam", ["Über 170 Überwachungskameras wachen."]),
    ("Pfannkuchen", []),
    ("Kameras Pfannkuchen Milch Mehl", []),
]


@pytest.mark.parametrize(("query", "statements"), SEARCHES)
def test_search_by_words_and_figures_in_both_languages(client: Client, query: str, statements: list[str]):
    article = make.make_article()
    make.make_claim(article, "Über 170 Überwachungskameras wachen.", statement_en="")
    make.make_claim(article, "Kameras sind überall.", statement_en="")
    make.make_claim(
        article,
        "17 Millionen Menschen durften kein Ticket kaufen.",
        statement_en="17 million people were refused tickets.",
    )
    make.make_claim(article, "Ein Chor singt am Bahnhof.", statement_en="A choir sings.")
    assert sorted(found(client, query)) == sorted(statements)
    if "überall" in query:
        assert found(client, query)[0] == statements[0]


def test_search_tells_no_work_since_publication(client: Client):
    claim = make.make_claim(make.make_article(make.make_case(list_open_claims=False)), "Das alte Wort gilt.")
    make.make_review(claim)
    Claim.objects.filter(pk=claim.pk).update(statement_de="Ein neuer Satz mit Segelboot.", revision=9)
    assert found(client, "Segelboot") == []
    assert found(client, "altes Wort") == ["Das alte Wort gilt."]


@pytest.mark.parametrize("query", ["%00", "%25", "[", "\\", "a" * 5000])
def test_search_survives_odd_queries(client: Client, query: str):
    page(client, f"/de/search/?q={query}")


def test_corrections_list_what_was_corrected(client: Client, reviewed):
    make.make_review(reviewed, "accurate", kind="update", note_de="Nur aktualisiert.")
    make.make_review(reviewed, "accurate", kind="correction", note_de="Zahl berichtigt.")
    text = page(client, "/de/corrections/")
    assert "Zahl berichtigt." in text
    assert "Nur aktualisiert." not in text


def test_unknown_addresses_are_answered_in_the_readers_language(client: Client):
    assert "Unter dieser Adresse steht nichts." in page(client, "/de/nirgends/", 404)
    assert "There is nothing at this address." in page(client, "/en/nowhere/", 404)
