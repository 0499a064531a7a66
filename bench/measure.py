"""The passes of one run, in the environment that `bench.__main__` made: `python -m bench.measure JSON`."""

import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import engine, pages, peers
from bench.stage import children, control, peak_mb, wait_until
from factcheck.celery import app

Run = Callable[[list[str], Path], float]
# Pages of each hostile kind, and after how many passes they come again.
HOSTILE = 4
HOSTILE_EVERY = 10
# django-linkcheck asks one after the other: of all pages it would take most of the run's time.
LINKCHECKED = 500


@dataclass(frozen=True)
class Options:
    port: int
    work: str
    worker: int  # process id of the Celery worker
    rounds: int = 5
    count: int = pages.PAGES
    peers: bool = True
    interval: float = 0.0  # politeness is off
    long: int = 0  # further checks of unchanged pages, to see whether a worker's memory grows


def main(options: Options) -> dict[str, object]:
    rates: dict[str, list[float]] = defaultdict(list)
    wait_until(lambda: app.control.ping(timeout=0.5), seconds=120)
    for group in range(options.rounds):
        one_round(options, group, rates)
    memory = remember(options)
    medians = {name: round(statistics.median(values), 1) for name, values in rates.items()}
    spread = {name: [round(value) for value in values] for name, values in rates.items()}
    return {**medians, **memory, "every": spread}


def note(rates: dict[str, list[float]], name: str, rate: float) -> None:
    """Shown as it comes: a whole run takes minutes."""
    rates[name].append(rate)
    print(f"{name:32} {rate:10.1f}", file=sys.stderr, flush=True)


def one_round(options: Options, group: int, rates: dict[str, list[float]]) -> None:
    """Ours and the peers' turn by turn over the same pages, so that what else the machine does hits all."""
    port = options.port
    urls = pages.urls(port, group, options.count)
    control(port, "version/0")
    engine.watch(port, group, options.count)
    note(rates, "recheck.first_per_s", engine.one_pass(port, kept=True))
    engine.tidy()
    note(rates, "recheck.unchanged_per_s", engine.one_pass(port, kept=False))
    control(port, "stats")
    note(rates, "raw_aiohttp_per_s", len(urls) / peers.raw_aiohttp(urls))
    assert_served(port, "raw_aiohttp", "gets", urls)
    if options.peers:
        others(options, urls, rates)
    note(rates, "recheck.unchanged_per_s", engine.one_pass(port, kept=False))
    control(port, "version/1")
    note(rates, "recheck.changed_per_s", engine.one_pass(port, kept=True))


def others(options: Options, urls: list[str], rates: dict[str, list[float]]) -> None:
    few = urls[:LINKCHECKED]
    runs: list[tuple[str, Run, list[str], str]] = [
        ("peers.lychee_per_s", peers.lychee, urls, "gets"),
        ("peers.urlwatch_first_per_s", peers.urlwatch, urls, "gets"),
        ("peers.urlwatch_per_s", peers.urlwatch, urls, "gets"),
        ("peers.django_linkcheck_per_s", peers.django_linkcheck, few, "heads"),
    ]
    work = Path(options.work) / "peers"
    work.mkdir(exist_ok=True)
    (work / "cache.db").unlink(missing_ok=True)
    for name, run, asked, method in runs:
        control(options.port, "stats")
        note(rates, name, len(asked) / run(asked, work))
        assert_served(options.port, name, method, asked)


def assert_served(port: int, name: str, method: str, urls: list[str]) -> None:
    """Each page was asked for once, and every byte of it was sent, but to those who ask with HEAD."""
    served = control(port, "stats")
    sent = sum(len(pages.body(url.rpartition("/")[2], 0)) for url in urls) if method == "gets" else 0
    assert (served[method], served["bytes"]) == (len(urls), sent), f"{name}: the server saw {served}"


def remember(options: Options) -> dict[str, object]:
    """The most memory one of the two worker processes ever held, in MB: after the rounds, after pages that
    are after a worker's memory, and after many more checks with such pages among them."""
    control(options.port, "version/1")
    rounds = max(map(peak_mb, children(options.worker)))
    workers = children(options.worker)
    engine.watch_hostile(options.port, HOSTILE)
    visited = engine.hostile_pass()
    before = max(map(peak_mb, children(options.worker)))
    for number in range(options.long // options.count):
        engine.one_pass(options.port, kept=False)
        if number % HOSTILE_EVERY == 0:
            visited += engine.hostile_pass()
    assert children(options.worker) == workers, "a worker process died"
    after = max(map(peak_mb, children(options.worker)))
    return {
        "worker_mb": round(after),
        "worker_mb_of_rounds": round(rounds),
        "worker_mb_grown": round(after - before, 1),
        "long_checks": options.long,
        "hostile_checks": visited,
    }


if __name__ == "__main__":
    options = Options(**json.loads(sys.argv[1]))
    result = Path(options.work) / "result.json"
    result.write_text(json.dumps(main(options)))
