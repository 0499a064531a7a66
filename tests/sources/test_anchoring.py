"""A passage is found again, exactly or nearly; a figure that changed in it is always seen."""

import itertools
import os
import random
import re
import string
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.anchoring import (
    NEAR,
    Match,
    Status,
    differing_figures,
    fold,
    is_slight,
    locate,
    loss_digest,
    select,
    similarity,
    surroundings,
)
from tests.sources.passage_calibration import CASES, Case, Edits, page


def selection(case: Case) -> tuple[str, dict[str, str | int]]:
    """The passage as it was cited on the first visit, with what `locate` wants to know about it."""
    text = page(case.language, case.passage, visit=1)
    start = text.index(case.passage)
    exact, prefix, suffix = select(text, start, start + len(case.passage))
    return exact, {"prefix": prefix, "suffix": suffix, "position": start}


def look(case: Case, wording: str, *, context: bool = True) -> Match:
    exact, surroundings = selection(case)
    text = page(case.language, wording, visit=2)
    return locate(text, exact, **surroundings) if context else locate(text, exact)  # type: ignore[arg-type]


# --- the calibration table ------------------------------------------------------------------------


@pytest.mark.parametrize("context", [True, False], ids=["in context", "alone"])
@pytest.mark.parametrize(
    ("case", "wording"), [(c, c.edited(edits)) for c in CASES for edits in ((), *c.same)]
)
def test_typography_and_everything_around_the_passage_cause_nothing(
    case: Case, wording: str, context: bool
) -> None:
    match = look(case, wording, context=context)
    assert match.status is Status.FOUND
    assert not match.changes
    text = page(case.language, wording, visit=2)
    assert text[match.start : match.end].rstrip(".。") == wording.rstrip(".。")


@pytest.mark.parametrize("context", [True, False], ids=["in context", "alone"])
@pytest.mark.parametrize(("case", "edits"), [(c, edits) for c in CASES for edits in c.changed])
def test_another_wording_is_changed_and_named(case: Case, edits: Edits, context: bool) -> None:
    match = look(case, case.edited(edits), context=context)
    assert match.status is Status.CHANGED
    assert match.score >= NEAR
    assert not match.figures
    for old, new in edits:
        for word in set(re.findall(r"[\w']+", new)) - set(re.findall(r"[\w']+", old)):
            assert any(word in now for _, now in match.changes)
        for word in set(re.findall(r"[\w']+", old)) - set(re.findall(r"[\w']+", new)):
            assert any(word in before for before, _ in match.changes)


@pytest.mark.parametrize("context", [True, False], ids=["in context", "alone"])
@pytest.mark.parametrize(
    ("case", "wording", "old", "new"),
    [(c, c.edited(edits), *edits[-1]) for c in CASES for edits in c.figures],
)
def test_another_figure_outranks_any_score(
    case: Case, wording: str, old: str, new: str, context: bool
) -> None:
    match = look(case, wording, context=context)
    assert match.status is Status.FIGURE_CHANGED
    assert (old, new) in match.figures


@pytest.mark.parametrize("context", [True, False], ids=["in context", "alone"])
@pytest.mark.parametrize(
    ("case", "wording"), [(c, form) for c in CASES for form in (c.replaced, "", "…")], ids=str
)
def test_a_passage_that_left_is_missing(case: Case, wording: str, context: bool) -> None:
    match = look(case, wording, context=context)
    assert match.status is Status.MISSING
    assert (match.start, match.end, match.found_text) == (None, None, "")


def test_thresholds_stand_between_the_two_kinds() -> None:
    """The gap the ADR speaks of: every edited form well above NEAR, every replaced one well below."""
    edited = [look(c, c.edited(edits)).score for c in CASES for edits in (*c.changed, *c.figures)]
    replaced = [look(c, form).score for c in CASES for form in (c.replaced, "")]
    assert min(edited) > NEAR + 0.1
    assert max(replaced) < NEAR - 0.2


