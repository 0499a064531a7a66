"""Blind means blind: what nobody but its author sees of a round until two people have rated."""

from collections.abc import Iterable

from claims.api.reader import Reader
from claims.models import Assessment, Claim, LedgerEntry, User
from claims.workflow import State


def hidden_assessments(claim: Claim, user: User | None) -> set[int]:
    """The ratings of the present round that this person may not see yet."""
    if claim.state in (State.CLOSED, State.DECLINED):
        return set()
    of_round = list(
        claim.assessments.filter(origin=Assessment.Origin.DESK, round=claim.round).values_list("pk", "by")
    )
    if len({by for _, by in of_round}) > 1:
        return set()
    return {pk for pk, by in of_round if user is None or by != user.pk}


def withheld_entries(claim: Claim, reader: Reader, entries: Iterable[LedgerEntry]) -> set[int]:
    """Entries of the log that would tell a blind rating, or of evidence entrusted to others."""
    ratings = hidden_assessments(claim, reader.user)
    seen = set(reader.evidence().filter(claim=claim).values_list("pk", flat=True))

    def tells(entry: LedgerEntry) -> bool:
        if getattr(entry, "withheld", False):  # the log itself said so
            return True
        payload = entry.payload or {}
        evidence = payload.get("evidence")
        return payload.get("assessment") in ratings or (evidence is not None and evidence not in seen)

    return {entry.pk for entry in entries if tells(entry)}
