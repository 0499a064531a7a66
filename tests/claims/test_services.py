"""The verbs: what they write, and every way in which they say no."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from claims import ledger, services
from claims.models import Assessment, Case, Claim, Claimant, Evidence, LedgerEntry, Review, User, Verdict
from claims.workflow import State
from sources.models import Document, Finding, Link

pytestmark = pytest.mark.django_db

TEXT = "Vorspann.\nIm Jahr 2018 wurden 17 Millionen Flüge verweigert. Danach kam nichts mehr.\n"
START = TEXT.index("Im Jahr")
END = TEXT.index(" Danach")


@pytest.fixture
def people() -> dict[str, User]:
    roles = {"reporter": "reporter", "checker": "checker", "checker2": "checker"}
    roles |= {"editor": "editor", "editor2": "editor", "chief": "chief", "auditor": "auditor"}
    return {name: User.objects.create_user(username=name, role=role) for name, role in roles.items()}


def make_claim(people, eyes=4) -> Claim:
    case = Case.objects.create(slug=f"tickets-{eyes}", title_de="Fahrkarten", eyes=eyes)
    case.members.add(people["reporter"])
    article = services.add_article(
        case=case,
        title="Ein Artikel",
        published="2019-02",
        body=TEXT.encode(),
        text=TEXT,
        actor=people["reporter"],
    )
    return services.record_claim(
        article=article,
        spans=[(START, END)],
        statement_de="2018 wurden 17 Millionen Flüge verweigert.",
        claimant=Claimant.objects.get_or_create(name="Redaktion")[0],
        actor=people["reporter"],
    )


@pytest.fixture
def claim(people) -> Claim:
    return make_claim(people)


def court_report(**columns) -> Document:
    return Document.objects.create(title="Gerichtsbericht", tier="primary", origin="court", **columns)


def give_evidence(claim, people, document=None) -> Evidence:
    return services.cite(
        claim=claim,
        document=document or court_report(medium="paper"),
        stance="refutes",
        locator="S. 4",
        actor=people["reporter"],
    )


def rate(claim, person, slug="misleading", **columns):
    return services.assess(
        claim=claim,
        actor=person,
        verdict=Verdict.objects.get(slug=slug),
        **({"certainty": "strong", "one_sentence_de": "Es ist eine laufende Summe."} | columns),
    )


def state_of(claim) -> str:
    return Claim.objects.get(pk=claim.pk).state


def to_sign_off(claim, people):
    services.transition(claim=claim, to="research", actor=people["reporter"])
    give_evidence(claim, people)
    rate(claim, people["checker"])


def publish(claim, people, by="editor", **columns) -> Review:
    rate(claim, people[by])
    services.record_reply(claim=claim, actor=people[by], waived_reason="Die Zahl ist amtlich.")
    return services.publish(claim=claim, actor=people[by], **columns)


def test_an_article_keeps_its_file_and_its_text_untouched(claim):
    text = services.article_text(claim.article)
    assert text.text == TEXT
    assert text.capture.sha256 == claim.article.text_sha256
    assert claim.article.document.published_last == 20190228


def test_a_claim_is_anchored_to_its_words(claim):
    passage = claim.appearances.get().passage
    assert passage.exact == TEXT[START:END]
    assert TEXT[passage.start : passage.end] == passage.exact
    assert TEXT.startswith(passage.prefix)
    assert claim.state == State.DRAFT


@pytest.mark.parametrize("spans", [[], [(5, 5)], [(10, 4)], [(0, 10_000)], [(-3, 4)]])
def test_spans_outside_the_text_are_refused(claim, people, spans):
    with pytest.raises(ValidationError):
        services.record_claim(article=claim.article, spans=spans, actor=people["checker"])
    assert Claim.objects.count() == 1


def test_words_are_taken_out_of_their_own_claim_alone(claim, people):
    checker = people["checker"]
    second = services.add_span(claim=claim, start=0, end=8, actor=checker)
    third = services.add_span(claim=claim, start=0, end=4, actor=checker)
    other = services.record_claim(article=claim.article, spans=[(0, 9)], actor=checker)
    with pytest.raises(services.Refused, match="do not belong"):
        services.take_span(claim=claim, appearance=other.appearances.get(), actor=checker)
    services.take_span(claim=claim, appearance=second, actor=checker)
    last = services.add_span(claim=claim, start=1, end=5, actor=checker)
    assert third.position < last.position
    assert (other.appearances.count(), claim.appearances.count()) == (1, 3)


def test_the_same_text_twice_is_refused(claim, people):
    with pytest.raises(services.Refused, match="already"):
        services.add_article(
            case=claim.article.case, title="Noch einmal", body=TEXT.encode(), text=TEXT, actor=None
        )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Bürger".encode("latin-1"), "not UTF-8"),
        (b"\xff\xfe\x00", "iconv"),
        (b"x" * (20 * 1024 * 1024 + 1), "too much for an article"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_advice(body, words):
    with pytest.raises(ValidationError, match=words):
        services.read_text_file(body)


def test_a_reporter_outside_the_case_may_not_add(claim):
    stranger = User.objects.create_user(username="stranger", role="reporter")
    with pytest.raises(services.NotAllowed, match="not a member"):
        services.record_claim(article=claim.article, spans=[(0, 4)], actor=stranger)


def test_an_auditor_changes_nothing(claim, people):
    with pytest.raises(services.NotAllowed):
        give_evidence(claim, {"reporter": people["auditor"]})
    assert not claim.evidence.exists()


def test_four_eyes_from_draft_to_publication(claim, people):
    to_sign_off(claim, people)
    assert state_of(claim) == State.REVIEW
    review = publish(claim, people)
    assert state_of(claim) == State.CLOSED
    assert (review.number, review.kind, review.verdict.slug, review.eyes) == (1, "first", "misleading", 4)
    assert review.snapshot["evidence"][0]["title"] == "Gerichtsbericht"
    assert Claim.objects.public().filter(pk=claim.pk).exists()
    actions = list(LedgerEntry.objects.filter(chain=claim.ledger_chain).values_list("action", flat=True))
    assert actions == (
        "recorded moved evidence_cited assessed moved assessed moved reply_recorded published moved".split()
    )
    assert not [flaw for flaw in ledger.verify() if isinstance(flaw, ledger.Broken)]


def test_six_eyes_need_a_third_person(people):
    claim = make_claim(people, eyes=6)
    to_sign_off(claim, people)
    assert state_of(claim) == State.CROSS_CHECK
    with pytest.raises(services.NotAllowed, match="already"):
        rate(claim, people["checker"])
    rate(claim, people["editor"])
    assert state_of(claim) == State.REVIEW
    services.record_reply(claim=claim, actor=people["editor"], waived_reason="Die Zahl ist amtlich.")
    with pytest.raises(services.Refused, match="another editor"):
        services.publish(claim=claim, actor=people["editor"])
    assert services.publish(claim=claim, actor=people["editor2"]).eyes == 6


@pytest.mark.parametrize("eyes", [4, 6])
def test_a_differing_second_rating_sends_the_claim_back(people, eyes):
    claim = make_claim(people, eyes)
    to_sign_off(claim, people)
    rate(claim, people["editor"], "accurate")
    claim.refresh_from_db()
    assert (claim.state, claim.round) == (State.RESEARCH, 2)
    assert Assessment.objects.filter(claim=claim).count() == 2


def test_with_four_eyes_the_second_rating_is_an_editors(claim, people):
    to_sign_off(claim, people)
    with pytest.raises(services.NotAllowed, match="publishing editor"):
        rate(claim, people["checker2"])


def test_the_gate_holds_a_claim_without_evidence_and_says_why(claim, people):
    services.transition(claim=claim, to="research", actor=people["checker"])
    rate(claim, people["checker"])
    assert state_of(claim) == State.RESEARCH
    with pytest.raises(services.Refused, match="primary document") as refusal:
        services.transition(claim=claim, to="review", actor=people["checker"])
    assert [item.guard for item in refusal.value.missing] == ["sources"]
    give_evidence(claim, people)
    services.transition(claim=claim, to="review", actor=people["checker"])
    assert state_of(claim) == State.REVIEW


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_single_source_may_do_for_a_reason_in_either_language(claim, people, language):
    report = Document.objects.create(title="Ein Bericht", tier="secondary", medium="paper")
    services.cite(claim=claim, document=report, stance="refutes", locator="S. 4", actor=people["checker"])
    assert [item.guard for item in services.evidence_missing(claim)] == ["sources"]
    claim = services.edit_claim(
        claim=claim,
        actor=people["checker"],
        expected_revision=Claim.objects.get(pk=claim.pk).revision,
        **{f"source_reason_{language}": "Nobody else keeps count."},
    )
    assert services.evidence_missing(claim) == []


def test_evidence_without_copy_needs_a_printed_reason(claim, people):
    services.transition(claim=claim, to="research", actor=people["checker"])
    evidence = give_evidence(claim, people, court_report(medium="web"))
    rate(claim, people["checker"])
    assert state_of(claim) == State.RESEARCH
    services.explain_gap(evidence=evidence, reason_de="Der Server ist abgeschaltet.", actor=people["checker"])
    services.transition(claim=claim, to="review", actor=people["checker"])
    assert state_of(claim) == State.REVIEW


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"certainty": ""}, "how certain"),
        ({"one_sentence_de": " "}, "one sentence"),
        ({"slug": "unproven"}, "takes no certainty"),
    ],
)
def test_an_incomplete_rating_is_refused(claim, people, columns, words):
    services.transition(claim=claim, to="research", actor=people["checker"])
    with pytest.raises(services.Refused, match=words):
        rate(claim, people["checker"], **columns)
    assert not claim.assessments.exists()


def test_somebody_elses_claim_is_left_alone(claim, people):
    services.transition(claim=claim, to="research", actor=people["checker"])
    services.assign(claim=claim, to=people["checker"], actor=people["editor"])
    with pytest.raises(services.NotAllowed, match="assigned to checker"):
        rate(claim, people["checker2"])


@pytest.mark.parametrize(
    ("to", "person", "error"),
    [
        ("closed", "editor", services.Refused),
        ("review", "editor", services.Refused),
        ("declined", "checker", services.NotAllowed),
        ("declined", "editor", services.Refused),  # no reason given
        ("nowhere", "editor", services.Refused),
        ("research", "auditor", services.NotAllowed),
    ],
)
def test_moves_that_are_refused(claim, people, to, person, error):
    with pytest.raises(error):
        services.transition(claim=claim, to=to, actor=people[person])
    assert state_of(claim) == State.DRAFT


def test_publishing_needs_sign_off_and_a_reply(claim, people):
    with pytest.raises(services.Refused, match="sign-off"):
        services.publish(claim=claim, actor=people["editor"])
    to_sign_off(claim, people)
    with pytest.raises(services.Refused) as refusal:
        services.publish(claim=claim, actor=people["editor"])
    assert [item.guard for item in refusal.value.missing] == ["independent", "reply"]
    with pytest.raises(services.NotAllowed):
        services.publish(claim=claim, actor=people["checker"])


def test_who_changed_the_statement_since_it_was_rated_is_told(claim, people):
    to_sign_off(claim, people)
    rate(claim, people["editor"])

    def edit(name, **texts):
        revision = Claim.objects.get(pk=claim.pk).revision
        services.edit_claim(claim=claim, actor=people[name], expected_revision=revision, **texts)

    edit("editor", statement_en="In 2018, 17 million flights were refused.", topic="tickets")
    assert services.restated_by(claim) is None
    edit("editor", statement_de="2018 wurde kein Flug verweigert.")
    edit("checker", topic="flights")
    assert services.restated_by(claim) == people["editor"]
    page = Client()
    page.force_login(people["editor"])
    shown = page.get(reverse("desk-signoff", args=[claim.public_id]), headers={"Accept-Language": "en"}).text
    assert f"The statement was changed since the last rating, by {people['editor']}." in shown


def test_the_second_version_replaces_the_first_and_both_stay(claim, people):
    to_sign_off(claim, people)
    publish(claim, people)
    services.transition(claim=claim, to="research", actor=people["editor"], note="Neue Zahlen.")
    rate(claim, people["checker"], "inaccurate")
    rate(claim, people["editor"], "inaccurate")
    with pytest.raises(services.Refused, match="what changed"):
        services.publish(claim=claim, actor=people["editor"])
    review = services.publish(
        claim=claim, actor=people["editor"], kind="correction", note_de="Die Einheit war falsch."
    )
    assert (review.number, review.verdict.slug) == (2, "inaccurate")
    assert list(claim.reviews.values_list("number", "is_current")) == [(2, True), (1, False)]


def test_an_own_manuscript_is_never_published(claim, people):
    Case.objects.filter(pk=claim.article.case_id).update(kind="own_manuscript")
    to_sign_off(claim, people)
    rate(claim, people["editor"])
    with pytest.raises(services.Refused, match="manuscript"):
        services.publish(claim=claim, actor=people["editor"])
    assert not Claim.objects.public().filter(pk=claim.pk).exists()


def test_who_saves_second_is_told(claim, people):
    services.edit_claim(claim=claim, actor=people["checker"], expected_revision=1, topic="tickets")
    with pytest.raises(services.Conflict, match="Somebody else"):
        services.edit_claim(claim=claim, actor=people["checker2"], expected_revision=1, topic="trains")
    claim.refresh_from_db()
    assert (claim.topic, claim.revision) == ("tickets", 2)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "closed"},
        {"round": 9},
        {"assignee": None},
        {"hold_until": None, "topic": "tickets"},
        {"legal_hold_since": None},
        {"public_id": "abc"},
        {"revision": 1},
        {"no_such_column": 1},
    ],
)
def test_editing_is_no_side_door_of_the_workflow(claim, people, changes):
    before = Claim.objects.filter(pk=claim.pk).values().get()
    entries = LedgerEntry.objects.count()
    with pytest.raises(services.Refused, match="cannot be edited"):
        services.edit_claim(claim=claim, actor=people["chief"], expected_revision=1, **changes)
    assert Claim.objects.filter(pk=claim.pk).values().get() == before
    assert LedgerEntry.objects.count() == entries


def test_a_claim_is_recorded_in_no_other_state_than_draft(claim, people):
    with pytest.raises(services.Refused, match="state cannot be edited"):
        services.record_claim(
            article=claim.article, spans=[(START, END)], actor=people["chief"], state="closed"
        )
    assert Claim.objects.count() == 1


def test_citing_makes_an_unchecked_link_due_and_the_same_passage_only_once(claim, people):
    document = court_report()
    link = Link.objects.create(document=document, url="https://a.example/", url_key="k", host_key="a.example")
    Link.objects.update(next_check_at="2999-01-01T00:00Z")
    give_evidence(claim, people, document)
    link.refresh_from_db()
    assert link.next_check_at.year < 2999
    with pytest.raises(services.Refused, match="already"):
        give_evidence(claim, people, document)


def test_a_ruling_needs_a_reason_and_comes_once(claim, people):
    evidence = give_evidence(claim, people, court_report())
    link = Link.objects.create(
        document=evidence.passage.document, url="https://a.example/", url_key="k", host_key="a.example"
    )
    at = evidence.created_at.replace(year=evidence.created_at.year + 1)
    finding = Finding.objects.create(link=link, kind="gone", found_at=at, confirmed_at=at)
    assert Claim.objects.in_question().get() == claim
    with pytest.raises(services.NotAllowed):
        services.rule(
            finding=finding, claim=claim, decision="harmless", actor=people["checker"], note="Archiv da."
        )
    with pytest.raises(services.Refused, match="reason"):
        services.rule(finding=finding, claim=claim, decision="harmless", actor=people["editor"])
    services.rule(
        finding=finding, claim=claim, decision="harmless", actor=people["editor"], note="Archiv da."
    )
    assert not Claim.objects.in_question().exists()
    with pytest.raises(services.Refused, match="already"):
        services.rule(
            finding=finding, claim=claim, decision="reopen", actor=people["editor"], note="Doch nicht."
        )


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_twenty_race_for_the_same_move_and_one_wins(people):
    claim = make_claim(people)
    results = []

    def race():
        try:
            services.transition(claim=claim, to="research", actor=people["checker"])
            results.append("won")
        except services.Refused as refusal:
            results.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=race) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results.count("won") == 1
    assert all("cannot go to research" in result for result in results if result != "won")
    assert not [flaw for flaw in ledger.verify() if isinstance(flaw, ledger.Broken)]


def test_a_desk_of_two_takes_a_claim_from_article_to_publication(people):
    """Four eyes, two people, no exception."""
    checker, editor = people["checker"], people["editor"]
    case = Case.objects.create(slug="zwei", title_de="Zu zweit", eyes=4)
    article = services.add_article(
        case=case, title="Ein Artikel", body=TEXT.encode(), text=TEXT, actor=checker
    )
    claim = services.record_claim(
        article=article,
        spans=[(START, END)],
        statement_de="2018 wurden 17 Millionen Flüge verweigert.",
        claimant=Claimant.objects.create(name="Redaktion"),
        actor=checker,
    )
    services.transition(claim=claim, to="research", actor=checker)
    give_evidence(claim, {"reporter": checker})
    rate(claim, checker)
    rate(claim, editor)
    services.record_reply(claim=claim, actor=editor, asked_whom="Das Blatt", asked_how="e-mail")
    review = services.publish(claim=claim, actor=editor)
    assert (review.eyes, review.override_de, state_of(claim)) == (4, "", State.CLOSED)
    actors = LedgerEntry.objects.filter(chain=claim.ledger_chain).values_list("actor_label", flat=True)
    assert set(actors) == {"checker", "editor"}
    assert "overridden" not in LedgerEntry.objects.values_list("action", flat=True)
