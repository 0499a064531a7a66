"""Versions beside the plain way: embargo, slips of the pen, withdrawal, exceptions, the right of reply."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from claims import services, tasks
from claims.models import CalledOff, Claim, Evidence, LedgerEntry, Review, ReviewFigure
from claims.services import notices
from claims.worddiff import Change
from sources.models import Document
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> newsroom.People:
    return newsroom.hire()


def later(**span):
    return timezone.now() + timedelta(**(span or {"hours": 6}))


def due(*reviews: Review) -> None:
    """Their hour comes."""
    released = services.publish_due(now=max(review.publish_at for review in reviews))
    assert {review.pk for review in released} >= {review.pk for review in reviews}


def anonymous(claim) -> dict[str, tuple]:
    """Everything a reader and a cache can learn of one claim, by address."""
    addresses = [
        f"/de/claims/{claim.public_id}/",
        f"/de/claims/{claim.public_id}/?at={timezone.localdate():%Y-%m-%d}",
        f"/claims/{claim.public_id}/proof.json",
        f"/de/articles/{claim.article.slug}/",
        f"/de/cases/{claim.article.case.slug}/",
        "/de/",
        "/de/corrections/",
        "/de/search/?q=2018",
        f"/api/v1/claims/{claim.public_id}/",
        f"/api/v1/reviews/?claim={claim.public_id}",
        "/api/v1/reviews/",
    ]
    client = Client()
    answers = {address: client.get(address) for address in addresses}
    return {
        address: (answer.status_code, answer.content, answer.get("Last-Modified"))
        for address, answer in answers.items()
    }


def test_what_lost_its_evidence_before_its_hour_goes_back_to_an_editor(people, mailoutbox):
    """Dropped evidence stops it; who set the hour is told, and the queue says what is missing."""
    make.User.objects.filter(pk=people["editor"].pk).update(email="editor@house.example")
    claim = newsroom.ready(people)
    review = services.publish(claim=claim, actor=people["editor"], publish_at=later())
    assert services.call_off_lapsed() == []
    services.drop(evidence=claim.evidence.get(), actor=people["reporter"])
    assert services.publish_due(now=review.publish_at) == []
    assert tasks.publish_due() == 0
    review.refresh_from_db()
    assert (review.release, newsroom.fresh(claim).state) == ("called_off", "review")
    tasks.send_notices()
    (mail,) = mailoutbox
    assert mail.to == ["editor@house.example"]
    assert f"/desk/claims/{claim.public_id}/review/" in mail.body
    assert newsroom.last_payload(claim, "publication_called_off")["note"].startswith("Evidence that this")
    client = Client(headers={"accept-language": "en"})
    client.force_login(people["editor"])
    assert "Cite a primary document" in client.get("/desk/?tray=review").text
    assert services.call_off_lapsed() == []
    newsroom.give_evidence(claim, people["reporter"])
    assert services.publish(claim=claim, actor=people["editor"], publish_at=later()).number == 2


def test_a_mail_of_calling_off_swallows_no_alarm(people, mailoutbox):
    make.User.objects.filter(pk=people["chief"].pk).update(email="chief@house.example")
    claim = newsroom.ready(people)
    services.publish(claim=claim, actor=people["editor"], publish_at=later())
    services.drop(evidence=claim.evidence.get(), actor=people["reporter"])
    tasks.publish_due()
    tasks.send_notices()
    assert len(mailoutbox) == 1
    make.make_link(next_check_at=later(minutes=-70))
    tasks.send_notices()
    assert [mail.to for mail in mailoutbox] == [["chief@house.example"]] * 2


def called_off(people) -> Claim:
    """Of a version whose hour the editor had set."""
    claim = newsroom.ready(people)
    services.publish(claim=claim, actor=people["editor"], publish_at=later())
    services.drop(evidence=claim.evidence.get(), actor=people["reporter"])
    tasks.publish_due()
    return claim


def its_time() -> None:
    CalledOff.objects.update(next_try_at=timezone.now())


@pytest.fixture
def no_mail_server(settings) -> None:
    """Nobody listens there."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.4", 9


def test_that_it_was_called_off_is_told_once_the_mail_server_is_back(
    people, no_mail_server, settings, mailoutbox
):
    make.User.objects.filter(pk=people["editor"].pk).update(email="editor@house.example")
    called_off(people)
    assert tasks.send_notices() == {"failed": 1, "alarms": 0}
    assert tasks.send_notices() == {"alarms": 0}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    its_time()
    assert tasks.send_notices() == {"called_off": 1, "alarms": 0}
    its_time()
    assert tasks.send_notices() == {"alarms": 0}
    assert [mail.to for mail in mailoutbox] == [["editor@house.example"]]


