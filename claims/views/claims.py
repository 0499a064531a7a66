"""The page of one claim."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from claims import services
from claims.models import (
    Assessment,
    Claim,
    Claimant,
    LedgerEntry,
    Relation,
    Review,
    Scale,
    frozen,
)
from claims.models.figures import Quantity
from claims.templatetags.dates import language
from claims.views import chart
from claims.views.common import as_of_day, end_of, legal_notice, public_page
from claims.views.evidence import Item, evidence_of, outage_since, troubled
from claims.views.figures import Panel, panels
from claims.views.readings import claim_readings, document_readings
from claims.views.shown import Shown, shown
from claims.views.tensions import neighbours, tensions
from claims.views.unitchange import figures_of
from claims.views.way import MIRRORED, TRAVELLED, Way, onward, told_relations, way

NUMBER = re.compile("[0-9]{1,9}")  # of a version


def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """With `?at=YYYY-MM-DD` the version that was current at the end of that day, without link states."""
    at = as_of_day(request)
    row = find(public_id)
    if row is None:
        return not_shown(request, public_id)
    versions = list(row.reviews.select_related("verdict").order_by("-number"))
    item = _as_of(row, versions, at) if at else today(row, versions)
    if item.review and item.review.suppressed_at:
        return legal_notice(request)
    context = _page(item, versions)
    if not at:
        context["claimreview"] = _claimreview(item, versions)
        context |= _surroundings(item, context["figures"], context["evidence"])
    return render(request, "claims/claim.html", context | {"at": at, "item": item, "claim": row})


claim = public_page(show)


def _claimreview(item: Shown, versions: list[Review]) -> dict[str, Any] | None:
    """What machines read in the page; nothing of demonstrations, suggestions and open claims."""
    row, review = item.claim, item.review
    if review is None or item.demonstration:
        return None
    links = row.article.document.links.filter(public=True).order_by("pk")
    return services.claim_review(row, review, language(), links, versions[-1].published_at)


@public_page
def changes(request: HttpRequest, public_id: str) -> HttpResponse:
    """`?from=1&to=3`: what changed between two versions, word by word; without them, the last two."""
    row = find(public_id)
    if row is None:
        return not_shown(request, public_id)
    versions = {version.number: version for version in row.reviews.order_by("number")}
    before, after = _asked_for(request, list(versions))
    if before not in versions or after not in versions:
        raise Http404
    old, new = versions[before], versions[after]
    if old.suppressed_at or new.suppressed_at:
        return legal_notice(request)
    context = {
        "claim": row,
        "item": Shown(row, new),
        "before": old,
        "after": new,
        "rows": services.compare(old, new).items(),
        "versions": [version for version in versions.values() if not version.suppressed_at],
        "noindex": True,
        "demonstration": Shown(row, new).demonstration,
    }
    return render(request, "claims/changes.html", context)


def _asked_for(request: HttpRequest, numbers: list[int]) -> tuple[int, int]:
    """The two numbers, earlier first; 0 for what is no number."""
    last = [*([0, 0] if len(numbers) < 2 else numbers)][-2:]
    asked = [request.GET.get(name, str(last[n])) for n, name in enumerate(("from", "to"))]
    first, second = sorted(int(text) if NUMBER.fullmatch(text) else 0 for text in asked)
    return first, second


def find(public_id: str) -> Claim | None:
    """One query, the question of freshness in it. None for what readers may not see."""
    claims = Claim.objects.public().with_public_question()
    return (
        claims.select_related("article__case", "article__document", "claimant")
        .filter(public_id=public_id)
        .first()
    )


def not_shown(request: HttpRequest, public_id: str) -> HttpResponse:
    """Of a claim that is not public: the legal notice where its fact-check was taken down, else Http404."""
    if Claim.objects.taken_down().filter(public_id=public_id).exists():
        return legal_notice(request)
    raise Http404


def today(row: Claim, versions: list[Review]) -> Shown:
    current = next((version for version in versions if version.is_current), None)
    if current or not row.article.case.show_suggestions:
        return Shown(row, current)
    suggestions = row.assessments.filter(origin=Assessment.Origin.IMPORTED).select_related("verdict")
    return Shown(row, None, suggestions.order_by("-at", "-id").first())


def _as_of(row: Claim, versions: list[Review], at: date) -> Shown:
    """404 where no fact-check had been published by then."""
    before = end_of(at)
    version = next((version for version in versions if version.published_at < before), None)
    if version is None:
        raise Http404
    return Shown(row, version)


def _page(item: Shown, versions: list[Review]) -> dict[str, Any]:
    """What the version itself rests on and says."""
    row, review = item.claim, item.review
    passages = frozen.passages_of([review]) if review else {}
    if review:
        frozen.lay_over(row, review)
        frozen.lay_over_work(row.article.document, review)
    figures = review.figures if review else row.figures
    evidence = [] if item.kind == "withdrawn" else evidence_of(row, review, passages)
    return {
        "article": row.article,
        "case": row.article.case,
        "demonstration": item.demonstration,
        "noindex": item.is_suggested,
        "chain": _chain(row, review),
        "appearances": frozen.appearances(row, review, passages),
        "evidence": evidence,
        "withheld": frozen.withheld(review),
        "figures": list(figures.select_related("metric")),
        "replies": frozen.replies(review) if review else [],
        "versions": [v for v in versions if review and v.number <= review.number],
        "newest": versions[0] if versions else None,
    }


def _surroundings(item: Shown, figures: list[Quantity], evidence: list[Item]) -> dict[str, Any]:
    """What belongs to today: source states, other articles' figures, relations, the log."""
    row = item.claim
    metrics = [] if item.kind == "withdrawn" else list({f.metric_id: f.metric for f in figures}.values())
    confusable, declared = neighbours(metrics) if metrics else ([], {})
    compared = [*metrics, *confusable]
    readings = [*claim_readings(compared), *document_readings(compared)] if metrics else []
    links, travel = _relations(item)
    return {
        "troubled": list(troubled(evidence)),
        "outage": outage_since(evidence),
        "panels": [
            p
            for metric in metrics
            for p in _own(panels(metric, readings, here=row.pk, frame=chart.COLUMN), row)
        ],
        "tensions": tensions(
            readings,
            declared,
            of=[metric.pk for metric in metrics],
            claim=row.pk,
            written={frozenset((row.pk, link.other.claim.pk)) for link in links},
        ),
        "way": travel,
        "travelled": [link for link in links if link.kind in TRAVELLED],
        "beside": [link for link in links if link.kind not in TRAVELLED],
        "scales": _scales(item),
        "fingerprint": _fingerprint(row),
    }


