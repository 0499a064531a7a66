"""Glossary words for what two figures say to each other."""

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from claims.comparisons import Figure, Kind, wording
from claims.models import Metric
from claims.templatetags.dates import language

register = template.Library()

WORDS = {
    Kind.DECIMAL_SLIP: _("misplaced decimal point suspected"),
    Kind.CONFLICT: pgettext_lazy("discrepancy", "contradiction"),
    Kind.CUMULATIVE_AS_YEARLY: _("running total told as one period's amount"),
    Kind.HEDGE_DROPPED: _("qualifier dropped"),
    Kind.ARITHMETIC: _("the sum does not work out"),
    Kind.UNIT_MISMATCH: _("different things counted"),
    Kind.SCOPE_MISMATCH: _("different places or systems"),
    Kind.FORECAST_AS_FACT: _("forecast told as a fact"),
    Kind.EXPLAINED_BY_DEFINITION: _("explained by the definition"),
    Kind.EXPLAINED_BY_DATE: _("explained by the date"),
}


@register.filter
def counts(metric: Metric) -> str:
    """What a measure counts, as the sentences about its figures say it."""
    figure = Figure(metric=metric.slug, low=None, high=None, counted=metric.counted, unit=metric.unit)
    return wording.counted_phrase(figure, language())


@register.filter
def tension(kind: Kind) -> str:
    return str(WORDS[kind])
