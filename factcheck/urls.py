"""Every address of the site. Pages stand under /de/ and /en/; machine addresses are never prefixed."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from claims import urls as claims_urls
from factcheck import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("claims.api.urls")),
    path("desk/", include(claims_urls.desk)),
    *i18n_patterns(path("", include(claims_urls.public)), prefix_default_language=True),
]
