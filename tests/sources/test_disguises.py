"""When a page that answers is not the page: rules, and how often they are right on labelled pages."""

import gettext
import json
import os
import unicodedata
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib import admin

from sources import anchoring
from sources.drift import disguises, siblings, wordings
from sources.extraction import Extracted, extract
from tests.sources.disguised_pages import ASKED, CASES, HONEST, PROBED, QUOTES, SILENT, Case

LOST = {"soft_404", "replaced"}


def read(markup: str) -> Extracted:
    return extract(markup.encode(), "text/html", "utf-8")


def page_of(case: Case) -> disguises.Page:
    now = read(case.now)
    return disguises.Page(
        asked=case.asked, url=case.url or case.asked, title=now.title, text=now.text, markup=case.now
    )


def past_of(case: Case) -> disguises.Past:
    now, before = read(case.now), read(case.before) if case.before else None
    seen = anchoring.locate(now.text, QUOTES[case.language]).status != anchoring.Status.MISSING
    return disguises.Past(
        title=before.title if before else "",
        text=before.text if before else "",
        domain=urlsplit(case.asked).netloc if before else "",
        similarity=anchoring.similarity(before.text, now.text) if before else None,
        passages=int(case.cited),
        seen=int(case.cited and seen),
    )


def probe_of(case: Case) -> disguises.Probe:
    if case.probe in (HONEST, SILENT):
        return disguises.Probe(asked=PROBED, honest=case.probe == HONEST)
    shown = read(case.probe)
    return disguises.Probe(
        asked=PROBED, served=True, url=case.probed_url or PROBED, title=shown.title, text=shown.text
    )


def judge(case: Case) -> str:
    """As the engine does it."""
    page, past = page_of(case), past_of(case)
    if not disguises.suspicions(page, past):
        return "alive"
    disguise = disguises.at_sight(page, past, urlsplit(page.url).netloc)
    if not disguise and siblings.sibling(page.asked, "x" * 25):
        disguise = disguises.by_probe(page, past, probe_of(case))
    return disguise.outcome if disguise else "alive"


def test_precision_and_recall_on_labelled_pages():
    assert len({case.name for case in CASES}) == len(CASES) >= 100
    table = Counter((case.truth in LOST, judge(case) in LOST) for case in CASES)
    right, false, missed = table[True, True], table[False, True], table[True, False]
    wrong = [(case.name, case.truth, judge(case)) for case in CASES if case.truth != judge(case)]
    print(f"precision {right / (right + false):.3f} recall {right / (right + missed):.3f} wrong {wrong}")
    assert right / (right + false) >= 0.99, wrong
    assert right / (right + missed) >= 0.92, wrong


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.truth not in LOST], ids=lambda case: case.name
)
def test_nothing_alive_is_called_dead(case):
    assert judge(case) == case.truth


def test_wording_alone_decides_nothing():
    """Every wording, on a host that is honest or silent."""
    for case in CASES:
        for probe in (HONEST, SILENT):
            page, past = page_of(case), past_of(case)
            answer = disguises.Probe(asked=PROBED, honest=probe == HONEST)
            assert disguises.by_probe(page, past, answer) is None


def test_a_word_of_the_address_may_stand_in_the_notice():
    """The page of most-read stories, shown for whatever is asked, at an address that says "read" too."""
    text = "Nothing here\n" + "\n".join(f"Story {number} that others read" for number in range(9))
    asked, unknown = "https://a.example/news/read-this.html", "https://a.example/news/xkcdqwertz.html"
    page = disguises.Page(asked=asked, url=asked, title="Nothing here", text=text)
    probe = disguises.Probe(asked=unknown, served=True, url=unknown, title="Nothing here", text=text)
    past = disguises.Past(title="Bridge opened", text="The new bridge", similarity=0.0, passages=1)
    assert disguises.by_probe(page, past, probe).outcome == "soft_404"


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://a.example/", True),
        ("https://a.example/index.html", True),
        ("https://a.example/de/", True),
        ("https://a.example/en-gb/index.php", True),
        ("https://a.example/?page=2", True),
        ("https://a.example/about", False),
        ("https://a.example/de/news", False),
    ],
)
def test_home_pages_have_no_siblings(url, home):
    assert siblings.is_home(url) == home
    assert bool(siblings.sibling(url, "x")) != home


@pytest.mark.parametrize(
    ("url", "sibling"),
    [
        ("https://a.example/news/b", "https://a.example/news/X"),
        ("https://a.example/news/b/", "https://a.example/news/X/"),
        ("https://a.example/b.html?x=1", "https://a.example/X.html"),
        ("https://a.example/b.tar.gz", "https://a.example/X.gz"),
        ("https://a.example:8443/a*b/c", "https://a.example:8443/a*b/X"),
    ],
)
def test_siblings_share_directory_and_ending(url, sibling):
    assert siblings.sibling(url, "X") == sibling
    assert siblings.sibling(siblings.directory(url), "X") == sibling


@pytest.mark.parametrize(
    ("to", "up"),
    [
        ("https://gazette.example/", True),
        ("https://www.gazette.example/de/", True),
        ("https://gazette.example/news", True),
        ("https://gazette.example/news/2019/", True),
        ("https://gazette.example/news/2019/council-votes-tram/", False),
        ("https://gazette.example/newsletter", False),
        (ASKED, False),
    ],
)
def test_sent_up(to, up):
    assert siblings.is_sent_up(ASKED, to) == up


def test_notices_in_every_language_that_the_framework_speaks():
    said, missed = 0, []
    for catalog in sorted(Path(admin.__file__).parent.glob("locale/*/LC_MESSAGES/django.mo")):
        with catalog.open("rb") as file:
            translations = gettext.GNUTranslations(file)
        for english in ("Page not found", "We’re sorry, but the requested page could not be found."):
            notice = translations.gettext(english)
            said += 1
            if not wordings.NOT_FOUND.search(unicodedata.normalize("NFC", notice)):
                missed.append((catalog.parts[-3], notice))
    assert said > 180
    assert missed == []


def test_notices_in_many_languages():
    folder = os.environ.get("FACTCHECK_EVAL")
    if not folder:
        pytest.skip("FACTCHECK_EVAL names no folder with not_found_phrases.json")
    notices = json.loads((Path(folder) / "not_found_phrases.json").read_text())
    told = [n for n in notices if wordings.NOT_FOUND.search(f"{n['title']}\n{n['body']}")]
    assert len(told) / len(notices) >= 0.95
    spoken = [n for n in notices if n["locale"].partition("_")[0].partition("-")[0] in ("en", "de", "zh")]
    assert [n for n in spoken if n not in told] == []
