"""Quantities as journalists write them: what is read, and what is no quantity at all."""

from datetime import date

import pytest

from sources.quantities import Quantity, read

PUBLISHED = date(2018, 12, 31)


def shown(quantity: Quantity) -> str:
    """Text, bounds, unit and kind in one line: 3 bis 5 Millionen = 3000000..5000000 Leute number."""
    ends = quantity.low if quantity.low == quantity.high else f"{quantity.low or ''}..{quantity.high or ''}"
    return " ".join(filter(None, [quantity.text, "=", ends, quantity.unit, quantity.kind]))


def readings(text: str, language: str) -> list[str]:
    found = read(text, language, PUBLISHED)
    assert all(text[q.start : q.end] == q.text for q in found)
    return [shown(quantity) for quantity in found]


READ = {
    "de": {
        "Es kamen zehn- bis zwölftausend Leute.": ["zehn- bis zwölftausend = 10000..12000 Leute number"],
        "Es kamen 10- bis 12.000 Leute.": ["10- bis 12.000 = 10000..12000 Leute number"],
        "Es kamen 20-30.000 Leute.": ["20-30.000 = 20000..30000 Leute number"],
        "Es kamen zwei- bis dreihundert Leute.": ["zwei- bis dreihundert = 200..300 Leute number"],
        "Das ist zwei- bis dreimal so viel.": ["zwei- bis dreimal = 2..3 ratio"],
        "Die 16- bis 24-Jährigen rauchen.": ["16- bis 24-Jährigen = 16..24 Jahre age"],
        "Die Sechsjährige rannte.": ["Sechsjährige = 6 Jahre age"],
        "Im Alter zwischen 16 und 24 Jahren.": ["16 und 24 Jahren = 16..24 Jahren age"],
        "Es stieg um das 2,5-Fache.": ["2,5-Fache = 2.5 ratio"],
        "An die tausend Leute kamen.": ["tausend = 1000 Leute number"],
        "Von 2012 bis 2016 ging es.": ["2012 bis 2016 = 2012-01-01..2016-12-31 date"],
        "Zwischen 2012 und 2016 ging es.": ["2012 und 2016 = 2012-01-01..2016-12-31 date"],
        "Vom 3. bis zum 5. Mai 2018 war Markt.": ["3. bis zum 5. Mai 2018 = 2018-05-03..2018-05-05 date"],
        "Vom 3. Mai bis 4. Juni 2018.": ["3. Mai bis 4. Juni 2018 = 2018-05-03..2018-06-04 date"],
        "Im dritten Quartal 2019 sank er.": ["dritten Quartal 2019 = 2019-07-01..2019-09-30 date"],
        "Im ersten Halbjahr 2020 auch.": ["ersten Halbjahr 2020 = 2020-01-01..2020-06-30 date"],
        "Im Winter 2019/20 fror es.": ["Winter 2019/20 = 2019-12-01..2020-02-29 date"],
        "Vor einem Jahr war das so.": ["Vor einem Jahr = 2017-01-01..2017-12-31 date"],
        "Diesen September war Wahl.": ["September = 2018-09-01..2018-09-30 date"],
        "Im nächsten Mai ist Wahl.": ["Mai = 2019-05-01..2019-05-31 date"],
        "Bis zu 2000 waren da.": ["2000 = ..2000 number"],
        "Ein Pfund Mehl, eine Tonne Stahl.": ["Ein Pfund = 1 Pfund number", "eine Tonne = 1 Tonne number"],
        "Sie saßen zu dritt da.": ["dritt = 3 number"],
        "Der Schaden: 3,5 Millio\u00adnen Euro.": ["3,5 Millio\u00adnen Euro = 3500000 EUR currency"],
        "Er zahlte 12 Mil-\nlionen Euro.": ["12 Mil-\nlionen Euro = 12000000 EUR currency"],
        "Es kostet 12'000 Franken.": ["12'000 Franken = 12000 CHF currency"],
        "Das sind 1\u202f234\u202f567 Tiere.": ["1\u202f234\u202f567 = 1234567 Tiere number"],
        "Höchstens aber 85 Prozent, 0,7 Promille.": [
            "85 Prozent = ..85 % percentage",
            "0,7 Promille = 0.7 ‰ percentage",
        ],
        "3 kg weniger als noch 2017, aber mehr als 2017 Leute.": [
            "3 kg = 3 kg number",
            "2017 = 2017-01-01..2017-12-31 date",
            "2017 = 2017.. Leute number",
        ],
        "Einer von fünf zahlt, jede/r Vierte nicht.": ["Einer von fünf = 0.2 ratio", "Vierte = 4 ratio"],
        "Ein Minus von 3,5 Prozent in 19 Euro-Ländern.": [
            "3,5 Prozent = -3.5 % percentage",
            "19 = 19 Euro-Ländern number",
        ],
        "Er braucht 4,5 bis 6 l/100 km.": ["4,5 bis 6 l/100 km = 4.5..6 l/100 km number"],
        "Für Fr. 1'234.50, 12,345.67 Dollar, 1,234,567 Leute.": [
            "Fr. 1'234.50 = 1234.5 CHF currency",
            "12,345.67 Dollar = 12345.67 USD currency",
            "1,234,567 = 1234567 Leute number",
        ],
        "Am 1.12. und am 24. Dezember.": ["1.12. = 2018-12-01 date", "24. Dezember = 2018-12-24 date"],
        "Sie nahm Python 3.11.": ["3.11 = 3.11 number"],
        "Der Anteil der 14亿 Menschen.": ["14亿 = 1400000000 Menschen number"],
    },
    "en": {
        "It is worth $3.5bn in all": ["$3.5bn = 3500000000 USD currency"],
        "He spent $1.2 trillion over 10 years.": [
            "$1.2 trillion = 1200000000000 USD currency",
            "10 years = 10 years duration",
        ],
        "It has 3.2m people and 2m new homes.": [
            "3.2m = 3200000 people number",
            "2m = 2000000 homes number",
        ],
        "The wall is 3m high.": ["3m = 3 m number"],
        "three quarters of a million": ["three quarters of a million = 750000 number"],
        "About a quarter of a million people": ["a quarter of a million = 250000 people number"],
        "It fell to -3.5C or 20 degrees f.": [
            "-3.5C = -3.5 C number",
            "20 degrees f = 20 degrees f number",
        ],
        "A man aged 54.": ["54 = 54 age"],
        "A tenfold rise, a 3pc cut.": ["tenfold = 10 ratio", "3pc = 3 % percentage"],
        "From 2012 to 2016 it rose.": ["2012 to 2016 = 2012-01-01..2016-12-31 date"],
        "On May 3-5, 2018, it met.": ["May 3-5, 2018 = 2018-05-03..2018-05-05 date"],
        "In the summer of 2019.": ["summer of 2019 = 2019-06-01..2019-08-31 date"],
        "In the first half of 2020.": ["first half of 2020 = 2020-01-01..2020-06-30 date"],
        "On the second of August 2018.": ["second of August 2018 = 2018-08-02 date"],
        "A year ago it was so.": ["A year ago = 2017-01-01..2017-12-31 date"],
        "It cost $10 dollars.": ["$10 dollars = 10 USD currency"],
        "equal to 5000 or less than 6000": ["5000 = 5000 number", "6000 = ..6000 number"],
        "The number is below 1500.": ["1500 = ..1500 number"],
        "20-30,000 people": ["20-30,000 = 20000..30000 people number"],
        "$100bn-$120bn went": ["$100bn-$120bn = 100000000000..120000000000 USD currency"],
        "The over-80s and the under-5s.": ["80s = 80.. years age", "5s = ..5 years age"],
        "Over the age of 65, ages 5-11.": ["65 = 65.. age", "5-11 = 5..11 age"],
        "Nine of ten flats, 7 of the 12 houses.": [
            "Nine of ten = 0.9 flats ratio",
            "7 = 7 number",
            "12 = 12 houses number",
        ],
        "It ran 4x faster, 30-plus firms failed.": ["4x = 4 ratio", "30 = 30.. number"],
        "Up 20 basis points to 0.5 per mille.": [
            "20 basis points = 20 basis points percentage",
            "0.5 per mille = 0.5 ‰ percentage",
        ],
        "It fell 5% more than 2017, yesterday too.": [
            "5% = 5 % percentage",
            "2017 = 2017-01-01..2017-12-31 date",
            "yesterday = 2018-12-30 date",
        ],
        "The 2020-21 season.": ["2020-21 = 2020-01-01..2021-12-31 date"],
        "In the late 1800s and the '60s.": [
            "late 1800s = 1870-01-01..1899-12-31 date",
            "60s = 1960-01-01..1969-12-31 date",
        ],
        "It has 123456789012345678901234567890123456789 stars.": [
            "123456789012345678901234567890123456789 = 123456789012345678901234567890123456789 stars number"
        ],
        "It cost 1.234.567,89 euros, 1.234.567 people paid.": [
            "1.234.567,89 euros = 1234567.89 EUR currency",
            "1.234.567 = 1234567 people number",
        ],
        "On Jan. 1, a 12-year-old met 9-year-olds.": [
            "Jan. 1 = 2018-01-01 date",
            "12-year-old = 12 year age",
            "9-year-olds = 9 year age",
        ],
        "The 6.73亿人次 told": ["6.73亿 = 673000000 number"],
    },
}  # fmt: skip
NOTHING = {
    "de": [
        "Rufen Sie an: 0221 / 123 45 67, +49 30 1234567 oder 030 12345678.",
        "Siehe Seite 3 von 12, Artikel 5 Absatz 2 Satz 1 GG, § 5 Abs. 3 und Fußnote 7.",
        "Sie nahmen die Linie 12, dann den Bus 145 und die B 51.",
        "Windows 10, Boeing 747, Formel 1, DIN 476 und DIN EN ISO 9001.",
        "Das Gesetz[12] der Agenda 2010.",
        "Die 20-Uhr-Nachrichten, von 17 bis 18 Uhr, um halb acht, zwischen 4 und 7 Uhr.",
        "ISBN 978-3-16-148410-0, Version 2.4.1, https://beispiel.de/2017/05/12?id=44",
        "Die B 1 und der S&P 500 im Format 4x4, eine 50/50-Lösung.",
        "Der Bus um 8.15 fuhr, die Top 10 kamen um 21:30.",
        "Ein paar Leute, einige Häuser, viele Fragen.",
    ],
    "en": [
        "Call 555-123-4567 or (212) 555-0199.",
        "A 3-1 victory, then 6-4, 6-3; a 50-50 chance.",
        "Section 230, article 5, No. 10, iOS 14.5, Route 66, Flight 370.",
        "5G, 3D, F-16 and A320; text[13] and footnote 4",
        "Section 5(2), Amendment 14, call 555-0123 or +1 (212) 555-0199; 1920x1080.",
        "A 401(k) plan and section 5(a).",
        "A couple of people, a few friends.",
    ],
}


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in READ.items() for text in texts]
)
def test_read(language: str, text: str) -> None:
    assert readings(text, language) == READ[language][text]


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in NOTHING.items() for text in texts]
)
def test_no_quantity(language: str, text: str) -> None:
    assert readings(text, language) == []


@pytest.mark.parametrize("joint", ["\u00ad", "\u200b", "\u2060", "-\n"])
def test_a_joint_anywhere_in_a_word_changes_no_value(joint: str) -> None:
    whole = "Es waren dreihundert Millionen Euro."
    for place in range(len("Es waren d"), len("Es waren dreihundert")):
        text = whole[:place] + joint + whole[place:]
        (found,) = read(text, "de")
        assert (found.low, found.unit, text[found.start : found.end]) == ("300000000", "EUR", found.text)
