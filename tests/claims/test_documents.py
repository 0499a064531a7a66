"""Evidence of every medium: recording it, who may read it, citing it often, and own calculations."""

import json
from decimal import Decimal
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims import services
from claims.models import Evidence, LedgerEntry, Relation, documents_visible_to
from sources import services as sources
from sources.models import CaptureText, Document, Link
from tests import factories as make
from tests.claims import newsroom
from tests.sources.test_media import FULL

pytestmark = pytest.mark.django_db
INFORMANT = "Wilhelmine Beispiel"


@pytest.fixture
def people() -> newsroom.People:
    return newsroom.hire()


@pytest.fixture
def claim(people):
    return newsroom.in_research(people)


def add(people, claim, medium="phone", by="checker", **columns) -> Document:
    told = {"particulars": FULL[medium]} if medium not in ("web", "file") else {}
    return services.add_document(
        actor=people[by],
        case=claim.article.case,
        medium=medium,
        **({"title": f"Ein Beleg ({medium})"} | told | columns),
    )


def secret(people, claim, **columns) -> Document:
    told = {**FULL["phone"], "whom": INFORMANT}
    return add(people, claim, title=f"Gespräch mit {INFORMANT}", particulars=told, **columns)


# --- media ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("medium", ["paper", "phone", "interview", "e-mail", "visit"])
def test_off_web_media_are_recorded_and_never_due(people, claim, medium):
    document = add(people, claim, medium)
    assert (document.medium, document.particulars) == (medium, FULL[medium])
    assert not Link.objects.exists()
    entry = LedgerEntry.objects.get(action="document_added")
    assert entry.payload["title"] == document.title
    assert entry.payload["commitment"] == sources.commitment(document)


def test_an_address_is_watched(people, claim):
    document = add(people, claim, "web", url="https://a.example/")
    assert document.links.get().url == "https://a.example/"


def test_an_address_belongs_to_one_document(people, claim):
    """Else the second would never be looked at, and nobody would know."""
    first = add(people, claim, "web", url="https://court.example/register", title="Register")
    again = "https://court.example/register#top"
    text = {"title": "Artikel", "body": b"Text", "text": "Text"}
    for wanted in (
        partial(add, people, claim, "web", url=again),
        partial(services.add_article, case=claim.article.case, actor=people["checker"], url=again, **text),
    ):
        before = Document.objects.count()
        with pytest.raises(services.Refused, match="“Register” already: choose that document"):
            wanted()
        assert Document.objects.count() == before
    assert list(Link.objects.values_list("document", flat=True)) == [first.pk]


def test_an_address_of_a_secret_document_does_not_tell_it(people, claim):
    secret(people, claim, medium="web", url="https://court.example/a", confidentiality="named")
    with pytest.raises(services.Refused, match="is watched for another document already"):
        add(people, claim, "web", by="editor", url="https://court.example/a")


def test_a_file_is_kept_with_its_text(people, claim):
    add(people, claim, "file", body=b"%PDF", file_name="b.pdf", media_type="application/pdf", text="Wortlaut")
    text = CaptureText.objects.exclude(capture__document=claim.article.document).get()
    assert (text.text, text.capture.file_name) == ("Wortlaut", "b.pdf")


@pytest.mark.parametrize(
    ("medium", "columns", "guards"),
    [
        ("phone", {"particulars": {"whom": "X"}}, ["when", "by"]),
        ("web", {}, ["url"]),
        ("file", {}, ["file_name"]),
        ("paper", {"title": " "}, ["title"]),
        ("phone", {"terms": "confidential"}, ["confidentiality"]),
        ("phone", {"confidentiality": "anonymised"}, ["described_de"]),
    ],
)
def test_a_document_that_tells_too_little_is_refused(people, claim, medium, columns, guards):
    before = Document.objects.count()
    with pytest.raises(services.Refused) as refusal:
        add(people, claim, medium, **columns)
    assert [item.guard for item in refusal.value.missing] == guards
    assert Document.objects.count() == before


