"""PURE: what each medium of evidence has to tell about itself before it counts as a document.

Rule: somebody else must be able to find it again (a shelf mark, an address), or to know whom to ask, when
and how (a call, an interview), without the person who brought it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# Medium: what its particulars must hold. Further ones may be given.
REQUIRED: dict[str, tuple[str, ...]] = {
    "web": ("url",),
    "file": ("file_name",),
    "paper": ("held_by", "shelf_mark"),
    "phone": ("whom", "when", "by"),
    "interview": ("whom", "when", "where"),
    "e-mail": ("whom", "when", "subject"),
    "visit": ("place", "when", "by"),
    "calculation": (),
}
MEANING = {
    "url": "its address",
    "file_name": "the file's name",
    "held_by": "the library or archive that holds it",
    "shelf_mark": "its shelf mark",
    "whom": "with whom",
    "when": "when",
    "where": "where",
    "by": "who of us",
    "subject": "the subject line",
    "place": "which place",
    "described_de": "how readers are told of it without the name, in German",
}
TERMS = ("quotable", "background", "confidential")
LEVELS = ("public", "anonymised", "desk", "named")
MOST_QUOTED = 300  # code points of one passage that readers see: others' works are quoted, not copied


@dataclass(frozen=True)
class Lack:
    """What is missing or does not go together: a key of the particulars (or a column), and what to do."""

    key: str
    why: str


def lacks(medium: str, particulars: Mapping[str, object], level: str, terms: str) -> list[Lack]:
    """Everything that keeps a document of this medium from being recorded; empty when nothing does."""
    found = [
        Lack(column, f"'{value}' is none of {', '.join(allowed)}.")
        for column, value, allowed in (
            ("medium", medium, REQUIRED),
            ("confidentiality", level, LEVELS),
            ("terms", terms, TERMS),
        )
        if value not in allowed
    ]
    required = REQUIRED.get(medium, ())
    if level == "anonymised":
        required = (*required, "described_de")
    found += [
        Lack(key, f"Say {MEANING[key]}.") for key in required if not str(particulars.get(key, "")).strip()
    ]
    if terms == "confidential" and level == "public":
        found.append(Lack("confidentiality", "What was told in confidence cannot be public: choose a level."))
    return found


def may_be_quoted(terms: str, level: str) -> bool:
    """Whether its words may stand on a public page. Background informs the rating and is not quoted."""
    return terms == "quotable" and level in ("public", "anonymised")
