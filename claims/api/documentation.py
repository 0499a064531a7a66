"""The schema, and its viewer from the bundled files."""

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_page
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

# The viewer runs its own script and reads the schema; its stylesheet is partly inline. No other page may.
VIEWER = {
    "script-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
    "connect-src": [SELF],
    "img-src": [SELF, "data:"],
}

# RFC 9457; what `claims.api.problems` answers.
PROBLEM = {
    "type": "object",
    "properties": {
        **{name: {"type": "string"} for name in ("type", "title", "detail", "instance")},
        "status": {"type": "integer"},
        "errors": {"type": "object", "additionalProperties": {}, "description": "With 400: by field"},
        "missing": {
            "type": "array",
            "description": "With 409: each condition of the workflow that is not satisfied",
            "items": {
                "type": "object",
                "properties": {"guard": {"type": "string"}, "why": {"type": "string"}},
                "required": ["guard", "why"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "instance"],
}


def with_problems(result: dict[str, Any], **context: Any) -> dict[str, Any]:
    """Every operation may be refused, and is so in one form. A hook of drf-spectacular."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    told = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    kinds = {"4XX": "Refused", "5XX": "Failed"}
    refused = {kind: {"description": words, "content": told} for kind, words in kinds.items()}
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"] |= refused
    return result


class StrictInput(OpenApiSerializerExtension):
    """Bodies are refused for a field they do not know, and the schema says so."""

    target_class = "claims.serializers.common.Input"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        told = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return told | {"additionalProperties": False}


class TwoForms(OpenApiSerializerExtension):
    """What the desk alone sees is left out for readers, so that it is never sure to be there."""

    target_class = "claims.serializers.common.InsideSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        told = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        public = self.target.Meta.public.Meta.fields
        sure = [name for name in told.pop("required", ()) if name in public]
        return told | ({"required": sure} if sure else {})


@method_decorator(cache_page(3600), name="dispatch")
class Schema(SpectacularAPIView):
    """OpenAPI 3; `?format=json` or the Accept header choose the notation. Takes a second to put together."""


@method_decorator(csp_update(VIEWER), name="dispatch")
class Viewer(SpectacularSwaggerSplitView):
    url_name = "api:schema"
