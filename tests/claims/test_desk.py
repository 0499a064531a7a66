"""The desk's pages: who may open them, what each act does, and that nothing typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims import services
from claims.models import Case, Claim, Claimant, User
from claims.views.desk import bench
from sources.models import Document

pytestmark = pytest.mark.django_db

TEXT = (
    "Erster Satz über nichts.\r\n\r\nIm Jahr 2018 wurden 17 Millionen Flüge verweigert 🛫. Danach: nichts.\n"
)
QUOTE = "Im Jahr 2018 wurden 17 Millionen Flüge verweigert 🛫."


@pytest.fixture
def people() -> dict[str, User]:
    roles = ("reporter", "checker", "editor", "chief", "auditor")
    return {role: User.objects.create_user(username=role, role=role) for role in roles}


@pytest.fixture
def article(people):
    case = Case.objects.create(slug="tickets", title_de="Fahrkarten", eyes=4)
    case.members.add(people["reporter"])
    return services.add_article(
        case=case, title="Ein Artikel", body=TEXT.encode(), text=TEXT, actor=people["reporter"]
    )


@pytest.fixture
def claim(article, people) -> Claim:
    start = TEXT.index(QUOTE)
    return services.record_claim(
        article=article,
        spans=[(start, start + len(QUOTE))],
        statement_de="2018 wurden 17 Millionen Flüge verweigert.",
        claimant=Claimant.objects.create(name="Ein Blatt"),
        actor=people["reporter"],
    )


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def pages_of(claim: Claim) -> list[str]:
    return [
        "/desk/",
        "/desk/findings/",
        f"/desk/articles/{claim.article.slug}/",
        f"/desk/claims/{claim.public_id}/",
        f"/desk/claims/{claim.public_id}/review/",
    ]


def test_nobody_gets_in_without_signing_in(claim):
    for address in pages_of(claim):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("role", ["reporter", "checker", "editor", "chief", "auditor"])
def test_every_colleague_may_look_and_no_cache_keeps_it(claim, people, role):
    for address in pages_of(claim):
        answer = signed_in(people[role]).get(address)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "'unsafe-inline'" not in answer["Content-Security-Policy"]


def test_a_reporter_of_another_case_learns_nothing(claim):
    stranger = User.objects.create_user(username="stranger", role="reporter")
    client = signed_in(stranger)
    assert client.get(f"/desk/articles/{claim.article.slug}/").status_code == 404
    assert client.get(f"/desk/claims/{claim.public_id}/").status_code == 404
    assert claim.statement_de not in client.get("/desk/?tray=all").text


def test_the_pieces_are_the_text(claim):
    text = services.article_text(claim.article)
    spans, _moved = bench.spans_of(claim.article, {claim.pk: claim}, text)
    pieces = bench.pieces(TEXT, spans, "de")
    assert "".join(piece.text for piece in pieces) == TEXT
    assert all(TEXT[piece.start :].startswith(piece.text) for piece in pieces)
    assert "".join(piece.text for piece in pieces if piece.claims) == QUOTE


@pytest.mark.parametrize(
    ("spans", "share"),
    [
        ([], 0.0),
        ([(0, 10)], 0.1),
        ([(0, 10), (5, 20)], 0.2),
        ([(0, 100)], 1.0),
        ([(5, 20), (0, 10), (8, 9)], 0.2),
    ],
)
def test_coverage_counts_overlaps_once(spans, share):
    assert bench.coverage(spans, 100) == share


def test_a_selection_becomes_a_claim(article, people):
    start = TEXT.index(QUOTE)
    answer = signed_in(people["reporter"]).post(
        reverse("desk-record", args=[article.slug]), {"start": start, "end": start + len(QUOTE)}
    )
    assert answer.status_code == 302
    assert Claim.objects.get().appearances.get().passage.exact == QUOTE


def test_words_typed_by_hand_become_a_claim_and_foreign_ones_are_refused(article, people):
    client, address = signed_in(people["checker"]), reverse("desk-record", args=[article.slug])
    refused = client.post(address, {"words": "Das steht hier nirgends."})
    assert refused.status_code == 400
    assert "Das steht hier nirgends." in refused.text
    assert client.post(address, {}).status_code == 400
    assert client.post(address, {"words": QUOTE}).status_code == 302
    assert Claim.objects.get().appearances.get().passage.exact == QUOTE


def test_a_page_speaks_the_reader_s_language_and_marks_the_article_s(claim, people):
    page = signed_in(people["checker"]).get(f"/desk/claims/{claim.public_id}/").content.decode()
    assert '<html lang="en">' in page
    assert '<blockquote lang="de">' in page


def test_a_list_to_choose_from_names_what_is_chosen_and_escapes_the_rest(claim, people):
    people["checker"].first_name = "<Ada>"
    people["checker"].save()
    services.assign(claim=claim, to=people["checker"], actor=people["editor"])
    page = signed_in(people["editor"]).get(f"/desk/claims/{claim.public_id}/").content.decode()
    assert f'<option value="{people["checker"].pk}" selected>&lt;Ada&gt;</option>' in page


def test_an_auditor_changes_nothing(claim, people):
    client = signed_in(people["auditor"])
    for name, data in (("edit", {"expected_revision": 1, "rated": "content"}), ("move", {"to": "research"})):
        assert client.post(reverse(f"desk-{name}", args=[claim.public_id]), data).status_code == 403
    claim.refresh_from_db()
    assert (claim.state, claim.revision) == ("draft", 1)


def test_who_saves_second_sees_both_versions_and_loses_nothing(claim, people):
    address = reverse("desk-edit", args=[claim.public_id])
    form = {"expected_revision": 1, "rated": "content", "claimant": "Ein Blatt"}
    assert (
        signed_in(people["checker"]).post(address, form | {"statement_de": "Ihre Fassung"}).status_code == 302
    )
    answer = signed_in(people["editor"]).post(address, form | {"statement_de": "Meine Fassung"})
    assert answer.status_code == 400
    assert "Ihre Fassung" in answer.text
    assert "Meine Fassung" in answer.text
    claim.refresh_from_db()
    assert claim.statement_de == "Ihre Fassung"
    again = signed_in(people["editor"]).post(
        address, form | {"statement_de": "Meine Fassung", "expected_revision": 2}
    )
    assert again.status_code == 302
    claim.refresh_from_db()
    assert claim.statement_de == "Meine Fassung"


def rating(slug: str = "misleading") -> dict[str, str]:
    return {
        "verdict": slug,
        "certainty": "strong",
        "reference_point": "as_of_publication",
        "one_sentence_de": "Eine laufende Summe, kein Jahr.",
    }


def test_from_research_to_publication_through_the_pages(claim, people):
    checker, editor = signed_in(people["checker"]), signed_in(people["editor"])
    document = Document.objects.create(title="Gerichtsbericht", tier="primary", medium="paper")

    def post(client, name, data):
        answer = client.post(reverse(f"desk-{name}", args=[claim.public_id]), data)
        assert answer.status_code == 302, answer.text
        return answer

    post(checker, "move", {"to": "research"})
    post(
        checker, "cite", {"document": document.pk, "stance": "refutes", "tier": "primary", "locator": "S. 4"}
    )
    post(checker, "assess", rating())
    assert Claim.objects.get().state == "review"

    # The editor does not see the checker's rating before giving one.
    before = editor.get(f"/desk/claims/{claim.public_id}/").text
    assert "Eine laufende Summe, kein Jahr." not in before
    assert "Rate the claim yourself first" in editor.get(f"/desk/claims/{claim.public_id}/review/").text
    refused = editor.post(reverse("desk-publish", args=[claim.public_id]), {})
    assert refused.status_code == 400
    assert "right of reply" in refused.text
    post(editor, "assess", rating())
    assert "Eine laufende Summe, kein Jahr." in editor.get(f"/desk/claims/{claim.public_id}/review/").text
    post(editor, "reply", {"waived_reason": "Die Zahl ist amtlich."})
    post(editor, "publish", {})
    assert Client().get(f"/de/claims/{claim.public_id}/").status_code == 200
    assert Claim.objects.get().state == "closed"


def test_an_incomplete_rating_is_shown_again_with_what_is_missing(claim, people):
    client = signed_in(people["checker"])
    services.transition(claim=claim, to="research", actor=people["checker"])
    data = rating() | {"certainty": "", "rationale_de": "Ein langer Text, der nicht verloren gehen darf."}
    answer = client.post(reverse("desk-assess", args=[claim.public_id]), data)
    assert answer.status_code == 400
    assert "Say how certain it is" in answer.text
    assert "nicht verloren gehen darf" in answer.text


NEWER = """Neuer Vorspann, den es nicht gab.

