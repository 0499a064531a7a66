"""Claims and their evidence."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.models import Claim, ClaimPassage, Evidence, Review, frozen
from claims.serializers.cases import PublicClaimant, chain_in_words
from claims.serializers.common import InsideSerializer, named_by, page, quote
from claims.serializers.figures import ClaimFigureSerializer, ReviewFigureSerializer
from claims.serializers.verdicts import NestedReview
from sources.models import Document


class Quoted(serializers.ModelSerializer):
    """A passage as readers see it: where it stands, and a short quotation where it may be quoted."""

    locator = serializers.CharField(source="passage.open_locator")
    quote = serializers.SerializerMethodField()

    def get_quote(self, row: Any) -> str:
        return quote(row.passage.open_exact)


class PublicEvidence(Quoted):
    claim = named_by("public_id")
    document = serializers.IntegerField(source="passage.document_id")
    title = serializers.CharField(source="passage.document.title")
    publisher = serializers.CharField(source="passage.document.publisher")
    tier = serializers.CharField(source="passage.document.tier")

    class Meta:
        model = Evidence
        fields = (
            "id claim document title publisher tier stance locator quote note_de note_en gap_reason_de "
            "gap_reason_en position"
        ).split()


class EvidenceSerializer(InsideSerializer, PublicEvidence):
    exact = serializers.CharField(source="passage.exact")
    added_by = named_by("username", allow_null=True)

    class Meta:
        model = Evidence
        public = PublicEvidence
        fields = [
            *PublicEvidence.Meta.fields,
            *"passage exact added_by created_at dropped_at revision".split(),
        ]


class AppearanceSerializer(Quoted):
    start = serializers.SerializerMethodField()
    end = serializers.SerializerMethodField()

    class Meta:
        model = ClaimPassage
        fields = "part locator start end quote".split()

    def get_start(self, row: Any) -> int | None:
        return row.passage.open_span[0]

    def get_end(self, row: Any) -> int | None:
        return row.passage.open_span[1]


class WithheldSerializer(serializers.Serializer):
    """Evidence that a version rests on without naming it."""

    stance = serializers.ChoiceField(Evidence.Stance.choices)
    tier = serializers.ChoiceField(Document.Tier.choices)
    described_de = serializers.CharField(source="described.de", default="")
    described_en = serializers.CharField(source="described.en", default="")
    commitment = serializers.CharField(help_text="Digest by which it can be shown later that it was there")


class PublicClaim(serializers.ModelSerializer):
    """A claim as its current review froze it or, in work, as it stands, without any rating."""

    id = serializers.CharField(source="public_id")
    page = serializers.SerializerMethodField()
    case = serializers.CharField(source="article.case.slug")
    article = named_by("slug")
    status = serializers.SerializerMethodField()
    claimant = PublicClaimant(allow_null=True)
    chain = serializers.SerializerMethodField()
    appearances = AppearanceSerializer(source="shown_appearances", many=True)
    review = serializers.SerializerMethodField()
    figures = serializers.SerializerMethodField()
    evidence = EvidenceSerializer(source="shown_evidence", many=True)
    withheld = serializers.SerializerMethodField()

    class Meta:
        model = Claim
        fields = (
            "id page case article position status statement_de statement_en rated claimant chain kind topic "
            "appearances review figures evidence withheld"
        ).split()

    def get_page(self, row: Claim) -> str:
        return page(f"claims/{row.public_id}")

    @extend_schema_field(serializers.ChoiceField(["published", "withdrawn", "in_work"]))
    def get_status(self, row: Claim) -> str:
        review = current(row)
        if review is None:
            return "in_work"
        return "withdrawn" if review.kind == Review.Kind.WITHDRAWAL else "published"

    def get_chain(self, row: Claim) -> list[dict[str, str]]:
        return chain_in_words(row.chain, row.speakers)  # type: ignore[attr-defined]

    @extend_schema_field(NestedReview(allow_null=True))
    def get_review(self, row: Claim) -> Any:
        review = current(row)
        return NestedReview(review).data if review else None

    @extend_schema_field(ReviewFigureSerializer(many=True))
    def get_figures(self, row: Claim) -> Any:
        review = current(row)
        if review is None:
            return ClaimFigureSerializer(row.figures.all(), many=True).data
        if review.kind == Review.Kind.WITHDRAWAL:
            return []
        return ReviewFigureSerializer(review.figures.all(), many=True).data

    @extend_schema_field(WithheldSerializer(many=True))
    def get_withheld(self, row: Claim) -> Any:
        return WithheldSerializer(frozen.withheld(current(row)), many=True).data

    def to_representation(self, row: Claim) -> Any:
        data = super().to_representation(row)
        review = current(row)
        if review and not self._shows_working_version:
            data |= {"statement_de": review.statement_de, "statement_en": review.statement_en}
        return data

    _shows_working_version = False


def current(row: Claim) -> Review | None:
    """The review in force, fetched beforehand as `current_reviews`."""
    return next(iter(row.current_reviews), None)  # type: ignore[attr-defined]


class ClaimSerializer(InsideSerializer, PublicClaim):
    """The desk's view: the working version beside the review in force."""

    assignee = named_by("username", allow_null=True)
    stand_in = named_by("username", allow_null=True)
    lost_passage = serializers.BooleanField()
    lost_source = serializers.BooleanField()

    class Meta:
        model = Claim
        public = PublicClaim
        fields = [
            *PublicClaim.Meta.fields,
            *"state round assignee stand_in due_at hold_until hold_reason desk_note".split(),
            *"source_reason_de source_reason_en core checkworthiness created_at updated_at revision".split(),
            *"lost_passage lost_source".split(),
        ]

    _shows_working_version = True

    @extend_schema_field(ReviewFigureSerializer(many=True))
    def get_figures(self, row: Claim) -> Any:
        return ClaimFigureSerializer(row.figures.all(), many=True).data
