"""What is like a text: claims of ours, and checks by others."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext
from rest_framework import serializers

from claims.matching import Match
from claims.models import Review
from claims.serializers.common import Input, page


class MatchInput(Input):
    text = serializers.CharField(required=False, max_length=20_000, help_text="Any text, a post for instance")
    claim = serializers.CharField(required=False, max_length=16, help_text="Or the id of a claim")
    language = serializers.ChoiceField(
        ["de", "en"], required=False, help_text="Of the text; told by its words where it is not given"
    )
    limit = serializers.IntegerField(required=False, default=10, min_value=1, max_value=50)

    def validate(self, data: Any) -> Any:
        if ("text" in data) == ("claim" in data):
            raise serializers.ValidationError({"text": [gettext("Give a text, or a claim: one of the two.")]})
        return data


class MatchSerializer(serializers.Serializer):
    """`kind` own: a claim recorded here, its rating only where it is published. `kind` outside: a check by
    others, in their words; for colleagues only."""

    kind = serializers.ChoiceField(["own", "outside"])
    score = serializers.FloatField(help_text="From 0.5, barely similar, to 1")
    why = serializers.ListField(child=serializers.CharField(), help_text="Words it shares, heaviest first")
    url = serializers.CharField(help_text="Of the claim's page, or of their fact-check")
    claim = serializers.CharField(allow_null=True)
    case = serializers.CharField(allow_null=True)
    article = serializers.CharField(allow_null=True)
    statement_de = serializers.CharField()
    statement_en = serializers.CharField()
    verdict = serializers.CharField(allow_null=True, help_text="Slug of the published rating")
    statement = serializers.CharField(help_text="Of a check by others, as they wrote it")
    title = serializers.CharField()
    language = serializers.CharField()
    publisher = serializers.CharField()
    rating = serializers.CharField(
        help_text="In the words of who rated it; of ours in the language of the answer"
    )
    rating_de = serializers.CharField()
    rating_en = serializers.CharField()
    reviewed_on = serializers.DateField(allow_null=True)

    def to_representation(self, match: Match) -> Any:
        told = _outside(match) if match.outside else _own(match)
        return {str(name): told.get(str(name), None if name in NULLABLE else "") for name in self.fields}


NULLABLE = frozenset({"claim", "case", "article", "verdict", "reviewed_on"})


def _own(match: Match) -> dict[str, Any]:
    claim: Any = match.claim
    review = match.review
    rated = review if review and review.kind != Review.Kind.WITHDRAWAL else None
    return {
        "kind": "own",
        "score": match.score,
        "why": list(match.why),
        "url": page(f"claims/{claim.public_id}"),
        "claim": claim.public_id,
        "case": claim.article.case.slug,
        "article": claim.article.slug,
        "statement_de": match.statement_de,
        "statement_en": match.statement_en,
        "verdict": rated.verdict.slug if rated else None,
        **_ratings(rated),
        "reviewed_on": timezone.localdate(rated.published_at).isoformat() if rated else None,
    }


def _ratings(rated: Review | None) -> dict[str, str]:
    german, english = (rated.verdict_label_de, rated.verdict_label_en) if rated else ("", "")
    first = english if get_language() == "en" else german
    return {"rating": first or german or english, "rating_de": german, "rating_en": english}


def _outside(match: Match) -> dict[str, Any]:
    other: Any = match.outside
    return {
        "kind": "outside",
        "score": match.score,
        "why": list(match.why),
        "url": other.url,
        "statement": other.statement,
        "title": other.title,
        "language": other.language,
        "publisher": other.publisher,
        "rating": other.rating,
        "reviewed_on": other.reviewed_on.isoformat() if other.reviewed_on else None,
    }
