"""How long it takes to pick a batch of due links out of many."""

import json
import statistics
import sys
import time

from django.db import connection, transaction

import bench.ready  # noqa: F401 (before the models)
from sources.models import Document, Link
from sources.recheck import leasing

BATCH = 500
FILL = """
INSERT INTO sources_link ({columns})
SELECT {values} FROM generate_series(1, %s) AS n
"""


def fill(links: int) -> None:
    """Rows made by the database itself: through the ORM a million would take minutes."""
    document = Document.objects.create(title="Many links")
    given = {
        "document_id": str(document.pk), "url": "'https://h' || mod(n, 5000) || '.example/' || n",
        "url_key": "md5(n::text) || md5((n + 1)::text)", "host_key": "'h' || mod(n, 5000) || '.example'",
        "role": "'original'", "trusted": "true", "public": "true", "active": "true", "interest": "1",
        "state": "'healthy'", "strikes": "0", "interval": "86400", "checks_count": "3",
        "state_since": "now()", "created_at": "now()", "next_check_at": "now()",
    }  # fmt: skip
    fields = Link._meta.concrete_fields
    blank = {f.column: "''" for f in fields if not f.null and f.column not in given and f.column != "id"}
    with connection.cursor() as cursor:
        columns = given | blank
        cursor.execute(FILL.format(columns=", ".join(columns), values=", ".join(columns.values())), [links])


def make_due(share: float) -> None:
    """`share` of all links became due over the last day, the others will over the next."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sources_link SET lease_until = NULL, lease_token = NULL,"
            " next_check_at = now() + random() * interval '1 day'"
            " * (CASE WHEN random() < %s THEN -1 ELSE 1 END)",
            [share],
        )
        cursor.execute("VACUUM ANALYZE sources_link")


def pick_ms(times: int = 21) -> float:
    """Milliseconds to lease one batch, the median of many; each is given back."""
    taken = []
    for _ in range(times):
        with transaction.atomic():
            started = time.perf_counter()
            lease = leasing.lease(limit=BATCH)
            taken.append((time.perf_counter() - started) * 1000)
            assert len(lease.links) == BATCH, f"only {len(lease.links)} links were due"
            transaction.set_rollback(True)
    return statistics.median(taken)


def measure(links: int) -> dict[str, float]:
    """By share of links that are due."""
    fill(links)
    results = {}
    for share in (0.01, 1.0):
        if links * share < 1.5 * BATCH:
            continue  # not enough due for a batch
        make_due(share)
        results[f"{share:.0%}"] = round(pick_ms(), 2)
    return results


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
