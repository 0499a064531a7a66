"""Checkable sentences: the splitter, what is found and left out and why, and the measure on the case."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bench import reading, spotting
from claims import services
from claims.models import Case
from claims.spotting import Reason, sentences, spot


def split(text: str, language: str) -> list[str]:
    return [" ".join(text[s.start : s.end].split()) for s in sentences(text, language)]


GERMAN = [
    ("two", "Es regnet. Er bleibt zu Hause.", ["Es regnet.", "Er bleibt zu Hause."]),
    ("abbreviations", "Das gilt z. B. für Dr. Meier bzw. sie. So ist es.", 2),
    ("abbreviation before a capital", "Das gilt z. B. Meier nicht, d. h. Berlin zahlt.", 1),
    ("ordinal before a month", "Er kam am 3. Mai 2020 an. Dann fuhr er.", 2),
    ("ordinal after an article", "Es war der 2. Versuch des Teams. Er gelang.", 2),
    ("century", "Im 4. Jahrhundert vor Christus war das so. Heute nicht.", 2),
    ("a year ends a sentence", "Er kam im Jahr 2014. Sie ging.", 2),
    ("a small number ends a sentence", "Es kamen 12. Niemand blieb.", 2),
    ("decimals and thousands", "Es waren 6,73 Millionen. Davon 425.000 im Juni.", 2),
    ("initials", "J. R. Becher und Johann S. Bach sind tot. Das ist bekannt.", 2),
    ("a grade is no initial", "Die schlechteste Note ist D. Damit fällt man durch.", 2),
    ("Roman ordinal", "Ludwig XIV. Bourbon regierte lange. Er starb.", 2),
    ("speech goes on", "„Komm!“, rief sie. „Warum?“ fragte er.", 2),
    ("sentences within a quotation", "„Es regnet. Wir bleiben“, sagt Li.", 2),
    ("quotation closes after the stop", "Er sagte: „Es regnet.“ Dann ging er.", 2),
    ("straight quotes", '"Es regnet." Dann ging er. "Und sie?"', 3),
    ("ellipsis", "Er zögerte… Dann ging er.", 2),
    ("article of a law", "Art. 5 schützt die Meinung. Auf andere Art. Unter ihm nicht.", 3),
    ("web address", "Mehr steht auf www.beispiel.de zum Lesen. Ende.", 2),
]
ENGLISH = [
    ("titles", "Mr. Smith met Dr. Jones. They talked.", 2),
    ("acronym within", "The U.S. Senate voted 51 to 49. It was close.", 2),
    ("acronym at the end", "It went to the U.S. The bill died.", 2),
    ("latin", "Some, e.g. Smith, were absent. Others came.", 2),
    ("page numbers", "See p. 5 of the report, no. 12. It is long.", 2),
    ("the word no", "The answer was no. Nobody was surprised.", 2),
    ("months", "It opened on Jan. 3 and closed in Feb. Nobody came.", 1),
    ("curly quotes", "He said: “No.” Then he left.", 2),
    ("a number ends a sentence", "It happened in 1984. We know why.", 2),
]
CASES = [(*case, "de") for case in GERMAN] + [(*case, "en") for case in ENGLISH]


@pytest.mark.parametrize(("text", "expected", "language"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_splitter(text: str, expected: list[str] | int, language: str) -> None:
    found = split(text, language)
    if isinstance(expected, int):
        assert len(found) == expected, found
    else:
        assert found == expected


WRAPPED = (
    "Die Stadt hat im vergangenen Jahr neue Busse gekauft und damit nach eigenen Angaben\n"
    "den Fahrplan verdichtet. Ein Sprecher der Verkehrsbetriebe sagte, man habe dafür die\n"
    "Rücklagen aufgebraucht, die nach dem Verkauf der alten Halle noch auf dem Konto\n"
    "\n\n\n"
    "lagen. Jetzt fehlt Geld.\n"
    "\n"
    "Neue Busse, alte Sorgen und ein\n"
    "Loch in der Kasse\n"
    "\n"
    "Der Rat tagt am Montag.\n"
)


def test_hard_wraps_and_page_breaks_do_not_cut_a_sentence() -> None:
    found = split(WRAPPED, "de")
    assert len(found) == 5
    assert found[1].endswith("noch auf dem Konto lagen.")
    assert found[3] == "Neue Busse, alte Sorgen und ein Loch in der Kasse"


def test_in_unwrapped_text_a_line_is_a_paragraph_and_a_heading_stands_alone() -> None:
    text = "Neue Busse für die ganze Stadt\n\nDer Rat hat sie bestellt\nSie kommen im Mai. Alle warten."
    found = sentences(text, "de")
    assert [text[s.start : s.end] for s in found] == [
        "Neue Busse für die ganze Stadt",
        "Der Rat hat sie bestellt",
        "Sie kommen im Mai.",
        "Alle warten.",
    ]
    assert [s.heading for s in found] == [True, True, False, False]


@pytest.mark.parametrize("text", ["", "   \n\n ", "…", "--- *** ---"])
def test_nothing_to_split(text: str) -> None:
    assert sentences(text, "de") == []
    assert spot(text, "de") == []


def test_offsets_are_code_points_of_the_text_as_given() -> None:
    text = "𝔘nd so.\r\n\r\n  Es waren 12 000\u00a0Menschen dort.  "
    for one in spot(text, "de"):
        assert text[one.start : one.end] == one.text
        assert one.text == one.text.strip()
        for quantity in one.quantities:
            assert text[quantity.start : quantity.end] == quantity.text


FOUND = [
    ("de", "Im Jahr 2019 starben 3.046 Menschen auf deutschen Straßen.", {"quantity", "date"}),
    ("de", "Die Elbphilharmonie ist das höchste Gebäude der Stadt.", {"superlative"}),
    ("de", "Der Minister sagte, die Steuer werde nicht erhöht.", {"attribution", "named_body"}),
    ("de", "Die Brücke wurde gesperrt, weil der Stahl Risse hatte.", {"cause", "rule"}),
    ("de", "Die Mieten sind stärker gestiegen als die Löhne.", {"comparison"}),
    ("de", "Wer bei Rot über die Kreuzung fährt, verliert seinen Führerschein.", {"rule"}),
    ("de", "Das Gesetz soll bis 2026 beschlossen werden.", {"date", "plan", "named_body"}),
    ("de", "Jeder dritte Haushalt heizt mit Gas.", {"quantity"}),
    ("de", "Als erste Stadt verbot sie die Umwandlung.", {"rule", "superlative"}),
    ("de", "Der Gemeinderat beschloss die Obergrenze.", {"plan", "named_body"}),
    ("de", "Kein anderes Land exportiert mehr Maschinen.", {"superlative"}),
    ("de", "Die Impfung schützt nicht vor Ansteckung.", {"cause"}),
    ("en", "No other country in Europe spends less on prevention.", {"superlative"}),
    ("en", "Wind power is cheaper than coal.", {"comparison"}),
    ("en", "Garlic protects against the common cold.", {"cause"}),
    ("en", "The town spends less on schools than any other.", {"comparison"}),
    ("en", "Unemployment fell to 11.8 percent in 2023.", {"quantity", "date", "comparison"}),
    ("en", "It is the largest stadium in the country.", {"superlative"}),
    ("en", "The mayor told reporters that nobody had been paid.", {"attribution"}),
    ("en", "The bridge was closed because of cracks in the steel.", {"cause"}),
    ("en", "Women earn less than men in most professions.", {"comparison"}),
    ("en", "The European Commission opened an inquiry.", {"named_body"}),
    ("en", "Drivers must carry a licence at all times.", {"rule"}),
]


@pytest.mark.parametrize(("language", "text", "reasons"), FOUND)
def test_found_with_reasons(language: str, text: str, reasons: set[str]) -> None:
    (one,) = spot(text, language)
    assert reasons <= {str(reason) for reason in one.reasons}


def test_every_reason_is_in_the_table() -> None:
    assert {reason for row in FOUND for reason in row[2]} == set(Reason)


def test_superlatives_and_comparisons_of_any_make() -> None:
    for text in (
        "Es war die vierte Niederlage in Folge, die längste Serie seit Gründung des Vereins.",
        "Deutschland gibt weniger Geld für Bildung aus als der Durchschnitt der Industrieländer.",
        "Das Viertel gilt als das gefährlichste der ganzen Stadt am Fluss.",
    ):
        assert [one.text for one in spot(text, "de")] == [text]


LEFT_OUT = [
    ("de", "Haben Sie das gewusst?"),
    ("de", "„Wer hat 17 Millionen Euro verloren?“"),
    ("de", "Ich finde das richtig."),
    ("de", "Leider ist das Wetter in dieser Stadt schlecht."),
    ("de", "Von Erika Mustermann"),
    ("de", "Foto: Erika Mustermann / Agentur 2019"),
    ("de", "Lesen Sie auch: Zehn Tipps für den Garten"),
    ("de", "Jetzt unseren Newsletter mit 5 Themen der Woche bestellen."),
    ("de", "Dann lacht er."),
    ("de", "Das Leben ist kein Wunschkonzert."),
    ("de", "„Wir sind auf einem guten Weg“, erklärte sie."),
    ("de", "Zuletzt aktualisiert: 12.04.2023, 14:30 Uhr"),
    ("de", "Das ist ein Skandal, und niemand spricht darüber."),
    ("de", "Klicken Sie hier."),
    ("de", "Man darf gespannt sein."),
    ("de", "Das muss man sich einmal vorstellen."),
    ("en", "Time will tell."),
    ("en", "Last updated: 3 May 2023, 10:30 a.m."),
    ("en", "This article was amended on 4 May 2023 to correct a name."),
    ("en", "Did you know that?"),
    ("en", "I think the weather was lovely."),
    ("en", "Perhaps we should all be kinder."),
    ("en", "Subscribe to our newsletter for more."),
    ("en", "Photo: Jane Doe"),
    ("en", "By Jane Doe"),
    ("en", "Read more: 10 tips for your garden"),
    ("en", "The dog barked."),
]


@pytest.mark.parametrize(("language", "text"), LEFT_OUT)
def test_questions_opinions_and_furniture_stay_out(language: str, text: str) -> None:
    assert spot(text, language) == []


def test_an_opinion_with_a_figure_is_kept_but_ranks_lower() -> None:
    plain, opinion = "Der Bau kostete 12 Millionen Euro.", "Leider kostete der Bau 12 Millionen Euro."
    (first, second) = spot(f"{opinion} {plain}", "de")
    assert (first.text, second.text) == (plain, opinion)


@pytest.mark.parametrize(
    "text", ["Der Minister kam noch einmal in das Amt.", "Der Minister kam über eine Brücke in das Amt."]
)
def test_one_in_words_is_no_figure(text: str) -> None:
    (one,) = spot(text, "de")
    assert Reason.QUANTITY not in one.reasons


def test_ranks_follow_scores_and_then_the_text() -> None:
    text = "Der Rat tagt in der Behörde. Im Jahr 2019 starben 3.046 Menschen. Der Rat tagt in der Behörde."
    found = spot(text, "de")
    assert [one.rank for one in found] == [1, 2, 3]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert "3.046" in found[0].text
    assert found[1].start < found[2].start


def test_other_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        spot("Il pleut.", "fr")


# --- the command


def test_command_on_a_file(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes("Wer weiß?\r\nIm Jahr 2019 starben 3.046 Menschen.\r\n".encode())
    out = StringIO()
    call_command("spot", str(file), "--json", stdout=out)
    (one,) = json.loads(out.getvalue())
    assert (one["rank"], one["text"]) == (1, "Im Jahr 2019 starben 3.046 Menschen.")
    assert one["start"] == len("Wer weiß?\r\n")
    assert "quantity" in one["reasons"]
    assert "3.046" in [quantity["text"] for quantity in one["quantities"]]
    call_command("spot", str(file), stdout=out)
    assert "quantity, date" in out.getvalue()


def test_command_says_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("spot", str(file))
    file.write_text("Es regnet.", encoding="utf-8")
    with pytest.raises(CommandError, match="'fr'"):
        call_command("spot", str(file), "--language", "fr")


@pytest.mark.django_db
def test_command_on_an_article_uses_its_text_and_language() -> None:
    case = Case.objects.create(slug="roads", title_de="Straßen", title_en="Roads")
    text = "Did you know? Unemployment fell to 11.8 percent."
    article = services.add_article(
        case=case, title="Jobs", body=text.encode(), text=text, actor=None, language="en"
    )
    out = StringIO()
    call_command("spot", article.slug, "--json", stdout=out)
    (one,) = json.loads(out.getvalue())
    assert one["text"] == "Unemployment fell to 11.8 percent."
    assert "comparison" in one["reasons"]


@pytest.mark.django_db
def test_command_names_an_unknown_article() -> None:
    with pytest.raises(CommandError, match="no-such-article"):
        call_command("spot", "no-such-article")


# --- the measure: core claims in the top share of their article's sentences


def test_core_claims_lie_in_the_top_sentences() -> None:
    texts, facts = reading.folder("FACTCHECK_ARTICLES"), reading.folder("FACTCHECK_CASE")
    if not (texts and facts):
        pytest.skip("FACTCHECK_CASE and FACTCHECK_ARTICLES name no folders with the case's texts")
    found = spotting.outcome(texts, facts)
    assert found.spotted >= 0.9
    assert found.spotted >= found.by_number + 0.1
