"""One ZIP of one published claim. Inside it `python3 verify.py` recomputes everything without us.

| file | holds |
|---|---|
| `review.json` | the fact-check in force as it was published, its figures, where the claim stands |
| `evidence.json` | each piece: stance, document, passage, addresses, saved copies |
| `copies/<sha256>`, `texts/<sha256>.txt` | bodies as served, and the texts that passages were selected in |
| `copies.warc.gz` | the same bodies for replay |
| `log.json`, `proof.json` | the claim's chain in the audit log, and the seal that holds its head |
| `manifest.json` | size and sha256 of every file |

It goes out of the house: documents that are not open leave their commitment alone; suppressed passages and
copies, and those of documents that may not be quoted, their digests. Of the log, acts that readers may know
of are told in full, and what else `reader` may read, but nothing of suppressed versions; the rest keeps its
digests, so that the chain can be verified all the same.
"""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.utils import timezone

from claims import ledger
from claims.models import Claim, LedgerEntry, Review, User, frozen
from sources import services as sources
from sources.models import Capture, CaptureText, Document, Passage, store

VERIFY = Path(__file__).with_name("verify.py")
README = """\
This is the evidence package of one fact-check: what was claimed, what it rests on, the saved copies of the
sources, and the newsroom's log of it. Run `python3 verify.py` here (Python 3.9 or newer, nothing to install):
it recomputes every digest, finds the quoted passages in the saved texts and follows the log to its seal.

Dies ist das Belegpaket eines Faktenchecks: die Aussage, ihre Belege, die gesicherten Kopien der Quellen und
das Prüfprotokoll der Redaktion. `python3 verify.py` rechnet alle Prüfsummen nach, sucht die zitierten Stellen
in den gesicherten Texten und verfolgt das Protokoll bis zu seinem Siegel.

Copies are other people's works, kept as evidence. The log names colleagues: pass it on with care.
"""
REVIEW = (
    "number kind published_at statement_de statement_en verdict_label_de verdict_label_en certainty "
    "reference_point one_sentence_de one_sentence_en rationale_de rationale_en searched_de searched_en "
    "would_settle_de would_settle_en own_calculation note_de note_en eyes override_de override_en "
    "demonstration"
).split()
FIGURE = "low high qualifier counted unit definition place as_of nature basis".split()
ENTRY = "chain sequence actor_label action payload_sha256 previous hash".split()
DOCUMENT = "title publisher published tier medium language extent_read".split()


class NothingPublished(Exception):
    """The claim has no fact-check in force that readers may see."""


def write(claim: Claim, out: BinaryIO, *, reader: User | None = None) -> None:
    """NothingPublished before anything is written."""
    review = claim.reviews.filter(is_current=True, suppressed_at=None).select_related("verdict").first()
    if review is None or not Claim.objects.public().filter(pk=claim.pk).exists():
        raise NothingPublished
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        manifest = {name: _put(archive, name, body) for name, body in _files(claim, review, reader)}
        _put(archive, "manifest.json", _json({"made_at": timezone.now().isoformat(), "files": manifest}))


def _files(claim: Claim, review: Review, reader: User | None) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", README.encode()
    yield "verify.py", VERIFY.read_bytes()
    yield "review.json", _json(_review(claim, review))
    entries, passages = frozen.entries(review), frozen.passages_of([review])
    documents = Document.objects.in_bulk({entry["document"] for entry in entries.values()})
    named = {entry["document"] for entry in entries.values() if "commitment" not in entry}
    copies = _copies(document for key, document in documents.items() if key in named)
    bodies = {copy.sha256: _body(copy) for each in copies.values() for copy in each}
    evidence = []
    for entry in entries.values():
        document, passage = documents[entry["document"]], passages.get(entry.get("passage", 0))
        evidence.append(_piece(entry, document, passage, copies.get(document.pk, []), bodies))
        if passage and (text := _text_of(passage)):
            yield _name_of(text), text.text.encode()
    yield "evidence.json", _json(evidence)
    for sha256 in sorted(bodies):
        if (body := bodies[sha256]) is not None:
            yield f"copies/{sha256}", body
    replay = io.BytesIO()
    given = [copy.pk for each in copies.values() for copy in each if copy.document.may_be_quoted]
    rows = Capture.objects.filter(pk__in=given)
    sources.export_warc(rows, replay, name="copies.warc.gz")
    yield "copies.warc.gz", replay.getvalue()
    yield "log.json", _json(list(_log(claim, reader)))
    if proof := ledger.proof_of(claim.ledger_chain):
        yield "proof.json", _json(proof)


