"""Uploaded files, and passages of what is stored."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError

from sources import anchoring
from sources.models import Capture, CaptureText, Document, Passage, Sighting, store
from sources.services.digests import sha256

VERBATIM = ("verbatim", "1")
# Quotations are re-found by their surroundings too; this many code points on either side are kept.
CONTEXT = 32


def keep_upload(
    document: Document, body: bytes, *, file_name: str, media_type: str, text: str
) -> CaptureText:
    """Keep an uploaded file with its text exactly as it stands, so that offsets into it are stable.

    ValidationError when it cannot be kept.
    """
    if Capture.objects.taken_down([hashlib.sha256(body).hexdigest()]):
        raise ValidationError("This file was removed for legal reasons and is not kept again.")
    try:
        digest = store.put(body)
    except store.Unavailable as trouble:
        raise ValidationError(
            "The file cannot be kept at the moment, and nothing was saved: try again later."
        ) from trouble
    capture = Capture.objects.create(
        document=document,
        sha256=digest,
        size=len(body),
        media_type=media_type,
        charset="utf-8",
        file_name=file_name[:255],
    )
    extractor, version = VERBATIM
    return CaptureText.objects.create(
        capture=capture,
        extractor=extractor,
        version=version,
        text=text,
        text_sha256=sha256(text),
        title=document.title,
    )


def seek_passages(text: CaptureText, passages: Iterable[Passage]) -> list[Sighting]:
    """Look for passages with known wording in a stored text, and record where each of them stands."""
    folded = anchoring.fold(text.text)
    sightings = []
    for passage in passages:
        match = anchoring.locate(
            folded, passage.exact, prefix=passage.prefix, suffix=passage.suffix, position=passage.start
        )
        sightings.append(
            Sighting(
                capture_text=text,
                passage=passage,
                status=match.status.value,
                start=match.start,
                end=match.end,
                score=match.score,
                found_text=match.found_text,
            )
        )
    return Sighting.objects.bulk_create(sightings)


def require_wording(exact: str) -> None:
    """ValidationError for a wording of which nothing could ever be looked for."""
    if exact and not anchoring.has_words(exact):
        raise ValidationError("A passage needs words: these are only blanks or invisible signs.")


def make_passage(
    document: Document,
    *,
    exact: str = "",
    prefix: str = "",
    suffix: str = "",
    locator: str = "",
    slice_sha256: str = "",
    selected_in: CaptureText | None = None,
    start: int | None = None,
    end: int | None = None,
) -> Passage:
    """Find or make a passage. With an exact wording it is known by wording and prefix, else by its place.

    ValidationError for a wording of blanks.
    """
    require_wording(exact)
    columns: dict[str, Any] = {
        "prefix": prefix,
        "suffix": suffix,
        "selected_in": selected_in,
        "start": start,
        "end": end,
    }
    if exact:
        passage, _ = Passage.objects.exclude(exact="").get_or_create(
            document=document,
            exact_sha256=sha256(exact),
            prefix_sha256=sha256(prefix),
            defaults=columns
            | {"exact": exact, "locator": locator, "slice_sha256": slice_sha256 or sha256(exact)},
        )
        return passage
    passage, _ = Passage.objects.get_or_create(
        document=document,
        exact="",
        locator_sha256=sha256(locator),
        slice_sha256=slice_sha256,
        defaults=columns | {"locator": locator},
    )
    return passage


def select_passage(text: CaptureText, start: int, end: int, *, locator: str = "") -> Passage:
    """The passage between two code points of a stored text. ValidationError when they lie outside it,
    or hold only blanks."""
    if not 0 <= start < end <= len(text.text):
        raise ValidationError(
            f"{start} to {end} does not lie in the text, which has {len(text.text)} characters"
        )
    exact, prefix, suffix = anchoring.select(text.text, start, end, context=CONTEXT)
    return make_passage(
        text.capture.document,
        exact=exact,
        prefix=prefix,
        suffix=suffix,
        locator=locator,
        selected_in=text,
        start=start,
        end=end,
    )
