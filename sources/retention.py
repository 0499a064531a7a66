"""How long visits are kept: findings and copies for ever, routine checks for a while, then a line a day.

A check that a finding rests on (from its first sighting to its confirmation, and the visit that ended it)
stays as it was. What goes is counted first, in the same transaction: nothing is lost, nothing counted twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from sources.models import Check, DailyCheck, Finding
from sources.models.append_only import lifted

# Rows of one transaction: on PostgreSQL it keeps other writers of checks waiting while it lasts.
BATCH = 5000
MOST_AT_ONCE = 500_000


@dataclass(frozen=True)
class Retained:
    """Checks counted into their day and removed; whether more are waiting for the next run."""

    rolled_up: int = 0
    more: bool = False


def retain(now: datetime, *, days: int, most: int = MOST_AT_ONCE, batch: int = BATCH) -> Retained:
    """Roll up routine checks of whole days (UTC) that ended at least `days` days ago."""
    before = datetime.combine((now.astimezone(UTC) - timedelta(days=days)).date(), time(), UTC)
    done = 0
    while done < most:
        # Asked outside the transaction: two runs that both read in one would wait for each other's lock.
        if not routine(before).exists():
            return Retained(done)
        done += _roll_up(before, min(batch, most - done))
    return Retained(done, more=routine(before).exists())


def routine(before: datetime) -> QuerySet[Check]:
    """Checks older than that moment which no finding rests on."""
    of_link = Finding.objects.filter(link=OuterRef("link"))
    rests_on = Q(found_at__lte=OuterRef("at"), confirmed_at__gte=OuterRef("at")) | Q(ended_at=OuterRef("at"))
    return Check.objects.filter(~Exists(of_link.filter(rests_on)), at__lt=before)


@transaction.atomic
def _roll_up(before: datetime, most: int) -> int:
    """One batch. The triggers come off first: on PostgreSQL that lock keeps a second run out."""
    with lifted(Check):
        chosen = routine(before).order_by("at", "pk")[:most]
        rows = list(chosen.values("pk", "link_id", "at", "outcome", "duration_ms", "size"))
        _count_in(rows)
        Check.objects.filter(pk__in=[row["pk"] for row in rows]).delete()
    return len(rows)


def _count_in(rows: Iterable[Mapping[str, Any]]) -> None:
    by_day: dict[tuple[int, date], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        by_day[row["link_id"], row["at"].astimezone(UTC).date()].append(row)
    links = {link for link, _day in by_day}
    days = {day for _link, day in by_day}
    known = {
        (line.link_id, line.day): line for line in DailyCheck.objects.filter(link__in=links, day__in=days)
    }
    lines = []
    for key, checks in by_day.items():
        line = known.get(key) or DailyCheck(link_id=key[0], day=key[1])
        line.checks += len(checks)
        line.outcomes = dict(Counter(line.outcomes) + Counter(row["outcome"] for row in checks))
        line.duration_ms += sum(row["duration_ms"] for row in checks)
        line.size += sum(row["size"] for row in checks)
        lines.append(line)
    DailyCheck.objects.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["link", "day"],
        update_fields=["checks", "outcomes", "duration_ms", "size"],
    )