# --- any digit of any passage ---------------------------------------------------------------------


@given(st.data())
def test_any_changed_digit_is_seen(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from(CASES))
    exact, surroundings = selection(case)
    places = [at for at, char in enumerate(exact) if char in string.digits]
    if not places:
        return
    at = data.draw(st.sampled_from(places))
    new = data.draw(st.sampled_from(string.digits))
    edit = data.draw(st.sampled_from(["replace", "insert", "drop"]))
    kept = exact[at] if edit == "insert" else ""
    wording = exact[:at] + ("" if edit == "drop" else new + kept) + exact[at + 1 :]
    if wording == exact:
        return
    match = locate(page(case.language, wording, visit=3), exact, **surroundings)  # type: ignore[arg-type]
    assert match.status is Status.FIGURE_CHANGED


def test_changed_digits_in_real_articles() -> None:
    folder = os.environ.get("FACTCHECK_ARTICLES")
    if not folder:
        pytest.skip("FACTCHECK_ARTICLES names no folder of article texts")
    rng = random.Random(6)
    seen = 0
    for file in sorted(Path(folder).glob("*.txt")):
        text = file.read_text(encoding="utf-8", errors="replace")
        places = [found.start() for found in re.finditer(r"\d", text)]
        for at in rng.sample(places, min(20, len(places))):
            start = max(text.rfind(" ", 0, max(at - 60, 0)) + 1, 0)
            end = min(at + 80, len(text))
            exact, prefix, suffix = select(text, start, end)
            new = rng.choice([digit for digit in string.digits if digit != text[at]])
            edited = text[:at] + new + text[at + 1 :]
            known = {"prefix": prefix, "suffix": suffix, "position": start}
            assert locate(text, exact, **known).status is Status.FOUND  # type: ignore[arg-type]
            match = locate(edited, exact, **known)  # type: ignore[arg-type]
            assert match.status in (Status.FIGURE_CHANGED, Status.MISSING), (exact, match)
            seen += 1
    assert seen


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2,5 Millionen Euro", "2.500.000 Euro"),
        ("three hundred and five", "305"),
        ("dreihundertfünfzigtausend", "350 000"),
        ("三百五十万", "350万"),
        ("1,5 Billionen", "1.5 trillion"),
        ("2½ Stunden", "2,5 Stunden"),
        ("1 200 000", "1’200’000"),
        ("1.234", "1,234"),
        ("zwölf", "12"),
        ("5 Mrd. Euro", "5 Milliarden Euro"),
        ("二〇一九年", "2019年"),
        ("伍佰万元", "五百万元"),
        ("٤٢ people", "42 people"),
        ("6.73 million", "6.73m"),
        ("6,73 Mio.", "6,73 Millionen"),
        ("1,000,000", "1 million"),
        ("20 %", "20 percent"),
        ("176 million", "176m"),
        ("1.76亿", "1亿7600万"),
        ("1.76亿", "176 million"),
        ("17600万", "1.76亿"),
        ("£5m", "£5 million"),
        ("5 m", "5 metres"),
        ("5 m", "5 Meter"),
        ("$5B", "$5 billion"),
        ("$5bn", "$5 billion"),
        ("5k", "5,000"),
        ("twelve", "12"),
        ("one killed", "1 killed"),
        ("eine Person", "1 Person"),
        ("ein Toter", "1 Toter"),
        ("一人", "1人"),
        ("first", "1st"),
        ("the third time", "the 3rd time"),
        ("twenty-first century", "21st century"),
        ("zwanzigste", "20."),
        ("erster", "1."),
        ("dritten", "3."),
        ("zwei Drittel", "2/3"),
        ("two-thirds", "2/3"),
        ("three quarters", "3/4"),
        ("minus 5 Grad", "-5 Grad"),
        ("12.3.2019", "12. März 2019"),
        ("12.3.2019", "2019-03-12"),
        ("March 12, 2019", "12 March 2019"),
        ("12 March 2019", "2019-03-12"),
        ("2019年3月12日", "2019-03-12"),
        ("14:30 Uhr", "14.30 Uhr"),
        ("百分之二十", "20%"),
        ("百分之二十", "20％"),
        ("5–10", "5 - 10"),
        ("5–10 %", "5 to 10 %"),
        ("进一步提高到20%", "提高到20%"),
        ("one of the 12", "among the 12"),
        ("eine Stadt mit 5 Brücken", "Stadt mit 5 Brücken und einer Fähre"),
        ("10,00,000", "1 million"),
        ("10 lakh", "1 million"),
        ("2½", "2.5"),
        ("half a million", "500,000"),
        ("eine halbe Million", "500.000"),
        ("anderthalb Millionen", "1,5 Millionen"),
        ("a dozen", "12"),
        ("ein Dutzend", "12"),
        ("fünfhundert", "500"),
        ("5 Tsd.", "5.000"),
        ("3万5千", "35000"),
        ("3万5千人", "3.5万人"),
        ("两百", "200"),
        ("二十五", "25"),
        ("第三", "第3"),
        ("twenty five", "25"),
        ("two hundred and five", "205"),
        ("1.2bn", "1.2 billion"),
        ("seven million", "7m"),
        ("5 per cent", "5%"),
        ("1,234.56", "1.234,56"),
        ("1'234", "1234"),
        ("dreizehn", "13"),
        ("sieben von zehn", "7 von 10"),
        ("seven in ten", "7 in 10"),
        ("eins", "1"),
        ("ten second delay", "10 second delay"),
        ("10^6", "10⁶"),
        ("5万-10万", "5万至10万"),
        ("三点五", "3.5"),
    ],
)
def test_one_figure_in_two_spellings(old: str, new: str) -> None:
    assert not differing_figures(fold(old).text, fold(new).text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2 Millionen", "2 Milliarden"),
        ("5 billion", "5 trillion"),
        ("约1万人", "约1亿人"),
        ("五万人", "十五万人"),
        ("12.03.2019", "13.03.2019"),
        ("minus -5", "minus 5"),
        ("zwei Drittel", "drei Viertel"),
        ("tausend Bäume", "hundert Bäume"),
        ("425.000", "425.00"),
        ("22 Millionen", "022 Millionen"),
        ("from 5 to 10", "from 10 to 5"),
        ("38 Prozent und 4", "38 Prozent"),
        ("einundzwanzig", "zweiundzwanzig"),
        ("twenty-one", "twenty-two"),
        ("伍佰万元", "陆佰万元"),
        ("4\u00ad2 Jahre", "4\u00ad3 Jahre"),
        ("2019", "一" * 40 + "-five"),
        ("42 million", "四" * 29 + " hundred"),
        ("6.73 million", "6.73 billion"),
        ("6.73m", "6.73bn"),
        ("£5m", "£5"),
        ("£5m", "£5k"),
        ("-5", "5"),
        ("minus 5", "5"),
        ("5 m", "50 m"),
        ("first 5", "first 6"),
        ("one killed", "two killed"),
        ("ein Toter", "zwei Tote"),
        ("a third", "a fifth"),
        ("ein Drittel", "ein Viertel"),
        ("two thirds", "three quarters"),
        ("数百人", "数千人"),
        ("一人", "两人"),
        ("12.3.2019", "13.3.2019"),
        ("12. März 2019", "13. März 2019"),
        ("12. März 2019", "13.3.2019"),
        ("March 12, 2019", "2019-03-13"),
        ("1.76亿", "1.76万"),
        ("1亿7600万", "1亿7500万"),
        ("5 metres", "6 m"),
        ("14:30", "14:31"),
        ("one in five", "one in four"),
        ("百分之二十", "百分之三十"),
        ("21st", "22nd"),
        ("twenty-first", "22nd"),
        ("2/3", "3/4"),
        ("5.0", "5.00"),
        ("one", "11"),
        ("20", "over 25"),
        ("ein", "0"),
        ("1.5m", "15m"),
        ("气温为-5度", "气温为5度"),
        ("3 × 10⁶", "3 × 10⁷"),
    ],
)
def test_two_figures_that_differ(old: str, new: str) -> None:
    assert differing_figures(fold(old).text, fold(new).text)


