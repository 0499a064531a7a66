"""Pages as they live: what the next visit finds of one article, and what of it is news to those who cite it.

All wording is our own; the shapes are those of news sites, agencies and statistical offices.
"""

# ruff: noqa: E501 (markup)

import json
import re
from dataclasses import dataclass, field

from tests.pdfs import pdf_with

QUOTE = "Nach Angaben des Amts wurden 2021 insgesamt 4.300 Brücken für 42 Millionen Euro geprüft, rund 12 Prozent galten als baufällig."
CHINESE = "全市共有五百万户家庭参加该计划，其中百分之十二未按时提交材料。"
_AROUND = [
    "Die Verwaltung hatte den Bericht lange angekündigt und mehrfach verschoben.",
    "Im Stadtrat war die Vorlage bis zuletzt umstritten, am Ende fand sie eine knappe Mehrheit.",
    "Fachleute raten dazu, die Zahlen im Zusammenhang mit früheren Erhebungen zu lesen.",
    "Ein Sprecher wollte sich auf Nachfrage nicht zu einzelnen Posten äußern.",
    "Die Opposition kündigte an, in der nächsten Sitzung einen eigenen Antrag zu stellen.",
    "Für die Anwohner bleibt vorerst alles beim Alten, auch die Umleitungen gelten weiter.",
]
_LONGER = [
    "Angefangen hatte alles mit einem Riss, den eine Radfahrerin im Herbst meldete und den zunächst niemand ernst nahm.",
    "Erst als ein zweites Gutachten vorlag, ließ das Amt die Fahrbahn sperren und bestellte weitere Proben aus dem Beton.",
    "Die Proben zeigten, dass Salz tief eingedrungen war, tiefer jedenfalls, als die Ingenieure es nach den Plänen erwartet hatten.",
    "Seither fahren Lastwagen einen Umweg durch zwei Dörfer, in denen die Leute nachts bei geschlossenen Fenstern schlafen.",
    "Ein Neubau gilt als wahrscheinlich, doch über Ort und Breite gehen die Meinungen weit auseinander.",
    "Wer dort wohnt, möchte vor allem wissen, wann die Bagger kommen und wann sie wieder gehen.",
    "Das Land hat Geld zugesagt, allerdings nur für den Fall, dass noch in dieser Wahlperiode begonnen wird.",
    "Bis dahin sollen Stützen aus Stahl helfen, die eine Firma aus dem Nachbarort in wenigen Tagen aufstellt.",
]
_PAGE = """<!doctype html><html lang="de"><head><meta charset="utf-8"><meta name="csrf-token" content="a81f3c">
<title>Brücken geprüft | Hafenblatt</title><script nonce="r4nd0m">var t=1700000000</script></head><body class="a b">
<header class="site"><nav><ul><li>Politik</li><li>Wetter</li></ul></nav><p class="ticker">DAX 15.123 (+0,3 %)</p></header>
<main id="content"><article><h1>Brücken geprüft</h1><p class="meta">Von A. Beispiel, vor 3 Stunden, 5 Min. Lesezeit</p>
<p>{0} {1}</p><p>{2} <span>{quote}</span> {3}</p><!--mid--><p>{4}</p><p>{5}</p>{longer}
<p class="updated">Stand: 14:03 Uhr</p></article><section class="comments"><h2>3 Kommentare</h2><p>Na endlich.</p></section></main>
<aside class="most-read"><h2>Meistgelesen</h2><ol><li>Stau auf der Ringstraße</li><li>Neuer Trainer</li></ol></aside>
<form action="/abo"><input type="hidden" name="csrf" value="77aa"><p>Newsletter</p></form><footer>© 2026 Hafenblatt, 1.234 Leser online</footer></body></html>"""
BASE = _PAGE.format(*_AROUND, quote=QUOTE, longer="".join(f"<p>{line}</p>" for line in _LONGER))


@dataclass(frozen=True)
class Case:
    """`after` is what the page has become; `finding` and `state` what is to be said of it in the end."""

    name: str
    after: bytes
    finding: str = ""
    state: str = "healthy"
    before: bytes = BASE.encode()
    headers: dict[str, str] = field(default_factory=dict)
    quote: str = QUOTE


def edit(name: str, *pairs: tuple[str, str], base: str = BASE, **more: object) -> Case:
    for old, new in pairs:
        assert old in base, old
        base = base.replace(old, new)
    return Case(name, base.encode(), **more)  # type: ignore[arg-type]


