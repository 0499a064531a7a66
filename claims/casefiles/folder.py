"""A case folder, read into checked records. Nothing here knows the database's rows."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claims.casefiles import yamltext
from claims.casefiles.layout import KINDS, Kind
from claims.casefiles.problems import Place, Problem
from claims.casefiles.shapes import described, read_fields

Facts = dict[str, Any]


def digest(facts: Facts) -> str:
    """What a row keeps of its last load: sha256 of the canonical JSON of its facts."""
    plain = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


@dataclass
class Record:
    """One record of a file: its facts in canonical form. `article` is set on claims: the file's name."""

    kind: str
    key: str
    facts: Facts
    place: Place
    article: str = ""


@dataclass
class Folder:
    """All records of a case by kind, in the order of the files, and the problems met so far."""

    path: Path
    records: dict[str, list[Record]] = field(default_factory=lambda: {name: [] for name in KINDS})
    problems: list[Problem] = field(default_factory=list)

    def __getitem__(self, kind: str) -> list[Record]:
        return self.records[kind]

    def by_key(self, kind: str) -> dict[str, Record]:
        return {record.key: record for record in self.records[kind]}

    @property
    def case(self) -> Record:
        return self.records["case"][0]

    @property
    def slug(self) -> str:
        return self.case.key


def read_folder(path: Path) -> Folder:
    """Every file of the folder; what is wrong stands in `problems`."""
    folder = Folder(path)
    if not path.is_dir():
        Place(str(path), problems=folder.problems).refuse(
            "is no folder: give the folder that holds case.yaml"
        )
        return folder
    for kind in KINDS.values():
        if kind.name == "claim":
            for file in sorted((path / kind.file).glob("*.yaml")):
                _read_list(folder, kind, f"claims/{file.name}", article=file.stem)
        elif kind.name == "case":
            _read_case(folder, kind)
        else:
            _read_list(folder, kind, kind.file)
    _unknown_files(folder)
    return folder


def _read_case(folder: Folder, kind: Kind) -> None:
    place = Place(kind.file, problems=folder.problems)
    raw = yamltext.read(folder.path / kind.file, place)
    if raw is None:
        return
    if not isinstance(raw, dict):
        place.refuse(f"holds {described(raw)}: write a mapping with slug, title_de and policy")
        return
    _add(folder, kind, raw, place)


def _read_list(folder: Folder, kind: Kind, file: str, article: str = "") -> None:
    place = Place(file, problems=folder.problems)
    raw = yamltext.read(folder.path / file, place)
    if raw is None or raw == "":
        return
    if not isinstance(raw, list):
        place.refuse(f"holds {described(raw)}: write a list, each record after a dash")
        return
    for number, entry in enumerate(raw, 1):
        here = place.of(f"record {number}")
        if isinstance(entry, dict):
            _add(folder, kind, entry, here, article)
        else:
            here.refuse(f"is {described(entry)}: write a mapping with {', '.join(kind.shape)}")


def _add(folder: Folder, kind: Kind, raw: dict[str, Any], place: Place, article: str = "") -> None:
    named = _name(kind, raw) or place.record
    place = place.of(named)
    facts = read_fields(raw, kind.shape, place)
    folder.records[kind.name].append(Record(kind.name, kind.key(facts), facts, place, article))


def _name(kind: Kind, raw: dict[str, Any]) -> str:
    """What to call the record in a message, before its fields are checked."""
    name = kind.key({k: v for k, v in raw.items() if isinstance(v, str)})
    return "" if name.strip("?~") == "" else name[:120]


def _unknown_files(folder: Folder) -> None:
    known = {kind.file for kind in KINDS.values()}
    for file in sorted(_yaml_files(folder.path)):
        if file not in known:
            Place(file, problems=folder.problems).refuse(
                "is not a file of the format: rename it or take it out"
            )


def _yaml_files(path: Path) -> Iterator[str]:
    return (file.name for file in path.iterdir() if file.suffix in (".yaml", ".yml") and file.is_file())
