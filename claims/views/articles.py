"""The page of an article: its claims in the order of the text, and how much of the text they cover."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from claims.models import Article, Case, Claim
from claims.views.common import public_page
from claims.views.shown import Shown, Tally, shown
from sources.models import Capture, Finding, Passage

Span = tuple[int, int]


@dataclass(frozen=True)
class Row:
    """A claim with the passages it stands in."""

    item: Shown
    passages: list[Passage]

    @property
    def locator(self) -> str:
        return next((passage.locator for passage in self.passages if passage.locator), "")


@dataclass(frozen=True)
class Coverage:
    """Stretches of the text that claims cover, in thousandths of its length, and their share in percent."""

    stretches: list[Span]
    percent: int


@public_page
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Eight queries: article, claims, fact-checks, suggestions, appearances, passages, copies, changes."""
    row = get_object_or_404(
        Article.objects.select_related("case", "document").filter(case__kind=Case.Kind.PUBLISHED_WORK),
        slug=slug,
    )
    claims = Claim.objects.public().filter(article=row).order_by("position", "id")
    items = shown(claims.prefetch_related("appearances__passage"))
    if not items:
        raise Http404
    rows = [Row(item, [a.passage for a in item.claim.appearances.all()]) for item in items]
    context = {
        "article": row,
        "case": row.case,
        "rows": rows,
        "tally": Tally.of(items),
        "coverage": coverage_of((p for each in rows for p in each.passages), row.chars or 0),
        "copies": Capture.objects.filter(document=row.document, suppressed=False).order_by("fetched_at"),
        "changes": Finding.objects.filter(link__document=row.document, link__public=True).order_by(
            "found_at"
        ),
        "demonstration": any(item.demonstration for item in items),
        "noindex": any(item.is_suggested for item in items),
    }
    return render(request, "claims/article.html", context)


def coverage_of(passages: Iterable[Passage], chars: int) -> Coverage | None:
    """None where the length of the text or the place of every passage is unknown."""
    spans = merged((p.start, p.end) for p in passages if p.start is not None and p.end is not None)
    if not chars or not spans:
        return None
    covered = sum(end - start for start, end in spans)
    stretches = [(start * 1000 // chars, max(1, (end - start) * 1000 // chars)) for start, end in spans]
    return Coverage(stretches, min(100, round(100 * covered / chars)))


def merged(spans: Iterable[Span]) -> list[Span]:
    """Overlapping and touching spans joined, in order."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
