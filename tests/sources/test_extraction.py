"""From bytes to text: what is kept, what is dropped, and what no page can do to us."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.extraction import EXTRACTOR, VERSION, extract
from sources.extraction.charsets import decode
from sources.extraction.folding import fold, join_broken_words
from tests.pdfs import pdf_with

PARAGRAPH = "The council voted for the new bridge on Tuesday evening after a long debate about money. "
STORY = f"<h1>Bridge</h1><p>{PARAGRAPH * 2}</p><p>It costs <b>42</b> million&nbsp;euros.</p>"
STORY_TEXT = f"Bridge\n{(PARAGRAPH * 2).strip()}\nIt costs 42 million euros."


def text_of(markup: str) -> str:
    return extract(markup.encode(), "text/html", "utf-8").text


def test_name_and_version_are_told() -> None:
    extracted = extract(b"<title> A  page </title><p>x", "text/html")
    assert (extracted.extractor, extracted.version) == (EXTRACTOR, VERSION) == ("main-text", "4")
    assert (extracted.title, extracted.text, extracted.trouble) == ("A page", "x", "")


@pytest.mark.parametrize(
    "page",
    [
        f"<body>{STORY}",
        f"<body><nav>Home News</nav><main>{STORY}</main><footer>Imprint</footer>",
        f"<body><header>Daily</header><article>{STORY}</article><p>More to read</p>",
        f"<body><div role=navigation>Home</div><div role=main>{STORY}</div><div>Weather 12°</div>",
        f"<body>{STORY}<aside>Most read</aside><script>var x = '<p>no'</script><style>p {{}}</style>",
        f"<body><iframe src=x>frame</iframe>{STORY}<noscript>no script</noscript><template>t</template>",
        f"<body><div class=cookie-banner>{'We use cookies. ' * 90}</div>{STORY}",
        f"<body><div id=CookieConsent>{'We use cookies. ' * 90}</div>{STORY}",
        f"<body><div role=dialog>Subscribe!</div>{STORY}<div class='ad-slot'>Buy now</div>",
        f"<body><div class='has-ads content'>{STORY}<div class=advertisement>Buy</div></div>",
        f"<body class='cookie-banner-open'><div id=wrap class='no-sidebar'>{STORY}</div>",
        f"<body><form id=aspnetForm><nav>Menu</nav>{STORY}</form>",
        f"<body>{STORY}<form>Your e-mail <button>Send</button></form>",
        f"<body>{STORY}<ul class=share-buttons><li>Share<li>Tweet</ul><div class=mostRead>Top 5</div>",
        f"<body>{STORY}<section class='most-read'>Top 5</section><div class=comments>First!</div>",
        f"<body><!-- comment -->{STORY}<select><option>one</select><textarea>two</textarea>",
        f"<body><main><header>{STORY}</header></main>",
        f"<body><div class='cookie-page'><main>{STORY}</main></div>",
    ],
)
def test_the_article_is_kept_and_the_rest_is_dropped(page: str) -> None:
    assert text_of(page) == STORY_TEXT


def test_a_list_of_articles_is_kept_whole() -> None:
    page = "".join(f"<article><h2>Report {n}</h2><p>{PARAGRAPH * 3}</p></article>" for n in range(3))
    assert [line for line in text_of(page).split("\n") if line.startswith("Report")] == [
        "Report 0",
        "Report 1",
        "Report 2",
    ]


def test_blocks_are_lines_and_words_stay_whole() -> None:
    page = "<p>a<span>b</span><i>c</i> d<br>e</p><ul><li>f<li>g</ul><table><tr><td>h<td>i<tr><td>j</table>k"
    assert text_of(page) == "abc d\ne\nf\ng\nh i\nj\nk"


def test_footnote_marks_and_links_stay_in_their_sentence() -> None:
    page = '<p>In <a href="/x">2019</a><sup>[1]</sup>, nine <em>tenths</em>.</p>'
    assert text_of(page) == "In 2019[1], nine tenths."


@pytest.mark.parametrize(
    "cost",
    [
        "<del>42</del> <ins>43</ins>",
        "<s>42 or 44</s> 43",
        "<span style='color:red; Text-Decoration: LINE-THROUGH'>42</span> 43",
        "<strike><b>42</b></strike> 43",
        "<b role=deletion>42</b> 43",
        "<i class='x line-through'>42</i> 43",
    ],
)
def test_what_is_struck_out_is_not_said(cost: str) -> None:
    assert text_of(f"<p>It cost {cost} million euros.</p>") == "It cost 43 million euros."


def test_a_page_without_article_gives_what_there_is() -> None:
    assert text_of("<body><main></main><p>Short notice.</p>") == "Short notice."
    assert text_of("") == ""
    assert text_of("no markup at all") == "no markup at all"


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("a  b\t c \n\n\r\n d ", "a b c\nd"),
        ("Soft\u00adhyphen zero\u200bwidth \ufeffmark", "Softhyphen zerowidth mark"),
        ("u\u0308ber", "über"),
        ("nul\x00 bell\x07 escape\x1b", "nul bell escape"),
        ("non\u00a0breaking\u2009thin\u3000wide", "non breaking thin wide"),
        ("line\u2028separator\x0bpage\x0cfeed\x85next", "line\nseparator\npage\nfeed\nnext"),
        ("lone \ud800 half", "lone half"),
    ],
)
def test_folding(raw: str, folded: str) -> None:
    assert fold(raw) == folded


@pytest.mark.parametrize(
    ("raw", "joined"),
    [
        ("Wirt-\nschaft", "Wirtschaft"),
        ("Nord-\nSüd", "Nord-Süd"),
        ("2012-\n2016", "2012-\n2016"),
        ("and -\nthen", "and -\nthen"),
    ],
)
def test_words_broken_by_typesetting(raw: str, joined: str) -> None:
    assert join_broken_words(raw) == joined


GERMAN = "Die Brücke über die Saale ist größer als früher, sagen die Behörden für Straßenbau."
FRENCH = "La cour a été élue à Noël où l’hôpital français coûte très cher, dit-on à l’État ; « ça ira »."
SPANISH = "El sistema costó más de lo que el informe del año pasado decía, ¿y quién pagó?"
POLISH = "Zażółć gęślą jaźń: rejestr społeczny kosztował więcej niż wszystkie pozostałe łącznie."
JAPANESE = "二〇二〇年の終わりまでに、市内では約一万二千世帯が期限までに書類を提出しませんでした。"
KOREAN = "2020년 말까지 약 1만 2천 가구가 서류를 제때 제출하지 않았다고 시 당국이 밝혔다."
CHINESE = "国务院关于印发社会信用体系建设规划纲要的通知各省自治区直辖市人民政府国务院各部委各直属机构"


@pytest.mark.parametrize(
    ("text", "real", "declared"),
    [
        (GERMAN, "utf-8", ""),
        (GERMAN, "utf-8", "iso-8859-1"),
        (GERMAN, "utf-8", "klingon-8"),
        (GERMAN, "utf-8", "utf-16"),
        (GERMAN, "cp1252", "iso-8859-1"),
        (GERMAN, "cp1252", "utf-8"),
        (GERMAN, "cp1252", "unicode_escape"),
        (GERMAN, "utf-8-sig", "iso-8859-1"),
        (GERMAN, "utf-16", ""),
        (GERMAN, "utf-16-le", "utf-16le"),
        ("„Brücke“ – 42 €", "cp1252", "ISO-8859-1"),
        ("Общество доверия и кредитный рейтинг", "cp1251", "windows-1251"),
        ("Übersicht ————————————", "cp1252", "iso-8859-1"),
        (CHINESE, "utf-8", "gbk"),
        (CHINESE, "gb18030", "gb2312"),
        (CHINESE, "gb18030", "utf-8"),
        (CHINESE, "gb18030", "iso-8859-1"),
        (JAPANESE, "cp932", ""),
        (JAPANESE, "cp932", "iso-8859-1"),
        (JAPANESE, "euc_jp", ""),
        (KOREAN, "euc_kr", ""),
        (KOREAN, "cp949", "utf-8"),
        (GERMAN, "cp1252", "gb2312"),
        (FRENCH, "cp1252", "utf-8"),
        (FRENCH, "cp1252", ""),
        (FRENCH, "cp1252", "gbk"),
        (SPANISH, "cp1252", "utf-8"),
        (POLISH, "cp1250", "utf-8"),
        ("腾讯、阿里巴巴参与，采用Sesame信用App与QQ登录方式的A股公司数据", "gb18030", "gb2312"),
        ("plain", "ascii", "base64"),
        ("plain", "ascii", "utf-7"),
        ("日本語のページ", "iso2022_jp", "iso-2022-jp"),
        ("日本語のページ", "euc_jp", "euc-jp"),
    ],
)
def test_character_sets_that_lie(text: str, real: str, declared: str) -> None:
    assert decode(text.encode(real), declared) == text


@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "gbk"])
@pytest.mark.parametrize("text", [GERMAN, FRENCH, CHINESE])
def test_a_few_broken_bytes_make_no_other_character_set(text: str, declared: str) -> None:
    assert decode(b"\xff" + text.encode() + b"\xe4", declared) == f"\ufffd{text}\ufffd"


def test_the_set_named_in_the_page_outranks_a_servers_default() -> None:
    page = f'<meta http-equiv=content-type content="text/html; charset=GB2312"><p>{CHINESE}'.encode("gbk")
    assert extract(page, "text/html", "iso-8859-1").text == CHINESE


def test_plain_text_and_json() -> None:
    assert extract(b"one\r\n\r\ntwo  three", "text/plain").text == "one\ntwo three"
    data = b'{"a": {"b": [1, 2.50, {"c": null}]}, "d": "x y", "e": true}'
    assert extract(data, "application/json").text == "a.b: 1\na.b: 2.50\na.b.c: null\nd: x y\ne: true"
    assert extract(b'{"b": 2, "a": {"d": 1, "c": 0}}', "application/json").text == "a.c: 0\na.d: 1\nb: 2"
    assert extract(b'{"b": 1, "a": 2}\n\n{"a": 3}', "application/x-ndjson").text == "a: 2\nb: 1\na: 3"
    assert extract(b"{broken", "application/json").text == "{broken"
    assert extract(b"[" * 100_000, "application/json").text == "[" * 100_000


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"<?xml version='1.0'?><a b='1' xmlns='urn:x'>one <c>two</c><d/>&#252;</a>", "b: 1\none\ntwo\nü"),
        ("<?xml version='1.0' encoding='latin1'?><a>ü</a>".encode("latin-1"), "ü"),
        (b"<?xml version='1.0'?><a><![CDATA[<b> & c]]><!-- no --></a>", "<b> & c"),
        (b"<?xml version='1.0'?><a>unclosed", "<?xml version='1.0'?><a>unclosed"),
        (f"{LAUGHS}<x>&b;</x>".encode(), f"{LAUGHS}<x>&b;</x>"),
        (b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x>y</x>", "y"),
    ],
)
def test_xml(body: bytes, text: str) -> None:
    assert extract(body, "application/xml").text == text


def test_pdf() -> None:
    extracted = extract(pdf_with("Die Br\u00fccke kostet 42 Millionen Euro.", "Bericht"), "application/pdf")
    assert (extracted.text, extracted.title) == ("Die Brücke kostet 42 Millionen Euro.", "Bericht")


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7 and nothing more",
        pdf_with("x")[:300],
        b"<html>not a PDF",
        b"%PDF-1.4\n" + b"1 0 obj << /Length 5 >> stream " * 20_000,
    ],
)
def test_broken_pdfs_are_trouble_and_no_exception(body: bytes) -> None:
    extracted = extract(body, "application/pdf")
    assert extracted.text == ""
    assert extracted.trouble


@pytest.mark.parametrize("media_type", ["image/png", "application/octet-stream", "application/zip"])
def test_what_has_no_text_says_so(media_type: str) -> None:
    extracted = extract(b"\x00\x01", media_type)
    assert extracted.text == ""
    assert extracted.trouble


PIECES = """
    <p> </p> <div class=ad> </div> <main> </main> <b> </i> <table> <td> <form> <!-- --> <script> <title>
    <template> <svg> <body> <head> <article> <nav id=cookie> < > \" '
    &nbsp; &#0; text Brücke 42 \ud800 \x00
