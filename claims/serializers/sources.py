"""Documents, their links, and what was kept of them."""

from rest_framework import serializers

from claims.serializers.common import InsideSerializer, page
from sources.drift import FindingKind, LinkState
from sources.models import Capture, Check, Document, Finding, Link, Passage

LINK_STATES = [(state.value, state.value) for state in LinkState]
FINDING_KINDS = [(kind.value, kind.value) for kind in FindingKind]


class PublicLink(serializers.ModelSerializer):
    class Meta:
        model = Link
        fields = "id document url role trusted state state_since last_checked_at".split()


class LinkSerializer(InsideSerializer):
    class Meta:
        model = Link
        public = PublicLink
        fields = [
            *PublicLink.Meta.fields,
            *"public active interest reason strikes strike_kind first_strike_at pending_kind".split(),
            *"pending_since override_until interval next_check_at last_ok_at outage_since moved_to".split(),
        ]


class PublicDocument(serializers.ModelSerializer):
    page = serializers.SerializerMethodField()
    links = LinkSerializer(source="shown_links", many=True)

    class Meta:
        model = Document
        fields = (
            "id page title title_de title_en publisher authors published published_basis published_reason "
            "language language_read tier kind origin extent_read locator says_de says_en note calculation "
            "medium links"
        ).split()

    def get_page(self, row: Document) -> str:
        return page(f"documents/{row.pk}")


class DocumentSerializer(InsideSerializer, PublicDocument):
    class Meta:
        model = Document
        public = PublicDocument
        fields = [*PublicDocument.Meta.fields, "desk_note", "confidentiality", "created_at", "revision"]


class PassageSerializer(serializers.ModelSerializer):
    class Meta:
        model = Passage
        fields = "id document exact prefix suffix locator start end slice_sha256 created_at".split()


class CaptureSerializer(serializers.ModelSerializer):
    """What is known of a saved copy; never its body."""

    class Meta:
        model = Capture
        fields = "id document link sha256 size final_url media_type file_name fetched_at suppressed".split()


class CheckSerializer(serializers.ModelSerializer):
    class Meta:
        model = Check
        fields = (
            "id link at duration_ms outcome status_code error_class reason final_url chain body_sha256 "
            "text_sha256 size"
        ).split()


class FindingSerializer(serializers.ModelSerializer):
    document = serializers.IntegerField(source="link.document_id")

    class Meta:
        model = Finding
        fields = ("id link document passage kind found_at confirmed_at before after detail ended_at").split()
