"""Back office: everything that a service writes is view-only here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from sources.models import Document, Finding, Link

# Whoever may read more sees it at the desk, where each document asks who reads it.
OPEN = Document.Confidentiality.PUBLIC


class ViewOnly(admin.ModelAdmin):
    """Rows that services write: to be looked at, never to be edited past them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Link)
class LinkAdmin(ViewOnly):
    list_display = ("url", "role", "state", "last_checked_at", "next_check_at")
    list_filter = ("state", "role")
    search_fields = ("url",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(document__confidentiality=OPEN)


@admin.register(Finding)
class FindingAdmin(ViewOnly):
    list_display = ("kind", "link", "confirmed_at", "ended_at")
    list_filter = ("kind",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(link__document__confidentiality=OPEN)


@admin.register(Document)
class DocumentAdmin(ViewOnly):
    list_display = ("title", "publisher", "tier", "origin")
    search_fields = ("title", "publisher")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(confidentiality=OPEN)
