"""The workflow table, and the two gates, as tables of cases."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from claims import workflow
from claims.workflow import Act, Asked, EvidenceItem, Role, State

EVERY_MOVE = {
    4: {
        ("draft", "research"), ("draft", "declined"), ("research", "declined"), ("research", "review"),
        ("review", "research"), ("review", "closed"), ("closed", "research"),
    },
    6: {
        ("draft", "research"), ("draft", "declined"), ("research", "declined"), ("research", "cross_check"),
        ("review", "research"), ("review", "closed"), ("closed", "research"),
    },
}  # fmt: skip


@pytest.mark.parametrize("eyes", [4, 6])
def test_people_may_ask_for_exactly_these_moves(eyes):
    possible = {
        (source.value, target.value)
        for source in State
        for target in State
        if workflow.find_move(source, target, eyes)
    }
    assert possible == EVERY_MOVE[eyes]


@pytest.mark.parametrize(
    ("state", "eyes", "agrees", "expected"),
    [
        (State.RESEARCH, 4, None, State.REVIEW),
        (State.RESEARCH, 6, None, State.CROSS_CHECK),
        (State.CROSS_CHECK, 6, True, State.REVIEW),
        (State.CROSS_CHECK, 6, False, State.RESEARCH),
        (State.REVIEW, 4, True, State.REVIEW),
        (State.REVIEW, 4, False, State.RESEARCH),
    ],
)
def test_after_an_assessment(state, eyes, agrees, expected):
    assert workflow.after_assessment(state, eyes, agrees) == expected


MAY = {
    Role.REPORTER: {Act.ADD},
    Role.CHECKER: {Act.READ_EVERYTHING, Act.ADD, Act.ASSESS},
    Role.EDITOR: set(Act) - {Act.SUPPRESS, Act.WITHDRAW, Act.OVERRIDE, Act.GOVERN},
    Role.CHIEF: set(Act),
    Role.AUDITOR: {Act.READ_EVERYTHING},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_roles(role, act):
    assert workflow.may(role, act) is (act in MAY[role])


def test_an_unknown_role_may_nothing():
    assert not any(workflow.may("visitor", act) for act in Act)


numbers = itertools.count(1)


def item(**changes) -> EvidenceItem:
    full = {"tier": "secondary", "origin": "press", "stance": "supports", "has_copy": True}
    full |= {"document": next(numbers)}
    full |= {"label": "A report", "has_locator": True, "has_wording": True}
    return EvidenceItem(**(full | changes))


@pytest.mark.parametrize(
    ("items", "reason", "guards"),
    [
        ([], "", ["sources"]),
        ([], "nothing else exists", []),
        ([item(tier="primary")], "", []),
        ([item()], "", ["sources"]),
        ([item(), item()], "", ["sources"]),  # one origin is one source
        ([item(), item(origin=" Press ")], "", ["sources"]),  # however it is written
        ([item(), item(origin="court")], "", []),
        ([item(origin=""), item(origin="")], "", []),
        ([item(origin="", document=5), item(origin="", document=5, label="S. 9")], "", ["sources"]),
        ([item(), item(origin="court", stance="context")], "", ["sources"]),  # context does not count
        ([item(tier="primary", stance="context")], "", ["sources"]),
        ([item()], "   ", ["sources"]),
        ([item(tier="primary", has_copy=False)], "", ["evidence"]),
        ([item(tier="primary", has_wording=False)], "", ["evidence"]),
        ([item(tier="primary", has_locator=False)], "", ["evidence"]),
        ([item(tier="primary", has_copy=False, gap_reason="the server is down")], "", []),
        ([item(has_copy=False), item(has_copy=False)], "", ["sources", "evidence", "evidence"]),
    ],
)
def test_evidence_gate(items, reason, guards):
    assert [missing.guard for missing in workflow.evidence_gate(items, reason)] == guards


@pytest.mark.parametrize(
    ("shared", "sources"),
    [
        ([], 3),
        ([(1, 2)], 2),
        ([(2, 1)], 2),
        ([(1, 2), (2, 3)], 1),
        ([(1, 9), (9, 3)], 2),  # by way of one that is not cited
        ([(7, 8), (8, 9)], 3),
        ([(1, 2), (2, 1), (1, 1)], 2),
    ],
)
def test_a_declared_common_origin_makes_one_source_of_several(shared, sources):
    items = [item(document=1, origin=""), item(document=2, origin="court"), item(document=3, origin="press")]
    assert workflow.independent_sources(items, shared) == sources


def test_origin_and_declared_origin_add_up():
    items = [item(document=1, origin="court"), item(document=2, origin="press"), item(document=3)]
    assert workflow.independent_sources(items) == 2
    assert workflow.independent_sources(items, [(1, 3)]) == 1
    missing = workflow.evidence_gate(items, "", [(1, 3)])
    assert [(each.guard, "one common origin" in each.why) for each in missing] == [("sources", True)]
    assert workflow.evidence_gate(items, "nobody else looked", [(1, 3)]) == []


def test_the_gate_says_what_would_satisfy_it():
    missing = workflow.evidence_gate([item(tier="primary", has_copy=False, has_wording=False)])
    assert missing[0].why == "A report: add its wording, a saved copy, or record why it is missing."


@pytest.mark.parametrize(
    ("eyes", "raters", "publisher", "sound"),
    [
        (4, [1, 2], 2, True),
        (4, [1], 2, False),  # the editor has not rated
        (4, [2], 2, False),  # alone
        (4, [1, 2], 3, False),  # publishes without having rated
        (4, [2, 1], 2, False),  # the assessor, whom another rated blind
        (6, [1, 2], 3, True),
        (6, [1, 2], 2, False),
        (6, [1, 1], 3, False),
        (6, [1], 3, False),
    ],
)
def test_independent_people(eyes, raters, publisher, sound):
    assert (workflow.independent(eyes, raters, publisher) == []) is sound


@pytest.mark.parametrize(
    ("reason", "note", "kept", "guards"),
    [
        ("not_checkable", "", False, []),
        ("out_of_scope", "", False, []),
        ("outdated", "", False, []),
        ("duplicate", "", True, []),
        ("duplicate", "", False, ["kept"]),
        ("outdated", "", True, ["kept"]),
        ("other", "The article is gone.", False, []),
        ("other", "  ", False, ["note"]),
        ("boring", "", False, ["reason"]),
        ("", "", False, ["reason"]),
    ],
)
def test_declining(reason, note, kept, guards):
    assert [missing.guard for missing in workflow.declining(reason, note, kept)] == guards


NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAST, TO_COME = NOW - timedelta(hours=1), NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("replies", "open_until"),
    [
        ([], None),
        ([Asked(waived=True)], False),
        ([Asked()], False),  # asked without a deadline
        ([Asked(deadline=PAST)], False),
        ([Asked(deadline=NOW)], False),
        ([Asked(deadline=TO_COME)], True),
        ([Asked(deadline=TO_COME, answered=True)], False),
        ([Asked(deadline=PAST), Asked(deadline=TO_COME)], True),
        ([Asked(waived=True), Asked(deadline=TO_COME)], True),
    ],
)
def test_the_right_of_reply(replies, open_until):
    missing = workflow.reply_gate(replies, NOW)
    assert [item.guard for item in missing] == ([] if open_until is False else ["reply"])
    if open_until:
        assert missing[0].why.values == {"until": TO_COME}


def test_a_slip_takes_a_second_person():
    assert workflow.slip_eyes(publisher=1, actor=2) == []
    assert [missing.guard for missing in workflow.slip_eyes(publisher=1, actor=1)] == ["independent"]
