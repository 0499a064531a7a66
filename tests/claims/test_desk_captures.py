"""Saved copies at the desk: read safely, compared, taken down with a reason."""

import re

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from claims.models import LedgerEntry
from sources import services as sources
from sources.models import Capture, CaptureText, Finding, store
from tests import factories as make

pytestmark = pytest.mark.django_db

EVIL = b"<p>Paid 42 million.</p><script>alert(1)</script><img src=https://tracker.example/x>"


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make.make_user(role))
    return client


def saved(body: bytes = EVIL, text: str = "Paid 42 million.", link=None, **columns) -> Capture:
    link = link or make.make_link()
    columns = {"media_type": "text/html", "head": "HTTP/1.1 200 OK\nX-Evil: <b>", **columns}
    capture = Capture.objects.create(
        document=link.document, link=link, sha256=store.put(body), size=len(body), **columns
    )
    CaptureText.objects.create(
        capture=capture, extractor="main-text", version="1", text=text, text_sha256=sources.sha256(text)
    )
    return capture


def test_the_text_stands_there_escaped_with_the_cited_words_marked():
    capture = saved(text="He said <b>42 million</b> were paid, and <script>more</script>.")
    sources.make_passage(capture.document, exact="<b>42 million</b> were paid")
    html = client_of("checker").get(f"/desk/captures/{capture.pk}/").content.decode()
    assert "<mark>&lt;b&gt;42 million&lt;/b&gt; were paid</mark>" in html
    assert "&lt;script&gt;more" in html
    assert "<script>more" not in html
    assert capture.sha256 in html
    assert "X-Evil: &lt;b&gt;" in html
    assert f'/desk/captures/{capture.pk}/page/#factcheck-cited"' in html


def test_overlapping_passages_do_not_double_the_text():
    capture = saved(text="one two three four")
    for words in ("one two three", "two three four"):
        sources.make_passage(capture.document, exact=words)
    html = client_of("checker").get(f"/desk/captures/{capture.pk}/").content.decode()
    assert "<mark>one </mark><mark>two three</mark><mark> four</mark>" in html


def test_the_page_itself_stands_in_a_frame_that_can_do_nothing():
    capture = saved()
    response = client_of("checker").get(f"/desk/captures/{capture.pk}/")
    html = response.content.decode()
    assert 'sandbox=""' in html
    assert f'src="/desk/captures/{capture.pk}/page/#factcheck-cited"' in html
    assert "frame-src 'self'" in response["Content-Security-Policy"]
    assert "alert(1)" not in html


def test_the_body_is_given_out_behind_glass():
    capture = saved(charset="iso-8859-1")
    response = client_of("checker").get(f"/desk/captures/{capture.pk}/body/")
    assert response.content == EVIL
    assert response["Content-Type"] == "text/html; charset=iso8859-1"
    glass = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert response["Content-Security-Policy"] == glass
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "Content-Disposition" not in response
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("media_type", ["application/pdf", "image/svg+xml", ""])
def test_what_is_no_text_is_only_saved_to_disk(media_type):
    capture = saved(media_type=media_type)
    response = client_of("checker").get(f"/desk/captures/{capture.pk}/body/")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"].startswith("sandbox;")
    page = client_of("checker").get(f"/desk/captures/{capture.pk}/").content.decode()
    assert "<iframe" not in page


def test_the_frame_shows_the_page_with_the_cited_words_marked_and_nothing_else_that_acts():
    capture = saved(
        "<body onload=evil()><nav>Paid 42 million.</nav><p>Then <b>Müller</b> paid 42&nbsp;mil<i>lion</i>."
        "<script>alert(1)</script></p><a href=' JavaScript:x()'>more</a>".encode("cp1252"),
        text="Then Müller paid 42 million.\nmore",
        charset="windows-1252",
    )
    sources.make_passage(capture.document, exact="Müller paid 42 million", prefix="Then ")
    client = client_of("checker")
    response = client.get(f"/desk/captures/{capture.pk}/page/")
    html = response.content.decode()
    marks = [(bool(node.id), node.text()) for node in LexborHTMLParser(html).css("mark")]
    assert marks == [(True, "Müller"), (False, " paid 42\xa0mil"), (False, "lion")]
    assert (response["Content-Type"], "<nav>Paid 42 million.</nav>" in html) == (
        "text/html; charset=utf-8",
        True,
    )
    assert not re.search("script|onload", html, re.IGNORECASE)
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    odd = saved(b"<p>" + b"<b>" * 9_000, text="x")
    assert client.get(f"/desk/captures/{odd.pk}/page/").content.startswith(b"<p><b>")


@pytest.mark.parametrize("charset", ["no-such-charset", "utf-8\r\nX-A: b", ""])
def test_a_charset_that_is_none_is_not_passed_on(charset):
    response = client_of("checker").get(f"/desk/captures/{saved(charset=charset).pk}/body/")
    assert response["Content-Type"] == "text/html"


