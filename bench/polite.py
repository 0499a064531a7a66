"""How fast it goes when every host is to have its rest: `python -m bench.polite JSON`.

Ours, then lychee, over the same pages at the same interval; the server says whether any host saw more than
its rate.
"""

import json
import sys
from bisect import bisect_right
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench import engine, pages, peers
from bench.stage import control, wait_until
from factcheck.celery import app

WINDOW = 5.0
GROUP = 0


def most_in_window(log: dict[str, list[float]]) -> int:
    """The most requests that any host saw within five seconds."""
    return max(
        bisect_right(times, start + WINDOW) - at
        for times in map(sorted, log.values())
        for at, start in enumerate(times)
    )


def measure(port: int, work: Path, each: int, interval: float) -> dict[str, Any]:
    """`each`: pages of every host. Requests begin at once, so that n of them take n - 1 intervals."""
    urls = pages.urls(port, GROUP, each * len(pages.HOSTS))
    wait_until(lambda: app.control.ping(timeout=0.5), seconds=120)
    engine.watch(port, GROUP, len(urls))
    control(port, "log")
    ours = engine.one_pass(port, kept=True)
    log = control(port, "log")
    theirs = len(urls) / peers.lychee(urls, work, pause=interval)
    control(port, "log")
    return {
        "polite.recheck_per_s": round(ours, 1),
        "polite.lychee_per_s": round(theirs, 1),
        "ratio.polite_lychee": round(ours / theirs, 3),
        "polite.most_in_5_s": most_in_window(log),
        "polite.allowed_in_5_s": round(WINDOW / interval) + 1,
        "polite.shortest_gap_s": round(
            min(b - a for times in log.values() for a, b in pairwise(sorted(times))), 3
        ),
    }


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    work = Path(given["work"])
    result = measure(given["port"], work, given["each"], given["interval"])
    (work / "result.json").write_text(json.dumps(result))
