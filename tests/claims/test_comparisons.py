"""What two figures say to each other: a table of own cases, and the case file's acceptance table."""

import json
import os
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import edtf
import pytest

from claims.comparisons import (
    Figure,
    Kind,
    Scale,
    ScaleKind,
    Tier,
    arithmetic,
    between,
    compare,
    compare_scales,
    recompute,
)

CONFUSABLE = {
    "bus_trips": {"tram_trips", "bus_riders"},
    "households": {"block_size"},
}
YEAR_2018 = (20180101, 20181231)
FOURTH_CENTURY_BC = (-399 * 10000 + 101, -300 * 10000 + 1231)  # astronomical years: 0 is 1 BC


def figure(low: str | None, high: str | None = "same", **fields: Any) -> Figure:
    """A figure of the city's bus trips, as one would say it without a hedge."""
    given = {"metric": "bus_trips", "counted": "requests", "unit": "trips", "place": "Bremen", **fields}
    top = low if high == "same" else high
    return Figure(
        low=None if low is None else Decimal(low), high=None if top is None else Decimal(top), **given
    )


def stock(low: str, day: int | tuple[int, int] = YEAR_2018, **fields: Any) -> Figure:
    span = (day, day) if isinstance(day, int) else day
    return figure(low, as_of=span, **fields)


