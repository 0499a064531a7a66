"""Bodies of the API's writes."""

from collections.abc import Mapping
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext
from rest_framework import serializers

from claims.models import Certainty, ReferencePoint, Review, Ruling, User, Verdict
from claims.serializers.common import Input
from claims.services import EARLIEST, LATEST, SLIP
from claims.workflow import State

# Far above any rationale, far below what would trouble a page.
LONG = 50_000
STATES = [(state.value, state.value) for state in State]


def text(most: int = LONG) -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=most)


def storable(value: Any) -> None:
    """PostgreSQL keeps no NUL character, in JSON neither."""
    if isinstance(value, Mapping):
        value = [*value, *value.values()]
    if isinstance(value, list):
        for each in value:
            storable(each)
    elif isinstance(value, str) and "\x00" in value:
        raise serializers.ValidationError(gettext("Null characters are not allowed."))


class Known(serializers.SlugRelatedField):
    """A row by the word it is known by; what no word can be is not looked for."""

    def to_internal_value(self, data: Any) -> Any:
        storable(data)
        return super().to_internal_value(data)


class MomentField(serializers.DateTimeField):
    """A moment that every database tells."""

    def __init__(self) -> None:
        bounds = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
        super().__init__(required=False, allow_null=True, validators=bounds)

    def to_internal_value(self, value: Any) -> Any:
        try:
            return super().to_internal_value(value)
        except OverflowError:
            self.fail("overflow", timezone="UTC")


class AssessInput(Input):
    verdict = Known(slug_field="slug", queryset=Verdict.objects.all())
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
    asked_whom = text(300)
    asked_how = text(100)
    waived_reason = text()


class MendedInput(Input):
    """Texts of the version in force as they are to read; those left out stay."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {name: serializers.CharField(required=False, min_length=1, max_length=LONG) for name in SLIP}


class PublishInput(Input):
    """`override_de` is a chief's reason to publish although a guard is not satisfied; the page prints it.

    An editorial slip (`kind` editorial) names the texts it mends in `mended`, and takes neither hour nor
    exception.
    """

    kind = serializers.ChoiceField(Review.Kind.choices, required=False, allow_blank=True)
    note = text()
    note_en = text()
    publish_at = MomentField()
    override_de = text()
    override_en = text()
    mended = MendedInput(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        slip = attrs.get("kind") == Review.Kind.EDITORIAL
        if slip and not attrs.get("mended"):
            raise serializers.ValidationError(
                {
                    "mended": gettext(
                        "Send the mended texts, by their names: an editorial slip is nothing else."
                    )
                }
            )
        for name in ("publish_at", "override_de", "override_en") if slip else ("mended",):
            if attrs.get(name):
                raise serializers.ValidationError({name: gettext("This does not go with this kind.")})
        return attrs


def colleague(**options: Any) -> Known:
    people = User.objects.filter(is_active=True)
    return Known(slug_field="username", queryset=people, allow_null=True, **options)


class AssignInput(Input):
    """`stand_in` may rate the claim in the assignee's place; left out, there is none."""

    assignee = colleague()
    stand_in = colleague(required=False)
    due_at = MomentField()


class RuleInput(Input):
    """`claim` may be left out where the source change touches one claim only."""

    claim = serializers.CharField(required=False, min_length=1, max_length=16)
    decision = serializers.ChoiceField(Ruling.Decision.choices)
    note = text()