def test_auditors_and_strangers_add_nothing(people, claim):
    people["stranger"] = make.make_user("reporter")
    for by in ("auditor", "stranger"):
        with pytest.raises(services.NotAllowed):
            add(people, claim, by=by)


# --- confidentiality ------------------------------------------------------------------------------------


def readers(document, people) -> set[str]:
    found = {name for name, user in people.items() if document in documents_visible_to(user)}
    return found | ({"public"} if document in documents_visible_to(AnonymousUser()) else set())


def test_each_level_has_its_readers(people, claim):
    inside = {"checker", "checker2", "editor", "editor2", "chief", "auditor"}
    expected = {
        "public": inside | {"reporter", "public"},
        "anonymised": inside,
        "desk": inside,
        "named": {"checker", "editor"},
    }
    told = {**FULL["phone"], "described_de": "eine Beamtin"}
    for level, names in expected.items():
        document = add(people, claim, particulars=told, confidentiality=level, readers=[people["editor"]])
        assert readers(document, people) == names, level
        assert (document in Document.objects.visible_to_public()) == (level == "public")


def test_reporters_read_what_their_own_cases_rest_on(people, claim):
    document = add(people, claim, confidentiality="desk")
    services.cite(claim=claim, document=document, stance="refutes", actor=people["checker"])
    stranger = make.make_user("reporter")
    assert readers(document, {"own": people["reporter"], "stranger": stranger}) == {"own"}


@pytest.mark.parametrize("level", ["anonymised", "desk", "named"])
def test_evidence_that_is_not_open_is_invisible_to_readers(people, level):
    claim = newsroom.record(people, list_open_claims=True)
    told = {**FULL["phone"], "described_de": "eine Beamtin"}
    document = add(people, claim, particulars=told, confidentiality=level)
    evidence = services.cite(claim=claim, document=document, stance="refutes", actor=people["checker"])
    opened = newsroom.give_evidence(claim, people["checker"])
    assert set(Evidence.objects.visible_to(AnonymousUser())) == {opened}
    assert set(Evidence.objects.visible_to(people["checker"])) == {opened, evidence}
    chief = {opened} if level == "named" else {opened, evidence}
    assert set(Evidence.objects.visible_to(people["chief"])) == chief


def test_readers_see_what_stood_when_the_version_in_force_came_out(people):
    claim, _ = newsroom.published(people)
    (frozen,) = Evidence.objects.visible_to(AnonymousUser())
    later = newsroom.in_research(people)
    services.cite_same(claim=later, as_for=frozen, actor=people["checker"])
    newsroom.give_evidence(claim, people["checker"])  # for the next version
    services.drop(evidence=frozen, actor=people["checker"])
    assert set(Evidence.objects.visible_to(AnonymousUser())) == {frozen}
    services.withdraw(claim=claim, actor=people["chief"], note_de="Der Beleg war gefälscht.")
    assert not Evidence.objects.visible_to(AnonymousUser()).exists()
    assert Evidence.objects.visible_to(people["auditor"]).count() == 3


def test_the_name_stands_nowhere_but_in_the_document(people, claim):
    """Neither the log, nor the frozen version, nor a refusal tells whom we spoke with."""
    document = secret(people, claim, confidentiality="named")
    services.cite(claim=claim, document=document, stance="refutes", actor=people["checker"])
    Document.objects.filter(pk=document.pk).update(medium="web")  # so that the gate has something to say
    missing = services.evidence_missing(claim)
    assert [item.guard for item in missing] == ["sources", "evidence"]
    said = [item.why for item in missing]
    said += [json.dumps(services.snapshot(claim), ensure_ascii=False)]
    said += [
        json.dumps(row, ensure_ascii=False) for row in LedgerEntry.objects.values_list("payload", flat=True)
    ]
    assert "Confidential evidence 1" in said[1]
    assert not [text for text in said if INFORMANT in text]


