"""The rows that make up a case, as far as a dump may hold them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from claims.casefiles.facts import text_order
from claims.casefiles.kinds import newest
from claims.casefiles.kinds.claims import PARTS
from claims.models import Article, Assessment, Case, Claim, Claimant, Evidence, Metric, Relation, Scale
from sources.models import Document

PUBLIC = Document.Confidentiality.PUBLIC


@dataclass
class Rows:
    """`left_out` counts what is not fit for a file: unfinished claims, and what is confidential."""

    case: Case
    articles: list[Article]
    claimants: list[Claimant]
    metrics: list[Metric]
    documents: list[Document]
    claims: list[Claim]
    scales: list[Scale]
    evidence: list[Evidence]
    relations: list[Relation]
    suggestions: list[list[Assessment]]
    left_out: dict[str, int]


def gather(case: Case) -> Rows:
    """Everything the case holds, and what its claims refer to wherever it was loaded from."""
    all_claims = _claims(case)
    claims = [row for row in all_claims if row.claimant_id and row.statement_de]
    cited = Evidence.objects.active().filter(claim__in=claims)
    evidence = cited.filter(passage__document__confidentiality=PUBLIC)
    relations = Relation.objects.filter(from_claim__in=claims, to_claim__in=claims)
    own = Q(source_key__startswith=f"{case.slug}:")
    scales = Scale.objects.filter(own | Q(claims__in=claims)).distinct()
    scales = scales.filter(Q(document=None) | Q(document__confidentiality=PUBLIC))
    documents = _documents(own, evidence, scales)
    return Rows(
        case=case,
        articles=list(case.articles.select_related("document").prefetch_related("document__links")),
        claimants=list(
            Claimant.objects.filter(own | Q(claims__in=claims) | Q(name__in=_speakers(claims))).distinct()
        ),
        metrics=_metrics(own, claims, documents),
        documents=documents,
        claims=claims,
        scales=list(scales.select_related("document").prefetch_related("tiers", "claims__article")),
        evidence=sorted(
            evidence.select_related("claim__article", "passage__document"),
            key=lambda row: (text_order(row.claim), row.position, row.pk),
        ),
        relations=sorted(
            relations.select_related("from_claim__article", "to_claim__article"), key=_leads_last
        ),
        suggestions=_suggestions(claims),
        left_out={
            "unfinished claims": len(all_claims) - len(claims),
            "pieces of confidential evidence": cited.count() - evidence.count(),
        },
    )


def _claims(case: Case) -> list[Claim]:
    rows = Claim.objects.filter(article__case=case).select_related("article", "claimant")
    return sorted(rows.prefetch_related(*PARTS), key=text_order)


def _documents(own: Q, evidence: Iterable[Evidence], scales: Iterable[Scale]) -> list[Document]:
    cited = {row.passage.document_id for row in evidence} | {scale.document_id for scale in scales}
    rows = Document.objects.filter(own | Q(pk__in=cited), article=None, confidentiality=PUBLIC)
    return list(rows.prefetch_related("links", "figures__metric"))


def _metrics(own: Q, claims: list[Claim], documents: Iterable[Document]) -> list[Metric]:
    """Those of the case, those its figures use, and those they may be taken for or are the ratio of."""
    used = Q(figures__claim__in=claims) | Q(figures__document__in=[row.pk for row in documents])
    found = set(Metric.objects.filter(own | used).values_list("pk", flat=True))
    while more := set(_named_by(found).values_list("pk", flat=True)) - found:
        found |= more
    rows = Metric.objects.filter(pk__in=found).select_related("numerator", "denominator")
    return list(rows.prefetch_related("confusable_with"))


def _named_by(metrics: set[int]) -> QuerySet[Metric]:
    named = Q(confused_for__in=metrics) | Q(above_in__in=metrics) | Q(below_in__in=metrics)
    return Metric.objects.filter(named)


def _speakers(claims: list[Claim]) -> set[str]:
    return {link.get("who", "") for claim in claims for link in claim.chain}


def _suggestions(claims: list[Claim]) -> list[list[Assessment]]:
    imported = Assessment.objects.filter(origin=Assessment.Origin.IMPORTED, claim__in=claims)
    groups = newest(imported.exclude(source_key="")).values()
    return sorted(groups, key=lambda rows: (min(text_order(row.claim) for row in rows), rows[0].source_key))


def _leads_last(row: Relation) -> tuple[object, ...]:
    lead = row.kind == Relation.Kind.RELATED
    return lead, text_order(row.from_claim), row.kind, text_order(row.to_claim)
