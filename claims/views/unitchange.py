"""Where a number kept its value on its way and lost what it counts: 17 million requests, then people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from claims import comparisons
from claims.comparisons import wording
from claims.models import Figure, ReviewFigure
from claims.models.figures import Quantity
from claims.templatetags.dates import language
from claims.views.shown import Shown

Figures = Mapping[int, Sequence[Quantity]]


def figures_of(items: Iterable[Shown]) -> Figures:
    """Two queries: the figures of public claims by primary key, as published or as recorded while in work."""
    everything = list(items)
    reviews = {item.review.pk: item.claim.pk for item in everything if item.review}
    in_work = [item.claim.pk for item in everything if not item.review]
    found: dict[int, list[Quantity]] = defaultdict(list)
    for frozen in ReviewFigure.objects.filter(review__in=reviews).select_related("metric"):
        found[reviews[frozen.review_id]].append(frozen)
    for live in Figure.objects.filter(claim__in=in_work).select_related("metric"):
        if live.claim_id:
            found[live.claim_id].append(live)
    return found


def note(earlier: Shown, later: Shown, figures: Figures) -> str:
    """'Unit changed: people instead of requests', or nothing."""
    for before in figures.get(earlier.claim.pk, ()):
        for after in figures.get(later.claim.pk, ()):
            if (before.low, before.high) == (after.low, after.high):
                was, now = _counted(before), _counted(after)
                if was and now and was != now:
                    return _("unit changed: %(now)s instead of %(was)s") % {"now": now, "was": was}
    return ""


def _counted(row: Quantity) -> str:
    figure = comparisons.Figure(
        metric=row.metric.slug,
        low=row.low,
        high=row.high,
        counted=row.counted or row.metric.counted,
        unit=row.unit or row.metric.unit,
    )
    return wording.counted_phrase(figure, language())
