"""Addresses of other systems that are told of source changes: the chief's alone."""

from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import permissions
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims import services, workflow
from claims.api.base import Resource
from claims.api.conditions import require_match
from claims.api.sources import IF_MATCH
from claims.serializers.webhooks import (
    DeliverySerializer,
    WebhookChange,
    WebhookInput,
    WebhookSerializer,
)


class IsGovernor(permissions.BasePermission):
    """Those who govern the house; others do not learn that there is anything."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return view.reader.may(workflow.Act.GOVERN)


class WebhookResource(Resource):
    """Addresses that are told of source changes. Secrets are written and never shown."""

    rows = "webhooks"
    serializer_class = WebhookSerializer
    permission_classes = (IsGovernor,)
    http_method_names = ["get", "head", "post", "patch"]
    dated_by = ("created_at",)

    @extend_schema(request=WebhookInput, responses={201: WebhookSerializer})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Add an address. The secret signs what is sent there."""
        actor: Any = request.user
        made = services.add_webhook(actor=actor, **self.given(WebhookInput))
        return Response(self.get_serializer(made).data, status=201)

    @extend_schema(request=WebhookChange, responses=WebhookSerializer, parameters=[IF_MATCH])
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change what is given; `"active": false` switches it off."""
        actor: Any = request.user
        given = self.given(WebhookChange)
        with transaction.atomic():
            webhook = self.get_object()
            require_match(request, self.get_serializer(webhook).data)
            webhook = services.change_webhook(webhook=webhook, actor=actor, **given)
        return Response(self.get_serializer(webhook).data)

    @extend_schema(request=None, responses=DeliverySerializer, filters=False)
    @action(detail=True, methods=["post"])
    def test(self, request: Request, **kwargs: Any) -> Response:
        """Send a signed message that tells of nothing; answers with what became of it."""
        actor: Any = request.user
        return Response(DeliverySerializer(services.try_webhook(webhook=self.get_object(), actor=actor)).data)

    @extend_schema(responses=DeliverySerializer(many=True), filters=False)
    @action(detail=True)
    def deliveries(self, request: Request, **kwargs: Any) -> Response:
        """The latest attempts, newest first."""
        rows = self.a_page_of(self.get_object().deliveries.all())
        return self.get_paginated_response(DeliverySerializer(rows, many=True).data)
