"""manage.py exportwarc: what is written is read back by warcio, with every digest intact."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from sources import recheck, services
from sources.models import Capture, Document, store
from tests import factories as make
from tests.lyingserver import ARTICLE, LyingServer

pytestmark = pytest.mark.django_db

HEAD = "HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Encoding: gzip\nContent-Length: 7\nX-Name: Jörg"


def saved(document: Document, body: bytes = b"<p>Body</p>", head: str = HEAD, **columns) -> Capture:
    columns = {"final_url": "https://source.example/page?a=1", "media_type": "text/html", **columns}
    return Capture.objects.create(
        document=document, sha256=store.put(body), size=len(body), head=head, **columns
    )


def export(tmp_path: Path, *options: str, name: str = "copies.warc.gz") -> tuple[str, list[dict]]:
    out = BytesIO()

    class Out:
        def write(self, text: str) -> None:
            out.write(text.encode())

    call_command("exportwarc", str(tmp_path / name), *options, stdout=Out(), stderr=Out())
    with (tmp_path / name).open("rb") as file:
        records = [read(record) for record in ArchiveIterator(file, check_digests="raise")]
    return out.getvalue().decode().splitlines()[-1], records


def read(record: ArcWarcRecord) -> dict:
    body = record.content_stream().read()
    assert record.digest_checker.passed is not False
    return {
        "type": record.rec_type,
        "uri": record.rec_headers.get_header("WARC-Target-URI"),
        "date": record.rec_headers.get_header("WARC-Date"),
        "id": record.rec_headers.get_header("WARC-Record-ID"),
        "of": record.rec_headers.get_header("WARC-Concurrent-To"),
        "version": record.rec_headers.protocol,
        "digested": bool(record.rec_headers.get_header("WARC-Block-Digest")),
        "head": record.http_headers,
        "body": body,
    }


@pytest.mark.parametrize("name", ["copies.warc.gz", "copies.warc"])
def test_a_copy_is_a_response_and_what_we_know_of_it(tmp_path, name):
    capture = saved(make.make_document("A report\nin two lines"), fetched_at=make.moment("2026-11-22 10:00"))
    told, (info, response, about) = export(tmp_path, name=name)
    assert told == "copies=1 damaged=0 taken_down=0"
    assert [info["type"], response["type"], about["type"]] == ["warcinfo", "response", "metadata"]
    assert {record["version"] for record in (info, response, about)} == {"WARC/1.1"}
    assert b"conformsTo: http" in info["body"]
    assert response["uri"] == "https://source.example/page?a=1"
    assert response["date"] == "2026-11-22T10:00:00.000000Z"
    assert response["body"] == b"<p>Body</p>"
    assert response["digested"]
    assert about["of"] == response["id"]
    assert f"sha256: {capture.sha256}".encode() in about["body"]
    assert b"title: A report in two lines\r\n" in about["body"]


def test_the_head_speaks_of_the_body_as_it_is_stored(tmp_path):
    saved(make.make_document())
    _told, (_info, response, _about) = export(tmp_path)
    head = response["head"]
    assert head.get_statuscode() == "200"
    assert head.get_header("Content-Length") == str(len(b"<p>Body</p>"))
    assert head.get_header("Content-Encoding") is None
    assert head.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert head.get_header("X-Archive-Orig-Content-Length") == "7"


@pytest.mark.parametrize(
    "head",
    [
        "HTTP/1.1 200 Schön\nX: y",
        "HTTP/1.1 200 OK\nX-\x85Odd: a\x85b\x0bc",
        "HTTP/1.1 200",
        "HTTP/1.0 200 OK\n",
    ],
)
def test_odd_heads_do_not_break_the_file(tmp_path, head):
    saved(make.make_document(), head=head)
    _told, (_info, response, about) = export(tmp_path)
    assert response["body"] == b"<p>Body</p>"
    assert about["type"] == "metadata"


def test_an_upload_is_a_resource(tmp_path):
    document = make.make_document()
    services.keep_upload(document, b"%PDF", file_name="a.pdf", media_type="application/pdf", text="x")
    _told, (_info, resource, about) = export(tmp_path, "--document", str(document.pk))
    assert resource["type"] == "resource"
    assert resource["uri"].startswith("urn:sha256:")
    assert resource["body"] == b"%PDF"
    assert b"fileName: a.pdf" in about["body"]


def test_a_page_that_was_fetched_goes_all_the_way(tmp_path, settings):
    with LyingServer() as server:
        settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.2/32"]
        settings.FACTCHECK_FETCH_PORTS = [server.port]
        settings.FACTCHECK_HOST_INTERVAL = 0
        server.pages["/a"] = (200, {"Content-Type": "text/html; charset=utf-8"}, ARTICLE)
        link = make.make_link(url=server.url("/a"))
        list(recheck.check_all([link.pk]))
    _told, (_info, response, _about) = export(tmp_path)
    assert (response["uri"], response["body"]) == (link.url, ARTICLE)
    assert response["head"].get_header("Content-Type") == "text/html; charset=utf-8"


def test_damaged_and_taken_down_copies_are_left_out_and_counted(tmp_path):
    document = make.make_document()
    saved(document, b"fine")
    Capture.objects.create(document=document, sha256="0" * 64)
    saved(document, b"removed", suppressed=True)
    told, records = export(tmp_path)
    assert told == "copies=1 damaged=1 taken_down=1"
    assert [record["body"] for record in records if record["type"] == "response"] == [b"fine"]


def test_a_case_is_its_articles_and_its_evidence_without_what_is_confidential(tmp_path):
    claim = make.make_claim()
    cited, secret, other = (
        make.make_document(),
        make.make_document(confidentiality="desk"),
        make.make_document(),
    )
    for document in (claim.article.document, cited, secret, other):
        saved(document, str(document.pk).encode())
    for document in (cited, secret):
        make.make_evidence(claim, document)
    told, records = export(tmp_path, "--case", claim.article.case.slug)
    bodies = {record["body"] for record in records if record["type"] == "response"}
    assert bodies == {str(document.pk).encode() for document in (claim.article.document, cited)}
    assert told.startswith("copies=2 ")
    told, _records = export(tmp_path, "--document", str(secret.pk))
    assert told.startswith("copies=1 ")


def test_what_does_not_exist_is_one_clear_line(tmp_path):
    with pytest.raises(CommandError, match="no document 4711"):
        export(tmp_path, "--document", "4711")
    with pytest.raises(CommandError, match="no case 'x'"):
        export(tmp_path, "--case", "x")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("exportwarc", str(tmp_path / "none" / "a.warc.gz"))
    assert list(tmp_path.iterdir()) == []
