"""Whether the ranker's constants were made to fit the posts they are judged by: `python -m bench.folds`.

The posts are parted into five folds; the constants that are best for four of them rank the fifth, and so on.
What comes out is what constants found this way reach on posts that had no say in them. No database is asked.
"""

import itertools
import os
import random
import statistics
from collections import Counter, defaultdict
from pathlib import Path

import django

from bench.matching import precision, read

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
django.setup()

from claims.matching import ranking, tokens  # noqa: E402 (its package knows models)

FOLDS, TIMES = 5, 40
GRID = {
    "K1": (0.9, 1.2, 1.8),
    "B": (0.3, 0.6, 0.75),
    "ALIKE": (0.0, 15.0, 30.0, 45.0),
    "FORM": (0.15, 0.3, 0.5),
}
SHORTLIST = 120


class Collection:
    def __init__(self, texts: dict[str, str]) -> None:
        self.names = list(texts)
        self.terms = [tokens.terms(text, "en") for text in texts.values()]
        self.holders: dict[str, list[int]] = defaultdict(list)
        for key, terms in enumerate(self.terms):
            for term in set(terms):
                self.holders[term].append(key)
        holding = {term: len(keys) for term, keys in self.holders.items()}
        mean = statistics.fmean(map(len, self.terms))
        self.corpus = ranking.Corpus(len(self.terms), mean, holding)

    def best(self, words: list[tokens.Word]) -> list[str]:
        query = ranking.weigh(words, self.corpus)
        rows = ranking.shortlist({term: self.holders[term] for term in query.weights}, query)[:SHORTLIST]
        return [self.names[one.key] for one in self._ranked(query, rows)[:5]]

    def _ranked(self, query: ranking.Query, rows: list[int]) -> list[ranking.Ranked]:
        return ranking.rank(query, {key: self.terms[key] for key in rows}, self.corpus)


def scores(collection: Collection, posts: dict[str, str], gold: dict[str, set[str]]) -> dict[str, float]:
    return {
        post: precision(collection.best(tokens.words(posts[post], tokens.told(posts[post]))), gold[post])
        for post in gold
    }


def crossed(
    every: list[dict[str, float]], posts: list[str], chance: random.Random
) -> tuple[float, list[int]]:
    """The mean over all posts, each ranked by what was best for the other folds; and what that was."""
    order = chance.sample(posts, len(posts))
    reached, chosen = [], []
    for fold in range(FOLDS):
        others = [post for n, post in enumerate(order) if n % FOLDS != fold]
        best = max(range(len(every)), key=lambda n: (sum(every[n][post] for post in others), -n))
        chosen.append(best)
        reached += [every[best][post] for post in order[fold::FOLDS]]
    return statistics.fmean(reached), chosen


def main() -> None:
    texts, posts, gold = read(Path(os.environ["FACTCHECK_EVAL"]))
    collection = Collection(texts)
    as_it_is = statistics.fmean(scores(collection, posts, gold).values())
    every, names = [], []
    for values in itertools.product(*GRID.values()):
        for name, value in zip(GRID, values, strict=True):
            setattr(ranking, name, value)
        every.append(scores(collection, posts, gold))
        names.append(dict(zip(GRID, values, strict=True)))
    results = [crossed(every, list(gold), random.Random(n)) for n in range(TIMES)]
    means = [mean for mean, _ in results]
    chosen = Counter(n for _, some in results for n in some)
    grid = [statistics.fmean(one.values()) for one in every]
    print(f"as it is {as_it_is:.4f}; {len(every)} settings reach {min(grid):.4f} to {max(grid):.4f}")
    spread = f"{min(means):.4f} to {max(means):.4f} over {TIMES} partitions"
    print(f"cross-validated {statistics.fmean(means):.4f} ({spread})")
    for n, times in chosen.most_common(3):
        print(f"chosen {times} of {FOLDS * TIMES} times: {names[n]}")


if __name__ == "__main__":
    main()
