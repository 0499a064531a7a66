"""For machines that watch this one: does the process answer, and has it all it needs?"""

import logging
from datetime import datetime

from django.db import DatabaseError
from django.db.models import Max
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from factcheck import probes
from sources import recheck
from sources.models import Check
from sources.services import heartbeat, oldest_due, unkept_since

log = logging.getLogger(__name__)


def last_check() -> datetime | None:
    """When the engine last wrote a result."""
    return Check.objects.aggregate(last=Max("at"))["last"]


@csrf_exempt
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The web process answers. Touches nothing else."""
    return JsonResponse({"status": "ok"})


@csrf_exempt
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """`{"status", "database", "broker", "store", "engine", "heartbeat", "last_check", "oldest_due",
    "seconds_late"}`.

    503 when database or broker fail. An engine that lags, or a store of saved copies that takes nothing, is
    reported and logged, but readers can be served without it. Reasons go to the administrator's terminal, not
    to whoever asks.
    """
    now = timezone.now()
    state = {"database": not probes.database(), "broker": not probes.broker(timeout=2.0)}
    oldest = last = beat = unkept = None
    if state["database"]:
        try:
            oldest, last, beat, unkept = oldest_due(), last_check(), heartbeat(), unkept_since()
        except DatabaseError:
            state["database"] = False
    ready = all(state.values())
    late = (now - oldest).total_seconds() if oldest else 0.0
    silent = (now - beat).total_seconds() if beat else 0.0
    if lags := max(late, silent) > recheck.patience():
        log.warning(
            "the engine lags: the oldest due link has waited %d s, the last sign of a worker is %d s old; "
            "are workers and beat running?",
            late,
            silent,
        )
    answer = {
        "status": "ok" if ready else "unavailable",
        **{name: "ok" if fine else "unavailable" for name, fine in state.items()},
        "store": "unavailable" if unkept else "ok",
        "engine": "lagging" if lags else "ok",
        "heartbeat": beat.isoformat() if beat else None,
        "last_check": last.isoformat() if last else None,
        "oldest_due": oldest.isoformat() if oldest else None,
        "seconds_late": round(late),
    }
    return JsonResponse(answer, status=200 if ready else 503)
