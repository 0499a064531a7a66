"""The files of a case folder and the fields of their records: the format, written down once.

examples/china-social-credit/README.md tells the same to people; a test keeps the two together.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from claims.casefiles import shapes
from claims.casefiles.problems import Place
from claims.casefiles.shapes import Field, Shape, choice, decimal, group, many, text, whole
from claims.models import (
    Case,
    Certainty,
    Claim,
    ClaimDate,
    ClaimPassage,
    Evidence,
    Figure,
    Qualifier,
    ReferencePoint,
    Relation,
)
from sources.models import Basis, Document, Link

MODES = ("direct", "reported", "free_indirect", "paraphrase")

_TEXT = Field(text())
_DATE: Shape = {
    "date": Field(shapes.edtf, required=True),
    "basis": Field(choice(Basis.values), default=Basis.STATED.value),
    "reason": _TEXT,
}


def _date(raw: Any, place: Place) -> dict[str, Any] | None:
    """A work date; `published: 2017-05` is short for `published: {date: 2017-05}`."""
    return group(_DATE)({"date": raw} if isinstance(raw, str) else raw, place)


def _both(name: str, required: bool = False) -> Shape:
    """A text in German and English."""
    return {f"{name}_de": Field(text(), required), f"{name}_en": Field(text())}


FIGURE: Shape = {
    "metric": Field(shapes.SLUG, required=True),
    "item": Field(text(100)),
    "item_de": Field(text(100)),
    "low": Field(decimal(30, 6)),
    "high": Field(decimal(30, 6)),
    "qualifier": Field(choice(Qualifier.values), default=Qualifier.EXACTLY.value),
    "counted": Field(text(60)),
    "unit": Field(text(60)),
    "definition": Field(text(300)),
    "definition_de": Field(text(300)),
    "place": Field(text(100)),
    "system": Field(text(100)),
    "as_of": Field(_date),
    "nature": Field(choice(Figure.Nature.values)),
    "basis": Field(choice(Figure.Ground.values), default=Figure.Ground.UNSTATED.value),
}


def _verbatim(raw: Any, place: Place) -> str | None:
    """Quoted words keep their spaces and line breaks."""
    return raw if isinstance(raw, str) else shapes.scalar(raw, place)


# What a passage has beside its place where its wording is written into the file.
WORDING: Shape = {name: Field(_verbatim) for name in ("exact", "prefix", "suffix")}

CASE: Shape = {
    "slug": Field(shapes.SLUG, required=True),
    **_both("title", required=True),
    **_both("summary"),
    "kind": Field(choice(Case.Kind.values), default=Case.Kind.PUBLISHED_WORK.value),
    "policy": Field(
        group(
            {
                "eyes": Field(choice(str(value) for value in Case.Eyes.values), required=True),
                "list_open_claims": Field(shapes.flag, default=False),
                "show_suggestions": Field(shapes.flag, default=False),
            }
        ),
        required=True,
    ),
}

ARTICLE: Shape = {
    "key": Field(shapes.KEY, required=True),
    "slug": Field(shapes.SLUG, required=True),
    "title": Field(text(), required=True),
    "subtitle": _TEXT,
    "publisher": _TEXT,
    "authors": Field(many(text())),
    "published": Field(_date),
    "language": Field(shapes.LANGUAGE, required=True),
    "url": Field(shapes.web_address),
    "text_sha256": Field(shapes.SHA256),
    "chars": Field(whole(1)),
    **_both("provenance"),
    "note": _TEXT,
}

CLAIMANT: Shape = {
    "key": Field(shapes.KEY, required=True),
    "name": Field(text(300), required=True),
    **_both("display"),
    "kind": Field(text(40)),
    **_both("role"),
    "same_as": _TEXT,
}

METRIC: Shape = {
    "slug": Field(shapes.SLUG, required=True),
    "label_de": Field(text(200), required=True),
    "label_en": Field(text(200), required=True),
    "counted": Field(text(60)),
    "also_counted": Field(many(text(60))),
    "unit": Field(text(60)),
    "confusable_with": Field(many(shapes.SLUG)),
    "numerator": Field(shapes.SLUG),
    "denominator": Field(shapes.SLUG),
}

DOCUMENT: Shape = {
    "key": Field(shapes.KEY, required=True),
    "title": Field(text(), required=True),
    **_both("title"),
    "publisher": _TEXT,
    "authors": Field(many(text())),
    "published": Field(_date),
    "language": Field(shapes.LANGUAGE),
    "language_read": Field(shapes.LANGUAGE),
    "tier": Field(choice(Document.Tier.values), required=True),
    "kind": Field(text(40)),
    "origin": Field(text(200)),
    "medium": Field(choice(Document.Medium.values), default=Document.Medium.WEB.value),
    "extent_read": Field(choice(Document.Extent.values), default=Document.Extent.NONE.value),
    "locator": _TEXT,
    "url": Field(shapes.web_address),
    "lead_url": Field(shapes.web_address),
    "copies": Field(
        many(
            group(
                {
                    "role": Field(choice(r for r in Link.Role.values if r != "original"), required=True),
                    "url": Field(shapes.web_address, required=True),
                }
            )
        )
    ),
    **_both("says"),
    "note": _TEXT,
    "desk_note": _TEXT,
    "calculation": Field(shapes.free),
    "figures": Field(many(group(FIGURE))),
}

CLAIM: Shape = {
    "key": Field(shapes.KEY, required=True),
    "public_id": Field(shapes.PUBLIC_ID),
    **_both("statement", required=True),
    "rated": Field(choice(Claim.Rated.values), required=True),
    "claimant": Field(shapes.KEY, required=True),
    "chain": Field(
        many(
            group(
                {
                    "who": Field(shapes.KEY),
                    "name": Field(text(300)),
                    "mode": Field(choice(MODES), required=True),
                    **_both("role"),
                }
            )
        )
    ),
    "kind": Field(text(30)),
    "topic": Field(text(60)),
    "core": Field(shapes.flag, default=False),
    "checkworthiness": Field(whole(1, 5)),
    "passages": Field(
        many(
            group(
                {
                    "part": Field(choice(ClaimPassage.Part.values), default=ClaimPassage.Part.BODY.value),
                    "paragraph": Field(whole(1)),
                    "locator": _TEXT,
                    "start": Field(whole(), required=True),
                    "end": Field(whole(1), required=True),
                    "sha256": Field(shapes.SHA256, required=True),
                    **WORDING,
                }
            )
        ),
        required=True,
    ),
    "figures": Field(many(group(FIGURE))),
    "dates": Field(
        many(
            group(
                {
                    "role": Field(choice(ClaimDate.Role.values), required=True),
                    **_DATE,
                    "qualifier": Field(choice(Qualifier.values), default=Qualifier.EXACTLY.value),
                }
            )
        )
    ),
    **_both("source_reason"),
    "note": _TEXT,
}

SCALE: Shape = {
    "slug": Field(shapes.SLUG, required=True),
    "label_de": Field(text(300), required=True),
    "label_en": Field(text(300)),
    "place": Field(text(100)),
    "operator": Field(text(300)),
    "operator_de": Field(text(300)),
    "claims": Field(many(shapes.KEY)),
    "document": Field(shapes.KEY),
    "start": Field(decimal(20, 4)),
    "tiers": Field(
        many(
            group(
                {
                    "label": Field(text(60), required=True),
                    "low": Field(decimal(20, 4)),
                    "low_inclusive": Field(shapes.flag),
                    "high": Field(decimal(20, 4)),
                    "high_inclusive": Field(shapes.flag),
                    **_both("meaning"),
                }
            )
        )
    ),
    "gaps": Field(many(group({"de": Field(text(), required=True), "en": _TEXT}))),
    "overlaps": Field(many(group({"de": Field(text(), required=True), "en": _TEXT}))),
}

EVIDENCE: Shape = {
    "claim": Field(shapes.KEY, required=True),
    "document": Field(shapes.KEY, required=True),
    "key": Field(shapes.pattern(r"[a-zA-Z0-9_.~-]+", "letters, digits, - _ . and ~")),
    "stance": Field(choice(Evidence.Stance.values), required=True),
    "locator": _TEXT,
    "sha256": Field(shapes.SHA256),
    **WORDING,
    **_both("note"),
    **_both("gap_reason"),
}

RELATION: Shape = {
    "from": Field(shapes.KEY, required=True),
    "to": Field(shapes.KEY, required=True),
    "kind": Field(choice(Relation.Kind.values), required=True),
    **_both("reason"),
}

CALCULATION: Shape = {
    "formula": Field(text(), required=True),
    "inputs": Field(shapes.free, required=True),
    "result": Field(shapes.free, required=True),
    **_both("assumption"),
}

SUGGESTION: Shape = {
    "key": Field(shapes.KEY, required=True),
    "claims": Field(many(shapes.KEY), required=True),
    "rated": Field(choice(Claim.Rated.values), required=True),
    "verdict": Field(shapes.SLUG, required=True),
    "certainty": Field(choice(Certainty.values)),
    "reference_point": Field(choice(ReferencePoint.values), default=ReferencePoint.AS_OF_PUBLICATION.value),
    **_both("one_sentence", required=True),
    **_both("rationale"),
    "own_calculation": Field(group(CALCULATION)),
    **_both("searched"),
    **_both("would_settle"),
}


def _joined(*names: str) -> Callable[[dict[str, Any]], str]:
    return lambda record: "~".join(str(record.get(name, "?")) for name in names)


@dataclass(frozen=True)
class Kind:
    """One kind of record: its file (`claims/` holds one file an article), its fields, and what names it."""

    name: str
    file: str
    shape: Shape
    key: Callable[[dict[str, Any]], str]
    heading: str


def _evidence_key(record: dict[str, Any]) -> str:
    return record.get("key") or _joined("claim", "document")(record)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("case", "case.yaml", CASE, _joined("slug"), "The case and its policy."),
        Kind("article", "articles.yaml", ARTICLE, _joined("key"), "The articles under check, in order."),
        Kind("claimant", "claimants.yaml", CLAIMANT, _joined("key"), "Who speaks, or is relied on."),
        Kind("metric", "metrics.yaml", METRIC, _joined("slug"), "What is counted."),
        Kind("document", "documents.yaml", DOCUMENT, _joined("key"), "What was read."),
        Kind("claim", "claims", CLAIM, _joined("key"), "What the article asserts, in the order of its text."),
        Kind("scale", "scales.yaml", SCALE, _joined("slug"), "Rating scales as they were described."),
        Kind("evidence", "evidence.yaml", EVIDENCE, _evidence_key, "What each claim rests on."),
        Kind(
            "relation",
            "relations.yaml",
            RELATION,
            _joined("from", "kind", "to"),
            "What claims say to each other.",
        ),
        Kind(
            "suggestion",
            "suggestions.yaml",
            SUGGESTION,
            _joined("key"),
            "Suggested ratings with reasons, for people to confirm. Nothing here is published.",
        ),
    )
}
