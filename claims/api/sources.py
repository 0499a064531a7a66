"""Documents, links, passages, saved copies, checks and source changes."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle

from claims import services, workflow
from claims.api import published
from claims.api.base import DeskResource, IsColleague, Resource
from claims.api.conditions import require_match
from claims.api.filtersets import (
    CaptureFilters,
    CheckFilters,
    DocumentFilters,
    FindingFilters,
    LinkFilters,
    PassageFilters,
)
from claims.models import Claim, Evidence, Review
from claims.serializers.inputs import RuleInput
from claims.serializers.sources import (
    CaptureSerializer,
    CheckSerializer,
    DocumentSerializer,
    FindingSerializer,
    LinkSerializer,
    PassageSerializer,
)
from claims.serializers.verdicts import RulingSerializer
from sources.models import Finding, Link
from sources.services import recheck_now

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="ETag as read")


class RecheckRate(UserRateThrottle):
    """One person's requests to look at a page again: the pages are other people's."""

    scope = "recheck"
    rate = "60/min"


class DocumentResource(Resource):
    """What is cited, with its links and their states."""

    rows = "documents"
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilters

    def with_neighbours(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.prefetch_related(
            Prefetch("links", self.reader.links().order_by("pk"), to_attr="shown_links")
        )

    def prepare(self, rows: Sequence[Any]) -> None:
        """Readers see an own calculation as the newest version in force that rests on it."""
        outside = {row.pk: row for row in rows if not row.inside and row.calculation}
        told = Review.objects.filter(
            pk__in=published.standing(), claim__evidence__passage__document__in=outside
        ).order_by("published_at")
        for entries in told.values_list("snapshot__evidence", flat=True) if outside else ():
            for entry in entries or ():
                if entry["document"] in outside and "calculation" in entry:
                    outside[entry["document"]].calculation = entry["calculation"]


class LinkResource(Resource):
    """Addresses of documents and the state they are in."""

    rows = "links"
    serializer_class = LinkSerializer
    filterset_class = LinkFilters
    dated_by = ("last_checked_at", "state_since")

    @extend_schema(request=None, responses={202: LinkSerializer}, parameters=[IF_MATCH], filters=False)
    @action(detail=True, methods=["post"], permission_classes=[IsColleague], throttle_classes=[RecheckRate])
    def recheck(self, request: Request, **kwargs: Any) -> Response:
        """Make the link due now; the next round visits it."""
        self.authorise(workflow.Act.ADD)
        with transaction.atomic():
            link = self.get_object()
            Link.objects.select_for_update().get(pk=link.pk)
            require_match(request, self.get_serializer(self.get_object()).data)
            if not link.inside:
                raise services.NotAllowed("No case of yours rests on this link.")
            if not Link.objects.watched().filter(pk=link.pk).exists():
                raise services.Refused("This link is not visited: it is a lead for the desk, or was retired.")
            recheck_now([link])
        return Response(self.get_serializer(self.get_object()).data, status=202)


class PassageResource(DeskResource):
    """Quotations anchored in documents."""

    rows = "passages"
    serializer_class = PassageSerializer
    filterset_class = PassageFilters
    dated_by = ("created_at",)


class CaptureResource(DeskResource):
    """What is known of saved copies."""

    rows = "captures"
    serializer_class = CaptureSerializer
    filterset_class = CaptureFilters
    dated_by = ("fetched_at",)


class CheckResource(DeskResource):
    """Single visits."""

    rows = "checks"
    serializer_class = CheckSerializer
    filterset_class = CheckFilters
    dated_by = ("at",)


class FindingResource(DeskResource):
    """Source changes, each seen twice."""

    rows = "findings"
    serializer_class = FindingSerializer
    filterset_class = FindingFilters
    dated_by = ("confirmed_at", "ended_at")

    def with_neighbours(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("link")

    @extend_schema(request=RuleInput, responses={201: RulingSerializer}, parameters=[IF_MATCH], filters=False)
    @action(detail=True, methods=["post"], permission_classes=[IsColleague])
    def rule(self, request: Request, **kwargs: Any) -> Response:
        """Decide what the source change means for a claim that rests on the source."""
        self.authorise(workflow.Act.RULE)
        given = self.given(RuleInput)
        actor: Any = request.user
        with transaction.atomic():
            finding = self.get_object()
            claim = self._claim(finding, given.pop("claim", ""))
            Claim.objects.select_for_update().get(pk=claim.pk)
            require_match(request, self.get_serializer(finding).data)
            ruling = services.rule(finding=finding, claim=claim, actor=actor, **given)
        return Response(RulingSerializer(ruling).data, status=201)

    def _claim(self, finding: Finding, public_id: str) -> Claim:
        """The claim that is named, or the only one there is, among those that rest on the source."""
        resting = Evidence.objects.active().filter(
            Q(passage=finding.passage_id)
            if finding.passage_id
            else Q(passage__document=finding.link.document_id)
        )
        touched = self.reader.claims().filter(pk__in=resting.values("claim"), inside=True)
        chosen = touched.filter(public_id=public_id) if public_id else touched
        claims = list(chosen[:2])
        if len(claims) != 1:
            ids = ", ".join(touched.values_list("public_id", flat=True)) or "none"
            raise ValidationError({"claim": [gettext("Name one claim that rests on this source: %s.") % ids]})
        return claims[0]
