"""The page of a measure: everybody's figures for it on one time axis, as a table, and as files."""

import csv
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from claims.models import Metric, frozen
from claims.views.common import public_page
from claims.views.figures import panels
from claims.views.ratios import inputs_of, recalculations
from claims.views.readings import Reading, claim_readings, document_readings
from claims.views.tables import COLUMNS, cell, record
from claims.views.tensions import neighbours, tensions, title
from claims.views.way import told_relations

EXPLAINING = ("contradicts", "same_figure", "explained_by_date", "explained_by_definition", "narrower")


@public_page
def metric(request: HttpRequest, slug: str) -> HttpResponse:
    """Ten queries: measure with those it divides, measures it is confused with, claims, fact-checks,
    suggestions, frozen figures, figures in work, documents' figures, frozen relations, others."""
    row = get_object_or_404(Metric.objects.select_related("numerator", "denominator"), slug=slug)
    confusable, declared = neighbours([row])
    apart = {metric.pk: metric for metric in inputs_of(row) if metric not in confusable}
    everything = _readings([row, *confusable, *apart.values()])
    recalculated = recalculations(row, everything)
    everything = [reading for reading in everything if reading.figure.metric_id not in apart]
    readings = [reading for reading in everything if reading.figure.metric_id == row.pk]
    items = {reading.shown.claim.pk: reading.shown for reading in readings if reading.shown}
    if not items:
        raise Http404
    told = told_relations(dict.fromkeys(items) | frozen.told(items, "relations"))
    relations = [
        row
        for row in told
        if row.kind in EXPLAINING and row.from_claim_id in items and row.to_claim_id in items
    ]
    written = {frozenset((each.from_claim_id, each.to_claim_id)) for each in relations}
    found = tensions(everything, declared, of=[row.pk], written=written)
    context = {
        "metric": row,
        "headline": title(found, row),
        "panels": panels(row, readings),
        "tensions": found,
        "written": [(each, items[each.from_claim_id], items[each.to_claim_id]) for each in relations],
        "confusable": confusable,
        "recalculated": recalculated,
        "demonstration": any(item.demonstration for item in items.values()),
        "noindex": any(item.is_suggested for item in items.values()),
    }
    return render(request, "claims/metric.html", context)


@public_page
def as_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The table of the page, a header and one line a figure, UTF-8. Text that a sheet would run is quoted."""
    row, readings = _table(slug)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.slug}.csv"'
    writer = csv.DictWriter(response, COLUMNS)
    writer.writeheader()
    for reading in readings:
        writer.writerow({name: cell(value) for name, value in record(reading).items()})
    return response


@public_page
def as_json(request: HttpRequest, slug: str) -> HttpResponse:
    row, readings = _table(slug)
    content: dict[str, Any] = {
        "metric": row.slug,
        "label": {"de": row.label_de, "en": row.label_en},
        "counted": row.counted,
        "unit": row.unit,
        "figures": [record(reading) for reading in readings],
    }
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _readings(metrics: list[Metric]) -> list[Reading]:
    return [*claim_readings(metrics), *document_readings(metrics)]


def _table(slug: str) -> tuple[Metric, list[Reading]]:
    """By date, the undated first; 404 where no public claim carries the measure."""
    row = get_object_or_404(Metric, slug=slug)
    readings = _readings([row])
    if not any(reading.shown for reading in readings):
        raise Http404
    return row, sorted(readings, key=lambda reading: reading.days or (0, 0))
