"""The page of an article: its claims in the order of the text, and how much of the text they cover."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from claims.models import Article, Claim, frozen
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
        return next((passage.open_locator for passage in self.passages if passage.open_locator), "")


@dataclass(frozen=True)
class Coverage:
    """Stretches of the text that claims cover, in thousandths of its length, and their share in percent."""

    stretches: list[Span]
    percent: int


@public_page
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Nine queries: article, claims, fact-checks, suggestions, appearances as published, their passages,
    appearances in work, copies, changes."""
    row = get_object_or_404(Article.objects.public().select_related("case", "document"), slug=slug)
    claims = Claim.objects.public().filter(article=row).order_by("position", "id")
    items = shown(claims)
    rows = _placed(items)
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


def _placed(items: list[Shown]) -> list[Row]:
    """Each where its version in force has it; in work, where it stands now."""
    versions = {item.claim.pk: item.review for item in items if item.review}
    for claim, part in frozen.told(list(versions), "appearances").items():
        versions[claim].snapshot = {} if part is None else {"appearances": part}
    passages = frozen.passages_of(versions.values())
    working = [item.claim for item in items if not (item.review and item.review.snapshot)]
    prefetch_related_objects(working, frozen.APPEARANCES)
    found = [frozen.appearances(item.claim, item.review, passages) for item in items]
    return [Row(item, [each.passage for each in of]) for item, of in zip(items, found, strict=True)]


def coverage_of(passages: Iterable[Passage], chars: int) -> Coverage | None:
    """None where the length of the text or the place of every passage is unknown."""
    places = (passage.open_span for passage in passages)
    spans = merged((start, end) for start, end in places if start is not None and end is not None)
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
