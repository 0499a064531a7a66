"""Seals over the audit log: made daily, published, provable for each claim, and what they find."""

import json
import time
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from claims import ledger, tasks
from claims.ledger import keys, merkle, seals
from claims.models import LedgerEntry, Seal
from sources.models import append_only
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)
KEY = "11" * 32


@pytest.fixture(autouse=True)
def key(settings):
    settings.FACTCHECK_SEAL_KEY = KEY
    settings.FACTCHECK_SEAL_FORMER_KEYS = []


def write(chain: str, count: int = 1) -> None:
    with transaction.atomic():
        ledger.append_many([ledger.Act(chain, "edited", {"n": n}) for n in range(count)])


def seal(days: int = 0) -> Seal:
    made = ledger.make_seal(DAY + timedelta(days=days))
    assert made
    return made


def alter(seal: Seal, **columns) -> None:
    with append_only.lifted(Seal):
        Seal.objects.filter(pk=seal.pk).update(**columns)


# --- the tree -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 8, 33])
def test_every_leaf_climbs_to_the_root(count):
    leaves = [merkle.leaf(f"claim:{n}", n, f"{n:064x}") for n in range(count)]
    tree = merkle.levels(leaves)
    root = merkle.root(leaves)
    assert {merkle.climb(leaf, merkle.path(tree, n)) for n, leaf in enumerate(leaves)} == {root}
    assert merkle.climb(merkle.leaf("claim:0", 1, "0" * 64), merkle.path(tree, 0)) != root
    assert merkle.root([*leaves, leaves[-1]]) != root


# --- making ---------------------------------------------------------------------------------------------


def test_a_seal_a_day_over_what_moved(settings):
    write("claim:a", 3)
    write("claim:b")
    first = seal()
    assert (first.chains, first.entries, [change[:2] for change in first.changes]) == (
        2, 4, [["claim:a", 3], ["claim:b", 1]],
    )  # fmt: skip
    assert ledger.make_seal(DAY) is None
    write("claim:b")
    second = seal(1)
    assert [change[:2] for change in second.changes] == [["claim:b", 2]]
    assert (second.chains, second.root != first.root) == (2, True)
    assert ledger.seal_flaws() == []


def test_a_day_without_acts_is_sealed_too():
    seal()
    write("claim:a")
    quiet = [seal(1), seal(2)]
    assert (quiet[0].root, quiet[1].changes) == (quiet[1].root, [])
    assert ledger.seal_flaws() == []


def test_the_task_seals_once_a_day():
    write("claim:a")
    assert (bool(tasks.seal()), tasks.seal()) == (True, "")


def test_a_day_is_the_newsroom_s(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: make.moment("2026-11-22 23:30"))
    assert ledger.make_seal().date == date(2026, 11, 23)


@pytest.mark.parametrize("key", ["", "zz", "11"])
def test_without_a_key_no_seal(settings, key):
    settings.FACTCHECK_SEAL_KEY = key
    settings.DEBUG = False
    with pytest.raises(ledger.KeyMissing, match="FACTCHECK_SEAL_KEY"):
        ledger.make_seal()


def test_in_development_a_key_is_made_once(settings, tmp_path):
    settings.FACTCHECK_SEAL_KEY, settings.DEBUG, settings.VAR_DIR = "", True, tmp_path
    assert ledger.public_key() == ledger.public_key()
    assert (tmp_path / "seal.key").stat().st_mode & 0o777 == 0o600


# --- what is published ------------------------------------------------------------------------------------


