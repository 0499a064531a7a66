"""Reading measured on real texts and on public test material, where their folders are named."""

import json
import os
import time
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sources.management.commands.quantities import publication_date
from sources.quantities import Quantity, read

PRINTED = Decimal("1e-12")
"""Relative precision to which a third or a power is printed."""


def folder(variable: str) -> Path:
    if variable not in os.environ:
        pytest.skip(f"{variable} names no folder")
    return Path(os.environ[variable])


@cache
def articles() -> dict[str, list[Quantity]]:
    """The quantities of every article of the case by its id."""
    texts, facts = folder("FACTCHECK_ARTICLES"), folder("FACTCHECK_CASE")
    found = {}
    for article in json.loads((facts / "articles.json").read_text()):
        text = (texts / article["seed_file"]).read_bytes().decode()
        found[article["id"]] = read(text, "de", published(article["published"]["edtf"]))
    return found


def published(edtf: str) -> date:
    return publication_date(edtf.partition("/")[2] or edtf)


def overlapping(quantities: list[Quantity], start: int, end: int) -> list[Quantity]:
    return [quantity for quantity in quantities if quantity.start < end and quantity.end > start]


def test_nine_of_ten_expressions_of_the_case_read_as_expected() -> None:
    expressions = json.loads((folder("FACTCHECK_CASE") / "quantities.json").read_text())
    right = sum(
        _as_expected(overlapping(articles()[e["article"]], e["start"], e["end"]), e["expect"])
        for e in expressions
    )
    assert right >= 0.9 * len(expressions)


def _as_expected(found: list[Quantity], expected: dict[str, str | None] | None) -> bool:
    if expected is None:
        return not found
    return any(all(getattr(quantity, name) == expected[name] for name in expected) for quantity in found)


def test_nine_of_ten_figures_of_the_case_are_read_out_of_their_passages() -> None:
    claims = json.loads((folder("FACTCHECK_CASE") / "claims.json").read_text())["claims"]
    figures = [(claim, figure) for claim in claims for figure in claim["figures"]]
    right = sum(_is_read(figure, _passages(claim)) for claim, figure in figures)
    assert right >= 0.9 * len(figures)


def _passages(claim: dict[str, Any]) -> list[Quantity]:
    inside = (
        overlapping(articles()[claim["article"]], span["start"], span["end"]) for span in claim["passages"]
    )
    return [quantity for found in inside for quantity in found]


def _is_read(figure: dict[str, str | None], quantities: list[Quantity]) -> bool:
    """Every bound that the figure has stands in one quantity; what it leaves open is a judgement."""
    bounds = [name for name in ("low", "high") if figure[name] is not None]
    return any(all(getattr(quantity, name) == figure[name] for name in bounds) for quantity in quantities)


@pytest.mark.parametrize(("language", "least"), [("English", 0.85), ("German", 0.80)])
def test_span_and_value_of_public_test_material(language: str, least: float) -> None:
    """Numbers, percentages and currencies; a unit named without a number counts as missed."""
    outcome: Counter[bool] = Counter()
    for line in (folder("FACTCHECK_EVAL") / "recognizers_quantities.jsonl").read_text().splitlines():
        case = json.loads(line)
        _, tongue, model, _ = case["id"].split("/")
        if tongue == language and model in ("NumberModel", "PercentModel", "CurrencyModel"):
            quantities = read(case["Input"], "de" if language == "German" else "en")
            outcome.update(_is_found(expected, quantities, language) for expected in case["Results"])
    assert outcome[True] >= least * outcome.total()


def _is_found(expected: dict[str, Any], quantities: list[Quantity], language: str) -> bool:
    written = (expected["Resolution"]["value"] or "null").rstrip("%")
    if written == "null":
        return False
    value = Decimal(written.replace(".", "").replace(",", ".") if language == "German" else written)
    span = expected["Start"], expected["End"] + 1
    numbers = [q for q in quantities if q.kind != "date" and (q.start, q.end) == span]
    return any(abs(Decimal(q.low or q.high or "") - value) <= abs(value) * PRINTED for q in numbers)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_megabyte_takes_less_than_two_seconds(language: str) -> None:
    """Processor time, since other tests may run beside this one, on prose as rich in quantities as news."""
    prose = {
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
    }[language]
    text = (prose * (1_000_000 // len(prose) + 1))[:1_000_000]
    assert read(prose, language)  # tables are built at the first reading
    started = time.process_time()
    assert read(text, language)
    assert time.process_time() - started < 2
