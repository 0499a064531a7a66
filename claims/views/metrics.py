"""The page of a measure: everybody's figures for it on one time axis, and the same as a table."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from claims.models import Metric, Relation
from claims.views.common import public_page
from claims.views.figures import panels
from claims.views.readings import claim_readings, document_readings

EXPLAINING = ("contradicts", "same_figure", "explained_by_date", "explained_by_definition", "narrower")


@public_page
def metric(request: HttpRequest, slug: str) -> HttpResponse:
    """Nine queries: measure, claims, fact-checks, suggestions, frozen figures, figures in work, documents'
    figures, relations, measures it is confused with."""
    row = get_object_or_404(Metric, slug=slug)
    claims = claim_readings([row])
    if not claims:
        raise Http404
    items = {reading.shown.claim.pk: reading.shown for reading in claims if reading.shown}
    relations = Relation.objects.filter(kind__in=EXPLAINING, from_claim__in=items, to_claim__in=items)
    context = {
        "metric": row,
        "panels": panels(row, [*claims, *document_readings([row])]),
        "discrepancies": [(each, items[each.from_claim_id], items[each.to_claim_id]) for each in relations],
        "confusable": row.confusable_with.all(),
        "demonstration": any(item.demonstration for item in items.values()),
        "noindex": any(item.is_suggested for item in items.values()),
    }
    return render(request, "claims/metric.html", context)
