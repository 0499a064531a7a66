"""Bodies of answers: JSON, and ZIP files."""

from typing import Any

from rest_framework.renderers import BaseRenderer, JSONRenderer


class CompactJSON(JSONRenderer):
    """JSON without choices of layout, so that one representation has one ETag."""

    def get_indent(self, accepted_media_type: str, renderer_context: Any) -> None:
        return None


class ZipRenderer(BaseRenderer):
    """Bytes as they are."""

    media_type, format, charset = "application/zip", "zip", None

    def render(self, data: bytes, *args: Any, **kwargs: Any) -> bytes:
        return data
