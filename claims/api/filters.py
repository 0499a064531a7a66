"""The kinds of filters, and the rule that what is not named, or not for this reader, is refused."""

from typing import Any, ClassVar

import django_filters  # type: ignore[import-untyped]
from django import forms
from django.db.models import F, QuerySet
from django.utils.translation import gettext
from django_filters.rest_framework import (  # type: ignore[import-untyped]
    DjangoFilterBackend,
    FilterSet,
)
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

PAGING = frozenset({"page", "page_size"})
YES_NO = [("true", "true"), ("false", "false")]


class Filters(FilterSet):
    """Base of all. `desk_only` filters do not exist for readers."""

    desk_only: ClassVar[frozenset[str]] = frozenset()


class StrictFilters(DjangoFilterBackend):
    """Refuses unknown filters and, in the same words, those on what is hidden from this reader.

    A filter on hidden columns only ever finds rows that the reader sees from inside.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        filters: type[Filters] = view.filterset_class
        known = PAGING if view.detail else PAGING | set(filters.base_filters)
        if view.reader.user is None:
            known -= filters.desk_only
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            raise ValidationError({name: [gettext("There is no such filter here.")] for name in unknown})
        if view.detail:
            return queryset
        if filters.desk_only & set(request.query_params):
            queryset = queryset.filter(inside=True)
        found = super().filter_queryset(request, queryset, view)
        return found if found.query.order_by else found.order_by(*found.model._meta.ordering, "pk")


class IntegerFilter(django_filters.Filter):
    field_class = forms.IntegerField

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        least, most = 0, 2**63 - 1
        super().__init__(*args, label=label, min_value=least, max_value=most, **kwargs)
        told = {"type": "integer", "minimum": least, "maximum": most, "description": label}
        extend_schema_field(told)(self)


class YesNoFilter(django_filters.ChoiceFilter):
    """`true` or `false`, nothing else; the method is given a bool."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=YES_NO, **kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        return super().filter(qs, value) if value else qs


class OrderingFilter(django_filters.ChoiceFilter):
    """One of the named orders; `-name` turns it round. Ties are broken by the primary key."""

    def __init__(self, **orders: str) -> None:
        self.orders = orders
        choices = [(sign + name, sign + name) for name in orders for sign in ("", "-")]
        super().__init__(choices=choices, label="Order of the results")

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        column = F(self.orders[value.lstrip("-")])
        down = value.startswith("-")
        return qs.order_by(column.desc(nulls_last=True) if down else column.asc(nulls_last=True), "pk")


def words(path: str, label: str) -> django_filters.CharFilter:
    return django_filters.CharFilter(field_name=path, label=label)


def asked(method: str, label: str, **how: Any) -> django_filters.CharFilter:
    """A filter that one method of its set answers."""
    return django_filters.CharFilter(method=method, label=label, **how)


def one_of(path: str, choices: Any, label: str, **how: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(field_name=path, choices=choices, label=label, **how)


def number(path: str, label: str, **how: Any) -> IntegerFilter:
    return IntegerFilter(field_name=path, label=label, **how)
