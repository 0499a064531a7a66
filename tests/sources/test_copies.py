"""Saved copies are what was saved: damage becomes a finding, and what was taken down is not kept again."""

import hashlib

import pytest
from django.core.files.storage import storages

from sources import copies, recheck, services
from sources.models import Capture, CaptureText, Finding, store
from tests import factories as make
from tests.lyingserver import LyingServer

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


def test_every_body_has_its_hour():
    captures = [kept(str(number).encode()) for number in range(12)]
    damage(captures[3])
    total = [copies.verify_share(hour) for hour in range(-(-copies.SHARES // copies.SHARES_AT_ONCE))]
    # The shares of the last hour reach round to the first ones.
    again = {f"{number:03x}" for number in range(len(total) * copies.SHARES_AT_ONCE - copies.SHARES)}
    expected = len(captures) + sum(capture.sha256[:3] in again for capture in captures)
    assert sum(read for read, _ in total) == expected
    assert findings() == [("capture_corrupt", True)]
    assert Finding.objects.get().link == captures[3].link


def test_a_share_is_bounded_and_reads_a_shared_body_once():
    hour = int(hashlib.sha256(b"same").hexdigest()[:3], 16) // copies.SHARES_AT_ONCE
    for _ in range(3):
        kept(b"same")
    assert copies.verify_share(hour) == (1, 0)
    assert copies.verify_share(hour, most=0) == (0, 0)


def test_taking_down_removes_the_body_and_keeps_the_hash(django_capture_on_commit_callbacks):
    capture = kept(b"<p>Not ours to keep.</p>")
    CaptureText.objects.create(
        capture=capture, extractor="x", version="1", text="Not ours", text_sha256=services.sha256("Not ours")
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert services.take_down(capture)
    capture.refresh_from_db()
    assert capture.suppressed
    assert capture.sha256 == hashlib.sha256(b"<p>Not ours to keep.</p>").hexdigest()
    with pytest.raises(services.TakenDown):
        services.read_body(capture)
    with pytest.raises(store.Corrupt):
        store.get(capture.sha256)
    assert findings() == []


def test_a_body_another_copy_rests_on_stays_until_the_last_one_goes(django_capture_on_commit_callbacks):
    first, second = kept(b"shared"), kept(b"shared")
    with django_capture_on_commit_callbacks(execute=True):
        assert not services.take_down(first)
    assert services.read_body(second) == b"shared"
    with django_capture_on_commit_callbacks(execute=True):
        assert services.take_down(second)
    with pytest.raises(store.Corrupt):
        store.get(first.sha256)


def test_what_was_taken_down_is_not_kept_again(django_capture_on_commit_callbacks):
    capture = kept(b"again and again")
    with django_capture_on_commit_callbacks(execute=True):
        services.take_down(capture)
    store.put(b"again and again")
    with pytest.raises(store.Corrupt):
        store.get(capture.sha256)
    with storages["captures"].open(store.path_of(capture.sha256)) as file:
        assert b"again" not in file.read()


def test_the_share_passes_over_what_was_taken_down(django_capture_on_commit_callbacks):
    capture = kept(b"gone")
    with django_capture_on_commit_callbacks(execute=True):
        services.take_down(capture)
    assert copies.verify_share(int(capture.sha256[:3], 16) // copies.SHARES_AT_ONCE) == (0, 0)
