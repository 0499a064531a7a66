"""What the rows of a case say, in the canonical form of the files.

Loading compares these facts with the file's, dumping writes them: one translation serves both.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from claims.casefiles import layout
from claims.casefiles.folder import Facts
from claims.casefiles.shapes import Shape, plain
from claims.models import (
    Article,
    Assessment,
    Case,
    Claim,
    Claimant,
    ClaimPassage,
    Evidence,
    Figure,
    Metric,
    Relation,
    Scale,
)
from sources.models import Document, Link, Passage

PARAGRAPH = "¶ {}"
_PARAGRAPH = re.compile(r"¶ ([1-9][0-9]*)")


def canonical(shape: Shape, values: Facts) -> Facts:
    """Fields in the order of the shape; what is blank or the default is left out."""
    kept = ((name, field, values.get(name)) for name, field in shape.items())
    return {n: v for n, field, v in kept if v not in (None, "", [], {}) and v != field.default}


def columns(row: Any, *names: str) -> Facts:
    return {name: getattr(row, name) for name in names}


def both(row: Any, *names: str) -> Facts:
    return columns(row, *(f"{name}_{language}" for name in names for language in ("de", "en")))


def number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def work_date(row: Any, name: str) -> Facts:
    date = {"date": getattr(row, name)}
    if not date["date"]:
        return {}
    basis, reason = getattr(row, f"{name}_basis"), getattr(row, f"{name}_reason")
    return date | ({"basis": basis} if basis == "inferred" else {}) | ({"reason": reason} if reason else {})


def own_key(source_key: str | None) -> str:
    """The key in the file, without the case that namespaces it."""
    return (source_key or "").rpartition(":")[2]


def text_order(claim: Claim) -> tuple[int, str, int, str]:
    """Article by article, in the order of the text."""
    return claim.article.position, claim.article.slug, claim.position, claim.source_key or ""


def of_case(case: Case) -> Facts:
    policy: Facts = {"eyes": str(case.eyes)}
    policy |= {n: True for n in ("list_open_claims", "show_suggestions") if getattr(case, n)}
    return canonical(
        layout.CASE, columns(case, "slug", "kind") | both(case, "title", "summary") | {"policy": policy}
    )


def of_article(article: Article) -> Facts:
    document = article.document
    title, _, subtitle = document.title.partition(": ")
    return canonical(
        layout.ARTICLE,
        columns(article, "slug", "text_sha256", "chars")
        | columns(document, "publisher", "authors", "language")
        | both(article, "provenance")
        | {"key": article.source_key, "title": title, "subtitle": subtitle, "note": article.desk_note}
        | {"published": work_date(document, "published"), "url": addresses(document).get("url")},
    )


def addresses(document: Document) -> Facts:
    """Its links by what they are to the desk; the newest original is the one in force."""
    found: Facts = {"copies": []}
    for link in sorted(document.links.all(), key=lambda link: link.pk):
        if link.role != Link.Role.ORIGINAL:
            found["copies"].append({"role": link.role, "url": link.url})
        else:
            found["url" if link.public else "lead_url"] = link.url
    return found


def of_claimant(claimant: Claimant) -> Facts:
    texts = both(claimant, "display", "role")
    names = columns(claimant, "name", "kind", "same_as")
    return canonical(layout.CLAIMANT, names | texts | {"key": own_key(claimant.source_key)})


def of_metric(metric: Metric) -> Facts:
    confusable = sorted(other.slug for other in metric.confusable_with.all())
    names = columns(metric, "slug", "label_de", "label_en", "counted", "also_counted", "unit")
    divided = {side: getattr(metric, side) for side in ("numerator", "denominator")}
    sides = {side: other.slug for side, other in divided.items() if other}
    return canonical(layout.METRIC, names | sides | {"confusable_with": confusable})


def of_figure(figure: Figure) -> Facts:
    texts = columns(figure, "item", "qualifier", "counted", "unit", "place", "system", "nature")
    texts |= columns(figure, "definition", "definition_de", "item_de")
    bounds = {"low": number(figure.low), "high": number(figure.high)}
    dates = {"as_of": work_date(figure, "as_of"), "basis": figure.basis}
    return canonical(layout.FIGURE, {"metric": figure.metric.slug} | texts | bounds | dates)


def of_document(document: Document) -> Facts:
    names = ["title", "publisher", "authors", "language", "language_read", "tier", "kind", "origin"]
    names += ["medium", "extent_read", "locator", "note", "desk_note"]
    return canonical(
        layout.DOCUMENT,
        columns(document, *names)
        | both(document, "title", "says")
        | addresses(document)
        | {"key": own_key(document.source_key), "published": work_date(document, "published")}
        | {"calculation": in_order(document.calculation)}
        | {"figures": [of_figure(figure) for figure in document.figures.all()]},
    )


def wording(passage: Passage) -> Facts:
    return {n: getattr(passage, n) for n in ("exact", "prefix", "suffix") if getattr(passage, n)}


def of_span(appearance: ClaimPassage) -> Facts:
    passage = appearance.passage
    paragraph = _PARAGRAPH.fullmatch(passage.locator)
    facts: Facts = {} if appearance.part == "body" else {"part": appearance.part}
    if paragraph:
        facts["paragraph"] = int(paragraph[1])
    elif passage.locator:
        facts["locator"] = passage.locator
    facts |= {"start": passage.start, "end": passage.end, "sha256": passage.slice_sha256}
    return facts | (wording(passage) if passage.exact else {})


def of_claim(claim: Claim, claimants: dict[str, str]) -> Facts:
    """`claimants` gives the key of a claimant by name."""
    names = ("public_id", "rated", "kind", "topic", "core", "checkworthiness")
    return canonical(
        layout.CLAIM,
        columns(claim, *names)
        | both(claim, "statement", "source_reason")
        | {"key": claim.source_key, "note": claim.desk_note}
        | {"claimant": claimants.get(claim.claimant.name) if claim.claimant else None}
        | {"chain": [_speaker(link, claimants) for link in claim.chain]}
        | {"passages": [of_span(appearance) for appearance in claim.appearances.all()]}
        | {"figures": [of_figure(figure) for figure in claim.figures.all()]}
        | {"dates": [_date(date) for date in sorted(claim.dates.all(), key=lambda date: date.pk)]},
    )


def _speaker(link: dict[str, str], claimants: dict[str, str]) -> Facts:
    who = link.get("who", "")
    named = {"who": claimants[who]} if who in claimants else {"name": who}
    named["mode"] = link.get("mode", "direct")
    return named | {name: link[name] for name in ("role_de", "role_en") if link.get(name)}


def _date(date: Any) -> Facts:
    qualified = date.qualifier not in ("", "exactly")
    return {
        "role": date.role,
        **work_date(date, "date"),
        **({"qualifier": date.qualifier} if qualified else {}),
    }


def of_scale(scale: Scale) -> Facts:
    tiers = []
    for tier in scale.tiers.all():
        bounds: Facts = {"label": tier.label, "low": number(tier.low), "low_inclusive": tier.low_inclusive}
        bounds |= {"high": number(tier.high), "high_inclusive": tier.high_inclusive}
        tiers.append({k: v for k, v in (bounds | both(tier, "meaning")).items() if v not in (None, "")})
    claims = sorted(scale.claims.all(), key=text_order)
    return canonical(
        layout.SCALE,
        columns(scale, "slug", "label_de", "label_en", "place", "operator", "operator_de")
        | {name: [_two(entry) for entry in getattr(scale, name)] for name in ("gaps", "overlaps")}
        | {"start": number(scale.start), "tiers": tiers, "claims": [claim.source_key for claim in claims]}
        | {"document": own_key(scale.document.source_key) if scale.document else None},
    )


def _two(entry: dict[str, str]) -> Facts:
    return {language: entry[language] for language in ("de", "en") if entry.get(language)}


def in_order(value: Any) -> Any:
    """Free mappings sorted by name, since databases do not keep their order."""
    if isinstance(value, dict):
        return {name: in_order(value[name]) for name in sorted(value)}
    return [in_order(entry) for entry in value] if isinstance(value, list) else value


def of_calculation(calculation: Facts | None) -> Facts:
    return canonical(layout.CALCULATION, in_order(calculation or {}))


def of_evidence(evidence: Evidence) -> Facts:
    passage = evidence.passage
    claim, document = evidence.claim.source_key or "", own_key(passage.document.source_key)
    key = evidence.source_key if evidence.source_key != f"{claim}~{document}" else None
    dropped = {"dropped": True} if evidence.dropped_at else {}
    return (
        canonical(
            layout.EVIDENCE,
            {"claim": claim, "document": document, "key": key, "stance": evidence.stance}
            | {"locator": passage.locator, "sha256": passage.slice_sha256}
            | (wording(passage) if passage.exact else {})
            | both(evidence, "note", "gap_reason"),
        )
        | dropped
    )


def of_relation(relation: Relation) -> Facts:
    ends = {"from": relation.from_claim.source_key, "to": relation.to_claim.source_key}
    return canonical(layout.RELATION, ends | {"kind": relation.kind} | both(relation, "reason"))


def of_suggestion(assessments: Iterable[Assessment]) -> Facts:
    """One suggestion, from the newest imported assessment of each claim it speaks of."""
    rows = sorted(assessments, key=lambda row: text_order(row.claim))
    first = rows[0]
    return canonical(
        layout.SUGGESTION,
        {"key": first.source_key, "claims": [row.claim.source_key for row in rows]}
        | {"rated": first.claim.rated, "verdict": first.verdict.slug}
        | columns(first, "certainty", "reference_point")
        | {"own_calculation": of_calculation(first.own_calculation)}
        | both(first, "one_sentence", "rationale", "searched", "would_settle"),
    )
