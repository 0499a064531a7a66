"""How well checkable sentences are spotted: `python -m bench.spotting`.

The case's core claims, from FACTCHECK_CASE and FACTCHECK_ARTICLES: the share of them of which a passage lies
in the top 45 percent of their article's sentences, by `claims.spotting` and by the rule "has a digit or a
number word".
"""

import json
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.reading import folder
from claims.spotting import Sentence, sentences, spot

SHARE = 0.45
NUMBER = re.compile(
    r"\d|\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\w+zehn|zwanzig|dreißig|vierzig|fünfzig|"
    r"dutzend\w*|hundert\w*|tausend\w*|million\w*|milliarde\w*|billion\w*|hälfte|drittel|viertel|dritte[nrs]?|"
    r"eineinhalb|anderthalb|doppel\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Outcome:
    """Shares of the core claims, 0 to 1; milliseconds of processor time for all articles together."""

    spotted: float
    by_number: float
    milliseconds: float


def outcome(texts: Path, facts: Path) -> Outcome:
    articles = json.loads((facts / "articles.json").read_text(encoding="utf-8"))
    claims = json.loads((facts / "claims.json").read_text(encoding="utf-8"))["claims"]
    core = [claim for claim in claims if claim["core"]]
    hits = by_number = 0
    spent = 0.0
    for article in articles:
        text = (texts / article["seed_file"]).read_bytes().decode("utf-8")
        own = [claim for claim in core if claim["article"] == article["id"]]
        every = sentences(text, article["language"])
        top = int(len(every) * SHARE)
        started = time.process_time()
        found = spot(text, article["language"])
        spent += time.process_time() - started
        hits += _covered([(s.start, s.end) for s in found[:top]], own)
        by_number += _covered(_numbers_first(text, every)[:top], own)
    return Outcome(hits / len(core), by_number / len(core), 1000 * spent)


def _covered(spans: list[tuple[int, int]], claims: list[dict[str, Any]]) -> int:
    """Claims of which at least one passage meets one of the spans."""
    return sum(
        any(start < p["end"] and p["start"] < end for start, end in spans for p in claim["passages"])
        for claim in claims
    )


def _numbers_first(text: str, every: list[Sentence]) -> list[tuple[int, int]]:
    plain = [(s.start, s.end) for s in every]
    return sorted(plain, key=lambda span: (not NUMBER.search(text[slice(*span)]), span))


def measured() -> dict[str, float]:
    """Percentages and milliseconds; nothing where the folders are not named."""
    texts, facts = folder("FACTCHECK_ARTICLES"), folder("FACTCHECK_CASE")
    if not (texts and facts):
        return {}
    found = outcome(texts, facts)
    return {
        "spotting.core_pct": round(100 * found.spotted, 1),
        "spotting.digit_rule_pct": round(100 * found.by_number, 1),
        "spotting.articles_ms": round(found.milliseconds, 1),
    }


if __name__ == "__main__":
    for name, value in measured().items():
        print(f"{name:32} {value:>8}")
