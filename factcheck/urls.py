"""Every address of the site. Pages stand under /de/ and /en/; machine addresses are never prefixed."""

from datetime import date

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter
from django.views.generic import RedirectView

from claims import urls as claims_urls
from claims.views import claimreview, embed, feeds, metrics, seals, sitemaps
from factcheck import health


class IsoDate:
    """A day in an address: 2026-11-22."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(IsoDate, "isodate")

handler400 = "claims.views.common.bad_request"

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    # The address of an account is the chief's to change: the invitation went there, and so do new passwords.
    path("accounts/email/", RedirectView.as_view(pattern_name="mfa_index")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("claims.api.urls")),
    path("robots.txt", sitemaps.robots),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, name="sitemap-section"),
    path("feeds/reviews.atom", feeds.reviews, name="feed-reviews"),
    path("feeds/reviews.json", feeds.reviews_as_json, name="feed-reviews-json"),
    path("feeds/corrections.atom", feeds.corrections, name="feed-corrections"),
    path("feeds/claimreview.json", claimreview.feed, name="feed-claimreview"),
    path("claims/<slug:public_id>.jsonld", claimreview.one, name="claimreview"),
    path("oembed", embed.oembed, name="oembed"),
    path("feeds/seals.atom", seals.seal_feed, name="feed-seals"),
    path("ledger/seals.json", seals.seals, name="seals"),
    path("ledger/seals/<isodate:day>.json", seals.seal, name="seal"),
    path("claims/<slug:public_id>/proof.json", seals.proof, name="proof"),
    path("metrics/<slug:slug>.csv", metrics.as_csv, name="metric-csv"),
    path("metrics/<slug:slug>.json", metrics.as_json, name="metric-json"),
    path("desk/", include(claims_urls.desk)),
    *i18n_patterns(path("", include(claims_urls.public)), prefix_default_language=True),
]
