"""What the desk does with versions beside sign-off: slips of the pen, several under one embargo."""

import pytest
from django.test import Client

from claims import services
from claims.models import Claim, Review, User
from tests.claims import newsroom
from tests.claims.api_rows import Api

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def people(module_db) -> newsroom.People:
    return newsroom.hire()


@pytest.fixture(scope="module")
def claim(people) -> Claim:
    """Published by `editor`, with texts in German only."""
    return newsroom.published(people)[0]


def at(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


# --- slips ------------------------------------------------------------------------------------------

MENDED = {
    "expected_revision": "1",
    "statement_de": "2018 wurden 17 Millionen Flüge verweigert.",
    "one_sentence_de": "Es ist eine laufende Summe.",
    "rationale_de": "Die Zahl zählt schon seit 2013.",
    "note_de": "Ein Wort ergänzt.",
}


def slip(claim: Claim) -> str:
    return f"/desk/claims/{claim.public_id}/slip/"


@pytest.mark.parametrize(
    ("role", "offered", "status"),
    [
        ("editor", False, 200), ("editor2", True, 200), ("chief", True, 200),
        ("checker", False, 403), ("reporter", False, 403), ("auditor", False, 403),
    ],
)  # fmt: skip
def test_who_is_offered_to_mend_a_slip(claim, people, role, offered, status):
    client = at(people[role])
    for part in ("", "review/"):
        page = client.get(f"/desk/claims/{claim.public_id}/{part}").text
        assert (slip(claim) in page) is offered
    assert client.get(slip(claim)).status_code == status
    assert client.post(slip(claim), MENDED).status_code == (302 if offered else 400 if status == 200 else 403)


def test_the_texts_in_force_are_mended_and_the_others_left_alone(claim, people):
    client = at(people["editor2"])
    page = client.get(slip(claim))
    assert list(page.context["form"].fields) == [
        "statement_de", "one_sentence_de", "rationale_de", "expected_revision", "note_de", "note_en",
    ]  # fmt: skip
    assert "Die Zahl zählt seit 2013." in page.text
    assert client.post(slip(claim), MENDED)["Location"] == f"/desk/claims/{claim.public_id}/"
    review = claim.reviews.get(is_current=True)
    assert (review.number, review.kind, review.published_by.username) == (2, "editorial", "editor2")
    assert review.rationale_de == "Die Zahl zählt schon seit 2013."
    assert newsroom.last_payload(claim, "slip_corrected")["columns"] == ["rationale_de"]
    # Who published this one, mends it no more.
    told = client.get(slip(claim)).text
    assert "Ask a colleague" in told
    assert "<textarea" not in told


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rationale_de": "Die Zahl zählt schon seit 2014."}, "publish that as a correction"),
        ({"rationale_de": "Die Zahl zählt seit 2013."}, "Change the words that are wrong."),
        ({"rationale_de": "", "one_sentence_de": "Laufend."}, "This field is required."),
        ({"note_de": "", "one_sentence_de": "Laufend."}, "This field is required."),
    ],
)
def test_a_refusal_is_said_beside_the_form_and_keeps_what_was_typed(claim, people, change, message):
    answer = at(people["editor2"]).post(slip(claim), MENDED | {"note_en": "One word."} | change)
    assert answer.status_code == 400
    assert message in answer.text
    form = answer.context["form"]
    typed = MENDED | {"note_en": "One word."} | change
    assert {name: str(form[name].value()) for name in typed} == typed
    assert claim.reviews.count() == 1


def test_lines_that_a_browser_ends_its_own_way_are_no_change(claim, people):
    services.correct_slip(
        claim=claim, actor=people["chief"], note_de="Absatz.", rationale_de="Die Zahl zählt\n\nseit 2013."
    )
    sent = MENDED | {"expected_revision": "2", "rationale_de": "Die Zahl zählt\r\n\r\nseit 2013."}
    assert "Change the words" in at(people["editor2"]).post(slip(claim), sent).text
    sent["rationale_de"] = "Die Zahl zählt\r\n\r\nschon seit 2013."
    assert at(people["editor2"]).post(slip(claim), sent).status_code == 302
    assert claim.reviews.get(is_current=True).rationale_de == "Die Zahl zählt\n\nschon seit 2013."


def test_a_version_that_came_in_between_is_not_undone(claim, people):
    services.correct_slip(
        claim=claim, actor=people["chief"], note_de="Kürzer.", one_sentence_de="Eine laufende Summe."
    )
    answer = at(people["editor2"]).post(slip(claim), MENDED)
    assert answer.status_code == 400
    assert "A newer version was published" in answer.text
    again = {field.name: field.value() or "" for field in answer.context["form"]}
    assert at(people["editor2"]).post(slip(claim), again).status_code == 302
    review = claim.reviews.get(is_current=True)
    assert (review.number, review.one_sentence_de) == (3, "Eine laufende Summe.")
    assert review.rationale_de == MENDED["rationale_de"]


