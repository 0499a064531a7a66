"""Load a case folder: read it all, check it all, and only then write, in one transaction."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.db import transaction

from claims.casefiles.checks import check
from claims.casefiles.compare import Conflict, differences, file_digest, row_digest
from claims.casefiles.context import Context
from claims.casefiles.existing import check_existing
from claims.casefiles.folder import Folder, read_folder
from claims.casefiles.kinds import HANDLERS, ArticleHandler, Handler
from claims.casefiles.problems import CaseFileError
from claims.casefiles.texts import Texts, check_slices, check_wording, texts_held, texts_of
from claims.services import loading
from sources import services as sources


@dataclass
class Outcome:
    """What a load did. The last four count records; the first four, what the folder holds."""

    articles: int
    claims: int
    documents: int
    evidence: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    without_text: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        held = {name: getattr(self, name) for name in ("articles", "claims", "documents", "evidence")}
        done = {name: getattr(self, name) for name in ("created", "updated", "unchanged")}
        return held | done | {"conflicts": len({(c.file, c.record) for c in self.conflicts})}

    def __str__(self) -> str:
        return " ".join(f"{name}={count}" for name, count in self.counts.items())


def load_case(path: Path, *, articles: Path | None = None, theirs: bool = False) -> Outcome:
    """Load a folder. CaseFileError, with every problem, before anything is written.

    `articles` is a folder of article texts (found by digest); with `theirs` the file wins over the desk.
    """
    folder = read_folder(path)
    check(folder)
    texts = _texts(folder, articles)
    if folder["case"] and not any(problem.file == "case.yaml" for problem in folder.problems):
        check_existing(folder)
    if folder.problems:
        raise CaseFileError(folder.problems)
    return _write(folder, texts, theirs)


def _texts(folder: Folder, articles: Path | None) -> Texts:
    texts = texts_held(folder)
    if articles:
        texts |= texts_of(folder, articles)
    check_slices(folder, texts)
    check_wording(folder)
    return texts


@transaction.atomic
def _write(folder: Folder, texts: Texts, theirs: bool) -> Outcome:
    context = Context(folder, texts)
    sizes = {name: len(records) for name, records in folder.records.items()}
    outcome = Outcome(sizes["article"], sizes["claim"], sizes["document"], sizes["evidence"])
    for handler_of in HANDLERS:
        handler = handler_of(context)
        context.rows[handler.kind] = _load_kind(handler, outcome, theirs)
        if isinstance(handler, ArticleHandler):
            handler.keep_texts(context.rows["article"])
    sources.watch_many(context.watches)
    loading.log_loaded(case=context.case, claims=context.touched, counts=outcome.counts)
    outcome.without_text = [r.key for r in folder["article"] if r.facts.get("slug") not in context.captured]
    return outcome


def _load_kind(handler: Handler, outcome: Outcome, theirs: bool) -> dict[str, Any]:
    """Keep, bring up to date or create the rows of one kind, or report what the desk has otherwise."""
    records = handler.context.folder[handler.kind]
    rows = handler.existing(records)
    new = [record for record in records if record.key not in rows]
    changed = []
    for record in records:
        if record.key not in rows:
            continue
        row = rows[record.key]
        facts = handler.facts(row)
        here, file = row_digest(record, facts), file_digest(record)
        if here == file and not handler.owes(row, record):
            handler.keep(row, record)
            outcome.unchanged += 1
        elif handler.is_held(row):
            kept = [replace(conflict, held=True) for conflict in differences(record, facts)]
            outcome.conflicts += kept
            outcome.unchanged += not kept
        elif theirs or here in (file, handler.last_load(row, record)):
            changed.append((row, record))
        else:
            outcome.conflicts += differences(record, facts)
    if changed:
        handler.update(changed)
    made = handler.create(new) if new else {}
    outcome.updated += len(changed)
    outcome.created += len(new)
    return {record.key: rows.get(record.key) or made[record.key] for record in records}
