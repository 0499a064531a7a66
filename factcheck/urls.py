"""Every address of the site. Pages stand under /de/ and /en/; machine addresses are never prefixed."""

from datetime import date

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter

from claims import urls as claims_urls
from claims.views import metrics, seals
from factcheck import health


class IsoDate:
    """A day in an address: 2026-11-22."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(IsoDate, "isodate")

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("claims.api.urls")),
    path("ledger/seals.json", seals.seals, name="seals"),
    path("ledger/seals/<isodate:day>.json", seals.seal, name="seal"),
    path("claims/<slug:public_id>/proof.json", seals.proof, name="proof"),
    path("metrics/<slug:slug>.csv", metrics.as_csv, name="metric-csv"),
    path("metrics/<slug:slug>.json", metrics.as_json, name="metric-json"),
    path("desk/", include(claims_urls.desk)),
    *i18n_patterns(path("", include(claims_urls.public)), prefix_default_language=True),
]
