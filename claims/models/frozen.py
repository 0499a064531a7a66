"""What a version froze, and how rows in memory take it on again.

Readers see what stood when the fact-check was published. Its rows are fetched as they are now, for what
lives on (states of links, copies kept); then the frozen columns are laid over them. They are never saved.
"""

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, Prefetch, prefetch_related_objects

from claims.models.cases import Claimant
from claims.models.claims import Claim, ClaimPassage, Relation
from claims.models.evidence import Evidence
from claims.models.figures import Scale, Tier
from claims.models.verdicts import Reply, Review
from sources.models import Document, Passage, with_permission

CLAIM = ("rated", "kind", "topic", "chain")
CLAIMANT = ("id", "name", "display_de", "display_en", "kind", "role_de", "role_en", "same_as")
DOCUMENT = (
    "title title_de title_en publisher authors published published_first published_last published_basis "
    "published_reason language language_read tier kind origin extent_read medium calculation"
).split()
SCALE = "id slug label_de label_en place operator operator_de start gaps overlaps".split()
TIER = "position label low high low_inclusive high_inclusive meaning_de meaning_en".split()
RELATION = ("id", "from_claim_id", "to_claim_id", "kind", "reason_de", "reason_en")
NUMBERS = ("start", "low", "high")  # in JSON as text
NOTES = ("note_de", "note_en", "gap_reason_de", "gap_reason_en")

APPEARANCES = Prefetch("appearances", with_permission(ClaimPassage.objects.all(), "passage__"))

Passages = Mapping[int, Passage]


Told = tuple[Scale, list[Tier]]


def columns(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def lay(row: Any, frozen: Mapping[str, Any], names: Iterable[str]) -> None:
    for name in names:
        if name in frozen:
            setattr(row, name, frozen[name])


def passages_of(reviews: Iterable[Review]) -> Passages:
    """One query: every passage that these versions name, with what decides whether it may be quoted."""
    keys = {
        entry["passage"]
        for review in reviews
        for part in ("appearances", "evidence")
        for entry in review.snapshot.get(part, ())
        if "passage" in entry
    }
    return with_permission(Passage.objects.all()).in_bulk(keys) if keys else {}


def lay_over(claim: Claim, review: Review) -> None:
    """Who said it and what is rated, as the version has it."""
    told = review.snapshot
    lay(claim, told.get("claim", {}), CLAIM)
    if "claimant" in told:
        claim.claimant = Claimant(**told["claimant"]) if told["claimant"] else None


def lay_over_work(document: Document, review: Review) -> None:
    """The article under check, as it was known then."""
    lay(document, review.snapshot.get("work", {}), DOCUMENT)


def speakers(review: Review) -> list[Claimant]:
    """Those whom the chain of attribution names and the case knew."""
    return [Claimant(**each) for each in review.snapshot.get("speakers", ())]


def replies(review: Review) -> list[Reply]:
    """Whom we asked and what they said, as printed."""
    return [
        Reply(
            asked_whom=each["asked_whom"],
            asked_how=each["asked_how"],
            asked_at=_moment(each["asked_at"]),
            deadline=_moment(each["deadline"]),
            answer_de=each["answer"]["de"],
            answer_en=each["answer"]["en"],
            waived_reason=each["waived_reason"],
        )
        for each in review.snapshot.get("replies", ())
    ]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def told(claims: Collection[int], part: str) -> dict[int, Any]:
    """By claim: that part of its version in force, None where it froze none. One query, or none."""
    current = Review.objects.filter(claim__in=claims, is_current=True, suppressed_at=None).order_by()
    return dict(current.values_list("claim", f"snapshot__{part}")) if claims else {}


def scale_as_told(scale: Scale, tiers: Iterable[Tier]) -> dict[str, Any]:
    """Of a version's snapshot."""
    return _jsonable(columns(scale, SCALE)) | {"tiers": [_jsonable(columns(tier, TIER)) for tier in tiers]}


def scale_of(entry: Mapping[str, Any]) -> Told:
    tiers = [Tier(scale_id=entry["id"], **_numbered(each, TIER)) for each in entry["tiers"]]
    return Scale(**_numbered(entry, SCALE)), tiers


def _jsonable(told: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in told.items()}


def _numbered(entry: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {
        name: Decimal(entry[name]) if name in NUMBERS and entry[name] is not None else entry[name]
        for name in names
    }


def relations(entries: Iterable[Mapping[str, Any]]) -> list[Relation]:
    """What a version says about its claim and others; some of these may no longer be so."""
    return [Relation(**each) for each in entries]


def appearances(claim: Claim, review: Review | None, passages: Passages) -> list[ClaimPassage]:
    """As the version has them; versions that froze none, and claims in work, as they are now."""
    if review is None or "appearances" not in review.snapshot:
        prefetch_related_objects([claim], APPEARANCES)  # no query where a list did it for all of its claims
        return list(claim.appearances.all())
    return [
        ClaimPassage(
            claim=claim, passage=_placed(passages[each["passage"]], each), part=each["part"], position=place
        )
        for place, each in enumerate(review.snapshot["appearances"])
        if each["passage"] in passages
    ]


def entries(review: Review) -> dict[int, dict[str, Any]]:
    """By the key of the piece of evidence, in the order of the version."""
    return {entry["evidence"]: entry for entry in review.snapshot.get("evidence", ())}


@dataclass(frozen=True)
class Withheld:
    """A piece of evidence that was not open when the version froze it: its weight, what an anonymised source
    may be called, and the commitment by which it can be shown later that it was there."""

    stance: str
    tier: str
    commitment: str
    described: Mapping[str, str]


def withheld(review: Review | None) -> list[Withheld]:
    """What a version rests on besides, without a name."""
    return [
        Withheld(entry["stance"], entry["tier"], entry["commitment"], entry.get("described", {}))
        for entry in (entries(review).values() if review else ())
        if "commitment" in entry
    ]


def lay_over_evidence(row: Evidence, entry: Mapping[str, Any], place: int, passages: Passages) -> None:
    """Stance, words, passage and document of one piece; pinning it anew waits for the next version."""
    document: Document = row.passage.document
    lay(document, entry, DOCUMENT)
    lay(row, entry, (*NOTES, "stance"))
    row.position = place
    if "commitment" in entry:  # opened since: its words wait for the next version
        row.passage = Passage(document=document)
    if entry.get("passage", 0) in passages:
        row.passage = _placed(passages[entry["passage"]], entry)
        row.passage.document = document


def _placed(passage: Passage, entry: Mapping[str, Any]) -> Passage:
    """A copy, for one passage may be cited by several versions, where it stands as they told."""
    row = copy(passage)
    row.locator = entry["locator"]
    return row