def test_the_commitment_fixes_the_name_and_is_salted(people, claim):
    document = secret(people, claim, confidentiality="desk")
    (payload,) = LedgerEntry.objects.filter(action="document_added").values_list("payload", flat=True)
    assert payload["commitment"] == sources.commitment(document)
    assert "title" not in payload
    assert secret(people, claim, confidentiality="desk").salt != document.salt
    document.particulars["whom"] = "Jemand anders"
    assert sources.commitment(document) != payload["commitment"]


def test_an_anonymised_source_is_described_in_the_frozen_version(people, claim):
    told = {**FULL["phone"], "whom": INFORMANT, "described_de": "eine Beamtin der Behörde"}
    document = add(people, claim, particulars=told, confidentiality="anonymised")
    services.cite(claim=claim, document=document, stance="refutes", actor=people["checker"])
    (frozen,) = services.snapshot(claim)["evidence"]
    assert frozen["described"] == {"de": "eine Beamtin der Behörde", "en": ""}
    assert (frozen["title"], frozen["captures"]) == ("", [])


def test_only_who_may_read_may_cite_or_entrust(people, claim):
    document = secret(people, claim, confidentiality="named")
    with pytest.raises(services.NotAllowed, match="no such document"):
        services.cite(claim=claim, document=document, stance="refutes", actor=people["chief"])
    with pytest.raises(services.NotAllowed, match="no such document"):
        services.entrust(document=document, to=people["chief"], actor=people["chief"])
    services.entrust(document=document, to=people["chief"], actor=people["checker"])
    services.cite(claim=claim, document=document, stance="refutes", actor=people["chief"])
    entry = LedgerEntry.objects.get(action="document_entrusted")
    assert "chief" not in json.dumps(entry.payload)


def test_who_publishes_has_been_let_read_what_it_rests_on(people):
    claim = newsroom.ready(people)
    document = secret(people, claim, confidentiality="named")
    piece = services.cite(claim=claim, document=document, stance="refutes", actor=people["checker"])
    services.explain_gap(evidence=piece, reason_de="Nur im Gespräch.", actor=people["checker"])
    with pytest.raises(services.Refused, match="you may not read: ask who added it"):
        services.publish(claim=claim, actor=people["editor"])
    page = reverse("desk-evidence", args=[claim.public_id, piece.pk])
    client = Client()
    client.force_login(people["editor"])
    assert client.get(page).status_code == 404
    client.force_login(people["checker"])
    told = client.post(page, {"act": "entrust", "to": people["editor"].pk}, follow=True)
    assert "checker, editor" in told.text
    assert client.post(page, {"act": "entrust", "to": people["editor"].pk}).status_code == 400
    services.publish(claim=claim, actor=people["editor"])


def test_entrusting_is_refused_where_it_means_nothing(people, claim):
    with pytest.raises(services.Refused, match="not restricted"):
        services.entrust(document=add(people, claim), to=people["chief"], actor=people["checker"])
    document = secret(people, claim, confidentiality="named")
    people["editor"].is_active = False
    with pytest.raises(services.Refused, match="has left"):
        services.entrust(document=document, to=people["editor"], actor=people["checker"])


# --- one origin, one source -----------------------------------------------------------------------------


