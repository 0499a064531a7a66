"""Evidence, relations and suggested ratings."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils import timezone

from claims.casefiles import facts
from claims.casefiles.compare import file_digest, reasons, row_digest
from claims.casefiles.folder import Facts, Record
from claims.casefiles.kinds.base import Handler
from claims.casefiles.kinds.reference import both, texts
from claims.models import Assessment, Evidence, ReferencePoint, Relation, Verdict
from claims.services import loading
from claims.services.loading import Wanted


class EvidenceHandler(Handler):
    kind = "evidence"
    model = Evidence

    def source_key(self, record: Record) -> str:
        return record.key

    def queryset(self) -> models.QuerySet[Any]:
        return Evidence.objects.select_related("claim", "passage__document")

    def natural(self, records: Sequence[Record]) -> dict[str, Any]:
        """What the desk cited by itself: the same place of the same document, for the same claim."""
        claims, document = self.context.rows["claim"], self.context.document
        wanted = {
            (claims[f["claim"]].pk, document(f["document"]).pk, f.get("locator", "")): record.key
            for record in records
            if (f := record.facts)
        }
        rows = self.queryset().filter(
            claim__in=[pair[0] for pair in wanted], source_key=None, dropped_at=None
        )
        found = {(row.claim_id, row.passage.document_id, row.passage.locator): row for row in rows}
        return {key: found[place] for place, key in wanted.items() if place in found}

    def facts(self, row: Evidence) -> Facts:
        return facts.of_evidence(row)

    def owes(self, row: Evidence, record: Record) -> bool:
        return not row.passage.exact and "exact" in record.facts

    def is_held(self, row: Evidence) -> bool:
        return row.claim.legal_hold_since is not None

    def columns(self, record: Record) -> dict[str, Any]:
        return (
            texts(record.facts, "stance")
            | both(record.facts, "note")
            | reasons(record.facts)
            | {"dropped_at": None}
        )

    def _passages(self, records: Sequence[Record]) -> list[Any]:
        return loading.make_passages(
            [
                Wanted(
                    self.context.document(record.facts["document"]),
                    exact=record.facts.get("exact", ""),
                    prefix=record.facts.get("prefix", ""),
                    suffix=record.facts.get("suffix", ""),
                    locator=record.facts.get("locator", ""),
                    slice_sha256=record.facts.get("sha256", ""),
                )
                for record in records
            ]
        )

    def create(self, records: Sequence[Record]) -> dict[str, Any]:
        self._placed = dict(zip((record.key for record in records), self._passages(records), strict=True))
        claims = self.context.rows["claim"].values()
        placed = (
            Evidence.objects.filter(claim__in=claims).values_list("claim").annotate(models.Max("position"))
        )
        self._last = dict(placed.order_by())
        return super().create(records)

    def at_birth(self, record: Record) -> dict[str, Any]:
        claim = self.context.rows["claim"][record.facts["claim"]]
        self.context.count(claim, "pieces_of_evidence")
        self._last[claim.pk] = position = self._last.get(claim.pk, -1) + 1
        return {"claim": claim, "passage": self._placed[record.key], "position": position}

    def update(self, changed: Sequence[tuple[Evidence, Record]]) -> None:
        passages = self._passages([record for _, record in changed])
        for (row, record), passage in zip(changed, passages, strict=True):
            changes = self.columns(record) | self.mark(row, record)
            if passage != row.passage and not self._pinned(row, record):
                changes |= {"passage": passage, "created_at": timezone.now()}
            loading.change_row(row, changes)
            self.context.count(row.claim, "pieces_of_evidence")

    def _pinned(self, row: Evidence, record: Record) -> bool:
        """Wording pinned at the desk stays, unless the file has words or another place of its own."""
        same_place = row.passage.locator == record.facts.get("locator", "")
        return bool(row.passage.exact) and same_place and "sha256" not in record.facts


class RelationHandler(Handler):
    kind = "relation"
    model = Relation

    def source_key(self, record: Record) -> str:
        return record.key

    def queryset(self) -> models.QuerySet[Any]:
        return Relation.objects.select_related("from_claim", "to_claim")

    def natural(self, records: Sequence[Record]) -> dict[str, Any]:
        claims = self.context.rows["claim"]
        wanted = {
            (claims[r.facts["from"]].pk, claims[r.facts["to"]].pk, r.facts["kind"]): r.key for r in records
        }
        rows = self.queryset().filter(from_claim__in=[pair[0] for pair in wanted], source_key=None)
        found = {(row.from_claim_id, row.to_claim_id, row.kind): row for row in rows}
        return {key: found[pair] for pair, key in wanted.items() if pair in found}

    def facts(self, row: Relation) -> Facts:
        return facts.of_relation(row)

    def columns(self, record: Record) -> dict[str, Any]:
        claims = self.context.rows["claim"]
        return {
            "from_claim": claims[record.facts["from"]],
            "to_claim": claims[record.facts["to"]],
            "kind": record.facts["kind"],
            **both(record.facts, "reason"),
        }


class SuggestionHandler(Handler):
    """A suggestion is one imported assessment a claim. They are never rewritten: a changed one is added."""

    kind = "suggestion"
    model = Assessment

    def existing(self, records: Sequence[Record]) -> dict[str, Any]:
        keys = [record.key for record in records]
        return newest(
            Assessment.objects.filter(
                origin=Assessment.Origin.IMPORTED,
                source_key__in=keys,
                claim__in=self.context.rows["claim"].values(),
            )
        )

    def facts(self, row: list[Assessment]) -> Facts:
        return facts.of_suggestion(row)

    def create(self, records: Sequence[Record]) -> dict[str, Any]:
        verdicts = Verdict.objects.in_bulk(field_name="slug")
        made: dict[str, Any] = {}
        for record in records:
            claims = [self.context.rows["claim"][key] for key in record.facts["claims"]]
            made[record.key] = [self._assessment(record, claim, verdicts) for claim in claims]
            for claim in claims:
                self.context.count(claim, "suggestions")
        loading.import_suggestions([row for rows in made.values() for row in rows])
        return made

    def _assessment(self, record: Record, claim: Any, verdicts: dict[str, Verdict]) -> Assessment:
        given = record.facts
        return Assessment(
            claim=claim,
            origin=Assessment.Origin.IMPORTED,
            source_key=record.key,
            source_digest=file_digest(record),
            round=claim.round,
            verdict=verdicts[given["verdict"]],
            certainty=given.get("certainty", ""),
            reference_point=given.get("reference_point", ReferencePoint.AS_OF_PUBLICATION),
            **both(given, "one_sentence", "rationale", "searched", "would_settle"),
            own_calculation=given.get("own_calculation"),
        )

    def last_load(self, row: list[Assessment], record: Record) -> str:
        """Whatever was loaded last, for nobody can edit it at the desk."""
        return row_digest(record, self.facts(row))

    def update(self, changed: Sequence[tuple[Any, Record]]) -> None:
        self.create([record for _, record in changed])

    def keep(self, row: Any, record: Record) -> None:
        """Nothing to note: an assessment carries its digest from the start."""


def newest(assessments: models.QuerySet[Assessment]) -> dict[str, list[Assessment]]:
    """For each suggestion the assessments of its last load, the newest of each claim."""
    loads: dict[str, dict[str, dict[int, Assessment]]] = {}
    for row in assessments.select_related("claim__article", "verdict").order_by("id"):
        versions = loads.setdefault(row.source_key, {})
        versions[row.source_digest] = versions.pop(row.source_digest, {}) | {row.claim_id: row}
    return {key: list(list(versions.values())[-1].values()) for key, versions in loads.items()}
