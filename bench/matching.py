"""How well and how fast checked claims are found again: `python -m bench.matching [--json]`.

Quality: CheckThat! 2022, task 2A, English (posts and the claims they repeat), read from FACTCHECK_EVAL. Plain
BM25 over lower-case words against `claims.matching.similar` through the database, with the interval of the
paired difference. Speed: the same posts, one process, everything included from analysing the text to loading
the rows; processor time beside it, since a busy machine only lengthens the other. DATABASE_URL names the
(empty) database to work in; without it, an SQLite file that is thrown away.
"""

import csv
import gzip
import json
import math
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

K1, B = 1.5, 0.75
SAMPLES = 5_000
LARGE = 100_000


def read(folder: Path) -> tuple[dict[str, str], dict[str, str], dict[str, set[str]]]:
    """Texts of the checked claims, posts, and which claim each post repeats; all by their ids."""
    with gzip.open(folder / "ct22_2a_en_vclaims.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = {row["vclaim_id"]: f"{row['vclaim']} {row['title']} {row['subtitle']}" for row in rows}
    with (folder / "ct22_2a_en_devtest_queries.tsv").open(encoding="utf-8", newline="") as lines:
        posts = {row[0]: row[1] for row in csv.reader(lines, delimiter="\t")}
    gold: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "ct22_2a_en_devtest_qrels.tsv").read_text(encoding="utf-8").splitlines():
        post, _, claim, _ = line.split("\t")
        gold[post].add(claim)
    return texts, posts, gold


def plain_bm25(texts: dict[str, str]) -> Callable[[str], list[str]]:
    """The textbook's ranker over lower-case words, each word of the post once."""
    postings: dict[str, dict[str, int]] = defaultdict(dict)
    lengths = {}
    for key, text in texts.items():
        found = re.findall(r"\w+", text.lower())
        lengths[key] = len(found)
        for word, times in Counter(found).items():
            postings[word][key] = times
    mean = sum(lengths.values()) / len(lengths)

    def best(post: str) -> list[str]:
        points: dict[str, float] = defaultdict(float)
        for word in dict.fromkeys(re.findall(r"\w+", post.lower())):
            holding = postings.get(word, {})
            rarity = math.log(1 + (len(texts) - len(holding) + 0.5) / (len(holding) + 0.5))
            for key, times in holding.items():
                points[key] += rarity * times * (K1 + 1) / (times + K1 * (1 - B + B * lengths[key] / mean))
        return sorted(points, key=lambda key: -points[key])[:5]

    return best


def precision(best: list[str], right: set[str]) -> float:
    """Average precision over the first five."""
    hits, total = 0, 0.0
    for place, key in enumerate(best[:5], 1):
        if key in right:
            hits += 1
            total += hits / place
    return total / min(len(right), 5)


def quality(
    rank: Callable[[str], list[str]], posts: dict[str, str], gold: dict[str, set[str]]
) -> dict[str, Any]:
    answers = {post: rank(posts[post])[:5] for post in gold}
    each = [precision(answers[post], gold[post]) for post in gold]
    return {
        "each": each,
        "MAP@5": statistics.mean(each),
        "S@1": statistics.mean(bool(set(answers[post][:1]) & gold[post]) for post in gold),
        "S@5": statistics.mean(bool(set(answers[post]) & gold[post]) for post in gold),
        "silent": sum(not answers[post] for post in gold),
    }


