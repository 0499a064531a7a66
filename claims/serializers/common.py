"""The two forms of a row, quotations of lawful length, and input that knows its fields."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from sources.media import MOST_QUOTED


def quote(text: str) -> str:
    """The words, cut to the length that may be quoted."""
    return text if len(text) <= MOST_QUOTED else text[: MOST_QUOTED - 1].rstrip() + "…"


def page(path: str) -> str:
    """The address of a public page."""
    return f"{settings.FACTCHECK_SITE_URL}/{path}/"


def named_by(field: str, **options: Any) -> "serializers.SlugRelatedField[Any]":
    """A related row as the one word it is known by."""
    return serializers.SlugRelatedField(slug_field=field, read_only=True, **options)


class InsideSerializer(serializers.ModelSerializer):
    """What the desk sees. A row that does not stand inside for this reader gets its public form.

    `Meta.public` is the serializer of that form; rows come from `Reader`, which says `inside` of each.
    """

    @cached_property
    def public_form(self) -> serializers.BaseSerializer:
        return self.Meta.public(context=self.context)

    def to_representation(self, row: Any) -> Any:
        if row.inside:
            return super().to_representation(row)
        return self.public_form.to_representation(row)


class Input(serializers.Serializer):
    """A request body. A field it does not know is an error: a misspelt one must not be lost silently."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = sorted(set(map(str, data)) - set(self.fields))
            if unknown:
                raise ValidationError({name: [gettext("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)
