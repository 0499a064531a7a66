"""Every word of pages and desk exists in German, and the compiled catalogue is that of the text."""

import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.template import Context, Template
from django.utils import translation
from django.utils.translation.template import templatize

ROOT = settings.BASE_DIR
CATALOGUE = ROOT / "factcheck" / "locale" / "de" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "gettext": None, "gettext_lazy": None, "_": None, "gettext_noop": None, "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
OURS = [
    *sorted((ROOT / "claims" / "templates").rglob("*.html")),
    *sorted((ROOT / "factcheck" / "templates").glob("*.html")),
    *sorted((ROOT / "claims" / "templatetags").glob("*.py")),
    *sorted((ROOT / "claims" / "views").rglob("*.py")),
    *sorted((ROOT / "claims" / "forms").glob("*.py")),
]


def catalogue():
    with CATALOGUE.open(encoding="utf-8") as file:
        return read_po(file, locale="de")


def words_of(path: Path) -> set[tuple[str | None, str]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        source = templatize(source)
    found = extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS)
    words = set()
    for _, message, _, context in found:
        words.add((context, message[0] if isinstance(message, tuple) else message))
    return words


def test_extraction_sees_words():
    assert (None, "Suggested, not reviewed by editors") in set().union(*map(words_of, OURS))


@pytest.mark.parametrize("path", OURS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_word_is_translated(path: Path):
    messages = catalogue()
    missing = []
    for context, word in words_of(path):
        message = messages.get(word, context)
        strings = message.string if message else ""
        if not message or not all(strings if isinstance(strings, tuple) else [strings]):
            missing.append(word)
    assert not missing, "add these to django.po, then: pybabel compile -D django -d factcheck/locale -l de"


def test_the_compiled_catalogue_is_up_to_date():
    fresh = io.BytesIO()
    write_mo(fresh, catalogue())
    assert CATALOGUE.with_suffix(".mo").read_bytes() == fresh.getvalue(), (
        "pybabel compile -D django -d factcheck/locale -l de"
    )


def written(source: str, language: str, **context) -> str:
    with translation.override(language):
        return Template("{% load dates figures words %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        ("", "", ""),
        ("2017", "2017", "2017"),
        ("2017-05", "Mai 2017", "May 2017"),
        ("2017-02-14", "14. Februar 2017", "14 February 2017"),
        ("2012/2016", "2012 bis 2016", "2012 to 2016"),
        ("2017-05/2017-12", "Mai bis Dezember 2017", "May to December 2017"),
        ("2017-05/2018-02", "Mai 2017 bis Februar 2018", "May 2017 to February 2018"),
        ("-0399/-0300", "400 bis 301 v. Chr.", "400 to 301 BC"),
        ("-0399", "400 v. Chr.", "400 BC"),
        ("2014/..", "seit 2014", "since 2014"),
        ("../2016", "bis 2016", "until 2016"),
        ("2017~", "um 2017", "about 2017"),
        ("2017?", "2017 (unsicher)", "2017 (uncertain)"),
        ("201X", "2010er Jahre", "2010s"),
        ("2017-21", "Frühjahr 2017", "spring 2017"),
        ("2017-02-31", "2017-02-31", "2017-02-31"),
        ("Y170000002", "Y170000002", "Y170000002"),
    ],
)
def test_work_dates_keep_their_precision(text: str, german: str, english: str):
    assert written("{{ d|edtf }}", "de", d=text) == german
    assert written("{{ d|edtf }}", "en", d=text) == english


class Figure:
    def __init__(self, low, high, qualifier="exactly", unit=""):
        self.low, self.high = (None if value is None else Decimal(value) for value in (low, high))
        self.qualifier, self.unit = qualifier, unit


@pytest.mark.parametrize(
    ("figure", "german", "english"),
    [
        (Figure(17460000, 17460000), "17,46 Mio.", "17.46 million"),
        (Figure(31259, 31259), "31.259", "31,259"),
        (Figure(2020, 2020, unit="year"), "2020", "2020"),
        (Figure(1_400_000_000, None, "about"), "rund 1,4 Mrd.", "about 1.4 billion"),
        (Figure(40, None, "more_than"), "mehr als 40", "more than 40"),
        (Figure(None, 599, "at_most", "points"), "höchstens 599 Punkte", "at most 599 points"),
        (Figure(2000, 3000), "2.000 bis 3.000", "2,000 to 3,000"),
        (Figure(None, None), "nicht angegeben", "not stated"),
        (Figure("4.1", "4.1", unit="percent"), "4,1 %", "4.1 %"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_quantities_as_people_write_them(figure: Figure, german: str, english: str):
    assert written("{{ f|plain_quantity }}", "de", f=figure).replace("\xa0", " ") == german
    assert written("{{ f|plain_quantity }}", "en", f=figure).replace("\xa0", " ") == english


def test_the_exact_value_stands_behind_a_shortened_one():
    figure = Figure(17461234, 17461234)
    assert written("{{ f|quantity }}", "de", f=figure) == (
        '<data value="17461234" title="17.461.234">17,46\xa0Mio.</data>'
    )


def test_a_text_that_exists_in_one_language_only_is_marked():
    row = {"de": "Nur <deutsch>", "en": ""}
    assert written("{% say r %}", "en", r=row) == '<span lang="de">Nur &lt;deutsch&gt;</span>'
    assert written("{% say r %}", "de", r=row) == "Nur &lt;deutsch&gt;"


def test_at_most_three_hundred_characters_are_quoted():
    quoted = written("{{ q|quotable }}", "de", q="Wort " * 200)
    assert len(quoted) <= 300
    assert quoted.endswith("Wort […]")
    assert written("{{ q|quotable }}", "de", q="a" * 300) == "a" * 300


def test_readers_never_meet_the_words_of_the_machine():
    """What public templates say in English; their German is the glossary's."""
    shunned = re.compile(r"\b(captures?|mementos?|findings?|rulings?|tiers?|ledger|drift)\b", re.IGNORECASE)
    said = re.compile(
        r'{% translate "([^"]*)"|{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}', re.DOTALL
    )
    pages = [
        *sorted((ROOT / "claims" / "templates" / "claims").glob("*.html")),
        *sorted((ROOT / "claims" / "templates" / "claims" / "feeds").glob("*.html")),
        *sorted((ROOT / "factcheck" / "templates").glob("*.html")),
    ]
    texts = [(page.name, "".join(words)) for page in pages for words in said.findall(page.read_text())]
    assert len(texts) > 100
    told = [(page, re.sub(r"{{.*?}}", "", words)) for page, words in texts]
    assert [each for each in told if shunned.search(each[1])] == []