def test_two_papers_that_draw_on_one_source_are_not_two(people, claim):
    """Declared between claims of the two articles; the roster tells the same as the gate."""
    told = [make.make_claim(make.make_article()) for _ in range(2)]
    for other in told:
        Document.objects.filter(pk=other.article.document_id).update(tier="secondary")
        services.cite(
            claim=claim, document=other.article.document, stance="supports", actor=people["checker"],
            gap_reason_de="Die Zeitung liegt nicht vor.",
        )  # fmt: skip
    assert services.evidence_missing(claim) == []
    Relation.objects.create(from_claim=told[0], to_claim=told[1], kind="same_figure")
    assert services.evidence_missing(claim) == []
    declared = Relation.objects.create(from_claim=told[1], to_claim=told[0], kind="common_origin")
    missing = services.evidence_missing(claim)
    assert [(each.guard, "one common origin" in each.why) for each in missing] == [("sources", True)]
    desk = Client(headers={"accept-language": "en"})
    desk.force_login(people["editor"])
    assert "one common origin" in desk.get("/desk/?tray=all").text
    assert "one common origin" in desk.get(f"/desk/claims/{claim.public_id}/").text
    declared.delete()
    assert services.evidence_missing(claim) == []


def test_common_origins_are_asked_at_once(django_assert_num_queries):
    told = [make.make_claim(make.make_article()) for _ in range(3)]
    for one, other in ((0, 1), (1, 2)):
        Relation.objects.create(from_claim=told[one], to_claim=told[other], kind="common_origin")
    papers = [other.article.document_id for other in told]
    with django_assert_num_queries(1):
        assert Relation.objects.common_origins() == {(papers[0], papers[1]), (papers[1], papers[2])}


# --- citing often ---------------------------------------------------------------------------------------


def test_one_passage_for_many_claims(people):
    claims = [newsroom.in_research(people) for _ in range(3)]
    report = make.make_document()
    stances = dict(zip(claims, ["supports", "refutes", "context"], strict=True))
    rows = services.cite_for_many(
        stances=stances, document=report, exact="17,46 Millionen", locator="S. 4", actor=people["checker"]
    )
    assert {row.passage_id for row in rows} == {report.passages.get().pk}
    assert {row.claim: row.stance for row in rows} == stances


def test_all_are_cited_or_none(people):
    claims = [newsroom.in_research(people) for _ in range(2)]
    report = make.make_document()
    services.cite(claim=claims[1], document=report, stance="refutes", actor=people["checker"])
    stances = dict.fromkeys(claims, "refutes")
    with pytest.raises(services.Refused, match="already"):
        services.cite_for_many(stances=stances, document=report, actor=people["checker"])
    assert not claims[0].evidence.exists()


def test_the_same_passage_as_another_claim(people):
    one, other = newsroom.in_research(people), newsroom.in_research(people)
    evidence = newsroom.give_evidence(one, people["checker"])
    same = services.cite_same(claim=other, as_for=evidence, actor=people["checker"], note_de="Ebenso hier.")
    assert (same.passage, same.stance, same.note_de) == (evidence.passage, "refutes", "Ebenso hier.")
    with pytest.raises(services.NotAllowed):
        services.cite_same(claim=other, as_for=evidence, actor=make.make_user("reporter"))


# --- own calculations -----------------------------------------------------------------------------------


def calculate(people, claim, formula, inputs=None, **columns) -> Document:
    given = {"formula": formula, "inputs": inputs or {}, **columns}
    return add(people, claim, "calculation", calculation=given)


def result(document) -> str:
    return Document.objects.get(pk=document.pk).calculation["result"]


def test_a_calculation_counts_as_a_primary_source(people, claim):
    document = calculate(people, claim, "a / b * 100", {"a": "17.46", "b": "34.92"}, assumption_de="Rund.")
    assert document.calculation == {
        "formula": "a / b * 100",
        "inputs": {"a": "17.46", "b": "34.92"},
        "from": {},
        "result": "50",
        "assumption_de": "Rund.",
    }
    services.cite(claim=claim, document=document, stance="refutes", actor=people["checker"])
    assert services.evidence_missing(claim) == []


