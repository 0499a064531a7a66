"""The schema, and its viewer from the bundled files."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_page
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

# The viewer runs its own script and reads the schema; its stylesheet is partly inline. No other page may.
VIEWER = {
    "script-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
    "connect-src": [SELF],
    "img-src": [SELF, "data:"],
}


@method_decorator(cache_page(3600), name="dispatch")
class Schema(SpectacularAPIView):
    """OpenAPI 3; `?format=json` or the Accept header choose the notation. Takes a second to put together."""


@method_decorator(csp_update(VIEWER), name="dispatch")
class Viewer(SpectacularSwaggerSplitView):
    url_name = "api:schema"
