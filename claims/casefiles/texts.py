"""Article texts that a newsroom has on disk, found by the digest of their bytes, and cut into passages."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError

from claims.casefiles.folder import Folder, Record
from claims.casefiles.problems import CaseFileError, Place, Problem
from claims.services import read_text_file
from sources.anchoring import has_words
from sources.models import CaptureText
from sources.services import VERBATIM

MAX_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class ArticleText:
    """One text file: its name, its bytes, and what they say (UTF-8, newlines untouched)."""

    file_name: str
    body: bytes
    text: str


Texts = dict[str, ArticleText]  # by sha256 of the bytes


def texts_of(folder: Folder, directory: Path) -> Texts:
    """The texts of the folder's articles that lie in a directory, whatever their names.

    CaseFileError when there is no such directory; a matching file that is not UTF-8 is a problem noted.
    """
    if not directory.is_dir():
        problem = Problem(
            str(directory), "", "", "is no folder: give the folder that holds the article texts"
        )
        raise CaseFileError([problem])
    wanted = {r.facts["text_sha256"]: r for r in folder["article"] if "text_sha256" in r.facts}
    texts: Texts = {}
    for file in sorted(path for path in directory.iterdir() if path.is_file()):
        if file.stat().st_size > MAX_BYTES:
            continue
        body = file.read_bytes()
        sha256 = hashlib.sha256(body).hexdigest()
        if sha256 in wanted and sha256 not in texts:
            try:
                texts[sha256] = ArticleText(file.name, body, read_text_file(body))
            except ValidationError as error:
                wanted[sha256].place.at("text_sha256").refuse(f"names {file.name}. {error.messages[0]}")
    return texts


def texts_held(folder: Folder) -> Texts:
    """The texts of the folder's articles that are stored here since an earlier load."""
    wanted = [record.facts["text_sha256"] for record in folder["article"] if "text_sha256" in record.facts]
    rows = CaptureText.objects.filter(
        capture__sha256__in=wanted, capture__suppressed=False, extractor=VERBATIM[0]
    ).select_related("capture")
    return {r.capture.sha256: ArticleText(r.capture.file_name, r.text.encode(), r.text) for r in rows}


def check_slices(folder: Folder, texts: Texts) -> None:
    """Every passage must cut out of its article's text exactly what its digest says."""
    for article in folder["article"]:
        given = texts.get(article.facts.get("text_sha256", ""))
        if given is None:
            continue
        if article.facts.get("chars", len(given.text)) != len(given.text):
            article.place.at("chars").refuse(
                f"is {article.facts['chars']}, but the text has {len(given.text)} characters: correct it"
            )
        for claim in folder["claim"]:
            if claim.article == article.facts.get("slug"):
                _check_claim(claim, given.text)


def _check_claim(claim: Record, text: str) -> None:
    for number, passage in enumerate(claim.facts.get("passages", []), 1):
        if {"start", "end", "sha256"} <= set(passage):
            place = claim.place.at("passages").item(number)
            _check_slice(text, passage["start"], passage["end"], passage["sha256"], place)


def _check_slice(text: str, start: int, end: int, sha256: str, place: Place) -> None:
    if end > len(text):
        place.at("end").refuse(f"is {end}, but the text ends at {len(text)}: correct the offsets")
    elif sha256_of(text[start:end]) != sha256:
        place.at("sha256").refuse(
            f"is not that of the text from {start} to {end}: correct start and end, or the digest"
        )
    elif not has_words(text[start:end]):
        place.at("start").refuse("begins a passage of blanks: correct start and end")


def check_wording(folder: Folder) -> None:
    """Wording written into the files must have the digest written beside it."""
    for claim in folder["claim"]:
        for number, passage in enumerate(claim.facts.get("passages", []), 1):
            _check_exact(passage.get("exact"), passage.get("sha256"), claim.place.at("passages").item(number))
    for evidence in folder["evidence"]:
        _check_exact(evidence.facts.get("exact"), evidence.facts.get("sha256"), evidence.place)


def _check_exact(exact: str | None, sha256: str | None, place: Place) -> None:
    if exact and sha256 and sha256_of(exact) != sha256:
        place.at("exact").refuse("does not have the digest in sha256: correct the wording or the digest")
    elif exact and not has_words(exact):
        place.at("exact").refuse("holds only blanks or invisible signs: give the words, or leave it out")


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