def _put(archive: ZipFile, name: str, body: bytes) -> dict[str, Any]:
    about = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    about.compress_type = ZIP_DEFLATED
    about.external_attr = 0o644 << 16
    archive.writestr(about, body)
    return {"size": len(body), "sha256": hashlib.sha256(body).hexdigest()}


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def _review(claim: Claim, review: Review) -> dict[str, Any]:
    passages = frozen.passages_of([review])
    return {
        "address": f"{settings.FACTCHECK_SITE_URL}/claims/{claim.public_id}/",
        "claim": claim.public_id,
        "publisher": settings.FACTCHECK_PUBLISHER,
        "verdict": None if review.kind == Review.Kind.WITHDRAWAL else review.verdict.slug,
        **frozen.columns(review, REVIEW),
        "work": review.snapshot.get("work"),
        "appearances": [
            {"locator": each.passage.open_locator, "exact": each.passage.open_exact}
            for each in frozen.appearances(claim, review, passages)
        ],
        "figures": [
            {"metric": row.metric.slug, **frozen.columns(row, FIGURE)}
            for row in review.figures.select_related("metric")
        ],
        "replies": review.snapshot.get("replies", []),
    }


def _piece(
    entry: dict[str, Any],
    document: Document,
    passage: Passage | None,
    copies: list[Capture],
    bodies: dict[str, bytes | None],
) -> dict[str, Any]:
    if "commitment" in entry or not document.is_open:
        kept = {name: entry[name] for name in ("stance", "tier", "commitment", "described") if name in entry}
        return kept | {"withheld": True}
    return {
        "stance": entry["stance"],
        "note_de": entry.get("note_de", ""),
        "note_en": entry.get("note_en", ""),
        "document": {name: entry.get(name, getattr(document, name)) for name in DOCUMENT},
        "passage": _passage(passage) if passage else None,
        "addresses": [
            {"url": link.url, "role": link.role, "state": link.state, "checked_at": link.last_checked_at}
            for link in document.links.filter(public=True).order_by("pk")
        ],
        "copies": [
            {
                "sha256": copy.sha256,
                "size": copy.size,
                "address": copy.final_url,
                "fetched_at": copy.fetched_at,
                "media_type": copy.media_type,
                "file": f"copies/{copy.sha256}" if bodies[copy.sha256] is not None else None,
            }
            for copy in copies
        ],
    }


def _passage(passage: Passage) -> dict[str, Any]:
    told: dict[str, Any] = {"exact_sha256": passage.exact_sha256, "locator": passage.open_locator}
    if passage.suppressed_at or passage.exact != passage.open_exact:
        return told | {"withheld": True}
    told["exact"] = passage.exact
    text = _text_of(passage)
    told |= {"text": _name_of(text), "start": passage.start, "end": passage.end} if text else {"text": None}
    return told


def _text_of(passage: Passage) -> CaptureText | None:
    """The text it was selected in, where its words may be shown."""
    return passage.selected_in if passage.open_exact else None


def _name_of(text: CaptureText) -> str:
    return f"texts/{text.text_sha256}.txt"


def _copies(documents: Iterable[Document]) -> dict[int, list[Capture]]:
    """Those of open documents, by document, oldest first."""
    found: dict[int, list[Capture]] = {}
    open_ones = [document for document in documents if document.is_open]
    rows = Capture.objects.filter(document__in=open_ones).select_related("document")
    for copy in rows.order_by("fetched_at", "pk"):
        found.setdefault(copy.document_id, []).append(copy)
    return found


def _body(copy: Capture) -> bytes | None:
    """None for what was taken down, is damaged or may not be quoted; its digest stays in `evidence.json`."""
    if not copy.document.may_be_quoted:
        return None
    try:
        return sources.read_body(copy)
    except (sources.TakenDown, store.Corrupt):
        return None


def _log(claim: Claim, reader: User | None) -> Iterator[dict[str, Any]]:
    entries = LedgerEntry.objects.filter(chain=claim.ledger_chain)
    shut = Review.every.filter(claim=claim, suppressed_at__isnull=False)
    suppressed = set(shut.values_list("number", flat=True))
    told = {row.pk: row for row in entries.public()}
    if reader and not suppressed:  # what moved and rated a suppressed version tells of it too
        told |= {row.pk: row for row in entries.visible_to(reader) if not row.withheld}  # type: ignore[attr-defined]
    for entry in entries.order_by("sequence"):
        row = frozen.columns(entry, ENTRY) | {"actor": entry.actor_id}
        row["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
        if entry.pk in told and not _tells_of(entry, suppressed):
            row |= {"payload": entry.payload, "salt": entry.salt}
        yield row


def _tells_of(entry: LedgerEntry, versions: set[int]) -> bool:
    """Whether it tells what one of these versions said."""
    return (entry.payload or {}).get("review") in versions
