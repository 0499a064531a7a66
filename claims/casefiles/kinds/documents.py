"""Documents with their figures and addresses."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models

from claims.casefiles import facts
from claims.casefiles.folder import Facts, Record
from claims.casefiles.kinds.base import Handler
from claims.casefiles.kinds.reference import both, dated, texts
from claims.models import Figure, Metric, Qualifier
from claims.services import loading
from sources import addresses
from sources.models import Document, Link
from sources.services import Watch, sha256


def figure(given: Facts, position: int, metrics: dict[str, Metric], **owner: Any) -> Figure:
    return Figure(
        **owner,
        metric=metrics[given["metric"]],
        position=position,
        low=given.get("low"),
        high=given.get("high"),
        qualifier=given.get("qualifier", Qualifier.EXACTLY),
        **texts(given, "counted", "unit", "definition", "definition_de", "item", "item_de", "place"),
        **texts(given, "system", "nature"),
        **dated("as_of", given.get("as_of")),
        basis=given.get("basis", Figure.Ground.UNSTATED),
    )


class DocumentHandler(Handler):
    kind = "document"
    model = Document

    def queryset(self) -> models.QuerySet[Any]:
        return Document.objects.prefetch_related("links", "figures__metric")

    def natural(self, records: Sequence[Record]) -> dict[str, Any]:
        """A document watched at the same address is the same document."""
        keys = {url_key(r.facts["url"]): r.key for r in records if "url" in r.facts}
        links = Link.objects.filter(url_key__in=keys, document__article=None)
        found = {link.document_id: keys[link.url_key] for link in links}
        return {found[row.pk]: row for row in self.queryset().filter(pk__in=found)}

    def facts(self, row: Document) -> Facts:
        return facts.of_document(row)

    def columns(self, record: Record) -> dict[str, Any]:
        given = record.facts
        return {
            **texts(given, "title", "publisher", "language", "language_read", "tier", "kind", "origin"),
            **texts(given, "locator", "note", "desk_note"),
            **both(given, "title", "says"),
            **dated("published", given.get("published")),
            "authors": given.get("authors", []),
            "medium": given.get("medium", Document.Medium.WEB),
            "extent_read": given.get("extent_read", Document.Extent.NONE),
            "calculation": given.get("calculation"),
        }

    def parts(self, rows: Sequence[tuple[Document, Record]]) -> None:
        metrics = self.context.rows["metric"]
        loading.set_parts(
            Figure,
            "document",
            {
                row: [
                    figure(given, position, metrics, document=row)
                    for position, given in enumerate(record.facts.get("figures", []))
                ]
                for row, record in rows
            },
        )
        for row, record in rows:
            self.context.watches += self._watches(row, record)

    def _watches(self, row: Document, record: Record) -> list[Watch]:
        """Addresses to watch; those of documents that a core claim cites matter more."""
        given, interest = record.facts, 2 if record.key in self._weighty else 1
        watches = [Watch(row, given["url"], interest=interest)] if "url" in given else []
        if "lead_url" in given:
            watches.append(Watch(row, given["lead_url"], interest=0, public=False))
        return watches + [Watch(row, copy["url"], copy["role"], interest) for copy in given.get("copies", [])]

    @property
    def _weighty(self) -> set[str]:
        if not hasattr(self, "_cited"):
            core = {claim.key for claim in self.context.folder["claim"] if claim.facts.get("core")}
            evidence = self.context.folder["evidence"]
            self._cited = {e.facts["document"] for e in evidence if e.facts["claim"] in core}
        return self._cited


def url_key(url: str) -> str:
    return sha256(addresses.parse(url, settings.FACTCHECK_FETCH_PORTS).url_key)
