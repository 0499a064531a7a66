"""PURE: who may do what, and how a claim moves from draft to done. The one place both are written down.

docs/architecture.md tells the role table and the policy of eyes in words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from claims.wording import Said, listed


class Role(StrEnum):
    REPORTER = "reporter"
    CHECKER = "checker"
    EDITOR = "editor"
    CHIEF = "chief"
    AUDITOR = "auditor"


class Act(StrEnum):
    READ_EVERYTHING = "read_everything"
    ADD = "add"  # articles, claims, evidence
    ASSESS = "assess"
    ASSIGN = "assign"
    DECLINE = "decline"
    RETURN = "return"
    PUBLISH = "publish"
    RULE = "rule"
    REOPEN = "reopen"
    SUPPRESS = "suppress"  # legal suppression and hold
    WITHDRAW = "withdraw"
    OVERRIDE = "override"
    GOVERN = "govern"  # scale, policy, accounts


_EDITOR = {Act.ASSIGN, Act.DECLINE, Act.RETURN, Act.PUBLISH, Act.RULE, Act.REOPEN}
_CHIEF = {Act.SUPPRESS, Act.WITHDRAW, Act.OVERRIDE, Act.GOVERN}

MAY: dict[Role, frozenset[Act]] = {
    Role.REPORTER: frozenset({Act.ADD}),
    Role.CHECKER: frozenset({Act.READ_EVERYTHING, Act.ADD, Act.ASSESS}),
    Role.EDITOR: frozenset({Act.READ_EVERYTHING, Act.ADD, Act.ASSESS, *_EDITOR}),
    Role.CHIEF: frozenset({Act.READ_EVERYTHING, Act.ADD, Act.ASSESS, *_EDITOR, *_CHIEF}),
    Role.AUDITOR: frozenset({Act.READ_EVERYTHING}),
}


def may(role: str, act: Act) -> bool:
    return role in MAY and act in MAY[Role(role)]


class State(StrEnum):
    DRAFT = "draft"
    RESEARCH = "research"
    CROSS_CHECK = "cross_check"
    REVIEW = "review"
    CLOSED = "closed"
    DECLINED = "declined"


class Decline(StrEnum):
    """Why a claim is not pursued."""

    NOT_CHECKABLE = "not_checkable"
    DUPLICATE = "duplicate"  # names the claim that is kept
    OUT_OF_SCOPE = "out_of_scope"
    OUTDATED = "outdated"
    OTHER = "other"  # needs a note


IN_WORK = (State.DRAFT, State.RESEARCH, State.CROSS_CHECK, State.REVIEW)


@dataclass(frozen=True)
class Move:
    """One permitted change of state. `guards` are names that `services` looks up; all must hold."""

    source: State
    target: State
    act: Act  # what the role table must allow
    guards: tuple[str, ...] = ()
    eyes: tuple[int, ...] = (4, 6)


# What a person may ask for. Where a blind rating takes a claim is told by `after_assessment`.
MOVES: tuple[Move, ...] = (
    Move(State.DRAFT, State.RESEARCH, Act.ADD, ("statement", "passage", "claimant")),
    Move(State.DRAFT, State.DECLINED, Act.DECLINE, ("note",)),
    Move(State.RESEARCH, State.DECLINED, Act.DECLINE, ("note",)),
    Move(State.RESEARCH, State.CROSS_CHECK, Act.ASSESS, ("assignee", "assessed", "evidence"), (6,)),
    Move(State.RESEARCH, State.REVIEW, Act.ASSESS, ("assignee", "assessed", "evidence"), (4,)),
    Move(State.REVIEW, State.RESEARCH, Act.RETURN, ("note",)),
    Move(State.REVIEW, State.CLOSED, Act.PUBLISH, ("evidence", "independent", "reply", "validator")),
    Move(State.CLOSED, State.RESEARCH, Act.REOPEN, ("note",)),
)


def moves_from(source: str, eyes: int) -> list[Move]:
    """What a person may ask for from here."""
    return [move for move in MOVES if move.source == source and eyes in move.eyes]


def find_move(source: str, target: str, eyes: int) -> Move | None:
    """The move a person may ask for from one state to another under a policy of eyes, if there is one."""
    return next((move for move in moves_from(source, eyes) if move.target == target), None)


def after_assessment(state: str, eyes: int, agrees: bool | None) -> State:
    """Where a claim stands once somebody rated it.

    `agrees` is None for the first rating of a round (it moves on once its evidence gate is satisfied), else
    whether the blind second rating equals it: equal ones go on to sign-off, differing ones back to research.
    """
    if agrees is None:
        return State.CROSS_CHECK if eyes == 6 else State.REVIEW
    return State.REVIEW if agrees else State.RESEARCH


@dataclass(frozen=True)
class Missing:
    """A guard that failed: which one, and what would satisfy it."""

    guard: str
    why: str


@dataclass(frozen=True)
class EvidenceItem:
    """What the evidence gate needs to know of one piece of evidence; `document` is the key of its."""

    document: int
    label: str
    tier: str
    origin: str
    stance: str
    has_locator: bool
    has_wording: bool
    has_copy: bool
    gap_reason: str = ""
    outdated: bool = False  # an own calculation that no longer gives its result


def independent_sources(items: Iterable[EvidenceItem], shared: Iterable[tuple[int, int]] = ()) -> int:
    """How many sources stand behind these pieces: documents of one origin are one, and so are those of which
    `shared` (pairs of documents) declares a common origin, directly or through others."""
    parents: dict[int | str, int | str] = {}

    def root(key: int | str) -> int | str:
        while parents.setdefault(key, key) != key:
            key = parents[key]
        return key

    for one, other in shared:
        parents[root(one)] = root(other)
    items = list(items)
    for item in items:
        if origin := " ".join(item.origin.casefold().split()):
            parents[root(item.document)] = root(origin)
    return len({root(item.document) for item in items})


def evidence_gate(
    items: Iterable[EvidenceItem], source_reason: str = "", shared: Iterable[tuple[int, int]] = ()
) -> list[Missing]:
    """What the evidence of a claim still lacks before its rating may go on; empty when nothing.

    At least one primary document, or two of different origin, or a recorded reason for a single source.
    Context does not count. Each piece needs a place in the document, its wording pinned and a copy kept, or
    a recorded reason for what is missing. `shared` is what `independent_sources` takes.
    """
    items = list(items)
    missing = [] if source_reason.strip() else _sources_missing(items, shared)
    for item in items:
        if item.outdated:
            missing.append(
                Missing(
                    "evidence",
                    Said("{label}: a figure it rests on has changed; work it out anew.", label=item.label),
                )
            )
        lacks = [
            word
            for word, held in (
                (Said("where to find it"), item.has_locator),
                (Said("its wording"), item.has_wording),
                (Said("a saved copy"), item.has_copy),
            )
            if not held
        ]
        if lacks and not item.gap_reason.strip():
            missing.append(
                Missing(
                    "evidence",
                    Said(
                        "{label}: add {lacks}, or record why it is missing.",
                        label=item.label,
                        lacks=listed(lacks),
                    ),
                )
            )
    return missing


def _sources_missing(items: list[EvidenceItem], shared: Iterable[tuple[int, int]]) -> list[Missing]:
    telling = [item for item in items if item.stance in ("supports", "refutes")]
    if any(item.tier == "primary" for item in telling) or independent_sources(telling, shared) > 1:
        return []
    if len({item.document for item in telling}) > 1:
        why = (
            "The documents have one common origin and are one source: cite a primary document or one of "
            "another origin, or record why a single source must do."
        )
    else:
        why = (
            "Cite a primary document, or two documents of different origin, or record why a single source "
            "must do."
        )
    return [Missing("sources", why)]


def independent(eyes: int, raters: Iterable[int], publisher: int) -> list[Missing]:
    """Whether enough different people stand behind a rating.

    `raters` are the assessor and, after them, those who rated blind. Four eyes: a checker, and an editor who
    rated blind and now publishes. Six: two raters, and a publishing editor who rated neither.
    """
    people = list(dict.fromkeys(raters))
    if eyes == 6:
        if len(people) < 2:
            return [Missing("independent", "A second checker has to rate this claim blind first.")]
        if publisher in people:
            return [Missing("independent", "Who rated this claim cannot publish it: ask another editor.")]
        return []
    if publisher in people[:1]:
        return [Missing("independent", "Assessor and publishing editor must be two different people.")]
    if publisher not in people:
        return [Missing("independent", "Rate the claim yourself first, before seeing the checker's rating.")]
    return []


# What a chief may set aside for a reason that the page prints. Without any rating nothing is published.
MAY_BE_OVERRIDDEN = ("evidence", "sources", "independent", "reply")


def declining(reason: str, note: str, kept: bool) -> list[Missing]:
    """What a decision not to pursue a claim still lacks; `kept` says whether the claim kept is named."""
    if reason not in list(Decline):
        return [Missing("reason", Said("Choose a reason: {reasons}.", reasons=", ".join(Decline)))]
    if reason == Decline.DUPLICATE and not kept:
        return [Missing("kept", "Name the claim that is kept.")]
    if reason != Decline.DUPLICATE and kept:
        return [Missing("kept", "Only a duplicate names a claim that is kept.")]
    if reason == Decline.OTHER and not note.strip():
        return [Missing("note", "Give the reason in a note.")]
    return []


@dataclass(frozen=True)
class Asked:
    """One entry of the right of reply: an answer, a waiver, or a question with or without a deadline."""

    waived: bool = False
    answered: bool = False
    deadline: datetime | None = None


def reply_gate(replies: Iterable[Asked], now: datetime) -> list[Missing]:
    """What the right of reply still lacks: everybody asked has answered, or their deadline has passed, or
    a reason is recorded why nobody was asked. A question without a deadline was put, which is enough."""
    replies = list(replies)
    if not replies:
        return [Missing("reply", "Ask the claimant for a reply, or record why nobody was asked.")]
    waiting = [
        reply.deadline
        for reply in replies
        if not (reply.waived or reply.answered) and reply.deadline and reply.deadline > now
    ]
    if waiting:
        until = max(waiting)
        return [Missing("reply", Said("Wait for the answer until {until}, or record it.", until=until))]
    return []


def slip_eyes(publisher: int, actor: int) -> list[Missing]:
    """An editorial slip needs two eyes more: somebody else than who published the version in force."""
    if publisher == actor:
        return [
            Missing("independent", "Ask a colleague: who published this version cannot correct its slips.")
        ]
    return []
