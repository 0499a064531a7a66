"""The store of saved copies in every kind of storage: a folder, memory, an S3-compatible server."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from factcheck.checks import capture_store
from factcheck.storage import of_captures
from sources import copies, recheck, services
from sources.models import Capture, Heartbeat, Link, store
from tests import factories as make
from tests.lyingserver import ARTICLE, LyingServer
from tests.s3server import S3Server
from tests.sources.test_copies import findings, kept

BODY = b"<p>A page.</p>" * 1000
FOLDER = Path("unused")


@pytest.fixture(params=["folder", "memory", "s3"])
def kind(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[str]:
    with S3Server() as server:
        address = {
            "folder": "",
            "memory": "django.core.files.storage.InMemoryStorage",
            "s3": f"s3+http://key:se%2Fcret@{server.host}/bucket/copies?region_name=eu-central-1",
        }[request.param]
        use(settings, of_captures(address, tmp_path))
        yield request.param
        if request.param == "s3":
            assert server.calls
            assert all(path.startswith("/bucket/copies/") for _, path, _ in server.calls)
            assert all("Credential=key/" in signed for _, _, signed in server.calls)


def use(settings: Any, entry: dict[str, Any]) -> None:
    settings.STORAGES = {**settings.STORAGES, "captures": entry}


def test_what_is_put_is_got(kind):
    sha256 = store.put(BODY)
    assert store.get(sha256) == BODY
    assert store.put(BODY) == sha256
    with storages["captures"].open(store.path_of(sha256)) as file:
        assert len(file.read()) < len(BODY) / 10


def test_what_is_missing_or_altered_is_corrupt(kind):
    store.put(b"something else")
    with pytest.raises(store.Corrupt, match="cannot be read"):
        store.get("ab" * 32)
    sha256 = store.put(BODY)
    other = store.path_of(store.put(b"other"))
    with storages["captures"].open(other) as file:
        content = file.read()
    storages["captures"].delete(store.path_of(sha256))
    storages["captures"].save(store.path_of(sha256), ContentFile(content))
    with pytest.raises(store.Corrupt, match="altered"):
        store.get(sha256)


def test_what_was_removed_is_not_kept_again(kind):
    sha256 = store.put(BODY)
    store.remove(sha256)
    store.put(BODY)
    with pytest.raises(store.Corrupt):
        store.get(sha256)


def test_a_file_appears_whole_or_not_at_all(settings, tmp_path):
    use(settings, of_captures("", tmp_path))

    class Cut(ContentFile):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"half"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        storages["captures"].save("ab/cd/x.z", Cut(b""))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_many_who_keep_the_same_page_keep_one_file(settings, tmp_path):
    use(settings, of_captures("", tmp_path))
    gate = threading.Barrier(8)

    def work() -> None:
        gate.wait()
        store.put(BODY)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.django_db
def test_a_store_that_does_not_answer_marks_nothing_as_damaged(settings, monkeypatch):
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with S3Server() as server:
        use(settings, of_captures(f"s3+http://key:secret@{server.host}/bucket?region_name=x", FOLDER))
        capture = kept(BODY)
        assert copies.read_body(capture) == BODY
    use(settings, of_captures("s3+http://key:secret@127.0.0.2:9/bucket?region_name=x", FOLDER))
    with pytest.raises(store.Unavailable, match="does not answer"):
        copies.read_body(capture)
    assert findings() == []


@pytest.fixture
def server(settings: Any) -> Iterator[LyingServer]:
    with LyingServer() as running:
        settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.2/32"]
        settings.FACTCHECK_FETCH_PORTS = [running.port]
        settings.FACTCHECK_HOST_INTERVAL = 0
        running.pages = {f"/{name}": (200, {"ETag": '"1"'}, ARTICLE + name.encode()) for name in "abcd"}
        yield running


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["no folder", "no server"])
def test_a_store_that_takes_nothing_costs_no_link_and_no_check(
    settings, monkeypatch, tmp_path, server, client, caplog, how
):
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    (tmp_path / "file").touch()
    out = {"no folder": "", "no server": "s3+http://key:secret@127.0.0.2:9/bucket?region_name=x"}[how]
    use(settings, of_captures("", tmp_path / "copies"))
    links = {name: make.make_link(url=server.url(f"/{name}")) for name in "abc"}
    assert recheck.check_batch().counts == {"healthy": 3}

    use(settings, of_captures(out, tmp_path / "file"))
    server.pages["/b"] = (200, {}, b"<p>Quite another text stands here now.</p>")
    server.pages["/c"] = (404, {}, b"")
    links["d"] = make.make_link(url=server.url("/d"))
    Link.objects.update(next_check_at=timezone.now())
    before = dict(Link.objects.values_list("pk", "state"))
    seen = recheck.check_batch()
    assert seen.counts == {"healthy": 1, "suspect": 1}  # what needs no copy is judged as ever
    assert "takes nothing" in seen.trouble
    for name, state in (("b", "healthy"), ("d", "unknown")):
        row = Link.objects.get(pk=links[name].pk)
        assert (row.state, before[row.pk], row.lease_token, row.strikes) == (state, state, None, 0)
        assert row.checks.count() == row.checks_count == (name == "b")
    assert "2 links were given back unmarked" in caplog.text
    assert client.get("/readyz").json()["store"] == "unavailable"

    Link.objects.update(next_check_at=timezone.now())
    asked = len(server.requests)
    assert recheck.check_batch().links == ()
    with pytest.raises(CommandError, match="The other 4 links were left as they were"):
        call_command("recheck", "--all")
    assert (len(server.requests), Link.objects.due(timezone.now()).count()) == (asked, 4)

    use(settings, of_captures("", tmp_path / "copies"))
    assert recheck.check_batch().counts == {"healthy": 3, "suspect": 1}
    assert Capture.objects.filter(link=links["d"]).exists()
    assert Capture.objects.filter(link=links["b"]).count() == 2
    assert client.get("/readyz").json()["store"] == "ok"
    assert findings() == []


@pytest.mark.django_db
def test_a_folder_that_is_not_mounted_marks_nothing_as_damaged(settings, tmp_path):
    use(settings, of_captures("", tmp_path / "copies"))
    capture = kept(BODY)
    (tmp_path / "copies").rename(tmp_path / "elsewhere")
    with pytest.raises(store.Unavailable):
        copies.read_body(capture)
    start = timezone.now() - copies.ROUND
    Heartbeat.objects.create(name=copies.READ_UNTIL, at=start)
    assert copies.verify_due(timezone.now()) == copies.Verified()
    assert findings() == []
    (tmp_path / "elsewhere").rename(tmp_path / "copies")
    assert copies.verify_due(timezone.now()) == copies.Verified(read=1), "it is made up for"


@pytest.mark.django_db
def test_an_upload_that_cannot_be_kept_is_refused_whole(settings, tmp_path):
    (tmp_path / "file").touch()
    use(settings, of_captures("", tmp_path / "file"))
    with pytest.raises(ValidationError, match="nothing was saved"):
        services.keep_upload(make.make_document(), BODY, file_name="a", media_type="text/plain", text="x")
    assert not Capture.objects.exists()


@pytest.mark.parametrize(
    ("address", "backend", "options"),
    [
        ("", "sources.models.store.Folder", {"location": "unused"}),
        ("a.b.Storage?x=1&y=%2F", "a.b.Storage", {"x": "1", "y": "/"}),
        (
            "s3://k:p%40ss@minio.example:9000/kept/deep/er",
            "storages.backends.s3.S3Storage",
            {
                "access_key": "k", "secret_key": "p@ss", "endpoint_url": "https://minio.example:9000",
                "bucket_name": "kept", "location": "deep/er",
            },
        ),
        (
            "s3:///kept?region_name=eu-central-1",
            "storages.backends.s3.S3Storage",
            {"bucket_name": "kept", "location": "", "region_name": "eu-central-1"},
        ),
    ],
)  # fmt: skip
def test_one_address_says_where(address, backend, options):
    entry = of_captures(address, FOLDER)
    assert entry["BACKEND"] == backend
    assert options.items() <= entry["OPTIONS"].items()
    assert ("endpoint_url" in entry["OPTIONS"]) == ("endpoint_url" in options)


@pytest.mark.parametrize("address", ["ftp://host/bucket", "s3://key:secret@host", "s3:///"])
def test_an_address_that_cannot_be_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match="s3://key:secret@host/bucket/folder"):
        of_captures(address, FOLDER)


@pytest.mark.parametrize("address", ["no.such.Storage", "s3:///bucket?no_such_option=1"])
def test_what_cannot_work_is_told_at_the_start(settings, address):
    assert capture_store(None) == []
    use(settings, of_captures(address, FOLDER))
    [error] = capture_store(None)
    assert (error.id, "django-storages" in error.hint) == ("factcheck.E003", True)
