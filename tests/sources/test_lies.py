"""Every behaviour of the lying server through the whole engine: what a link's state is after one look, after
enough looks, and when the page is back; and a finding only where one is due."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial

import pytest

from sources import recheck, services
from sources.extraction import extract
from sources.fetching import Fetcher, Limits
from sources.models import Capture, Document, Finding, Link
from sources.recheck import reading
from tests.lyingserver import ARTICLE, BEHAVIOURS, LyingServer

pytestmark = pytest.mark.django_db

QUOTE = "The new bridge cost 42 million euros."
PAGE = (200, {"Content-Type": "text/html; charset=utf-8"}, ARTICLE)
ENOUGH = 4  # with the first look, the five strikes that make a link unreachable

# Outcome of one fetch -> state after one look, after enough of them, and the finding by then.
EXPECTED = {
    "healthy": ("healthy", "healthy", ""),
    "moved": ("moved", "moved", "moved"),
    "gone": ("suspect", "gone", "gone"),
    "unreachable": ("suspect", "unreachable", "unreachable"),
    "blocked": ("blocked", "blocked", ""),
    "unsupported": ("unsupported", "unsupported", ""),
    "refused": ("refused", "refused", ""),
}
# Answers without a text: nothing can be said of them, as long as there never was one.
TEXTLESS = {"empty", "no-content", "meta-refresh", "refresh-itself"}
# Served in place of the article they have another text, on a host that is honest about addresses unknown.
ANOTHER_TEXT = {"soft-404", "parked", "charset-lie"}
REWORDED = {"pdf-as-html": "passage_changed"}
# Seconds of waiting, megabytes, or seconds of reading at each look.
SILENT = {"hang", "stall", "drip", "drip-headers"}
HEAVY = {"deep", "one-line"}
LARGE = HEAVY | {"bomb", "endless", "endless-members", "hundred-thousand-headers"}
SLOW = SILENT | LARGE
READING = 4  # seconds


@pytest.fixture
def server(settings) -> Iterator[LyingServer]:
    with LyingServer() as running:
        settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.2/32"]
        settings.FACTCHECK_FETCH_PORTS = [80, 443, 6379, running.port]
        settings.FACTCHECK_HOST_INTERVAL = 0
        settings.FACTCHECK_CONFIRM_AFTER = 0
        settings.FACTCHECK_GONE_AFTER = 0
        settings.FACTCHECK_UNREACHABLE_AFTER = 0
        yield running


def watch(server: LyingServer, folder: str, names: Iterable[str] = BEHAVIOURS) -> dict[str, Link]:
    links = {}
    for name in names:
        document = Document.objects.create(title=name)
        services.make_passage(document, exact=QUOTE)
        links[name] = services.watch(document, server.url(f"/{folder}/{name}"))
    return links


def look(links: dict[str, Link], times: int = 1) -> dict[str, str]:
    for _ in range(times):
        list(recheck.check_all([link.pk for link in links.values()]))
    return dict(
        Link.objects.filter(pk__in=[k.pk for k in links.values()]).values_list("document__title", "state")
    )


def findings() -> dict[str, str]:
    """Open findings by behaviour; one each at most."""
    rows = Finding.objects.open().values_list("link__document__title", "kind")
    assert len(dict(rows)) == len(rows)
    return dict(rows)


def expected(at: int, without: Collection[str] = (), **exceptions: str) -> dict[str, str]:
    table = {name: EXPECTED[behaviour.expect][at] for name, behaviour in BEHAVIOURS.items()}
    return {name: kind for name, kind in (table | exceptions).items() if kind and name not in without}


def test_there_are_enough_lies():
    assert len(BEHAVIOURS) >= 40


def test_lies_from_the_first_look_on(server):
    """A page never seen in order: nothing is lost that was had, but a link that never works is told."""
    links = watch(server, "behave", [name for name in BEHAVIOURS if name not in SLOW])
    textless = dict.fromkeys(TEXTLESS, "unsupported")
    assert look(links) == expected(0, SLOW, **textless)
    assert findings() == {}
    assert look(links, ENOUGH) == expected(1, SLOW, **textless)
    assert findings() == expected(2, SLOW, **dict.fromkeys(ANOTHER_TEXT, "passage_missing"), **REWORDED)
    dead = {name for name, b in BEHAVIOURS.items() if b.expect not in ("healthy", "moved")}
    assert not Capture.objects.filter(document__title__in=dead).exists()


def test_lies_that_take_time(server, monkeypatch):
    limits = Limits(connect=2, read=1, total=2, patience=0.3)
    monkeypatch.setattr(Fetcher, "from_settings", partial(Fetcher.from_settings, limits=limits))
    links = watch(server, "behave", SILENT)
    rest = set(BEHAVIOURS) - SILENT
    assert look(links) == expected(0, rest)
    assert findings() == {}
    assert look(links, ENOUGH) == expected(1, rest)
    assert findings() == expected(2, rest)


def test_lies_too_large_to_take_in(server, monkeypatch):
    monkeypatch.setattr(reading, "extract", partial(extract, seconds=READING))
    links = watch(server, "behave", LARGE)
    rest = set(BEHAVIOURS) - LARGE
    first = look(links)
    # Whether they can be read within the limits is a matter of the machine.
    heavy = {name: first[name] for name in HEAVY}
    assert set(heavy.values()) <= {"healthy", "unsupported"}
    assert first == expected(0, rest, **heavy)
    light = {name: link for name, link in links.items() if name not in HEAVY}
    assert look(light, ENOUGH) == expected(1, rest | HEAVY)
    assert findings() == {}


def test_pages_that_begin_to_lie_and_recover(server):
    names = [name for name in BEHAVIOURS if name not in SLOW]
    links = watch(server, "page", names)
    for name in names:
        server.pages[f"/page/{name}"] = PAGE
    assert set(look(links).values()) == {"healthy"}
    for name in names:
        server.pages[f"/page/{name}"] = (302, {"Location": f"/behave/{name}"}, b"")
    # A temporary redirect is no move; a page that lost its text is not reached.
    unmoved = {name: "healthy" for name, b in BEHAVIOURS.items() if b.expect == "moved"}
    assert look(links) == expected(0, SLOW, **unmoved, **dict.fromkeys(TEXTLESS, "suspect"))
    assert findings() == {}
    assert look(links, ENOUGH) == expected(1, SLOW, **unmoved, **dict.fromkeys(TEXTLESS, "unreachable"))
    due = REWORDED | {"error-of-its-own": "text_changed"} | dict.fromkeys(TEXTLESS, "unreachable")
    due |= dict.fromkeys(ANOTHER_TEXT, "passage_missing") | dict.fromkeys(unmoved, "")
    assert findings() == expected(2, SLOW, **due)
    for name in names:
        server.pages[f"/page/{name}"] = PAGE
    assert set(look(links).values()) == {"healthy"}
    assert findings() == {}
