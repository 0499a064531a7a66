"""Dates as people write them, with the precision that was recorded and no more.

Work dates are EDTF level 1 (`2017-05`, `2012/2016`, `-0399`): years are astronomical, so -0399 is 400 BC.
"""

import re
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date, format_skeleton
from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

register = template.Library()

SINGLE = re.compile(r"(?P<year>-?\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d))?)?(?P<doubt>[~?%])?")
DECADE = re.compile(r"(?P<decade>\d{3})X")
SEASONS = {
    "21": pgettext_lazy("season", "spring"),
    "22": pgettext_lazy("season", "summer"),
    "23": pgettext_lazy("season", "autumn"),
    "24": pgettext_lazy("season", "winter"),
}


def language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]


@register.filter
def edtf(text: str) -> str:
    """`2017-05-14` → 14. Mai 2017 / 14 May 2017; what we cannot word stays as it is recorded."""
    return _worded(text, language()) if text else ""


@lru_cache(maxsize=1024)
def _worded(text: str, language: str) -> str:
    """Kept by language: a list of claims says the same date again and again."""
    first, slash, last = text.partition("/")
    if not slash:
        return _single(text)
    if last in ("", ".."):
        return _("since %(date)s") % {"date": _single(first)}
    if first in ("", ".."):
        return _("until %(date)s") % {"date": _single(last)}
    return _interval(first, last)


def _single(text: str) -> str:
    if decade := DECADE.fullmatch(text):
        return _("%(year)ss") % {"year": f"{decade['decade']}0"}
    match = SINGLE.fullmatch(text)
    if not match:
        return text
    written = _written(int(match["year"]), match["month"], match["day"])
    if match["doubt"] in ("~", "%"):
        written = pgettext("date", "about %(date)s") % {"date": written}
    if match["doubt"] in ("?", "%"):
        written = _("%(date)s (uncertain)") % {"date": written}
    return written


def _written(year: int, month: str | None, day: str | None) -> str:
    if year <= 0:
        return _("%(year)s BC") % {"year": 1 - year}
    if month in SEASONS:
        return f"{SEASONS[month]} {year}"
    try:
        if day and month:
            return format_date(date(year, int(month), int(day)), _long(), locale=_locale())
        if month:
            return format_skeleton("yMMMM", date(year, int(month), 1), locale=_locale())
    except ValueError:
        return "-".join(part for part in (str(year), month, day) if part)
    return str(year)


def _interval(first: str, last: str) -> str:
    """What both ends share is written once: Mai bis Dezember 2017, 400 bis 301 v. Chr."""
    a, b = SINGLE.fullmatch(first), SINGLE.fullmatch(last)
    start, end = _single(first), _single(last)
    if a and b and not (a["doubt"] or b["doubt"]):
        if int(a["year"]) <= 0 and int(b["year"]) <= 0 and not a["month"]:
            start = str(1 - int(a["year"]))
        elif a["year"] == b["year"] and a["month"] and b["month"] and not (a["day"] or b["day"]):
            start = start.removesuffix(f" {a['year']}")
    return _("%(first)s to %(last)s") % {"first": start, "last": end}


def _locale() -> str:
    return "en_GB" if language() == "en" else language()


def _long() -> str:
    return "d MMMM y" if language() == "en" else "long"


@register.filter
def day(moment: datetime | None) -> str:
    """The day of a moment where the newsroom is: 22. November 2026 / 22 November 2026."""
    return format_date(timezone.localtime(moment).date(), _long(), locale=_locale()) if moment else ""


@register.filter
def short_day(moment: datetime | None) -> str:
    """For tables: 22.11.2026 / 22 Nov 2026."""
    pattern = "d MMM y" if language() == "en" else "dd.MM.y"
    return format_date(timezone.localtime(moment).date(), pattern, locale=_locale()) if moment else ""


@register.filter
def moment(at: datetime | None) -> str:
    """Day and time where the newsroom is, for the desk: 22. November 2026, 14:30."""
    return f"{day(at)}, {timezone.localtime(at):%H:%M}" if at else ""


@register.filter
def short_moment(at: datetime | None) -> str:
    """For the desk's tables: 22.11.2026, 14:30 / 22 Nov 2026, 14:30."""
    return f"{short_day(at)}, {timezone.localtime(at):%H:%M}" if at else ""


@register.filter
def iso_day(moment: datetime | None) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""


@register.filter
def axis_year(year: float) -> str:
    return _written(int(year), None, None)


@register.filter
def date_words(day: date) -> str:
    """A calendar day, as of which a page is shown."""
    return format_date(day, _long(), locale=_locale())
