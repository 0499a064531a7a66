"""Webhooks as the API shows and takes them. A secret goes in and never comes out."""

from rest_framework import serializers

from claims.models import Delivery, Webhook
from claims.serializers.common import Input

# Bytes of a secret that nobody guesses, at the least, in whatever letters it is written.
SHORTEST_SECRET = 16


class WebhookSerializer(serializers.ModelSerializer):
    class Meta:
        model = Webhook
        fields = "id name url style active created_at".split()


class WebhookInput(Input):
    name = serializers.CharField(max_length=100)
    url = serializers.CharField(max_length=2000)
    style = serializers.ChoiceField(Webhook.Style.choices, required=False)  # type: ignore[assignment]
    secret = serializers.CharField(write_only=True, min_length=SHORTEST_SECRET, max_length=128)
    active = serializers.BooleanField(required=False)


class WebhookChange(WebhookInput):
    """Only what is to change."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{**kwargs, "partial": True})  # type: ignore[arg-type]


class DeliverySerializer(serializers.ModelSerializer):
    """One attempt to tell a webhook."""

    class Meta:
        model = Delivery
        fields = "at notices succeeded status_code trouble".split()
