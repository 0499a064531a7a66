"""Terms of a text and the order of candidates: tables, without a database."""

import time

import pytest

from claims.matching import compounds, ranking, tokens
from claims.matching.cleaning import clean

TERMS = [
    ("umlauts and plural", "Die Häuser der Behörden", "de", ["haus", "behord"]),
    ("umlauts written out", "Haeuser", "de", ["haus"]),
    ("sharp s", "Straße Strasse", "de", ["strass", "strass"]),
    ("English stems", "elections were rigged", "en", ["elect", "rig"]),
    ("accents", "Beyoncé café", "en", ["beyonce", "cafe"]),
    ("grouped in three ways", "12 000 und 12.000 und 12'000", "de", ["12000"] * 3),
    ("grouped in English", "425,000 trips", "en", ["425000", "trip"]),
    ("magnitude in words", "17 Millionen", "de", ["17000000"]),
    ("written out", "17,000,000", "en", ["17000000"]),
    ("decimals", "6,73 Millionen", "de", ["6730000"]),
    ("decimals remain", "3.5", "en", ["3p5"]),
    ("trailing nought", "3,50", "de", ["3p5"]),
    ("long scale", "2 Billionen", "de", ["2000000000000"]),
    ("short scale", "2 billion", "en", ["2000000000"]),
    ("letter for a magnitude", "$2M and 4K", "en", ["2000000", "4000"]),
    ("two metres are no millions", "2 m", "en", ["2", "m"]),
    ("addresses", "seen https://t.example/x pic.post.example/y www.a.example", "en", ["seen"]),
    ("tag taken apart", "#RedFort", "en", ["redfort", "red", "fort"]),
    ("handle", "@realDonaldTrump", "en", ["realdonaldtrump", "real", "donald", "trump"]),
    ("owner", "Trump's bus, the dog’s", "en", ["trump", "bus", "dog"]),
    ("initials", "N.A.T.O. troops", "en", ["nato", "troop"]),
    ("ornamental letters", "𝐏𝐨𝐩𝐞", "en", ["pope"]),
    ("nothing but function words", "und das ist so", "de", []),
    ("signs only", "😀 -- \"'(AND)* NEAR/2 🤷", "de", ["near", "2"]),
    ("empty", "", "de", []),
]


@pytest.mark.parametrize(
    ("text", "language", "stems"), [row[1:] for row in TERMS], ids=[row[0] for row in TERMS]
)
def test_stems(text: str, language: str, stems: list[str]):
    found = [word.terms[0] for word in tokens.words(text, language)]
    assert [term for term in found if term != "and"] == stems


def test_forms_stand_beside_stems():
    assert tokens.terms("Behörden zahlen", "de") == ["behord", "behorden", "zahl", "zahlen"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wer bei Rot über die Straße geht, verliert Punkte", "de"),
        ("The city takes points from those who jaywalk", "en"),
        ("Rongcheng 2014", ""),
    ],
)
def test_language_by_function_words(text: str, language: str):
    assert tokens.told(text) == language


def test_day_of_posting_goes_and_poster_counts_less():
    body, byline = clean("Oreo packs drop today — Oreo Cookie (@Oreo) January 28, 2021")
    assert (body.split(), byline.split()) == (
        ["Oreo", "packs", "drop", "today"],
        ["Oreo", "Cookie", "(", "Oreo", ")"],
    )
    weights = {
        word.written: word.weight for word in tokens.words("4000 packs — Ann Lee (@ann) May 1, 2020", "en")
    }
    assert weights["4000"] > weights["packs"] > weights["Lee"]
    assert "2020" not in weights


def test_who_is_retweeted_counts_less():
    assert [part.split() for part in clean("RT @AnnLee: packs drop RT @bo today")] == [
        ["packs", "drop", "today"],
        ["AnnLee", "Ann", "Lee", "bo"],
    ]


