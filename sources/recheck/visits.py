"""One visit of one link: what was fetched, read out of it, and found of the passages. Nothing is written."""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sources import anchoring, drift, mementos
from sources.drift import disguises, siblings
from sources.extraction import EXTRACTOR, VERSION, Extracted, extract
from sources.fetching import Fetched, Fetcher
from sources.models import Capture, CaptureText, Link, Passage, Sighting, store
from sources.recheck.leasing import Lease

# Every tenth visit asks for the whole page: servers that answer "not modified" lie now and then.
FULL_EVERY = 10
# A text this alike, with every passage as before, is the same page with another clock: no new copy is kept.
SAME = 0.98
# Characters of a title, and bytes of a body, in which pages give themselves away.
TITLE = 500
MARKUP = 20_000
# Pages fetched at once; also bounds how many bodies are held.
CONNECTIONS = 100
# Few, for reading is work in Python: more threads would only take turns. They leave the loop free to fetch.
READERS = ThreadPoolExecutor(2, "reader")


class Wording(NamedTuple):
    """What is needed of a passage; there are ten times as many as links, too many for whole rows."""

    pk: int
    document_id: int
    exact: str
    prefix: str
    suffix: str
    start: int | None


class Seen(NamedTuple):
    """What is needed of a sighting."""

    capture_text_id: int
    passage_id: int
    status: str
    found_text: str


@dataclass
class Known:
    """What we have of a link before the visit."""

    link: Link
    passages: list[Wording] = field(default_factory=list)
    sightings: dict[int, Seen] = field(default_factory=dict)  # of the latest text, by passage
    baseline: CaptureText | None = None
    latest: CaptureText | None = None


