"""Evidence at the desk, similar claims, the roster, sign-off and many source changes at once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims import services
from claims.forms import CiteForm
from claims.models import Claim, Evidence, Ruling
from claims.views.desk.evidence import cite_document
from sources import services as sources
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db

COPY = "The court refused 17.46 million bookings 🛫 since 2013. Nothing else.\n"
CITED = "17.46 million refused"
WORDS = "refused 17.46 million bookings 🛫"


@pytest.fixture
def people() -> newsroom.People:
    return newsroom.hire()


def client_of(person, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


def post(client: Client, name: str, claim: Claim, *key: int, **data):
    return client.post(reverse(f"desk-{name}", args=[claim.public_id, *key]), data)


def test_an_address_is_enough_and_one_already_watched_is_the_same_document(people):
    claim, client = newsroom.in_research(people), client_of(people["checker"])
    url = "https://court.example/report/2018"
    assert post(client, "cite", claim, url=url, stance="refutes", tier="primary").status_code == 302
    document = claim.evidence.get().passage.document
    assert document.title == "court.example/report/2018"
    assert document.links.get().url == url
    again = post(client, "cite", claim, url=url + "#top", stance="refutes", exact="Other words.")
    assert again.status_code == 302
    assert {row.passage.document for row in claim.evidence.all()} == {document}
    nothing = post(client, "cite", claim, stance="refutes", note_de="Das steht da.")
    assert nothing.status_code == 400
    assert "Das steht da." in nothing.text
    local = post(
        client_of(people["checker"], "de"), "cite", claim, url="file:///etc/passwd", stance="refutes"
    )
    assert local.status_code == 400
    assert "Nur Adressen mit http und https werden abgerufen." in local.text


class Upload(SimpleUploadedFile):
    """Tells how deep in transactions it is read."""

    depth = -1

    def read(self, *size: int) -> bytes:
        self.depth = len(connection.savepoint_ids)
        return super().read(*size)


def test_a_file_is_read_before_the_transaction_begins(people):
    """Nobody else could write meanwhile (SQLite), and a long one would hold the claim."""
    claim, upload = newsroom.in_research(people), Upload("bericht.txt", b"Ein Bericht.")
    form = CiteForm({"stance": "refutes"}, {"file": upload})
    assert form.is_valid(), form.errors
    outside = len(connection.savepoint_ids)
    piece = cite_document(claim, people["checker"], form)
    assert upload.depth == outside
    assert piece.passage.document.captures.get().texts.get().text == "Ein Bericht."


def test_words_cited_already_are_not_pinned_a_second_time(people):
    claim, client = newsroom.in_research(people), client_of(people["checker"])
    document = make.make_document("Gerichtsbericht")
    text = make.make_capture(document, COPY)
    words = sources.select_passage(text, 4, 9)
    first = services.cite(claim=claim, document=document, stance="refutes", passage=words, actor=None)
    piece = services.cite(claim=claim, document=document, stance="refutes", locator="S. 4", actor=None)
    given = {"act": "pin", "copy": text.pk, "start": 4, "end": 9, "expected_revision": 1}
    answer = post(client, "evidence", claim, piece.pk, **given)
    assert (answer.status_code, "cited for this claim already" in answer.text) == (400, True)
    assert post(client, "evidence", claim, first.pk, **given).status_code == 302  # where it is already


def test_words_chosen_in_the_saved_copy_are_pinned(people):
    claim, client = newsroom.in_research(people), client_of(people["checker"])
    document = make.make_document("Gerichtsbericht")
    text = make.make_capture(document, COPY)
    piece = services.cite(claim=claim, document=document, stance="refutes", locator="S. 4", actor=None)
    page = client.get(reverse("desk-evidence", args=[claim.public_id, piece.pk]))
    assert "17.46 million" in page.text
    foreign = post(
        client,
        "evidence",
        claim,
        piece.pk,
        act="pin",
        expected_revision=piece.revision,
        copy=text.pk,
        words="Not there.",
    )
    assert foreign.status_code == 400
    assert "Not there." in foreign.text
    unseen = {"act": "pin", "expected_revision": piece.revision, "copy": text.pk, "words": "\u00ad"}
    assert post(client, "evidence", claim, piece.pk, **unseen).status_code == 400
    start = COPY.index(WORDS)
    done = post(
        client,
        "evidence",
        claim,
        piece.pk,
        act="pin",
        expected_revision=piece.revision,
        copy=text.pk,
        start=start,
        end=start + len(WORDS),
    )
    assert done.status_code == 302
    piece.refresh_from_db()
    assert (piece.passage.exact, piece.passage.locator) == (WORDS, "S. 4")
    other = make.make_capture(make.make_document(), COPY)
    stolen = post(
        client,
        "evidence",
        claim,
        piece.pk,
        act="pin",
        expected_revision=piece.revision,
        copy=other.pk,
        start=0,
        end=5,
    )
    assert stolen.status_code == 400


def test_one_passage_for_many_claims_and_the_same_as_another(people):
    claim, client = newsroom.in_research(people), client_of(people["checker"])
    others = [
        services.record_claim(article=claim.article, spans=[(n, n + 5)], actor=people["reporter"])
        for n in (0, 20, 30)
    ]
    piece = newsroom.give_evidence(claim, people["checker"])
    none = post(client, "evidence", claim, piece.pk, act="many")
    assert none.status_code == 400
    assert "Choose the bearing for at least one claim." in none.text
    chosen = {f"stance_{others[0].public_id}": "context", f"stance_{others[1].public_id}": "supports"}
    assert post(client, "evidence", claim, piece.pk, act="many", **chosen).status_code == 302
    assert others[0].evidence.get().stance == "context"
    assert others[1].evidence.get().passage == piece.passage
    assert not others[2].evidence.exists()
    assert post(client, "same", others[2], as_for=piece.pk, stance="").status_code == 302
    assert others[2].evidence.get().stance == piece.stance
    assert post(client, "same", others[2], as_for=piece.pk, stance="").status_code == 400


def test_what_is_entrusted_to_others_is_offered_to_nobody(people):
    claim = newsroom.in_research(people)
    other = services.record_claim(article=claim.article, spans=[(0, 5)], actor=people["reporter"])
    secret = services.add_document(
        case=claim.article.case, actor=people["editor"], medium="phone", title="Gespräch mit der Quelle",
        particulars={"whom": "Quelle", "when": "gestern", "by": "editor"},
        confidentiality="named", terms="confidential",
    )  # fmt: skip
    piece = services.cite(claim=claim, document=secret, stance="refutes", actor=people["editor"])
    checker = client_of(people["checker"])
    for address in (
        reverse("desk-claim", args=[claim.public_id]),
        reverse("desk-claim", args=[other.public_id]),
        "/desk/?tray=all",
    ):
        assert "Gespräch mit der Quelle" not in checker.get(address).text
    assert checker.get(reverse("desk-evidence", args=[claim.public_id, piece.pk])).status_code == 404
    assert post(checker, "same", other, as_for=piece.pk).status_code == 400
    assert post(checker, "cite", other, document=secret.pk, stance="refutes").status_code == 400


def test_the_same_claim_rated_otherwise_is_pointed_out(people):
    earlier, _review = newsroom.published(people)
    claim = newsroom.in_research(people)
    newsroom.give_evidence(claim, people["checker2"])
    client = client_of(people["checker2"])
    screen = client.get(reverse("desk-claim", args=[claim.public_id])).text
    assert reverse("desk-claim", args=[earlier.public_id]) in screen
    assert "Misleading" in screen
    assert "Says the same, but was rated otherwise." not in screen
    rating = {
        "verdict": "inaccurate",
        "certainty": "strong",
        "one_sentence_de": "Nein.",
        "reference_point": "as_of_check",
    }
    told = client.post(reverse("desk-assess", args=[claim.public_id]), rating, follow=True).text
    assert "A claim that says the same was rated “Misleading”" in told
    assert "Says the same, but was rated otherwise." in told


def test_the_preview_keeps_the_blind_blind_and_leaves_nothing_behind(people):
    claim = newsroom.at_sign_off(people)
    editor = client_of(people["editor"])
    preview = reverse("desk-preview", args=[claim.public_id])
    assert editor.get(preview).status_code == 302  # not rated yet: it would tell the checker's rating
    assert (
        "Es ist eine laufende Summe." not in editor.get(reverse("desk-signoff", args=[claim.public_id])).text
    )
    newsroom.rate(claim, people["editor"])
    before = newsroom.acts(claim)
    page = editor.get(preview, {"lang": "de"})
    assert page.status_code == 200
    assert "Es ist eine laufende Summe." in page.text
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    claim.refresh_from_db()
    assert (claim.state, claim.reviews.count(), newsroom.acts(claim)) == ("review", 0, before)
    assert Client().get(f"/de/claims/{claim.public_id}/").status_code == 404
    assert client_of(people["checker"]).get(preview).status_code == 302


def test_the_roster_says_what_each_claim_waits_for(people):
    claim = newsroom.record(people)
    services.record_claim(article=claim.article, spans=[(0, 5)], actor=people["reporter"])
    editor = client_of(people["editor"], "de")
    roster = editor.get("/desk/?tray=all").text
    assert "bereit zur Recherche" in roster
    assert "sie muss in unseren Worten gefasst werden" in roster
    services.transition(claim=claim, to="research", actor=people["reporter"])
    roster = editor.get("/desk/?tray=all").text
    assert "niemand arbeitet daran" in roster
    assert "Führen Sie eine Primärquelle an" in roster
    newsroom.rate(claim, people["checker"])  # before its evidence suffices: it stays
    newsroom.give_evidence(claim, people["reporter"])
    assert "wer sie bewertet hat, kann sie weitergeben" in editor.get("/desk/?tray=all").text
    services.assign(claim=claim, to=people["checker2"], actor=people["editor"])
    assert "die Bewertung fehlt" in editor.get("/desk/?tray=all").text
    day = timezone.localtime() + timezone.timedelta(days=3)
    services.hold(claim=claim, actor=people["editor"], until=day, reason="Akten kommen.")
    assert "Akten kommen." in editor.get("/desk/?tray=hold").text
    assert "Nichts ist überfällig." in editor.get("/desk/?tray=overdue").text
    assert "Die Filter verbergen" in editor.get("/desk/?tray=hold&q=Kamera").text


def test_assigning_many_says_what_was_done_and_what_was_not(people):
    claim, editor = newsroom.in_research(people), client_of(people["editor"])
    address = reverse("desk-assign-many")
    none = editor.post(address, {"to": people["checker"].pk}, follow=True)
    assert "Tick the claims first." in none.text
    data = {"claim": [claim.public_id], "to": people["checker"].pk, "stand_in": people["checker"].pk}
    refused = editor.post(address, data, follow=True)
    assert "The stand-in has to be somebody else." in refused.text
    done = editor.post(address, data | {"stand_in": people["checker2"].pk}, follow=True)
    assert "1 claim assigned." in done.text
    assert "/desk/claims/" in client_of(people["checker2"]).get("/desk/?tray=mine").text


def changed_source(people) -> list[Claim]:
    """Two claims that cite one passage, in which a figure has changed."""
    first, second = newsroom.in_research(people), newsroom.in_research(people)
    document = make.make_document("Gerichtsbericht")
    link = sources.watch(document, "https://court.example/report")
    for claim in (first, second):
        services.cite(
            claim=claim, document=document, stance="refutes", exact="17.46 million refused", actor=None
        )
    passage = Evidence.objects.first().passage
    make.make_finding(link, "figure_changed", passage=passage, detail={"found_text": "18.46 million refused"})
    return [first, second]


def test_many_source_changes_are_decided_at_once_or_none(people):
    claims = changed_source(people)
    editor = client_of(people["editor"])
    page = editor.get("/desk/findings/").text
    assert "<del>17.46</del><ins>18.46</ins>" in page
    keys = [f"{row}-{claim.public_id}" for claim in claims for row in [make.Finding.objects.get().pk]]
    data = {"pairs": keys, "decision": "harmless", "note": ""}
    refused = editor.post("/desk/findings/", data)
    assert refused.status_code == 400
    assert refused.text.count(" checked") >= 2  # the ticks stay
    assert not Ruling.objects.exists()
    assert client_of(people["checker"]).post("/desk/findings/", data | {"note": "Egal."}).status_code == 403
    done = editor.post("/desk/findings/", data | {"note": "Ein Tippfehler."}, follow=True)
    assert "2 decisions recorded." in done.text
    assert Ruling.objects.count() == 2
    assert not Claim.objects.in_question().exists()
    late = editor.post("/desk/findings/", data | {"note": "Noch einmal."})
    assert late.status_code == 400
    assert "was decided meanwhile" in late.text


def test_who_explains_a_gap_second_sees_the_others_words_and_loses_none(people):
    claim = newsroom.in_research(people)
    piece = newsroom.give_evidence(claim, people["checker"])
    first, second = client_of(people["checker"]), client_of(people["editor"])
    page = reverse("desk-evidence", args=[claim.public_id, piece.pk])
    began = f'name="expected_revision" value="{piece.revision}"'
    assert began in first.get(page).text
    given = {"act": "gap", "expected_revision": piece.revision}
    assert first.post(page, given | {"reason_de": "Das Archiv ist zu."}).status_code == 302
    mine = {"reason_de": "Das Haus ist zu."}
    refused = second.post(page, given | mine)
    assert refused.status_code == 400
    assert "<del>Archiv</del>" in refused.text
    assert "Das Haus ist zu." in refused.text
    piece.refresh_from_db()
    assert piece.gap_reason_de == "Das Archiv ist zu."
    assert second.post(page, given | mine | {"expected_revision": piece.revision}).status_code == 302
    piece.refresh_from_db()
    assert piece.gap_reason_de == "Das Haus ist zu."


def test_who_records_an_answer_second_sees_the_first_and_loses_nothing(people):
    claim = newsroom.in_research(people)
    asked = services.record_reply(
        claim=claim, actor=people["checker"], asked_whom="Die Behörde", asked_how="E-Mail"
    )
    client = client_of(people["editor"])
    page = reverse("desk-signoff", args=[claim.public_id])
    assert 'name="expected_revision" value="1"' in client.get(page).text
    address = reverse("desk-answer", args=[claim.public_id, asked.pk])
    theirs = {"answer_de": "Wir bleiben dabei.", "expected_revision": 1}
    assert client.post(address, theirs).status_code == 302
    for began in ({}, {"expected_revision": "x"}, {"expected_revision": 1}):
        refused = client.post(address, {"answer_de": "Kein Kommentar."} | began)
        assert refused.status_code == 400
        assert "Wir bleiben dabei." in refused.text
        assert "Kein Kommentar.</textarea>" in refused.text
    assert "Somebody else saved this" in refused.text
    assert "<del>Wir" in refused.text
    assert 'name="expected_revision" value="2"' in refused.text
    saved = client.post(address, {"answer_de": "Kein Kommentar.", "expected_revision": 2})
    assert saved.status_code == 302
    asked.refresh_from_db()
    assert asked.answer_de == "Kein Kommentar."


def test_no_act_overwrites_what_a_colleague_did_meanwhile(people):
    """Who acts second is refused, sees what differs, and acts again upon it."""
    claim = newsroom.in_research(people)
    piece = newsroom.give_evidence(claim, people["checker"])
    address, client = reverse("desk-claim", args=[claim.public_id]), client_of(people["editor"])
    evidence = reverse("desk-evidence", args=[claim.public_id, piece.pk])
    began = claim.revision

    def outrun(page: str, data: dict[str, object], *told: str) -> None:
        refused = client.post(page, data)
        assert refused.status_code == 400
        for words in ("Somebody else saved this", *told):
            assert words in refused.text

    services.assign(claim=claim, to=people["checker"], actor=people["chief"])
    to = {"to": people["checker2"].pk, "due_at": "2100-01-01T10:00"}
    outrun(f"{address}assign/", to | {"expected_revision": began}, "<del>checker</del><ins>checker2</ins>")
    aside = {"until": "2100-01-01T10:00", "reason": "Akten fehlen."}
    outrun(f"{address}hold/", aside | {"expected_revision": began}, "Akten fehlen.</textarea>")
    claim.refresh_from_db()
    assert (claim.assignee, claim.hold_until) == (people["checker"], None)
    current = {"expected_revision": claim.revision}
    assert client.post(f"{address}hold/", aside | current).status_code == 302
    outrun(f"{address}hold/", {"act": "wake"} | current)
    many = {"claim": f"{claim.public_id}.{began}", "to": people["checker2"].pk}
    assert "somebody else saved this" in client.post("/desk/assign/", many, follow=True).text
    claim.refresh_from_db()
    assert claim.is_on_hold
    current = {"expected_revision": claim.revision}
    assert client.post(f"{address}hold/", {"act": "wake"} | current).status_code == 302

    services.explain_gap(evidence=piece, reason_de="Das Archiv ist zu.", actor=people["chief"])
    outrun(evidence, {"act": "drop", "expected_revision": 1}, "Das Archiv ist zu.")
    piece.refresh_from_db()
    assert piece.dropped_at is None
    assert client.post(evidence, {"act": "drop", "expected_revision": piece.revision}).status_code == 302


def test_assigning_many_leaves_due_dates_as_they_are(people):
    claim = newsroom.in_research(people)
    day = timezone.now() + timezone.timedelta(days=3)
    services.assign(
        claim=claim, to=people["checker"], actor=people["editor"], due_at=day, stand_in=people["checker2"]
    )
    many = {"claim": f"{claim.public_id}.{newsroom.fresh(claim).revision}", "to": people["checker2"].pk}
    client_of(people["editor"]).post("/desk/assign/", many)
    claim.refresh_from_db()
    assert (claim.assignee, claim.stand_in, claim.due_at) == (people["checker2"], None, day)


@pytest.mark.parametrize(("medium", "said"), [("web", "within a minute"), ("paper", "Not on the web")])
def test_a_copy_is_promised_of_what_is_on_the_web_alone(people, medium, said):
    claim = newsroom.in_research(people)
    report = make.make_document("Gerichtsbericht", medium=medium, origin="court")
    piece = services.cite(
        claim=claim, document=report, stance="refutes", locator="S. 4", actor=people["checker"]
    )
    client = Client(headers={"accept-language": "en"})
    client.force_login(people["checker"])
    assert said in client.get(f"/desk/claims/{claim.public_id}/evidence/{piece.pk}/").text
