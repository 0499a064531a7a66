"""The audit log at the desk: filters in the address, what is withheld or erased, and what proves it."""

import ast
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from claims import ledger, services
from claims.models import LedgerEntry
from claims.templatetags.logwords import ACTS
from sources.models import append_only
from tests.claims import newsroom

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/ledger/"


@pytest.fixture
def people() -> newsroom.People:
    return newsroom.hire()


def get(person, query: str = ""):
    client = Client()
    client.force_login(person)
    return client.get(f"{ADDRESS}{query}", headers={"Accept-Language": "en"})


def shown(person, query: str = "") -> list[tuple[str, int]]:
    answer = get(person, query)
    assert answer.status_code == 200
    return [(entry.chain, entry.sequence) for entry in answer.context["page"]]


def test_each_filter_narrows_and_stands_in_the_address(people):
    claim, _ = newsroom.published(people)
    other = newsroom.in_research(people)
    auditor = people["auditor"]
    everything = LedgerEntry.objects.count()
    assert len(shown(auditor)) == everything
    assert {chain for chain, _ in shown(auditor, f"?claim={claim.public_id}")} == {claim.ledger_chain}
    assert shown(auditor, f"?chain={other.ledger_chain}") == [(other.ledger_chain, n) for n in (2, 1)]
    assert shown(auditor, "?chain=house") == []
    assert shown(auditor, f"?claim={claim.public_id}&action=published") == [(claim.ledger_chain, 9)]
    by_checker = LedgerEntry.objects.filter(actor=people["checker"]).count()
    assert len(shown(auditor, "?actor=checker")) == by_checker > 0
    day = timezone.localdate(LedgerEntry.objects.first().at).isoformat()
    assert len(shown(auditor, f"?day={day}")) == everything
    assert shown(auditor, "?day=2020-01-01") == []
    for broken in ("?day=gestern", "?action=nothing", "?page=99", "?page=x"):
        assert get(auditor, broken).status_code == 200


def test_who_reads_which_chains(people):
    claim, _ = newsroom.published(people)
    stranger = newsroom.make.make_user("reporter")
    assert get(stranger).context["page"].object_list.count() == 0
    for name in ("reporter", "checker", "editor", "chief", "auditor"):
        assert (claim.ledger_chain, 1) in shown(people[name])
    assert "Recomputed" not in get(stranger, f"?claim={claim.public_id}").text
    assert Client().get(ADDRESS).status_code == 302


def test_the_filter_names_nobody_to_a_reporter_whose_acts_they_may_not_read(people):
    newsroom.in_research(people)
    newsroom.make.make_user("checker", username="stranger")
    offered = [get(people[role]).context["actors"] for role in ("reporter", "chief")]
    assert "stranger" not in offered[0]
    assert "reporter" in offered[0]
    assert "stranger" in offered[1]


def test_what_is_withheld_or_erased_is_shown_as_such(people):
    claim = newsroom.at_sign_off(people)
    page = get(people["editor"], f"?claim={claim.public_id}&action=assessed").text
    assert "withheld: still blind" in page
    assert "misleading" not in page
    assert "misleading" in get(people["checker"], f"?claim={claim.public_id}&action=assessed").text
    services.erase_payload(claim=claim, sequence=1, actor=people["chief"], reason="Löschanspruch.")
    assert "content erased" in get(people["editor"], f"?claim={claim.public_id}&action=recorded").text


def test_a_chief_erases_what_an_entry_says_for_a_legal_reason(people):
    claim, _ = newsroom.published(people)
    entry = LedgerEntry.objects.get(chain=claim.ledger_chain, sequence=1)
    address, listed = f"{ADDRESS}{entry.pk}/erase/", f"?claim={claim.public_id}"
    for role in ("editor", "checker", "reporter", "auditor"):
        assert address not in get(people[role], listed).text
        assert get(people[role], f"{entry.pk}/erase/").status_code == 403
    assert address in get(people["chief"], listed).text
    page = get(people["chief"], f"{entry.pk}/erase/").text
    assert "This cannot be undone." in page
    assert all(str(value) in page for value in entry.payload)

    client = Client(headers={"Accept-Language": "en"})
    client.force_login(people["editor"])
    assert client.post(address, {"reason": "Löschanspruch."}).status_code == 403
    client.force_login(people["chief"])
    assert client.post(address, {"reason": " "}).status_code == 400
    services.hold_legally(claim=claim, actor=people["chief"], reason="Verfahren.")
    refused = client.post(address, {"reason": "Löschanspruch."})
    assert refused.status_code == 400
    assert "under legal hold" in refused.text
    assert "Löschanspruch." in refused.text
    entry.refresh_from_db()
    assert entry.payload
    services.lift_legal_hold(claim=claim, actor=people["chief"], reason="Vorbei.")
    assert client.post(address, {"reason": "Löschanspruch."})["Location"] == ADDRESS + listed
    entry.refresh_from_db()
    assert (entry.payload, entry.salt, newsroom.broken()) == (None, "", [])
    # Neither twice, nor the record of it, nor what is no claim's.
    record = LedgerEntry.objects.get(action=ledger.ERASURE)
    assert record.payload == {"sequence": 1, "reason": "Löschanspruch."}
    house = ledger.append(ledger.HOUSE, "role_changed", {"to": "editor"})
    for other in (entry, record, house):
        assert client.get(f"{ADDRESS}{other.pk}/erase/").status_code == 404
        assert f"/{other.pk}/erase/" not in client.get(ADDRESS).text


def test_a_chain_is_recomputed_and_its_proof_shown(people, settings):
    settings.FACTCHECK_SEAL_KEY = "11" * 32
    claim, _ = newsroom.published(people)
    hidden = newsroom.in_research(people)
    query = f"?claim={claim.public_id}"
    page = get(people["auditor"], query).text
    assert "all 10 entries fit together" in page
    assert "No seal holds this chain yet" in page
    seal = ledger.make_seal()
    page = get(people["auditor"], query).text
    assert seal.root in page
    assert f"/ledger/seals/{seal.date}.json" in page
    assert f"/claims/{claim.public_id}/proof.json" in page
    # Of a claim in work there is a proof at the desk and none for readers.
    inside = get(people["auditor"], f"?claim={hidden.public_id}").text
    assert seal.root in inside
    assert "proof.json" not in inside
    with append_only.lifted(LedgerEntry):
        LedgerEntry.objects.filter(chain=claim.ledger_chain, sequence=3).update(actor_label="Jemand")
    page = get(people["auditor"], query).text
    assert "Entry 3 does not fit" in page
    assert "fit together" not in page


@pytest.mark.parametrize("times", [1, 3])
def test_it_costs_the_same_however_long_the_log_is(people, times, django_assert_num_queries):
    for _ in range(times):
        claim, _ = newsroom.published(people)
    client = Client()
    client.force_login(people["auditor"])
    everything = ["session", "user", "count", "entries", "names", "seal"]
    one_chain = [
        *everything,
        "is there one",
        "heads that seals hold",
        "its entries",
        "newest seal",
        "is it public",
    ]
    for query, questions in (("", everything), (f"?claim={claim.public_id}", one_chain)):
        with django_assert_num_queries(len(questions), info=query):
            client.get(ADDRESS + query)


def test_every_act_that_is_written_has_a_word():
    written = set()
    for path in Path("claims").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="ledger"), attr="append" | "Act"),
                    args=[_, ast.Constant(value=str(action)), *_],
                ):
                    written.add(action)
    assert len(written) > 25
    assert written <= set(ACTS)
