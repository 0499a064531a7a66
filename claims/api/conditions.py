"""ETag, Last-Modified, 304 and 412.

The ETag is a digest of the very bytes the reader is shown: it cannot depend on anything hidden from them,
and costs microseconds beside the queries. Last-Modified is informative; only If-None-Match is answered 304,
because some rows carry no date of their own.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date, parse_etags
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import published
from claims.api.problems import LostUpdate
from claims.api.renderers import CompactJSON


def etag_of(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def etag_of_data(data: Any) -> str:
    return etag_of(CompactJSON().render(data))


def require_match(request: Request, data: Any) -> None:
    """LostUpdate unless If-Match (if sent) names the representation as it stands now."""
    header = request.headers.get("If-Match", "")
    if header and header.strip() != "*" and etag_of_data(data) not in parse_etags(header):
        raise LostUpdate


def _moments(value: Any, names: Iterable[str]) -> Iterator[datetime]:
    """The dates of a representation or of a page of them; `names` may be dotted."""
    rows = value["results"] if isinstance(value, dict) and "results" in value else [value]
    for row in rows:
        for name in names:
            found: Any = row
            for part in name.split("."):
                found = found.get(part) if isinstance(found, dict) else None
            if isinstance(found, str):
                yield datetime.fromisoformat(found)


class Conditional:
    """For API views: validators on what is read. `dated_by` names the dates a row shows of itself."""

    dated_by: tuple[str, ...] = ()

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        patch_vary_headers(response, ["Authorization", "Cookie"])
        signed_in = self.request.user.is_authenticated  # type: ignore[attr-defined]
        patch_cache_control(response, no_cache=True, **({"private": True} if signed_in else {}))
        if request.method not in ("GET", "HEAD") or response.status_code != 200:
            return response
        response.render()
        etag = etag_of(response.content)
        response["ETag"] = etag
        if modified := self.last_modified(response):
            response["Last-Modified"] = http_date(modified.timestamp())
        return get_conditional_response(request, etag=etag, response=response) or response

    def last_modified(self, response: Response) -> datetime | None:
        newest = max(_moments(response.data, self.dated_by), default=None)
        return newest or published.newest().values_list("published_at", flat=True).first()
