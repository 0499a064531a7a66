"""Filters and orderings of each resource, as the schema names them."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast

from claims.api import published
from claims.api.filters import Filters, OrderingFilter, YesNoFilter, asked, number, one_of, words
from claims.models import Evidence, Figure, Relation, Review, ReviewFigure, Ruling, mentions
from claims.models.questions import LOST_PASSAGE, LOST_SOURCE
from claims.serializers.inputs import STATES
from claims.serializers.sources import FINDING_KINDS, LINK_STATES
from sources.models import Document, Link

LONGEST = 500  # characters of a search


class PublishedOrder(OrderingFilter):
    """Also by the date of the review in force."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value.lstrip("-") == "published":
            dates = published.current("pk").values("published_at")
            qs = qs.annotate(published_order=Subquery(dates))
        return super().filter(qs, value)


class CaseFilters(Filters):
    ordering = OrderingFilter(slug="slug")


class ArticleFilters(Filters):
    case = words("case__slug", "Slug of the case")
    ordering = OrderingFilter(position="position", published="document__published_first")


class ClaimFilters(Filters):
    desk_only = frozenset({"in_question", "state", "assignee"})

    in_question = YesNoFilter(
        method="by_question", label="Touched by a source change nobody ruled on (colleagues only)"
    )
    case = words("article__case__slug", "Slug of the case")
    article = words("article__slug", "Slug of the article")
    state = one_of("state", STATES, "State of the work (colleagues only)")
    verdict = asked("by_verdict", "Slug of the published rating")
    topic = asked("by_topic", "Topic")
    metric = asked("by_metric", "Slug of a measure the claim has a figure for")
    claimant = number("claimant", "Number of the claimant", method="by_claimant")
    assignee = words("assignee__username", "User name of the assignee (colleagues only)")
    q = asked("by_words", "Words of the claim, German or English; all must occur", max_length=LONGEST)
    ordering = PublishedOrder(position="position", published="published_order")

    def by_question(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        asked = Q(lost_passage=True) | Q(lost_source=True)
        return rows.filter(asked if value == "true" else ~asked)

    def by_topic(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return self._told(rows, Q(snapshot__claim__topic=value), Q(topic=value))

    def by_claimant(self, rows: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        return self._told(rows, Q(snapshot__claimant__id=value), Q(claimant=value))

    def _told(self, rows: QuerySet[Any], frozen: Q, working: Q) -> QuerySet[Any]:
        """What readers see of a published claim is its version in force."""
        shows_work = Q(inside=True) | ~Exists(published.current("pk"))
        return rows.filter(
            (Q(inside=False) & Exists(published.current("pk").filter(frozen))) | (shows_work & working)
        )

    def by_verdict(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(Exists(published.rated("pk").filter(verdict__slug=value)))

    def by_metric(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        frozen = ReviewFigure.objects.filter(metric__slug=value, review__in=published.standing())
        working = Figure.objects.filter(claim=OuterRef("pk"), metric__slug=value)
        shows_work = Q(inside=True) | ~Exists(published.current("pk"))
        return rows.filter(
            Exists(frozen.filter(review__claim=OuterRef("pk"))) | (shows_work & Exists(working))
        )

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        said = mentions(value.split(), "statement_de", "statement_en")
        shows_work = Q(inside=True) | ~Exists(published.current("pk"))
        return rows.filter(Q(Exists(published.current("pk").filter(said))) | (shows_work & said))


class ClaimantFilters(Filters):
    kind = words("kind", "Kind of claimant: person, organisation …")


class EvidenceFilters(Filters):
    claim = words("claim__public_id", "Id of the claim")
    document = number("passage__document", "Number of the document")
    stance = one_of("stance", Evidence.Stance.choices, "What it says about the claim", method="by_stance")

    def by_stance(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """For readers, as the version in force has it."""
        said = Cast(Value(value), TextField())
        named = published.naming("claim", "evidence", evidence=OuterRef("pk"), stance=said)
        shows_work = Q(inside=True) | ~Exists(published.current("claim"))
        return rows.filter((Q(inside=False) & named) | (shows_work & Q(stance=value)))


class ReviewFilters(Filters):
    claim = words("claim__public_id", "Id of the claim")
    case = words("claim__article__case__slug", "Slug of the case")
    kind = one_of("kind", Review.Kind.choices, "Kind of version")
    verdict = asked("by_verdict", "Slug of the rating")
    current = YesNoFilter(method="by_current", label="Only versions in force, or only earlier ones")
    ordering = OrderingFilter(published="published_at", number="number")

    def by_verdict(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(verdict__slug=value).exclude(kind=Review.Kind.WITHDRAWAL)

    def by_current(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(is_current=value == "true")


class RulingFilters(Filters):
    claim = words("claim__public_id", "Id of the claim")
    finding = number("finding", "Number of the source change")
    decision = one_of("decision", Ruling.Decision.choices, "What was decided")


class MetricFilters(Filters):
    ordering = OrderingFilter(slug="slug")


class FigureFilters(Filters):
    claim = words("claim__public_id", "Id of the claim")
    document = number("document", "Number of the document")
    metric = words("shown_metric", "Slug of the measure")
    nature = one_of("shown_nature", Figure.Nature.choices, "Stock, flow, running total …")
    ordering = OrderingFilter(as_of="shown_as_of", low="shown_low", high="shown_high")


class ScaleFilters(Filters):
    document = number("document", "Number of the document that ascribes it")


class RelationFilters(Filters):
    claim = asked("by_claim", "Id of a claim at either end")
    kind = one_of("kind", Relation.Kind.choices, "What the claims say to each other", method="by_kind")

    def by_kind(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """For readers, as the version of either claim has it."""
        named = {"id": OuterRef("pk"), "kind": Cast(Value(value), TextField())}
        shown = Q(pk__in=[])
        for end in ("from_claim", "to_claim"):
            shown |= published.naming(end, "relations", **named)
            shown |= published.unfrozen(end, "relations") & Q(kind=value)
        return rows.filter((Q(inside=True) & Q(kind=value)) | (Q(inside=False) & shown))

    def by_claim(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(Q(from_claim__public_id=value) | Q(to_claim__public_id=value))


class DocumentFilters(Filters):
    tier = one_of("tier", Document.Tier.choices, "Primary, secondary or tertiary source")
    kind = words("kind", "Kind of document")
    medium = one_of("medium", Document.Medium.choices, "Medium")
    language = words("language", "Language of the document")
    q = asked("by_words", "Words of the title or the publisher; all must occur", max_length=LONGEST)
    ordering = OrderingFilter(published="published_first", title="title")

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(mentions(value.split(), "title", "title_de", "title_en", "publisher"))


class LinkFilters(Filters):
    document = number("document", "Number of the document")
    role = one_of("role", Link.Role.choices, "Original or which archive")
    state = one_of("state", LINK_STATES, "What the last checks found")
    ordering = OrderingFilter(last_checked="last_checked_at", state_since="state_since")


class PassageFilters(Filters):
    document = number("document", "Number of the document")


class CaptureFilters(Filters):
    document = number("document", "Number of the document")
    link = number("link", "Number of the link")
    ordering = OrderingFilter(fetched="fetched_at")


class CheckFilters(Filters):
    link = number("link", "Number of the link")
    outcome = words("outcome", "A link's state as observed, or outage")
    ordering = OrderingFilter(at="at")


class FindingFilters(Filters):
    link = number("link", "Number of the link")
    document = number("link__document", "Number of the document")
    kind = one_of("kind", FINDING_KINDS, "Kind of source change")
    open = YesNoFilter(method="by_open", label="Not ended yet")
    touching = YesNoFilter(method="by_touching", label="Of a kind that can put a claim in question")
    ordering = OrderingFilter(found="found_at", confirmed="confirmed_at")

    def by_open(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(ended_at__isnull=value == "true")

    def by_touching(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        touching = Q(kind__in=[*LOST_PASSAGE, *LOST_SOURCE])
        return rows.filter(touching if value == "true" else ~touching)
