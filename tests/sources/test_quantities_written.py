"""How German and English write amounts, bounds and units, each form with what it says."""

import pytest

from sources.quantities import read

WRITTEN = {
    "de": {
        # prices and signs
        "5,- Euro": "5,- Euro = 5 EUR",
        "5,-- €": "5,-- € = 5 EUR",
        "CHF 12'000.–": "CHF 12'000.– = 12000 CHF",
        "99 ct": "99 ct = 99 ct",
        "4,2 Mrd. US-$": "4,2 Mrd. US-$ = 4200000000 USD",
        "ein Prozent der Leute": "ein Prozent = 1 %",
        "fünf vom Hundert": "fünf vom Hundert = 5 %",
        "–5 Prozent": "–5 Prozent = -5 %",
        "3 –5 Tage": "3 –5 Tage = 3..5 Tage",
        "–5 bis –10 Grad": "–5 bis –10 Grad = -10..-5 Grad",
        "minus 5 bis minus 10 Grad": "minus 5 bis minus 10 Grad = -10..-5 Grad",
        "-5 bis +3 Grad": "-5 bis +3 Grad = -5..3 Grad",
        # other scripts
        "３５％": "３５％ = 35 %",
        "１，５ Prozent": "１，５ Prozent = 1.5 %",
        "١٬٢٣٤ Menschen": "١٬٢٣٤ = 1234 Menschen",
        "10⁶ Keime": "10⁶ = 1000000 Keime",
        # words
        "dreieinviertel Stunden": "dreieinviertel Stunden = 3.25 Stunden",
        "anderthalbmal so groß": "anderthalbmal = 1.5",
        "eine anderthalbjährige Pause": "anderthalbjährige = 1.5 Jahre",
        "eine halbstündige Pause": "halbstündige = 0.5 Stunden",
        "eine Viertelmillion Euro": "eine Viertelmillion Euro = 250000 EUR",
        "eine Dreiviertelmillion Leute": "eine Dreiviertelmillion = 750000 Leute",
        "ein knappes Drittel der Leute": "Drittel = 0.333333333333333 about",
        "eine knappe Million Leute": "Million = 1000000 Leute about",
        "mehrere Zehntausend Leute": "mehrere Zehntausend = 20000.. Leute at_least",
        "einige hunderttausend Euro": "einige hunderttausend Euro = 200000.. EUR at_least",
        "Abermillionen Leute": "Abermillionen = 1000000.. Leute at_least",
        # ranges and bounds
        "fünf-sechs Leute": "fünf-sechs = 5..6 Leute",
        "zwei bis drei Dutzend Leute": "zwei bis drei Dutzend = 24..36 Leute",
        "um die 40 Orte": "40 = 40 Orte about",
        "unterhalb von 40 Prozent": "40 Prozent = ..40 % less_than",
        "jenseits der 40 Prozent": "40 Prozent = 40.. % more_than",
        "mehr als die 40 Orte": "40 = 40.. Orte more_than",
        "nicht einmal 40 Orte": "40 = ..40 Orte less_than",
        "mind. 40 Euro": "40 Euro = 40.. EUR at_least",
        "max. 40 Euro": "40 Euro = ..40 EUR at_most",
        "kaum 40 Orte": "40 = 40 Orte about",
        # units, ages, dates
        "3 GWh": "3 GWh = 3 GWh",
        "40 qm": "40 qm = 40 qm",
        "20 Mikrogramm pro Kubikmeter": "20 Mikrogramm pro Kubikmeter = 20 Mikrogramm pro Kubikmeter",
        "um den Faktor 3": "3 = 3",
        "am Ende zwanzig Leute": "zwanzig = 20 Leute",
        "Ende des Jahres 2018": "Ende des Jahres 2018 = 2018-12-01..2018-12-31 about",
        "frühestens 2020": "frühestens 2020 = 2020-01-01.. at_least",
    },
    "en": {
        "10 lakh crore": "10 lakh crore = 10000000000000",
        "two thousand million": "two thousand million = 2000000000",
        "a couple of hundred people": "a couple of hundred = 200.. people at_least",
        "a couple hundred people": "a couple hundred = 200.. people at_least",
        "1-in-5": "1-in-5 = 0.2",
        "one-in-five chance": "one-in-five = 0.2 chance",
        "18-to-24-year-olds": "18-to-24-year-olds = 18..24 year",
        "$5m-$10m": "$5m-$10m = 5000000..10000000 USD",
        "$5-10m": "$5-10m = 5000000..10000000 USD",
        "€3bn to €4bn": "€3bn to €4bn = 3000000000..4000000000 EUR",
        "two to three hundred people": "two to three hundred = 200..300 people",
        "five to six dozen": "five to six dozen = 60..72",
        "half an hour": "half an hour = 0.5 hour",
        "three quarters of an hour": "three quarters of an hour = 0.75 hour",
        "two thirds of a mile": "two thirds of a mile = 0.666666666666667 mile",
        "50p": "50p = 50 p",
        "１，２３４ people": "１，２３４ = 1234 people",
        "as few as 40 towns": "40 = 40.. towns at_least",
        "not even 40 towns": "40 = ..40 towns less_than",
        "shy of 40 towns": "40 = 40 towns about",
        "5 kilometres": "5 kilometres = 5 kilometres",
        "5 sq km": "5 sq km = 5 sq km",
        "420 parts per million": "420 parts per million = 420 parts per million",
        "by a factor of three": "three = 3",
        "aged between 18 and 24": "18 and 24 = 18..24",
        "in her 40s": "40s = 40..49 years about",
    },
}  # fmt: skip
NOTHING = {
    "de": ["IBAN DE12 3456 7890 1234 5678 90", "08/15", "44 v. Chr.", "in der KW 23",
           "Hauptstraße 12", "Beispielweg 3a", "die Postleitzahl 10115"],
    "en": ["500 BC", "123 Main Street", "RFC 2616", "HTTP 404", "1080p"],
}  # fmt: skip


def shown(text: str, language: str) -> str:
    """Every quantity in one line: text = bounds unit qualifier."""
    lines = []
    for one in read(text, language):
        assert one.text == text[one.start : one.end]
        ends = one.low if one.low == one.high else f"{one.low or ''}..{one.high or ''}"
        hedge = "" if one.qualifier == "exactly" else one.qualifier
        lines.append(" ".join(filter(None, [one.text, "=", ends, one.unit, hedge])))
    return "; ".join(lines)


@pytest.mark.parametrize(("language", "text"), [(code, text) for code in WRITTEN for text in WRITTEN[code]])
@pytest.mark.parametrize("frame", ["{}", "({})"])
def test_written(frame: str, language: str, text: str) -> None:
    assert shown(frame.format(text), language) == WRITTEN[language][text]


@pytest.mark.parametrize(("language", "text"), [(code, text) for code in NOTHING for text in NOTHING[code]])
def test_labels_and_addresses_count_nothing(language: str, text: str) -> None:
    assert shown(f"See {text}." if language == "en" else f"Siehe {text}.", language) == ""