def quoted(name: str, *pairs: tuple[str, str], finding: str = "", of: str = QUOTE) -> Case:
    """The same page with another quotation, of which perhaps a part was cited (`of`), without surroundings."""
    quote = QUOTE
    for old, new in pairs:
        assert old in quote, old
        quote = quote.replace(old, new)
    return Case(name, BASE.replace(QUOTE, quote).encode(), finding, quote=of)


_OTHERS = "".join(
    f"<li><a href=/n/{n}>Meldung Nummer {n} über ganz andere Dinge im Land</a></li>" for n in range(12)
)
_BOXES = "".join(
    f"<div class='teaser'><h3>Noch eine Geschichte {n}</h3><p>Sie handelt von {n} Dingen.</p></div>"
    for n in range(8)
)

FEED = {"Content-Type": "application/rss+xml"}


def _feed(text: str, made: str) -> bytes:
    name, _, value = made.partition(": ")
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss {name}="{value}"><channel><title>Hafenblatt</title>'
        f"<item><title>Brücken geprüft</title><description>{text}</description></item>"
        + "".join(f"<item><description>{line}</description></item>" for line in _LONGER)
        + "</channel></rss>"
    ).encode()


def _table(*rows: str) -> bytes:
    cells = "".join(f"<tr><td>{row.replace('|', '</td><td>')}</td></tr>" for row in rows)
    return BASE.replace(QUOTE, f"<table>{cells}</table>").encode()


_BOX = "<div><h2>Auf einen Blick</h2><p>Was die Prüfer sahen:</p><p>{}</p></div>".format
_BOXED = BASE.replace(f"<span>{QUOTE}</span>", f"</p>{_BOX(QUOTE)}<p>")


def boxed(name: str, box: str, finding: str = "", *, inside: bool = False) -> Case:
    """The box with the quotation taken out of the text and put beside it, within the article or behind it."""
    end = "</article>" if inside else "</main>"
    after = BASE.replace(QUOTE, "").replace(end, f"{box}{end}" if inside else f"{end}{box}")
    return Case(name, after.encode(), finding, before=_BOXED.encode())


