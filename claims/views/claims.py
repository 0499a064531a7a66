"""The page of one claim."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from claims.models import (
    Assessment,
    Case,
    Claim,
    Claimant,
    ClaimPassage,
    LedgerEntry,
    Relation,
    Review,
    Scale,
)
from claims.models.figures import Quantity
from claims.views.common import as_of_day, end_of, legal_notice, public_page
from claims.views.evidence import Item, evidence_of, outage_since, troubled
from claims.views.figures import Panel, panels
from claims.views.readings import claim_readings, document_readings
from claims.views.shown import Shown, shown
from claims.views.tensions import neighbours, tensions
from claims.views.way import MIRRORED, TRAVELLED, Way, onward, way

SMALL = (800, 340)  # the column beside the headings, in px


@public_page
def claim(request: HttpRequest, public_id: str) -> HttpResponse:
    """With `?at=YYYY-MM-DD` the version that was current at the end of that day, without link states."""
    at = as_of_day(request)
    row = _find(public_id)
    if row is None:
        if _is_legal_matter(public_id):
            return legal_notice(request)
        raise Http404
    versions = list(row.reviews.select_related("verdict").order_by("-number"))
    item = _as_of(row, versions, at) if at else _today(row, versions)
    if item.review and item.review.suppressed_at:
        return legal_notice(request)
    context = _page(item, versions)
    if not at:
        context |= _surroundings(item, context["figures"], context["evidence"])
    return render(request, "claims/claim.html", context | {"at": at, "item": item, "claim": row})


def _find(public_id: str) -> Claim | None:
    """One query, the freshness questions in it. None for what readers may not see."""
    claims = Claim.objects.public().with_questions()
    return (
        claims.select_related("article__case", "article__document", "claimant")
        .filter(public_id=public_id)
        .first()
    )


def _is_legal_matter(public_id: str) -> bool:
    """Published once, and taken down for legal reasons."""
    return Review.objects.filter(
        claim__public_id=public_id,
        is_current=True,
        suppressed_at__isnull=False,
        claim__article__case__kind=Case.Kind.PUBLISHED_WORK,
    ).exists()


def _today(row: Claim, versions: list[Review]) -> Shown:
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
    figures = review.figures if review else row.figures
    evidence = [] if item.kind == "withdrawn" else evidence_of(row, review)
    return {
        "article": row.article,
        "case": row.article.case,
        "demonstration": item.demonstration,
        "noindex": item.is_suggested,
        "chain": _chain(row),
        "appearances": ClaimPassage.objects.filter(claim=row).select_related("passage"),
        "evidence": evidence,
        "figures": list(figures.select_related("metric")),
        "versions": [v for v in versions if review and v.number <= review.number],
        "newest": versions[0] if versions else None,
    }


def _surroundings(item: Shown, figures: list[Quantity], evidence: list[Item]) -> dict[str, Any]:
    """What belongs to today: source states, other articles' figures, relations, replies, the log."""
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
            p for metric in metrics for p in _own(panels(metric, readings, here=row.pk, size=SMALL), row)
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
        "scales": Scale.objects.filter(claims=row).prefetch_related("tiers"),
        "replies": row.replies.order_by("asked_at", "id") if item.review else [],
        "fingerprint": _fingerprint(row),
    }


def _own(found: Iterable[Panel], row: Claim) -> list[Panel]:
    """Of a measure's panels those in which this claim has a figure."""
    return [panel for panel in found if any(r.shown and r.shown.claim.pk == row.pk for r in panel.readings)]


@dataclass(frozen=True)
class Link:
    """A relation as seen from this page's claim."""

    kind: str
    word: str
    relation: Relation
    other: Shown


def _relations(item: Shown) -> tuple[list[Link], Way | None]:
    """Five queries. Only between public claims, and never an untyped lead."""
    row = item.claim
    rows = list(
        Relation.objects.filter(Q(from_claim=row) | Q(to_claim=row)).exclude(kind=Relation.Kind.RELATED)
    )
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
    return found, way(item, [*rows, *further], seen)


@dataclass(frozen=True)
class Speaker:
    """One link of the chain of attribution. `claimant` is None for somebody the case does not list."""

    name: str
    mode: str
    claimant: Claimant | None


def _chain(row: Claim) -> list[Speaker]:
    """Outermost to innermost, under the names readers may see."""
    names = [str(link.get("who", "")) for link in row.chain if link.get("who")]
    known = {claimant.name: claimant for claimant in Claimant.objects.filter(name__in=names)}
    return [
        Speaker(str(link["who"]), str(link.get("mode", "")), known.get(str(link["who"])))
        for link in row.chain
        if link.get("who")
    ]


def _fingerprint(row: Claim) -> Mapping[str, Any] | None:
    """Hash and time of the last act in the claim's log that readers may know of; its content stays inside."""
    entries = LedgerEntry.objects.filter(chain=row.ledger_chain).public().order_by("-sequence")
    return entries.values("hash", "at", "sequence").first()
