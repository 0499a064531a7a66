"""Claims, and what people do with them: assess, move, publish, assign; the audit log."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims import matching, packets, services, workflow
from claims.api import published
from claims.api.base import IsColleague, Resource
from claims.api.conditions import etag_of_data, require_match
from claims.api.filtersets import ClaimFilters, EvidenceFilters
from claims.api.problems import LegallyUnavailable
from claims.api.renderers import ZipRenderer
from claims.models import (
    Assessment,
    Claim,
    Claimant,
    Evidence,
    Figure,
    LedgerEntry,
    Review,
    ReviewFigure,
    frozen,
)
from claims.serializers import inputs
from claims.serializers.claims import ClaimSerializer, EvidenceSerializer
from claims.serializers.matches import MatchInput, MatchSerializer
from claims.serializers.verdicts import AssessmentSerializer, LedgerSerializer
from claims.wording import Said
from claims.workflow import State
from sources.models import with_permission

REVIEW_FIGURES = Prefetch("figures", ReviewFigure.objects.select_related("metric"))
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="ETag of the claim as read; 412 when outrun"
)

UNPAGED = [OpenApiParameter(name, exclude=True) for name in ("page", "page_size")]


def evidence_rows(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return with_permission(rows.select_related("claim", "added_by"), "passage__")


class EvidenceResource(Resource):
    """Evidence: a passage of a document and what it says about one claim."""

    rows = "evidence"
    serializer_class = EvidenceSerializer
    filterset_class = EvidenceFilters

    def with_neighbours(self, rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
        return evidence_rows(rows)

    def is_suppressed(self) -> bool:
        return Evidence.objects.filter(pk=self.kwargs["pk"], claim__in=published.taken_down()).exists()

    def prepare(self, rows: Sequence[Any]) -> None:
        """Readers see each piece as the version in force names it. Two queries: versions, passages."""
        outside = [row for row in rows if not row.inside]
        claims = {row.claim_id for row in outside}
        reviews = list(Review.objects.filter(is_current=True, claim__in=claims)) if claims else []
        passages = frozen.passages_of(reviews)
        for review in reviews:
            lay_over_evidence([row for row in outside if row.claim_id == review.claim_id], review, passages)


def lay_over_evidence(rows: Sequence[Any], review: Review, passages: frozen.Passages) -> list[Any]:
    """The rows a version names, in its words and its order."""
    entries = frozen.entries(review)
    places = {key: place for place, key in enumerate(entries)}
    named = sorted((row for row in rows if row.pk in places), key=lambda row: places[row.pk])
    for row in named:
        frozen.lay_over_evidence(row, entries[row.pk], places[row.pk], passages)
    return named


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
        reviews = Review.objects.filter(is_current=True).select_related("verdict")
        figures = Prefetch("figures", Figure.objects.select_related("metric"))
        return rows.select_related("article__case", "claimant", "assignee", "stand_in").prefetch_related(
            Prefetch("reviews", reviews.prefetch_related(REVIEW_FIGURES), to_attr="current_reviews"),
            frozen.APPEARANCES,
            Prefetch("evidence", evidence_rows(shown), to_attr="shown_evidence"),
            figures,
        )

    def prepare(self, rows: Sequence[Any]) -> None:
        """As published, for readers; and everybody the chains of attribution name, in one query."""
        published = [row for row in rows if not row.inside and row.current_reviews]
        passages = frozen.passages_of(row.current_reviews[0] for row in published)
        for row in published:
            self._as_published(row, row.current_reviews[0], passages)
        working = [row for row in rows if row not in published]
        named = {str(link.get("who", "")) for row in working for link in row.chain}
        people = {each.name: each for each in Claimant.objects.filter(name__in=named)} if named else {}
        for row in working:
            row.speakers = people
            row.shown_appearances = row.appearances.all()

    def _as_published(self, row: Any, review: Review, passages: frozen.Passages) -> None:
        frozen.lay_over(row, review)
        row.speakers = {each.name: each for each in frozen.speakers(review)}
        row.shown_appearances = frozen.appearances(row, review, passages)
        row.shown_evidence = lay_over_evidence(row.shown_evidence, review, passages)

    def is_suppressed(self) -> bool:
        return published.taken_down().filter(public_id=self.kwargs["id"]).exists()

    @extend_schema(parameters=[MatchInput, *UNPAGED], responses=MatchSerializer(many=True), filters=False)
    @action(detail=False, url_path="match")
    def match(self, request: Request, **kwargs: Any) -> Response:
        """Has this been checked already? Claims like a text or like a claim, best first; for colleagues also
        checks by others. No results: nothing similar is known."""
        form = MatchInput(data=request.query_params.dict())
        form.is_valid(raise_exception=True)
        asked = dict(form.validated_data)
        question = asked.pop("text", None) or self._seen(asked.pop("claim", ""))
        found = matching.similar(question, user=request.user, **asked)
        rows = MatchSerializer(found, many=True).data
        return Response({"count": len(rows), "next": None, "previous": None, "results": rows})

    def _seen(self, public_id: str) -> Claim:
        claim = self.reader.claims().filter(public_id=public_id).first()
        self.kwargs["id"] = public_id
        if claim is None:
            raise LegallyUnavailable if self.is_suppressed() else Http404
        return claim

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
            answer.data = {
                **answer.data,
                "missing": [{"guard": m.guard, "why": services.told(m.why)} for m in missing],
            }
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
        """Publish the claim's fact-check and so close it. A chief may set a guard aside with a reason.
        Of kind editorial: the version in force anew, a slip mended, by a colleague of who published it."""
        self.authorise(workflow.Act.PUBLISH)
        given = self.given(inputs.PublishInput)
        notes = {"note_de": given.get("note", ""), "note_en": given.get("note_en", "")}
        if mended := given.get("mended"):
            return self._act(
                lambda claim, user: services.correct_slip(claim=claim, actor=user, **notes, **mended)
            )
        return self._act(
            lambda claim, user: services.publish(
                claim=claim,
                actor=user,
                **notes,
                kind=given.get("kind", ""),
                publish_at=given.get("publish_at"),
                override_de=given.get("override_de", ""),
                override_en=given.get("override_en", ""),
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
        """Give the claim to somebody who may rate it, or (null) to nobody; with a stand-in where wanted."""
        self.authorise(workflow.Act.ASSIGN)
        given = self.given(inputs.AssignInput)
        return self._act(
            lambda claim, user: services.assign(
                claim=claim,
                to=given["assignee"],
                actor=user,
                due_at=given.get("due_at"),
                stand_in=given.get("stand_in"),
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

    @extend_schema(responses={(200, "application/zip"): bytes}, filters=False)
    @action(detail=True, permission_classes=[IsColleague], renderer_classes=[ZipRenderer])
    def packet(self, request: Request, **kwargs: Any) -> Response:
        """The evidence package of the fact-check in force: a ZIP, with a `verify.py` that needs nothing else.
        409 where readers see no fact-check of this claim."""
        claim = self._inside()
        if self.is_suppressed():
            raise LegallyUnavailable
        out = io.BytesIO()
        try:
            packets.write(claim, out, reader=self.reader.user)
        except packets.NothingPublished as nothing:
            raise services.Refused(Said("This claim has no fact-check that readers may see.")) from nothing
        named = {"Content-Disposition": f'attachment; filename="{claim.public_id}.zip"'}
        return Response(out.getvalue(), headers=named, content_type="application/zip")
