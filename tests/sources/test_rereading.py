"""A newer extractor: copies are read anew from the store, and nothing is news that was there before."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import storages

from sources import drift, recheck, services
from sources.extraction import VERSION
from sources.models import (
    Capture,
    CaptureText,
    Check,
    Document,
    Finding,
    Link,
    Passage,
    Sighting,
    append_only,
    store,
)
from sources.recheck import known, leasing, rereading
from tests.lyingserver import ARTICLE, LyingServer

pytestmark = pytest.mark.django_db

QUOTE = "The new bridge cost 42 million euros."
STRUCK = ARTICLE.replace(b"42 million", b"<del>42</del> <ins>43</ins> million")
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def server(settings, tmp_path: Path) -> Iterator[LyingServer]:
    captures = {**settings.STORAGES["captures"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "captures": captures}
    with LyingServer() as running:
        settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.2/32"]
        settings.FACTCHECK_FETCH_PORTS = [running.port]
        settings.FACTCHECK_HOST_INTERVAL = settings.FACTCHECK_CONFIRM_AFTER = 0
        settings.FACTCHECK_GONE_AFTER = settings.FACTCHECK_UNREACHABLE_AFTER = 0
        yield running


def watch(server: LyingServer, body: bytes, *, quote: str = QUOTE, path: str = "/a") -> Link:
    server.pages[path] = (200, HTML | {"ETag": f'"{hash(body)}"'}, body)
    document = Document.objects.create(title="A report")
    services.make_passage(document, exact=quote)
    return check(services.watch(document, server.url(path)))


def check(link: Link, times: int = 1) -> Link:
    for _ in range(times):
        list(recheck.check_all([link.pk]))
    link.refresh_from_db()
    return link


def kinds() -> list[str]:
    return list(Finding.objects.open().values_list("kind", flat=True))


def read_by_an_older_one(text: CaptureText, wording: str) -> None:
    """As if an extractor of another version had made the text, and looked for the passages in it."""
    with append_only.lifted(CaptureText, Sighting):
        CaptureText.objects.filter(pk=text.pk).update(
            version="0", text=wording, text_sha256=hashlib.sha256(wording.encode()).hexdigest()
        )
        passages = [sighting.passage for sighting in text.sightings.all()]
        text.sightings.all().delete()
    text.refresh_from_db()
    services.seek_passages(text, passages)


def body_of(capture: Capture) -> Path:
    return Path(storages["captures"].path(store.path_of(capture.sha256)))


def test_it_is_read_from_the_store_without_a_request(server):
    link = watch(server, ARTICLE)
    old = link.baseline
    read_by_an_older_one(old, f"Menu\n{old.text}")
    asked = len(server.requests)
    lease = leasing.lease(only=[link.pk], due_only=False)
    [item], trouble = rereading.bring_up_to_date(lease, known.gather(lease.links), deadline=9)
    assert (len(server.requests), trouble, lease.late) == (asked, "", [])
    assert item.baseline == item.latest != old
    assert (item.baseline.version, item.baseline.capture) == (VERSION, old.capture)
    link.refresh_from_db()
    assert (link.baseline, link.latest) == (item.baseline, item.latest)
    assert [(s.status, item.baseline.text[s.start : s.end]) for s in item.baseline.sightings.all()] == [
        ("found", QUOTE)
    ]
    assert CaptureText.objects.get(pk=old.pk).version == "0"


def test_an_unchanged_page_need_not_even_be_sent(server):
    link = watch(server, ARTICLE)
    read_by_an_older_one(link.baseline, "Menu\n" + link.baseline.text)
    check(link)
    assert list(Check.objects.order_by("pk").values_list("status_code", flat=True)) == [200, 304]
    assert (Capture.objects.count(), kinds()) == (1, [])


def test_words_that_the_newer_one_leaves_out_are_no_loss(server):
    """Cited when the struck figure still counted as present: the page has not changed since."""
    link = watch(server, STRUCK, quote="The new bridge cost 42 43 million euros.")
    read_by_an_older_one(link.baseline, link.baseline.text.replace("43", "42 43"))
    for minute in range(4):
        server.pages["/a"] = (200, HTML, STRUCK.replace(b"Imprint", b"At 10:%d" % minute))
        check(link)
    assert (link.state, link.pending_kind, kinds()) == ("healthy", "", [])
    [sighting] = link.latest.sightings.all()
    assert (sighting.status, sighting.found_text) == ("found", "The new bridge cost 43 million euros.")
    server.pages["/a"] = (200, HTML, STRUCK.replace(b"43", b"44"))
    check(link, times=2)
    assert kinds() == ["figure_changed"]


def test_what_was_struck_out_meanwhile_is_seen(server):
    """The older reading of the struck page was that of the page before: no copy was made of it."""
    link = watch(server, ARTICLE)
    server.pages["/a"] = (200, HTML, ARTICLE.replace(b"42 million", b"<s>42</s> million"))
    Link.objects.filter(pk=link.pk).update(
        body_sha256=hashlib.sha256(server.pages["/a"][2]).hexdigest(), etag='"x"'
    )
    read_by_an_older_one(link.baseline, link.baseline.text)
    check(link, times=2)
    assert kinds() == ["figure_changed"]


def test_what_was_found_by_the_older_one_is_not_found_again(server):
    link = watch(server, ARTICLE)
    server.pages["/a"] = (200, HTML, ARTICLE.replace(b"42 million", b"42 or 44 million"))
    check(link, times=2)
    assert kinds() == ["figure_changed"]
    read_by_an_older_one(link.baseline, link.baseline.text)
    read_by_an_older_one(link.latest, link.latest.text.replace("42 or 44", "(42) 44"))
    before = Finding.objects.get()
    found = Sighting.objects.get(capture_text=link.latest).found_text
    mark = drift.Change(drift.FindingKind.FIGURE_CHANGED, before.passage_id, found).mark
    with append_only.lifted(Finding):
        Finding.objects.update(detail={**before.detail, "mark": mark})
    check(link, times=3)
    assert [f.pk for f in Finding.objects.all()] == [before.pk]
    assert kinds() == ["figure_changed"]
    server.pages["/a"] = (200, HTML, ARTICLE)
    check(link)
    assert kinds() == []


def test_reordered_names_in_json_are_nothing(server):
    body = b'{"title": "Bridges", "text": "%s", "note": "%s"}' % (QUOTE.encode(), b"more words " * 30)
    link = watch(server, body)
    lines = link.baseline.text.split("\n")
    read_by_an_older_one(link.baseline, "\n".join(reversed(lines)))
    check(link)
    server.pages["/a"] = (
        200,
        HTML,
        body.replace(b'"title": "Bridges", ', b"").replace(b"}", b', "title": "Bridges"}'),
    )
    check(link, times=2)
    assert (link.state, kinds(), Capture.objects.count()) == ("healthy", [], 1)


@pytest.mark.parametrize("how", ["missing", "damaged", "taken down", "unreadable"])
def test_a_copy_that_cannot_be_read_gives_way_to_the_page(server, how):
    link = watch(server, ARTICLE)
    old = link.baseline
    read_by_an_older_one(old, old.text)
    match how:
        case "missing":
            body_of(old.capture).unlink()
            body_of(old.capture).with_name("another").write_bytes(b"")  # the folder itself is there
        case "damaged":
            body_of(old.capture).write_bytes(b"x")
        case "taken down":
            services.take_down(old.capture)
        case "unreadable":
            sha256 = store.put(b"")
            with append_only.lifted(Capture):
                Capture.objects.update(sha256=sha256)
    check(link, times=2)
    assert (link.state, kinds()) == ("healthy", [])
    assert (link.baseline, link.baseline.version) == (link.latest, VERSION)
    assert link.baseline.capture != old.capture
    assert link.baseline.capture.suppressed == (how == "taken down")
    assert link.baseline.sightings.get().status == "found"
    server.pages["/a"] = (200, HTML, ARTICLE.replace(b"42", b"43"))
    check(link, times=2)
    assert kinds() == ["figure_changed"]


def test_where_one_copy_is_lost_the_other_stands_for_both(server):
    link = watch(server, ARTICLE)
    server.pages["/a"] = (200, HTML, ARTICLE.replace(b"120 workers", b"some workers, and many more helped"))
    check(link, times=2)
    assert (link.baseline == link.latest, kinds()) == (False, ["text_changed"])
    for text in (link.baseline, link.latest):
        read_by_an_older_one(text, text.text + "\nFoot")
    body_of(link.baseline.capture).write_bytes(b"x")
    newest = link.latest.capture
    check(link)
    assert (link.baseline, link.baseline.capture) == (link.latest, newest)


def test_a_store_that_does_not_answer_is_waited_for(server, tmp_path):
    link = watch(server, ARTICLE)
    old = link.baseline
    read_by_an_older_one(old, "Menu\n" + old.text)
    asked = len(server.requests)
    away = tmp_path.rename(tmp_path.with_name("unmounted"))
    with pytest.raises(store.Unavailable):
        check(link)
    link.refresh_from_db()
    assert (len(server.requests), link.baseline, link.lease_token) == (asked, old, None)
    away.rename(tmp_path)
    check(link)
    assert (link.state, link.baseline.version) == ("healthy", VERSION)


def test_what_cannot_be_looked_for_holds_up_no_other_page(server):
    links = [watch(server, ARTICLE), watch(server, ARTICLE + b"<p>1", path="/b")]
    for link in links:
        read_by_an_older_one(link.baseline, "Menu\n" + link.baseline.text)
    digest = services.sha256("\u00ad")
    Passage.objects.create(document=links[0].document, exact="\u00ad", exact_sha256=digest)
    recheck.check_batch(due_only=False)
    assert list(Link.objects.order_by("pk").values_list("state", "baseline__version")) == [
        ("unsupported", VERSION),
        ("healthy", VERSION),
    ]


def test_a_batch_reads_as_many_as_there_is_time_for(server, monkeypatch):
    links = [watch(server, ARTICLE + b"<p>%d" % n, path=f"/{n}") for n in range(4)]
    for link in links:
        read_by_an_older_one(link.baseline, "Menu\n" + link.baseline.text)
    monkeypatch.setattr(recheck, "REREADING", 0)
    called = []
    summary = recheck.check_batch(due_only=False, on_full=lambda: called.append(1))
    assert (len(summary.links), summary.deferred, called) == (1, 3, [1])
    list(recheck.check_all([link.pk for link in links]))
    assert set(Link.objects.values_list("baseline__version", "lease_token")) == {(VERSION, None)}
    assert kinds() == []
