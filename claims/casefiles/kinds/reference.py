"""The case, its articles, the people who speak, and what is counted."""

from collections.abc import Sequence
from typing import Any

from django.db import models

from claims.casefiles import facts
from claims.casefiles.folder import Facts, Record
from claims.casefiles.kinds.base import Handler
from claims.models import Article, Case, Claimant, Metric
from claims.services import loading
from sources.models import CaptureText, Document, date_columns
from sources.services import Watch, keep_upload


def dated(name: str, given: Facts | None) -> dict[str, Any]:
    given = given or {}
    return date_columns(name, given.get("date", ""), given.get("basis", "stated"), given.get("reason", ""))


def texts(given: Facts, *names: str) -> dict[str, str]:
    return {name: given.get(name, "") for name in names}


def both(given: Facts, *names: str) -> dict[str, str]:
    return texts(given, *(f"{name}_{language}" for name in names for language in ("de", "en")))


class CaseHandler(Handler):
    kind = "case"
    model = Case

    def source_key(self, record: Record) -> str:
        return record.key

    def natural(self, records: Sequence[Record]) -> dict[str, Any]:
        return self.by_column("slug", records, "slug")

    def facts(self, row: Case) -> Facts:
        return facts.of_case(row)

    def columns(self, record: Record) -> dict[str, Any]:
        policy = record.facts["policy"]
        return {
            "slug": record.key,
            **both(record.facts, "title", "summary"),
            "kind": record.facts.get("kind", Case.Kind.PUBLISHED_WORK),
            "eyes": int(policy["eyes"]),
            "list_open_claims": policy.get("list_open_claims", False),
            "show_suggestions": policy.get("show_suggestions", False),
        }


class ArticleHandler(Handler):
    kind = "article"
    model = Article

    def source_key(self, record: Record) -> str:
        return record.key

    def queryset(self) -> models.QuerySet[Any]:
        return Article.objects.select_related("document").prefetch_related("document__links")

    def natural(self, records: Sequence[Record]) -> dict[str, Any]:
        return self.by_column("slug", records, "slug")

    def facts(self, row: Article) -> Facts:
        return facts.of_article(row)

    def owes(self, row: Article, record: Record) -> bool:
        sha256 = record.facts.get("text_sha256")
        return sha256 in self.context.texts and not self._stored([row]).get(row.pk)

    def columns(self, record: Record) -> dict[str, Any]:
        given = record.facts
        return {
            "slug": given["slug"],
            "case": self.context.case,
            "text_sha256": given.get("text_sha256", ""),
            "chars": given.get("chars"),
            **both(given, "provenance"),
            "desk_note": given.get("note", ""),
        }

    def _document(self, record: Record) -> dict[str, Any]:
        given = record.facts
        return {
            "title": ": ".join(given[name] for name in ("title", "subtitle") if name in given),
            "publisher": given.get("publisher", ""),
            "authors": given.get("authors", []),
            "language": given["language"],
            "language_read": given["language"],
            "kind": "article",
            "tier": Document.Tier.PRIMARY,
            "extent_read": Document.Extent.FULL,
            "medium": Document.Medium.WEB if "url" in given else Document.Medium.FILE,
            **dated("published", given.get("published")),
        }

    def at_birth(self, record: Record) -> dict[str, Any]:
        """Few articles, so each one's document is made by itself."""
        key = f"{self.context.folder.slug}:{record.key}"
        document = Document(**self._document(record), source_key=key)
        loading.create_rows([document])
        position = [article.key for article in self.context.folder["article"]].index(record.key)
        return {"document": document, "position": position}

    def parts(self, rows: Sequence[tuple[Article, Record]]) -> None:
        for row, record in rows:
            if "url" in record.facts:
                self.context.watches.append(Watch(row.document, record.facts["url"], interest=2))

    def update(self, changed: Sequence[tuple[Article, Record]]) -> None:
        super().update(changed)
        for row, record in changed:
            loading.change_row(row.document, self._document(record))

    def keep_texts(self, rows: dict[str, Article]) -> None:
        """Store each given text once, and remember every stored one for the claims' passages."""
        stored = self._stored(list(rows.values()))
        for row in rows.values():
            given = self.context.texts.get(row.text_sha256)
            if given and row.pk not in stored:
                stored[row.pk] = keep_upload(
                    row.document,
                    given.body,
                    file_name=given.file_name,
                    media_type="text/plain",
                    text=given.text,
                )
            if row.pk in stored:
                self.context.captured[row.slug] = stored[row.pk]

    def _stored(self, rows: Sequence[Article]) -> dict[int, CaptureText]:
        """Texts held already, by article: captures with the very bytes that the article names."""
        found = CaptureText.objects.filter(
            capture__document__article__in=rows,
            capture__sha256=models.F("capture__document__article__text_sha256"),
            capture__suppressed=False,
        )
        articles = {row.document_id: row.pk for row in rows}
        held = found.select_related("capture").order_by("-id")
        return {articles[text.capture.document_id]: text for text in held}


class ClaimantHandler(Handler):
    kind = "claimant"
    model = Claimant

    def natural(self, records: Sequence[Record]) -> dict[str, Any]:
        return self.by_column("name", records, "name")

    def facts(self, row: Claimant) -> Facts:
        return facts.of_claimant(row)

    def columns(self, record: Record) -> dict[str, Any]:
        return texts(record.facts, "name", "kind", "same_as") | both(record.facts, "display", "role")


SIDES = ("numerator", "denominator")


class MetricHandler(Handler):
    kind = "metric"
    model = Metric

    def queryset(self) -> models.QuerySet[Any]:
        rows = Metric.objects.select_related("numerator", "denominator")
        return rows.prefetch_related("confusable_with")

    def natural(self, records: Sequence[Record]) -> dict[str, Any]:
        return self.by_column("slug", records, "slug")

    def facts(self, row: Metric) -> Facts:
        return facts.of_metric(row)

    def columns(self, record: Record) -> dict[str, Any]:
        names = ("slug", "label_de", "label_en", "counted", "unit")
        return texts(record.facts, *names) | {"also_counted": record.facts.get("also_counted", [])}

    def parts(self, rows: Sequence[tuple[Metric, Record]]) -> None:
        """Metrics name each other, so all of them must be there first."""
        slugs = {slug for _, record in rows for slug in record.facts.get("confusable_with", [])}
        slugs |= {record.facts[side] for _, record in rows for side in SIDES if side in record.facts}
        known = Metric.objects.in_bulk(list(slugs), field_name="slug")
        for row, record in rows:
            sides = {side: known.get(record.facts.get(side, "")) for side in SIDES}
            if any(getattr(row, side) != other for side, other in sides.items()):
                loading.change_row(row, sides)
        pairs = {
            row: [known[slug] for slug in record.facts.get("confusable_with", [])] for row, record in rows
        }
        through = Metric.confusable_with.through
        loading.set_parts(
            through,
            "from_metric",
            {
                row: [through(from_metric=row, to_metric=other) for other in others]
                for row, others in pairs.items()
            },
        )