def _own(found: Iterable[Panel], row: Claim) -> list[Panel]:
    """Of a measure's panels those in which this claim has a figure."""
    return [panel for panel in found if any(r.shown and r.shown.claim.pk == row.pk for r in panel.readings)]


def _scales(item: Shown) -> list[frozen.Told]:
    """As the version has them; versions that froze none, and claims in work, as they are now."""
    if item.review and "scales" in item.review.snapshot:
        return [frozen.scale_of(each) for each in item.review.snapshot["scales"]]
    live = Scale.objects.filter(claims=item.claim).prefetch_related("tiers")
    return [(scale, list(scale.tiers.all())) for scale in live]


@dataclass(frozen=True)
class Link:
    """A relation as seen from this page's claim."""

    kind: str
    word: str
    relation: Relation
    other: Shown


def _relations(item: Shown) -> tuple[list[Link], Way | None]:
    """As the version has them. Only between public claims, and never an untyped lead."""
    row = item.claim
    rows = told_relations({row.pk: item.review and item.review.snapshot.get("relations")})
    further = onward(rows, row.pk)
    others = {pk for each in (*rows, *further) for pk in (each.from_claim_id, each.to_claim_id)} - {row.pk}
    seen = {other.claim.pk: other for other in shown(Claim.objects.public().filter(pk__in=others))}
    found = []
    for relation in rows:
        outward = relation.from_claim_id == row.pk
        other = seen.get(relation.to_claim_id if outward else relation.from_claim_id)
        if other:
            name = relation.kind if outward else MIRRORED.get(relation.kind, relation.kind)
            found.append(Link(relation.kind, name, relation, other))
    figures = figures_of([item, *seen.values()])
    return found, way(item, [*rows, *further], seen, figures)


@dataclass(frozen=True)
class Speaker:
    """One link of the chain of attribution. `claimant` is None for somebody the case does not list."""

    name: str
    mode: str
    claimant: Claimant | None


def _chain(row: Claim, review: Review | None) -> list[Speaker]:
    """Outermost to innermost, under the names readers may see."""
    names = [str(link.get("who", "")) for link in row.chain if link.get("who")]
    people = frozen.speakers(review) if review else Claimant.objects.filter(name__in=names)
    known = {claimant.name: claimant for claimant in people}
    return [
        Speaker(str(link["who"]), str(link.get("mode", "")), known.get(str(link["who"])))
        for link in row.chain
        if link.get("who")
    ]


def _fingerprint(row: Claim) -> Mapping[str, Any] | None:
    """Hash and time of the last act in the claim's log that readers may know of; its content stays inside."""
    entries = LedgerEntry.objects.filter(chain=row.ledger_chain).public().order_by("-sequence")
    return entries.values("hash", "at", "sequence").first()
