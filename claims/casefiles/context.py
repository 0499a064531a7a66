"""What a load knows while it runs: the folder, the texts, and the rows its keys stand for."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from claims.casefiles.folder import Folder
from claims.casefiles.texts import Texts
from claims.models import Case, Claim
from sources.models import CaptureText, Document
from sources.services import Watch


@dataclass
class Context:
    """`rows[kind][key]` is the row of a record; kinds are filled in the order in which they are loaded."""

    folder: Folder
    texts: Texts
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    captured: dict[str, CaptureText] = field(default_factory=dict)  # stored texts by article slug
    touched: dict[Claim, dict[str, Any]] = field(default_factory=dict)  # what the log will say of each claim
    watches: list[Watch] = field(default_factory=list)

    @property
    def case(self) -> Case:
        return self.rows["case"][self.folder.slug]

    def document(self, key: str) -> Document:
        """The document of a key; articles can be cited too."""
        if key in self.rows["document"]:
            return self.rows["document"][key]
        return self.rows["article"][key].document

    def touch(self, claim: Claim, **what: Any) -> None:
        self.touched.setdefault(claim, {"case": self.folder.slug}).update(what)

    def count(self, claim: Claim, what: str) -> None:
        """One more piece of evidence or suggestion of a claim was created or updated. In the log, `evidence`
        and `assessment` name one row, which decides who may read it: numbers have names of their own."""
        self.touch(claim, **{what: self.touched.get(claim, {}).get(what, 0) + 1})


Row = models.Model
