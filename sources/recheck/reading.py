"""Reading what was fetched: only as much work as the page asks for. Nothing is written."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sources import anchoring
from sources.drift import disguises
from sources.extraction import HTML_TYPES, Part, extract
from sources.fetching import Fetched
from sources.models import Link, Passage
from sources.recheck.known import Known, Wording
from sources.recheck.visits import SAME, Visit


def read(known: Known, fetched: Fetched) -> Visit:
    result = Visit(known, fetched, size=fetched.size)
    with result.alone():
        _read(result)
    return result


def _read(result: Visit) -> None:
    """Order of work: hash of the body, hash of the text, passages, likeness. Each step only if needed."""
    known, fetched = result.known, result.fetched
    if not result.answered:
        result.drop()
        return
    current = known.latest
    if known.has_body(fetched):
        text = current.text if current else ""
        result.text_sha256 = current.text_sha256 if current else known.calm_text
        new = [passage for passage in known.passages if passage.pk not in known.sightings]
    else:
        result.extracted = extract(fetched.body, fetched.media_type, fetched.charset)
        text = result.extracted.text
        result.text_sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        new = known.passages
    if new and text:
        result.matches = dict(_matches(known, new, anchoring.fold(text)))
        result.matches |= _beside(result)
    if not result.hurt:
        result.similarity  # noqa: B018 (told here and not in the transaction that writes)
    result.suspicions = _suspicions(result)
    if not result.suspicions:
        result.keep()


def _matches(
    known: Known, passages: Iterable[Wording], folded: anchoring.Folded
) -> Iterator[tuple[int, anchoring.Match]]:
    """What has become of passages. One cited without its surroundings, a lone figure perhaps, is told by
    those that it has in the confirmed text: "6.73 million" in "about 6.73 million people"."""
    for passage in passages:
        match = None
        if known.baseline is not None and not (passage.prefix or passage.suffix):
            match = anchoring.verbatim(folded, passage.exact)
            if match is None or anchoring.is_slight(passage.exact):
                prefix, suffix = anchoring.surroundings(known.baseline.text, passage.exact)
                passage, match = passage._replace(prefix=prefix, suffix=suffix), None
        yield passage.pk, known.as_before(passage.pk, match or look_for(passage, folded))


def _beside(result: Visit) -> dict[int, anchoring.Match]:
    """Passages that have no place in the main text. What never stood there is quoted from a box, a menu, a
    comment beside it; what did may have been moved into a box, with enough words to be known by."""
    known, fetched = result.known, result.fetched
    lost: dict[Part, list[Wording]] = {Part.WHOLE: [], Part.BOXES: []}
    for passage in known.passages:
        match = result.matches.get(passage.pk)
        if match is None or match.status != anchoring.Status.MISSING:
            continue
        if not known.stood_in_text(passage.pk):
            lost[Part.WHOLE].append(passage)
        elif not anchoring.is_slight(passage.exact):
            lost[Part.BOXES].append(passage)
    if result.extracted is None or fetched.media_type not in HTML_TYPES:
        return {}
    found = {}
    for part, passages in lost.items():
        if not passages:
            continue
        text = extract(fetched.body, fetched.media_type, fetched.charset, part=part).text
        folded = anchoring.fold(text)
        for passage in passages:
            match = replace(look_for(passage, folded), start=None, end=None)
            found[passage.pk] = known.as_before(passage.pk, match)
    return found


def _suspicions(result: Visit) -> frozenset[disguises.Suspicion]:
    """Asked of new texts of originals only: archives answer for other sites' addresses."""
    if result.extracted is None or result.link.role != Link.Role.ORIGINAL:
        return frozenset()
    known = {text.text_sha256 for text in (result.known.baseline, result.known.latest) if text}
    seen = {match.status for match in result.matches.values()}
    # With one passage reworded it is the page, and that is to be told.
    if (seen and anchoring.Status.MISSING not in seen) or seen - {"missing", "found"}:
        return frozenset()
    if result.text_sha256 in known:
        return frozenset()
    latest = result.known.latest
    if latest and anchoring.similarity(latest.text, result.extracted.text) >= SAME:
        return frozenset()
    return disguises.suspicions(result.page(), result.past())


def look_for(passage: Wording | Passage, folded: anchoring.Folded) -> anchoring.Match:
    return anchoring.locate(
        folded, passage.exact, prefix=passage.prefix, suffix=passage.suffix, position=passage.start
    )