# --- which place ----------------------------------------------------------------------------------


def test_of_several_hits_the_surroundings_choose_then_the_position() -> None:
    text = "Ost: 5 Punkte für alle. West: 5 Punkte für viele. Nord: 5 Punkte für alle."
    second = text.index("5 Punkte", 10)
    third = text.index("5 Punkte", second + 1)
    assert locate(text, "5 Punkte", prefix="West: ", suffix=" für viele").start == second
    assert locate(text, "5 Punkte", prefix="Nord: ").start == third
    assert locate(text, "5 Punkte", position=third + 3).start == third


def test_the_old_place_with_another_figure_outranks_the_old_words_elsewhere() -> None:
    text = "Kurz gesagt: 38 Prozent. Im Bericht steht, dass 41 Prozent der Gemeinden geantwortet haben."
    match = locate(
        text, "38 Prozent", prefix="Im Bericht steht, dass ", suffix=" der Gemeinden geantwortet haben"
    )
    assert match.status is Status.FIGURE_CHANGED
    assert match.found_text == "41 Prozent"
    assert match.figures == (("38", "41"),)


def test_the_same_words_nearby_do_not_hide_a_changed_figure() -> None:
    text = (
        "市长宣布了该计划。全市共设置摄像头{}个。港口附近的居民此前曾提出要求。图：全市共设置摄像头1412个。"
    )
    match = locate(
        text.format(1413), "全市共设置摄像头1412个。", prefix="市长宣布了该计划。", suffix="港口附近的居民"
    )
    assert match.figures == (("1412", "1413"),)


