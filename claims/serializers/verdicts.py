"""The rating scale, published fact-checks, and the desk's own judgements."""

from typing import Any

from rest_framework import serializers

from claims.models import Assessment, LedgerEntry, Review, Ruling, Verdict
from claims.serializers.common import InsideSerializer, named_by
from claims.serializers.figures import ReviewFigureSerializer

CONCLUSION = (
    "verdict certainty reference_point one_sentence_de one_sentence_en rationale_de rationale_en searched_de "
    "searched_en would_settle_de would_settle_en own_calculation"
).split()
LABELS = ["verdict_label_de", "verdict_label_en"]


class VerdictSerializer(serializers.ModelSerializer):
    class Meta:
        model = Verdict
        fields = ("slug rank position label_de label_en definition_de definition_en needs_certainty").split()


class NestedReview(serializers.ModelSerializer):
    """A version of a fact-check inside its claim. A withdrawal is a notice: it carries no rating."""

    verdict = named_by("slug", allow_null=True)

    class Meta:
        model = Review
        extra_kwargs = {name: {"allow_null": True} for name in (*LABELS, *CONCLUSION)}
        fields = [
            *"id number kind published_at note_de note_en eyes override_de override_en".split(),
            "demonstration",
            *LABELS,
            *CONCLUSION,
        ]

    def to_representation(self, row: Review) -> Any:
        data = super().to_representation(row)
        if row.kind == Review.Kind.WITHDRAWAL:
            data |= dict.fromkeys([*LABELS, *CONCLUSION])
        return data


class PublicReview(NestedReview):
    claim = named_by("public_id")
    figures = ReviewFigureSerializer(many=True)

    class Meta(NestedReview.Meta):
        fields = [
            *NestedReview.Meta.fields,
            *"claim is_current statement_de statement_en figures".split(),
        ]

    def to_representation(self, row: Review) -> Any:
        data = super().to_representation(row)
        return data | {"figures": []} if row.kind == Review.Kind.WITHDRAWAL else data


class ReviewSerializer(InsideSerializer, PublicReview):
    published_by = named_by("username")

    class Meta(PublicReview.Meta):
        public = PublicReview
        fields = [*PublicReview.Meta.fields, "published_by", "publish_at", "suppressed_at"]


class AssessmentSerializer(serializers.ModelSerializer):
    verdict = named_by("slug")
    by = named_by("username", allow_null=True)

    class Meta:
        model = Assessment
        fields = ["id", "by", "origin", "round", "blind", "at", *CONCLUSION]


class RulingSerializer(serializers.ModelSerializer):
    claim = named_by("public_id")
    by = named_by("username")

    class Meta:
        model = Ruling
        fields = "id claim finding decision note by at".split()


class LedgerSerializer(serializers.ModelSerializer):
    """An entry of the audit log. Withheld ones keep their digests, so that the chain can be verified."""

    class Meta:
        model = LedgerEntry
        fields = ("chain sequence at actor_label action payload salt payload_sha256 previous hash").split()

    def to_representation(self, row: LedgerEntry) -> Any:
        data = super().to_representation(row)
        withheld = row.pk in self.context["withheld"]
        if withheld:
            data |= {"payload": None, "salt": ""}
        return data | {"withheld": withheld}
