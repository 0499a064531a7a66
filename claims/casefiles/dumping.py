"""Write a case back into a folder: facts only, no people, log, checks or copies; same facts, same bytes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from claims.casefiles import facts, yamltext
from claims.casefiles.adopting import adopt
from claims.casefiles.compare import WORDING
from claims.casefiles.folder import Facts
from claims.casefiles.gathering import gather
from claims.casefiles.layout import KINDS
from claims.casefiles.problems import CaseFileError, Problem
from claims.models import Case


@dataclass
class Dumped:
    """Records by kind in the order of the files (claims by article slug), and how many were left out."""

    records: dict[str, list[Facts]] = field(default_factory=dict)
    claims: dict[str, list[Facts]] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)


def dump_case(slug: str, directory: Path, *, with_wording: bool = False) -> Dumped:
    """Write the case. CaseFileError when there is no such case, or the folder holds something else.

    Left out: claims that have no statement or claimant yet, and what rests on confidential documents.
    """
    case = Case.objects.filter(slug=slug).first()
    if case is None:
        known = ", ".join(Case.objects.values_list("slug", flat=True)) or "none"
        raise CaseFileError([Problem(slug, "", "", f"is no case here: choose one of {known}")])
    with transaction.atomic():
        dumped = _collect(case)
    if not with_wording:
        _strip(dumped)
    _write(dumped, directory)
    return dumped


def _collect(case: Case) -> Dumped:
    rows = gather(case)
    if adopt(rows):
        rows = gather(case)
    dumped = Dumped(left_out=rows.left_out)
    keys = {row.name: facts.own_key(row.source_key) for row in rows.claimants}
    for claim in rows.claims:
        dumped.claims.setdefault(claim.article.slug, []).append(facts.of_claim(claim, keys))
    dumped.records = {
        "case": [facts.of_case(case)],
        "article": [facts.of_article(row) for row in rows.articles],
        "claimant": _by_key(map(facts.of_claimant, rows.claimants), "key"),
        "metric": _by_key(map(facts.of_metric, rows.metrics), "slug"),
        "document": _by_key(map(facts.of_document, rows.documents), "key"),
        "scale": _by_key(map(facts.of_scale, rows.scales), "slug"),
        "evidence": [facts.of_evidence(row) for row in rows.evidence],
        "relation": [facts.of_relation(row) for row in rows.relations],
        "suggestion": [facts.of_suggestion(group) for group in rows.suggestions],
    }
    return dumped


def _by_key(records: Iterable[Facts], name: str) -> list[Facts]:
    return sorted(records, key=lambda record: record[name])


def _strip(dumped: Dumped) -> None:
    """Take the wording out, and leave its digest."""
    for group in dumped.claims.values():
        for claim in group:
            for passage in claim["passages"]:
                _drop(passage)
    for evidence in dumped.records["evidence"]:
        _drop(evidence)


def _drop(record: Facts) -> None:
    for name in WORDING:
        record.pop(name, None)


def _write(dumped: Dumped, directory: Path) -> None:
    folder = directory / "claims"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = sorted(file.name for file in folder.glob("*.yaml") if file.stem not in dumped.claims)
        if others:
            message = "is of another case: dump into an empty folder, or take the file out"
            raise CaseFileError(Problem(f"claims/{name}", "", "", message) for name in others)
        for kind in KINDS.values():
            if kind.name == "case":
                text = yamltext.write_one(_texts(dumped.records["case"][0]), kind.heading)
            elif kind.name == "claim":
                for slug, records in dumped.claims.items():
                    _save(folder / f"{slug}.yaml", yamltext.write(map(_texts, records), kind.heading))
                continue
            else:
                text = yamltext.write(map(_texts, dumped.records[kind.name]), kind.heading)
            _save(directory / kind.file, text)
    except OSError as error:
        problem = Problem(
            str(directory), "", "", f"cannot be written ({error.strerror}): choose another folder"
        )
        raise CaseFileError([problem]) from error


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _texts(value: Any) -> Any:
    """Every scalar as the text that the files have."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return {name: _texts(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_texts(entry) for entry in value]
    return str(value)
