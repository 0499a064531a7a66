"""The audit log: whole after any sequence of acts, and broken by any tampering."""

import hashlib
import json
from datetime import UTC

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from claims import ledger
from claims.models import LedgerEntry, User
from sources.models import append_only

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> list[LedgerEntry]:
    User.objects.create(pk=1, username="intruder")
    with transaction.atomic():
        for number in range(5):
            ledger.append("claim:one", "edited", {"number": number, "wörter": "äöü"})
        ledger.append("house", "account_made", {"who": "checker"})
    return list(LedgerEntry.objects.filter(chain="claim:one"))


def broken() -> list[ledger.Broken]:
    return [result for result in ledger.verify() if isinstance(result, ledger.Broken)]


def tamper(**changes):
    """As an intruder with SQL and the triggers lifted."""
    with append_only.lifted(LedgerEntry):
        LedgerEntry.objects.filter(chain="claim:one", sequence=3).update(**changes)


def test_a_sound_log_verifies(chain):
    assert broken() == []
    assert [entry.sequence for entry in chain] == [1, 2, 3, 4, 5]
    assert chain[3].previous == chain[2].hash


def test_many_at_once_are_the_same_as_one_by_one():
    with transaction.atomic():
        acts = [ledger.Act(f"claim:{n % 3}", "loaded", {"n": n}) for n in range(30)]
        ledger.append_many(acts)
        ledger.append_many(acts[:4])
    assert broken() == []
    assert LedgerEntry.objects.get(chain="claim:0", sequence=12).payload == {"n": 3}


def test_outside_a_transaction_it_refuses(transactional_db):
    with pytest.raises(transaction.TransactionManagementError, match="transaction of the act"):
        ledger.append("house", "edited", {})


@pytest.mark.parametrize(
    "changes",
    [
        {"payload": {"number": 99}},
        {"action": "published"},
        {"actor_label": "somebody"},
        {"actor": 1},
        {"previous": "0" * 64},
        {"salt": "00"},
        {"payload_sha256": "0" * 64},
        {"hash": "0" * 64},
        {"at": "2020-01-01T00:00:00Z"},
        {"chain": "claim:two"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_any_altered_column_is_found(chain, changes):
    tamper(**changes)
    assert [flaw.sequence for flaw in broken()] in ([3], [4], [4, 3])


def test_a_dropped_entry_is_found(chain):
    with append_only.lifted(LedgerEntry):
        chain[2].delete()
    assert [(flaw.sequence, flaw.why) for flaw in broken()] == [(4, "entry 3 is missing")]


def test_swapped_entries_are_found(chain):
    with append_only.lifted(LedgerEntry):
        for number, to in ((2, 90), (3, 2), (90, 3)):
            LedgerEntry.objects.filter(chain="claim:one", sequence=number).update(sequence=to)
    assert broken()[0].sequence == 2


def test_an_inserted_entry_is_found(chain):
    """Between two others, with a sound hash of its own, the later ones moved up."""
    with append_only.lifted(LedgerEntry):
        for entry in reversed(chain[2:]):
            LedgerEntry.objects.filter(pk=entry.pk).update(sequence=entry.sequence + 1)
        forged = {"chain": "claim:one", "sequence": 3, "at": chain[1].at, "actor": None, "actor_label": "x"}
        forged |= {"action": "ruled", "payload_sha256": "0" * 64, "previous": chain[1].hash}
        columns = forged | {"payload_sha256": ledger.payload_digest("", {}), "payload": {}}
        digest = ledger.entry_digest(**{k: v for k, v in columns.items() if k != "payload"})
        LedgerEntry.objects.create(**columns, hash=digest)
    assert [(flaw.sequence, flaw.why) for flaw in broken()] == [(4, "does not follow the entry before it")]


def test_an_erased_payload_keeps_the_chain_valid_where_the_erasure_is_recorded(chain):
    LedgerEntry.objects.filter(pk=chain[1].pk).update(payload=None, salt="")
    assert [(flaw.sequence, flaw.why) for flaw in broken()] == [
        (2, "its content is gone, and no erasure is recorded")
    ]
    with transaction.atomic():
        ledger.append("claim:one", ledger.ERASURE, {"sequence": 2, "reason": "Löschanspruch."})
    assert broken() == []


def test_the_command_counts_and_names_the_first_broken_entry(chain, capsys):
    call_command("verifyledger")
    assert capsys.readouterr().out == "entries=6 claims=1 ok\n"
    call_command("verifyledger", "--claim", "one")
    assert capsys.readouterr().out == "entries=5 claims=1 ok\n"
    tamper(action="published")
    with pytest.raises(CommandError, match="claim:one, entry 3: was altered"):
        call_command("verifyledger")


def test_the_command_says_when_there_is_no_such_claim(chain):
    with pytest.raises(CommandError, match="no claim nine"):
        call_command("verifyledger", "--claim", "nine")


@given(
    text=st.text(max_size=30),
    actor=st.none() | st.integers(1, 10**9),
    at=st.datetimes(timezones=st.just(UTC)),
)
def test_the_digest_of_an_entry_is_that_of_its_canonical_json(text, actor, at):
    fields = {"chain": f"claim:{text}", "sequence": 7, "actor": actor, "actor_label": text, "action": text}
    fields |= {"payload_sha256": "0" * 64, "previous": text}
    written = {**fields, "at": at.isoformat(timespec="microseconds")}
    expected = hashlib.sha256(
        json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()
    assert ledger.entry_digest(at=at, **fields) == expected