def canonical(body: dict) -> bytes:
    """Written anew from the description, as somebody outside would."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def is_genuine(body: dict) -> None:
    rest = {name: value for name, value in body.items() if name != "signature"}
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(body["key"]))
    key.verify(bytes.fromhex(body["signature"]), canonical(rest))


def test_seals_are_public_and_can_be_checked_outside():
    write("claim:geheim", 2)
    seal()
    seal(1)
    answer = Client().get("/ledger/seals.json")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (200, "*")
    assert not answer.cookies
    rows = answer.json()["seals"]
    assert [row["date"] for row in rows] == ["2026-11-23", "2026-11-22"]
    for row in rows:
        is_genuine(row)
    assert Client().get("/ledger/seals/2026-11-22.json").json() == rows[1]
    # Chains of claims in work are named nowhere.
    assert "geheim" not in answer.content.decode()
    assert Client().get("/ledger/seals.json", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_feed_carries_each_seal_whole():
    write("claim:geheim")
    seal()
    seal(1)
    answer = Client().get("/feeds/seals.atom")
    assert (answer.status_code, bool(answer.cookies), "geheim" in answer.text) == (200, False, False)
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.fromstring(answer.content).findall(f"{atom}entry")
    told = [json.loads(entry.findtext(f"{atom}summary")) for entry in entries]
    assert told == Client().get("/ledger/seals.json").json()["seals"]
    for row in told:
        is_genuine(row)


@pytest.mark.parametrize("address", ["/ledger/seals/2020-01-01.json", "/ledger/seals/2020-13-01.json"])
def test_a_day_without_seal_is_not_found(address):
    assert Client().get(address).status_code == 404


def test_a_claim_can_be_proved_to_stand_in_the_seal():
    people = newsroom.hire()
    claim, _ = newsroom.published(people)
    newsroom.record(people)
    address = f"/claims/{claim.public_id}/proof.json"
    assert Client().get(address).status_code == 404  # not sealed yet
    seal()
    told = Client().get(address).json()
    is_genuine(told["seal"])
    head = LedgerEntry.objects.filter(chain=claim.ledger_chain).latest("sequence")
    assert (told["sequence"], told["hash"]) == (head.sequence, head.hash)
    leaf = merkle.leaf(told["chain"], told["sequence"], told["hash"])
    assert merkle.climb(leaf, [(step["side"], step["hash"]) for step in told["path"]]) == told["seal"]["root"]


def test_claims_that_readers_do_not_see_have_no_proof():
    claim = newsroom.record(newsroom.hire())
    seal()
    assert Client().get(f"/claims/{claim.public_id}/proof.json").status_code == 404
    assert Client().get("/claims/nothing/proof.json").status_code == 404


# --- what seals find --------------------------------------------------------------------------------------


def test_dropped_last_entries_are_found():
    write("claim:a", 5)
    write("claim:b", 2)
    seal()
    with append_only.lifted(LedgerEntry):
        LedgerEntry.objects.filter(chain="claim:a", sequence__gt=3).delete()
    (flaw,) = newsroom.broken()
    assert (flaw.chain, flaw.sequence) == ("claim:a", 4)
    with pytest.raises(CommandError, match="claim:a, entry 4: entry 4 is missing: sealed up to entry 5"):
        call_command("verifyledger")
    with pytest.raises(CommandError, match="entry 4"):
        call_command("verifyledger", "--claim", "a")
    call_command("verifyledger", "--claim", "b")


def test_a_whole_chain_that_vanished_is_found():
    write("claim:a", 2)
    write("claim:z", 2)
    seal()
    with append_only.lifted(LedgerEntry):
        LedgerEntry.objects.filter(chain="claim:z").delete()
    assert [(flaw.chain, "whole chain" in flaw.why) for flaw in newsroom.broken()] == [("claim:z", True)]


def test_a_chain_rewritten_from_end_to_end_is_found():
    write("claim:a", 3)
    seal()
    with append_only.lifted(LedgerEntry):
        LedgerEntry.objects.filter(chain="claim:a").delete()
    write("claim:a", 3)
    assert [(flaw.sequence, flaw.why) for flaw in newsroom.broken()] == [(3, "differs from what was sealed")]


def test_what_came_after_the_last_seal_is_no_flaw():
    write("claim:a", 3)
    seal()
    write("claim:a", 3)
    write("claim:new")
    assert newsroom.broken() == []


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"root": "0" * 64}, "signature"),
        ({"signature": "0" * 128}, "signature"),
        ({"entries": 1}, "signature"),
        ({"key": "0" * 64}, "not ours"),
        ({"changes": [["claim:a", 1, "0" * 64]]}, "heads were altered"),
        ({"previous": "0" * 64}, "signature"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_an_altered_seal_is_found(columns, words):
    write("claim:a", 3)
    first = seal()
    seal(1)
    alter(first, **columns)
    with pytest.raises(CommandError, match=f"seal of 2026-11-22: .*{words}"):
        call_command("verifyledger")


def test_a_seal_that_counts_other_entries_than_its_heads_is_found():
    write("claim:a", 3)
    made = seal()
    made.entries = 2
    signature = keys.signing_key().sign(canonical(seals.body(made))).hex()
    alter(made, entries=2, signature=signature)
    assert ledger.seal_flaws() == ["seal of 2026-11-22: its number of entries does not fit"]


def test_a_dropped_seal_is_found_by_the_next():
    write("claim:a")
    seal()
    middle = seal(1)
    seal(2)
    with append_only.lifted(Seal):
        middle.delete()
    assert ledger.seal_flaws() == ["seal of 2026-11-24: does not follow the seal before it"]


def test_former_keys_stay_good_and_foreign_ones_do_not(settings):
    write("claim:a")
    seal()
    former = ledger.public_key()
    settings.FACTCHECK_SEAL_KEY = "22" * 32
    seal(1)
    assert ledger.seal_flaws() == ["seal of 2026-11-22: was signed with a key that is not ours"]
    settings.FACTCHECK_SEAL_FORMER_KEYS = [former]
    assert ledger.seal_flaws() == []


def test_ten_thousand_entries_in_under_a_second(capsys):
    """The house wants 100,000 in ten; `python -m bench.verifying` measures these."""
    chains = [f"claim:{n}" for n in range(200)]
    note = "Eine Begründung von üblicher Länge, mit Zahlen wie 17,46 Millionen. " * 3
    with transaction.atomic():
        ledger.append_many(
            [ledger.Act(chain, "edited", {"n": n, "note": note}) for n in range(50) for chain in chains]
        )
    seal()
    begun = time.process_time()  # other tests run beside this one
    call_command("verifyledger")
    seconds = time.process_time() - begun
    assert capsys.readouterr().out == "entries=10000 claims=200 ok\n"
    assert seconds < 1, f"{seconds:.1f} s"
