"""Words that columns hold, as people look for them."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.db.models import Q


def mentions(words: Iterable[str], *fields: str) -> Q:
    """Every word in one of the fields. By regular expression, because SQLite's LIKE knows no capital Ü."""
    held = (reduce(or_, (Q(**{f"{field}__iregex": re.escape(word)}) for field in fields)) for word in words)
    return reduce(and_, held, Q())