def test_figures_of_lines_set_into_a_passage_are_not_its_own() -> None:
    quote = "The city put up 412 cameras at crossings in the year of the flood."
    for line, status in [("Save 20 %!", "changed"), ("17", "changed")]:
        match = locate(quote.replace(" at ", f"\n{line}\nat "), quote)
        assert (match.status, match.figures) == (status, ())
    match = locate(quote.replace("412", "\n413\n"), quote)
    assert match.figures == (("412", "413"),)


def test_a_place_between_both_neighbours_outranks_one_behind_the_same_words() -> None:
    """Looking ends at such a place, wherever it comes in the order of guesses."""
    row = "Nach Angaben der Stadt wurden {} Kameras an {} Kreuzungen aufgestellt."
    text = " ".join(f"{row.format(number, number)} {end}" for number, end in [(410, "Ost."), (320, "West.")])
    match = locate(
        text, row.format(300, 320), prefix="Ost. ", suffix=" West.", position=text.index("Nach Angaben")
    )
    assert (match.status, match.found_text) == (Status.FIGURE_CHANGED, row.format(320, 320))


def test_the_same_words_moved_elsewhere_are_found() -> None:
    moved = "Ganz oben: Die Kasse ist leer. Dann folgt, dass der Rat tagte und nichts beschloss."
    match = locate(
        moved, "Die Kasse ist leer.", prefix="dass der Rat tagte ", suffix=" und nichts beschloss."
    )
    assert match.status is Status.FOUND


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("rund 138 Prozent der Fälle", "38 Prozent der Fälle"),
        ("rund 1,38 Prozent der Fälle", "38 Prozent der Fälle"),
        ("es waren 385 von vielen", "es waren 38"),
        ("es waren 38,5 von vielen", "es waren 38"),
        ("共有二十五万户家庭", "五万户家庭"),
        ("about 16.73 million people", "6.73 million"),
        ("about 6.735 people", "6.73"),
        ("rund 1 673 Millionen Menschen", "673 Millionen"),
        ("rund 673 Millionen 500 Menschen", "73 Millionen"),
        ("about 12'673 people", "about 12"),
        ("for twenty-five years", "twenty"),
        ("seit fünfundzwanzig Jahren", "zwanzig Jahren"),
        ("about 5½ million people", "5 million people"),
    ],
)
def test_a_number_is_not_found_inside_a_longer_one(text: str, quote: str) -> None:
    assert locate(text, quote).status is Status.FIGURE_CHANGED


