"""File, row and last load: which of them changed, and what to do about it."""

import json
from dataclasses import dataclass
from typing import Any

from claims.casefiles.folder import Facts, Record, digest

WORDING = ("exact", "prefix", "suffix")
# Why something is missing is said at the desk as the work goes on; a file that says nothing leaves it alone.
REASONS = ("gap_reason_de", "gap_reason_en", "source_reason_de", "source_reason_en")
SETS = {"metric": ("confusable_with",), "scale": ("claims",), "suggestion": ("claims",)}


@dataclass(frozen=True)
class Conflict:
    """A field that the file and the desk have differently."""

    file: str
    record: str
    field: str
    in_file: Any
    at_desk: Any
    held: bool = False

    def __str__(self) -> str:
        return (
            f"{self.file}: {self.record}: {self.field}: "
            f"the file has {_short(self.in_file)}, the desk has {_short(self.at_desk)}"
            f"{', which stays: its claim is under legal hold' if self.held else ''}"
        )


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{text}”" if len(text) <= 300 else f"“{text[:300]} …”"


def comparable(kind: str, facts: Facts) -> Facts:
    """Facts without what is no statement of the record: its key, its public id, wording kept elsewhere."""
    kept = {k: v for k, v in facts.items() if k not in (*WORDING, "public_id", "key")}
    for name in SETS.get(kind, ()):
        if name in kept:
            kept[name] = sorted(kept[name])
    if "passages" in kept:
        kept["passages"] = [{k: v for k, v in p.items() if k not in WORDING} for p in kept["passages"]]
    return kept


def alongside(kind: str, row: Facts, file: Facts) -> Facts:
    """A row's facts as far as the file speaks of them: saved copies, pinned wording and reasons for what is
    missing come with time."""
    kept = {k: v for k, v in comparable(kind, row).items() if k not in REASONS or k in file}
    if kind == "document":
        copies = [copy for copy in kept.pop("copies", []) if copy in file.get("copies", [])]
        kept |= {"copies": copies} if copies else {}
    if kind == "evidence" and "sha256" not in file:
        kept.pop("sha256", None)
    return kept


def differences(record: Record, row: Facts) -> list[Conflict]:
    """Each field in which a row differs from the file, in the order of the file."""
    file = comparable(record.kind, record.facts)
    row = alongside(record.kind, row, record.facts)
    return [
        Conflict(record.place.file, record.key, name, file.get(name), row.get(name))
        for name in dict.fromkeys([*file, *row])
        if file.get(name) != row.get(name)
    ]


def file_digest(record: Record) -> str:
    return digest(comparable(record.kind, record.facts))


def row_digest(record: Record, row: Facts) -> str:
    return digest(alongside(record.kind, row, record.facts))


def reasons(facts: Facts) -> Facts:
    """Columns of the reasons that the file gives."""
    return {name: facts[name] for name in REASONS if name in facts}
