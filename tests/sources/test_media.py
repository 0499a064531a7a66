"""What each medium has to tell: a table."""

import pytest

from sources import media
from sources.models import Document

FULL = {
    "web": {"url": "https://a.example/"},
    "file": {"file_name": "bericht.pdf"},
    "paper": {"held_by": "Staatsbibliothek", "shelf_mark": "4° Z 12"},
    "phone": {"whom": "Pressestelle", "when": "2026-11-20 14:00", "by": "E. B."},
    "interview": {"whom": "A. B.", "when": "2026-11-20", "where": "Berlin"},
    "e-mail": {"whom": "Pressestelle", "when": "2026-11-20", "subject": "Ihre Anfrage"},
    "visit": {"place": "Bahnhof", "when": "2026-11-20", "by": "E. B."},
    "calculation": {},
}


def test_every_medium_and_level_has_its_rule():
    assert set(media.REQUIRED) == set(FULL) == set(Document.Medium.values)
    assert set(media.TERMS) == set(Document.Terms.values)
    assert set(media.LEVELS) == set(Document.Confidentiality.values)


@pytest.mark.parametrize("medium", FULL)
def test_enough_is_enough(medium):
    assert media.lacks(medium, FULL[medium], "public", "quotable") == []


@pytest.mark.parametrize(("medium", "key"), [(medium, key) for medium, told in FULL.items() for key in told])
def test_each_particular_is_needed(medium, key):
    for told in ({**FULL[medium], key: "  "}, {k: v for k, v in FULL[medium].items() if k != key}):
        (lack,) = media.lacks(medium, told, "public", "quotable")
        assert lack.key == key
        assert lack.why.startswith("Say ")


@pytest.mark.parametrize(
    ("medium", "told", "level", "terms", "keys"),
    [
        ("fax", {}, "public", "quotable", ["medium"]),
        ("calculation", {}, "secret", "quotable", ["confidentiality"]),
        ("calculation", {}, "public", "free", ["terms"]),
        ("calculation", {}, "public", "confidential", ["confidentiality"]),
        ("calculation", {}, "desk", "confidential", []),
        ("calculation", {}, "anonymised", "quotable", ["described_de"]),
        ("calculation", {"described_de": "eine Beamtin"}, "anonymised", "quotable", []),
    ],
)
def test_what_does_not_go_together(medium, told, level, terms, keys):
    assert [lack.key for lack in media.lacks(medium, told, level, terms)] == keys


@pytest.mark.parametrize(
    ("terms", "level", "quoted"),
    [
        ("quotable", "public", True),
        ("quotable", "anonymised", True),
        ("quotable", "desk", False),
        ("quotable", "named", False),
        ("background", "public", False),
        ("confidential", "desk", False),
    ],
)
def test_what_may_be_quoted(terms, level, quoted):
    assert media.may_be_quoted(terms, level) is quoted
    assert Document(terms=terms, confidentiality=level).may_be_quoted is quoted
