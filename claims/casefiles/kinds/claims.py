"""Claims with their passages, figures and dates; and the scales they describe."""

from collections.abc import Sequence
from typing import Any

from django.db import models

from claims.casefiles import facts
from claims.casefiles.compare import reasons
from claims.casefiles.folder import Facts, Record
from claims.casefiles.kinds.base import Handler
from claims.casefiles.kinds.documents import figure
from claims.casefiles.kinds.reference import both, dated, texts
from claims.models import Claim, ClaimDate, ClaimPassage, Figure, Scale, Tier, new_public_id
from claims.services import loading
from claims.services.loading import Wanted

PARTS = ("appearances__passage", "figures__metric", "dates")


class ClaimHandler(Handler):
    kind = "claim"
    model = Claim

    def source_key(self, record: Record) -> str:
        return record.key

    def queryset(self) -> models.QuerySet[Any]:
        return Claim.objects.select_related("claimant", "article__case").prefetch_related(*PARTS)

    def natural(self, records: Sequence[Record]) -> dict[str, Any]:
        return self.by_column("public_id", records, "public_id")

    def facts(self, row: Claim) -> Facts:
        if not hasattr(self, "_keys"):
            self._keys = {row.name: key for key, row in self.context.rows["claimant"].items()}
        return facts.of_claim(row, self._keys)

    def owes(self, row: Claim, record: Record) -> bool:
        """Wording that came to hand since the claim was loaded."""
        held = record.article in self.context.captured
        spans = record.facts["passages"]
        return any(
            not appearance.passage.exact and (held or span.get("exact"))
            for appearance, span in zip(row.appearances.all(), spans, strict=False)
        )

    def is_held(self, row: Claim) -> bool:
        return row.legal_hold_since is not None

    def columns(self, record: Record) -> dict[str, Any]:
        given = record.facts
        return {
            **both(given, "statement"),
            **reasons(given),
            **texts(given, "rated", "kind", "topic"),
            "claimant": self.context.rows["claimant"][given["claimant"]],
            "chain": [self._speaker(link) for link in given.get("chain", [])],
            "core": given.get("core", False),
            "checkworthiness": given.get("checkworthiness"),
            "desk_note": given.get("note", ""),
            "position": min(span["start"] for span in given["passages"]),
        }

    def _speaker(self, link: Facts) -> dict[str, str]:
        who = self.context.rows["claimant"][link["who"]].name if "who" in link else link["name"]
        return {"who": who} | {k: v for k, v in link.items() if k not in ("who", "name")}

    def at_birth(self, record: Record) -> dict[str, Any]:
        return {
            "article": self._article(record),
            "public_id": record.facts.get("public_id") or new_public_id(),
        }

    def create(self, records: Sequence[Record]) -> dict[str, Any]:
        rows = super().create(records)
        for row in rows.values():
            self.context.touch(row, record="created")
        return rows

    def update(self, changed: Sequence[tuple[Claim, Record]]) -> None:
        super().update(changed)
        for row, _ in changed:
            self.context.touch(row, record="updated", digest=row.source_digest)

    def _article(self, record: Record) -> Any:
        if not hasattr(self, "_articles"):
            self._articles = {row.slug: row for row in self.context.rows["article"].values()}
        return self._articles[record.article]

    def parts(self, rows: Sequence[tuple[Claim, Record]]) -> None:
        metrics = self.context.rows["metric"]
        figures: dict[Claim, list[Figure]] = {}
        dates: dict[Claim, list[ClaimDate]] = {}
        for row, record in rows:
            given = record.facts
            figures[row] = [figure(f, n, metrics, claim=row) for n, f in enumerate(given.get("figures", []))]
            dates[row] = [
                ClaimDate(
                    claim=row,
                    role=date["role"],
                    qualifier=date.get("qualifier", "exactly"),
                    **dated("date", date),
                )
                for date in given.get("dates", [])
            ]
        loading.set_parts(Figure, "claim", figures)
        loading.set_parts(ClaimDate, "claim", dates)
        self._spans(rows)

    def _spans(self, rows: Sequence[tuple[Claim, Record]]) -> None:
        spans = [
            (row, n, span, record) for row, record in rows for n, span in enumerate(record.facts["passages"])
        ]
        passages = loading.make_passages([self._wanted(span, record) for _, _, span, record in spans])
        appearances: dict[Claim, list[ClaimPassage]] = {row: [] for row, _ in rows}
        for (row, n, span, _), passage in zip(spans, passages, strict=True):
            part = span.get("part", ClaimPassage.Part.BODY)
            appearances[row].append(ClaimPassage(claim=row, passage=passage, position=n, part=part))
        loading.set_parts(ClaimPassage, "claim", appearances)

    def _wanted(self, span: Facts, record: Record) -> Wanted:
        """The passage of a span: cut from the stored text, else as the file has it, worded or not."""
        document, text = self._article(record).document, self.context.captured.get(record.article)
        place = span.get("locator") or (
            facts.PARAGRAPH.format(span["paragraph"]) if "paragraph" in span else ""
        )
        if text:
            return loading.cut(document, text, span["start"], span["end"], place)
        return Wanted(
            document,
            exact=span.get("exact", ""),
            prefix=span.get("prefix", ""),
            suffix=span.get("suffix", ""),
            locator=place,
            slice_sha256=span["sha256"],
            start=span["start"],
            end=span["end"],
        )


class ScaleHandler(Handler):
    kind = "scale"
    model = Scale

    def queryset(self) -> models.QuerySet[Any]:
        return Scale.objects.select_related("document").prefetch_related("tiers", "claims__article")

    def natural(self, records: Sequence[Record]) -> dict[str, Any]:
        return self.by_column("slug", records, "slug")

    def facts(self, row: Scale) -> Facts:
        return facts.of_scale(row)

    def columns(self, record: Record) -> dict[str, Any]:
        given = record.facts
        return {
            **texts(given, "slug", "label_de", "label_en", "place", "operator", "operator_de"),
            "start": given.get("start"),
            "document": self.context.document(given["document"]) if "document" in given else None,
            "gaps": given.get("gaps", []),
            "overlaps": given.get("overlaps", []),
        }

    def parts(self, rows: Sequence[tuple[Scale, Record]]) -> None:
        tiers, claims = {}, {}
        through = Scale.claims.through
        for row, record in rows:
            steps = enumerate(record.facts.get("tiers", []))
            tiers[row] = [self._tier(row, position, given) for position, given in steps]
            keys = record.facts.get("claims", [])
            claims[row] = [through(scale=row, claim=self.context.rows["claim"][key]) for key in keys]
        loading.set_parts(Tier, "scale", tiers)
        loading.set_parts(through, "scale", claims)

    @staticmethod
    def _tier(row: Scale, position: int, given: Facts) -> Tier:
        bounds = {n: given.get(n) for n in ("low", "low_inclusive", "high", "high_inclusive")}
        return Tier(scale=row, position=position, label=given["label"], **bounds, **both(given, "meaning"))
