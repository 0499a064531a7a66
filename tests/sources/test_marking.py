"""Passages marked in pages as they are really built."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from sources.extraction import extract
from sources.extraction.marking import CITED, Quote, marked


def marks(page: bytes, *quotes: Quote, media_type: str = "text/html", charset: str = "utf-8") -> list[str]:
    html = marked(page, media_type, charset, quotes)
    assert html is not None
    tree = LexborHTMLParser(html)
    found = tree.css("mark")
    assert [node.id for node in found] == [CITED, *[None] * (len(found) - 1)][: len(found)]
    before = extract(page, media_type, charset).text if media_type == "text/html" else page.decode(charset)
    if media_type == "text/html":
        assert extract(html.encode(), "text/html").text == before  # nothing is lost by marking
    return [node.text() for node in found]


@pytest.mark.parametrize(
    ("page", "quotes", "marked_as"),
    [
        ("<p>Es waren 42 Euro.</p>", [Quote("42 Euro")], ["42 Euro"]),
        ("<p>one <a href=/x>two</a> three</p>", [Quote("one two three")], ["one ", "two", " three"]),
        ("<p>first part,</p>\n<p>second</p>", [Quote("part,\nsecond")], ["part,", "second"]),
        ("<ul><li>first<li>second</ul>", [Quote("first\nsecond")], ["first", "second"]),
        ("<table><tr><td>Bayern<td> 17 <td>9</table>", [Quote("Bayern 17 9")], ["Bayern", " 17 ", "9"]),
        ("<p>a &lt;b&gt; &amp; c d</p>", [Quote("<b> & c")], ["<b> & c"]),
        ("<p>So\u00adzial 1\u202f234 ,,x“</p>", [Quote("Sozial 1 234")], ["So\u00adzial 1\u202f234"]),
        ("<p>x 5 y</p><p>here 5 is</p>", [Quote("5", "here ", " is")], ["5"]),
        ("<p>one two three</p>", [Quote("one two"), Quote("two three")], ["one two three"]),
        ("<p>one two three</p>", [Quote("three"), Quote("one")], ["one", "three"]),
        ("<p>said <!-- not --> so<script>x</script> then", [Quote("so then")], ["so", " then"]),
        ("<p>nothing of it</p>", [Quote("quite another sentence stood here")], []),
        ("<svg onload=x><text>42 Euro</text></svg><p>42 Euro</p>", [Quote("42 Euro")], ["42 Euro"]),
        ("<p>cost <del>42</del> 43 Euro", [Quote("cost 43 Euro")], ["cost ", " 43 Euro"]),
        ("<p>cost <b style='text-decoration:line-through'>42</b> 43 Euro", [Quote("42")], []),
        ("", [Quote("x")], []),
    ],
)  # fmt: skip
def test_a_passage_is_marked_through_whatever_elements_it_runs(
    page: str, quotes: list[Quote], marked_as: list[str]
) -> None:
    assert marks(page.encode(), *quotes) == marked_as


def test_plain_text_is_shown_as_it_is_and_what_is_no_page_is_not() -> None:
    assert marks(b"if a < b\n\n  then <b>5</b>", Quote("then <b>5</b>"), media_type="text/plain") == [
        "then <b>5</b>"
    ]
    assert marked(b"%PDF-1.4", "application/pdf", "", []) is None
    assert marked(b"<b>" * 9_000, "text/html", "", []) is None


@pytest.mark.parametrize(
    "odd",
    [
        "<base href=//evil/>", "<meta http-equiv=refresh content='0;url=x'>", "<iframe src=//evil></iframe>",
        "<p ONCLICK='x()'>y</p>", "<a href='java\nscript:x'>y</a>", "<object data=x></object>",
        "<form action='javascript:x'>y</form>", "<svg onload=x></svg>", "<link rel=stylesheet href=//evil>",
    ],
)  # fmt: skip
def test_nothing_that_acts_is_left(odd: str) -> None:
    html = marked(f"<p>text</p>{odd}".encode(), "text/html", "", [])
    assert html is not None
    assert not re.search("evil|refresh|script:|onclick|onload|object", html, re.IGNORECASE)
