"""The page of a case: its articles, its claims by rating and state, its measures."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from claims.models import Article, Case, Claim, Figure, Metric, ReviewFigure
from claims.views.common import public_page
from claims.views.shown import Shown, Tally, listed

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
    """Eight queries: case, claims, fact-checks, suggestions, the ratings of both, articles, measures."""
    row = get_object_or_404(Case.objects.public(), slug=slug)
    claims = Claim.objects.public().filter(article__case=row)
    articles = row.articles.select_related("case", "document")
    items = listed(claims.order_by("article__position", "article_id", "position", "id"), articles)
    context = {
        "case": row,
        "entries": _entries(items),
        "groups": _groups(items),
        "tally": Tally.of(items),
        "metrics": _metrics(items),
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


def _metrics(items: list[Shown]) -> QuerySet[Metric]:
    """Measures of which these claims give a figure: as published, or as recorded while in work."""
    reviews = [item.review.pk for item in items if item.review and item.kind == "rated"]
    in_work = [item.claim.pk for item in items if not item.review]
    published = ReviewFigure.objects.filter(metric=OuterRef("pk"), review__in=reviews)
    recorded = Figure.objects.filter(metric=OuterRef("pk"), claim__in=in_work)
    return Metric.objects.filter(Q(Exists(published)) | Q(Exists(recorded)))
