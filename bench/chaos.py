"""`python -m bench.chaos`: two workers and a beat, killed and cut off again and again; is anything lost?

Its own PostgreSQL server and its own Redis server. Workers die by -9 ten times, Redis is restarted empty
twice, and PostgreSQL falls as in a power cut once. At the end every link was checked, no lease has two
results, no finding was made, and no host saw more than its rate, by the page server's own log.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
from bisect import bisect_left
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import psycopg
import redis

from bench import stage
from bench.cluster import Cluster, cluster

INTERVAL = 0.05  # seconds between requests to one host
WINDOW = 2.0  # seconds over which the rate is told
SPANS = {
    "FACTCHECK_HOST_INTERVAL": str(INTERVAL),
    "FACTCHECK_LEASE": "10",
    "FACTCHECK_BEAT": "1",
    "FACTCHECK_CONFIRM_AFTER": "1",
    "FACTCHECK_GONE_AFTER": "3",
    "FACTCHECK_UNREACHABLE_AFTER": "5",
}
KILLS, FLUSHES = 10, 2
LONGEST = 600.0


class Chaos:
    """The processes of a newsroom, and what befalls them."""

    def __init__(self, env: Mapping[str, str], work: Path, database: Cluster, stack: ExitStack) -> None:
        self.env, self.work, self.database, self.stack = env, work, database, stack
        self.log = work / "chaos.log"
        self.redis = self.start_redis()
        beat = stage.python("-m", "celery", "-A", "factcheck", "beat", "--loglevel", "WARNING", "--schedule")
        stack.enter_context(stage.running(*beat, str(work / "beat"), env=env, log=self.log))
        self.workers = [self.start_worker(name) for name in ("one", "two")]

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        return self.stack.enter_context(stage.running(*command, env=self.env, log=self.log))

    def start_worker(self, name: str) -> subprocess.Popen[bytes]:
        return self.start(*stage.worker("-n", f"{name}@%h"))

    def start_redis(self) -> subprocess.Popen[bytes]:
        port = self.env["REDIS_URL"].rpartition(":")[2].partition("/")[0]
        server = self.start(
            "redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"
        )
        client = redis.Redis.from_url(self.env["REDIS_URL"])
        stage.wait_until(lambda: answers(client), seconds=20)
        return server

    def kill_a_worker(self) -> None:
        number = random.randrange(len(self.workers))
        stage.end(self.workers[number], signal.SIGKILL)
        self.workers[number] = self.start_worker("one" if number == 0 else "two")

    def restart_redis(self) -> None:
        stage.end(self.redis, signal.SIGKILL)
        self.redis = self.start_redis()

    def restart_database(self) -> None:
        self.database.restart()


def answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False


def unchecked(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM sources_link WHERE checks_count = 0").fetchone()
        return int(row[0]) if row else 0


def play(chaos: Chaos, links: int) -> None:
    """All that befalls them, spread over the work: each event when another share of it is done."""
    url = chaos.env["DATABASE_URL"]
    events = [chaos.kill_a_worker] * KILLS + [chaos.restart_redis] * FLUSHES + [chaos.restart_database]
    random.Random(7).shuffle(events)
    for number, event in enumerate(events, 1):
        goal = links - links * number // (len(events) + 1)
        stage.wait_until(lambda goal=goal: unchecked(url) <= goal, seconds=LONGEST, every=0.1)
        print(f"{unchecked(url):6} links left: {event.__name__.replace('_', ' ')}", flush=True)
        event()
    stage.wait_until(lambda: unchecked(url) == 0, seconds=LONGEST, every=0.2)


def judge(url: str, links: int, log: dict[str, list[float]]) -> dict[str, object]:
    with psycopg.connect(url) as connection:

        def number(query: str) -> int:
            row = connection.execute(query).fetchone()
            return int(row[0]) if row else 0

        found: dict[str, object] = {
            "links": links,
            "never_checked": number("SELECT count(*) FROM sources_link WHERE checks_count = 0"),
            "two_results_for_one_lease": number(
                "SELECT count(*) FROM (SELECT 1 FROM sources_check GROUP BY link_id, lease_token"
                " HAVING count(*) > 1) AS twice"
            ),
            "findings": number("SELECT count(*) FROM sources_finding"),
            "not_healthy": number("SELECT count(*) FROM sources_link WHERE state <> 'healthy'"),
            "checks": number("SELECT count(*) FROM sources_check"),
            "requests": sum(map(len, log.values())),
        }
    most = max(busiest(sorted(times)) for times in log.values())
    return found | {
        "requests_in_window_most": most,
        "requests_in_window_allowed": round(1.25 * WINDOW / INTERVAL),
    }


def busiest(times: list[float]) -> int:
    return max(bisect_left(times, start + WINDOW) - index for index, start in enumerate(times))


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.chaos", description=__doc__)
    parser.add_argument("--links", type=int, default=5_000)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with ExitStack() as stack:
        work, port, redis_port = stack.enter_context(stage.folder()), stage.free_port(), stage.free_port()
        database = stack.enter_context(cluster(work))
        url = database.url
        env = stage.settings(url, f"redis://127.0.0.1:{redis_port}/0", port, work / "var") | SPANS
        stack.enter_context(
            stage.running(*stage.python("-m", "bench.server", str(port)), env=env, ready="ready")
        )
        subprocess.run(
            stage.python("manage.py", "migrate", "--verbosity", "0"), env=env, cwd=stage.ROOT, check=True
        )
        code = f"from bench import engine; engine.watch({port}, 0, {options.links}); engine.make_due()"
        subprocess.run(stage.python("-c", code), env=env, cwd=stage.ROOT, check=True)
        started = time.monotonic()
        play(Chaos(env, work, database, stack), options.links)
        found = judge(url, options.links, stage.control(port, "log"))
        found["seconds"] = round(time.monotonic() - started)
    print(json.dumps(found, indent=1))
    stage.BUILD.mkdir(exist_ok=True)
    (stage.BUILD / "chaos.json").write_text(json.dumps(found, indent=1) + os.linesep)
    wrong = [
        found[name] for name in ("never_checked", "two_results_for_one_lease", "findings", "not_healthy")
    ]
    kept = found["requests_in_window_most"] <= found["requests_in_window_allowed"]  # type: ignore[operator]
    return 0 if not any(wrong) and kept else 1


if __name__ == "__main__":
    sys.exit(main())
