"""The quantities command: a file or standard input in, JSON or lines out."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sources.management.commands.quantities import publication_date

TEXT = "Seit Mitte Mai\r\nkamen rund 90 \r\nMillionen Gäste 😀 und 5 Kinder."


def output(*arguments: str) -> str:
    out = io.StringIO()
    call_command("quantities", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "text.txt"
    path.write_bytes(TEXT.encode())
    return str(path)


def test_json_has_the_fields_of_the_contract_and_offsets_into_the_untouched_text(file: str) -> None:
    listed: list[dict[str, Any]] = json.loads(
        output(file, "--language", "de", "--published", "2018-12", "--json")
    )
    assert listed[0] == {
        "start": 0, "end": 14, "text": "Seit Mitte Mai", "low": "2018-05-10", "high": "2018-05-20",
        "unit": None, "qualifier": "about", "kind": "date",
    }  # fmt: skip
    assert [(entry["low"], entry["unit"]) for entry in listed[1:]] == [("90000000", "Gäste"), ("5", "Kinder")]
    assert all(TEXT[entry["start"] : entry["end"]] == entry["text"] for entry in listed)


def test_without_json_one_line_a_quantity(file: str) -> None:
    assert output(file, "--language", "de").splitlines() == [
        "27-41\tnumber\tabout\t90000000\tGäste\t90 Millionen",
        "54-55\tnumber\texactly\t5\tKinder\t5",
    ]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"some 1,200 people")))
    assert [entry["low"] for entry in json.loads(output("-", "--language", "en", "--json"))] == ["1200"]


def test_a_text_without_quantities_is_an_empty_list(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("Nichts.")
    assert json.loads(output(str(tmp_path / "text.txt"), "--language", "de", "--json")) == []


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        output(str(tmp_path / "missing.txt"), "--language", "de")
    (tmp_path / "latin.txt").write_bytes("für".encode("latin-1"))
    with pytest.raises(CommandError, match="no UTF-8"):
        output(str(tmp_path / "latin.txt"), "--language", "de")
    with pytest.raises(CommandError, match="Is a directory"):
        output(str(tmp_path), "--language", "de")


def test_a_text_beyond_the_limit_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sources.management.textfiles.MOST_BYTES", 2**20)
    (tmp_path / "large.txt").write_bytes(b"5 " * 2**20)
    with pytest.raises(CommandError, match="larger than 1 MB"):
        output(str(tmp_path / "large.txt"), "--language", "de")


@pytest.mark.parametrize("written", ["2018-13", "2018-02-30", "18", "May 2018"])
def test_other_dates_are_refused(written: str, file: str) -> None:
    with pytest.raises(CommandError, match="no date of the form"):
        output(file, "--language", "de", "--published", written)


@pytest.mark.parametrize(
    ("written", "last"),
    [("2018", date(2018, 12, 31)), ("2016-02", date(2016, 2, 29)), ("2018-05-03", date(2018, 5, 3))],
)
def test_a_period_is_looked_back_on_from_its_last_day(written: str, last: date) -> None:
    assert publication_date(written) == last
