"""`python -m bench [--quick]`: runs all benchmarks, prints a table and writes build/bench.json."""

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
from contextlib import ExitStack
from typing import Any

from bench import matching, reading, spotting, stage

TARGETS = {
    "recheck.unchanged_per_s": "≥ 1500",
    "recheck.first_per_s": "≥ 400",
    "recheck.changed_per_s": "≥ 0.8 × first",
    "ratio.lychee": "≥ 0.25",
    "ratio.urlwatch": "≥ 4",
    "ratio.django_linkcheck": "≥ 20",
    "ratio.polite_lychee": "≥ 0.95",
    "due_pick_ms": "≤ 20",
    "worker_mb": "≤ 250",
    "ledger.verify_100k_s": "≤ 10",
    "reading.mb_de_s": "≤ 2",
    "reading.mb_en_s": "≤ 2",
    "reading.case_expressions_pct": "≥ 90",
    "reading.case_figures_pct": "≥ 90",
    "reading.english_pct": "≥ 85",
    "reading.german_pct": "≥ 80",
    "spotting.core_pct": "≥ 90",
    "matching.map5": "≥ 0.8515",
    "matching.map5_gain_low": "> 0",
    "matching.sqlite_14k_ms": "≤ 30",
    "matching.sqlite_100k_ms": "≤ 60",
    "matching.postgresql_14k_ms": "≤ 30",
    "matching.postgresql_100k_ms": "≤ 60",
}
MILLION = 1_000_000
POLITE = 0.2  # seconds between two requests to one host


def rounds(options: argparse.Namespace) -> dict[str, Any]:
    return staged(
        "bench.measure",
        rounds=options.rounds,
        count=options.links,
        peers=not options.quick,
        long=options.long,
    )


def polite(options: argparse.Namespace) -> dict[str, Any]:
    """Twenty seconds' worth of pages for each of the two; ten with --quick."""
    return staged("bench.polite", interval=POLITE, each=50 if options.quick else 100)


def staged(module: str, interval: float = 0, **given: Any) -> dict[str, Any]:
    """What the module measures on a stage of its own: databases, page server, a worker of two processes."""
    with ExitStack() as stack:
        work = stack.enter_context(stage.folder())
        port = stage.free_port()
        env = stage.settings(
            stack.enter_context(stage.database()),
            stack.enter_context(stage.redis_database()),
            port,
            work / "var",
            FACTCHECK_HOST_INTERVAL=str(interval),
        )
        stack.enter_context(
            stage.running(*stage.python("-m", "bench.server", str(port)), env=env, ready="ready")
        )
        subprocess.run(
            stage.python("manage.py", "migrate", "--verbosity", "0"), env=env, cwd=stage.ROOT, check=True
        )
        worker = stack.enter_context(stage.running(*stage.worker(), env=env, log=work / "worker.log"))
        given |= {"interval": interval, "port": port, "work": str(work), "worker": worker.pid}
        command = stage.python("-m", module, json.dumps(given))
        if subprocess.run(command, env=env, cwd=stage.ROOT).returncode:
            print((work / "worker.log").read_text()[-3000:])
            raise SystemExit(1)
        return json.loads((work / "result.json").read_text())


def in_database(module: str, *arguments: str) -> dict[str, float]:
    """What the module prints of its work in an empty PostgreSQL database of its own."""
    with stage.folder() as work, stage.database() as url:
        env = stage.settings(url, "", 80, work)
        subprocess.run(
            stage.python("manage.py", "migrate", "--verbosity", "0"), env=env, cwd=stage.ROOT, check=True
        )
        command = stage.python("-m", module, *arguments)
        done = subprocess.run(command, env=env, cwd=stage.ROOT, check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(done.stdout)


def ratios(results: dict[str, Any]) -> dict[str, float]:
    """Our rate over unchanged pages, as multiples of each peer's."""
    ours = results["recheck.unchanged_per_s"]
    names = [name for name in ("lychee", "urlwatch", "django_linkcheck") if f"peers.{name}_per_s" in results]
    return {f"ratio.{name}": round(ours / results[f"peers.{name}_per_s"], 2) for name in names}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round, no peers, fewer links to pick from")
    parser.add_argument("--rounds", type=int, help="5, or 1 with --quick")
    parser.add_argument("--links", type=int, default=2_000)
    parser.add_argument("--long", type=int, help="further checks for memory: 100000, or 0 with --quick")
    options = parser.parse_args()
    options.rounds = options.rounds or (1 if options.quick else 5)
    options.long = options.long if options.long is not None else (0 if options.quick else 100_000)

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was made for the run is taken away
    results = rounds(options)
    results |= ratios(results)
    results |= polite(options)
    many = in_database("bench.picking", str(MILLION // 10 if options.quick else MILLION))
    results |= {
        "due_pick_ms": max(many.values()),
        "due_pick_ms_by_share": many,
        "due_pick_ms_at_10000": max(in_database("bench.picking", "10000").values()),
    }
    results |= in_database("bench.verifying")
    results |= reading.measured() | spotting.measured()
    with stage.folder() as work, stage.database() as url:
        results |= matching.measured(f"sqlite:///{work}/matching.sqlite3") | matching.measured(url)
    results["machine"] = {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": os.getloadavg(),
    }
    stage.BUILD.mkdir(exist_ok=True)
    (stage.BUILD / "bench.json").write_text(json.dumps(results, indent=1) + "\n")
    for name, value in sorted(results.items()):
        if isinstance(value, (int, float)):
            print(f"{name:32} {value:>10}   {TARGETS.get(name, '')}")


if __name__ == "__main__":
    main()