def test_it_is_given_up_after_as_many_tries_as_any_notice(people, no_mail_server):
    make.User.objects.filter(pk=people["editor"].pk).update(email="editor@house.example")
    called_off(people)
    tries = 0
    while tasks.send_notices().get("failed"):
        tries += 1
        its_time()
    assert (tries, CalledOff.objects.exists()) == (notices.MOST_TRIES, False)


def test_where_who_set_the_hour_has_left_all_who_may_publish_are_told(people, mailoutbox):
    for name in ("editor", "editor2", "chief", "checker"):
        make.User.objects.filter(pk=people[name].pk).update(email=f"{name}@house.example")
    called_off(people)
    make.User.objects.filter(pk=people["editor"].pk).update(is_active=False)
    tasks.send_notices()
    assert sorted(mail.to for mail in mailoutbox) == [["chief@house.example"], ["editor2@house.example"]]


def test_what_was_published_anew_before_it_was_told_is_not_told(people, mailoutbox):
    make.User.objects.filter(pk=people["editor"].pk).update(email="editor@house.example")
    claim = called_off(people)
    newsroom.give_evidence(claim, people["reporter"])
    services.publish(claim=claim, actor=people["editor"], publish_at=later())
    assert tasks.send_notices() == {"alarms": 0}
    assert mailoutbox == []


def test_the_mail_says_in_the_house_s_language_what_is_missing(people, mailoutbox):
    """Also where the reason names something: a confidential document is told by its number."""
    make.User.objects.filter(pk=people["editor"].pk).update(email="editor@house.example")
    claim = newsroom.ready(people)
    secret = make.make_document("Akte", medium="file")
    cited = services.cite(
        claim=claim, document=secret, stance="context", actor=people["checker"], gap_reason_de="Später."
    )
    services.publish(claim=claim, actor=people["editor"], publish_at=later())
    Document.objects.filter(pk=secret.pk).update(confidentiality="named")
    Evidence.objects.filter(pk=cited.pk).update(gap_reason_de="")
    services.call_off_lapsed()
    tasks.send_notices()
    (mail,) = mailoutbox
    assert "Vertraulicher Beleg 2" in mail.body
    assert "Akte" not in mail.body
    assert not [words for words in ("evidence", "missing", "Confidential") if words in mail.body]


# --- embargo --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("listed", [True, False], ids=["open claims listed", "not listed"])
def test_nothing_of_a_first_version_shows_before_its_hour(people, listed):
    claim = newsroom.ready(people, list_open_claims=listed)
    page = f"/de/claims/{claim.public_id}/"
    before = anonymous(claim)
    review = services.publish(claim=claim, actor=people["editor"], publish_at=later())
    after = anonymous(claim)
    # The page of a claim in work prints the log's fingerprint, of which the next test but one speaks.
    assert before.pop(page)[0] == after.pop(page)[0] == (200 if listed else 404)
    assert after == before
    assert (newsroom.fresh(claim).state, review.is_current) == ("review", False)
    assert not claim.reviews.exists()
    assert services.publish_due() == []
    due(review)
    claim = newsroom.fresh(claim)
    assert (claim.state, claim.reviews.get().is_current) == ("closed", True)
    assert Claim.objects.public().get() == claim
    assert "Es ist eine laufende Summe." in Client().get(f"/de/claims/{claim.public_id}/").text


def test_a_correction_under_embargo_leaves_the_version_in_force_untouched(people):
    claim, first = newsroom.published(people)
    services.transition(claim=claim, to="research", actor=people["editor"], note="Neue Zahlen.")
    newsroom.rate(claim, people["checker"], "inaccurate")
    newsroom.rate(claim, people["editor"], "inaccurate")
    before = {address: told for address, told in anonymous(claim).items() if "/claims/" not in address}
    review = services.publish(
        claim=claim, actor=people["editor"], kind="correction", note_de="Einheit.", publish_at=later()
    )
    after = anonymous(claim)
    assert {address: after[address] for address in before} == before
    assert claim.reviews.get() == first
    due(review)
    assert list(claim.reviews.values_list("number", "is_current")) == [(2, True), (1, False)]