TABLE = [
    # --- agreement and rounding
    ("same value", stock("5300"), stock("5300"), "agrees"),
    (
        "an amount a head is no total",
        stock("45000", counted="money_eur", unit="EUR per person"),
        stock("3800000000", counted="money_eur", unit="EUR"),
        "unit_mismatch",
    ),
    (
        "by the hour and by the month",
        stock("12", counted="money_eur", unit="EUR per hour"),
        stock("2080", counted="money_eur", unit="EUR per month"),
        "unit_mismatch",
    ),
    (
        "a year's amount of a year",
        stock("12", counted="money_eur", unit="EUR per year"),
        stock("12", counted="money_eur", unit="EUR"),
        "agrees",
    ),
    (
        "kilotonnes in tonnes",
        stock("700", counted="other", unit="kt"),
        stock("700000", counted="other", unit="tonnes"),
        "agrees",
    ),
    (
        "kilotonnes told as tonnes",
        stock("700", counted="other", unit="kt"),
        stock("700", counted="other", unit="tonnes"),
        "decimal_slip",
    ),
    (
        "hours in minutes",
        stock("1.5", counted="duration", unit="hours"),
        stock("90", counted="duration", unit="Minuten"),
        "agrees",
    ),
    (
        "years in months",
        stock("2", counted="duration", unit="Jahre"),
        stock("25", counted="duration", unit="months"),
        "conflict",
    ),
    (
        "days are no months",
        stock("60", counted="duration", unit="days"),
        stock("2", counted="duration", unit="months"),
        "unit_mismatch",
    ),
    (
        "kilometres in metres",
        stock("5", counted="other", unit="km"),
        stock("5200", counted="other", unit="Meter"),
        "agrees_rounded",
    ),
    (
        "a quarter is 25 percent",
        stock("0.25", counted="ratio", unit="", nature="ratio"),
        stock("25", counted="ratio", unit="percent", nature="ratio"),
        "agrees",
    ),
    (
        "three quarters are not 25 percent",
        stock("0.75", counted="ratio", unit="", nature="ratio"),
        stock("25", counted="ratio", unit="%", nature="ratio"),
        "conflict",
    ),
    (
        "a bare factor is no percentage",
        stock("3", counted="ratio", unit="", nature="ratio"),
        stock("3", counted="ratio", unit="percent", nature="ratio"),
        "unit_mismatch",
    ),
    (
        "metres are no tonnes",
        stock("5", counted="other", unit="m"),
        stock("5", counted="other", unit="t"),
        "unit_mismatch",
    ),
    (
        "tonnes by two names",
        stock("700", counted="other", unit="t"),
        stock("700", counted="other", unit="Tonnen"),
        "agrees",
    ),
    (
        "two definitions are not rounding",
        stock("83000000", definition="with refugees"),
        stock("82000000", definition="without refugees"),
        "explained_by_definition",
    ),
    ("whole against rounded", stock("17460000"), stock("17000000"), "agrees_rounded"),
    ("rounded half up and half down meet", stock("1300000000"), stock("1400000000"), "agrees_rounded"),
    (
        "a whole percentage is rounded",
        stock("40", counted="ratio", unit="percent", nature="ratio"),
        stock("40.4", counted="ratio", unit="percent", nature="ratio"),
        "agrees_rounded",
    ),
    (
        "all is said, not rounded to",
        stock("100", counted="ratio", unit="percent", nature="ratio"),
        stock("99.6", counted="ratio", unit="percent", nature="ratio"),
        "conflict",
    ),
    (
        "ranges that overlap",
        figure("100", "300", as_of=YEAR_2018),
        figure("200", "400", as_of=YEAR_2018),
        "agrees",
    ),
    (
        "ranges that do not",
        figure("100", "200", as_of=YEAR_2018),
        figure("300", "400", as_of=YEAR_2018),
        "conflict",
    ),
    (
        "an edge that one leaves out",
        figure("100", None, as_of=YEAR_2018, qualifier="at_least"),
        figure(None, "100", as_of=YEAR_2018, qualifier="less_than"),
        "conflict",
    ),
    (
        "an edge that both hold",
        figure("100", None, as_of=YEAR_2018, qualifier="at_least"),
        figure(None, "100", as_of=YEAR_2018, qualifier="at_most"),
        "agrees",
    ),
    ("about leaves five percent", stock("97"), stock("100", qualifier="about"), "agrees_rounded"),
    ("small whole numbers are counted", stock("30"), stock("31"), "conflict"),
    ("ages are not rounded", stock("40", counted="duration"), stock("43", counted="duration"), "conflict"),
    (
        "thresholds are not rounded",
        stock("1050", nature="parameter"),
        stock("1100", nature="parameter"),
        "conflict",
    ),
    (
        "percent is exact to half a point",
        stock("90", counted="ratio", unit="percent", nature="ratio"),
        stock("94", counted="ratio", unit="percent", nature="ratio"),
        "conflict",
    ),
    ("inside a range", stock("7"), replace(stock("5"), high=Decimal(10)), "agrees"),
    ("above an open bound", stock("97"), stock("50", qualifier="more_than"), "agrees"),
    ("below an upper bound", stock("45"), stock("50", qualifier="at_most"), "agrees"),
    ("far above an open bound", stock("7000"), stock("50", qualifier="more_than"), "conflict"),
    ("below a lower bound", stock("300"), stock("450", qualifier="at_least"), "conflict"),
    (
        "two thresholds are no range",
        stock("849", qualifier="less_than", nature="parameter"),
        stock("599", qualifier="less_than", nature="parameter"),
        "conflict",
    ),
    ("sign counts", stock("-5", nature="parameter"), stock("5", nature="parameter"), "conflict"),
    # --- hedges and forecasts
    ("hedge dropped", stock("600000"), stock("600000", qualifier="about"), "hedge_dropped"),
    ("estimate dropped", stock("600000"), stock("600000", basis="estimate"), "hedge_dropped"),
    (
        "hedge added later",
        stock("600000", published=(20180101, 20180101)),
        stock("600000", qualifier="about", published=(20190101, 20190101)),
        "agrees",
    ),
    ("forecast told as fact", stock("626"), stock("626", basis="forecast"), "forecast_as_fact"),
    ("target told as stock", stock("400"), stock("400", nature="target", basis="plan"), "forecast_as_fact"),
    ("the forecast came true", stock("626", basis="official"), stock("626", basis="forecast"), "agrees"),
    ("plan beside what is", stock("400"), stock("900", basis="plan"), "explained_by_date"),
    ("target beside a stock", stock("170"), stock("400", nature="target"), "explained_by_definition"),
    # --- time
    ("three years apart", stock("170", 20180601), stock("600", 20210601), "explained_by_date"),
    ("a year says nothing of its days", stock("170", YEAR_2018), stock("600", 20180601), "conflict"),
    ("undated", stock("170"), figure("600"), "conflict"),
    (
        "an old lower bound",
        stock("520", 20210601),
        stock("450", 20170601, qualifier="more_than"),
        "explained_by_date",
    ),
    (
        "periods of different length",
        stock("12000", YEAR_2018, nature="flow"),
        stock("300", 20180703, nature="flow"),
        "explained_by_date",
    ),
    (
        "running total told as a year",
        stock("17000000", YEAR_2018, nature="flow"),
        stock("17460000", 20181231, nature="cumulative"),
        "cumulative_as_yearly",
    ),
    (
        "running total of a year before",
        stock("17000000", YEAR_2018, nature="flow"),
        stock("9360000", 20171231, nature="cumulative"),
        "explained_by_definition",
    ),
    (
        "running total rises",
        stock("9360000", 20171231, nature="cumulative"),
        stock("17460000", 20181231, nature="cumulative"),
        "explained_by_date",
    ),
    (
        "running total cannot fall",
        stock("17460000", 20171231, nature="cumulative"),
        stock("9360000", 20181231, nature="cumulative"),
        "conflict",
    ),
    (
        "centuries apart",
        stock("8", FOURTH_CENTURY_BC),
        stock("400", YEAR_2018),
        "explained_by_date",
    ),
    # --- slips
    ("ten times", stock("425000"), stock("4250000"), "decimal_slip"),
    ("a thousand times: Milliarde and Billion", stock("2900000"), stock("2900000000"), "decimal_slip"),
    ("one digit on other days", stock("40", 20180101), stock("400", 20190101), "explained_by_date"),
    ("ten times in ten years", stock("425000", 20080101), stock("4250000", 20180101), "explained_by_date"),
    ("minus against plus", stock("-50"), stock("500"), "conflict"),
    # --- what is meant
    ("people against requests", stock("17"), stock("17", counted="people", unit="people"), "unit_mismatch"),
    (
        "euro against yuan",
        stock("200", counted="money_eur"),
        stock("200", counted="money_cny"),
        "unit_mismatch",
    ),
    (
        "hours a day against hours",
        stock("10", counted="duration", unit="hours per day"),
        stock("10", counted="duration", unit="hours"),
        "unit_mismatch",
    ),
    (
        "one unit in two spellings",
        stock("3", counted="ratio", unit="people per camera", nature="ratio"),
        stock("3", counted="ratio", unit="persons/camera", nature="ratio"),
        "agrees",
    ),
    ("two cities", stock("50"), stock("97", place="Hamburg"), "scope_mismatch"),
    ("city and its quarter", stock("500"), stock("20", place="Bremen, Walle"), "scope_mismatch"),
    ("a country's code and its name", stock("50", place="CN"), stock("50", place="China"), "agrees"),
    ("two systems", stock("50", system="court_list"), stock("50", system="city_scheme"), "scope_mismatch"),
    ("two acts", stock("5", item="late"), stock("50", item="early"), "scope_mismatch"),
    ("one act and no act", stock("5", item="late"), stock("7"), "explained_by_definition"),
    ("increase and total", stock("400", nature="increment"), stock("400"), "explained_by_definition"),
    (
        "active and all",
        stock("520", definition="customers"),
        stock("450", definition="active customers"),
        "explained_by_definition",
    ),
    ("confusable measures", stock("500"), stock("900", metric="tram_trips"), "explained_by_definition"),
    (
        "confusable measures, other unit",
        stock("500"),
        stock("500", metric="bus_riders", counted="people", unit="people"),
        "unit_mismatch",
    ),
    (
        "groups come out whole",
        stock("5000", metric="households", counted="families", unit="families"),
        stock("500", metric="block_size", counted="families", unit="families per block", nature="parameter"),
        "agrees",
    ),
    (
        "groups do not come out whole",
        stock("5000", metric="households", counted="families", unit="families"),
        stock("400", metric="block_size", counted="families", unit="families per block", nature="parameter"),
        "arithmetic",
    ),
    ("what nothing explains", stock("170"), stock("600"), "conflict"),
]


