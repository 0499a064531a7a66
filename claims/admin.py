"""Back office for reference tables. A row that has a service is not edited here: that is the desk's."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import services
from claims.models import Case, Claimant, Delivery, Metric, User, Verdict, Webhook
from claims.workflow import Act
from sources.models import Host


def governs(request: HttpRequest) -> bool:
    """The role table decides, not Django's own flags and permissions."""
    return isinstance(request.user, User) and request.user.may(Act.GOVERN)


class ByRole(admin.ModelAdmin):
    def has_module_permission(self, request: HttpRequest) -> bool:
        return governs(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return governs(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return governs(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return governs(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ShownForm(forms.ModelForm):
    """Saves upon the row as it was shown; saving again replaces what others wrote."""

    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    outrun: services.Conflict | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["shown"].required = True
            self.initial["shown"] = services.digest_of(self.instance, self.columns)

    @property
    def columns(self) -> list[str]:
        return [name for name in self.fields if name != "shown"]

    def clean(self) -> dict[str, Any] | None:
        typed = super().clean()
        if self.outrun:
            data: Any = self.data
            self.data = data.copy()
            self.data["shown"] = self.initial["shown"]  # type: ignore[index]
            self.add_error(None, services.told(self.outrun))
            for name in set(self.changed_data) - {"shown"}:
                self.add_error(name, _("Now: %(value)s") % {"value": _shown(self.initial.get(name))})
        return typed


def _shown(value: Any) -> str:
    return (
        ", ".join(map(str, value)) if isinstance(value, list) else str("–" if value in ("", None) else value)
    )


class AsShown(ByRole):
    """Rows are saved as they were shown: who was outrun undoes nothing unseen."""

    form: type[forms.ModelForm] = ShownForm

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who was outrun is shown the form again, as typed and with what it says by now."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except services.Conflict as conflict:
            request.outrun = conflict  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.outrun = getattr(request, "outrun", None)
        return form

    def given(self, obj: Any, form: Any, change: bool) -> dict[str, Any]:
        """What is to be written, by name; of a known row what was changed, the row held from now on."""
        if change:
            services.hold_as_shown(row=obj, names=form.columns, shown=form.cleaned_data["shown"])
        names = form.changed_data if change else form.columns
        return {name: form.cleaned_data[name] for name in names if name != "shown"}


class Logged(AsShown):
    """Columns and lists are written by one service, so that they stand in the audit log."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        actor: Any = request.user
        services.save_reference(row=obj, actor=actor, given=self.given(obj, form, change))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Lists are written already, and no table has rows of others in its form."""


@admin.register(User)
class ColleagueAdmin(ByRole):
    """To look at. Accounts are invited, closed and given roles at the desk: each is an act in the log."""

    list_display = ("username", "email", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    fields = ("username", "first_name", "last_name", "email", "role", "is_active", "last_login")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Case)
class CaseAdmin(Logged):
    """A case keeps its address: its chain of the log is called by it."""

    list_display = ("slug", "title_de", "eyes", "list_open_claims", "show_suggestions")
    readonly_fields = ("source_key", "source_digest", "revision")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.readonly_fields, *(["slug"] if obj else []))


@admin.register(Verdict)
class VerdictAdmin(Logged):
    """Labels are pinned into each review, and ranks, which published ClaimReviews tell, stay as they were
    made: changing a rating changes no published fact-check."""

    list_display = ("label_de", "label_en", "slug", "rank", "position")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("slug", "rank") if obj else ()


@admin.register(Claimant)
class ClaimantAdmin(Logged):
    list_display = ("name", "display_de", "kind")
    readonly_fields = ("source_key", "source_digest")
    search_fields = ("name",)


@admin.register(Metric)
class MetricAdmin(Logged):
    list_display = ("slug", "label_de", "unit")
    readonly_fields = ("source_key", "source_digest")
    search_fields = ("slug", "label_de")


class HostForm(ShownForm):
    interval = forms.FloatField(
        required=False, min_value=0, max_value=86400, help_text="seconds between requests; blank: the default"
    )
    concurrency = forms.IntegerField(min_value=1, max_value=100, help_text="requests at once")

    class Meta:
        model = Host
        fields = ("interval", "concurrency", "backoff_until")


@admin.register(Host)
class HostAdmin(Logged):
    """How we behave towards a host. The engine knows the hosts and writes the rest."""

    form = HostForm
    list_display = ("key", "interval", "concurrency", "backoff_until", "incident_since")
    readonly_fields = ("key", "next_free_at", "incident_since", "held", "soft_404_probes")
    search_fields = ("key",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class WebhookForm(ShownForm):
    url = forms.URLField(max_length=2000, assume_scheme="https")

    class Meta:
        model = Webhook
        fields = ("name", "url", "style", "secret", "active")

    def clean_url(self) -> str:
        return services.webhook_address(self.cleaned_data["url"])


@admin.register(Webhook)
class WebhookAdmin(AsShown):
    """Who leaves is switched off (active), so that the log of deliveries stays whole."""

    form = WebhookForm
    list_display = ("name", "url", "style", "active")

    def save_model(self, request: HttpRequest, obj: Webhook, form: Any, change: bool) -> None:
        """By the services, so that it stands in the audit log."""
        actor: Any = request.user
        given = self.given(obj, form, change)
        if change:
            services.change_webhook(webhook=obj, actor=actor, **given)
        else:
            obj.pk = services.add_webhook(actor=actor, **given).pk


@admin.register(Delivery)
class DeliveryAdmin(ByRole):
    list_display = ("at", "user", "webhook", "notices", "succeeded", "status_code", "trouble")
    list_filter = ("succeeded",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


admin.site.has_permission = governs  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = gettext_lazy("Back office")
admin.site.index_title = gettext_lazy("Tables of reference")
