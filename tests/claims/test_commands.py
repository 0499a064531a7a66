"""Commands as a person types them: what they print last, and the one clear line when something is wrong."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.models import Article, Case, Claim, Evidence, Review, User
from claims.services import article_text
from sources import services as sources
from sources.models import Check, Document, Link
from tests.lyingserver import LyingServer
from tests.pdfs import pdf_with

pytestmark = pytest.mark.django_db

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "china-social-credit"
TEXT = "Überschrift\r\n\r\nErster Satz.  Zweiter Satz mit 17 Millionen.\r\n"


@pytest.fixture
def case() -> Case:
    return Case.objects.create(slug="tickets", title_de="Fahrkarten")


def add(file: Path, **options) -> None:
    defaults = {"case": "tickets", "title": "Ein Titel", "publisher": "Ein Blatt", "language": "de"}
    call_command("addarticle", str(file), **(defaults | {"published": "2019-02"} | options))


def test_addarticle_keeps_the_text_to_the_letter_and_prints_the_slug(case, tmp_path, capsys):
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT.encode())
    add(file, author="A. Autorin")
    assert capsys.readouterr().out == "ein-titel\n"
    article = Article.objects.get()
    assert article_text(article).text == TEXT
    assert article.document.authors == ["A. Autorin"]
    assert (article.document.published_first, article.document.published_last) == (20190201, 20190228)


def test_addarticle_reads_html_and_pdf(case, tmp_path, capsys):
    page = "<html><head><title>T</title></head><body><main><p>Es waren 17 Millionen.</p></main></body></html>"
    for name, body in (("a.html", page.encode()), ("b.pdf", pdf_with("It was 17 million."))):
        file = tmp_path / name
        file.write_bytes(body)
        add(file)
    texts = [article_text(article).text for article in Article.objects.order_by("id")]
    assert "Es waren 17 Millionen." in texts[0]
    assert "It was 17 million." in texts[1]


def test_a_second_article_of_the_same_title_gets_its_own_slug(case, tmp_path, capsys):
    for number in range(2):
        file = tmp_path / f"{number}.txt"
        file.write_text(f"Text {number}")
        add(file)
    assert capsys.readouterr().out.split() == ["ein-titel", "ein-titel-2"]


@pytest.mark.parametrize(
    ("body", "options", "words"),
    [
        ("Bürger".encode("latin-1"), {}, "not UTF-8"),
        (b"", {}, "holds no text"),
        (b" \n ", {}, "holds no text"),
        (b"Te\x00xt", {}, "null characters"),
        (b"Text", {"title": " "}, "title"),
        (b"Text", {"language": "deutsch?"}, "language code"),
        (b"Text", {"case": "nowhere"}, "Cases: tickets"),
        (b"Text", {"published": "gestern"}, "2017-05"),
        (b"Text", {"url": "file:///etc/passwd"}, "file:///etc/passwd"),
        (b"Text", {"url": "http://exa mple.org/"}, "http://exa mple.org/"),
    ],
)
def test_addarticle_says_what_is_wrong_and_writes_nothing(case, tmp_path, body, options, words):
    file = tmp_path / "a.txt"
    file.write_bytes(body)
    with pytest.raises(CommandError) as error:
        add(file, **options)
    assert words in str(error.value)
    assert "\n" not in str(error.value)
    assert not Article.objects.exists()
    assert not Document.objects.exists()


def test_addarticle_reads_no_200_mb(case, tmp_path):
    file = tmp_path / "big.txt"
    with file.open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    with pytest.raises(CommandError, match="too much for an article"):
        add(file)


def test_addarticle_names_a_file_that_is_not_there(case, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        add(tmp_path / "nothing.txt")


@pytest.fixture
def watched(settings):
    with LyingServer() as server:
        settings.FACTCHECK_FETCH_ALLOW = ["127.0.0.2/32"]
        settings.FACTCHECK_FETCH_PORTS = [server.port]
        settings.FACTCHECK_HOST_INTERVAL = 0
        document = Document.objects.create(title="A report")
        yield [
            sources.watch(document, server.url(f"/behave/{name}")) for name in ("article", "gzip", "close")
        ]


def last_line(capsys) -> str:
    return capsys.readouterr().out.strip().splitlines()[-1]


def test_recheck_prints_a_table_and_a_closing_line(watched, capsys):
    call_command("recheck", "--due")
    line = last_line(capsys)
    assert line.startswith("checked=3 healthy=2 suspect=1 seconds=")
    call_command("recheck")
    assert last_line(capsys).startswith("checked=0 healthy=0 seconds=")
    call_command("recheck", "--all", "--limit", "2")
    assert last_line(capsys).startswith("checked=2 ")
    call_command("recheck", "--link", str(watched[0].pk))
    assert last_line(capsys).startswith("checked=1 healthy=1 ")
    assert Check.objects.count() == 6


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--link", "999999"], "no link 999999"),
        (["--case", "nowhere"], "no case 'nowhere'"),
        (["--limit", "-1"], "0 or more"),
    ],
)
def test_recheck_names_what_does_not_exist(watched, arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("recheck", *arguments)


def test_demo_walks_the_example_through_the_true_workflow(settings, tmp_path, capsys):
    settings.DEBUG = True
    settings.VAR_DIR = tmp_path / "not yet there"
    call_command("loadcase", str(EXAMPLE))
    for _ in range(2):  # the second run changes nothing
        call_command("demo")
        assert Review.objects.filter(demonstration=True, eyes=4).count() >= 12
        assert Review.objects.values("claim").distinct().count() == Review.objects.count()
    file = settings.VAR_DIR / "demo-accounts.txt"
    assert file.stat().st_mode & 0o777 == 0o600
    name, password = file.read_text().splitlines()[3].split()
    assert User.objects.get(username=name).check_password(password)
    assert file.read_text() in capsys.readouterr().out
    assert Case.objects.get().demonstration
    call_command("verifyledger")
    published = Claim.objects.filter(reviews__is_current=True)
    assert all(claim.state == "closed" for claim in published)
    assert not Link.objects.exclude(state="unknown").exists()
    # Reasons for what is missing, given at the desk, are no contradiction of the file.
    assert Evidence.objects.exclude(gap_reason_de="").exists()
    capsys.readouterr()
    call_command("loadcase", str(EXAMPLE))
    assert capsys.readouterr().out.endswith("created=0 updated=0 unchanged=1154 conflicts=0\n")


def test_demo_is_for_demonstrations_only(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("demo")


def test_demo_without_the_example_says_what_to_load(settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="loadcase"):
        call_command("demo")
