"""Claims, and what people do with them: assess, move, publish, assign; the audit log."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Prefetch, Q, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims import services, workflow
from claims.api.base import IsColleague, Resource
from claims.api.conditions import etag_of_data, require_match
from claims.api.filtersets import ClaimFilters, EvidenceFilters
from claims.models import (
    Assessment,
    Claim,
    Claimant,
    ClaimPassage,
    Evidence,
    Figure,
    LedgerEntry,
    Review,
    ReviewFigure,
)
from claims.serializers import inputs
from claims.serializers.claims import ClaimSerializer, EvidenceSerializer
from claims.serializers.verdicts import AssessmentSerializer, LedgerSerializer
from claims.workflow import State

TAKEN_DOWN = F("passage__selected_in__capture__suppressed")
REVIEW_FIGURES = Prefetch("figures", ReviewFigure.objects.select_related("metric"))
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="ETag of the claim as read; 412 when outrun"
)


def evidence_rows(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return rows.select_related("passage__document", "claim", "added_by").annotate(taken_down=TAKEN_DOWN)


class EvidenceResource(Resource):
    """Evidence: a passage of a document and what it says about one claim."""

    rows = "evidence"
    serializer_class = EvidenceSerializer
    filterset_class = EvidenceFilters

    def with_neighbours(self, rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
        return evidence_rows(rows)


class ClaimResource(Resource):
    """Claims. Published ones show what their review froze; colleagues see the working version."""

    rows = "claims"
    serializer_class = ClaimSerializer
    filterset_class = ClaimFilters
    lookup_field = "public_id"
    lookup_url_kwarg = "id"
    lookup_value_regex = "[a-z0-9]{1,16}"
    dated_by = ("updated_at", "review.published_at")

    def with_neighbours(self, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        if self.reader.user:
            rows = rows.with_questions()  # type: ignore[attr-defined]
        shown = self.reader.evidence().filter(Q(inside=False) | Q(dropped_at=None))
        reviews = Review.objects.filter(is_current=True).defer("snapshot").select_related("verdict")
        figures = Prefetch("figures", Figure.objects.select_related("metric"))
        passages = ClaimPassage.objects.select_related("passage").annotate(taken_down=TAKEN_DOWN)
        return rows.select_related("article__case", "claimant", "assignee").prefetch_related(
            Prefetch("reviews", reviews.prefetch_related(REVIEW_FIGURES), to_attr="current_reviews"),
            Prefetch("appearances", passages, to_attr="shown_appearances"),
            Prefetch("evidence", evidence_rows(shown), to_attr="shown_evidence"),
            figures,
        )

    def prepare(self, rows: Sequence[Claim]) -> None:
        """Everybody the chains of attribution name, in one query."""
        named = {str(link.get("who", "")) for row in rows for link in row.chain}
        self.people = (
            {person.name: person for person in Claimant.objects.filter(name__in=named)} if named else {}
        )

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "people": getattr(self, "people", {})}

    def is_suppressed(self) -> bool:
        return Claim.objects.filter(
            public_id=self.kwargs["id"],
            article__case__kind="published_work",
            reviews__is_current=True,
            reviews__suppressed_at__isnull=False,
        ).exists()

    # --- writes -----------------------------------------------------------------------------------

    def _act(self, verb: Callable[[Claim, Any], object]) -> Response:
        """One service call on the claim of this address, unless it changed since the client read it."""
        with transaction.atomic():
            claim = self.get_object()
            if self.request.headers.get("If-Match"):
                Claim.objects.select_for_update().get(pk=claim.pk)
                require_match(self.request, self.get_serializer(self.get_object()).data)
            verb(claim, self.request.user)
        data = self.get_serializer(self.get_object()).data
        address = self.reverse_action("detail", [data["id"]])
        return Response(data, headers={"ETag": etag_of_data(data), "Content-Location": address})

    @extend_schema(request=inputs.AssessInput, parameters=[IF_MATCH], filters=False)
    @action(detail=True, methods=["post"], permission_classes=[IsColleague])
    def assess(self, request: Request, **kwargs: Any) -> Response:
        """Rate the claim; the service decides where it goes from there. Answers with the claim, and with what
        is `missing` where its evidence holds it back."""
        self.authorise(workflow.Act.ASSESS)
        given = self.given(inputs.AssessInput)
        answer = self._act(lambda claim, user: services.assess(claim=claim, actor=user, **given))
        if answer.data["state"] == State.RESEARCH:
            missing = services.evidence_missing(self.get_object())
            answer.data = {**answer.data, "missing": [{"guard": m.guard, "why": m.why} for m in missing]}
        return answer

    @extend_schema(request=inputs.TransitionInput, parameters=[IF_MATCH], filters=False)
    @action(detail=True, methods=["post"], permission_classes=[IsColleague])
    def transition(self, request: Request, **kwargs: Any) -> Response:
        """Move the claim to another state; refused with each guard that is not satisfied."""
        self.authorise(workflow.Act.ADD)
        given = self.given(inputs.TransitionInput)
        return self._act(lambda claim, user: services.transition(claim=claim, actor=user, **given))

    @extend_schema(request=inputs.PublishInput, parameters=[IF_MATCH], filters=False)
    @action(detail=True, methods=["post"], permission_classes=[IsColleague])
    def publish(self, request: Request, **kwargs: Any) -> Response:
        """Publish the claim's fact-check and so close it."""
        self.authorise(workflow.Act.PUBLISH)
        given = self.given(inputs.PublishInput)
        return self._act(
            lambda claim, user: services.publish(
                claim=claim,
                actor=user,
                kind=given.get("kind", ""),
                note_de=given.get("note", ""),
                note_en=given.get("note_en", ""),
                publish_at=given.get("publish_at"),
            )
        )

    @extend_schema(request=inputs.ReplyInput, parameters=[IF_MATCH], filters=False)
    @action(detail=True, methods=["post"], permission_classes=[IsColleague])
    def reply(self, request: Request, **kwargs: Any) -> Response:
        """The right of reply: whom we asked and how, or why nobody was asked."""
        self.authorise(workflow.Act.ADD)
        given = self.given(inputs.ReplyInput)
        return self._act(lambda claim, user: services.record_reply(claim=claim, actor=user, **given))

    @extend_schema(request=inputs.AssignInput, parameters=[IF_MATCH], filters=False)
    @action(detail=True, methods=["post"], permission_classes=[IsColleague])
    def assign(self, request: Request, **kwargs: Any) -> Response:
        """Give the claim to somebody who may rate it, or (null) to nobody."""
        self.authorise(workflow.Act.ASSIGN)
        given = self.given(inputs.AssignInput)
        return self._act(
            lambda claim, user: services.assign(
                claim=claim, to=given["assignee"], actor=user, due_at=given.get("due_at")
            )
        )

    # --- what only colleagues read ------------------------------------------------------------------

    def _inside(self) -> Claim:
        claim = self.get_object()
        if not claim.inside:
            raise services.NotAllowed("You are not a member of this case: ask an editor to add you.")
        return claim

    @extend_schema(responses=AssessmentSerializer(many=True), filters=False)
    @action(detail=True, permission_classes=[IsColleague])
    def assessments(self, request: Request, **kwargs: Any) -> Response:
        """Ratings so far. While a round is blind, nobody sees those of others."""
        claim = self._inside()
        rows = Assessment.objects.visible_to(self.reader.user).filter(claim=claim)
        page = self.a_page_of(rows.select_related("verdict", "by").order_by("at", "id"))
        return self.get_paginated_response(AssessmentSerializer(page, many=True).data)

    @extend_schema(responses=LedgerSerializer(many=True), filters=False)
    @action(detail=True, permission_classes=[IsColleague])
    def ledger(self, request: Request, **kwargs: Any) -> Response:
        """The claim's audit log, oldest first. What is blind or entrusted to others is withheld."""
        claim = self._inside()
        entries = LedgerEntry.objects.visible_to(request.user).filter(chain=claim.ledger_chain)
        page = self.a_page_of(entries.order_by("sequence"))
        withheld = {entry.pk for entry in page if entry.withheld}
        data = LedgerSerializer(page, many=True, context={"withheld": withheld}).data
        return self.get_paginated_response(data)
