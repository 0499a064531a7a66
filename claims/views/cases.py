"""The page of a case: its articles, its claims by rating and state, its measures."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from claims.models import Article, Case, Claim, Figure, Metric, Review, ReviewFigure
from claims.views.common import public_page
from claims.views.shown import Shown, Tally, shown

KINDS = ("rated", "withdrawn", "suggested", "open")


@dataclass(frozen=True)
class Group:
    """Claims that stand at the same point: a rating, a suggested one, withdrawn, or a state of work."""

    kind: str
    items: list[Shown]

    @property
    def first(self) -> Shown:
        return self.items[0]


@dataclass(frozen=True)
class Entry:
    """An article with its claims in the order of the text."""

    article: Article
    items: list[Shown]

    @property
    def tally(self) -> Tally:
        return Tally.of(self.items)


@public_page
def case(request: HttpRequest, slug: str) -> HttpResponse:
    """Five queries: case, claims, fact-checks, suggestions, measures."""
    row = get_object_or_404(Case.objects.public(), slug=slug)
    claims = Claim.objects.public().filter(article__case=row)
    items = shown(claims.order_by("article__position", "article_id", "position", "id"))
    if not items:
        raise Http404
    context = {
        "case": row,
        "entries": _entries(items),
        "groups": _groups(items),
        "tally": Tally.of(items),
        "metrics": _metrics(claims),
        "demonstration": any(item.demonstration for item in items),
        "noindex": any(item.is_suggested for item in items),
    }
    return render(request, "claims/case.html", context)


def _entries(items: list[Shown]) -> list[Entry]:
    by_article: dict[int, list[Shown]] = defaultdict(list)
    for item in items:
        by_article[item.article.pk].append(item)
    return [Entry(group[0].article, group) for group in by_article.values()]


def _groups(items: list[Shown]) -> list[Group]:
    """Ratings in the order of the scale, then suggestions likewise, then states in the order of work."""
    by_point: dict[tuple[int, int, str], list[Shown]] = defaultdict(list)
    for item in items:
        rating = item.conclusion.verdict if item.conclusion else None
        point = rating.slug if rating else item.claim.state if item.kind == "open" else item.kind
        by_point[KINDS.index(item.kind), rating.position if rating else 0, point].append(item)
    return [Group(KINDS[kind], group) for (kind, _, _), group in sorted(by_point.items(), key=lambda p: p[0])]


def _metrics(claims: QuerySet[Claim]) -> QuerySet[Metric]:
    """Measures of which the case's public claims give a figure."""
    published = ReviewFigure.objects.filter(
        metric=OuterRef("pk"), review__is_current=True, review__claim__in=claims
    ).exclude(review__kind=Review.Kind.WITHDRAWAL)
    recorded = Figure.objects.filter(metric=OuterRef("pk"), claim__in=claims).exclude(
        claim__reviews__is_current=True
    )
    return Metric.objects.filter(Q(Exists(published)) | Q(Exists(recorded)))