@dataclass
class Visit:
    """What one visit brought. `extracted` only where there was a new body to read; `stored`: it was kept.

    `suspicions`: why a page that answered may not be the page; `disguise`: what it was found to be instead.
    """

    known: Known
    fetched: Fetched
    extracted: Extracted | None = None
    text_sha256: str = ""
    matches: dict[int, anchoring.Match] = field(default_factory=dict)  # looked for on this visit, by passage
    similarity: float = 1.0
    loss: str = ""
    stored: bool = False
    size: int = 0
    suspicions: frozenset[disguises.Suspicion] = frozenset()
    disguise: disguises.Disguise | None = None

    @property
    def link(self) -> Link:
        return self.known.link

    @property
    def answered(self) -> bool:
        return self.fetched.outcome in ("healthy", "moved", "not_modified")

    @property
    def empty(self) -> bool:
        """The page answered, but no text could be read out of it."""
        return self.extracted is not None and not self.extracted.text

    @property
    def was_read(self) -> bool:
        """Whether this is the page, with its text."""
        return self.answered and not self.empty and self.disguise is None

    @property
    def outcome(self) -> str:
        """In the words of the link states. An empty page that had a text counts as not reached."""
        if self.disguise:
            return self.disguise.outcome
        if self.answered and self.empty:
            had_text = self.known.latest is not None and self.known.latest.text
            return "unreachable" if had_text else "unsupported"
        if self.fetched.outcome == "not_modified":
            return "moved" if self.fetched.permanent_redirect else "healthy"
        if self.fetched.outcome == "moved" and self._was_sent_up():
            return "healthy"
        return str(self.fetched.outcome)

    def _was_sent_up(self) -> bool:
        """Forwarded for good to the home page or a parent that has nothing of it: that is no new address."""
        if not siblings.is_sent_up(self.link.url, self.fetched.final_url):
            return False
        if self.known.passages:
            return all(sight.status == anchoring.Status.MISSING for sight in self.sights())
        return self.similarity < disguises.EDITED

    @property
    def reason(self) -> str:
        if self.disguise:
            return self.disguise.reason
        if self.answered and self.extracted is not None and self.empty:
            return self.extracted.trouble or "The page holds no text."
        return self.fetched.reason

    def sights(self) -> Iterator[drift.Sight]:
        """What became of each passage on the page as it is now."""
        for passage in self.known.passages:
            match = self.matches.get(passage.pk)
            if match:
                yield drift.Sight(passage.pk, match.status.value, match.found_text)
            elif sighting := self.known.sightings.get(passage.pk):
                yield drift.Sight(passage.pk, sighting.status, sighting.found_text)

    def detail_of(self, passage: int | None) -> dict[str, Any]:
        """What an editor wants to know of a change: the words and figures that differ."""
        match = self.matches.get(passage or 0)
        if match is None:
            sighting = self.known.sightings.get(passage or 0)
            if sighting is None:
                return self._detail_of_the_page()
            wording = {item.pk: item for item in self.known.passages}[sighting.passage_id]
            match = anchoring.locate(sighting.found_text, wording.exact) if sighting.found_text else None
        if match is None:
            return {}
        return {
            "found_text": match.found_text,
            "changes": [list(pair) for pair in match.changes],
            "figures": [list(pair) for pair in match.figures],
        }

    def _detail_of_the_page(self) -> dict[str, Any]:
        if self.disguise is None or self.extracted is None:
            return {"similarity": round(self.similarity, 3), "reason": self.reason}
        return {
            "reason": self.reason,
            "title": self.extracted.title[:TITLE],
            "address": self.fetched.final_url,
            "suspicions": sorted(self.suspicions),
        }

    def page(self, most: int | None = None) -> disguises.Page:
        """The page as it is now, for the rules about disguises; of its text at most so many characters."""
        extracted = self.extracted or Extracted("")
        return disguises.Page(
            asked=self.link.url.partition("#")[0],
            url=self.fetched.final_url.partition("#")[0],
            title=extracted.title[:TITLE],
            text=extracted.text[:most],
            markup=self.fetched.body[:MARKUP].decode("utf-8", "replace"),
        )

    def past(self, domain: str = "") -> disguises.Past:
        """What was known of it before. `domain`: the registrable one at which the baseline was captured."""
        known = self.known
        similarity = None
        if known.baseline and self.extracted:
            same = (EXTRACTOR, VERSION)
            texts = [text for text in (known.baseline, known.latest) if text]
            similarity = max(
                (
                    anchoring.similarity(text.text, self.extracted.text)
                    for text in texts
                    if (text.extractor, text.version) == same
                ),
                default=None,
            )
        return disguises.Past(
            title=known.baseline.title if known.baseline else "",
            text=known.baseline.text if known.baseline else "",
            domain=domain,
            similarity=similarity,
            passages=len(self.matches),
            seen=sum(match.status != anchoring.Status.MISSING for match in self.matches.values()),
        )

    def keep(self) -> None:
        """Put the body into the store where it is worth it: it is the page, and it brings something new."""
        if self.disguise is None and self.worth_a_copy():
            store.put(self.fetched.body, self.fetched.sha256)
            self.stored = True
        self.drop()

    def drop(self) -> None:
        """Let go of the body: a batch of large pages would fill the memory."""
        self.fetched = replace(self.fetched, body=b"")

    def worth_a_copy(self) -> bool:
        """Whether this text is to be kept: the first one, one that reads differently, or other sightings."""
        if self.extracted is None:
            return False
        latest = self.known.latest
        if latest is None:
            return True
        if self.empty or latest.text_sha256 == self.text_sha256:
            return False
        if anchoring.similarity(latest.text, self.extracted.text) < SAME:
            return True
        known = self.known.sightings
        return any(
            key not in known or known[key].status != match.status.value for key, match in self.matches.items()
        )

    def capture_rows(self) -> tuple[Capture, CaptureText]:
        """The rows of a copy; its body lies in the store already."""
        fetched, extracted = self.fetched, self.extracted
        assert extracted is not None  # noqa: S101 (only called for what is stored)
        capture = Capture(
            document_id=self.link.document_id,
            link=self.link,
            sha256=fetched.sha256,
            size=self.size,
            final_url=fetched.final_url,
            head=fetched.head,
            media_type=fetched.media_type,
            charset=fetched.charset[:40],
        )
        text = CaptureText(
            capture=capture,
            extractor=extracted.extractor,
            version=extracted.version,
            text=extracted.text,
            text_sha256=self.text_sha256,
            title=extracted.title,
        )
        return capture, text


def gather(links: Iterable[Link]) -> list[Known]:
    """What is known of many links, in three queries."""
    links = list(links)
    texts = {text.pk: text for text in CaptureText.objects.filter(pk__in=_text_ids(links))}
    passages = defaultdict(list)
    documents = Passage.objects.filter(document__in={link.document_id for link in links})
    for passage in documents.exclude(exact="").values_list(*Wording._fields):
        passages[passage[1]].append(Wording(*passage))
    sightings: dict[int, dict[int, Seen]] = defaultdict(dict)
    latest = {link.latest_id for link in links} - {None}
    for sighting in Sighting.objects.filter(capture_text__in=latest).values_list(*Seen._fields):
        sightings[sighting[0]][sighting[1]] = Seen(*sighting)
    return [
        Known(
            link,
            passages[link.document_id],
            sightings[link.latest_id] if link.latest_id else {},
            texts.get(link.baseline_id or 0),
            texts.get(link.latest_id or 0),
        )
        for link in links
    ]