def test_a_changed_input_is_worked_through_all_that_rests_on_it(people, claim):
    total = calculate(people, claim, "a + b", {"a": "1", "b": "2"})
    half = calculate(people, claim, "t / 2", **{"from": {"t": total.pk}})
    both = calculate(people, claim, "t + h", **{"from": {"t": total.pk, "h": half.pk}})
    other = calculate(people, claim, "x", {"x": "7"})
    assert [result(row) for row in (total, half, both)] == ["3", "1.5", "4.5"]
    services.cite(claim=claim, document=both, stance="refutes", actor=people["checker"])
    changed = services.change_input(document=total, name="a", value="8", actor=people["checker"])
    assert {row.pk for row in changed} == {total.pk, half.pk, both.pk}
    assert [result(row) for row in (total, half, both, other)] == ["10", "5", "15", "7"]
    payload = newsroom.last_payload(claim, "calculation_recomputed")
    assert (payload["document"], payload["to"]) == (both.pk, "15")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("c", "1", "no input c"), ("a", "viel", "no number"), ("b", "0", "divides by zero")],
)
def test_inputs_that_are_refused_change_nothing(people, claim, name, value, words):
    document = calculate(people, claim, "a / b", {"a": "1", "b": "2"})
    with pytest.raises(services.Refused, match=words):
        services.change_input(document=document, name=name, value=value, actor=people["checker"])
    assert result(document) == "0.5"


def test_calculations_that_are_refused(people, claim):
    for formula, columns in (("a +", {}), ("open(a, a)", {}), ("t", {"from": {"t": 10**9}}), ("", {})):
        with pytest.raises(services.Refused):
            calculate(people, claim, formula, {"a": "1"} if "a" in formula else {}, **columns)
    with pytest.raises(services.Refused, match="no calculation"):
        services.change_input(document=add(people, claim), name="a", value="1", actor=people["checker"])


def counted(people, claim, *amounts):
    """Each a range, and the key of the figure that it changes."""
    values = [{"metric": "tickets", "low": low, "high": high, "key": key} for low, high, key in amounts]
    return services.record_figures(claim=claim, figures=values, actor=people["checker"])


@pytest.fixture
def rested(people, claim) -> tuple[Document, Document]:
    """A calculation over two figures of a claim, and another over it; the second is cited."""
    make.make_metric("tickets")
    one, two = counted(people, claim, (Decimal(8), Decimal(8), None), (Decimal(2), Decimal(2), None))
    ratio = calculate(people, claim, "a / b", **{"figures": {"a": one.pk, "b": two.pk}})
    tenfold = calculate(people, claim, "r * 10", **{"from": {"r": ratio.pk}})
    services.cite(claim=claim, document=tenfold, stance="refutes", actor=people["checker"])
    return ratio, tenfold


def put(people, claim, *numbers) -> None:
    """The claim's figures, in their order, with other numbers."""
    keys = claim.figures.values_list("pk", flat=True)
    counted(people, claim, *((Decimal(n), Decimal(n), key) for n, key in zip(numbers, keys, strict=True)))


def missing(claim) -> list[str]:
    return [each.why for each in services.evidence_missing(claim)]


def test_a_figure_that_changes_is_worked_through_at_once(people, claim, rested):
    ratio, tenfold = rested
    assert (result(ratio), result(tenfold), missing(claim)) == ("4", "40", [])
    put(people, claim, 9, 2)
    assert (result(ratio), result(tenfold), missing(claim)) == ("4.5", "45", [])
    told = newsroom.last_payload(claim, "calculation_recomputed")
    assert (told["from"], told["to"]) == ("40", "45")


def test_a_version_keeps_its_result_and_the_desk_shows_what_became_of_it(people, claim, rested):
    newsroom.rate(claim, people["checker"])
    newsroom.rate(claim, people["editor"])
    services.record_reply(claim=claim, actor=people["editor"], waived_reason="Eine Zahl der Behörde.")
    services.publish(claim=claim, actor=people["editor"])
    readers, desk = Client(headers={"accept-language": "en"}), Client(headers={"accept-language": "en"})
    desk.force_login(people["checker"])
    pages = [f"/en/claims/{claim.public_id}/", f"/api/v1/documents/{rested[1].pk}/"]
    before = [readers.get(page).text for page in pages]
    assert "<strong>40</strong>" in before[0]
    put(people, claim, 9, 2)
    assert [readers.get(page).text for page in pages] == before
    now = desk.get(f"/desk/claims/{claim.public_id}/").text
    assert "45" in now
    assert "version 1 says 40" in now