@pytest.mark.parametrize(
    ("known", "now", "status"),
    [
        ("Gemessen wurden [42] Grad im Schatten.", "-42", "figure_changed"),
        ("Gemessen wurden [42] Grad im Schatten.", "−42", "figure_changed"),
        ("Befragt wurden [500] Menschen im Norden.", "1 500", "figure_changed"),
        ("Befragt wurden [500] Menschen im Norden.", "1\u202f500", "figure_changed"),
        ("Gemessen [wurde eine Zahl von 42] im Jahr.", "wurde eine Zahl von 42 000", "figure_changed"),
        ("Gemessen [wurde eine Zahl von 42] im Jahr.", "wurde eine Zahl von 42 Millionen", "figure_changed"),
        ("Gemessen [wurde eine Zahl von 42] im Jahr.", "wurde eine Zahl von 42 %", "changed"),
        ("Gezahlt wurden [42] im letzten Jahr.", "$42", "changed"),
        ("Gezahlt wurden -$[42] im letzten Jahr.", "42", "found"),
        ("Gezahlt wurden [42 ]Millionen im Jahr.", "42 ", "found"),
        ("The loss was [-$5 million] in the last quarter.", "$5 million", "changed"),
        ("The loss was [₹5 million] in the last quarter.", "₩5 million", "changed"),
        ("The share was [1.234 million] in the last quarter.", "1,234 million", "changed"),
        ("The state had [1,234 plants] in the last quarter.", "1.234 plants", "found"),
        ("The state had [1,234.5 tons] in the last quarter.", "1.234,5 tons", "found"),
    ],
)
def test_what_belongs_to_a_figure_at_the_edge_is_not_overlooked(known: str, now: str, status: str) -> None:
    start, end = known.index("["), known.index("]") - 1
    text = known.replace("[", "").replace("]", "")
    exact, prefix, suffix = select(text, start, end)
    match = locate(text[:start] + now + text[end:], exact, prefix=prefix, suffix=suffix)
    assert match.status == status
    assert match.found_text in now


@pytest.mark.parametrize(
    ("figure", "old", "new", "status"),
    [
        ("6.73", "6.73 million", "6.73 billion", "figure_changed"),
        ("6.73", "6.73 million", "6.73 Million", "found"),
        ("42", "42 %", "42 percent", "found"),
        ("42", "42 %", "42 ‰", "changed"),
        ("6.73 million", "about 6.73", "about -6.73", "figure_changed"),
        ("6.73 million", "about 6.73", "about $6.73", "changed"),
        ("6.73 million", "about", "exactly", "found"),
        ("2019", "in 2019", "in 2020", "figure_changed"),
        ("2019", "in 2019, or", "once, or", "missing"),
    ],
)
def test_a_lone_figure_is_followed_by_what_it_stood_between(
    figure: str, old: str, new: str, status: str
) -> None:
    """Known from the confirmed text, where the figure stands there once."""
    before = (
        "The office says: about 6.73 million people were listed in 2019, or 42 % of all, up from 5.1 in 1998."
    )
    assert old in before
    prefix, suffix = surroundings(before, figure)
    assert locate(before.replace(old, new), figure, prefix=prefix, suffix=suffix).status == status


@pytest.mark.parametrize(
    ("quote", "slight"),
    [
        ("6.73 million", True),
        ("twelve", True),
        ("In all there were, it is said, 42", True),
        ("４２ Menschen kamen nach Angaben des Amts", True),
        ("Nach Angaben des Amts kamen alle", False),
        ("全市共有三百五十万户", False),
    ],
)
def test_few_words_and_figures_at_an_edge_need_their_surroundings(quote: str, slight: bool) -> None:
    assert is_slight(quote) == slight


