"""PURE: what a check result means, and when to look again. No clock inside: `now` is given.

    judge(LinkStatus, Observation, now) -> Verdict

The rules are those of the design: a wall is no dead link, a strike is no verdict, a change counts when it was
seen twice, and recovery clears.
"""

from sources.drift.changes import LIVENESS, Change, Open, Opening, Sight
from sources.drift.incidents import NO_ANSWER, HostCheck, Incident, host_incident, is_outage, rest_of_host
from sources.drift.schedule import base_interval, jitter
from sources.drift.states import (
    ALIVE,
    DEAD,
    FindingKind,
    LinkState,
    LinkStatus,
    Observation,
    Spans,
    StrikeKind,
)
from sources.drift.verdicts import Verdict, judge

__all__ = [
    "ALIVE",
    "DEAD",
    "LIVENESS",
    "NO_ANSWER",
    "Change",
    "FindingKind",
    "HostCheck",
    "Incident",
    "LinkState",
    "LinkStatus",
    "Observation",
    "Open",
    "Opening",
    "Sight",
    "Spans",
    "StrikeKind",
    "Verdict",
    "base_interval",
    "host_incident",
    "is_outage",
    "jitter",
    "judge",
    "rest_of_host",
]