"""
MARKUP = st.lists(st.sampled_from(PIECES.split())).map("".join)


@given(markup=MARKUP, charset=st.sampled_from(["", "utf-8", "utf-16", "gbk", "latin-1", "hex", "\x00"]))
def test_any_markup_gives_folded_text(markup: str, charset: str) -> None:
    extracted = extract(markup.encode("utf-8", "surrogatepass"), "text/html", charset)
    assert fold(extracted.text) == extracted.text
    assert "\x00" not in extracted.text + extracted.title


@given(body=st.binary(), charset=st.text(max_size=20))
def test_any_bytes_give_text(body: bytes, charset: str) -> None:
    for media_type in ("text/html", "text/plain", "application/json"):
        text = extract(body, media_type, charset).text
        assert fold(text) == text
        text.encode()


def test_a_page_on_one_line() -> None:
    page = b"<p>" + b"word <b>bold</b> " * 120_000
    assert extract(page, "text/html").text.count("bold") == 120_000


def test_a_page_nested_deeper_than_any_stack() -> None:
    page = b"<div>" * 20_000 + b"bottom" + b"</div>" * 20_000
    assert extract(page, "text/html").text == "bottom"


def test_markup_that_multiplies_cannot_take_our_memory() -> None:
    """Formatting elements left open are repeated in every block: 600 kB of this ask for 20 GB."""
    page = "".join(f"<b id={n}><p>" for n in range(20_000)).encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    extracted = extract(page, "text/html")
    assert extracted.trouble
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_rows_of_marks_without_end_are_cut() -> None:
    started = time.monotonic()
    page = "<p>a" + "\u0315\u0300" * 40_000 + " b" + "\u0f73" * 99 + " a\u0300</p>"
    text = extract(page.encode(), "text/html").text
    assert time.monotonic() - started < 2
    assert len(text) < 100
    assert text.endswith(" à")


def test_json_that_multiplies_cannot_take_our_memory() -> None:
    body = b'{"%s":' % (b"k" * 200) * 900 + b"[" + b",".join([b"1"] * 90_000) + b"]" + b"}" * 900
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    text = extract(body, "application/json").text
    assert text.startswith("k")
    assert text.splitlines()[0].endswith("k: 1")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


GROWTH = """
import re, sys
from pathlib import Path
from sources.extraction import extract
def kilobytes(name):
    return int(re.search(name + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
page = ("<p>\U0001f600" + "word " * int(sys.argv[1])).encode()
extract(page[:900], "text/html")
Path("/proc/self/clear_refs").write_text("5")
before = kilobytes("VmRSS")
text = extract(page, "text/html").text
print(len(text), (kilobytes("VmHWM") - before) / 1024)
"""


@pytest.mark.skipif(not os.access("/proc/self/clear_refs", os.W_OK), reason="needs Linux's /proc to measure")
def test_a_long_page_is_not_parsed_in_the_memory_of_the_worker() -> None:
    """One sign beyond the basic plane makes each character of a string take four bytes."""
    done = subprocess.run(
        [sys.executable, "-c", GROWTH, "900000"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    length, megabytes = map(float, done.stdout.split())
    assert length == 4_500_000
    assert 0 < megabytes < 80


def test_the_time_of_a_parser_is_limited() -> None:
    page = b"<div>" * 200_000
    started = time.monotonic()
    assert extract(page, "text/html", seconds=1).trouble
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>412 km<sup>2</sup>, 3 × 10<sup>6</sup>", "412 km², 3 × 10⁶"),
        (
            "<p>link<span class=sr-only>(anew)</span> and<span hidden> no</span> more",
            "link and more",
        ),
        ("<div hidden><p>shown by a script</p></div>", "shown by a script"),
    ],
)
def test_exponents_stay_raised_and_what_nobody_sees_is_not_said(markup: str, text: str) -> None:
    assert extract(markup.encode(), "text/html", "utf-8").text == text


def test_a_left_out_half_keeps_its_hyphen_at_the_end_of_a_line() -> None:
    assert join_broken_words("Haupt-\nund Neben-\nkosten") == "Haupt-\nund Nebenkosten"
