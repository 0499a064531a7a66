"""manage.py importreviews: what is taken in, said again, said otherwise, refused."""

import json
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims import ledger, matching
from claims.models import Assessment, Claim, LedgerEntry, OutsideReview
from tests import factories as make
from tests.claims.test_claimreview_reading import RECORD, with_

pytestmark = pytest.mark.django_db
EVAL = os.environ.get("FACTCHECK_EVAL")


@pytest.fixture
def run(tmp_path: Path):
    def importreviews(*records: Any) -> list[str]:
        file = tmp_path / "reviews.json"
        file.write_text(json.dumps(records), encoding="utf-8")
        return command(file)

    return importreviews


def command(file: Path) -> list[str]:
    out = StringIO()
    call_command("importreviews", str(file), stdout=out, stderr=out)
    return out.getvalue().splitlines()


def closing(**counts: int) -> str:
    names = "read imported updated unchanged flagged refused".split()
    return " ".join(f"{name}={counts.get(name, 0)}" for name in names)


def test_taken_in_once_and_found(run):
    assert run(RECORD) == [closing(read=1, imported=1)]
    assert run(RECORD) == [closing(read=1, unchanged=1)]
    user = make.make_user("checker")
    (found,) = matching.similar("Is the tower 300 metres high?", user=user)
    assert found.outside.publisher == "Check Desk"
    assert matching.similar("Is the tower 300 metres high?") == []


def test_what_changed_is_updated_and_what_is_left_out_stays(run):
    run(with_(description="It has 280 metres."))
    assert run(with_(reviewRating={"alternateName": "False"})) == [closing(read=1, updated=1)]
    row = OutsideReview.objects.get()
    assert (row.rating, row.rating_value, row.summary, row.revision) == ("False", 2, "It has 280 metres.", 2)
    assert run(with_(reviewRating={"alternateName": "False"})) == [closing(read=1, unchanged=1)]


def test_a_line_for_each_refused_and_flagged_record(run):
    lines = run(
        RECORD, with_(url=""), with_(claimReviewed=""), with_(url="https://b.example/", reviewRating=None)
    )
    assert [line.split(":")[:2] for line in lines[:-1]] == [
        ["refused", " record 2"],
        ["refused", " record 3"],
        ["flagged", " record 4"],
    ]
    assert lines[-1] == closing(read=4, imported=2, flagged=1, refused=2)


def test_told_twice_in_one_file(run):
    otherwise = with_(reviewRating={"alternateName": "True"})
    for counts in ({"imported": 1}, {"unchanged": 1}):
        *lines, last = run(RECORD, RECORD, otherwise)
        assert "(rating)" in lines[0]
        counts = counts | {"unchanged": counts.get("unchanged", 0) + 1}
        assert last == closing(read=3, refused=1, **counts)
    assert OutsideReview.objects.get().rating == "Mostly false"


def test_our_own_are_not_checks_by_others(run, settings):
    settings.FACTCHECK_SITE_URL = "https://www.desk.example"
    lines = run(with_(url="https://desk.example/claims/x/"))
    assert "of our own" in lines[0]
    assert lines[-1] == closing(read=1, refused=1)


def test_claims_of_the_newsroom_stay_what_they_were(run):
    claim = make.make_claim(statement_en=RECORD["claimReviewed"])
    run(RECORD)
    assert (Claim.objects.count(), Assessment.objects.count(), claim.reviews.count()) == (1, 0, 0)
    found = matching.similar(RECORD["claimReviewed"], user=make.make_user("checker"))
    assert {(one.claim, bool(one.outside)) for one in found} == {(claim, False), (None, True)}


def test_one_entry_in_the_log_where_something_came(run):
    run(RECORD, with_(url=""))
    run(RECORD)
    entry = LedgerEntry.objects.get(chain=ledger.HOUSE)
    assert (entry.action, entry.payload["imported"]) == ("reviews_imported", 1)


def test_nothing_in_it(run):
    lines = run({"@type": "NewsArticle"})
    assert lines[0].startswith("There is no ClaimReview in ")
    assert lines[1:] == [closing()]


@pytest.mark.parametrize("body", [b"hello", b"\xff\xfe\x00", b"", b'{"broken'])
def test_a_file_that_is_none(tmp_path: Path, body: bytes):
    (tmp_path / "x").write_bytes(body)
    with pytest.raises(CommandError, match="x"):
        command(tmp_path / "x")
    with pytest.raises(CommandError, match="cannot be read"):
        command(tmp_path / "none")


def test_many_in_few_queries(run, django_assert_max_num_queries):
    records = [with_(url=f"https://check.example/{n}") for n in range(600)]
    with django_assert_max_num_queries(60):
        assert run(*records) == [closing(read=600, imported=600)]
    with django_assert_max_num_queries(10):
        assert run(*records) == [closing(read=600, unchanged=600)]


@pytest.mark.skipif(not EVAL, reason="FACTCHECK_EVAL names no folder")
@pytest.mark.parametrize(
    ("name", "count"),
    [("claimreviews.jsonl", 32), ("datacommons_feed_item.json", 1), ("google_factcheck_api_item.json", 1)],
)
def test_real_ones(name: str, count: int):
    file = Path(EVAL or "") / name
    assert command(file)[-1].startswith(f"read={count} imported={count} updated=0")
    assert command(file)[-1].startswith(f"read={count} imported=0 updated=0 unchanged={count}")