def test_what_stands_often_or_nowhere_has_no_surroundings() -> None:
    text = "From 12 to 12.5 and 12 again, 1 673 in all."
    for figure in ("12", "99", "673", " "):
        assert surroundings(text, figure) == ("", "")
    assert surroundings(text, "12.5", 7) == (" 12 to ", " and 12")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("So the council said.[12][3] And:[a] more", "So the council said. And: more"),
        ("the [3] laws, “[t]he end”, s[he], [2019], x[1234]", None),
    ],
)
def test_the_marks_of_footnotes_are_no_wording(text: str, folded: str | None) -> None:
    assert fold(text).text == (folded or text.replace("“", '"').replace("”", '"'))


def test_a_selection_in_the_middle_of_a_word_is_found_again() -> None:
    text = "Das Sozialkreditsystem wurde 2014 angekündigt."
    start = text.index("kredit")
    exact, prefix, suffix = select(text, start, start + 6)
    assert locate(text, exact, prefix=prefix, suffix=suffix).start == start


def test_a_lengthened_word_at_the_edge_is_a_change() -> None:
    match = locate(
        "Es trifft vor allem die Bürgerinnen, hieß es.", "vor allem die Bürger",
        prefix="Es trifft ", suffix=", hieß es.",
    )  # fmt: skip
    assert match.status is Status.CHANGED
    assert match.changes == (("Bürger", "Bürgerinnen"),)


def test_a_few_words_are_not_recognised_without_their_surroundings() -> None:
    known = {"prefix": "Zuletzt stieg der Anteil auf ", "suffix": " aller Befragten im Land"}
    text = "In einer anderen Sache stimmten 52 Prozent der Mitglieder für den Umbau der Halle."
    assert locate(text, "38 Prozent", **known).status is Status.MISSING  # type: ignore[arg-type]


@pytest.mark.parametrize("quote", ["", "  \n", "\u00ad\u200b"])
def test_a_passage_without_wording_is_refused(quote: str) -> None:
    with pytest.raises(ValueError, match="without wording"):
        locate("Text", quote)


# --- folding, selecting, comparing ----------------------------------------------------------------

ODD = st.text(
    st.sampled_from("ab1 \n\t\u00a0\u00ad\u200b„“-–.é e\u0301u\u0308ﬁ社会，。１\u1112\u1161\u11ab\u3000'’"),
    max_size=60,
)


def test_folding_endless_rows_of_marks_takes_no_time() -> None:
    row = "a" + "\u0315\u0300" * 20_000
    text = f"Vor {row} der Bru\u0308cke {row} steht es."
    started = time.perf_counter()
    folded = fold(text)
    assert time.perf_counter() - started < 1
    match = locate(text, "der Brücke")
    assert text[match.start : match.end] == "der Bru\u0308cke"
    assert len(folded.text) < 100
    assert folded.origin(len(folded.text)) == len(text)


def test_a_passage_in_a_word_without_end_is_not_sought_for_ever() -> None:
    quote = "The new bridge over the river cost the city 42 million euros, said the mayor on Monday."
    text = "x" * 200_000 + quote.replace(" ", "").replace("42", "43") + "y" * 200_000
    started = time.perf_counter()
    assert locate(text, quote).status is Status.MISSING
    assert locate("x" * 200_000 + quote.replace("cost", "took") + "y" * 200_000, quote).status in Status
    assert time.perf_counter() - started < 1


@given(ODD)
def test_the_map_of_a_folded_text_never_goes_back_nor_outside(text: str) -> None:
    folded = fold(text)
    origins = [folded.origin(at) for at in range(len(folded.text) + 1)]
    assert origins == sorted(origins)
    assert origins[-1] <= len(text)
    assert all(0 <= folded.offset(at) <= len(folded.text) for at in range(len(text) + 1))