NOTHING = [
    edit("clock", ("14:03", "16:47"), ("Stand", "Aktualisiert am 3. Mai")),
    edit("relative date", ("vor 3 Stunden", "vor 2 Tagen")),
    edit("relative date spelled", ("vor 3 Stunden", "gestern")),
    edit("views", ("Leser online", "Leserinnen und Leser online"), ("1.234", "98.765")),
    edit("nonces", ("a81f3c", "ffff01"), ("r4nd0m", "x9"), ("77aa", "12bc"), ("1700000000", "1800000000")),
    edit("advertisement", ("<!--mid-->", "<div class='ad-slot'>Jetzt 20 % sparen! Nur heute.</div>")),
    edit("advertisement without a name", ("<!--mid-->", "<div class='x7f'>Jetzt 20 % sparen! Nur heute im Fachgeschäft.</div>")),
    edit("embed", ("<!--mid-->", "<blockquote class='social-embed'>Ganz großer Unsinn! 1.204 Likes</blockquote>")),
    edit("most read", ("Stau auf der Ringstraße", "Bäckerei schließt"), ("Neuer Trainer", "12 Tipps für 2027")),
    edit("related in the article", ("<!--mid-->", f"<div class='related'><h2>Mehr zum Thema</h2><ul>{_OTHERS}</ul></div>")),
    edit("teasers below", ("</main>", f"</main><section>{_BOXES}</section>")),
    edit("comments", ("3 Kommentare", "41 Kommentare"), ("<p>Na endlich.</p>", "<p>Na endlich.</p>" + "<p>4.301 Brücken, sagt mein Nachbar.</p>" * 38)),
    edit("ticker", ("15.123 (+0,3 %)", "14.980 (-1,1 %)")),
    edit("breaking news above", ("<main", "<div class='breaking'>EIL: Minister tritt nach 42 Tagen zurück</div><main")),
    edit("attributes", ('<meta name="csrf-token" content="a81f3c">', '<meta content="a81f3c" name="csrf-token">'), ('class="a b"', 'data-v="2" class="b a"')),
    edit("cache busters", ("</head>", "<link rel=stylesheet href=/a.css?v=8812></head>"), ("</article>", "<img src=/i.jpg?w=300&h=99&t=8888 alt=''></article>")),
    edit("layout", ("<article>", "<div class=grid><div class=col-8><article>"), ("</article>", "</article></div></div>"), ("<span>", "<span class=k><span>"), ("</span>", "</span></span>")),
    edit("line breaks for paragraphs", ("</p><p>", "<br><br>")),
    Case("minified", re.sub(r">\s+<", "><", BASE).encode()),
    Case("indented", BASE.replace("> ", ">\n\t\t ").replace(". ", ".\n\t\t\t").encode()),
    Case("upper-case tags", re.sub(r"</?[a-z]+", lambda found: found[0].upper(), BASE).encode()),
    edit("headline tried out", ("<h1>Brücken geprüft</h1>", "<h1>So viele Brücken sind kaputt</h1>"), ("<title>Brücken geprüft", "<title>So viele Brücken sind kaputt")),
    edit("consent laid over", ("<header", "<div id='cookie-consent' role='dialog'><h2>Wir schätzen Ihre Privatsphäre</h2><p>Wir und unsere 842 Partner speichern Cookies.</p></div><header")),
    edit("subscription counter", ("</article>", "<p class='meter'>Sie haben noch 3 von 5 freien Artikeln.</p></article>")),
    edit("biography", ("Von A. Beispiel", "Von A. Beispiel, 34, Reporterin für Bauwesen")),
    Case("another charset", BASE.replace('charset="utf-8"', 'charset="windows-1252"').encode("cp1252"), headers={"Content-Type": "text/html; charset=windows-1252"}),
    Case("utf-16", BASE.encode("utf-16"), headers={"Content-Type": "text/html"}),
    Case("utf-16 without a mark", BASE.encode("utf-16-le"), headers={"Content-Type": "text/html; charset=utf-16le"}),
    Case("utf-16 of which nobody tells", BASE.replace('<meta charset="utf-8">', "").encode("utf-16-le"), headers={"Content-Type": "text/html"}),
    Case("entities", "".join(f"&#{ord(c)};" if ord(c) > 127 else c for c in BASE).encode()),
    quoted("emphasis", ("42 Millionen", "<b>42</b> <i>Milli</i>onen")),
    quoted("a link", ("4.300 Brücken", "<a href=/b>4.300 Brücken</a>")),
    quoted("footnotes", ("geprüft,", "geprüft<sup id=r1><a href='#n1'>[1]</a></sup>,"), ("baufällig.", "baufällig.<sup><a href='#n2'>2</a></sup>")),
    quoted("footnotes of Wikipedia", ("geprüft,", 'geprüft,<sup id="cite_ref-12" class="reference"><a href="#cite_note-12"><span>&#91;</span>12<span>&#93;</span></a></sup>')),
    quoted("explanations", ("Amts", "<abbr title='Bauamt'>Amts</abbr>")),
    Case("CSV, quoted", b'"city";"year";"value"\r\n"Bonn";"2019";"42,5"\r\n"Ulm";"2019";"7,1"\r\n', before=b"city;year;value\nBonn;2019;42,5\nUlm;2019;7,1\n", headers={"Content-Type": "text/csv"}, quote="Bonn;2019;42,5"),
    Case("with a coding of no name", BASE.encode(), headers={"Content-Encoding": "utf-8"}),
    quoted("typesetting", ("2021 ", "2021&nbsp;"), ("12 ", "12&#8239;"), ("Millionen", "Milli&shy;onen"), ("baufällig", "bau\u200bfällig")),
    quoted("word breaks", ("Angaben", "An<wbr>gaben"), ("insgesamt", "ins&#8203;gesamt")),
    quoted("thousands", ("4.300", "4 300")),
    quoted("thousands, English", ("4.300", "4,300")),
    quoted("full-width digits", ("42", "４２"), ("12", "１２")),
    quoted("other dashes and quotes", ("geprüft, rund", "geprüft,\u2009rund")),
    quoted("lone figure, words around it", ("geprüft, rund", "untersucht, etwa"), of="12"),
    quoted("lone figure, sign for word", ("12 Prozent", "12 %"), of="12"),
    Case("JSON in another order", json.dumps({"b": [1, 2], "text": QUOTE, "a": _AROUND}).encode(), before=json.dumps({"a": _AROUND, "text": QUOTE, "b": [1, 2]}, indent=1).encode(), headers={"Content-Type": "application/json"}),
    Case("JSON, one document a line", b'{"v": 2, "k": "x", "t": "%s"}\n{"k": "y"}\n' % QUOTE.encode(), before=b'{"k": "x", "t": "%s", "v": 1}\r\n{"k": "y"}' % QUOTE.encode(), headers={"Content-Type": "application/x-ndjson"}),
    quoted("ruby", ("Brücken", "<ruby>Brücken<rt>bri-ken</rt></ruby>")),
    Case("plain text, other line ends", f"Bericht\r\n\r\n{_AROUND[0]}\r\n{QUOTE}\r\n".encode(), before=f"Bericht\n\n{_AROUND[0]}\n{QUOTE}\n".encode(), headers={"Content-Type": "text/plain"}),
    Case("one byte of another charset", BASE.encode().replace(b"Wetter", b"W\xe4tter")),
    Case("cut off within a character", BASE.encode() + b"\xc3"),
    quoted("notes, raised and not linked", ("2021", "2021<sup>3</sup>"), ("Brücken", "Brücken<sup>a</sup>"), ("42", "42<sup>1</sup>")),
    quoted("notes, raised and linked", ("Millionen", "Millionen<sup><a href='#n4'>4</a></sup>"), ("Amts", "Amts<a href='#n5'><sup>5</sup></a>")),
    quoted("notes, raised signs", ("2021", "2021³"), ("Brücken", "Brücken²"), ("geprüft,", "geprüft,⁴⁵")),
    quoted("decimals, English", ("4.300", "4,300"), ("12 Prozent", "12\u00a0Prozent")),
    edit("drop cap", ("Nach Angaben", "<span class=dropcap>N</span>ach Angaben")),
    edit("in a list", ("geprüft, rund", "geprüft,</span><ul><li>rund"), ("baufällig.", "baufällig.</li></ul>")),
    Case("table sorted anew", _table("Ulm|2019|7,1", "Bonn|2019|42,5"), before=_table("Bonn|2019|42,5", "Ulm|2019|7,1"), quote="Bonn 2019 42,5"),
    Case("feed built anew", _feed(QUOTE.replace("ü", "&#252;"), "made: 2"), before=_feed(f"<![CDATA[{QUOTE}]]>", "made: 1"), headers=FEED),
    Case("feed in another charset", _feed(QUOTE, "made: 1").decode().replace("utf-8", "iso-8859-1").encode("latin-1"), before=_feed(QUOTE, "made: 1"), headers={"Content-Type": "text/xml"}),
    Case("PDF broken into other lines", pdf_with("The bridge cost 42 mil-) Tj 0 -14 Td (lion euros) Tj 0 -14 Td (in all."), before=pdf_with("The bridge cost 42 million euros in all."), quote="The bridge cost 42 million euros in all."),
    Case("PDF made anew", pdf_with("The bridge cost 42 million euros in all.") + b"\n% made 2026-05-04", before=pdf_with("The bridge cost 42 million euros in all."), quote="The bridge cost 42 million euros in all."),
]  # fmt: skip