def test_the_fingerprint_readers_see_moves_with_what_they_may_know(people):
    claim, _ = newsroom.published(people)

    def fingerprint() -> str:
        return LedgerEntry.objects.filter(chain=claim.ledger_chain).public().latest("sequence").hash

    before = fingerprint()
    services.transition(claim=claim, to="research", actor=people["editor"], note="Neue Zahlen.")
    newsroom.rate(claim, people["checker"])
    newsroom.rate(claim, people["editor"])
    review = services.publish(
        claim=claim, actor=people["editor"], note_de="Nachgetragen.", publish_at=later()
    )
    assert fingerprint() == before
    due(review)
    assert fingerprint() != before


def test_several_come_out_together_or_not_at_all(people):
    claims = [newsroom.ready(people), newsroom.ready(people)]
    hour = later()
    unready = newsroom.at_sign_off(people)
    with pytest.raises(services.Refused):
        services.publish_together(claims=[*claims, unready], actor=people["editor"], publish_at=hour)
    assert not Review.every.exists()
    reviews = services.publish_together(claims=claims, actor=people["editor"], publish_at=hour)
    due(*reviews)
    assert Claim.objects.public().count() == 2
    assert newsroom.broken() == []


def test_the_task_releases_what_is_due_once(people):
    claim = newsroom.ready(people)
    hour = timezone.now() + timedelta(seconds=0.2)
    services.publish(claim=claim, actor=people["editor"], publish_at=hour)
    while timezone.now() <= hour:
        pass
    assert (tasks.publish_due(), tasks.publish_due()) == (1, 0)
    assert newsroom.acts(claim)[-3:] == ["published", "released", "moved"]


def test_while_a_version_waits_the_claim_stays_as_it_is(people):
    claim = newsroom.ready(people)
    services.publish(claim=claim, actor=people["editor"], publish_at=later())
    for verb in (
        lambda: newsroom.rate(claim, people["editor2"]),
        lambda: services.transition(claim=claim, to="research", actor=people["editor"], note="Halt."),
        lambda: services.publish(claim=claim, actor=people["editor"]),
    ):
        with pytest.raises(services.Refused, match="call that off"):
            verb()


def test_a_version_that_was_called_off_never_comes_out(people):
    claim = newsroom.ready(people)
    review = services.publish(claim=claim, actor=people["editor"], publish_at=later())
    with pytest.raises(services.Refused, match="why"):
        services.call_off(claim=claim, actor=people["editor"], note=" ")
    with pytest.raises(services.NotAllowed):
        services.call_off(claim=claim, actor=people["checker"], note="Zu früh.")
    services.call_off(claim=claim, actor=people["editor"], note="Das Amt hat doch geantwortet.")
    assert services.publish_due(now=review.publish_at) == []
    with pytest.raises(services.Refused, match="waits"):
        services.call_off(claim=claim, actor=people["editor"], note="Noch einmal.")
    again = services.publish(claim=claim, actor=people["editor"])
    assert (again.number, again.kind, claim.reviews.get()) == (2, "first", again)


def test_an_hour_that_has_passed_is_refused(people):
    claim = newsroom.ready(people)
    with pytest.raises(services.Refused, match="has passed"):
        services.publish(claim=claim, actor=people["editor"], publish_at=later(hours=-1))


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_ten_beats_at_once_release_it_once(people):
    claim = newsroom.ready(people)
    review = services.publish(claim=claim, actor=people["editor"], publish_at=later())
    released = []

    def beat():
        try:
            released.extend(services.publish_due(now=review.publish_at))
        finally:
            connection.close()

    threads = [threading.Thread(target=beat) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert released == [review]
    assert newsroom.acts(claim).count("released") == 1
    assert newsroom.broken() == []


# --- slips ----------------------------------------------------------------------------------------------


def test_a_slip_is_mended_by_a_second_person(people):
    claim, first = newsroom.published(people)
    make.make_figure(claim, value=17)
    mended = {"rationale_de": "Die Zahl zählt schon seit 2013.", "statement_de": "2018: 17 Millionen Flüge."}
    with pytest.raises(services.Refused, match="colleague"):
        services.correct_slip(claim=claim, actor=people["editor"], note_de="Tippfehler.", **mended)
    review = services.correct_slip(claim=claim, actor=people["editor2"], note_de="Tippfehler.", **mended)
    assert (review.number, review.kind, review.is_current) == (2, "editorial", True)
    assert (review.verdict, review.certainty, review.snapshot) == (
        first.verdict, first.certainty, first.snapshot,
    )  # fmt: skip
    # Figures stay those of the version before; the working claim loses the slip too.
    assert not ReviewFigure.objects.filter(review=review).exists()
    assert newsroom.fresh(claim).statement_de == "2018: 17 Millionen Flüge."
    changes = services.compare(first, review)
    assert set(changes) == {"rationale_de", "statement_de"}
    assert [piece.text for piece in changes["rationale_de"] if piece.change == Change.ADDED] == ["schon "]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"rationale_de": "Die Zahl zählt seit 2014."}, "numeral"),
        ({"rationale_de": "Die Zahl zählt seit 2013."}, "Change the words"),
        ({}, "Change the words"),
        ({"certainty": "moderate"}, "Not a text"),
    ],
)
def test_what_is_no_slip(people, words, message):
    claim, _ = newsroom.published(people)
    with pytest.raises(services.Refused, match=message):
        services.correct_slip(claim=claim, actor=people["editor2"], note_de="Tippfehler.", **words)
    assert claim.reviews.count() == 1


