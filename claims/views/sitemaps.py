"""What search engines are told: the pages worth finding, in both languages, and where not to look.

Listed is what readers may see and may be indexed; a page that shows a suggested rating is not. Documents and
rating scales are found from the claims that rest on them.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index
from django.contrib.sitemaps.views import sitemap as urlset
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from claims.models import Article, Assessment, Case, Claim, Figure, Metric, Review, ReviewFigure
from claims.views.common import public_page

MOST = 50_000  # addresses in one file, by the protocol
MANY = 20_000  # claims, above which they no longer share a file with everything else
HIDDEN = ("/desk/", "/admin/", "/accounts/", "/api/")


def current() -> QuerySet[Review]:
    """The outer claim's version in force."""
    return Review.objects.filter(claim=OuterRef("pk"), is_current=True)


def suggested() -> QuerySet[Claim]:
    """Public claims shown with a suggestion."""
    imported = Assessment.objects.filter(claim=OuterRef("pk"), origin=Assessment.Origin.IMPORTED)
    claims = Claim.objects.public().filter(~Exists(current()), Exists(imported))
    return claims.filter(article__case__show_suggestions=True)


class Addresses(Sitemap):
    """Of one kind of page, in both languages, each with the other as its alternate."""

    i18n = alternates = x_default = True
    limit = MOST
    page = ""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.FACTCHECK_SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.FACTCHECK_SITE_URL).netloc

    def location(self, item: Any) -> str:
        return reverse(self.page, args=[item])


class Pages(Addresses):
    def items(self) -> list[str]:
        return ["home", "methodology", "corrections"]

    def location(self, item: Any) -> str:
        return reverse(item)


class Cases(Addresses):
    page = "case"

    def items(self) -> QuerySet[Any]:
        of = {"article__case": OuterRef("pk")}
        cases = Case.objects.public().exclude(Exists(suggested().filter(**of)))
        return cases.values_list("slug", flat=True)


class Articles(Addresses):
    page = "article"

    def items(self) -> QuerySet[Any]:
        of = {"article": OuterRef("pk")}
        articles = Article.objects.public().exclude(Exists(suggested().filter(**of)))
        return articles.values_list("slug", flat=True)


class Claims(Addresses):
    page = "claim"

    def items(self) -> QuerySet[Any]:
        claims = Claim.objects.public().annotate(changed_at=Subquery(current().values("published_at")))
        rows = claims.exclude(pk__in=suggested().order_by().values("pk")).order_by("pk")
        return rows.values_list("public_id", "changed_at")

    def location(self, item: Any) -> str:
        return super().location(item[0])

    def lastmod(self, item: Any) -> datetime | None:
        return item[1]


class Metrics(Addresses):
    page = "metric"

    def items(self) -> QuerySet[Any]:
        of = {"metric": OuterRef("pk")}
        public = Claim.objects.public().order_by()
        printed = ReviewFigure.objects.filter(review__is_current=True, review__claim__in=public, **of)
        printed = printed.exclude(review__kind=Review.Kind.WITHDRAWAL)
        recorded = Figure.objects.filter(claim__in=public, **of).exclude(claim__reviews__is_current=True)
        unsure = Figure.objects.filter(claim__in=suggested().order_by(), **of)
        metrics = Metric.objects.filter(Q(Exists(printed)) | Q(Exists(recorded)), ~Exists(unsure))
        return metrics.values_list("slug", flat=True)


SECTIONS: dict[str, type[Sitemap] | Sitemap] = {
    "pages": Pages, "cases": Cases, "articles": Articles, "claims": Claims, "metrics": Metrics,
}  # fmt: skip


@public_page
def sitemap(request: HttpRequest, section: str | None = None) -> HttpResponse:
    """One file while one may hold it all; else a list of files, some for each section."""
    if section is None and Claim.objects.public().count() > MANY:
        return index(request, SECTIONS, sitemap_url_name="sitemap-section")
    return urlset(request, SECTIONS, section)


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    hidden = "".join(f"Disallow: {path}\n" for path in HIDDEN)
    text = f"User-agent: *\n{hidden}\nSitemap: {settings.FACTCHECK_SITE_URL}/sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