CHANGED = [
    boxed("box moved beside the text", f"<aside>{_BOX(QUOTE)}</aside>", "text_changed"),
    boxed("box moved into the sidebar", f"<aside class='sidebar col-4'><p>Hören</p>{_BOX(QUOTE)}</aside>", "text_changed"),
    boxed("box moved beside, in the article", f"<aside class=factbox>{_BOX(QUOTE)}</aside>", "text_changed", inside=True),
    boxed("box moved, with another figure", f"<aside>{_BOX(QUOTE.replace('42', '43'))}</aside>", "figure_changed"),
    boxed("box withdrawn, and cited in a comment", f"<section class=comments><h2>1 Kommentar</h2><p>{QUOTE} Ach was.</p></section>", "passage_missing"),
    boxed("box withdrawn, and teased elsewhere", f"<aside class='most-read'><h2>Meistgelesen</h2><p>{QUOTE}</p></aside>", "passage_missing"),
    boxed("box withdrawn, and advertised", f"<aside><div class='ad-slot'><p>{QUOTE}</p></div></aside>", "passage_missing"),
    quoted("digit", ("4.300", "4.301"), finding="figure_changed"),
    quoted("year", ("2021", "2022"), finding="figure_changed"),
    quoted("digits swapped", ("12", "21"), finding="figure_changed"),
    quoted("full-width digit", ("42", "４３"), finding="figure_changed"),
    quoted("soft hyphen in a digit", ("42", "4&shy;3"), finding="figure_changed"),
    quoted("digit marked up", ("42", "4<b>3</b>"), finding="figure_changed"),
    quoted("narrow space and digit", ("4.300", "4&#8239;301"), finding="figure_changed"),
    quoted("entity digit", ("42", "4&#x33;"), finding="figure_changed"),
    quoted("mathematical digit", ("42", "𝟒𝟑"), finding="figure_changed"),
    quoted("magnitude", ("Millionen", "Milliarden"), finding="figure_changed"),
    quoted("separator lost", ("4.300", "43.00"), finding="figure_changed"),
    quoted("unit", ("Prozent", "Prozentpunkte"), finding="passage_changed"),
    quoted("sign for word", ("12 Prozent", "12 Promille"), finding="passage_changed"),
    quoted("currency", ("Euro", "Dollar"), finding="passage_changed"),
    quoted("negation", ("galten", "galten nicht"), finding="passage_changed"),
    quoted("none", ("insgesamt", "keine"), finding="passage_changed"),
    quoted("hedge", ("galten", "galten angeblich"), finding="passage_changed"),
    quoted("sign", ("12", "-12"), finding="figure_changed"),
    quoted("crossed out and corrected", ("42", "<del>42</del> <ins>43</ins>"), finding="figure_changed"),
    edit("withdrawn", (QUOTE, ""), finding="passage_missing"),
    edit("withdrawn with a note", (QUOTE, ""), ("</article>", "<p>Korrektur: In einer früheren Fassung stand hier eine falsche Zahl.</p></article>"), finding="passage_missing"),
    Case("Chinese numeral", BASE.replace(QUOTE, CHINESE.replace("五百万", "六百万")).encode(), "figure_changed", before=BASE.replace(QUOTE, CHINESE).encode(), quote=CHINESE),
    Case("Chinese magnitude", BASE.replace(QUOTE, CHINESE.replace("五百万", "五百亿")).encode(), "figure_changed", before=BASE.replace(QUOTE, CHINESE).encode(), quote=CHINESE),
    Case("Chinese negation", BASE.replace(QUOTE, CHINESE.replace("未按时", "按时")).encode(), "passage_changed", before=BASE.replace(QUOTE, CHINESE).encode(), quote=CHINESE),
    quoted("lone figure", ("42 Millionen", "142 Millionen"), finding="figure_changed", of="42 Millionen"),
    quoted("lone figure, magnitude", ("Millionen", "Milliarden"), finding="figure_changed", of="42"),
    quoted("lone figure, sign", ("42 Mill", "−42 Mill"), finding="figure_changed", of="42 Millionen"),
    quoted("lone figure, another", ("12", "17"), finding="figure_changed", of="12"),
    quoted("struck through", ("42", "<span style='text-decoration:line-through'>42</span> 43"), finding="figure_changed"),
    quoted("digit, with a note raised behind it", ("42", "43<sup>1</sup>"), finding="figure_changed"),
    quoted("power", ("4.300", "10⁶"), finding="figure_changed"),
    Case("table cell", _table("Bonn|2019|43,5", "Ulm|2019|7,1"), "figure_changed", before=_table("Bonn|2019|42,5", "Ulm|2019|7,1"), quote="Bonn 2019 42,5"),
    Case("feed", _feed(QUOTE.replace("42", "43"), "made: 1"), "figure_changed", before=_feed(QUOTE, "made: 1"), headers=FEED),
    Case("feed, in an attribute", _feed("Text", "made: 2"), "figure_changed", before=_feed("Text", "made: 1"), headers=FEED, quote="made: 1"),
    Case("PDF", pdf_with("The bridge cost 43 million euros in all."), "figure_changed", before=pdf_with("The bridge cost 42 million euros in all."), quote="The bridge cost 42 million euros in all."),
    Case("JSON", json.dumps({"text": QUOTE.replace("42", "43")}).encode(), "figure_changed", before=json.dumps({"text": QUOTE}).encode(), headers={"Content-Type": "application/json"}),
]  # fmt: skip


