"""Addresses below /api/."""

from django.urls import include, path, re_path
from rest_framework.routers import APIRootView, DefaultRouter

from claims.api import cases, claims, documentation, facts, problems, search, sources, webhooks
from claims.api.conditions import Conditional


class Root(Conditional, APIRootView):
    """The resources of this API."""

    permission_classes = ()
    http_method_names = ["get", "head"]


class Router(DefaultRouter):
    APIRootView = Root
    include_format_suffixes = False


router = Router()
for name, resource in {
    "cases": cases.CaseResource,
    "articles": cases.ArticleResource,
    "claims": claims.ClaimResource,
    "claimants": cases.ClaimantResource,
    "evidence": claims.EvidenceResource,
    "documents": sources.DocumentResource,
    "links": sources.LinkResource,
    "passages": sources.PassageResource,
    "captures": sources.CaptureResource,
    "checks": sources.CheckResource,
    "findings": sources.FindingResource,
    "metrics": facts.MetricResource,
    "figures": facts.FigureResource,
    "scales": facts.ScaleResource,
    "relations": facts.RelationResource,
    "verdicts": cases.VerdictResource,
    "reviews": cases.ReviewResource,
    "rulings": cases.RulingResource,
    "webhooks": webhooks.WebhookResource,
}.items():
    router.register(name, resource, basename=name.rstrip("s") if name != "evidence" else name)

app_name = "api"
urlpatterns = [
    path("v1/schema/", documentation.Schema.as_view(), name="schema"),
    path("v1/docs/", documentation.Viewer.as_view(), name="docs"),
    path("v1/", include(router.urls)),
    path("v1alpha1/claims:search", search.ClaimSearch.as_view(), name="claim-search"),
    re_path(r"", problems.nothing_here),
]
