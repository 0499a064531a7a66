"""Measures, figures, scales, and what claims say to each other."""

from typing import Any

from rest_framework import serializers

from claims.models import Figure, Metric, Relation, ReviewFigure, Scale, Tier
from claims.serializers.common import named_by

QUANTITY = (
    "metric low high qualifier counted unit definition definition_de item item_de place system "
    "as_of as_of_basis as_of_reason nature basis"
).split()


def amount() -> serializers.DecimalField:
    """A decimal as a string without trailing zeros; null is an open end."""
    return serializers.DecimalField(max_digits=30, decimal_places=6, normalize_output=True, allow_null=True)


class QuantitySerializer(serializers.ModelSerializer):
    metric = named_by("slug")
    low = amount()
    high = amount()


class ReviewFigureSerializer(QuantitySerializer):
    class Meta:
        model = ReviewFigure
        fields = QUANTITY


class ClaimFigureSerializer(QuantitySerializer):
    class Meta:
        model = Figure
        fields = QUANTITY


class FigureSerializer(QuantitySerializer):
    """A figure of a claim (its public id) or of a document (its number), never of both."""

    claim = named_by("public_id", allow_null=True)

    class Meta:
        model = Figure
        fields = ["id", "claim", "document", *QUANTITY]


class MetricSerializer(serializers.ModelSerializer):
    confusable_with = serializers.SerializerMethodField()
    numerator = serializers.SerializerMethodField()
    denominator = serializers.SerializerMethodField()

    class Meta:
        model = Metric
        fields = "slug label_de label_en counted unit confusable_with numerator denominator".split()

    def get_numerator(self, row: Any) -> str | None:
        """Of a ratio: the measure above the line, where it may be read."""
        return row.shown_numerator

    def get_denominator(self, row: Any) -> str | None:
        """The measure below the line."""
        return row.shown_denominator

    def get_confusable_with(self, row: Any) -> list[str]:
        return [metric.slug for metric in row.shown_confusable]


class TierSerializer(serializers.ModelSerializer):
    low = amount()
    high = amount()

    class Meta:
        model = Tier
        fields = "position label low high low_inclusive high_inclusive meaning_de meaning_en".split()


class ScaleSerializer(serializers.ModelSerializer):
    start = amount()
    claims = serializers.SerializerMethodField()
    tiers = TierSerializer(source="shown_tiers", many=True)

    class Meta:
        model = Scale
        fields = (
            "slug label_de label_en place operator operator_de start claims document gaps overlaps tiers"
        ).split()

    def get_claims(self, row: Any) -> list[str]:
        return [claim.public_id for claim in row.shown_claims]


class RelationSerializer(serializers.ModelSerializer):
    from_claim = named_by("public_id")
    to_claim = named_by("public_id")

    class Meta:
        model = Relation
        fields = "id from_claim to_claim kind reason_de reason_en".split()
