"""What one visit of one link brought. Nothing is written but a body worth keeping, into the store."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from sources import anchoring, drift
from sources.drift import disguises, siblings
from sources.extraction import Extracted
from sources.fetching import UNFORESEEN, Fetched
from sources.models import store
from sources.recheck.held import Held
from sources.recheck.known import Known, is_current

# A text this alike, with every passage as before, is the same page with another clock: no new copy is kept.
SAME = 0.98
# Characters of a title, and bytes of a body, in which pages give themselves away.
TITLE = 500
MARKUP = 60_000

log = logging.getLogger("sources.recheck")


@dataclass
class Visit:
    """What one visit brought. `extracted` only where there was a new body to read; `stored`: it was kept;
    `again`: it need not be, for a copy is kept that says the same.

    `suspicions`: why a page that answered may not be the page; `disguise`: what it was found to be instead.
    `wanted_at`: somebody moved the next check there while this one was under way.
    `unkept`: why it could not be kept, though it should have been; then nothing may be written of the visit.
    """

    known: Known
    fetched: Fetched
    extracted: Extracted | None = None
    text_sha256: str = ""
    matches: dict[int, anchoring.Match] = field(default_factory=dict)  # looked for on this visit, by passage
    stored: bool = False
    again: bool = False
    unkept: str = ""
    size: int = 0
    suspicions: frozenset[disguises.Suspicion] = frozenset()
    disguise: disguises.Disguise | None = None
    wanted_at: datetime | None = None

    @property
    def link(self) -> Held:
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
            return all(sight.status == anchoring.Status.MISSING for sight in self.sights)
        return self.similarity < disguises.EDITED

    @property
    def reason(self) -> str:
        if self.disguise:
            return self.disguise.reason
        if self.answered and self.extracted is not None and self.empty:
            return self.extracted.trouble or "The page holds no text."
        return self.fetched.reason

    @cached_property
    def similarity(self) -> float:
        """To the confirmed baseline. Dear to tell, so it is asked for only where no passage tells more."""
        baseline = self._other_baseline()
        return 1.0 if baseline is None else anchoring.similarity(baseline, self.text)

    @property
    def loss(self) -> str:
        """Names what the text lost of the baseline; "" where it reads as the baseline does."""
        baseline = self._other_baseline()
        return "" if baseline is None else anchoring.loss_digest(baseline, self.text)

    @property
    def text(self) -> str:
        """The page's text as it is now."""
        if self.extracted:
            return self.extracted.text
        return self.known.latest.text if self.known.latest else ""

    def _other_baseline(self) -> str | None:
        """The baseline's text, where this one differs; texts of different extractors are never compared."""
        baseline = self.known.baseline
        if baseline is None or baseline.text_sha256 == self.text_sha256:
            return None
        return baseline.text if is_current(baseline) else None

    @property
    def hurt(self) -> bool:
        """Whether a passage is not there as it was cited: that outranks any likeness."""
        return any(sight.status != anchoring.Status.FOUND for sight in self.sights)

    @cached_property
    def sights(self) -> tuple[drift.Sight, ...]:
        """What became of each passage on the page as it is now; to be asked once all were looked for."""
        return tuple(self._sights())

    def _sights(self) -> Iterator[drift.Sight]:
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
            texts = [text for text in (known.baseline, known.latest) if text and is_current(text)]
            similarity = max(
                (anchoring.similarity(text.text, self.extracted.text) for text in texts), default=None
            )
        return disguises.Past(
            title=known.baseline.title if known.baseline else "",
            text=known.baseline.text if known.baseline else "",
            domain=domain,
            similarity=similarity,
            passages=len(self.matches),
            seen=sum(match.status != anchoring.Status.MISSING for match in self.matches.values()),
        )

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One page must not end the batch it is in: what fails over it is logged, and the visit becomes an
        outcome without strikes, of which nothing is kept."""
        try:
            yield
        except Exception:
            log.exception("unforeseen trouble with %s", self.link.url)
            outcome, error_class, reason = UNFORESEEN
            self.fetched = Fetched(
                url=self.fetched.url,
                final_url=self.link.url,
                outcome=outcome,
                error_class=error_class,
                reason=reason,
                status=self.fetched.status,
                duration=self.fetched.duration,
            )
            self.extracted, self.disguise, self.suspicions = None, None, frozenset()
            self.matches, self.stored, self.again, self.unkept, self.text_sha256 = {}, False, False, "", ""

    def keep(self) -> None:
        """Put the body into the store where it is worth it: it is the page, and it brings something new."""
        try:
            if self.fetched.sha256 in self.known.damaged:
                store.mend(self.fetched.body, self.fetched.sha256)
            if self.disguise is None and self.worth_a_copy():
                self.again = self.text_sha256 in self.known.shown
                if not self.again:
                    store.put(self.fetched.body, self.fetched.sha256)
                    self.stored = True
        except store.Unavailable as trouble:
            self.unkept = str(trouble)
        self.drop()

    @property
    def weight(self) -> int:
        """Bytes of memory that its texts take until it is written."""
        texts = [self.extracted.text] if self.extracted else []
        copies = {copy.pk: copy.text for copy in (self.known.baseline, self.known.latest) if copy}
        return sum(map(sys.getsizeof, [*texts, *copies.values()])) + len(self.fetched.body)

    def drop(self) -> None:
        """Let go of the body: a batch of large pages would fill the memory."""
        if self.fetched.body:
            self.fetched = replace(self.fetched, body=b"")

    def _is_news(self, passage: int, match: anchoring.Match) -> bool:
        """Whether it is other than in the newest copy; where it is not as cited, so is another wording."""
        seen = self.known.sightings.get(passage)
        if seen is None or seen.status != match.status.value:
            return True
        return match.status != anchoring.Status.FOUND and seen.found_text != match.found_text

    def worth_a_copy(self) -> bool:
        """Whether this text is to be kept: the first one, one that reads differently, or other sightings."""
        if self.extracted is None:
            return False
        latest = self.known.latest
        if latest is None or not (self.empty or is_current(latest)):
            return True
        if self.empty:
            return False
        seen = self.known.sightings
        if latest.text_sha256 == self.text_sha256:  # beside it a passage may have changed
            return any(p in seen and self._is_news(p, match) for p, match in self.matches.items())
        if any(self._is_news(passage, match) for passage, match in self.matches.items()):
            return True
        return anchoring.similarity(latest.text, self.extracted.text) < SAME