def bare(title: str, main: str, head: str = "") -> bytes:
    return f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body><nav>Politik Wetter</nav>{main}<footer>© Hafenblatt</footer></body></html>'.encode()


_CUT = "".join(f"<p>{line}</p>" for line in _AROUND[:2])
# What stands where a text was cut off, and what the page's markup tells.
_OFFERS = [
    ("<p>Registrieren Sie sich kostenlos, um weiterzulesen.</p>", ""),
    ("<p>You’ve reached your limit of free articles. Subscribe for unlimited access.</p>", ""),
    (
        "<p>Lesen Sie den ganzen Artikel mit Hafenblatt+.</p>",
        '<meta property="article:content_tier" content="locked">',
    ),
    ("<p>Dieser Artikel ist Abonnenten vorbehalten.</p>", ""),
    ("<p>本文为付费内容，订阅会员阅读全文。</p>", ""),
    ("<p>La suite est réservée aux abonnés.</p>", ""),
    ("<p>Thank you for your patience while we verify access.</p>", ""),
    ("<div id=piano-inline></div>", ""),
]
_NOTICES = [
    ("blocked", "Nur einen Moment…", "<p>Überprüfung, ob Ihre Verbindung sicher ist.</p>"),
    ("blocked", "hafenblatt.example", "<p>Verifying you are human. This may take a few seconds.</p>"),
    (
        "blocked",
        "Request Rejected",
        "The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 7",
    ),
    (
        "blocked",
        "Access to this page has been denied",
        "<p>Press &amp; Hold to confirm you are a human (and not a bot).</p>",
    ),
    ("blocked", "Zugriff verweigert", "<p>Sie haben keine Berechtigung, diese Seite aufzurufen.</p>"),
    ("blocked", "403 Forbidden", "<h1>403 Forbidden</h1><hr>nginx"),
    ("blocked", "429 Too Many Requests", "<h1>Too Many Requests</h1>"),
    ("blocked", "百度安全验证", "<p>网络不给力，请稍后重试</p>"),
    ("blocked", "微信公众平台", "<p>当前环境异常，完成验证后即可继续访问。</p>"),
    ("blocked", "Warteraum", "<p>Sie befinden sich in der Warteschlange und werden weitergeleitet.</p>"),
    ("blocked", "Queue", "<h1>You are now in line</h1><p>Your estimated wait time is 4 minutes.</p>"),
    ("blocked", "Werbung", "<h1>Bitte deaktivieren Sie Ihren Adblocker</h1><p>Dann geht es weiter.</p>"),
    (
        "blocked",
        "Brücken geprüft",
        "<p>Geben Sie Ihre E-Mail-Adresse ein, um diesen Artikel zu lesen.</p><input type=email>",
    ),
    ("blocked", "Alter Browser", "<p>Ihr Browser wird leider nicht mehr unterstützt.</p>"),
    ("blocked", "Altersprüfung", "<p>Sind Sie 18 Jahre oder älter?</p>"),
    ("blocked", "Before you enter", "<p>Please confirm that you are over 18 to continue.</p>"),
    (
        "blocked",
        "Sign in - Gazette",
        "<form><input type=email name=u><button>Next</button></form><p>Create account</p>",
    ),
    ("unreachable", "502 Bad Gateway", "<h1>502 Bad Gateway</h1><hr>nginx"),
    ("unreachable", "Database Error", "<h1>Error establishing a database connection</h1>"),
    ("unreachable", "Hafenblatt", "<p>We'll be right back. Our site is undergoing maintenance.</p>"),
    (
        "unreachable",
        "Fehler",
        "<p>Ein technischer Fehler ist aufgetreten. Bitte versuchen Sie es später erneut.</p>",
    ),
    ("unreachable", "系统繁忙", "<p>系统繁忙，请稍后再试。</p>"),
]

