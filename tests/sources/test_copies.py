"""Saved copies are what was saved: damage becomes a finding, and what was taken down is not kept again."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages

from sources import copies, recheck, services
from sources.models import Capture, CaptureText, Finding, Heartbeat, Passage, store
from tests import factories as make
from tests.lyingserver import ARTICLE, LyingServer

pytestmark = pytest.mark.django_db


def kept(body: bytes = b"<p>Kept.</p>", *, link=None) -> Capture:
    link = link or make.make_link()
    sha256 = store.put(body)
    return Capture.objects.create(
        document=link.document, link=link, sha256=sha256, size=len(body), media_type="text/html"
    )


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "captures": {**settings.STORAGES["captures"], "OPTIONS": {"location": str(tmp_path)}},
    }


def damage(capture: Capture, content: bytes = b"x") -> None:
    path = storages["captures"].path(store.path_of(capture.sha256))
    with open(path, "wb") as file:
        file.write(content)


def findings() -> list[tuple[str, bool]]:
    return [(finding.kind, finding.ended_at is None) for finding in Finding.objects.order_by("pk")]


def test_a_copy_reads_back_as_it_was():
    assert services.read_body(kept(b"\x00\xff body")) == b"\x00\xff body"
    assert findings() == []


def test_damage_is_a_finding_of_its_link_once_and_ends_with_the_repair():
    capture = kept()
    damage(capture)
    for _ in range(2):
        with pytest.raises(store.Corrupt, match=capture.sha256[:12]):
            services.read_body(capture)
    assert findings() == [("capture_corrupt", True)]
    assert Finding.objects.get().before == capture
    storages["captures"].delete(store.path_of(capture.sha256))
    store.put(b"<p>Kept.</p>")
    assert services.read_body(capture) == b"<p>Kept.</p>"
    assert findings() == [("capture_corrupt", False)]


def test_another_body_in_its_place_is_noticed():
    capture, other = kept(b"one"), kept(b"two")
    with open(storages["captures"].path(store.path_of(other.sha256)), "rb") as file:
        damage(capture, file.read())
    with pytest.raises(store.Corrupt, match="altered"):
        services.read_body(capture)


def test_a_damaged_upload_has_no_link_to_tell_of_and_is_still_not_read():
    text = services.keep_upload(
        make.make_document(), b"words", file_name="a.txt", media_type="text/plain", text="words"
    )
    damage(text.capture)
    with pytest.raises(store.Corrupt):
        services.read_body(text.capture)
    assert findings() == []


def test_damage_touches_no_claim_and_ends_with_no_healthy_visit(settings):
    with LyingServer() as server:
        settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.2/32"]
        settings.FACTCHECK_FETCH_PORTS = [server.port]
        settings.FACTCHECK_HOST_INTERVAL = 0
        server.pages["/a"] = (200, {"Content-Type": "text/html"}, b"<p>A page about a bridge.</p>")
        link = make.make_link(url=server.url("/a"))
        list(recheck.check_all([link.pk]))
        capture = Capture.objects.get(link=link)
        damage(capture)
        with pytest.raises(store.Corrupt):
            services.read_body(capture)
        list(recheck.check_all([link.pk]))
    assert findings() == [("capture_corrupt", True)]


def read_until(moment: datetime) -> datetime:
    Heartbeat.objects.update_or_create(name=copies.READ_UNTIL, defaults={"at": moment})
    return moment


def its_turn(capture: Capture, digits: int = copies.FEWEST_DIGITS) -> datetime:
    """When it is due in some round; what was before is done."""
    span = copies.ROUND / 16**digits
    start = datetime(1970, 1, 1, tzinfo=UTC) + 700 * copies.ROUND + int(capture.sha256[:digits], 16) * span
    return read_until(start) + span + timedelta(seconds=1)


def test_every_body_is_read_once_in_a_round_however_seldom_that_is_asked_for():
    captures = [kept(str(number).encode()) for number in range(12)]
    damage(captures[3])
    start = read_until(datetime(2027, 1, 1, tzinfo=UTC))
    days = (3, 4, 20, 20, 28)
    done = [copies.verify_due(start + timedelta(days=day)) for day in days]
    assert [sum(run.read for run in done), sum(run.damaged for run in done)] == [12, 1]
    assert not any(run.more for run in done)
    assert findings() == [("capture_corrupt", True)]
    assert Finding.objects.get().link == captures[3].link
    late = [copies.verify_due(start + timedelta(days=400)), copies.verify_due(start + timedelta(days=400))]
    assert [run.read for run in late] == [12, 0], "after a year's rest one round is enough"


def test_a_run_is_bounded_and_the_next_one_goes_on():
    for number in range(12):
        kept(str(number).encode())
    now = read_until(datetime(2027, 1, 1, tzinfo=UTC)) + copies.ROUND
    runs = [copies.verify_due(now, most=5)]
    while runs[-1].more:
        runs.append(copies.verify_due(now, most=5))
    assert len(runs) >= 3
    assert max(run.read for run in runs) < 12
    assert sum(run.read for run in runs) == 12


def test_shares_become_finer_as_copies_become_many(monkeypatch):
    capture = kept(b"one of many")
    monkeypatch.setattr(copies, "SHARE", 0.5 / 16**3)
    assert copies.verify_due(its_turn(capture, digits=4)) == copies.Verified(read=1)
    assert copies.verify_due(its_turn(capture, digits=4) - copies.ROUND / 16**4) == copies.Verified()


def test_a_shared_body_is_read_once():
    for _ in range(3):
        capture = kept(b"same")
    assert copies.verify_due(its_turn(capture)) == copies.Verified(read=1)


def test_taking_down_removes_the_body_and_keeps_the_hash():
    capture = kept(b"<p>Not ours to keep.</p>")
    CaptureText.objects.create(
        capture=capture, extractor="x", version="1", text="Not ours", text_sha256=services.sha256("Not ours")
    )
    assert services.take_down(capture)
    capture.refresh_from_db()
    assert capture.suppressed
    assert capture.sha256 == hashlib.sha256(b"<p>Not ours to keep.</p>").hexdigest()
    with pytest.raises(services.TakenDown):
        services.read_body(capture)
    with pytest.raises(store.Corrupt):
        store.get(capture.sha256)
    assert findings() == []


def test_a_body_another_copy_rests_on_stays_until_the_last_one_goes():
    first, second = kept(b"shared"), kept(b"shared")
    assert not services.take_down(first)
    assert services.read_body(second) == b"shared"
    assert services.take_down(second)
    with pytest.raises(store.Corrupt):
        store.get(first.sha256)


def test_what_was_taken_down_is_not_kept_again():
    capture = kept(b"again and again")
    services.take_down(capture)
    store.put(b"again and again")
    with pytest.raises(store.Corrupt):
        store.get(capture.sha256)
    with storages["captures"].open(store.path_of(capture.sha256)) as file:
        assert b"again" not in file.read()


def test_the_share_passes_over_what_was_taken_down():
    capture = kept(b"gone")
    services.take_down(capture)
    assert copies.verify_due(its_turn(capture)) == copies.Verified()


def test_of_two_damaged_copies_the_second_is_told_once_the_first_is_mended():
    link = make.make_link()
    first, second = kept(b"one", link=link), kept(b"two", link=link)
    for capture in (first, second):
        damage(capture)
        with pytest.raises(store.Corrupt):
            services.read_body(capture)
    store.mend(b"one", first.sha256)
    assert services.read_body(first) == b"one"
    assert Finding.objects.open().get().before == second
    store.mend(b"two", second.sha256)
    assert services.read_body(second) == b"two"
    assert findings() == [("capture_corrupt", False), ("capture_corrupt", False)]


def test_a_damaged_copy_of_a_page_that_still_reads_so_is_kept_again(settings):
    settings.FACTCHECK_FETCH_ALLOW, settings.FACTCHECK_HOST_INTERVAL = ["127.0.0.2/32"], 0
    with LyingServer() as server:
        settings.FACTCHECK_FETCH_PORTS = [server.port]
        server.pages["/a"] = (200, {"Content-Type": "text/html", "ETag": '"one"'}, ARTICLE)
        link = services.watch(make.make_document(), server.url("/a"))
        list(recheck.check_all([link.pk]))
        capture = Capture.objects.get()
        damage(capture)
        with pytest.raises(store.Corrupt):
            services.read_body(capture)
        list(recheck.check_all([link.pk]))
    assert services.read_body(capture) == ARTICLE
    assert findings() == [("capture_corrupt", False)]
    assert Capture.objects.count() == 1


def test_what_was_taken_down_is_neither_mended_nor_uploaded_again():
    capture = kept(b"gone for good")
    services.take_down(capture)
    store.mend(b"gone for good", capture.sha256)
    with pytest.raises(store.Corrupt):
        store.get(capture.sha256)
    with pytest.raises(ValidationError, match="legal reasons"):
        services.keep_upload(
            make.make_document(), b"gone for good", file_name="a", media_type="text/plain", text="gone"
        )
    assert Capture.objects.count() == 1


@pytest.mark.parametrize("exact", [" ", "\n\n", "\u00ad\u200b"])
def test_blanks_are_no_passage(exact):
    text = make.make_capture(make.make_document(), f"One.{exact}Two.")
    with pytest.raises(ValidationError, match="blanks"):
        services.select_passage(text, 4, 4 + len(exact))
    with pytest.raises(ValidationError, match="blanks"):
        services.make_passage(text.capture.document, exact=exact)
    assert not Passage.objects.exists()
