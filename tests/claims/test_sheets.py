"""Claims as sheets: out, changed as a spreadsheet would, and in again."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from claims import services, sheets
from claims.models import Claim
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db

TROUBLE = '=HYPERLINK("x"); 17 "Millionen",\nzweite Zeile 😀'
Rows = list[dict[str, str]]


@pytest.fixture
def people() -> newsroom.People:
    return newsroom.hire()


@pytest.fixture
def claim(people) -> Claim:
    claim = newsroom.in_research(people)
    services.edit_claim(
        claim=claim, actor=None, expected_revision=claim.revision, desk_note=TROUBLE, topic="-1"
    )
    return newsroom.fresh(claim)


def out(claim: Claim, file: Path) -> Path:
    call_command("exportsheet", claim.article.case.slug, str(file))
    return file


def change(file: Path, how: Callable[[Rows], object]) -> None:
    """As a colleague at a spreadsheet does."""
    if file.suffix == ".csv":
        text = file.read_bytes().decode("utf-8-sig")
        delimiter = ";" if text.startswith("id;") else ","
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
        how(rows)
        written = io.StringIO()
        writer = csv.DictWriter(written, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
        file.write_bytes(written.getvalue().encode("utf-8"))
        return
    book = load_workbook(file)
    sheet = book.active
    head = [cell.value for cell in sheet[1]]
    rows = [
        dict(zip(head, (cell.value or "" for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)
    ]
    how(rows)
    for number, row in enumerate(rows, 2):
        for place, name in enumerate(head, 1):
            sheet.cell(number, place).value = row[name] or None
    book.save(file)


def take(file: Path, capsys, *options: str) -> list[str]:
    capsys.readouterr()
    call_command("importsheet", str(file), *options)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("name", ["claims.csv", "claims.xlsx"])
def test_out_and_in_again_changes_what_was_changed(claim, tmp_path, capsys, name):
    other = make.make_claim(claim.article, "Eine andere Aussage.")
    file = out(claim, tmp_path / name)
    assert capsys.readouterr().out == "claims=2\n"
    change(file, lambda rows: None)  # opened, saved, closed
    assert take(file, capsys) == ["read=2 updated=0 unchanged=2 conflicts=0 refused=0"]
    change(file, lambda rows: next(r for r in rows if r["id"] == claim.public_id).update(topic="reisen"))
    told = take(file, capsys, "--as", "checker")
    assert told[-1] == "read=2 updated=1 unchanged=1 conflicts=0 refused=0"
    assert told[0].endswith(f"{claim.public_id} updated: topic")
    now = newsroom.fresh(claim)
    assert (now.topic, now.desk_note, now.revision) == ("reisen", TROUBLE, claim.revision + 1)
    assert newsroom.last_payload(claim, "edited") == {"topic": {"from": "-1", "to": "reisen"}}
    assert Claim.objects.get(pk=other.pk).revision == other.revision
    assert newsroom.broken() == []


def test_no_cell_is_a_formula(claim, tmp_path):
    sheet = load_workbook(out(claim, tmp_path / "claims.xlsx")).active
    assert {cell.data_type for row in sheet for cell in row if cell.value} <= {"s"}
    assert "\n'=HYPERLINK" not in out(claim, tmp_path / "claims.csv").read_text("utf-8-sig")
    assert "'=HYPERLINK" in (tmp_path / "claims.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("name", ["claims.csv", "claims.xlsx"])
def test_characters_that_no_xml_holds_come_back(claim, tmp_path, capsys, name):
    note = "Seite 1\x0cSeite 2 \x01, geschrieben _x000C_ und _X1"
    services.edit_claim(claim=claim, actor=None, expected_revision=claim.revision, desk_note=note)
    file = out(claim, tmp_path / name)
    assert take(file, capsys) == ["read=1 updated=0 unchanged=1 conflicts=0 refused=0"]


def test_a_sheet_that_unpacks_to_very_much_is_refused(claim, tmp_path):
    file = out(claim, tmp_path / "claims.xlsx")
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed, packed.open("big.xml", "w") as part:
        for _ in range(sheets.MOST_UNPACKED // 2**20):
            part.write(bytes(2**20))
    assert file.stat().st_size < sheets.MOST
    with pytest.raises(CommandError, match="unpacks to more than 500 MB"):
        call_command("importsheet", str(file))


def test_a_cell_far_to_the_right_makes_no_row_wide(claim, tmp_path):
    file = out(claim, tmp_path / "claims.xlsx")
    book = load_workbook(file)
    book.active.cell(2, 16_384).value = "x"
    book.save(file)
    assert {len(row) for row in sheets._from_xlsx(file)} == {sheets.MOST_COLUMNS}


def test_a_claim_edited_since_is_a_conflict_and_both_texts_are_told(claim, tmp_path, capsys):
    file = out(claim, tmp_path / "claims.csv")
    services.edit_claim(claim=claim, actor=None, expected_revision=claim.revision, topic="kameras")
    change(file, lambda rows: rows[0].update(topic="reisen"))
    told = take(file, capsys)
    assert told[-1] == "read=1 updated=0 unchanged=0 conflicts=1 refused=0"
    assert "'reisen'" in told[0]
    assert "'kameras'" in told[0]
    assert newsroom.fresh(claim).topic == "kameras"


def test_what_cannot_be_taken_is_told_and_keeps_nothing_back(claim, tmp_path, capsys):
    file = out(claim, tmp_path / "claims.csv")

    def rows(known: Rows) -> None:
        row = dict(known[0])
        known[:] = [
            row | {"id": "nothing1", "topic": "a"},
            row | {"id": "", "topic": "a"},
            row | {"topic": "x" * 61},
            row | {"statement_de": "", "statement_en": ""},
            row | {"statement_en": "In other words.", "state": "closed", "verdict": "accurate"},
            row | {"topic": "zweimal"},
        ]

    change(file, rows)
    told = take(file, capsys)
    assert told[-1] == "read=6 updated=1 unchanged=0 conflicts=1 refused=4"
    words = (
        "no such claim",
        "record the claim in its article",
        "longer than 60",
        "empty in both",
        "statement_en",
        "changed since",
    )
    for line, expected in zip(told, words, strict=False):
        assert expected in line
    now = newsroom.fresh(claim)
    assert (now.statement_en, now.state, now.topic) == ("In other words.", "research", "-1")


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("claims.ods", b"", "neither .csv nor .xlsx"),
        ("claims.csv", b"", "is empty"),
        ("claims.csv", "id,revision,topic\nä,1,ü".encode("latin-1"), "not UTF-8"),
        ("claims.csv", b"topic,revision\na,1\n", "one column id"),
        ("claims.csv", b"id,revision,topic,topic\na,1,b,c\n", "column topic twice"),
        ("claims.csv", b'id,revision\n"a,1\n', "is no CSV"),
        ("claims.xlsx", b"PK\x03\x04 not really", "no XLSX"),
        ("claims.xlsx", b"", "no XLSX"),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_refused_in_one_line(tmp_path, name, body, words):
    (tmp_path / name).write_bytes(body)
    with pytest.raises(CommandError, match=words) as refused:
        call_command("importsheet", str(tmp_path / name))
    assert "\n" not in str(refused.value)


def test_names_that_do_not_exist(claim, people, tmp_path):
    unwritable = ["exportsheet", claim.article.case.slug, str(tmp_path / "none" / "x.csv")]
    unreadable = ["importsheet", str(tmp_path / "none.csv")]
    stranger = ["importsheet", "x.csv", "--as", "nobody"]
    for arguments in (["exportsheet", "nowhere", "x.csv"], unreadable, stranger, unwritable):
        with pytest.raises(CommandError):
            call_command(*arguments)


def test_what_the_role_may_not_do_is_refused(claim, people):
    row = {"id": claim.public_id, "revision": str(claim.revision), "topic": "reisen"}
    (outcome,) = sheets.take_in([row], actor=people["auditor"])
    assert outcome.became == "refused"


def test_a_row_cut_off_keeps_no_other_back(claim, people):
    other = make.make_claim(claim.article, "Eine andere")
    rows = [
        {"id": claim.public_id, "topic": "reisen"},
        {"id": other.public_id, "revision": str(other.revision), "topic": "kameras"},
    ]
    cut, whole = sheets.take_in(rows, actor=people["editor"])
    assert (cut.became, whole.became) == ("refused", "updated")
    assert "revision" in cut.why


def test_queries_do_not_grow_with_the_claims(claim, django_assert_num_queries):
    for n in range(5):
        make.make_claim(claim.article, f"Aussage {n}")
    with django_assert_num_queries(2):
        assert len(list(sheets.rows_of(claim.article.case))) == 7
