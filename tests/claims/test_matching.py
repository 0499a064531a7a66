"""Matching through the database: same order on both, what may be returned, staleness, hostile input."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from claims import matching, services
from claims.matching import index
from claims.models import Claim, MatchTerm, MatchText
from tests.factories import make_article, make_case, make_claim, make_user

pytestmark = pytest.mark.django_db

STATEMENTS = [
    (
        "In der Stadt hängen 170 Millionen Überwachungskameras.",
        "There are 170 million surveillance cameras in the city.",
    ),
    ("An jeder Kreuzung hängt eine Kamera.", "There is a camera at every crossing."),
    (
        "Bis Ende 2018 durften 17 Millionen Menschen kein Flugticket kaufen.",
        "By the end of 2018, 17 million people were refused air tickets.",
    ),
    ("Wer bei Rot über die Straße geht, verliert fünf Punkte.", "Whoever jaywalks loses five points."),
    (
        "Das Gericht in Rongcheng führt eine Liste säumiger Schuldner.",
        "The court in Rongcheng keeps a list of debtors in default.",
    ),
    (
        "Hundehalter verlieren Punkte, wenn ihr Tier auf die Straße macht.",
        "Dog owners lose points if their animal fouls the street.",
    ),
]


@pytest.fixture
def claims() -> list[Claim]:
    article = make_article()
    return [make_claim(article, statement_de=de, statement_en=en) for de, en in STATEMENTS]


def found(text: str, **options: object) -> list[int]:
    """Which of STATEMENTS come, best first."""
    places = {de: number for number, (de, _) in enumerate(STATEMENTS)}
    options.setdefault("claims", Claim.objects.all())
    return [places[one.statement_de] for one in matching.similar(text, **options)]  # type: ignore[arg-type]


# Pinned, and run in both passes of the suite: what SQLite and PostgreSQL must agree on.
ORDERS = [
    ("17.000.000 Menschen durften kein Ticket kaufen", [2]),
    ("In the city there are 170,000,000 cameras", [0]),
    ("Halter von Hunden verlieren Punkte, wenn ihr Tier die Straße verschmutzt", [5, 3]),
    ("People lose points for jaywalking on the street", [3, 5]),
    ("#Rongcheng: court lists debtors", [4]),
    ("Kameras an jeder Kreuzung der Stadt", [1, 0]),
]


@pytest.mark.parametrize(("text", "expected"), ORDERS)
def test_same_order_on_both_databases(claims: list[Claim], text: str, expected: list[int]):
    assert found(text)[: len(expected)] == expected


@pytest.mark.services
def test_postgresql_has_its_index(claims: list[Claim]):
    matching.refresh()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM claims_matchtext WHERE string_to_array(terms, ' ') @> ARRAY['kamera']"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "match_text_terms" in plan


def test_says_why(claims: list[Claim]):
    best = matching.similar("17 Millionen Menschen ohne Flugticket", claims=Claim.objects.all())[0]
    assert best.why[:1] in [("17 Millionen",), ("Flugticket",)]
    assert set(best.why) == {"17 Millionen", "Menschen", "Flugticket"}
    assert 0.5 <= best.score <= 1


@pytest.mark.parametrize("text", ["Kamera", "Die Kameras", "Überwachung durch Kameras"])
def test_compounds_are_found_by_their_parts(claims: list[Claim], text: str):
    assert 0 in found(text, language="de", floor=0.0)


def test_parts_are_found_by_compounds(claims: list[Claim]):
    article = claims[0].article
    register = make_claim(article, statement_de="Im Register steht jeder Schuldner.")
    make_claim(article, statement_de="Die Strafe zahlt der Halter.")
    best = matching.similar("Strafregister", language="de", claims=Claim.objects.all(), floor=0.0)
    assert register in [one.claim for one in best]


@pytest.mark.parametrize(
    "text",
    [
        "Rezept für Pfannkuchen mit drei Eiern und einem halben Liter Milch",
        "The parliament passed a new budget after a long debate on Thursday",
        "Der Zug fährt heute wegen Bauarbeiten auf der Strecke nicht",
    ],
)
def test_nothing_similar(claims: list[Claim], text: str):
    assert found(text) == []


def test_nothing_recorded():
    assert matching.similar("Kameras", claims=Claim.objects.all()) == []


HOSTILE = [
    "",
    "   ",
    "😀🤷‍♀️",
    '"',
    "' OR 1=1; --",
    'kamera" OR terms MATCH "x',
    "NEAR(kamera, 2) AND NOT * ^ {a b}: -",
    "kamera:* & ! | <-> \\",
    "\x00\ud800 %s %(a)s {}",
    "١٢٣ ½ ² Ⅷ",
    "Kamera " * 15_000,
    "".join(f"wort{n} " for n in range(12_000)),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_only_text(claims: list[Claim], text: str):
    assert set(found(text, floor=0.0)) <= set(range(len(STATEMENTS)))


@pytest.mark.parametrize("statement", ["\"'*", "%s", "😀", "Kamera " * 15_000])
def test_hostile_statement_is_only_text(claims: list[Claim], statement: str):
    make_claim(claims[0].article, statement_de=statement)
    matching.refresh()
    assert not matching.stale().exists()


def test_returns_only_what_the_queryset_holds(claims: list[Claim]):
    text = "Wer bei Rot über die Straße geht"
    assert found(text)[0] == 3
    assert found(text, claims=Claim.objects.exclude(pk=claims[3].pk))[:1] != [3]
    assert found(text, claims=Claim.objects.none()) == []


def test_readers_get_only_what_is_public():
    hidden = make_claim(
        make_article(make_case(list_open_claims=False)), statement_de="Die Ampel fotografiert Fußgänger."
    )
    text = "Fußgänger werden von der Ampel fotografiert"
    assert matching.similar(text) == []
    assert [one.claim for one in matching.similar(text, claims=Claim.objects.all())] == [hidden]


def test_new_claims_are_found_at_once(claims: list[Claim]):
    assert found("Ampel fotografiert Fußgänger") == []
    late = make_claim(claims[0].article, statement_de="Die Ampel fotografiert Fußgänger.")
    best = matching.similar("Ampel fotografiert Fußgänger", claims=Claim.objects.all())
    assert [one.claim for one in best] == [late]


def test_edited_claims_are_found_by_their_new_wording(claims: list[Claim]):
    assert found("Kamera an der Kreuzung")[0] == 1
    services.edit_claim(
        claim=claims[1],
        actor=make_user("editor"),
        expected_revision=claims[1].revision,
        statement_de="Am Bahnhof singt ein Chor.",
        statement_en="",
    )
    best = matching.similar("Im Bahnhof singt der Chor", claims=Claim.objects.all())
    assert [one.claim for one in best] == [claims[1]]
    assert MatchTerm.objects.get(term="chor").texts == 1
    assert MatchTerm.objects.get(term="kreuzung").texts == 0


def test_counts_stay_exact(claims: list[Claim]):
    matching.refresh()
    claims[4].delete()
    Claim.objects.filter(pk=claims[0].pk).update(statement_de="Punkte, Punkte.", revision=7)
    assert matching.refresh() == 2
    after = dict(MatchTerm.objects.filter(texts__gt=0).values_list("term", "places"))
    assert matching.rebuild() == len(STATEMENTS) - 1
    assert dict(MatchTerm.objects.values_list("term", "places")) == after
    assert MatchTerm.objects.get(term=index.ALL).texts == MatchText.objects.count() == len(STATEMENTS) - 1


def test_refresh_does_nothing_twice(claims: list[Claim], django_assert_num_queries):
    assert matching.refresh() == len(STATEMENTS)
    with django_assert_num_queries(3):  # stale claims, stale checks by others, rows that stand for nothing
        assert matching.refresh() == 0


def test_refresh_may_be_taken_in_steps(claims: list[Claim]):
    assert [matching.refresh(4), matching.refresh(4), matching.refresh(4)] == [4, 2, 0]


def test_other_rules_make_all_rows_stale(claims: list[Claim], monkeypatch: pytest.MonkeyPatch):
    matching.refresh()
    monkeypatch.setattr("claims.matching.tokens.VERSION", 99)
    assert matching.stale().count() == len(STATEMENTS)


def test_queries_of_one_question(claims: list[Claim], django_assert_num_queries):
    matching.refresh()
    found("Kameras in der Stadt")
    # newest rows, terms, terms that end like theirs, holders, readable rows, claims, their fact-checks
    with django_assert_num_queries(7):
        found("Kameras in der Innenstadt", language="de")


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("match", *arguments, stdout=out)
    return out.getvalue()


def test_command(claims: list[Claim], tmp_path: Path):
    file = tmp_path / "post.txt"
    file.write_text("Das Gericht in Rongcheng und seine Liste der Schuldner", encoding="utf-8")
    (best,) = json.loads(command("--file", str(file), "--limit", "1", "--json"))
    assert (best["claim"], best["statement_de"]) == (claims[4].public_id, STATEMENTS[4][0])
    assert claims[4].public_id in command("--text", "Rongcheng: Gericht führt Schuldner auf einer Liste")
    assert command("--text", "Pfannkuchen mit Milch") == "nothing similar\n"
    assert json.loads(command("--text", "Pfannkuchen mit Milch", "--json")) == []


def test_command_refuses_what_it_cannot_read(tmp_path: Path):
    (tmp_path / "x").write_bytes(b"\xff\xfe\x00")
    for arguments in (
        ["--file", str(tmp_path / "x")],
        ["--file", str(tmp_path / "none")],
        ["--text", "a", "--limit", "0"],
    ):
        with pytest.raises(CommandError):
            command(*arguments)
