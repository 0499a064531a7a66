"""What we have of links before they are visited: passages, newest texts, where each passage stood.

A calm link is one of which an unchanged page tells nothing new: all its passages stand in the newest text,
which is the confirmed one, and nothing is open or waiting. Most links are. That much is asked of the database
in one question, and the rest is read only where another page comes back.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Self

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from sources import anchoring
from sources.drift import FindingKind
from sources.extraction import EXTRACTOR, VERSION
from sources.fetching import Fetched
from sources.models import CaptureText, Finding, Link, Passage, Sighting
from sources.recheck import bulk
from sources.recheck.held import Held


class Wording(NamedTuple):
    """What is needed of a passage; there are ten times as many as links, too many for whole rows."""

    pk: int
    document_id: int
    exact: str
    prefix: str
    suffix: str
    start: int | None


class Seen(NamedTuple):
    """What is needed of a sighting. One without a place, but not missing, stands beside the main text."""

    capture_text_id: int
    passage_id: int
    status: str
    found_text: str
    start: int | None

    @property
    def is_beside(self) -> bool:
        return self.start is None and self.status != Sighting.Status.MISSING


def is_current(text: CaptureText) -> bool:
    """By the extractor in use: others are compared with nothing."""
    return (text.extractor, text.version) == (EXTRACTOR, VERSION)


@dataclass
class Known:
    """What we have of a link before the visit. `calm_text`: the digest of a calm link's text; nothing else of
    it is here until it is loaded."""

    link: Held
    calm_text: str = ""
    passages: list[Wording] = field(default_factory=list)
    sightings: dict[int, Seen] = field(default_factory=dict)  # of the latest text, by passage
    confirmed: dict[int, Seen] = field(default_factory=dict)  # of the baseline, by passage
    baseline: CaptureText | None = None
    latest: CaptureText | None = None
    shown: frozenset[str] = frozenset()  # digests of its texts, of which copies are kept, but for the latest
    damaged: frozenset[str] = frozenset()  # digests of saved copies that cannot be read

    @property
    def body_sha256(self) -> str:
        """Of a body that need not be read again: its text is here, by the extractor in use; else "". Where a
        copy is damaged the page is asked for whole, for it may be the same; so it is where a passage stands
        beside the main text, or was not looked for yet and may stand there."""
        if self.damaged or not all(item.pk in self.sightings for item in self.passages):
            return ""
        if any(seen.is_beside for seen in self.sightings.values()):
            return ""
        as_read = self.latest is not None and is_current(self.latest)
        return self.link.body_sha256 if as_read or self.calm_text else ""

    @property
    def stale_texts(self) -> list[CaptureText]:
        """Confirmed and newest text, as far as they are by another extractor."""
        texts = {text.pk: text for text in (self.baseline, self.latest) if text}
        return [text for text in texts.values() if not is_current(text)]

    def as_before(self, passage: int, match: anchoring.Match) -> anchoring.Match:
        """A passage that reads as it did in a copy that was read anew is what it was known to be there."""
        if match.status == anchoring.Status.FOUND:
            return match
        for seen in (self.sightings.get(passage), self.confirmed.get(passage)):
            if seen and seen.found_text == match.found_text and seen.status != match.status:
                return replace(match, status=anchoring.Status(seen.status))
        return match

    def stood_in_text(self, passage: int) -> bool:
        """Whether it had a place in the main text: in a comment below it is another one."""
        seen = (self.sightings.get(passage), self.confirmed.get(passage))
        return any(one is not None and one.start is not None for one in seen)

    def has_body(self, fetched: Fetched) -> bool:
        """The body is the one read last time, by the extractor in use."""
        same = fetched.outcome == "not_modified" or fetched.sha256 == self.body_sha256
        return bool(self.body_sha256) and same

    def take(self, rows: "Rows") -> None:
        link, self.calm_text = self.link, ""
        self.passages = rows.passages.get(link.document_id, [])
        self.sightings = rows.sightings.get(link.latest_id or 0, {})
        self.confirmed = rows.sightings.get(link.baseline_id or 0, {})
        self.baseline = rows.texts.get(link.baseline_id or 0)
        self.latest = rows.texts.get(link.latest_id or 0)
        newest = {self.latest.text_sha256} if self.latest else set()
        self.shown = frozenset(rows.shown.get(link.pk, set()) - newest)
        self.damaged = frozenset(rows.damaged.get(link.pk, ()))

    def suffices(self, fetched: Fetched) -> bool:
        """Whether no more need be loaded to understand this answer."""
        return not self.calm_text or (
            fetched.outcome in ("healthy", "not_modified") and self.has_body(fetched)
        )


def gather(links: Iterable[Held]) -> list[Known]:
    """What is known of many links, in five queries."""
    known = [Known(link) for link in links]
    calm = _calm([item.link for item in known])
    for item in known:
        item.calm_text = calm.get(item.link.pk, "")
    load([item for item in known if not item.calm_text])
    return known


def _calm(links: list[Held]) -> dict[int, str]:
    """The digest of the newest text, by calm link."""
    asked = [
        link.pk for link in links if link.latest_id == link.baseline_id is not None and not link.pending_kind
    ]
    if not asked:
        return {}
    passages = Passage.objects.filter(document=OuterRef("document")).exclude(exact="")
    found = Sighting.objects.filter(
        capture_text=OuterRef("latest"), status=Sighting.Status.FOUND, start__isnull=False
    )
    calm = Link.objects.alias(
        cited=_number(passages, "document"), stand=_number(found, "capture_text")
    ).filter(
        ~Exists(Finding.objects.open().filter(link=OuterRef("pk"))),
        pk__in=bulk.among(asked),
        latest__extractor=EXTRACTOR,
        latest__version=VERSION,
        cited=F("stand"),
    )
    return dict(calm.values_list("pk", "latest__text_sha256"))


def _number(rows: QuerySet[Any], of: str) -> Coalesce:
    """How many there are, told for each link by an index: of EXISTS, planners make joins of whole tables,
    which take longer the more there is."""
    return Coalesce(Subquery(rows.order_by().values(of).annotate(number=Count("pk")).values("number")), 0)


@dataclass(frozen=True)
class Rows:
    """What the database holds of many links."""

    texts: dict[int, CaptureText]
    passages: dict[int, list[Wording]]  # by document
    sightings: dict[int, dict[int, Seen]]  # by text, then by passage
    shown: dict[int, set[str]]  # digests of texts, by link
    damaged: dict[int, set[str]]  # digests, by link

    @classmethod
    def of(cls, links: list[Held]) -> Self:
        """In five queries."""
        texts = CaptureText.objects.filter(pk__in=bulk.among(_text_ids(links)))
        passages = defaultdict(list)
        of_documents = Passage.objects.filter(document__in=bulk.among({link.document_id for link in links}))
        for passage in of_documents.exclude(exact="").values_list(*Wording._fields):
            passages[passage[1]].append(Wording(*passage))
        sightings: dict[int, dict[int, Seen]] = defaultdict(dict)
        seen = Sighting.objects.filter(capture_text__in=bulk.among(_text_ids(links)))
        for sighting in seen.values_list(*Seen._fields):
            sightings[sighting[0]][sighting[1]] = Seen(*sighting)
        return cls({text.pk: text for text in texts}, passages, sightings, _shown(links), _damaged(links))


def _shown(links: list[Held]) -> dict[int, set[str]]:
    with_copies = [link.pk for link in links if link.latest_id]
    shown = defaultdict(set)
    if with_copies:
        texts = CaptureText.objects.filter(
            capture__link__in=bulk.among(with_copies), extractor=EXTRACTOR, version=VERSION
        )
        for link, text_sha256 in texts.values_list("capture__link", "text_sha256"):
            shown[link].add(text_sha256)
    return shown


def _damaged(links: list[Held]) -> dict[int, set[str]]:
    found = Finding.objects.open().filter(
        link__in=bulk.among(link.pk for link in links), kind=FindingKind.CAPTURE_CORRUPT
    )
    damaged = defaultdict(set)
    for link, sha256 in found.values_list("link", "before__sha256"):
        damaged[link].add(sha256)
    return damaged


def load(known: list[Known]) -> None:
    """Everything we have of these links."""
    if known:
        rows = Rows.of([item.link for item in known])
        for item in known:
            item.take(rows)


def _text_ids(links: list[Held]) -> set[int]:
    return {pk for link in links for pk in (link.baseline_id, link.latest_id) if pk}