def test_without_a_version_in_force_there_is_nothing_to_mend(claim, people):
    services.withdraw(claim=claim, actor=people["chief"], note_de="Der Beleg war falsch.")
    client = at(people["editor2"])
    assert slip(claim) not in client.get(f"/desk/claims/{claim.public_id}/").text
    assert client.get(slip(claim)).status_code == client.post(slip(claim), MENDED).status_code == 404


def test_the_api_publishes_a_slip(claim, people):
    address = f"claims/{claim.public_id}/publish/"
    body = {"kind": "editorial", "note": "Ein Wort.", "mended": {"rationale_de": MENDED["rationale_de"]}}
    for role, status in (("checker", 403), ("editor", 409), ("editor2", 200)):
        answer = Api(people[role]).post(address, body)
        assert answer.status_code == status
        if status == 409:
            assert [item["guard"] for item in answer.json()["missing"]] == ["independent"]
    review = claim.reviews.get(is_current=True)
    assert (review.number, review.kind, review.rationale_de) == (2, "editorial", MENDED["rationale_de"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "editorial"}, "mended"),
        ({"kind": "editorial", "mended": {}}, "mended"),
        ({"kind": "editorial", "mended": {"certainty": "moderate"}}, "mended"),
        ({"kind": "editorial", "mended": {"statement_de": ""}}, "mended"),
        ({"kind": "correction", "mended": {"statement_de": "Neu."}}, "mended"),
        (
            {"kind": "editorial", "mended": {"statement_de": "Neu."}, "publish_at": "2100-01-01T00:00Z"},
            "publish_at",
        ),
    ],
)
def test_the_api_says_what_a_slip_consists_of(claim, people, body, field):
    answer = Api(people["editor2"]).post(f"claims/{claim.public_id}/publish/", {"note": "Wort.", **body})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert claim.reviews.count() == 1


# --- several under one embargo ------------------------------------------------------------------------

TRAY = "/desk/?tray=review"


@pytest.fixture
def ready(people) -> list[Claim]:
    return [newsroom.ready(people), newsroom.ready(people)]


def ticks(*claims: Claim) -> dict[str, object]:
    return {
        "claim": [f"{each.public_id}.{each.revision}" for each in claims],
        "publish_at": "2100-05-01T06:00",
    }


@pytest.mark.parametrize(
    ("role", "status"), [("editor", 302), ("chief", 400), ("checker", 403), ("auditor", 403)]
)
def test_who_publishes_several_together(people, ready, role, status):
    client = at(people[role])
    page = client.get(TRAY).text
    assert ("Publish the chosen" in page) is (status != 403)
    # Enter in a field is the first button, which without an hour does nothing.
    assert page.find("Publish the chosen") <= page.find("Assign the chosen")
    assert "Publish the chosen" not in client.get("/desk/?tray=all").text
    # A chief who did not rate blind is told so.
    assert client.post(TRAY, ticks(*ready)).status_code == status
    assert Review.every.filter(claim__in=ready, release="embargoed").count() == (2 if status == 302 else 0)


def test_they_are_frozen_for_one_hour(people, ready):
    client = at(people["editor"])
    assert client.post(TRAY, ticks(*ready))["Location"] == TRAY
    assert "2 claims are published on" in client.get(TRAY).text
    assert len(set(Review.every.filter(release="embargoed").values_list("publish_at"))) == 1


def test_all_or_none_and_each_says_what_it_lacks(people, ready):
    lacking = newsroom.at_sign_off(people)
    services.edit_claim(
        claim=lacking, actor=people["editor"], expected_revision=lacking.revision, statement_de="Noch offen."
    )
    lacking = newsroom.fresh(lacking)
    answer = at(people["editor"]).post(TRAY, ticks(*ready, lacking) | {"note_de": "Neue Zahlen."})
    assert answer.status_code == 400
    assert "On “Noch offen.”: Ask the claimant for a reply" in answer.text
    assert "On “2018" not in answer.text
    assert answer.text.count('" checked aria') == 3
    form = answer.context["together"]
    assert (form["publish_at"].value(), form["note_de"].value()) == ("2100-05-01T06:00", "Neue Zahlen.")
    assert not Review.every.filter(release="embargoed").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"publish_at": ""}, "This field is required."),
        ({"publish_at": "2020-01-01T06:00"}, "The hour of release has passed"),
        ({"claim": []}, "Tick the claims first."),
        ({"claim": ["nothing.1"]}, "Tick the claims first."),
    ],
)
def test_what_is_missing_to_publish_together_is_said(people, ready, change, message):
    answer = at(people["editor"]).post(TRAY, ticks(*ready) | change)
    assert answer.status_code == 400
    assert message in answer.text
    assert not Review.every.filter(release="embargoed").exists()


def test_what_somebody_saved_in_the_meantime_is_not_published_unseen(people, ready):
    sent = ticks(*ready)
    services.edit_claim(
        claim=ready[0], actor=people["checker"], expected_revision=ready[0].revision, topic="Reisen"
    )
    answer = at(people["editor"]).post(TRAY, sent)
    assert "somebody else saved this in the meantime" in answer.text
    assert at(people["editor"]).post(TRAY, ticks(*map(newsroom.fresh, ready))).status_code == 302
