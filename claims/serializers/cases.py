"""Cases, their articles, and who makes assertions."""

from typing import Any

from rest_framework import serializers

from claims.models import Article, Case, Claimant
from claims.serializers.common import InsideSerializer, named_by, page


class PublicCase(serializers.ModelSerializer):
    page = serializers.SerializerMethodField()

    class Meta:
        model = Case
        fields = (
            "slug page title_de title_en summary_de summary_en eyes list_open_claims show_suggestions "
            "demonstration"
        ).split()

    def get_page(self, row: Case) -> str:
        return page(f"cases/{row.slug}")


class CaseSerializer(InsideSerializer, PublicCase):
    members = named_by("username", many=True)

    class Meta:
        model = Case
        public = PublicCase
        fields = [*PublicCase.Meta.fields, "kind", "members", "revision"]


class PublicArticle(serializers.ModelSerializer):
    page = serializers.SerializerMethodField()
    case = named_by("slug")
    title = serializers.CharField(source="document.title")
    publisher = serializers.CharField(source="document.publisher")
    authors = serializers.JSONField(source="document.authors")
    published = serializers.CharField(source="document.published")
    language = serializers.CharField(source="document.language")

    class Meta:
        model = Article
        fields = (
            "slug page case document position title publisher authors published language text_sha256 chars "
            "provenance_de provenance_en"
        ).split()

    def get_page(self, row: Article) -> str:
        return page(f"articles/{row.slug}")


class ArticleSerializer(InsideSerializer, PublicArticle):
    class Meta:
        model = Article
        public = PublicArticle
        fields = [*PublicArticle.Meta.fields, "desk_note", "revision"]


def names(row: Claimant) -> dict[str, str]:
    """What readers call somebody; the working name only where there is no other."""
    return {"name_de": row.display_de or row.name, "name_en": row.display_en or row.name}


class PublicClaimant(serializers.ModelSerializer):
    name_de = serializers.SerializerMethodField()
    name_en = serializers.SerializerMethodField()

    class Meta:
        model = Claimant
        fields = "id name_de name_en kind role_de role_en same_as".split()

    def get_name_de(self, row: Claimant) -> str:
        return names(row)["name_de"]

    def get_name_en(self, row: Claimant) -> str:
        return names(row)["name_en"]


class ClaimantSerializer(InsideSerializer, PublicClaimant):
    class Meta:
        model = Claimant
        public = PublicClaimant
        fields = [*PublicClaimant.Meta.fields, "name"]


def chain_in_words(chain: list[dict[str, Any]], people: dict[str, Claimant]) -> list[dict[str, str]]:
    """The chain of attribution with the names readers know, outermost first."""
    return [
        {**(names(people[who]) if who in people else {"name_de": who, "name_en": who}), "mode": mode}
        for who, mode in ((str(link.get("who", "")), str(link.get("mode", ""))) for link in chain)
    ]