CLOSED = [
    Case("sign in", bare("Anmelden | Hafenblatt", "<h1>Anmelden</h1><form method=post><input name=email><input type=password name=p><button>Weiter</button></form><p>Passwort vergessen?</p>"), state="blocked"),
    Case("sign in, English", bare("Log in", "<main><h1>Log in to continue</h1><form><label>Email</label><input type=email><label>Password</label><input type='password'></form></main>"), state="blocked"),
    Case("paywall", bare("Brücken geprüft | Hafenblatt", f"<main><article><h1>Brücken geprüft</h1>{_CUT}<div class=paywall><p>Weiterlesen mit Hafenblatt plus. Jetzt 4 Wochen für 1 Euro testen.</p></div></article></main>", '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'), state="blocked"),
    Case("paywall told as text", bare("Brücken geprüft | Hafenblatt", f"<main><article><h1>Brücken geprüft</h1>{_CUT}</article></main>", '<script type="application/ld+json">{"isAccessibleForFree": "False"}</script>'), state="blocked"),
    Case("cookie wall", bare("Hafenblatt", "<div class=consent-wall><h1>Weiter mit Werbung lesen</h1><p>Besuchen Sie uns wie gewohnt mit Werbung und Tracking. Die Zustimmung zu Cookies ist jederzeit widerrufbar.</p><button>Akzeptieren und weiter</button><p>Oder werbefrei im Pur-Abo.</p></div>"), state="blocked"),
    Case("cookie wall, English", bare("Before you continue", "<h1>Before you continue</h1><p>We use cookies and data to deliver and maintain our services. Accept all, or reject all.</p><button>Accept all</button>"), state="blocked"),
    Case("captcha", bare("Sicherheitsprüfung", "<h1>Bitte bestätigen Sie, dass Sie ein Mensch sind</h1><div class='g-recaptcha' data-sitekey=x></div>"), state="blocked"),
    Case("captcha, English", bare("Are you a robot?", "<p>Please verify you are a human. Press and hold the button.</p>"), state="blocked"),
    Case("region", bare("Not available", "<h1>Not available in your region</h1><p>We are unable to give access from the European Economic Area due to the GDPR.</p>"), state="blocked"),
    Case("scripts only", b'<!doctype html><title>Hafenblatt</title><div id="root"></div><script src=/a.js></script><noscript>You need to enable JavaScript to run this app.</noscript>', state="unsupported"),
    Case("sent on by a script", b"<html><title>x</title><script>location.href='/anmelden'</script></html>", state="unsupported"),
    Case("maintenance", bare("Wartungsarbeiten", "<h1>Wir sind gleich zurück</h1><p>Die Seite ist wegen Wartungsarbeiten vorübergehend nicht erreichbar.</p>"), "unreachable", state="unreachable"),
]  # fmt: skip

