"""A case folder of a few lines with its article's text, for tests to load, break and change."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from claims.casefiles import CaseFileError, load_case

TEXT = "Am Montag zählte das Amt 40 Kameras.\nIn der Straße hängen 40 Kameras, sagt Frau Muster.\n"
COUNT, STREET = "40 Kameras", "In der Straße hängen 40 Kameras"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}


START, END = TEXT.index(COUNT), TEXT.index(COUNT) + len(COUNT)
STREET_START, STREET_END = TEXT.index(STREET), TEXT.index(STREET) + len(STREET)

FILES = {
    "case.yaml": """
slug: kameras
title_de: Kameras in der Stadt
policy: {eyes: 6}
""",
    "articles.yaml": f"""
- key: k1
  slug: kameras-2018
  title: Kameras
  subtitle: Ein Rundgang
  authors: [Erika Beispiel]
  published: {{date: 2018-12, basis: inferred, reason: the snow}}
  language: de
  text_sha256: {sha256(TEXT)}
  chars: {len(TEXT)}
""",
    "claimants.yaml": """
- {key: beispiel, name: Erika Beispiel, kind: person}

- {key: muster, name: Frau Muster, display_en: Ms Muster}
""",
    "metrics.yaml": """
- {slug: cameras, label_de: Kameras, label_en: Cameras, confusable_with: [shops]}

- {slug: shops, label_de: Läden, label_en: Shops}
""",
    "scales.yaml": """
- slug: stadt-stufen
  label_de: Stufen der Stadt
  operator: the city
  operator_de: die Stadt
  claims: [k1-02, k1-01]
  start: 100
  tiers:
  - {label: A, low: 100.50, low_inclusive: false, meaning_de: gut}
  gaps:
  - {de: keine Stufe darunter}
""",
    "documents.yaml": """
- key: register
  title: Register der Kameras
  tier: primary
  published: 2018-11-30
  url: https://amt.example/register
  copies:
  - {role: wayback, url: 'https://web.archive.org/web/2018/https://amt.example/register'}
  figures:
  - metric: cameras
    low: 38
    definition: on streets
    definition_de: auf Straßen
    item: red ones
    item_de: rote
    as_of: {date: 2018-11}

- {key: blog, title: Ein Blog, tier: tertiary, lead_url: 'https://blog.example/'}
""",
    "claims/kameras-2018.yaml": f"""
- key: k1-01
  statement_de: Das Amt zählte 40 Kameras.
  rated: content
  claimant: beispiel
  chain:
  - {{who: beispiel, mode: direct}}
  - {{name: das Amt, mode: paraphrase}}
  core: yes
  passages:
  - paragraph: 1
    start: {START}
    end: {END}
    sha256: {sha256(COUNT)}
  figures:
  - {{metric: cameras, low: 40.0, high: 40, unit: no}}
  dates:
  - {{role: event, date: 2018-12}}

- key: k1-02
  public_id: kmr2018b
  statement_de: In der Straße hängen 40 Kameras.
  rated: attribution
  claimant: muster
  passages:
  - paragraph: 1
    start: {STREET_START}
    end: {STREET_END}
    sha256: {sha256(STREET)}
""",
    "evidence.yaml": """
- {claim: k1-01, document: register, stance: refutes, locator: Seite 2, note_de: Dort sind es 38.}

- {claim: k1-02, document: blog, stance: context}
""",
    "relations.yaml": """
- {from: k1-01, to: k1-02, kind: same_figure, reason_de: Beide nennen 40.}
""",
    "suggestions.yaml": """
- key: s1
  claims: [k1-01]
  rated: content
  verdict: mostly_accurate
  certainty: moderate
  one_sentence_de: Es waren 38.
  own_calculation: {formula: a - b, inputs: {b: 38, a: 40}, result: 2}
""",
}


def write_case(folder: Path, **changes: Callable[[str], str]) -> Path:
    """The folder; `claims=lambda text: …` changes a file before it is written, by its first word."""
    (folder / "claims").mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        change = changes.get(name.partition(".")[0].partition("/")[0], str)
        (folder / name).write_text(change(text), encoding="utf-8")
    return folder


def write_text(folder: Path) -> Path:
    """The article's text, under a name that says nothing, beside a file that is none of ours."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "download(3).txt").write_bytes(TEXT.encode())
    (folder / "other.bin").write_bytes(b"\xff\xfe")
    return folder


def replaced(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text, f"the small case has no {old!r}"
        return text.replace(old, new, 1)

    return change


def problems(folder: Path, articles: Path | None = None) -> list[str]:
    """What loading says is wrong; blank when nothing is."""
    try:
        load_case(folder, articles=articles)
    except CaseFileError as error:
        return [str(problem) for problem in error.problems]
    return []
