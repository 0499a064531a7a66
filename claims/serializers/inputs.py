"""Bodies of the API's writes."""

from typing import Any

from rest_framework import serializers

from claims.models import Certainty, ReferencePoint, Review, Ruling, User, Verdict
from claims.serializers.common import Input
from claims.workflow import State

# Far above any rationale, far below what would trouble a page.
LONG = 50_000
STATES = [(state.value, state.value) for state in State]


def text() -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=LONG)


def _holds_nul(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_nul(item) for pair in value.items() for item in pair)
    if isinstance(value, list):
        return any(map(_holds_nul, value))
    return isinstance(value, str) and "\x00" in value


def storable(value: Any) -> None:
    """PostgreSQL keeps no NUL character in JSON."""
    if _holds_nul(value):
        raise serializers.ValidationError("Null characters are not allowed.")


class AssessInput(Input):
    verdict = serializers.SlugRelatedField(slug_field="slug", queryset=Verdict.objects.all())
    certainty = serializers.ChoiceField(Certainty.choices, required=False, allow_blank=True)
    reference_point = serializers.ChoiceField(ReferencePoint.choices, required=False, allow_blank=True)
    one_sentence_de = text()
    one_sentence_en = text()
    rationale_de = text()
    rationale_en = text()
    searched_de = text()
    searched_en = text()
    would_settle_de = text()
    would_settle_en = text()
    own_calculation = serializers.DictField(required=False, allow_null=True, validators=[storable])


class TransitionInput(Input):
    to = serializers.ChoiceField(STATES)
    note = text()


class ReplyInput(Input):
    asked_whom = text()
    asked_how = text()
    waived_reason = text()


class PublishInput(Input):
    kind = serializers.ChoiceField(Review.Kind.choices, required=False, allow_blank=True)
    note = text()
    note_en = text()
    publish_at = serializers.DateTimeField(required=False, allow_null=True)


class AssignInput(Input):
    assignee = serializers.SlugRelatedField(
        slug_field="username", queryset=User.objects.filter(is_active=True), allow_null=True
    )
    due_at = serializers.DateTimeField(required=False, allow_null=True)


class RuleInput(Input):
    """`claim` may be left out where the source change touches one claim only."""

    claim = serializers.CharField(required=False, max_length=16)
    decision = serializers.ChoiceField(Ruling.Decision.choices)
    note = text()