def _text_ids(links: list[Link]) -> set[int]:
    return {pk for link in links for pk in (link.baseline_id, link.latest_id) if pk}


async def visit_all(
    lease: Lease, known: list[Known], *, deadline: float, on_visit: Callable[[], object] | None = None
) -> list[Visit]:
    """Fetch and read every link of a batch; those not reached before the deadline (seconds) are left out."""
    visits: list[Visit] = []

    gate = asyncio.Semaphore(CONNECTIONS)

    async def one(item: Known, fetcher: Fetcher) -> None:
        await asyncio.sleep(lease.wait(item.link))
        async with gate:  # and then, for whoever had to queue here, its host's interval once more
            while wait := lease.wait(item.link):
                await asyncio.sleep(wait)
            lease.begin(item.link)
            visits.append(await visit(item, fetcher))
        if on_visit:
            on_visit()

    async with Fetcher.from_settings() as fetcher:
        tasks = [asyncio.create_task(one(item, fetcher)) for item in known]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=deadline)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
            for task in set(tasks) - late:
                task.result()
    return visits


async def visit(known: Known, fetcher: Fetcher) -> Visit:
    link = known.link
    conditional = (
        known.latest is not None and link.pending_since is None and link.checks_count % FULL_EVERY != 0
    )
    etag, last_modified = (link.etag, link.last_modified) if conditional else ("", "")
    # Captures are compared as they were served to the archive, without its toolbar and its own links.
    address = link.url if link.role == Link.Role.ORIGINAL else mementos.unrewritten(link.url)
    fetched = await fetcher.fetch(address, etag=etag, last_modified=last_modified)
    if address != link.url and fetched.outcome == "gone":
        fetched = await fetcher.fetch(link.url, etag=etag, last_modified=last_modified)
    if _is_as_known(known, fetched):
        return read(known, fetched)  # no work to speak of
    return await asyncio.get_running_loop().run_in_executor(READERS, read, known, fetched)


def _is_as_known(known: Known, fetched: Fetched) -> bool:
    """The body is the one read last time, by the extractor in use."""
    same_body = fetched.outcome == "not_modified" or fetched.sha256 == known.link.body_sha256
    latest = known.latest
    return same_body and latest is not None and (latest.extractor, latest.version) == (EXTRACTOR, VERSION)


def read(known: Known, fetched: Fetched) -> Visit:
    """Order of work: hash of the body, hash of the text, passages, likeness. Each step only if needed."""
    result = Visit(known, fetched, size=len(fetched.body))
    if not result.answered:
        result.drop()
        return result
    current = known.latest
    if current and _is_as_known(known, fetched):
        text, result.text_sha256 = current.text, current.text_sha256
        new = [passage for passage in known.passages if passage.pk not in known.sightings]
    else:
        result.extracted = extract(fetched.body, fetched.media_type, fetched.charset)
        text = result.extracted.text
        result.text_sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        new = known.passages
    if new and text:
        folded = anchoring.fold(text)
        result.matches = {passage.pk: look_for(passage, folded) for passage in new}
    _compare(result, text)
    result.suspicions = _suspicions(result)
    if not result.suspicions:
        result.keep()
    return result


def _suspicions(result: Visit) -> frozenset[disguises.Suspicion]:
    """Asked of new texts of originals only: archives answer for other sites' addresses."""
    if result.extracted is None or result.empty or result.link.role != Link.Role.ORIGINAL:
        return frozenset()
    known = {text.text_sha256 for text in (result.known.baseline, result.known.latest) if text}
    still_there = any(match.status != anchoring.Status.MISSING for match in result.matches.values())
    if still_there or result.text_sha256 in known:
        return frozenset()
    latest = result.known.latest
    if latest and anchoring.similarity(latest.text, result.extracted.text) >= SAME:
        return frozenset()
    return disguises.suspicions(result.page(), result.past())


def look_for(passage: Wording | Passage, folded: anchoring.Folded) -> anchoring.Match:
    return anchoring.locate(
        folded, passage.exact, prefix=passage.prefix, suffix=passage.suffix, position=passage.start
    )


def _compare(result: Visit, text: str) -> None:
    baseline = result.known.baseline
    if baseline is None or baseline.text_sha256 == result.text_sha256:
        return
    if (baseline.extractor, baseline.version) != (EXTRACTOR, VERSION):
        return  # texts of different extractors are never compared
    result.similarity = anchoring.similarity(baseline.text, text)
    result.loss = anchoring.loss_digest(baseline.text, text)
