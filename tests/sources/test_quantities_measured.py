"""Reading measured on real texts and on public test material, where their folders are named."""

from pathlib import Path

import pytest

from bench import reading

DOC = Path(__file__).parents[2] / "docs" / "quantities.md"


def folder(variable: str) -> Path:
    path = reading.folder(variable)
    if path is None:
        pytest.skip(f"{variable} names no folder")
    return path


def case_folders() -> tuple[Path, Path]:
    return folder("FACTCHECK_ARTICLES"), folder("FACTCHECK_CASE")


def test_nine_of_ten_expressions_of_the_case_read_as_expected() -> None:
    right = reading.expressions(*case_folders())
    assert sum(right) >= 0.9 * len(right)
    assert f"{sum(right)} of {len(right)}" in DOC.read_text(encoding="utf-8")


def test_nine_of_ten_figures_of_the_case_are_read_out_of_their_passages() -> None:
    right = reading.figures(*case_folders())
    assert sum(right) >= 0.9 * len(right)
    assert f"{sum(right)} of {len(right)}" in DOC.read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "least"), [("English", 0.90), ("German", 0.84)])
def test_span_and_value_of_public_test_material(language: str, least: float) -> None:
    """Numbers, percentages and currencies; a unit named without a number counts as missed."""
    wanted = [one for one in reading.material(folder("FACTCHECK_EVAL")) if one.language == language]
    assert sum(not one.missed for one in wanted) >= least * len(wanted)


def test_the_documented_table_of_what_is_missed_is_true() -> None:
    """`python -m bench.reading` prints the table anew."""
    assert reading.table(folder("FACTCHECK_EVAL")) in DOC.read_text(encoding="utf-8")


def test_every_miss_has_a_cause_that_the_table_explains() -> None:
    causes = {one.missed for one in reading.material(folder("FACTCHECK_EVAL"))}
    assert causes <= {"", *reading.CAUSES}


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_megabyte_takes_less_than_two_seconds(language: str) -> None:
    """Processor time, since other tests may run beside this one."""
    assert reading.seconds_for_a_megabyte(language) < 2
