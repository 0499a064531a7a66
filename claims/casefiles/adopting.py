"""Give rows that the desk made a key, so that a dumped case can be loaded again over itself."""

from typing import Any

from django.utils.text import slugify

from claims.casefiles.facts import own_key
from claims.casefiles.gathering import Rows
from claims.services import loading


def adopt(rows: Rows) -> bool:
    """Whether any row got a key. It keeps that key; its digest stays blank, since it was never loaded."""
    slug, given = rows.case.slug, False
    for article in rows.articles:
        given |= _give(article, article.slug)
        given |= _give(article.document, f"{slug}:{article.source_key}")
    for claimant in rows.claimants:
        given |= _give(claimant, f"{slug}:{slugify(claimant.name)[:80] or 'claimant'}")
    for metric in rows.metrics:
        given |= _give(metric, f"{slug}:{metric.slug}")
    for scale in rows.scales:
        given |= _give(scale, f"{slug}:{scale.slug}")
    for document in rows.documents:
        given |= _give(document, f"{slug}:{slugify(document.title_en or document.title)[:60] or 'document'}")
    for claim in rows.claims:
        given |= _give(claim, claim.public_id)
    return _judgements(rows) or given


def _judgements(rows: Rows) -> bool:
    """Evidence and relations are named after what they join."""
    given = False
    claims = {claim.pk: claim.source_key for claim in rows.claims}
    documents = {row.pk: own_key(row.source_key) for row in rows.documents}
    documents |= {row.document_id: own_key(row.document.source_key) for row in rows.articles}
    for piece in rows.evidence:
        document = documents.get(piece.passage.document_id) or own_key(piece.passage.document.source_key)
        given |= _give(piece, f"{claims[piece.claim_id]}~{document}", "~")
    for relation in rows.relations:
        ends = claims[relation.from_claim_id], relation.kind, claims[relation.to_claim_id]
        given |= _give(relation, "~".join(str(end) for end in ends), "~")
    return given


def _give(row: Any, key: str, joint: str = "-") -> bool:
    """The key, or the first free one made from it, for a row that has none."""
    if row.source_key:
        return False
    manager = type(row)._default_manager
    taken = set(manager.filter(source_key__startswith=key).values_list("source_key", flat=True))
    free, number = key, 2
    while free in taken:
        free, number = f"{key}{joint}{number}", number + 1
    loading.stamp(row, source_key=free)
    row.source_key = free
    return True
