"""For machines that watch this one: does the process answer, and has it all it needs?"""

from datetime import datetime

from django.db import DatabaseError
from django.db.models import Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from factcheck import probes
from sources.models import Link


def oldest_due(now: datetime) -> datetime | None:
    """When the link that has waited longest became due; None when no link waits."""
    return Link.objects.due(now).aggregate(oldest=Min("next_check_at"))["oldest"]


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The web process answers. Touches nothing else."""
    return JsonResponse({"status": "ok"})


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """`{"status", "database", "broker", "oldest_due", "seconds_late"}`; 503 when database or broker fail.

    Being late is reported, not judged: how late is too late depends on the newsroom's schedule.
    Reasons go to the administrator's terminal, not to whoever asks.
    """
    now = timezone.now()
    state = {"database": not probes.database(), "broker": not probes.broker(timeout=2.0)}
    oldest = None
    if state["database"]:
        try:
            oldest = oldest_due(now)
        except DatabaseError:
            state["database"] = False
    ready = all(state.values())
    answer = {
        "status": "ok" if ready else "unavailable",
        **{name: "ok" if fine else "unavailable" for name, fine in state.items()},
        "oldest_due": oldest.isoformat() if oldest else None,
        "seconds_late": round((now - oldest).total_seconds()) if oldest else 0,
    }
    return JsonResponse(answer, status=200 if ready else 503)
