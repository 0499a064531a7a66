"""How well and how fast quantities are read: `python -m bench.reading`.

The case's expressions and figures come from FACTCHECK_CASE and FACTCHECK_ARTICLES, the public test
material (Recognizers-Text) from FACTCHECK_EVAL; what names no folder is left out. Prints a line a measure and
the table of what is missed and why, as it stands in docs/quantities.md.
"""

import json
import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sources.management.commands.quantities import publication_date
from sources.quantities import Quantity, read

PRINTED = Decimal("1e-12")
"""Relative precision to which a third or a power is printed."""
MODELS = ("NumberModel", "PercentModel", "CurrencyModel")
LANGUAGES = {"English": "en", "German": "de"}
CAUSES = {
    "unit inside": "the value is found; the span takes in the unit, currency or sign that stands with it",
    "range": "the two ends of a range, which is read as one quantity, the magnitude shared",
    "date": "the parts of a date, which is read as one",
    "no number": "a unit without a number (`percent`, `dollar`): nothing is counted",
    "address": "the parts of a host address, which counts nothing",
    "article": "the articles `ein` and `eine`, wanted as a one",
    "not read": "spoken or foreign money (`five mao five`, a Tamil rupee sign)",
}
PROSE = {
    "de": "Der Rat der Stadt sprach lange über die neue Straße. Alle durften reden, und keiner schwieg; "
    "am Ende stimmten die meisten dafür. Auch der Regen hielt niemanden ab, obwohl die Wege schlecht "
    "waren und das Licht bald schwand. Wer keinen Platz fand, blieb an der Tür stehen, hörte von dort zu "
    "und rief manchmal hinein; der Wirt des Gasthofs brachte heißen Tee und Brot, und die Kinder "
    "schliefen auf den Bänken ein. So verging der Abend, bis alle nach Hause gingen. "
    "Mehr als 5.000 Leute kamen im Mai 2018 in die Halle. ",
    "en": "The council of the town spoke at length of the new road. Everybody had a say and nobody "
    "kept quiet; in the end most voted in favour. Not even the rain put them off, although the paths "
    "were bad and the light was soon to fail. Those who found no seat stood by the door, listened from "
    "there and sometimes called out; the landlord of the inn brought hot tea and bread, and the children "
    "fell asleep on the benches. So the evening passed until everybody went home. "
    "Over 5,000 people came to the hall in May 2018. ",
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """One expression of the test material, and why it was missed; empty where it was found."""

    language: str
    model: str
    text: str
    missed: str


def folder(variable: str) -> Path | None:
    return Path(os.environ[variable]) if os.environ.get(variable) else None


def material(path: Path) -> Iterator[Wanted]:
    """Every number, percentage and amount of money of the test material."""
    for line in (path / "recognizers_quantities.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        _, tongue, model, _ = case["id"].split("/")
        if model in MODELS:
            quantities = read(case["Input"], LANGUAGES[tongue])
            for expected in case["Results"]:
                yield Wanted(tongue, model, expected["Text"], _missed(expected, quantities, tongue))


def _missed(expected: dict[str, Any], quantities: list[Quantity], tongue: str) -> str:
    written = (expected["Resolution"]["value"] or "null").rstrip("%")
    if written == "null":
        return "no number"
    value = Decimal(written.replace(".", "").replace(",", ".") if tongue == "German" else written)
    start, end = expected["Start"], expected["End"] + 1
    near = [q for q in quantities if q.start < end and q.end > start]
    numbers = [q for q in near if q.kind != "date"]
    if any((q.start, q.end) == (start, end) and value in _Near(q) for q in numbers):
        return ""
    if any(value in _Near(q) for q in numbers if q.low == q.high or None in (q.low, q.high)):
        return "unit inside"
    if any(q.low and q.high and q.low != q.high for q in numbers):
        return "range"
    if near:
        return "date" if not numbers else "not read"
    if re.fullmatch(r"ein\w*", expected["Text"].lower()):
        return "article"
    return "address" if expected["Text"].isdigit() else "not read"


class _Near:
    """The value of a quantity, as exactly as it is printed."""

    def __init__(self, quantity: Quantity) -> None:
        self.value = Decimal(quantity.low or quantity.high or "")

    def __contains__(self, value: Decimal) -> bool:
        return abs(self.value - value) <= abs(value) * PRINTED


@cache
def articles(texts: Path, facts: Path) -> dict[str, list[Quantity]]:
    """The quantities of every article of the case by its id."""
    found = {}
    for article in json.loads((facts / "articles.json").read_text(encoding="utf-8")):
        text = (texts / article["seed_file"]).read_bytes().decode()
        found[article["id"]] = read(text, "de", published(article["published"]["edtf"]))
    return found


def published(edtf: str) -> date:
    return publication_date(edtf.partition("/")[2] or edtf)


def overlapping(quantities: list[Quantity], start: int, end: int) -> list[Quantity]:
    return [quantity for quantity in quantities if quantity.start < end and quantity.end > start]


def expressions(texts: Path, facts: Path) -> list[bool]:
    """Which of the case's marked expressions are read as expected, in every field."""
    marked = json.loads((facts / "quantities.json").read_text(encoding="utf-8"))
    found = articles(texts, facts)
    return [_expected(overlapping(found[e["article"]], e["start"], e["end"]), e["expect"]) for e in marked]


def _expected(found: list[Quantity], expected: dict[str, str | None] | None) -> bool:
    if expected is None:
        return not found
    return any(all(getattr(quantity, name) == expected[name] for name in expected) for quantity in found)


def figures(texts: Path, facts: Path) -> list[bool]:
    """Which of the figures recorded in the case are read back out of their passages, bound by bound."""
    claims = json.loads((facts / "claims.json").read_text(encoding="utf-8"))["claims"]
    found = articles(texts, facts)
    right = []
    for claim in claims:
        read_there = (overlapping(found[claim["article"]], p["start"], p["end"]) for p in claim["passages"])
        quantities = [quantity for inside in read_there for quantity in inside]
        right += [_is_read(figure, quantities) for figure in claim["figures"]]
    return right


def _is_read(figure: dict[str, str | None], quantities: list[Quantity]) -> bool:
    """Every bound that the figure has stands in one quantity; what it leaves open is a judgement."""
    bounds = [name for name in ("low", "high") if figure[name] is not None]
    return any(all(getattr(quantity, name) == figure[name] for name in bounds) for quantity in quantities)


def seconds_for_a_megabyte(language: str) -> float:
    """Processor time for prose as rich in quantities as news."""
    prose = PROSE[language]
    text = (prose * (1_000_000 // len(prose) + 1))[:1_000_000]
    read(prose, language)  # tables are built at the first reading
    started = time.process_time()
    read(text, language)
    return time.process_time() - started


def measured() -> dict[str, float]:
    """Percentages right, and seconds; what needs a folder that is not named is left out."""
    results = {f"reading.mb_{name}_s": round(seconds_for_a_megabyte(name), 2) for name in PROSE}
    texts, facts, eval_ = (folder(f"FACTCHECK_{name}") for name in ("ARTICLES", "CASE", "EVAL"))
    if texts and facts:
        results["reading.case_expressions_pct"] = _percent(expressions(texts, facts))
        results["reading.case_figures_pct"] = _percent(figures(texts, facts))
    if eval_:
        wanted = list(material(eval_))
        for tongue in LANGUAGES:
            right = [not one.missed for one in wanted if one.language == tongue]
            results[f"reading.{tongue.lower()}_pct"] = _percent(right)
    return results


def _percent(right: list[bool]) -> float:
    return round(100 * sum(right) / len(right), 1)


def table(path: Path) -> str:
    """What is missed in the test material and why, as Markdown."""
    wanted = list(material(path))
    lines = ["| | English | German |", "|---|---|---|"]
    counted = {
        tongue: Counter(one.missed for one in wanted if one.language == tongue) for tongue in LANGUAGES
    }
    totals = [f"{c['']} of {c.total()} ({100 * c[''] // c.total()} %)" for c in counted.values()]
    lines.append(f"| exact span and value | {' | '.join(totals)} |")
    for cause, words in CAUSES.items():
        numbers = " | ".join(str(counted[tongue][cause]) for tongue in LANGUAGES)
        lines.append(f"| missed: {words} | {numbers} |")
    return "\n".join(lines)


if __name__ == "__main__":
    for name, value in measured().items():
        print(f"{name:32} {value:>8}")
    if path := folder("FACTCHECK_EVAL"):
        print(table(path))