def test_a_damaged_copy_is_one_clear_line_and_a_finding():
    capture = saved(b"damaged soon")
    with open(storages["captures"].path(store.path_of(capture.sha256)), "wb") as file:
        file.write(b"?")
    client = client_of("checker")
    page = client.get(f"/desk/captures/{capture.pk}/", headers={"accept-language": "en"})
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert Finding.objects.get().kind == "capture_corrupt"
    body = client.get(f"/desk/captures/{capture.pk}/body/")
    assert body.status_code == client.get(f"/desk/captures/{capture.pk}/page/").status_code == 500
    assert body["Content-Security-Policy"].startswith("sandbox;")


def test_only_who_may_read_the_document_sees_its_copies():
    named = make.make_document(confidentiality="named")
    capture = saved(link=make.make_link(named))
    for role in ("chief", "checker"):
        for page in ("", "body/", "page/", f"diff/{capture.pk}/"):
            assert client_of(role).get(f"/desk/captures/{capture.pk}/{page}").status_code == 404
    other = saved()
    assert client_of("chief").get(f"/desk/captures/{other.pk}/diff/{capture.pk}/").status_code == 404
    assert Client().get(f"/desk/captures/{other.pk}/body/").status_code == 302


def test_two_copies_side_by_side():
    link = make.make_link()
    before = saved(b"1", "The bridge cost 42 million <i>.\nBuilt in 3 years.", link)
    after = saved(b"2", "The bridge cost 24 million <i>.\nBuilt in 3 years.", link)
    html = client_of("checker").get(f"/desk/captures/{before.pk}/diff/{after.pk}/").content.decode()
    assert "cost <del>42</del> million &lt;i&gt;" in html
    assert "cost <ins>24</ins> million &lt;i&gt;" in html
    page = client_of("checker").get(f"/desk/captures/{after.pk}/").content.decode()
    assert f"/desk/captures/{before.pk}/diff/{after.pk}/" in page


def test_texts_of_two_readers_are_not_compared():
    link = make.make_link()
    before, after = saved(b"1", "old", link), saved(b"2", "new", link)
    CaptureText.objects.create(
        capture=after, extractor="main-text", version="2", text="x", text_sha256=sources.sha256("x")
    )
    html = client_of("checker").get(f"/desk/captures/{before.pk}/diff/{after.pk}/").content.decode()
    assert 'role="alert"' in html
    assert "<del>" not in html


def test_a_source_change_leads_to_its_copies():
    link = make.make_link()
    before, after = saved(b"1", "old", link), saved(b"2", "new", link)
    finding = make.make_finding(link, "text_changed", before=before, after=after)
    html = client_of("checker").get(f"/desk/findings/{finding.pk}/").content.decode()
    for address in (f"{before.pk}/", f"{after.pk}/", f"{before.pk}/diff/{after.pk}/"):
        assert f'"/desk/captures/{address}"' in html


def test_the_claim_shows_that_its_article_was_edited():
    claim = make.make_claim()
    article = claim.article.document
    passage = make.make_passage(article, "17 Millionen Flüge")
    claim.appearances.create(passage=passage, position=9)
    change = make.make_finding(make.make_link(article), "figure_changed", passage=passage)
    page = client_of("checker").get(
        reverse("desk-claim", args=[claim.public_id]), headers={"Accept-Language": "de"}
    )
    assert "Der Artikel lautet hier inzwischen anders:" in page.text
    assert reverse("desk-finding", args=[change.pk]) in page.text


def test_the_chief_takes_a_copy_down(django_capture_on_commit_callbacks):
    capture = saved(b"not ours", "Words of others.")
    chief = client_of("chief")
    with django_capture_on_commit_callbacks(execute=True):
        chief.post(f"/desk/captures/{capture.pk}/take-down/", {"reason": "Court order 1 O 23/26"})
    html = chief.get(f"/desk/captures/{capture.pk}/").content.decode()
    assert "Words of others." not in html
    assert 'role="alert"' in html
    assert capture.sha256 in html
    assert chief.get(f"/desk/captures/{capture.pk}/body/").status_code == 451
    diff = chief.get(f"/desk/captures/{capture.pk}/diff/{capture.pk}/").content.decode()
    assert "Words of others." not in diff
    entry = LedgerEntry.objects.get(action="copy_taken_down")
    assert entry.payload["sha256"] == capture.sha256
    assert entry.payload["reason"] == "Court order 1 O 23/26"


def test_taking_down_needs_the_chief_a_reason_and_no_legal_hold():
    capture = saved()
    address = f"/desk/captures/{capture.pk}/take-down/"
    assert client_of("editor").post(address, {"reason": "because"}).status_code == 403
    assert client_of("chief").post(address, {"reason": " "}).status_code == 400
    claim = make.make_claim(legal_hold_since=make.moment("2026-01-01"))
    make.make_evidence(claim, capture.document)
    refused = client_of("chief").post(address, {"reason": "Court order"})
    assert refused.status_code == 400
    assert (
        "Eine Aussage, die auf dieser Kopie beruht, steht unter Sicherungspflicht" in refused.content.decode()
    )
    capture.refresh_from_db()
    assert not capture.suppressed
