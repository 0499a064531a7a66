"""What all resources share: who may come in, pages, and rows fetched through the reader."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from rest_framework import pagination, permissions, serializers, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from claims import workflow
from claims.api.conditions import Conditional
from claims.api.filters import Filters, StrictFilters
from claims.api.problems import LegallyUnavailable
from claims.api.reader import Reader
from claims.services import NotAllowed
from claims.wording import Said

NUMBER = "[0-9]{1,18}"
SLUG = "[-a-zA-Z0-9_]+"


class Pages(pagination.PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def get_page_size(self, request: Request) -> int | None:
        """More than the most is cut; what is no number of rows is refused as an unknown filter is."""
        asked = request.query_params.get(self.page_size_query_param, "1")
        if not (asked.isascii() and asked.isdigit() and int(asked[:9])):
            raise ValidationError({self.page_size_query_param: [gettext("Give a number of rows, 1 to 200.")]})
        return super().get_page_size(request)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        counted = {"type": "integer", "minimum": 1}
        told = super().get_schema_operation_parameters(view)
        return [parameter | {"schema": counted} for parameter in told]


class IsColleague(permissions.BasePermission):
    """Somebody of the newsroom; refused before any row is looked at, so that nothing leaks."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return view.reader.user is not None


class Resource(Conditional, viewsets.ReadOnlyModelViewSet):
    """A resource to read. `rows` names the Reader's queryset."""

    http_method_names = ["get", "head", "post"]
    pagination_class = Pages
    filter_backends = (StrictFilters,)
    filterset_class: type[Filters] = Filters
    permission_classes: Any = ()
    lookup_value_regex = NUMBER
    rows: ClassVar[str]

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.request.user)

    def get_queryset(self) -> QuerySet[Any]:
        return self.with_neighbours(getattr(self.reader, self.rows)())

    def with_neighbours(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Fetch what the representation needs besides, in a fixed number of queries."""
        return rows

    def prepare(self, rows: Sequence[Any]) -> None:
        """A look at the rows of a page, before they are represented."""

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        if page:
            self.prepare(page)
        return page

    def a_page_of(self, others: Any) -> list[Any]:
        """A page of rows that hang on this resource."""
        return list(super().paginate_queryset(others) or [])

    def get_object(self) -> Any:
        try:
            row = super().get_object()
        except Http404:
            if self.is_suppressed():
                raise LegallyUnavailable from None
            raise
        self.prepare([row])
        return row

    def is_suppressed(self) -> bool:
        """Whether what is not found would be public but for a legal suppression."""
        return False

    # --- writes -----------------------------------------------------------------------------------

    def authorise(self, act: workflow.Act) -> None:
        if not self.reader.may(act):
            raise NotAllowed(Said("Your role may not do this ({value}).", value=act.value))

    def given(self, form: type[serializers.Serializer]) -> dict[str, Any]:
        """The request's body as its form reads it; ValidationError by field."""
        body = form(data=self.request.data)
        body.is_valid(raise_exception=True)
        return body.validated_data


class DeskResource(Resource):
    """What only colleagues see."""

    permission_classes = (IsColleague,)