@given(ODD, ODD, st.sampled_from(["Kern der Sache", "核心问题", "genau 12 Teile"]))
def test_an_exact_passage_is_found_with_the_offsets_of_the_given_text(
    before: str, after: str, exact: str
) -> None:
    text = f"{before} | {exact} | {after}"
    match = locate(text, exact)
    assert match.status is Status.FOUND
    assert text[match.start : match.end] == exact


@given(st.text(max_size=200), st.text(min_size=1, max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_any_text_whatever_has_an_answer(text: str, quote: str, prefix: str, suffix: str) -> None:
    if not fold(quote).text.strip():
        return
    match = locate(text, quote, prefix=prefix, suffix=suffix, position=7)
    assert 0.0 <= match.score <= 1.0
    if match.status is not Status.MISSING:
        assert match.start is not None
        assert text[match.start : match.end] == match.found_text


def test_select_keeps_the_code_points_as_they_are() -> None:
    text = "Vor 🚆 dem „Wort“ danach"
    start = text.index("„")
    assert select(text, start, start + 6, context=5) == ("„Wort“", " dem ", " dana")
    assert select(text, 0, 3) == ("Vor", "", " 🚆 dem „Wort“ danach")
    with pytest.raises(ValueError, match="no passage"):
        select(text, 5, 5)


WORDS = ["".join(letters) for letters in itertools.product("bdfgklmnrst", "aeiou", "bdfgklmnrst")]


@pytest.mark.parametrize("language", ["de", "en", "zh"])
def test_what_never_stands_still_leaves_a_page_alike(language: str) -> None:
    article = " ".join(WORDS[:400])
    visits = [page(language, article, visit) for visit in range(6)]
    assert min(similarity(visits[0], later) for later in visits[1:]) > 0.90


def test_similarity_is_of_shingles_of_five_words() -> None:
    text = " ".join(WORDS[:100])
    assert similarity(text, text.upper()) == 1.0
    # One word of a hundred touches five of 96 shingles on either side.
    assert similarity(text, text.replace(f"{WORDS[50]} ", "anders ")) == pytest.approx(91 / 101)
    assert similarity(text, "ganz etwas anderes steht hier nun") == 0.0
    assert similarity("", "") == 1.0
    assert similarity("甲乙丙丁戊己庚", "甲乙丙丁戊己辛") == pytest.approx(2 / 4)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.language)
def test_moving_parts_of_a_page_do_not_hide_what_it_lost(case: Case) -> None:
    before = page(case.language, case.passage, visit=1)
    whole, lost = page(case.language, case.passage, visit=2), page(case.language, "", visit=2)
    assert loss_digest(before, lost) == loss_digest(before, page(case.language, "", visit=2) + " 7")
    assert loss_digest(before, lost) != loss_digest(before, whole)


def test_ten_passages_of_a_page_take_well_under_a_millisecond_each() -> None:
    rng = random.Random(4)
    alphabet = [" ".join(case.passage.split()) for case in CASES if case.language != "zh"]
    words = " ".join(alphabet).split()
    text = " ".join(rng.choices(words, k=3000))[:20000]
    passages = [select(text, at, at + 180) for at in range(500, 18000, 1750)]
    started = time.process_time()
    folded = fold(text)
    matches = [locate(folded, exact, prefix=prefix, suffix=suffix) for exact, prefix, suffix in passages]
    spent = time.process_time() - started
    assert {match.status for match in matches} == {Status.FOUND}
    assert spent < 0.001 * len(passages)


@pytest.mark.parametrize("figure", ["{}", "{} million"])
def test_thousands_of_figures_are_compared_at_once(figure):
    figures = [figure.format(number + 13) for number in range(4_000)]
    started = time.process_time()
    assert len(differing_figures(" ".join(figures), " ".join([*figures[:2_000], *figures[2_001:]]))) == 1
    assert time.process_time() - started < 5
