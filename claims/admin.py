"""Back office for reference tables. A row that has a service is not edited here: that is the desk's."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from claims.models import Case, Claimant, Delivery, Metric, User, Verdict, Webhook


class NeverDeleted(admin.ModelAdmin):
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class ColleagueAdmin(UserAdmin):
    """Who leaves is deactivated (is_active), never deleted."""

    list_display = ("username", "email", "role", "is_active")
    list_filter = ("role", "is_active")
    fieldsets = (*UserAdmin.fieldsets, ("Newsroom", {"fields": ("role",)}))  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Case)
class CaseAdmin(NeverDeleted):
    list_display = ("slug", "title_de", "eyes", "list_open_claims", "show_suggestions")
    readonly_fields = ("source_key", "source_digest", "revision")
    filter_horizontal = ("members",)


@admin.register(Verdict)
class VerdictAdmin(NeverDeleted):
    """Labels are pinned into each review: changing one here changes no published fact-check."""

    list_display = ("label_de", "label_en", "slug", "rank", "position")


@admin.register(Claimant)
class ClaimantAdmin(NeverDeleted):
    list_display = ("name", "display_de", "kind")
    readonly_fields = ("source_key", "source_digest")
    search_fields = ("name",)


@admin.register(Metric)
class MetricAdmin(NeverDeleted):
    list_display = ("slug", "label_de", "unit")
    readonly_fields = ("source_key", "source_digest")
    search_fields = ("slug", "label_de")


@admin.register(Webhook)
class WebhookAdmin(NeverDeleted):
    """Who leaves is switched off (active), so that the log of deliveries stays whole."""

    list_display = ("name", "url", "style", "active")


@admin.register(Delivery)
class DeliveryAdmin(NeverDeleted):
    list_display = ("at", "user", "webhook", "notices", "succeeded", "status_code", "trouble")
    list_filter = ("succeeded",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
