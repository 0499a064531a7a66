"""What can be cited, and the addresses where it stands."""

import secrets
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from sources import drift, media
from sources.models.dates import Basis, calendar_day


def choices_of(values: type[StrEnum]) -> list[tuple[str, str]]:
    """Choices of a StrEnum that a PURE module owns."""
    return [(value.value, value.value) for value in values]


class LoadedModel(models.Model):
    """A row that a case folder may load: its key there, and the digest of its last load."""

    source_key = models.CharField(max_length=200, null=True, blank=True, unique=True)
    source_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


def new_salt() -> str:
    return secrets.token_hex(16)


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to_public(self) -> Self:
        """Those whose name and particulars anybody may read. Who of the newsroom may read the others is
        decided in claims, where people are known."""
        return self.filter(confidentiality=Document.Confidentiality.PUBLIC)


class Document(LoadedModel):
    """A work that can be quoted: an article, a report, a phone call, an own calculation.

    `origin` names the upstream body or series: two documents of one origin are not two sources.
    """

    class Tier(models.TextChoices):
        PRIMARY = "primary"
        SECONDARY = "secondary"
        TERTIARY = "tertiary"

    class Extent(models.TextChoices):
        FULL = "full"
        SECTION = "section"
        OPENING = "opening"
        EXCERPT = "excerpt"
        TITLE = "title"
        NONE = "none"

    class Medium(models.TextChoices):
        WEB = "web"
        FILE = "file"
        PAPER = "paper"
        PHONE = "phone"
        INTERVIEW = "interview"
        EMAIL = "e-mail"
        VISIT = "visit"
        CALCULATION = "calculation"

    class Confidentiality(models.TextChoices):
        PUBLIC = "public"
        ANONYMISED = "anonymised"
        DESK = "desk"
        NAMED = "named"

    class Terms(models.TextChoices):
        QUOTABLE = "quotable"
        BACKGROUND = "background"
        CONFIDENTIAL = "confidential"

    title = models.TextField()
    title_de = models.TextField(blank=True)
    title_en = models.TextField(blank=True)
    publisher = models.TextField(blank=True)
    authors = models.JSONField(default=list, blank=True)
    published = models.CharField(max_length=60, blank=True)
    published_first = models.BigIntegerField(null=True, blank=True)
    published_last = models.BigIntegerField(null=True, blank=True)
    published_basis = models.CharField(max_length=10, choices=Basis.choices, blank=True)
    published_reason = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    language_read = models.CharField(max_length=10, blank=True)
    tier = models.CharField(max_length=10, choices=Tier.choices, default=Tier.SECONDARY)
    kind = models.CharField(max_length=40, blank=True)
    origin = models.CharField(max_length=200, blank=True)
    extent_read = models.CharField(max_length=10, choices=Extent.choices, default=Extent.NONE)
    locator = models.TextField(blank=True)
    says_de = models.TextField(blank=True)
    says_en = models.TextField(blank=True)
    note = models.TextField(blank=True)
    desk_note = models.TextField(blank=True)
    calculation = models.JSONField(null=True, blank=True)
    medium = models.CharField(max_length=12, choices=Medium.choices, default=Medium.WEB)
    confidentiality = models.CharField(
        max_length=12, choices=Confidentiality.choices, default=Confidentiality.PUBLIC
    )
    terms = models.CharField(max_length=12, choices=Terms.choices, default=Terms.QUOTABLE)
    particulars = models.JSONField(
        default=dict, blank=True, help_text="what its medium has to tell: shelf mark, with whom, when …"
    )
    salt = models.CharField(max_length=64, default=new_salt, editable=False, help_text="of its commitment")
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tier__in=["primary", "secondary", "tertiary"]), name="document_tier_known"
            ),
            models.CheckConstraint(
                condition=Q(published_first__isnull=True)
                | Q(published_last__isnull=True)
                | Q(published_first__lte=models.F("published_last")),
                name="document_published_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.confidentiality == self.Confidentiality.PUBLIC

    @property
    def published_day(self) -> date | None:
        """None for a month, a year, a span."""
        whole = self.published_first == self.published_last
        return calendar_day(self.published_first) if whole else None

    @property
    def may_be_quoted(self) -> bool:
        return media.may_be_quoted(self.terms, self.confidentiality)


class Host(models.Model):
    """How we behave towards one host, and what we know of its trouble."""

    key = models.CharField(max_length=255, unique=True)
    interval = models.FloatField(
        null=True, blank=True, help_text="seconds between requests; blank: the default"
    )
    concurrency = models.PositiveSmallIntegerField(default=2, help_text="requests at once")
    held = models.JSONField(
        default=dict, blank=True, editable=False, help_text="by the tokens of which batches, and until when"
    )
    next_free_at = models.DateTimeField(null=True, blank=True)
    backoff_until = models.DateTimeField(null=True, blank=True)
    incident_since = models.DateTimeField(null=True, blank=True)
    soft_404_probes = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.key


class LinkQuerySet(models.QuerySet["Link"]):
    def watched(self) -> Self:
        """Links the machine visits by itself: public addresses somebody still cares about."""
        return self.filter(active=True, public=True)

    def free(self, now: datetime) -> Self:
        """Watched, and not leased to a worker that may still be alive."""
        return self.watched().filter(Q(lease_until=None) | Q(lease_until__lte=now))

    def due(self, now: datetime) -> Self:
        """Free, and wanting attention."""
        return self.free(now).filter(next_check_at__lte=now)


class Link(models.Model):
    """One address of a document. `url_key` is the canonical form, watched once however often it is cited."""

    class Role(models.TextChoices):
        ORIGINAL = "original"
        WAYBACK = "wayback"
        PERMA = "perma"
        ARCHIVE_TODAY = "archive_today"
        OTHER_ARCHIVE = "other_archive"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="links")
    url = models.TextField()
    url_key = models.CharField(max_length=64, help_text="sha256 of the canonical address")
    host_key = models.CharField(max_length=255)
    role = models.CharField(max_length=15, choices=Role.choices, default=Role.ORIGINAL)
    trusted = models.BooleanField(default=True)
    public = models.BooleanField(
        default=True, help_text="false: a lead for the desk, never shown, not fetched"
    )
    active = models.BooleanField(default=True)
    interest = models.PositiveSmallIntegerField(default=1, help_text="handed down by whoever watches, 0 to 3")

    state = models.CharField(
        max_length=12, choices=choices_of(drift.LinkState), default=drift.LinkState.UNKNOWN
    )
    state_since = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=300, blank=True)
    strikes = models.PositiveSmallIntegerField(default=0)
    strike_kind = models.CharField(max_length=20, blank=True)
    first_strike_at = models.DateTimeField(null=True, blank=True)
    pending_kind = models.CharField(max_length=20, blank=True)
    pending_hash = models.CharField(max_length=64, blank=True)
    pending_since = models.DateTimeField(null=True, blank=True)
    override_until = models.DateTimeField(null=True, blank=True)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    interval = models.FloatField(default=86400.0, help_text="seconds to the next routine check")
    next_check_at = models.DateTimeField(default=timezone.now)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)

    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    body_sha256 = models.CharField(max_length=64, blank=True, help_text="of the last healthy answer")
    text_sha256 = models.CharField(max_length=64, blank=True)
    checks_count = models.PositiveIntegerField(default=0)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    last_checked_at = models.DateTimeField(null=True, blank=True)
    outage_since = models.DateTimeField(
        null=True, blank=True, help_text="last checks thrown away: our own network"
    )
    moved_to = models.TextField(blank=True)
    baseline = models.ForeignKey(
        "CaptureText",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="the confirmed text that every later one is compared with",
    )
    latest = models.ForeignKey(
        "CaptureText",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="the text of the newest capture",
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["url_key"], name="link_url_key_unique"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in drift.LinkState]), name="link_state_known"
            ),
            models.CheckConstraint(
                condition=Q(trusted=False) | ~Q(role="archive_today"), name="link_archive_today_untrusted"
            ),
        ]
        # Every visit writes each of them anew, so there is none that no question needs.
        indexes = [
            models.Index(fields=["host_key"], name="link_of_host"),
            models.Index(fields=["next_check_at"], name="link_due", condition=Q(active=True, public=True)),
        ]

    def __str__(self) -> str:
        return self.url