Im Jahr 2018 wurden 18 Millionen Flüge verweigert 🛫. Danach: nichts.
"""


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("neu.txt", text.encode(), content_type="text/plain")


def test_a_newer_text_says_what_became_of_each_claim(claim, people):
    client, address = signed_in(people["checker"]), reverse("desk-version", args=[claim.article.slug])
    assert client.post(address, {"file": upload(NEWER)}).status_code == 302
    page = client.get(f"/desk/articles/{claim.article.slug}/").text
    assert "figure in the passage changed" in page
    assert "18 Millionen" in page
    assert "Neuer Vorspann, den es nicht gab." in page
    assert "new, no claim recorded" in page
    assert claim.appearances.get().passage.exact == QUOTE
    again = client.post(address, {"file": upload(NEWER)})
    assert again.status_code == 400
    assert "nothing has changed" in again.text


def test_a_newer_text_in_latin_1_is_refused_with_advice(claim, people):
    file = SimpleUploadedFile("neu.txt", NEWER.replace("🛫", "").encode("latin-1"))
    answer = signed_in(people["checker"]).post(
        reverse("desk-version", args=[claim.article.slug]), {"file": file}
    )
    assert answer.status_code == 400
    assert "UTF-8" in answer.text


def test_bulk_assignment(claim, people):
    address = reverse("desk-assign-many")
    data = {"claim": [claim.public_id], "to": people["checker"].pk, "next": "/desk/?tray=all"}
    assert signed_in(people["checker"]).post(address, data).status_code == 403
    assert signed_in(people["editor"]).post(address, data)["Location"] == "/desk/?tray=all"
    claim.refresh_from_db()
    assert claim.assignee == people["checker"]


def test_a_redirect_leads_nowhere_else(claim, people):
    data = {"claim": [], "next": "https://evil.example/"}
    answer = signed_in(people["editor"]).post(reverse("desk-assign-many"), data)
    assert answer["Location"] == "/desk/"


QUEUE = (
    "session user counts in_question colleagues claims evidence reviews replies common_origins views cases"
).split()
BENCH = """session user article claims texts passages sightings""".split()


@pytest.mark.parametrize(
    ("address", "queries"), [("/desk/?tray=all", QUEUE), ("/desk/articles/ein-artikel/", BENCH)]
)
def test_queries_are_constant_and_named(claim, people, address, queries):
    client = signed_in(people["editor"])

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    first = count()
    for position in range(20):
        services.record_claim(
            article=claim.article, spans=[(position, position + 4)], statement_de="x", actor=people["editor"]
        )
    assert (first, count()) == (len(queries), len(queries))


def test_85_claims_in_30000_characters_open_at_once(article, people):
    text = "Ein Satz mit der Zahl 17 steht hier und sagt etwas. " * 580
    big = services.add_article(
        case=article.case, title="Groß", body=text.encode(), text=text, actor=people["reporter"]
    )
    for number in range(85):
        start = number * 312
        services.record_claim(
            article=big, spans=[(start, start + 51)], statement_de=f"{number}", actor=people["reporter"]
        )
    client = signed_in(people["checker"])
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(f"/desk/articles/{big.slug}/")
    assert answer.status_code == 200
    assert len(captured) <= 12
    assert answer.text.count("row-link") == 85


@pytest.mark.parametrize(
    ("language", "named", "case_title"),
    [("en", "Misleading", "Tickets"), ("de", "Irreführend", "Fahrkarten")],
)
def test_ratings_measures_and_cases_are_offered_in_the_language_of_the_page(
    claim, people, language, named, case_title
):
    services.transition(claim=claim, to="research", actor=people["reporter"])
    Case.objects.update(title_en="Tickets")
    client = Client(headers={"accept-language": language})
    client.force_login(people["checker"])
    assert f"{named}</label>" in client.get(f"/desk/claims/{claim.public_id}/").text
    assert f">{case_title}</option>" in client.get("/desk/articles/").text


def test_a_claim_without_a_rating_says_so(claim, people):
    assert (
        "Not rated in this round of work yet."
        in signed_in(people["reporter"]).get(f"/desk/claims/{claim.public_id}/").text
    )