def test_slips_need_a_published_version_a_note_and_an_editor(people):
    claim = newsroom.ready(people)
    words = {"rationale_de": "Die Zahl zählt seit dem Jahr 2013."}
    with pytest.raises(services.Refused, match="no published"):
        services.correct_slip(claim=claim, actor=people["editor2"], note_de="Tippfehler.", **words)
    services.publish(claim=claim, actor=people["editor"])
    with pytest.raises(services.Refused, match="what was mended"):
        services.correct_slip(claim=claim, actor=people["editor2"], note_de=" ", **words)
    with pytest.raises(services.NotAllowed):
        services.correct_slip(claim=claim, actor=people["checker"], note_de="Tippfehler.", **words)


# --- withdrawal -----------------------------------------------------------------------------------------


def test_a_withdrawn_fact_check_keeps_its_notice_and_shows_no_rating(people):
    claim, _ = newsroom.published(people)
    review = services.withdraw(claim=claim, actor=people["chief"], note_de="Der Beleg war gefälscht.")
    assert (review.kind, review.is_current, review.number) == ("withdrawal", True, 2)
    assert (review.rationale_de, review.one_sentence_de, review.verdict_label_de) == ("", "", "")
    page = Client().get(f"/de/claims/{claim.public_id}/").text
    assert "Der Beleg war gefälscht." in page
    assert "Es ist eine laufende Summe." not in page
    with pytest.raises(services.Refused, match="was withdrawn"):
        services.withdraw(claim=claim, actor=people["chief"], note_de="Noch einmal.")


def test_withdrawal_is_the_chiefs_and_needs_a_reason(people):
    claim, _ = newsroom.published(people)
    with pytest.raises(services.NotAllowed):
        services.withdraw(claim=claim, actor=people["editor"], note_de="Der Beleg war gefälscht.")
    with pytest.raises(services.Refused, match="why"):
        services.withdraw(claim=claim, actor=people["chief"], note_de="")
    assert claim.reviews.get().kind == "first"


def test_at_the_desk_only_the_note_of_a_withdrawal_is_printed(people):
    """The form of the chief's other acts takes a reason that stays in the house, and withdraws nothing."""
    claim, _ = newsroom.published(people)
    desk, page = Client(headers={"accept-language": "en"}), f"/en/claims/{claim.public_id}/"
    desk.force_login(people["chief"])
    here = f"/desk/claims/{claim.public_id}/"
    assert desk.post(f"{here}chief/", {"act": "withdraw", "reason": "Intern."}).status_code == 400
    assert desk.post(f"{here}chief/", {"act": "hold_legally", "reason": "Intern."}).status_code == 302
    assert desk.post(f"{here}withdraw/", {"note_de": " "}).status_code == 400
    notes = {"note_de": "Der Beleg war gefälscht.", "note_en": "The evidence was forged."}
    assert desk.post(f"{here}withdraw/", notes).status_code == 302
    text = Client().get(page).text
    assert ("The evidence was forged." in text, "Intern." in text) == (True, False)


def test_withdrawal_calls_off_what_waits(people):
    claim, _ = newsroom.published(people)
    services.transition(claim=claim, to="research", actor=people["editor"], note="Neue Zahlen.")
    newsroom.rate(claim, people["checker"])
    newsroom.rate(claim, people["editor"])
    waiting = services.publish(claim=claim, actor=people["editor"], note_de="Neu.", publish_at=later())
    services.withdraw(claim=claim, actor=people["chief"], note_de="Der Beleg war gefälscht.")
    assert services.publish_due(now=waiting.publish_at) == []
    assert claim.reviews.get(is_current=True).kind == "withdrawal"


# --- exceptions -----------------------------------------------------------------------------------------


