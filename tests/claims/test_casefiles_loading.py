"""Loading a case folder: what it makes, what it leaves alone, and what it tells."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from claims import services
from claims.casefiles import load_case
from claims.models import (
    Article,
    Assessment,
    Claim,
    Evidence,
    Figure,
    LedgerEntry,
    Relation,
    Scale,
)
from sources.models import CaptureText, Document, Link
from tests import factories
from tests.claims.smallcase import (
    COUNT,
    END,
    START,
    STREET,
    TEXT,
    problems,
    replaced,
    sha256,
    write_case,
    write_text,
)

pytestmark = pytest.mark.django_db

EXAMPLE = settings.BASE_DIR / "examples" / "china-social-credit"
SIZE = "articles=1 claims=2 documents=2 evidence=2"


def load(folder: Path, **options: object) -> str:
    out = StringIO()
    call_command("loadcase", folder, stdout=out, **options)
    return out.getvalue()


def test_what_a_record_says_arrives(tmp_path: Path) -> None:
    assert load(write_case(tmp_path)) == f"{SIZE} created=15 updated=0 unchanged=0 conflicts=0\n"
    claim = Claim.objects.get(source_key="k1-01")
    assert (claim.claimant.name, claim.core, claim.state, claim.position) == (
        "Erika Beispiel",
        True,
        "draft",
        START,
    )
    assert claim.chain == [
        {"who": "Erika Beispiel", "mode": "direct"},
        {"who": "das Amt", "mode": "paraphrase"},
    ]
    figure = claim.figures.get()
    assert (figure.low, figure.high, figure.unit) == (40, 40, "no")
    assert claim.dates.get().date_last == 20181231
    document = Article.objects.get().document
    assert (document.title, document.published_basis) == ("Kameras: Ein Rundgang", "inferred")
    cited = claim.evidence.get()
    assert (cited.stance, cited.passage.locator) == ("refutes", "Seite 2")
    assert (cited.passage.exact, cited.passage.slice_sha256) == ("", "")
    links = {(link.role, link.public) for link in Link.objects.all()}
    assert links == {("original", True), ("wayback", True), ("original", False)}
    assert Claim.objects.get(source_key="k1-02").public_id == "kmr2018b"
    tier = Scale.objects.get().tiers.get()
    assert (str(tier.low), tier.low_inclusive, tier.high_inclusive) == ("100.5000", False, None)
    suggestion = claim.assessments.get()
    assert (suggestion.origin, suggestion.by, suggestion.verdict.slug) == (
        "imported",
        None,
        "mostly_accurate",
    )
    assert suggestion.own_calculation["inputs"] == {"a": "40", "b": "38"}


def test_without_the_text_a_passage_is_a_place_and_a_digest(tmp_path: Path) -> None:
    load(write_case(tmp_path))
    passage = Claim.objects.get(source_key="k1-02").appearances.get().passage
    assert (passage.exact, passage.slice_sha256, passage.locator) == ("", sha256(STREET), "¶ 1")


def test_the_text_may_come_later(tmp_path: Path) -> None:
    folder, texts = write_case(tmp_path / "case"), write_text(tmp_path / "texts")
    load(folder)
    before = Claim.objects.get(source_key="k1-01")
    assert load(folder, articles=texts).endswith("created=0 updated=3 unchanged=12 conflicts=0\n")
    passage = before.appearances.get().passage
    assert (passage.exact, passage.start, passage.end) == (COUNT, START, END)
    assert passage.selected_in == CaptureText.objects.get()
    assert passage.selected_in.text == TEXT
    assert TEXT.find(passage.prefix + passage.exact) == START - len(passage.prefix)
    assert load(folder, articles=texts).endswith("updated=0 unchanged=15 conflicts=0\n")
    assert load(folder).endswith("updated=0 unchanged=15 conflicts=0\n")
    assert CaptureText.objects.count() == 1
    assert Claim.objects.get(source_key="k1-01").appearances.get().passage.exact == COUNT


def test_a_text_once_stored_serves_later_loads(tmp_path: Path) -> None:
    load(write_case(tmp_path / "case"), articles=write_text(tmp_path / "texts"))
    moved = replaced(f"start: {START}", f"start: {START + 1}")
    assert "k1-01: passages[1].sha256" in problems(write_case(tmp_path / "case", claims=moved))[0]


def test_a_text_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert load(write_case(tmp_path / "case"), articles=tmp_path / "empty").startswith(
        "no text found for: k1\n"
    )


def test_a_changed_file_changes_the_row(tmp_path: Path) -> None:
    load(write_case(tmp_path))
    claim = Claim.objects.get(source_key="k1-01")
    figures = list(Figure.objects.filter(claim=claim).values_list("pk", flat=True))
    changed = write_case(
        tmp_path,
        claims=replaced("low: 40.0, high: 40", "low: 39, high: 40"),
        evidence=replaced("Dort sind es 38.", "Dort sind es noch 38."),
        documents=replaced("Ein Blog", "Das Blog"),
    )
    assert load(changed) == f"{SIZE} created=0 updated=3 unchanged=12 conflicts=0\n"
    claim.refresh_from_db()
    assert (claim.revision, claim.figures.get().low) == (2, 39)
    assert claim.figures.get().pk not in figures
    assert Document.objects.get(source_key="kameras:blog").title == "Das Blog"
    actions = LedgerEntry.objects.filter(chain=claim.ledger_chain).values_list("action", flat=True)
    assert list(actions) == ["loaded", "loaded"]
    last = LedgerEntry.objects.get(chain=claim.ledger_chain, sequence=2)
    assert (last.payload["record"], last.payload["pieces_of_evidence"]) == ("updated", 1)
    # A number is no key of a row, which others might not be allowed to read.
    loaded = LedgerEntry.objects.filter(action="loaded")
    assert not {"evidence", "assessment"} & {key for entry in loaded for key in entry.payload}
    assert load(changed).endswith("updated=0 unchanged=15 conflicts=0\n")


def test_a_new_record_joins(tmp_path: Path) -> None:
    load(write_case(tmp_path))
    more = "\n- {claim: k1-01, document: blog, stance: context}\n"
    assert load(write_case(tmp_path, evidence=lambda text: text + more)).endswith(
        "created=1 updated=0 unchanged=15 conflicts=0\n"
    )
    assert [e.position for e in Evidence.objects.filter(claim__source_key="k1-01")] == [0, 1]


def test_what_a_file_leaves_out_stays(tmp_path: Path) -> None:
    load(write_case(tmp_path))
    assert load(write_case(tmp_path, relations=lambda text: "[]\n")).endswith("unchanged=14 conflicts=0\n")
    assert Relation.objects.count() == 1


def test_the_desk_keeps_its_own(tmp_path: Path) -> None:
    load(write_case(tmp_path))
    claim = Claim.objects.get(source_key="k1-01")
    editor = factories.make_user("editor")
    services.edit_claim(claim=claim, actor=editor, expected_revision=1, statement_de="Es waren 40.")
    changed = write_case(tmp_path, claims=replaced("core: yes", "core: no"))
    said = load(changed)
    assert (
        "conflict: claims/kameras-2018.yaml: k1-01: statement_de: "
        "the file has “Das Amt zählte 40 Kameras.”, the desk has “Es waren 40.”" in said
    )
    assert "k1-01: core: the file has nothing, the desk has “true”" in said
    assert said.endswith(f"{SIZE} created=0 updated=0 unchanged=14 conflicts=1\n")
    claim.refresh_from_db()
    assert (claim.statement_de, claim.core) == ("Es waren 40.", True)
    assert load(changed, theirs=True).endswith("updated=1 unchanged=14 conflicts=0\n")
    claim.refresh_from_db()
    assert (claim.statement_de, claim.core, claim.revision) == ("Das Amt zählte 40 Kameras.", False, 3)
    assert load(changed).endswith("updated=0 unchanged=15 conflicts=0\n")


def test_under_legal_hold_a_claim_stays_whoever_wins(tmp_path: Path) -> None:
    load(write_case(tmp_path))
    claim = Claim.objects.get(source_key="k1-01")
    services.hold_legally(claim=claim, actor=factories.make_user("chief"), reason="Anhängiges Verfahren.")

    def parts() -> list[list[int]]:
        return [
            list(rows.values_list("pk", flat=True))
            for rows in (claim.appearances, claim.figures, claim.dates)
        ]

    before = parts()
    changed = write_case(
        tmp_path,
        claims=replaced("low: 40.0, high: 40", "low: 39, high: 40"),
        evidence=replaced("Dort sind es 38.", "Dort sind es noch 38."),
    )
    for theirs in (False, True):
        said = load(changed, theirs=theirs)
        assert "k1-01: figures: the file has" in said
        assert said.count("which stays: its claim is under legal hold") == 2
        assert said.endswith("created=0 updated=0 unchanged=13 conflicts=2\n")
    assert parts() == before


def test_an_edit_is_a_conflict_even_when_the_file_is_the_same(tmp_path: Path) -> None:
    load(write_case(tmp_path))
    Claim.objects.filter(source_key="k1-02").update(topic="verkehr")
    outcome = load_case(tmp_path)
    assert [(c.record, c.field, c.in_file, c.at_desk) for c in outcome.conflicts] == [
        ("k1-02", "topic", None, "verkehr")
    ]


def test_the_same_edit_on_both_sides_is_none(tmp_path: Path) -> None:
    load(write_case(tmp_path))
    Claim.objects.filter(source_key="k1-01").update(core=False)
    changed = write_case(tmp_path, claims=replaced("core: yes", "core: no"))
    assert load(changed).endswith("updated=0 unchanged=15 conflicts=0\n")
    assert load(write_case(tmp_path)).endswith("updated=1 unchanged=14 conflicts=0\n")


def test_dropped_evidence_stays_dropped(tmp_path: Path) -> None:
    load(write_case(tmp_path))
    services.drop(
        evidence=Evidence.objects.get(claim__source_key="k1-01"), actor=factories.make_user("editor")
    )
    assert [c.field for c in load_case(tmp_path).conflicts] == ["dropped"]
    assert not Evidence.objects.active().filter(claim__source_key="k1-01").exists()
    load_case(tmp_path, theirs=True)
    assert Evidence.objects.active().filter(claim__source_key="k1-01").exists()


def test_pinned_wording_and_new_copies_are_no_conflict(tmp_path: Path) -> None:
    load(write_case(tmp_path))
    evidence = Evidence.objects.get(claim__source_key="k1-01")
    document = evidence.passage.document
    passage = factories.make_passage(document, "38 Kameras", locator="Seite 2")
    services.pin(evidence=evidence, passage=passage, actor=factories.make_user("editor"))
    factories.make_link(document, "https://perma.example/1", role="perma")
    assert load(tmp_path).endswith("updated=0 unchanged=15 conflicts=0\n")
    changed = write_case(tmp_path, evidence=replaced("Dort sind es 38.", "Dort stehen 38."))
    assert load(changed).endswith("updated=1 unchanged=14 conflicts=0\n")
    evidence.refresh_from_db()
    assert (evidence.note_de, evidence.passage) == ("Dort stehen 38.", passage)


def test_a_changed_suggestion_is_added_to_the_old_one(tmp_path: Path) -> None:
    load(write_case(tmp_path))
    changed = write_case(tmp_path, suggestions=replaced("Es waren 38.", "Es waren nur 38."))
    assert load(changed).endswith("updated=1 unchanged=14 conflicts=0\n")
    sentences = Assessment.objects.order_by("id").values_list("one_sentence_de", flat=True)
    assert list(sentences) == ["Es waren 38.", "Es waren nur 38."]
    assert load(changed).endswith("updated=0 unchanged=15 conflicts=0\n")


def test_state_assignee_and_schedule_are_not_touched(tmp_path: Path) -> None:
    load(write_case(tmp_path))
    checker, later = factories.make_user("checker"), timezone.now() + timezone.timedelta(days=9)
    Claim.objects.update(state="research", assignee=checker)
    Link.objects.update(next_check_at=later, state="healthy")
    changed = write_case(
        tmp_path, claims=replaced("core: yes", "core: no"), documents=replaced("Ein Blog", "Das Blog")
    )
    assert load(changed).endswith("updated=2 unchanged=13 conflicts=0\n")
    assert set(Claim.objects.values_list("state", "assignee")) == {("research", checker.pk)}
    assert set(Link.objects.values_list("next_check_at", "state")) == {(later, "healthy")}


def test_the_desks_own_rows_are_found(tmp_path: Path) -> None:
    """A claimant, a metric and a document that are there already are the same ones, not second ones."""
    factories.make_claimant("Erika Beispiel", kind="person")
    factories.make_link(factories.make_document("Register", tier="primary"), "https://amt.example/register")
    outcome = load_case(write_case(tmp_path))
    assert {c.record for c in outcome.conflicts} == {"register"}
    assert (outcome.created, outcome.unchanged) == (13, 1)
    assert Document.objects.filter(title="Register").count() == 1


def test_words_that_stand_twice_get_a_longer_context(tmp_path: Path) -> None:
    load(write_case(tmp_path / "case"), articles=write_text(tmp_path / "texts"))
    first = Claim.objects.get(source_key="k1-01").appearances.get().passage
    second = TEXT.rindex(COUNT)
    again = write_case(
        tmp_path / "case",
        claims=lambda text: text.replace(f"start: {START}", f"start: {second}").replace(
            f"end: {END}", f"end: {second + len(COUNT)}"
        ),
    )
    load(again)
    moved = Claim.objects.get(source_key="k1-01").appearances.get().passage
    assert (moved.exact, moved.start) == (COUNT, second)
    assert moved != first
