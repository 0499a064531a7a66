"""How long `verifyledger` takes over 100,000 entries with their seal, in the database of DATABASE_URL."""

import io
import json
import time
from datetime import date

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

import bench.ready  # noqa: F401 (before the models)
from claims import ledger

NOTE = "Eine Begründung von üblicher Länge, mit Zahlen wie 17,46 Millionen. " * 3
CHAINS, LENGTH = 2_000, 50


def measure() -> dict[str, float]:
    settings.FACTCHECK_SEAL_KEY = "11" * 32
    for start in range(0, CHAINS, 200):
        chains = [f"claim:{n}" for n in range(start, start + 200)]
        with transaction.atomic():
            ledger.append_many(
                [
                    ledger.Act(chain, "edited", {"n": n, "note": NOTE})
                    for n in range(LENGTH)
                    for chain in chains
                ]
            )
    ledger.make_seal(date(2026, 1, 1))
    told = io.StringIO()
    started = time.perf_counter()
    call_command("verifyledger", stdout=told)
    seconds = time.perf_counter() - started
    assert told.getvalue() == f"entries={CHAINS * LENGTH} claims={CHAINS} ok\n", told.getvalue()
    return {"ledger.verify_100k_s": round(seconds, 2)}


if __name__ == "__main__":
    print(json.dumps(measure()))
