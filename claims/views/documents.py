"""The page of a document: what it is, where it can be read, what rests on it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from claims.models import Article, Claim, Evidence, Review, public_documents
from claims.views.common import public_page
from claims.views.evidence import public_links
from claims.views.shown import Shown, shown
from sources.models import Capture, Document


@public_page
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Queries: document, evidence, claims, fact-checks, suggestions, snapshots, figures, links, copies."""
    row = get_object_or_404(public_documents(), pk=pk)
    resting = _resting(row)
    figures = row.figures.select_related("metric").order_by("metric", "as_of_last", "id")
    if not resting and not figures:
        article = Article.objects.filter(document=row).first()
        if article is None:
            raise Http404
        return redirect("article", article.slug)  # which knows whether it may be seen
    context = {
        "document": row,
        "resting": resting,
        "links": public_links().filter(document=row),
        "copies": Capture.objects.filter(document=row, suppressed=False).order_by("-fetched_at")[:10],
        "figures": figures,
        "demonstration": any(item.demonstration for item, _ in resting),
        "noindex": any(item.is_suggested for item, _ in resting),
    }
    return render(request, "claims/document.html", context)


def _resting(row: Document) -> list[tuple[Shown, str]]:
    """Public claims with the stance of this document towards them, as published or as recorded so far."""
    cited = list(Evidence.objects.filter(passage__document=row))
    claims = Claim.objects.public().filter(pk__in={each.claim_id for each in cited})
    items = {item.claim.pk: item for item in shown(claims)}
    current = [item.review.pk for item in items.values() if item.review]
    frozen = {
        (review.claim_id, entry["evidence"]): entry["stance"]
        for review in Review.objects.filter(pk__in=current).exclude(kind=Review.Kind.WITHDRAWAL)
        for entry in review.snapshot.get("evidence", [])
    }
    resting = []
    for each in cited:
        item = items.get(each.claim_id)
        if item and item.review and (each.claim_id, each.pk) in frozen:
            resting.append((item, frozen[each.claim_id, each.pk]))
        elif item and not item.review and each.dropped_at is None:
            resting.append((item, each.stance))
    return resting
