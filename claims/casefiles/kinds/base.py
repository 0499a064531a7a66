"""What loading needs to know of one kind of record."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models

from claims.casefiles.compare import file_digest
from claims.casefiles.context import Context
from claims.casefiles.folder import Facts, Record
from claims.services import loading


class Handler:
    """Finds, compares and writes the rows of one kind."""

    kind: ClassVar[str]
    model: ClassVar[type[models.Model]]

    def __init__(self, context: Context) -> None:
        self.context = context

    # --- finding ---------------------------------------------------------------------------------

    def source_key(self, record: Record) -> str:
        """The key of the row: namespaced by the case, unless a kind says otherwise."""
        return f"{self.context.folder.slug}:{record.key}"

    def queryset(self) -> models.QuerySet[Any]:
        return self.model._default_manager.all()

    def existing(self, records: Sequence[Record]) -> dict[str, Any]:
        """Rows by record key: those loaded before, else those that are the same thing by nature."""
        keys = {self.source_key(record): record.key for record in records}
        rows = {keys[row.source_key]: row for row in self.queryset().filter(source_key__in=keys)}
        missing = [record for record in records if record.key not in rows]
        return rows | (self.natural(missing) if missing else {})

    def natural(self, records: Sequence[Record]) -> dict[str, Any]:
        """Rows that were not loaded under this key but are the thing itself (same name, slug, address)."""
        return {}

    def by_column(self, column: str, records: Sequence[Record], fact: str) -> dict[str, Any]:
        wanted = {record.facts[fact]: record.key for record in records if fact in record.facts}
        rows = self.queryset().filter(**{f"{column}__in": list(wanted)})
        return {wanted[getattr(row, column)]: row for row in rows}

    # --- comparing -------------------------------------------------------------------------------

    def facts(self, row: Any) -> Facts:
        raise TypeError(f"{type(self).__name__} has no facts")

    def owes(self, row: Any, record: Record) -> bool:
        """Whether the folder brings something the row still lacks although their facts are equal."""
        return False

    def last_load(self, row: Any, record: Record) -> str:
        """The digest of the row's last load by this case; blank for a row of the desk or of another case."""
        return row.source_digest if row.source_key == self.source_key(record) else ""

    def is_held(self, row: Any) -> bool:
        """Whether it is under legal hold: then nothing of it is written over, whoever wins."""
        return False

    # --- writing ---------------------------------------------------------------------------------

    def columns(self, record: Record) -> dict[str, Any]:
        raise TypeError(f"{type(self).__name__} has no columns")

    def at_birth(self, record: Record) -> dict[str, Any]:
        """Columns that are set when a row is made and never again."""
        return {}

    def parts(self, rows: Sequence[tuple[Any, Record]]) -> None:
        """Write what hangs on the rows: figures, dates, spans, links."""

    def create(self, records: Sequence[Record]) -> dict[str, Any]:
        rows = [
            self.model(**self.columns(record), **self.at_birth(record), **self._mark(record))
            for record in records
        ]
        loading.create_rows(rows)
        self.parts(list(zip(rows, records, strict=True)))
        return {record.key: row for row, record in zip(rows, records, strict=True)}

    def update(self, changed: Sequence[tuple[Any, Record]]) -> None:
        for row, record in changed:
            loading.change_row(row, self.columns(record) | self.mark(row, record))
        self.parts(changed)

    def mark(self, row: Any, record: Record) -> dict[str, str]:
        """Key and digest of this load, for a row that is this case's own."""
        if row.source_key not in (None, self.source_key(record)):
            return {}
        return self._mark(record)

    def _mark(self, record: Record) -> dict[str, str]:
        return {"source_key": self.source_key(record), "source_digest": file_digest(record)}

    def keep(self, row: Any, record: Record) -> None:
        """The row and the file say the same: note that, if it was not noted."""
        mark = self.mark(row, record)
        if any(getattr(row, name) != value for name, value in mark.items()):
            loading.stamp(row, **mark)