def test_a_chief_may_set_a_guard_aside_and_the_version_says_so(people):
    claim = newsroom.at_sign_off(people)
    review = services.publish(
        claim=claim, actor=people["chief"], override_de="Wahlabend, zweite Prüfung folgt."
    )
    assert review.override_de == "Wahlabend, zweite Prüfung folgt."
    assert review.eyes == 4  # the checker's and the chief's
    assert newsroom.last_payload(claim, "overridden") == {
        "guards": ["independent", "reply"],
        "reason": "Wahlabend, zweite Prüfung folgt.",
    }
    assert newsroom.acts(claim)[-3:] == ["overridden", "published", "moved"]


def test_alone_it_is_two_eyes(people):
    claim = newsroom.in_research(people)
    newsroom.give_evidence(claim, people["reporter"])
    newsroom.rate(claim, people["chief"])
    review = services.publish(claim=claim, actor=people["chief"], override_de="Niemand sonst im Dienst.")
    assert review.eyes == 2


def test_exceptions_are_the_chiefs_and_only_where_something_fails(people):
    claim = newsroom.at_sign_off(people)
    whole = newsroom.ready(people)
    for words in ({"override_de": "Eilt."}, {"override_de": " ", "override_en": "Urgent."}):
        with pytest.raises(services.NotAllowed):
            services.publish(claim=claim, actor=people["editor"], **words)
        with pytest.raises(services.NotAllowed):  # nothing is printed that was not allowed
            services.publish(claim=whole, actor=people["editor"], **words)
    newsroom.rate(newsroom.fresh(claim), people["chief"])
    services.record_reply(claim=claim, actor=people["chief"], waived_reason="Amtlich.")
    with pytest.raises(services.Refused, match="Nothing stands"):
        services.publish(claim=claim, actor=people["chief"], override_de="Eilt.")
    assert "overridden" not in newsroom.acts(claim)
    assert services.publish(claim=whole, actor=people["editor"]).override_de == ""


# --- right of reply -------------------------------------------------------------------------------------


def missing_reply(claim, editor) -> bool:
    return bool(dict(services.publication_gate(newsroom.fresh(claim), editor))["reply"])


def test_an_open_question_holds_publication_until_answer_or_deadline(people):
    claim = newsroom.at_sign_off(people)
    newsroom.rate(claim, people["editor"])
    assert missing_reply(claim, people["editor"])
    reply = services.record_reply(
        claim=claim, actor=people["editor"], asked_whom="Ein Blatt", asked_how="E-Mail", deadline=later()
    )
    with pytest.raises(services.Refused, match="Wait for the answer"):
        services.publish(claim=claim, actor=people["editor"])
    services.record_answer(reply=reply, actor=people["editor"], answer_de="Wir prüfen das.")
    review = services.publish(claim=claim, actor=people["editor"])
    assert review.snapshot["replies"][0]["answer"] == {"de": "Wir prüfen das.", "en": ""}
    assert newsroom.last_payload(claim, "reply_answered")["answer_de"] == "Wir prüfen das."


def test_a_deadline_that_passed_is_enough(people):
    claim = newsroom.at_sign_off(people)
    services.record_reply(
        claim=claim,
        actor=people["editor"],
        asked_whom="Ein Blatt",
        asked_at=later(days=-3),
        deadline=later(days=-1),
    )
    assert not missing_reply(claim, people["editor"])


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "who was asked"),
        ({"asked_whom": " ", "waived_reason": " "}, "who was asked"),
        ({"asked_whom": "Ein Blatt", "deadline": later(days=-1)}, "after the question"),
    ],
)
def test_a_reply_that_says_too_little(people, columns, words):
    claim = newsroom.at_sign_off(people)
    with pytest.raises(services.Refused, match=words):
        services.record_reply(claim=claim, actor=people["editor"], **columns)


def test_answers_need_a_question_words_and_the_latest_revision(people):
    claim = newsroom.at_sign_off(people)
    waived = services.record_reply(claim=claim, actor=people["editor"], waived_reason="Amtlich.")
    asked = services.record_reply(claim=claim, actor=people["editor"], asked_whom="Ein Blatt")
    with pytest.raises(services.Refused, match="Nobody was asked"):
        services.record_answer(reply=waived, actor=people["editor"], answer_de="Ja.")
    with pytest.raises(services.Refused, match="Write down"):
        services.record_answer(reply=asked, actor=people["editor"], answer_de=" ")
    services.record_answer(reply=asked, actor=people["editor"], answer_de="Ja.", expected_revision=1)
    with pytest.raises(services.Conflict) as conflict:
        services.record_answer(reply=asked, actor=people["editor"], answer_de="Nein.", expected_revision=1)
    assert conflict.value.theirs["answer_de"] == "Ja."
