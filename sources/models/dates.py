"""Work dates: EDTF level 1 strings (`2017-05`, `2012/2016`, `-0399`) with two sortable integers."""

from functools import lru_cache
from typing import Any, NamedTuple

import edtf
from django.core.exceptions import ValidationError
from django.db import models


class Basis(models.TextChoices):
    STATED = "stated"
    INFERRED = "inferred"


class Span(NamedTuple):
    """First and last day a work date covers, each as year * 10000 + month * 100 + day."""

    first: int | None
    last: int | None


@lru_cache(maxsize=4096)  # the parser takes milliseconds, and a case repeats its dates
def span(text: str) -> Span:
    """The days an EDTF date covers; open ends and a blank text give None. ValidationError otherwise."""
    if not text:
        return Span(None, None)
    try:
        parsed = edtf.parse_edtf(text)
        return Span(_number(parsed.lower_strict()), _number(parsed.upper_strict()))
    except (edtf.EDTFParseException, ValueError, AttributeError, TypeError) as error:
        raise ValidationError(
            f"'{text}' is not a date we can read: write 2017, 2017-05, 2017-05-14 or 2012/2016 (EDTF level 1)"
        ) from error


def _number(moment: Any) -> int | None:
    if not hasattr(moment, "tm_year"):  # an open or unknown end
        return None
    return moment.tm_year * 10000 + moment.tm_mon * 100 + moment.tm_mday


def date_columns(name: str, text: str, basis: str = "stated", reason: str = "") -> dict[str, Any]:
    """Column values of one work date, e.g. for `Document.objects.create(**date_columns("published", …))`."""
    first, last = span(text)
    return {
        name: text,
        f"{name}_first": first,
        f"{name}_last": last,
        f"{name}_basis": basis if text else "",
        f"{name}_reason": reason,
    }