def test_a_short_question_is_answered_where_three_quarters_are_explained_and_a_long_one_by_three_rare_words():
    """Points against what is needed: of the question, or of words that one text alone holds."""
    corpus = ranking.Corpus(10_000, 10.0, dict.fromkeys("abcdefghij", 1))
    text = {1: ["a", "b", "c", *"vwxyz"] + ["u"] * 2}
    short, long = ("a b c d", "a b c d e f g h i j")
    for question, words in ((short, 4), (long, 10)):
        query = ranking.weigh([tokens.Word(term, (term,)) for term in question.split()], corpus)
        assert len(query.weights) == words
        assert [one.key for one in ranking.rank(query, text, corpus)] == [1]
        assert ranking.rank(query, {1: ["a", *"rstuvwxyz"]}, corpus) == []


@pytest.mark.parametrize(
    ("term", "known", "parts"),
    [
        ("uberwachungskamera", {"uberwach", "kamera"}, {"uberwach", "kamera"}),
        ("strafpunkt", {"straf", "punkt"}, {"straf", "punkt"}),
        ("strafpunkt", {"punkt"}, set()),
        ("ungarn", {"garn"}, set()),
        ("kamera", {"kamera"}, set()),
    ],
)
def test_parts_of_compounds(term: str, known: set[str], parts: set[str]):
    assert set(compounds.parts(term, known)) == parts


CLAIMS = {
    1: "In der Stadt hängen 170 Millionen Kameras",
    2: "Kameras überwachen jede Kreuzung der Stadt",
    3: "17 Millionen Menschen durften kein Flugticket kaufen",
    4: "Menschen kaufen Tickets am Schalter",
    5: "Ein Gericht führt eine Liste säumiger Schuldner",
}


def order(text: str, floor: float = ranking.SIMILAR, claims: dict[int, str] | None = None) -> list[int]:
    texts = {key: tokens.terms(one, "de") for key, one in (CLAIMS if claims is None else claims).items()}
    holding: dict[str, int] = {}
    for terms in texts.values():
        for term in set(terms):
            holding[term] = holding.get(term, 0) + 1
    mean = sum(map(len, texts.values())) / max(1, len(texts))
    corpus = ranking.Corpus(len(texts), mean, holding)
    query = ranking.weigh(tokens.words(text, "de"), corpus)
    return [one.key for one in ranking.rank(query, texts, corpus, floor)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("170.000.000 Kameras in der Stadt", [1, 2]),
        ("Überwachen Kameras jede Kreuzung?", [2]),
        ("Wer 17 000 000 Menschen das Flugticket verweigert", [3]),
        ("Schuldner stehen auf der Liste des Gerichts", [5]),
        ("Rezept für Pfannkuchen mit drei Eiern", []),
        ("Menschen backen gern Kuchen im Garten hinter dem alten Haus", []),
        ("", []),
    ],
)
def test_order(text: str, expected: list[int]):
    assert order(text)[: len(expected) or None] == expected


def test_order_knows_no_arrival():
    backwards = dict(reversed(CLAIMS.items()))
    text = "Menschen in der Stadt kaufen Kameras"
    assert order(text, 0.0) == order(text, 0.0, backwards) != []


def test_nothing_similar_in_nothing():
    assert order("Kameras", claims={}) == []


def test_misspelt_word_still_counts():
    known = {1: "Das Gericht in Rongcheng führt eine Liste", 2: "Das Gericht in Hangzhou führt eine Liste"}
    assert order("Das Gericht in Rongchang führt eine Liste", claims=known)[0] == 1


HOSTILE = [
    "@" * 50_000,
    "a.a" * 30_000,
    "1,111," * 20_000,
    "— x (@" * 20_000,
    "a-" * 50_000,
    "Z" * 100_000,
    "#Aa" * 40_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:6] for text in HOSTILE])
def test_long_nonsense_is_read_quickly(text: str):
    start = time.process_time()
    found = tokens.terms(text)
    assert time.process_time() - start < 2
    assert all(term.isalnum() and len(term) <= tokens.LONGEST for term in found)
