"""Suppression and preservation for legal reasons, on every surface that stands."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from claims import services
from claims.models import Claim, Figure, LedgerEntry
from factcheck.storage import of_captures
from sources import services as sources
from sources.models import Passage
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> newsroom.People:
    return newsroom.hire()


def pages(claim) -> dict[str, int]:
    client = Client()
    addresses = {
        "page": f"/de/claims/{claim.public_id}/",
        "api": f"/api/v1/claims/{claim.public_id}/",
        "proof": f"/claims/{claim.public_id}/proof.json",
    }
    return {name: client.get(address).status_code for name, address in addresses.items()}


def test_all_versions_go_at_once_and_come_back(people):
    claim, review = newsroom.published(people)
    services.suppress(claim=claim, actor=people["chief"], reason="Einstweilige Verfügung.")
    assert set(pages(claim).values()) == {451}
    assert not Claim.objects.public().exists()
    assert "laufende Summe" not in Client().get("/de/").text
    assert review.pk in [row.pk for row in claim.reviews.all()]  # nothing is deleted
    services.unsuppress(claim=claim, actor=people["chief"], reason="Verfügung aufgehoben.")
    assert (pages(claim)["page"], pages(claim)["api"]) == (200, 200)
    assert newsroom.acts(claim)[-2:] == ["suppressed", "unsuppressed"]
    assert newsroom.last_payload(claim, "suppressed") == {
        "versions": [1],
        "reason": "Einstweilige Verfügung.",
    }


def test_an_older_version_alone_may_go(people):
    claim, first = newsroom.published(people)
    services.correct_slip(
        claim=claim, actor=people["editor2"], note_de="Tippfehler.", rationale_de="Sie zählt seit 2013."
    )
    services.suppress(claim=claim, actor=people["chief"], reason="Persönlichkeitsrecht.", review=first)
    assert pages(claim)["page"] == 200
    api = Client().get("/api/v1/reviews/").json()["results"]
    assert [row["number"] for row in api] == [2]
    with pytest.raises(services.Refused, match="no version left"):
        services.suppress(claim=claim, actor=people["chief"], reason="Noch einmal.", review=first)


def test_what_waits_goes_with_the_version_in_force(people):
    claim, first = newsroom.published(people)
    services.transition(claim=claim, to="research", actor=people["editor"], note="Neue Zahlen.")
    newsroom.rate(claim, people["checker"])
    newsroom.rate(claim, people["editor"])
    hour = first.published_at.replace(year=first.published_at.year + 1)
    services.publish(claim=claim, actor=people["editor"], note_de="Neu.", publish_at=hour)
    services.suppress(claim=claim, actor=people["chief"], reason="Verfügung.", review=first)
    services.publish_due(now=hour)
    assert pages(claim)["page"] == 451


def test_a_new_version_of_what_was_taken_down_is_the_chiefs(people):
    claim, _ = newsroom.published(people)
    services.suppress(claim=claim, actor=people["chief"], reason="Verfügung.")
    services.transition(claim=claim, to="research", actor=people["editor"], note="Umformulieren.")
    newsroom.rate(claim, people["checker"])
    newsroom.rate(claim, people["editor"])
    with pytest.raises(services.NotAllowed, match="ask a chief"):
        services.publish(claim=claim, actor=people["editor"], note_de="Neu.")


def test_a_slip_or_a_withdrawal_shows_nothing_again(people):
    claim, _ = newsroom.published(people)
    services.suppress(claim=claim, actor=people["chief"], reason="Verfügung.")
    services.correct_slip(
        claim=claim, actor=people["editor2"], note_de="Tippfehler.", rationale_de="Sie zählt seit 2013."
    )
    assert set(pages(claim).values()) == {451}
    services.withdraw(claim=claim, actor=people["chief"], note_de="Der Beleg war gefälscht.")
    assert set(pages(claim).values()) == {451}
    services.unsuppress(claim=claim, actor=people["chief"], reason="Verfügung aufgehoben.")
    assert "Der Beleg war gefälscht." in Client().get(f"/de/claims/{claim.public_id}/").text


@pytest.mark.parametrize("verb", ["suppress", "unsuppress", "hold_legally", "lift_legal_hold"])
def test_only_chiefs_and_only_with_a_reason(people, verb):
    claim, _ = newsroom.published(people)
    act = getattr(services, verb)
    with pytest.raises(services.NotAllowed):
        act(claim=claim, actor=people["editor"], reason="Verfügung.")
    with pytest.raises(services.Refused, match="legal reason"):
        act(claim=claim, actor=people["chief"], reason="  ")


def test_under_legal_hold_nothing_is_erased(people):
    claim, _ = newsroom.published(people)
    erase = {"claim": claim, "sequence": 1, "actor": people["chief"], "reason": "Löschanspruch."}
    services.hold_legally(claim=claim, actor=people["chief"], reason="Anhängiges Verfahren.")
    with pytest.raises(services.Refused, match="legal hold"):
        services.erase_payload(**erase)
    with pytest.raises(services.Refused, match="already"):
        services.hold_legally(claim=claim, actor=people["chief"], reason="Noch eines.")
    services.lift_legal_hold(claim=claim, actor=people["chief"], reason="Verfahren beendet.")
    services.erase_payload(**erase)
    entry = LedgerEntry.objects.get(chain=claim.ledger_chain, sequence=1)
    assert (entry.payload, entry.salt) == (None, "")
    assert newsroom.broken() == []
    assert newsroom.acts(claim)[-3:] == ["legal_hold", "legal_hold_lifted", "payload_erased"]
    with pytest.raises(services.Refused, match="no entry 1"):
        services.erase_payload(**erase)


def test_under_legal_hold_figures_taken_out_stay_and_the_log_says_what_stood(people):
    claim = newsroom.in_research(people)
    free, held = (make.make_figure(claim, value=number, unit="Flüge") for number in (3, 5))
    keep = {"metric": held.metric.slug, "low": 6, "high": 6, "key": held.pk}
    services.record_figures(claim=claim, figures=[keep], actor=people["checker"])
    assert [figure.pk for figure in Figure.every.filter(claim=claim)] == [held.pk]
    before = newsroom.last_payload(claim, "figures_recorded")["before"]
    assert [(each["metric"], each["unit"]) for each in before] == [
        (free.metric.slug, "Flüge"),
        (held.metric.slug, "Flüge"),
    ]
    services.hold_legally(claim=claim, actor=people["chief"], reason="Anhängiges Verfahren.")
    services.record_figures(claim=claim, figures=[], actor=people["checker"])
    assert not claim.figures.exists()
    assert Figure.every.get(claim=claim).dropped_at
    span = services.add_span(claim=claim, start=0, end=4, actor=people["checker"])
    with pytest.raises(services.Refused, match="legal hold"):
        services.take_span(claim=claim, appearance=span, actor=people["checker"])
    assert newsroom.broken() == []


def test_what_is_not_held_cannot_be_lifted(people):
    claim, _ = newsroom.published(people)
    with pytest.raises(services.Refused, match="not under legal hold"):
        services.lift_legal_hold(claim=claim, actor=people["chief"], reason="Verfahren beendet.")
    with pytest.raises(services.Refused, match="no version left"):
        services.unsuppress(claim=claim, actor=people["chief"], reason="Irrtum.")


# --- every surface ----------------------------------------------------------------------------------------

QUOTED = "Im Jahr 2018 wurden 17 Millionen Flüge verweigert."
CITED = "Seit 2013 wurden 17,46 Millionen Buchungen verweigert."
PLACE = "Seite einundzwanzig"


@pytest.fixture
def shown(people) -> Claim:
    """A published claim with everything that readers meet somewhere."""
    claim = newsroom.in_research(people, list_open_claims=True)
    report = make.make_document("Gerichtsbericht")
    make.make_capture(report)
    services.cite(
        claim=claim, document=report, stance="refutes", exact=CITED, locator=PLACE, actor=people["reporter"]
    )
    make.make_figure(claim, make.make_metric("tickets"))
    other = make.make_review(make.make_claim(claim.article, "Eine andere Aussage.")).claim
    make.make_relation(claim, other, reason_de="Dieselbe Quelle wie 17 Millionen.")
    make.make_figure(other, make.Metric.objects.get(slug="tickets"))
    make.make_review(other, kind="update", note_de="Zahl ergänzt.")
    newsroom.rate(claim, people["checker"])
    newsroom.rate(claim, people["editor"])
    services.record_reply(claim=claim, actor=people["editor"], waived_reason="Amtlich.")
    services.publish(claim=claim, actor=people["editor"])
    services.transition(claim=claim, to="research", actor=people["editor"], note="Neue Zahlen.")
    newsroom.rate(claim, people["checker"], "inaccurate", rationale_de="Neue Begründung.")
    newsroom.rate(claim, people["editor"], "inaccurate")
    services.publish(claim=claim, actor=people["editor"], kind="correction", note_de="Die Einheit fehlte.")
    return newsroom.fresh(claim)


def own(claim: Claim) -> list[str]:
    """Addresses of the claim itself: 451 once it is taken down."""
    evidence, figure = claim.evidence.get(), claim.figures.get()
    review = claim.reviews.get(is_current=True)
    today = f"{timezone.localdate(review.published_at):%Y-%m-%d}"
    return [
        f"/de/claims/{claim.public_id}/",
        f"/en/claims/{claim.public_id}/?at={today}",
        f"/de/claims/{claim.public_id}/changes/?from=1&to=2",
        f"/claims/{claim.public_id}/proof.json",
        f"/claims/{claim.public_id}.jsonld",
        f"/de/claims/{claim.public_id}/embed/",
        f"/oembed?url={settings.FACTCHECK_SITE_URL}/de/claims/{claim.public_id}/",
        f"/api/v1/claims/{claim.public_id}/",
        f"/api/v1/reviews/{review.pk}/",
        f"/api/v1/evidence/{evidence.pk}/",
        f"/api/v1/figures/{figure.pk}/",
    ]


def lists(claim: Claim) -> list[str]:
    """Addresses that readers meet it at: they go on, without it."""
    document = claim.evidence.get().passage.document
    return [
        "/de/", f"/de/articles/{claim.article.slug}/", f"/de/cases/{claim.article.case.slug}/",
        "/de/metrics/tickets/", "/metrics/tickets.csv", "/metrics/tickets.json", "/de/corrections/",
        "/de/search/?q=2018", "/de/methodology/", "/feeds/reviews.atom", "/feeds/reviews.json",
        "/feeds/corrections.atom", "/feeds/claimreview.json", "/sitemap.xml",
        "/api/v1/claims/", "/api/v1/reviews/", "/api/v1/evidence/",
        "/api/v1/figures/", "/api/v1/relations/", "/api/v1/documents/", "/api/v1/claimants/",
        "/api/v1/metrics/", "/api/v1/links/", "/api/v1/scales/", "/api/v1/articles/", "/api/v1/cases/",
        f"/api/v1/claims/?q={claim.statement_de[:20]}", "/api/v1alpha1/claims:search?query=2018",
        "/ledger/seals.json", f"/de/documents/{document.pk}/",
    ]  # fmt: skip


TELLING = ("17 Millionen Flüge", "laufende Summe", "Neue Begründung", "Einheit fehlte", CITED, PLACE)


def told(address: str) -> tuple[int, str]:
    answer = Client().get(address)
    return answer.status_code, answer.content.decode()


def test_a_claim_taken_down_is_gone_from_every_surface(people, shown):
    services_before = {address: told(address) for address in [*own(shown), *lists(shown)]}
    sealed = ("/proof.json",)
    assert {status for address, (status, _) in services_before.items() if not address.endswith(sealed)} == {
        200
    }
    seen = {word for _, text in services_before.values() for word in TELLING if word in text}
    assert seen == set(TELLING)  # so that their absence says something
    services.suppress(claim=shown, actor=people["chief"], reason="Einstweilige Verfügung.")
    for address in own(shown):
        status, text = told(address)
        assert status == 451, address
        assert not [word for word in (*TELLING, "Einstweilige") if word in text], address
    for address in lists(shown):
        status, text = told(address)
        assert status in (200, 404), address
        found = [word for word in (*TELLING, shown.public_id, "Einstweilige") if word in text]
        # The words asked for stand in the search field and nowhere else.
        assert not found, (address, found)
    # Inside nothing is lost, and it all comes back.
    desk = Client()
    desk.force_login(people["editor"])
    assert "17 Millionen Flüge" in desk.get(f"/desk/claims/{shown.public_id}/").text
    services.unsuppress(claim=shown, actor=people["chief"], reason="Aufgehoben.")
    again = {address: told(address)[0] for address in [*own(shown), *lists(shown)]}
    assert again == {address: status for address, (status, _) in services_before.items()}


def test_an_older_version_taken_down_is_in_no_history_diff_or_list(people, shown):
    first = shown.reviews.get(number=1)
    assert "zählt" in told(f"/de/claims/{shown.public_id}/changes/?from=1&to=2")[1]
    services.suppress(claim=shown, actor=people["chief"], reason="Persönlichkeitsrecht.", review=first)
    assert told(f"/de/claims/{shown.public_id}/changes/?from=1&to=2")[0] == 451
    assert told(f"/api/v1/reviews/{first.pk}/")[0] == 451
    for address in [*own(shown)[:2], *lists(shown)]:
        status, text = told(address)
        assert status == 200, address
        assert "Die Zahl zählt seit 2013" not in text, address
    page = told(f"/de/claims/{shown.public_id}/")[1]
    assert "Aus rechtlichen Gründen derzeit nicht abrufbar" in page
    assert "Irreführend" not in page


@pytest.mark.parametrize("which", ["of the article", "of the evidence"])
def test_one_passage_alone_may_go(people, shown, which):
    words, passage = (
        (QUOTED, shown.appearances.get().passage)
        if which == "of the article"
        else (CITED, shown.evidence.get().passage)
    )
    addresses = [address for address in [*own(shown), *lists(shown)] if "proof" not in address]
    assert [address for address in addresses if words in told(address)[1]]
    services.suppress_passage(passage=passage, actor=people["chief"], reason="Urheberrecht.")
    for address in addresses:
        status, text = told(address)
        assert status == 200, address
        assert words not in text, address
        if which == "of the evidence":
            assert PLACE not in text, address
    if which == "of the article":
        (place,) = Client().get(f"/api/v1/claims/{shown.public_id}/").json()["appearances"]
        assert [place[name] for name in ("locator", "start", "end", "quote")] == ["", None, None, ""]
        article = Client().get(f"/de/articles/{shown.article.slug}/").context
        assert article["coverage"].stretches == [(0, 470)]  # of the other claim alone
    page = told(f"/de/claims/{shown.public_id}/")[1]
    assert "Aus rechtlichen Gründen derzeit nicht abrufbar" in page
    assert "Neue Begründung." in page
    desk = Client()
    desk.force_login(people["editor"])
    assert words in desk.get(f"/desk/claims/{shown.public_id}/").text
    assert newsroom.acts(shown)[-1] == "passage_suppressed"
    with pytest.raises(services.Refused, match="not open"):
        services.suppress_passage(passage=passage, actor=people["chief"], reason="Noch einmal.")
    services.unsuppress_passage(passage=passage, actor=people["chief"], reason="Einigung.")
    assert words in told(f"/de/claims/{shown.public_id}/")[1]


def test_only_chiefs_take_passages_down_and_only_with_a_reason(people, shown):
    passage = shown.appearances.get().passage
    with pytest.raises(services.NotAllowed):
        services.suppress_passage(passage=passage, actor=people["editor"], reason="Urheberrecht.")
    with pytest.raises(services.Refused, match="legal reason"):
        services.suppress_passage(passage=passage, actor=people["chief"], reason=" ")
    with pytest.raises(services.Refused, match="open to readers"):
        services.unsuppress_passage(passage=passage, actor=people["chief"], reason="Irrtum.")


def test_the_chief_s_form_takes_one_passage_down_and_shows_it_again(people, shown):
    chief = Client(headers={"accept-language": "en"})
    chief.force_login(people["chief"])
    page, address = f"/desk/claims/{shown.public_id}/", f"/desk/claims/{shown.public_id}/passage/"
    passage = shown.evidence.get().passage
    opened = {"open": "passage"}
    assert f'<option value="{passage.pk}">' in chief.get(page, opened).text
    done = chief.post(address, {"passage": passage.pk, "act": "suppress", "reason": "Urheberrecht."})
    assert done["Location"] == f"{page}#chief"
    assert CITED not in told(f"/de/claims/{shown.public_id}/")[1]
    seen = chief.get(page, opened).text
    assert "(taken down)</option>" in seen
    assert "Kept from readers for legal reasons" in seen
    assert newsroom.last_payload(shown, "passage_suppressed")["reason"] == "Urheberrecht."
    twice = chief.post(address, {"passage": passage.pk, "act": "suppress", "reason": "Getippt."})
    assert twice.status_code == 400
    assert "This passage is not open to readers." in twice.text
    assert "Getippt." in twice.text
    chief.post(address, {"passage": passage.pk, "act": "unsuppress", "reason": "Einigung."})
    assert CITED in told(f"/de/claims/{shown.public_id}/")[1]
    assert newsroom.acts(shown)[-2:] == ["passage_suppressed", "passage_unsuppressed"]


def test_the_form_takes_a_reason_and_passages_of_the_claim_alone(people, shown):
    chief = Client(headers={"accept-language": "en"})
    chief.force_login(people["chief"])
    address = f"/desk/claims/{shown.public_id}/passage/"
    elsewhere = newsroom.record(people).appearances.get().passage
    own = shown.appearances.get().passage
    for passage, reason in ((elsewhere.pk, "Urheberrecht."), (own.pk, " "), ("x", "Urheberrecht.")):
        answer = chief.post(address, {"passage": passage, "act": "suppress", "reason": reason})
        assert answer.status_code == 400
    assert not Passage.objects.exclude(suppressed_at=None).exists()
    editor = Client()
    editor.force_login(people["editor"])
    assert "/passage/" not in editor.get(f"/desk/claims/{shown.public_id}/").text
    for passage in (own.pk, elsewhere.pk):  # no answer tells which passages there are
        given = {"passage": passage, "act": "suppress", "reason": "Urheberrecht."}
        assert editor.post(address, given).status_code == 403


def test_what_only_an_earlier_version_quotes_can_be_taken_down_too(people, shown):
    before = shown.evidence.get()
    old = before.passage
    other = sources.make_passage(old.document, exact="Andere Worte.", prefix="", suffix="", locator="S. 5")
    services.pin(evidence=before, passage=other, actor=people["editor"])
    chief = Client()
    chief.force_login(people["chief"])
    given = {"passage": old.pk, "act": "suppress", "reason": "Urheberrecht."}
    assert chief.post(f"/desk/claims/{shown.public_id}/passage/", given).status_code == 302
    assert CITED not in told(f"/de/claims/{shown.public_id}/")[1]


def test_no_copy_under_legal_hold_is_taken_down(people, shown):
    copy = shown.evidence.get().passage.document.captures.get()
    services.hold_legally(claim=shown, actor=people["chief"], reason="Anhängiges Verfahren.")
    with pytest.raises(services.Refused, match="legal hold"):
        services.take_down_copy(capture=copy, actor=people["chief"], reason="Anwaltsschreiben.")


def test_no_copy_counts_as_taken_down_while_the_store_does_not_answer(people, shown, settings):
    """Else its body would lie there for ever: nobody would ask for it again."""
    copy = shown.evidence.get().passage.document.captures.get()
    chief = Client()
    chief.force_login(people["chief"])
    address = f"/desk/captures/{copy.pk}/"
    lost = of_captures("s3+http://key:secret@127.0.0.2:9/bucket?region_name=x", Path())
    settings.STORAGES = settings.STORAGES | {"captures": lost}
    answer = chief.post(f"{address}take-down/", {"reason": "Anwaltsschreiben."})
    assert answer.status_code == 400
    assert "Es wurde nichts entfernt" in answer.text
    copy.refresh_from_db()
    assert not copy.suppressed
    assert not LedgerEntry.objects.filter(action="copy_taken_down").exists()


def test_what_changed_is_told_word_by_word(shown):
    status, page = told(f"/en/claims/{shown.public_id}/changes/?from=1&to=2")
    assert status == 200
    assert "<ins>Neue</ins>" in page
    assert "<del>Misleading</del>" in page
    assert told(f"/de/claims/{shown.public_id}/changes/")[0] == 200
    for query in ("?from=1&to=9", "?from=x&to=2", "?from=&to=2"):
        assert told(f"/de/claims/{shown.public_id}/changes/{query}")[0] == 404
    assert told("/de/claims/nothing/changes/")[0] == 404