@pytest.mark.parametrize(("a", "b", "kind"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_kind_whatever_the_order(a: Figure, b: Figure, kind: str) -> None:
    there, back = compare(a, b, confusable=CONFUSABLE), compare(b, a, confusable=CONFUSABLE)
    assert there is not None
    assert back is not None
    assert (there.kind, back.kind) == (kind, kind)


@pytest.mark.parametrize(("a", "b"), [row[1:3] for row in TABLE], ids=[row[0] for row in TABLE])
def test_sentences_are_whole_and_free_of_machine_words(a: Figure, b: Figure) -> None:
    result = compare(a, b, confusable=CONFUSABLE)
    assert result is not None
    for sentence in (result.sentence_de, result.sentence_en):
        assert sentence.endswith(".")
        assert not re.search(r"None|Decimal|\{|\}|  |_|E\+", sentence)
    assert result.sentence_de != result.sentence_en


def test_every_kind_is_in_the_table() -> None:
    assert {row[3] for row in TABLE} == set(Kind)


def test_other_metrics_are_not_compared() -> None:
    assert compare(stock("5"), stock("5", metric="rainfall"), confusable=CONFUSABLE) is None
    assert compare(stock("5"), stock("5", metric="tram_trips")) is None


def test_confusable_holds_in_both_directions() -> None:
    declared_by_other = {"tram_trips": ["bus_trips"]}
    assert compare(stock("500"), stock("900", metric="tram_trips"), confusable=declared_by_other) is not None


def test_figures_without_a_number_are_not_compared() -> None:
    assert compare(figure(None), stock("5")) is None


NUMBERS = [  # value, qualifier, counted, unit, German, English
    ("17460000", "exactly", "requests", "trips", "17,46 Mio. Anfragen", "17.46 million requests"),
    (
        "1400000000",
        "about",
        "inhabitants",
        "people",
        "rund 1,4 Mrd. Einwohner",
        "about 1.4 billion inhabitants",
    ),
    (
        "2900000000000",
        "more_than",
        "money_usd",
        "USD",
        "mehr als 2,9 Bio. US-Dollar",
        "2.9 trillion US dollars",
    ),
    ("425000", "at_least", "people", "people", "mindestens 425.000 Menschen", "at least 425,000 people"),
    ("16440000.000000002", "exactly", "requests", "x", "16,44 Mio. Anfragen", "16.44 million requests"),
    ("31259123", "exactly", "users", "people", "31.259.123 Nutzer", "31,259,123 users"),
    ("-5", "exactly", "points", "points", "−5 Punkte", "−5 points"),
    ("3.5", "exactly", "ratio", "people per camera", "3,5 Menschen je Kamera", "3.5 people per camera"),
    ("92", "less_than", "ratio", "percent", "weniger als 92 %", "less than 92%"),
    ("750", "exactly", "other", "km", "750 km", "750 km"),
    ("20", "exactly", "ratio", "factor", "das 20-Fache", "20 times"),
]


@pytest.mark.parametrize(("value", "qualifier", "counted", "unit", "de", "en"), NUMBERS)
def test_numbers_are_set_readably(
    value: str, qualifier: str, counted: str, unit: str, de: str, en: str
) -> None:
    one = stock(value, qualifier=qualifier, counted=counted, unit=unit)
    result = compare(one, one)
    assert result is not None
    assert f"{de} (Stand 2018)" in result.sentence_de
    assert f"{en} (as of 2018)" in result.sentence_en


DATES = [
    ((20181231, 20181231), "31. Dezember 2018", "31 December 2018"),
    ((20180201, 20180228), "Februar 2018", "February 2018"),
    ((20210301, 20211231), "März bis Dezember 2021", "March to December 2021"),
    ((20120101, 20161231), "2012 bis 2016", "2012 to 2016"),
    ((20140701, 20140803), "1. Juli bis 3. August 2014", "1 July to 3 August 2014"),
    (FOURTH_CENTURY_BC, "400 v. Chr. bis 301 v. Chr.", "400 BC to 301 BC"),
]


@pytest.mark.parametrize(("span", "de", "en"), DATES)
def test_dates_are_no_finer_than_given(span: tuple[int, int], de: str, en: str) -> None:
    result = compare(stock("5", span), stock("5", span))
    assert result is not None
    assert f"(Stand {de})" in result.sentence_de
    assert f"(as of {en})" in result.sentence_en


def test_who_says_it_stands_in_the_sentence() -> None:
    result = compare(
        stock("425000", label_de="Abendpost", label_en="Evening Post"),
        stock("4250000", label_de="Gericht", label_en="court"),
    )
    assert result is not None
    assert result.sentence_de.startswith("Abendpost: 425.000 Anfragen (Stand 2018); Gericht: 4,25 Mio.")
    assert "not proved" in result.sentence_en


def test_a_scope_only_one_side_names_is_said() -> None:
    result = compare(stock("5000", system="court_list"), stock("5000"))
    assert result is not None
    assert result.sentence_de.endswith("Nur eine Seite nennt das System.")
    assert result.sentence_en.endswith("Only one side names the system.")


def test_an_equal_value_years_later_is_remarked() -> None:
    result = compare(stock("520", 20180201), stock("520", 20210301))
    assert result is not None
    assert "3 Jahre" in result.sentence_de
    assert "3 years" in result.sentence_en


PEOPLE = stock("1400000000", metric="population", counted="inhabitants", unit="inhabitants")
CAMERAS = stock("400000000", metric="cameras", counted="cameras", unit="cameras")


def ratio(value: str, unit: str = "people per camera", **fields: Any) -> Figure:
    return stock(value, metric="rate", counted="ratio", unit=unit, nature="ratio", **fields)


@pytest.mark.parametrize(
    ("stated", "cameras", "kind"),
    [
        ("3", "400000000", "arithmetic"),  # 3.5
        ("4", "350000000", "agrees"),
        ("4.1", "350000000", "agrees_rounded"),  # within five percent
        ("3", "450000000", "agrees_rounded"),  # 3.11
        ("3", "170000000", "arithmetic"),  # 8.24
    ],
)
def test_ratio_recomputed(stated: str, cameras: str, kind: str) -> None:
    value = Decimal(cameras)
    result = arithmetic(ratio(stated), PEOPLE, replace(CAMERAS, low=value, high=value))
    assert result is not None
    assert result.kind == kind


def test_roles_are_read_from_the_unit_in_any_order() -> None:
    there, back = recompute(ratio("3"), [PEOPLE, CAMERAS]), recompute(ratio("3"), [CAMERAS, PEOPLE])
    assert there is not None
    assert there == back
    assert "1,4 Mrd. Einwohner geteilt durch 400 Mio. Kameras ergibt 3,5" in there.sentence_de
    assert "gives 3.5, which does not fit" in there.sentence_en


def test_a_factor_divides_the_later_by_the_earlier() -> None:
    then, now = stock("150", 20120601), stock("3000", 20160601)
    for inputs in ([then, now], [now, then]):
        result = recompute(ratio("20", "factor"), inputs)
        assert result is not None
        assert result.kind == Kind.AGREES
        result = recompute(ratio("10", "factor"), inputs)
        assert result is not None
        assert result.kind == Kind.ARITHMETIC
    assert recompute(ratio("20", "factor"), [then, replace(now, as_of=then.as_of)]) is None


def test_a_share_divides_the_part_by_the_whole() -> None:
    whole = replace(CAMERAS, low=Decimal(16 * 10**8), high=Decimal(16 * 10**8))
    result = recompute(ratio("25", "percent"), [whole, CAMERAS])
    assert result is not None
    assert result.kind == Kind.AGREES
    assert recompute(ratio("25", "percent"), [whole, PEOPLE]) is None


def test_a_ratio_of_another_place_is_not_recomputed() -> None:
    result = arithmetic(ratio("3"), replace(PEOPLE, place="Hamburg"), CAMERAS)
    assert result is not None
    assert result.kind == Kind.SCOPE_MISMATCH


def test_percentages_are_recomputed_as_such() -> None:
    result = arithmetic(ratio("25", "percent"), CAMERAS, replace(CAMERAS, low=Decimal(16 * 10**8), high=None))
    assert result is not None
    assert result.kind == Kind.AGREES


def test_no_arithmetic_without_numbers() -> None:
    nought = replace(CAMERAS, low=Decimal(0), high=Decimal(0))
    assert arithmetic(ratio("3"), PEOPLE, nought) is None
    assert recompute(ratio("3"), [PEOPLE]) is None


def test_a_year_between_two_running_totals() -> None:
    before = stock("9360000", 20171231, nature="cumulative", qualifier="more_than")
    after = stock("17460000", 20181231, nature="cumulative")
    alone = between(before, after)
    assert alone is not None
    assert (alone.value, alone.nature, alone.qualifier) == (Decimal(8100000), "flow", "about")
    assert alone.as_of == (20180101, 20181231)
    assert between(after, before) is None
    assert between(before, replace(after, place="Hamburg")) is None
    beyond = (replace(before, as_of=(120000101, 120001231)), replace(after, as_of=(130000101, 130001231)))
    assert between(*beyond) is None  # no calendar has a day after that


# --- scales


def scale(name: str, *tiers: Tier, **fields: Any) -> Scale:
    return Scale(label_de=name, label_en=name, tiers=tiers, **{"place": "Bremen", **fields})


TOP = Tier(label="AAA", low=Decimal(1050), low_inclusive=False)
MIDDLE = Tier(label="B", low=Decimal(600), high=Decimal(849))
WARNED = Tier(label="C", high=Decimal(849), high_inclusive=False)
LOWEST = Tier(label="D", high=Decimal(599))


def kinds(a: Scale, b: Scale) -> list[ScaleKind]:
    return [note.kind for note in compare_scales(a, b)]


def test_a_gap_names_the_starting_value_within() -> None:
    notes = compare_scales(scale("one", TOP, MIDDLE, LOWEST, start=Decimal(1000)), scale("two"))
    gap = next(note for note in notes if note.kind == ScaleKind.GAP)
    assert "849 bis 1.050 Punkte" in gap.sentence_de
    assert "1,000 lies there" in gap.sentence_en


def test_tiers_that_meet_leave_no_gap_and_no_overlap() -> None:
    found = kinds(scale("one", MIDDLE, LOWEST), scale("two"))
    assert ScaleKind.GAP not in found
    assert ScaleKind.OVERLAP not in found


def test_an_open_tier_takes_in_the_one_below() -> None:
    notes = compare_scales(scale("one", WARNED, LOWEST), scale("two"))
    assert [n.sentence_en for n in notes if n.kind == ScaleKind.OVERLAP] == [
        "one: as worded these overlap: C (below 849), D (up to 599)."
    ]


def test_missing_tiers_on_either_side() -> None:
    notes = compare_scales(scale("one", TOP, LOWEST), scale("two", LOWEST, WARNED, Tier(label="A")))
    missing = [note.sentence_en for note in notes if note.kind == ScaleKind.MISSING_TIER]
    assert missing == ["one: C and A missing; given in “two”.", "two: AAA missing; given in “one”."]


def test_thresholds_differ_by_value_or_by_taking_in_the_bound() -> None:
    included = replace(TOP, low_inclusive=True)
    (note,) = [n for n in compare_scales(scale("one", TOP), scale("two", included)) if n.kind == "threshold"]
    assert note.sentence_de == "AAA: über 1.050 nach „one“, ab 1.050 nach „two“."
    assert ScaleKind.THRESHOLD not in kinds(scale("one", TOP), scale("two", TOP))


def test_starting_values() -> None:
    with_start, without = scale("one", TOP, start=Decimal(1000)), scale("two", TOP)
    assert ScaleKind.START in kinds(with_start, without)
    assert ScaleKind.START in kinds(with_start, replace(with_start, start=Decimal(100)))
    assert ScaleKind.START not in kinds(with_start, with_start)


def test_scales_without_bounds_get_one_note() -> None:
    assert kinds(scale("one", Tier(label="A"), Tier(label="B")), scale("two")) == [ScaleKind.NO_BOUNDS]


def test_scales_of_two_places_are_not_compared() -> None:
    found = kinds(scale("one", TOP), scale("two", MIDDLE, place="Hamburg"))
    assert found == [ScaleKind.SCOPE_MISMATCH]


# --- the case's acceptance table


CASE = os.environ.get("FACTCHECK_CASE", "")


def _read(name: str) -> Any:
    return json.loads((Path(CASE) / name).read_text(encoding="utf-8"))


def _span(date: dict[str, Any] | None) -> tuple[int, int] | None:
    if not date:
        return None
    parsed = edtf.parse_edtf(date["edtf"])
    first, last = (
        day.tm_year * 10000 + day.tm_mon * 100 + day.tm_mday
        for day in (parsed.lower_strict(), parsed.upper_strict())
    )
    return first, last


def _figure(record: dict[str, Any], published: dict[str, Any] | None, label: str) -> Figure:
    values = {side: None if record[side] is None else Decimal(record[side]) for side in ("low", "high")}
    words = ("unit", "definition", "item", "place", "system")
    return Figure(
        metric=record["metric"],
        counted=record["counted"],
        qualifier=record["qualifier"],
        nature=record["nature"],
        basis=record["basis"],
        as_of=_span(record.get("as_of")),
        published=_span(published),
        label_de=label,
        label_en=label,
        **values,
        **{word: record.get(word) or "" for word in words},
    )


def _side(side: dict[str, Any], claims: dict[str, Any], published: dict[str, Any]) -> Figure:
    if "claim" not in side:
        return _figure(side, None, side["evidence"])
    claim = claims[side["claim"]]
    (record,) = [figure for figure in claim["figures"] if figure["metric"] == side["metric"]]
    return _figure(record, published[claim["article"]], claim["article"])


@pytest.mark.skipif(not CASE, reason="FACTCHECK_CASE names no folder with the case's tables")
def test_acceptance_table_of_the_case() -> None:
    claims = {claim["id"]: claim for claim in _read("claims.json")["claims"]}
    published = {article["id"]: article["published"] for article in _read("articles.json")}
    confusable = {metric["slug"]: metric["confusable_with"] for metric in _read("metrics.json")}
    wrong = []
    pairs = _read("comparisons.json")
    for pair in pairs:
        a, b = (_side(pair[side], claims, published) for side in ("a", "b"))
        inputs = [_side(side, claims, published) for side in pair.get("inputs", [])]
        result = recompute(a, [b, *inputs]) if inputs else compare(a, b, confusable=confusable)
        kind = result.kind if result else None
        if kind not in pair["expect"] or kind in pair.get("forbid", []):
            wrong.append((pair["a"], pair["b"], kind, pair["expect"]))
    assert len(pairs) > 0
    assert wrong == []


def test_german_sentences_quote_the_german_definition() -> None:
    found = compare(
        stock("520", definition="customers", definition_de="Kunden"),
        stock("450", definition="active customers"),
    )
    assert found is not None
    assert "Kunden" in found.sentence_de
    assert "customers" in found.sentence_en
    assert "Kunden" not in found.sentence_en