def paired_interval(ours: list[float], theirs: list[float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of the mean difference, post by post; the seed is fixed."""
    differences = [a - b for a, b in zip(ours, theirs, strict=True)]
    chance = random.Random(2022)
    means = sorted(statistics.fmean(chance.choices(differences, k=len(differences))) for _ in range(SAMPLES))
    return means[int(0.025 * SAMPLES)], means[int(0.975 * SAMPLES)]


def enlarge(texts: dict[str, str], size: int) -> dict[str, str]:
    """More texts of the same vocabulary: the first half of one, the second of another."""
    chance = random.Random(size)
    words = [text.split() for text in texts.values()]
    more = dict(texts)
    while len(more) < size:
        one, other = chance.sample(words, 2)
        more[f"made-{len(more)}"] = " ".join(one[: len(one) // 2] + other[len(other) // 2 :])
    return more


@contextmanager
def database() -> Any:
    """Django on an empty database, migrated."""
    with tempfile.TemporaryDirectory(prefix="bench-matching-") as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ["FACTCHECK_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
        import django  # noqa: PLC0415

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        yield


def fill(texts: dict[str, str]) -> float:
    """Record every text as a claim of one article and read them into the index; seconds for the latter."""
    from claims import matching  # noqa: PLC0415
    from claims.models import Article, Case, Claim  # noqa: PLC0415
    from sources.models import Document  # noqa: PLC0415

    article = Article.objects.select_related("case").filter(slug="bench").first()
    if article is None:
        case = Case.objects.create(slug="bench", title_de="Bench", title_en="Bench")
        article = Article.objects.create(
            case=case, slug="bench", document=Document.objects.create(title="Bench", language="en")
        )
    known = set(Claim.objects.values_list("desk_note", flat=True))
    Claim.objects.bulk_create(
        [
            Claim(article=article, public_id=f"bench{n:08}", statement_en=text, desk_note=key)
            for n, (key, text) in enumerate(texts.items())
            if key not in known
        ],
        batch_size=2_000,
    )
    start = time.perf_counter()
    matching.refresh()
    return time.perf_counter() - start


def ask(post: str, **options: float) -> list[str]:
    from claims import matching  # noqa: PLC0415
    from claims.models import Claim  # noqa: PLC0415

    return [
        one.claim.desk_note for one in matching.similar(post, claims=Claim.objects.all(), limit=5, **options)
    ]


def latency(posts: list[str]) -> tuple[float, float, float]:
    """Median and 95th percentile of the time by the clock, mean of the processor time, in milliseconds."""
    for post in posts[:10]:
        ask(post)
    spent = []
    before = time.process_time()
    for post in posts:
        start = time.perf_counter()
        ask(post)
        spent.append((time.perf_counter() - start) * 1000)
    processor = (time.process_time() - before) * 1000
    spent.sort()
    return statistics.median(spent), spent[int(0.95 * len(spent))], processor / len(spent)


def measured(url: str) -> dict[str, float]:
    """All keys of one database, in a process of its own; empty without FACTCHECK_EVAL."""
    if not os.environ.get("FACTCHECK_EVAL"):
        return {}
    env = {**os.environ, "DATABASE_URL": url}
    command = [sys.executable, "-m", "bench.matching", "--json"]
    done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    folder = os.environ.get("FACTCHECK_EVAL")
    if not folder:
        sys.exit("Set FACTCHECK_EVAL to the folder with the files ct22_2a_en_*.")
    texts, posts, gold = read(Path(folder))
    theirs = quality(plain_bm25(texts), posts, gold)
    with database():
        from django.db import connection  # noqa: PLC0415

        fill(texts)
        ours = quality(ask, posts, gold)
        low, high = paired_interval(ours["each"], theirs["each"])
        found = {
            "map5": ours["MAP@5"], "map5_plain": theirs["MAP@5"], "s1": ours["S@1"], "s5": ours["S@5"],
            "map5_gain_low": low, "map5_gain_high": high, "silent": ours["silent"],
        }  # fmt: skip
        for size in (len(texts), LARGE):
            seconds = fill(enlarge(texts, size)) if size > len(texts) else 0
            middle, late, processor = latency(list(posts.values()))
            name = f"{connection.vendor}_{size // 1000}k"
            found |= {f"{name}_ms": middle, f"{name}_p95_ms": late, f"{name}_processor_ms": processor}
            if seconds:
                found[f"{connection.vendor}_index_per_s"] = (size - len(texts)) / seconds
    found = {f"matching.{name}": round(value, 4) for name, value in found.items()}
    if "--json" in sys.argv:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:40} {value:10.4f}")


if __name__ == "__main__":
    main()
