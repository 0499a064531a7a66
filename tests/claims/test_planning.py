"""Putting aside, giving to somebody, not pursuing; and two people saving the same claim."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims import services
from claims.models import Claim, Relation
from claims.worddiff import Change
from tests.claims import newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> newsroom.People:
    return newsroom.hire()


def tomorrow():
    return timezone.now() + timedelta(days=1)


# --- on hold --------------------------------------------------------------------------------------------


def test_a_claim_on_hold_keeps_its_state_and_wakes_by_itself(people):
    claim = newsroom.in_research(people)
    services.hold(claim=claim, actor=people["checker"], until=tomorrow(), reason="Das Amt antwortet noch.")
    claim = newsroom.fresh(claim)
    assert (claim.state, claim.is_on_hold, claim.hold_reason) == ("research", True, "Das Amt antwortet noch.")
    Claim.objects.update(hold_until=timezone.now() - timedelta(minutes=1))
    assert not newsroom.fresh(claim).is_on_hold
    assert newsroom.last_payload(claim, "put_on_hold")["reason"] == "Das Amt antwortet noch."


def test_a_claim_is_woken_before_its_date(people):
    claim = newsroom.in_research(people)
    services.hold(claim=claim, actor=people["checker"], until=tomorrow(), reason="Das Amt antwortet noch.")
    services.wake(claim=claim, actor=people["checker"])
    assert not newsroom.fresh(claim).is_on_hold
    with pytest.raises(services.Refused, match="not on hold"):
        services.wake(claim=claim, actor=people["checker"])


@pytest.mark.parametrize(
    ("days", "reason", "words"),
    [(1, " ", "waiting for"), (-1, "Das Amt.", "still to come"), (0, "Das Amt.", "still to come")],
)
def test_holding_needs_a_reason_and_a_date_to_come(people, days, reason, words):
    claim = newsroom.in_research(people)
    until = timezone.now() + timedelta(days=days)
    with pytest.raises(services.Refused, match=words):
        services.hold(claim=claim, actor=people["checker"], until=until, reason=reason)


def test_what_is_done_cannot_be_put_aside(people):
    claim, _ = newsroom.published(people)
    with pytest.raises(services.Refused, match="not in work"):
        services.hold(claim=claim, actor=people["editor"], until=tomorrow(), reason="Das Amt.")
    with pytest.raises(services.NotAllowed):
        services.hold(claim=claim, actor=people["auditor"], until=tomorrow(), reason="Das Amt.")


# --- assigning ------------------------------------------------------------------------------------------


def test_a_stand_in_may_rate_in_the_assignees_place_and_nobody_else(people):
    claim = newsroom.in_research(people)
    newsroom.give_evidence(claim, people["reporter"])
    due = tomorrow()
    services.assign(
        claim=claim, to=people["checker"], stand_in=people["checker2"], due_at=due, actor=people["editor"]
    )
    with pytest.raises(services.NotAllowed, match="assigned to checker"):
        newsroom.rate(claim, people["editor2"])
    newsroom.rate(claim, people["checker2"])
    claim = newsroom.fresh(claim)
    assert (claim.state, claim.stand_in, claim.due_at) == ("review", people["checker2"], due)
    assert newsroom.last_payload(claim, "assigned")["stand_in"] == "checker2"


@pytest.mark.parametrize(
    ("to", "stand_in"), [("checker", "auditor"), ("checker", "checker"), ("reporter", None)]
)
def test_assignments_that_are_refused(people, to, stand_in):
    claim = newsroom.in_research(people)
    with pytest.raises(services.Refused):
        services.assign(claim=claim, to=people[to], stand_in=people.get(stand_in), actor=people["editor"])
    assert newsroom.fresh(claim).assignee is None


# --- declining ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "note"),
    [("not_checkable", ""), ("out_of_scope", ""), ("outdated", ""), ("other", "Der Artikel ist gelöscht.")],
)
def test_a_claim_is_declined_for_a_reason_of_the_list(people, reason, note):
    claim = newsroom.record(people)
    services.decline(claim=claim, actor=people["editor"], reason=reason, note=note)
    claim = newsroom.fresh(claim)
    assert (claim.state, claim.declined_as) == ("declined", reason)
    assert newsroom.last_payload(claim, "moved")["reason"] == reason


def test_a_duplicate_names_the_claim_that_is_kept(people):
    claim, kept = newsroom.record(people), newsroom.record(people)
    services.decline(claim=claim, actor=people["editor"], reason="duplicate", note="Intern.", kept=kept)
    relation = Relation.objects.get()
    assert (relation.from_claim, relation.to_claim, relation.kind) == (claim, kept, "duplicate_of")
    assert relation.reason_de == relation.reason_en == ""  # what readers see, where both are public
    moved = newsroom.last_payload(claim, "moved")
    assert (moved["kept"], moved["note"]) == (kept.public_id, "Intern.")
    with pytest.raises(services.Refused, match="another one"):
        services.decline(claim=kept, actor=people["editor"], reason="duplicate", kept=newsroom.fresh(claim))


@pytest.mark.parametrize(
    ("reason", "guard"), [("", "reason"), ("boring", "reason"), ("duplicate", "kept"), ("other", "note")]
)
def test_declining_says_what_is_missing(people, reason, guard):
    claim = newsroom.record(people)
    with pytest.raises(services.Refused) as refusal:
        services.decline(claim=claim, actor=people["editor"], reason=reason)
    assert [item.guard for item in refusal.value.missing] == [guard]
    assert newsroom.fresh(claim).state == "draft"


def test_a_claim_is_no_duplicate_of_itself(people):
    claim = newsroom.record(people)
    with pytest.raises(services.Refused, match="another one"):
        services.decline(claim=claim, actor=people["editor"], reason="duplicate", kept=claim)


def test_only_editors_decline_and_only_early(people):
    claim = newsroom.record(people)
    with pytest.raises(services.NotAllowed):
        services.decline(claim=claim, actor=people["checker"], reason="outdated")
    done, _ = newsroom.published(people)
    with pytest.raises(services.Refused, match="no longer"):
        services.decline(claim=done, actor=people["editor"], reason="outdated")


def test_the_plain_move_counts_as_another_reason(people):
    claim = newsroom.record(people)
    services.transition(claim=claim, to="declined", actor=people["editor"], note="Kein Thema für uns.")
    assert newsroom.fresh(claim).declined_as == "other"


# --- two people, one claim ------------------------------------------------------------------------------


def test_who_saves_second_gets_the_others_words_and_the_difference(people):
    claim = newsroom.record(people)
    services.edit_claim(
        claim=claim,
        actor=people["checker"],
        expected_revision=1,
        statement_de="2018 wurden 17,5 Millionen Flüge verweigert.",
        topic="tickets",
    )
    mine = {"statement_de": "2018 wurden 17 Millionen Bahnfahrten verweigert.", "topic": "tickets"}
    with pytest.raises(services.Conflict) as conflict:
        services.edit_claim(claim=claim, actor=people["checker2"], expected_revision=1, **mine)
    lost = conflict.value
    assert lost.theirs["statement_de"] == "2018 wurden 17,5 Millionen Flüge verweigert."
    assert (lost.yours, lost.revision) == (mine, 2)
    assert set(lost.diff) == {"statement_de"}
    changed = [
        (piece.change, piece.text) for piece in lost.diff["statement_de"] if piece.change != Change.SAME
    ]
    assert changed == [
        (Change.REMOVED, "17,5"), (Change.ADDED, "17"),
        (Change.REMOVED, "Flüge"), (Change.ADDED, "Bahnfahrten"),
    ]  # fmt: skip
    services.edit_claim(claim=claim, actor=people["checker2"], expected_revision=lost.revision, **mine)
    assert newsroom.fresh(claim).statement_de == mine["statement_de"]