def test_by_a_changed_figure_nobody_works_through_what_rests_on_none_of_it(people, claim, rested):
    eight, two = claim.figures.all()
    with CaptureQueriesContext(connection) as asked:
        counted(people, claim, (Decimal(8), Decimal(8), eight.pk), (Decimal(2), Decimal(2), two.pk))
    assert not [query for query in asked if "sources_document" in query["sql"]]


def test_the_question_clears_by_itself_when_the_figure_is_mended(people, claim, rested):
    eight, two = claim.figures.all()
    counted(people, claim, (Decimal(8), Decimal(9), eight.pk), (Decimal(2), Decimal(2), two.pk))
    assert len(missing(claim)) == 1  # a range is no number
    with pytest.raises(services.Refused, match="single number"):
        services.recalculate(document=rested[1], actor=people["checker"])
    desk = Client(headers={"accept-language": "en"})
    desk.force_login(people["checker"])
    piece = f"/desk/claims/{claim.public_id}/evidence/{claim.evidence.get().pk}/"
    refused = desk.post(piece, {"act": "recalculate"})
    assert (refused.status_code, "single number" in refused.text) == (400, True)
    put(people, claim, 8, 2)
    assert missing(claim) == []


def test_a_figure_that_is_taken_away_is_missed_and_no_other_takes_its_place(people, claim, rested):
    _, two = claim.figures.all()
    counted(people, claim, (Decimal(2), Decimal(2), two.pk), (Decimal(8), Decimal(8), None))
    assert len(missing(claim)) == 1
    with pytest.raises(services.Refused, match="single number"):
        services.recalculate(document=rested[0], actor=people["checker"])
    assert [result(row) for row in rested] == ["4", "40"]


def test_what_is_put_differently_but_gives_the_same_is_no_question(people, claim, rested):
    put(people, claim, 16, 4)
    assert missing(claim) == []


def test_calculations_are_asked_about_at_once(people, claim, rested, django_assert_num_queries):
    for _ in range(3):
        services.cite(
            claim=newsroom.in_research(people), document=rested[0], stance="refutes", actor=people["checker"]
        )
    rows = list(Evidence.objects.select_related("passage__document"))
    with django_assert_num_queries(2):
        assert services.outdated(rows) == set()


def test_nobody_reads_a_figure_of_others_by_calculating_with_it(people, claim):
    figure = make.make_figure(newsroom.record(people), make.make_metric("tickets"))
    stranger = make.make_user("reporter")
    claim.article.case.members.add(stranger)
    given = {"formula": "a", "inputs": {}, "figures": {"a": figure.pk}}
    with pytest.raises(services.Refused, match="single number"):
        add({"checker": stranger}, claim, "calculation", calculation=given)


def test_nobody_reads_a_confidential_result_by_calculating_with_it(people, claim):
    """Whoever may read it, may; and it is worked out anew for whoever changes it."""
    given = {"formula": "a", "inputs": {"a": "4711"}}
    hidden = add(people, claim, "calculation", calculation=given, confidentiality="named")
    taken = {"formula": "b * 2", "inputs": {}, "from": {"b": hidden.pk}}
    with pytest.raises(services.Refused, match="no such calculation"):
        add(people, claim, "calculation", by="reporter", calculation=taken)
    rests = add(people, claim, "calculation", calculation=taken)
    services.change_input(document=hidden, name="a", value="5", actor=people["checker"])
    assert result(rests) == "10"
