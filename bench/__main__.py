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

from bench import stage

TARGETS = {
    "recheck.unchanged_per_s": "≥ 1500",
    "recheck.first_per_s": "≥ 400",
    "recheck.changed_per_s": "≥ 0.8 × first",
    "ratio.lychee": "≥ 0.25",
    "ratio.urlwatch": "≥ 4",
    "ratio.django_linkcheck": "≥ 20",
    "due_pick_ms": "≤ 20",
    "worker_mb": "≤ 250",
}
MILLION = 1_000_000


def rounds(options: argparse.Namespace) -> dict[str, Any]:
    with ExitStack() as stack:
        work = stack.enter_context(stage.folder())
        port = stage.free_port()
        env = stage.settings(
            stack.enter_context(stage.database()),
            stack.enter_context(stage.redis_database()),
            port,
            work / "var",
        )
        stack.enter_context(
            stage.running(*stage.python("-m", "bench.server", str(port)), env=env, ready="ready")
        )
        subprocess.run(
            stage.python("manage.py", "migrate", "--verbosity", "0"), env=env, cwd=stage.ROOT, check=True
        )
        worker = stack.enter_context(stage.running(*stage.worker(), env=env, log=work / "worker.log"))
        given = {
            "port": port, "work": str(work), "worker": worker.pid,
            "rounds": options.rounds, "count": options.links,
            "peers": not options.quick, "long": options.long,
        }  # fmt: skip
        command = stage.python("-m", "bench.measure", json.dumps(given))
        if subprocess.run(command, env=env, cwd=stage.ROOT).returncode:
            print((work / "worker.log").read_text()[-3000:])
            raise SystemExit(1)
        return json.loads((work / "result.json").read_text())


def picking(links: int) -> dict[str, float]:
    with stage.folder() as work, stage.database() as url:
        env = stage.settings(url, "", 80, work)
        subprocess.run(
            stage.python("manage.py", "migrate", "--verbosity", "0"), env=env, cwd=stage.ROOT, check=True
        )
        command = stage.python("-m", "bench.picking", str(links))
        done = subprocess.run(command, env=env, cwd=stage.ROOT, check=True, capture_output=True, text=True)
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
    many = picking(MILLION // 10 if options.quick else MILLION)
    results |= {
        "due_pick_ms": max(many.values()),
        "due_pick_ms_by_share": many,
        "due_pick_ms_at_10000": picking(10_000),
    }
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
