"""What a colleague may do next with a claim, asked before they try: for checklists and buttons."""

from claims.models import Claim, User
from claims.services.errors import ServiceError, told
from claims.services.verdicts import GUARDS, check_may_rate, missing_for, round_assessments
from claims.workflow import Act, Move, State, find_move, moves_from


def may_rate_now(claim: Claim, actor: User) -> bool:
    """Whether `assess` would take this colleague's rating."""
    if not actor.may(Act.ASSESS):
        return False
    try:
        check_may_rate(claim, actor, claim.article.case.eyes, list(round_assessments(claim)))
    except ServiceError:
        return False
    return True


def publication_gate(claim: Claim, actor: User) -> list[tuple[str, list[str]]]:
    """Each guard of publication with what would satisfy it (an empty list where it is satisfied)."""
    move = find_move(State.REVIEW, State.CLOSED, claim.article.case.eyes)
    assert move is not None  # noqa: S101 (the table always has it)
    return [(guard, [told(item.why) for item in GUARDS[guard](claim, actor, "")]) for guard in move.guards]


def open_moves(claim: Claim, actor: User) -> list[tuple[Move, list[str]]]:
    """Where this colleague may take the claim from here, each with what would still have to be satisfied.

    What is given with the move itself (a note) is left out; publishing and declining have forms of their own.
    """
    return [
        (move, [told(item.why) for item in missing_for(claim, move, actor, "-")])
        for move in moves_from(claim.state, claim.article.case.eyes)
        if actor.may(move.act) and move.target not in (State.CLOSED, State.DECLINED)
    ]