CLOSED += [Case(f"paywall: {text}{head}", bare("Brücken geprüft | Hafenblatt", f"<main><article><h1>Brücken geprüft</h1>{_CUT}{text}</article></main>", head), state="blocked") for text, head in _OFFERS]  # fmt: skip
CLOSED += [Case(f"notice: {title}", bare(title, text), state.replace("blocked", ""), state) for state, title, text in _NOTICES]  # fmt: skip

_SHORTER = f"<main><article><h1>Brücken geprüft</h1>{_CUT}</article></main>"
_OTHER = "<p>Der Hafenmeister zählt die Möwen und schreibt ihre Zahl in ein blaues Heft, jeden Morgen vor dem Frühstück.</p>"
# As far as anyone can see without the passage, with words that walls and errors use as well.
OPEN = [
    Case("shortened", bare("Brücken geprüft | Hafenblatt", _SHORTER), "passage_missing"),
    Case("shortened, subscriptions in the menu", bare("Brücken geprüft | Hafenblatt", f"<nav>Abo Anmelden Newsletter abonnieren</nav>{_SHORTER}"), "passage_missing"),
    Case("rewritten, about subscriptions", bare("Brücken geprüft | Hafenblatt", f"<main><article><h1>Brücken geprüft</h1>{_OTHER}<p>Ein Abo der Fähre kostet weiterhin nichts.</p></article></main>"), "passage_missing"),
    Case("a notice about a failure", bare("Bahn", f"<p>Ein technischer Fehler legte am Montag die Bahn lahm. Wir sind bald wieder in der Stadt.</p>{_OTHER}"), "passage_missing"),
    Case("a notice about queues", bare("Bahn", f"<p>Vor dem Amt reicht die Schlange um die Ecke, und wer einen Adblocker benutzt, sieht auf den Tafeln nichts.</p>{_OTHER}"), "passage_missing"),
    Case("a notice about age", bare("Wahl", f"<p>Wer 18 Jahre alt ist, darf wählen, und wer 16 ist, im Land.</p>{_OTHER}"), "passage_missing"),
]  # fmt: skip

CASES = [*NOTHING, *CHANGED, *CLOSED, *OPEN]
