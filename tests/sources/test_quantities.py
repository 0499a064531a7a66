"""Reading quantities: tables of sentences with what they say."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.quantities import Quantity, read

PUBLISHED = date(2018, 12, 15)
Reading = tuple[str, str | None, str | None, str | None, str, str]


def readings(text: str, language: str, published: date | None = PUBLISHED) -> list[Reading]:
    found = read(text, language, published)
    assert all(text[q.start : q.end] == q.text for q in found)
    return [(q.text, q.low, q.high, q.unit, q.qualifier, q.kind) for q in found]


def number(text: str, value: str, unit: str | None = None, qualifier: str = "exactly") -> Reading:
    return (text, value, value, unit, qualifier, "number")


GERMAN_NUMBERS = {
    "Dort leben 12 000 Tiere.": number("12 000", "12000", "Tiere"),
    "Dort leben 425.000 Tiere.": number("425.000", "425000", "Tiere"),
    "Dort leben 6,73 Millionen Tiere.": number("6,73 Millionen", "6730000", "Tiere"),
    "Es wurden 1,5 Mio. Bäume gepflanzt.": number("1,5 Mio.", "1500000", "Bäume"),
    "Das 1,3-Milliarden-Menschen-Land wächst.": number("1,3-Milliarden", "1300000000", "Menschen"),
    "Zwei Billionen Sterne leuchten.": number("Zwei Billionen", "2000000000000", "Sterne"),
    "Sie lief eineinhalb Runden.": number("eineinhalb", "1.5", "Runden"),
    "Ich kaufe drei Dutzend Eier.": number("drei Dutzend", "36", "Eier"),
    "Da waren zweihundertsechsundfuenfzig Farben.": number("zweihundertsechsundfuenfzig", "256", "Farben"),
    "Es kamen drei Millionen fünfhunderttausend Gäste.": number(
        "drei Millionen fünfhunderttausend", "3500000", "Gäste"
    ),
    "Der Wert liegt bei zwei Komma drei.": number("zwei Komma drei", "2.3"),
    "Es fehlten drei Viertel der Stühle.": number("drei Viertel", "0.75"),
    "Wir zählten 97 Ämter und Behörden.": number("97", "97", "Ämter und Behörden"),
    "Es sind 450 Millionen treue\nKunden.": number("450 Millionen", "450000000", "Kunden"),
    "Die Bank hat 14 Millionen abgelehnt.": number("14 Millionen", "14000000"),
    "Er bekam 5 Minuspunkte.": number("5", "-5", "Punkte"),
    "Er bekam 5 Pluspunkte.": number("5", "5", "Punkte"),
    "Das gibt 100 Punkte Abzug.": number("100", "-100", "Punkte"),
    "Es waren −7 Grad.": number("−7 Grad", "-7", "Grad"),
    "Die Strecke misst 750 Kilometer.": number("750 Kilometer", "750", "Kilometer"),
    "Es wog 1.5 Kilogramm.": number("1.5 Kilogramm", "1.5", "Kilogramm"),
}
ENGLISH_NUMBERS = {
    "There were 1,674,200 visitors.": number("1,674,200", "1674200", "visitors"),
    "There were 12,34,567 visitors.": number("12,34,567", "1234567", "visitors"),
    "It holds three hundred and forty-two people.": number("three hundred and forty-two", "342", "people"),
    "Five and a half million fish live here.": number("Five and a half million", "5500000", "fish"),
    "A million and a half stamps.": number("A million and a half", "1500000", "stamps"),
    "Take two thirds.": number("Take two thirds."[5:15], "0.666666666666667"),
    "It is ninety-five hundredths.": number("ninety-five hundredths", "0.95"),
    "He owns half a dozen boats.": number("half a dozen", "6", "boats"),
    "It took 10k steps.": number("10k", "10000", "steps"),
    "Mix ⅔ or 2½.": number("⅔", "0.666666666666667"),
    "Add nine point nought four.": number("nine point nought four", "9.04"),
    "It ran 10 1/2 miles.": number("10 1/2 miles", "10.5", "miles"),
    "About 6.02×10²³ atoms.": number("6.02×10²³", "602000000000000000000000", "atoms", "about"),
    "The 45-acre farm is for sale.": number("45-acre", "45", "acre"),
}


@pytest.mark.parametrize(("text", "expected"), GERMAN_NUMBERS.items())
def test_german_numbers(text: str, expected: Reading) -> None:
    assert readings(text, "de") == [expected]


@pytest.mark.parametrize(("text", "expected"), ENGLISH_NUMBERS.items())
def test_english_numbers(text: str, expected: Reading) -> None:
    assert readings(text, "en")[0] == expected


HEDGES = {
    ("de", "rund 40 Orte"): ("40", "40", "about"),
    ("de", "rund einem Dutzend Orte"): ("12", "12", "about"),
    ("de", "schätzungsweise 40 Orte"): ("40", "40", "about"),
    ("de", "mehr als 40 Orte"): ("40", None, "more_than"),
    ("de", "In über 40 Orten"): ("40", None, "more_than"),
    ("de", "Ein Bericht über 40 Orte"): ("40", "40", "exactly"),
    ("de", "über 40 Tage hinweg"): ("40", "40", "exactly"),
    ("de", "mit unter 40 Punkten"): (None, "40", "less_than"),
    ("de", "Unter den 40 Bewerbern"): ("40", "40", "exactly"),
    ("de", "weniger als 40 Orte"): (None, "40", "less_than"),
    ("de", "mindestens 40 Orte"): ("40", None, "at_least"),
    ("de", "höchstens 40 Orte"): (None, "40", "at_most"),
    ("de", "bis zu 40 Orte"): (None, "40", "at_most"),
    ("de", "40 Orte oder mehr"): ("40", None, "at_least"),
    ("de", "um 40 Orte"): ("40", "40", "exactly"),
    ("de", "Hunderte Orte"): ("200", None, "at_least"),
    ("de", "mehreren Hundert \nMillionen Orten"): ("200000000", None, "at_least"),
    ("de", "Millionen Menschen"): ("1000000", None, "at_least"),
    ("de", "mehr als eine Stunde"): ("1", None, "more_than"),
    ("de", "seit über einem Jahr"): ("1", None, "more_than"),
    ("de", "in unter einer Stunde"): (None, "1", "less_than"),
    ("en", "about 40 towns"): ("40", "40", "about"),
    ("en", "some 40 towns"): ("40", "40", "about"),
    ("en", "no more than 40 towns"): (None, "40", "at_most"),
    ("en", "no fewer than 40 towns"): ("40", None, "at_least"),
    ("en", "over 40 towns"): ("40", None, "more_than"),
    ("en", "a debate over 40 towns"): ("40", "40", "exactly"),
    ("en", "up to 40 towns"): (None, "40", "at_most"),
    ("en", "40 or more towns"): ("40", None, "at_least"),
    ("en", "tens of thousands of towns"): ("20000", None, "at_least"),
    ("en", ">= 40"): ("40", None, "at_least"),
}


@pytest.mark.parametrize(("language", "text"), HEDGES)
def test_hedges_are_told_from_prepositions(language: str, text: str) -> None:
    assert [(low, high, qualifier) for _, low, high, _, qualifier, _ in readings(text, language, None)] == [
        HEDGES[language, text]
    ]


RANGES = {
    ("de", "fünf bis zehn Familien"): ("fünf bis zehn", "5", "10", "Familien"),
    ("de", "zwischen 350 \nund 950 Punkten"): ("350 \nund 950", "350", "950", "Punkten"),
    ("de", "100 bis 300 Milliarden Sterne"): (
        "100 bis 300 Milliarden", "100000000000", "300000000000", "Sterne"),
    ("de", "5–10 Euro"): ("5–10 Euro", "5", "10", "EUR"),
    ("de", "5 Prozent bis 10 Prozent"): ("5 Prozent bis 10 Prozent", "5", "10", "%"),
    ("en", "between 5 and 10 percent"): ("5 and 10 percent", "5", "10", "%"),
    ("en", "$5 to $10"): ("$5 to $10", "5", "10", "USD"),
    ("en", "20 - 30 million sheep"): ("20 - 30 million", "20000000", "30000000", "sheep"),
}  # fmt: skip


@pytest.mark.parametrize(("language", "text"), RANGES)
def test_ranges(language: str, text: str) -> None:
    assert [reading[:4] for reading in readings(text, language)] == [RANGES[language, text]]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Preis stieg von 5 auf 10 Euro."),
        ("en", "The price rose from $5 to $10."),
        ("en", "Sales fell 19 % to $ 10 million."),
        ("en", "In boxes of 12 in six rows."),
    ],
)
def test_changes_and_neighbours_are_no_ranges(language: str, text: str) -> None:
    found = readings(text, language)
    assert len(found) == 2
    assert all(low == high for _, low, high, *_ in found)


MONEY = {
    ("de", "3 $"): ("3", "USD"),
    ("de", "16,4 Millionen kanadischen Dollar"): ("16400000", "CAD"),
    ("de", "einen Euro"): ("1", "EUR"),
    ("de", "zwei Euro fünfzig"): ("2.5", "EUR"),
    ("de", "15 Dollar und 15 Cent"): ("15.15", "USD"),
    ("de", "100 Yuan"): ("100", "CNY"),
    ("de", "30 TEUR"): ("30000", "EUR"),
    ("en", "US$ 150 million"): ("150000000", "USD"),
    ("en", "hk $ 10.05 billion"): ("10050000000", "HKD"),
    ("en", "€3.5m"): ("3500000", "EUR"),
    ("en", "-€3.50"): ("-3.5", "EUR"),
    ("en", "GBP 350"): ("350", "GBP"),
    ("en", "A$20"): ("20", "AUD"),
    ("en", "125 million Australian dollars"): ("125000000", "AUD"),
    ("en", "470 pence"): ("470", "pence"),
    ("en", "half a million yen"): ("500000", "JPY"),
    ("en", "20 Swiss francs"): ("20", "CHF"),
    ("de", "10 neuseeländische Dollar"): ("10", "NZD"),
    ("de", "5 Mio. Kuwait-Dinar"): ("5000000", "KWD"),
    ("de", "9 polnische Zloty"): ("9", "PLN"),
    ("de", "12 Forint"): ("12", "HUF"),
    ("de", "12 Dinar"): ("12", "Dinar"),
    ("en", "ten pounds and five pence"): ("10.05", "GBP"),
    ("en", "50 naira"): ("50", "NGN"),
    ("en", "3 shillings"): ("3", "shillings"),
}


@pytest.mark.parametrize(("language", "text"), MONEY)
def test_money(language: str, text: str) -> None:
    value, unit = MONEY[language, text]
    assert readings(text, language) == [(text, value, value, unit, "exactly", "currency")]


def test_an_article_before_money_is_no_coin() -> None:
    assert [reading[:4] for reading in readings("A $20 fine", "en")] == [("$20", "20", "20", "USD")]


def test_capitals_that_are_words_are_no_currency() -> None:
    assert readings("ALL 5 answers are wrong.", "en") == [number("5", "5", "answers")]


KINDS = {
    ("de", "Das sind 12,5 Prozent."): ("12,5 Prozent", "12.5", "%", "percentage"),
    ("de", "Das sind 2 Prozentpunkte."): ("2 Prozentpunkte", "2", "Prozentpunkte", "percentage"),
    ("de", "eine hundertprozentige Quote"): ("hundertprozentige", "100", "%", "percentage"),
    ("en", "That is twenty per cent."): ("twenty per cent", "20", "%", "percentage"),
    ("de", "Der 43-Jährige schweigt."): ("43-Jährige", "43", "Jahre", "age"),
    ("de", "Er ist 29 Jahre alt."): ("29 Jahre alt", "29", "Jahre", "age"),
    ("de", "im Alter von 95 Jahren"): ("95 Jahren", "95", "Jahren", "age"),
    ("en", "a 43-year-old man"): ("43-year-old", "43", "year", "age"),
    ("en", "she is ten months old"): ("ten months old", "10", "months", "age"),
    ("de", "2400 Jahre später"): ("2400 Jahre", "2400", "Jahre", "duration"),
    ("de", "eine dreitägige Reise"): ("dreitägige", "3", "Tage", "duration"),
    ("de", "eine dreijährige Haft"): ("dreijährige", "3", "Jahre", "duration"),
    ("en", "It lasted 90 minutes."): ("90 minutes", "90", "minutes", "duration"),
    ("en", "half a percent"): ("half a percent", "0.5", "%", "percentage"),
    ("en", "twenty and three fifths"): ("twenty and three fifths", "20.6", None, "number"),
    ("de", "dreieinhalbtausend Leute"): ("dreieinhalbtausend", "3500", "Leute", "number"),
    ("de", "auf jeden dritten Bürger"): ("dritten", "3", "Bürger", "ratio"),
    ("de", "zwanzig Mal \nso viel wie zuvor"): ("zwanzig Mal", "20", None, "ratio"),
    ("de", "Die Zahl hat sich verdoppelt."): ("verdoppelt", "2", None, "ratio"),
    ("en", "two out of five voters"): ("two out of five", "0.4", "voters", "ratio"),
    ("en", "ten times as many"): ("ten times", "10", None, "ratio"),
    ("de", "das Ende des 21. Jahrhunderts"): ("21.", "21", "Jahrhundert", "ordinal"),
    ("de", "der siebenundzwanzigste Versuch"): ("siebenundzwanzigste", "27", "Versuch", "ordinal"),
    ("en", "the twenty-first attempt"): ("twenty-first", "21", "attempt", "ordinal"),
    ("en", "the 11th attempt"): ("11th", "11", "attempt", "ordinal"),
}


@pytest.mark.parametrize(("language", "text"), KINDS)
def test_kinds(language: str, text: str) -> None:
    written, value, unit, kind = KINDS[language, text]
    assert readings(text, language, None) == [(written, value, value, unit, "exactly", kind)]


DATES = {
    ("de", "Seit Mitte November gilt das."): ("2018-11-10", "2018-11-20", "about"),
    ("de", "Seit 2017 gilt das."): ("2017-01-01", None, "at_least"),
    ("de", "Bis 2020 gilt das."): (None, "2020-12-31", "at_most"),
    ("de", "bis Ende 2020"): (None, "2020-12-31", "at_most"),
    ("de", "Ende 2015 war das so."): ("2015-12-01", "2015-12-31", "about"),
    ("de", "im März diesen Jahres"): ("2018-03-01", "2018-03-31", "exactly"),
    ("de", "im vergangenen Jahr"): ("2017-01-01", "2017-12-31", "exactly"),
    ("de", "im Mai war es warm"): ("2018-05-01", "2018-05-31", "exactly"),
    ("de", "am 28. Dezember 2012"): ("2012-12-28", "2012-12-28", "exactly"),
    ("de", "am neunundzwanzigsten Mai 2016"): ("2016-05-29", "2016-05-29", "exactly"),
    ("de", "am 3.4.2016"): ("2016-04-03", "2016-04-03", "exactly"),
    ("de", "seit drei Jahren"): ("2015-01-01", "2015-12-31", "exactly"),
    ("de", "vor rund zwei Monaten"): ("2018-10-01", "2018-10-31", "about"),
    ("de", "in den 1990er-Jahren"): ("1990-01-01", "1999-12-31", "exactly"),
    ("de", "in den Neunzigern"): ("1990-01-01", "1999-12-31", "exactly"),
    ("de", "Ende der 90er Jahre"): ("1997-01-01", "1999-12-31", "about"),
    ("de", "Heute gilt das."): ("2018-12-15", "2018-12-15", "exactly"),
    ("de", "am Montagabend"): ("2018-12-10", "2018-12-10", "exactly"),
    ("de", "am vergangenen Samstag"): ("2018-12-08", "2018-12-08", "exactly"),
    ("de", "bis kommenden Sonntag"): (None, "2018-12-16", "at_most"),
    ("de", "am Montag, dem 4. Juni 2018"): ("2018-06-04", "2018-06-04", "exactly"),
    ("de", "von Mai bis Juli 2016"): ("2016-05-01", "2016-07-31", "exactly"),
    ("de", "von November bis Januar 2016"): ("2015-11-01", "2016-01-31", "exactly"),
    ("de", "2014–2019 war das so"): ("2014-01-01", "2019-12-31", "exactly"),
    ("en", "on December 28, 2012"): ("2012-12-28", "2012-12-28", "exactly"),
    ("en", "on 28th of December 2012"): ("2012-12-28", "2012-12-28", "exactly"),
    ("en", "on 5/17/2018"): ("2018-05-17", "2018-05-17", "exactly"),
    ("en", "by the end of 2020"): (None, "2020-12-31", "at_most"),
    ("en", "on Monday it rained"): ("2018-12-10", "2018-12-10", "exactly"),
    ("en", "next Saturday"): ("2018-12-22", "2018-12-22", "exactly"),
    ("en", "in the late 1990s"): ("1997-01-01", "1999-12-31", "about"),
    ("en", "the early nineties"): ("1990-01-01", "1993-12-31", "about"),
    ("en", "between May and July 2016"): ("2016-05-01", "2016-07-31", "exactly"),
    ("en", "May 3 to June 5, 2018"): ("2018-05-03", "2018-06-05", "exactly"),
    ("en", "in early May"): ("2018-05-01", "2018-05-10", "about"),
    ("en", "last year it rained"): ("2017-01-01", "2017-12-31", "exactly"),
    ("en", "three years ago"): ("2015-01-01", "2015-12-31", "exactly"),
    ("en", "until 2018-06-30"): (None, "2018-06-30", "at_most"),
}


@pytest.mark.parametrize(("language", "text"), DATES)
def test_dates(language: str, text: str) -> None:
    low, high, qualifier = DATES[language, text]
    assert [reading[1:] for reading in readings(text, language)] == [(low, high, None, qualifier, "date")]


@pytest.mark.parametrize(
    "text",
    ["heute", "am Montag", "im Mai war es warm", "im vergangenen Jahr", "am 3. Mai", "Seit Mitte November"],
)
def test_relative_dates_need_the_publication(text: str) -> None:
    assert readings(text, "de", None) == []


AGES = {
    ("de", "Er ist Mitte 30."): ("Mitte 30", "34", "36", "Jahre"),
    ("de", "Der Mann, Ende vierzig, ging."): ("Ende vierzig", "47", "49", "Jahre"),
    ("en", "She is in her early fifties."): ("early fifties", "50", "53", "years"),
}


@pytest.mark.parametrize(("language", "text"), AGES)
def test_ages_by_the_part_of_a_decade(language: str, text: str) -> None:
    assert readings(text, language) == [(*AGES[language, text], "about", "age")]
    assert readings("Ende 20 Prozent, Mitte 30 Orte", "de") == [
        ("20 Prozent", "20", "20", "%", "exactly", "percentage"),
        number("30", "30", "Orte"),
    ]


def test_vague_thousands_and_a_good_dozen() -> None:
    found = [reading[1:5] for reading in readings("zigtausend Fälle und ein gutes Dutzend Orte", "de")]
    assert found == [("20000", None, "Fälle", "at_least"), ("12", "12", "Orte", "about")]


def test_impossible_days_are_no_dates() -> None:
    assert readings("am 31. Februar 2012", "de") == []


def test_a_year_beside_a_count_is_not_the_count() -> None:
    kinds = [(r[0], r[-1]) for r in readings("2018 wurden 17 Millionen Karten verweigert.", "de")]
    assert kinds == [("2018", "date"), ("17 Millionen", "number")]
    assert readings("Dort wohnen 2000 Familien.", "de") == [number("2000", "2000", "Familien")]


NOTHING = {
    "de": ["%C3%9Cberwachung",
           "http://example.org/a%209/2017/12?q=30%25", 'Orwells "1984" erschien.',
           "COVID-19 und 5G", "um 14:30 Uhr", "BGM-109", "Sie endet 3:1.", "- 12 -", "Seite 3 von 12", "§ 5",
           "192.168.1.2",
           "Ein Mann.", "über eine App", "Das ist einfach.", "noch einmal", "Nicht nur sein Gestern.",
           "die letzten Jahrzehnte", "Die achten dann aufeinander.", "Man hielt sich in Acht.",
           "Claudia Tausend sprach.", "Band 3, S. 12–15", "Frau Montag kam.", "+49 30 1234567"],
    "en": ["Which one is it?", "the one you like", "a man", "at 6pm", "This is mp3.",
           "call +1-222-2222-2222"],
}  # fmt: skip


@pytest.mark.parametrize(("language", "text"), [(code, text) for code in NOTHING for text in NOTHING[code]])
def test_what_counts_nothing_stays_out(language: str, text: str) -> None:
    assert readings(text, language) == []


def test_offsets_are_code_points_and_line_breaks_stay() -> None:
    text = "𝒳 – 😀\r\nEs koste 90 \r\nMilliarden Dollar."
    (money,) = read(text, "de")
    assert money == Quantity(
        text.index("90"), text.index("."), "90 \r\nMilliarden Dollar", "90000000000", "90000000000",
        "USD", "exactly", "currency",
    )  # fmt: skip


def test_quantities_come_in_order_and_apart() -> None:
    text = (
        "Seit 2017 zahlten 5 bis 10 Prozent der 43-Jährigen am 3. Mai 2018 je 5 €, ein Drittel mehr als 2016."
    )
    found = read(text, "de", PUBLISHED)
    assert len(found) >= 6
    assert all(left.end <= right.start for left, right in pairwise(found))


PIECES = (
    "1", "1.", "1,000,", " 000", "zwei", "hundert", "eine ", "half a ", "point ", "bis ",
    "zwischen 1 und ", "US$", "Prozent", "%", "\n", "-\n", "\u00ad", "\u202e", "\u200f", "\0", "\ud800",
    "§ 1 ", "http://a.b/", "2018-", "Mai ", "am ersten ", "vor 3 Jahren", "km/", "mehr als ", "über ",
    "jeder dritte ", "zu zweit ", "3-fach ", "Mitte 30", "Q1 2018", "am Montag", "heute", "the ", "of ",
    "Mio. ", "minus ", "1. ", "den 90ern", "year ago", "pounds",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20), st.sampled_from(["de", "en"]))
def test_whatever_meets_quantities_are_in_order_apart_and_verbatim(pieces: list[str], language: str) -> None:
    text = "".join(pieces)
    found = read(text, language, PUBLISHED)
    assert all(text[one.start : one.end] == one.text and one.start < one.end for one in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


def test_other_languages_are_refused() -> None:
    with pytest.raises(KeyError):
        read("un deux trois", "fr")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "1/0",
        "9^999",
        "0^-1",
        "1e999",
        "5" * 5000,
        "a " * 5000,
        "one " * 3000,
        "(" * 3000,
        "1." * 3000,
        "x" * 20000 + " @1",
    ],
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_hostile_text_does_no_harm(text: str, language: str) -> None:
    for quantity in read(text, language, PUBLISHED):
        assert quantity.text == text[quantity.start : quantity.end]
