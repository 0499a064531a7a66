"""The shipped example, loaded: its own rows give the kinds that the case's table of comparisons names."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from claims import comparisons
from claims.casefiles import load_case
from claims.models import Figure, Metric
from claims.views.readings import Reading
from claims.views.tensions import as_figure, neighbours

CASE = os.environ.get("FACTCHECK_CASE", "")
EXAMPLE = settings.BASE_DIR / "examples" / "china-social-credit"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not CASE, reason="FACTCHECK_CASE names no folder with the case's tables"),
]


def figure_of(side: dict[str, Any]) -> comparisons.Figure | None:
    """The loaded row of a claim or document; None where the example does not hold it."""
    rows = Figure.objects.filter(metric__slug=side["metric"]).select_related(
        "metric", "document", "claim__article__document"
    )
    if "claim" in side:
        row = rows.filter(claim__source_key=side["claim"]).first()
    else:
        row = rows.filter(document__source_key=side["evidence"], low=side["low"]).first()
    if row is None:
        return None
    document = row.claim.article.document if row.claim else row.document
    assert document
    return as_figure(Reading(row, document))


def test_the_examples_rows_give_the_kinds_of_the_table() -> None:
    load_case(EXAMPLE)
    _others, declared = neighbours(Metric.objects.all())
    wrong, compared = [], 0
    pairs = json.loads((Path(CASE) / "comparisons.json").read_text(encoding="utf-8"))
    for pair in pairs:
        a, b = figure_of(pair["a"]), figure_of(pair["b"])
        inputs = [figure_of(side) for side in pair.get("inputs", [])]
        if a is None or b is None or None in inputs:
            continue
        known = [b, *(each for each in inputs if each)]
        found = comparisons.recompute(a, known) if inputs else comparisons.compare(a, b, confusable=declared)
        compared += 1
        kind = found.kind if found else None
        if kind not in pair["expect"] or kind in pair.get("forbid", []):
            wrong.append((pair["a"], pair["b"], kind, pair["expect"]))
    assert wrong == []
    assert compared >= len(pairs) / 2
