"""The example case: loaded once for all that is asked of it."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from claims import ledger
from claims.casefiles import Outcome, dump_case, load_case
from claims.models import (
    Assessment,
    Case,
    ClaimPassage,
    LedgerEntry,
    Metric,
    Relation,
    Review,
    Scale,
)
from sources.models import Link, Passage
from tests.claims.smallcase import files, sha256

pytestmark = pytest.mark.django_db

EXAMPLE = settings.BASE_DIR / "examples" / "china-social-credit"


@pytest.fixture(scope="module")
def example(module_db: None) -> Outcome:
    return load_case(EXAMPLE)


def test_the_example_loads_and_loads_again(example: Outcome) -> None:
    assert str(example) == (
        "articles=5 claims=198 documents=116 evidence=277 created=1154 updated=0 unchanged=0 conflicts=0"
    )
    assert str(load_case(EXAMPLE)).endswith("created=0 updated=0 unchanged=1154 conflicts=0")
    assert (Relation.objects.count(), Metric.objects.count(), Scale.objects.count()) == (355, 38, 9)
    assert Assessment.objects.filter(origin="imported").count() == 111
    assert Case.objects.get().eyes == 4
    assert not Review.objects.exists()
    assert not Passage.objects.exclude(exact="").exists()
    entries = LedgerEntry.objects.filter(chain__startswith="claim:")
    assert entries.count() == entries.filter(action="loaded", sequence=1, actor=None).count() == 198
    assert not [entry for entry in ledger.verify() if isinstance(entry, ledger.Broken)]


def test_the_example_is_spread_over_the_first_round(example: Outcome) -> None:
    links = Link.objects.watched()
    assert links.count() == Link.objects.filter(role="original", public=True).count() == 94
    due = sorted((link.next_check_at - link.created_at).total_seconds() for link in links)
    assert 0.8 * settings.FACTCHECK_FIRST_ROUND < due[-1] <= settings.FACTCHECK_FIRST_ROUND
    assert len([seconds for seconds in due if seconds < 30]) < 10
    assert Link.objects.filter(public=False).count() == 18


def test_the_example_takes_its_wording_from_the_texts(example: Outcome) -> None:
    folder = os.environ.get("FACTCHECK_ARTICLES")
    if not folder:
        pytest.skip("FACTCHECK_ARTICLES names no folder of article texts")
    outcome = load_case(EXAMPLE, articles=Path(folder))
    assert (outcome.updated, outcome.unchanged, outcome.conflicts) == (203, 951, [])
    for appearance in ClaimPassage.objects.select_related("passage__selected_in"):
        passage = appearance.passage
        assert passage.selected_in is not None
        assert passage.selected_in.text[passage.start : passage.end] == passage.exact
        assert sha256(passage.exact) == passage.slice_sha256
    assert str(load_case(EXAMPLE, articles=Path(folder))).endswith("updated=0 unchanged=1154 conflicts=0")


def test_the_example_is_what_its_dump_is(example: Outcome, tmp_path: Path) -> None:
    dump_case("china-social-credit", tmp_path)
    written = files(tmp_path)
    assert written == files(EXAMPLE)
    assert len(written) == 9 + 5
