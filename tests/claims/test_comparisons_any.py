"""Whatever two figures are, the comparison keeps its promises: order, scope, whole sentences."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from claims.comparisons import Figure, Kind, compare, headline

DAYS = st.sampled_from([20170101, 20171231, 20180101, 20181231, 20210601])
AMOUNTS = st.one_of(
    st.integers(-100, 2000).map(Decimal),
    st.integers(1, 99).map(lambda n: Decimal(n) * 10**6),
    st.decimals(0, 100, places=1),
)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    low, high = draw(st.one_of(st.none(), AMOUNTS)), draw(st.one_of(st.none(), AMOUNTS))
    if draw(st.booleans()):
        high = low
    counted, unit = draw(
        st.sampled_from(
            [
                ("cameras", "cameras"),
                ("requests", "requests"),
                ("ratio", "percent"),
                ("ratio", ""),
                ("duration", "days"),
                ("duration", "Stunden"),
                ("duration", "years"),
                ("other", "km"),
                ("other", "m"),
                ("other", "kg"),
            ]
        )
    )
    span = draw(st.one_of(st.none(), st.tuples(DAYS, DAYS).map(sorted).map(tuple)))
    return Figure(
        metric=draw(st.sampled_from(["one", "other", "third"])),
        low=low,
        high=high,
        counted=counted,
        unit=unit,
        qualifier=draw(
            st.sampled_from(["exactly", "about", "at_least", "at_most", "more_than", "less_than"])
        ),
        place=draw(st.sampled_from(["", "China", "Beijing"])),
        as_of=span,
        published=draw(st.one_of(st.none(), st.just((20180101, 20181231)), st.just((20190101, 20191231)))),
        nature=draw(st.sampled_from(["stock", "flow", "cumulative", "increment", "target", "ratio"])),
        basis=draw(st.sampled_from(["official", "estimate", "forecast", "plan", "unstated"])),
        label_de="Blatt",
        label_en="Paper",
    )


CONFUSABLE = {"one": ["other"]}


@given(figures(), figures())
def test_the_kind_does_not_depend_on_the_order(a: Figure, b: Figure) -> None:
    there, back = (compare(*pair, confusable=CONFUSABLE) for pair in ((a, b), (b, a)))
    assert (there and there.kind) == (back and back.kind)


@given(figures(), figures())
def test_nothing_is_compared_across_units_or_places_in_silence(a: Figure, b: Figure) -> None:
    found = compare(a, b, confusable=CONFUSABLE)
    if found is None:
        return
    if a.counted != b.counted:
        assert found.kind is Kind.UNIT_MISMATCH
    elif found.kind is Kind.UNIT_MISMATCH:
        assert a.unit != b.unit
    elif a.place and b.place and a.place != b.place:
        assert found.kind is Kind.SCOPE_MISMATCH
    elif a.place != b.place:
        assert "Nur eine Seite nennt" in found.sentence_de
        assert "Only one side names" in found.sentence_en


SIZES = {"days": 24, "Stunden": 1, "km": 1000, "m": 1}


@given(figures(), st.sampled_from([("days", "Stunden"), ("km", "m")]))
def test_an_amount_agrees_with_itself_in_another_unit_and_the_conversion_is_told(
    a: Figure, units: tuple[str, str]
) -> None:
    counted = "duration" if units[0] == "days" else "other"
    large = replace(a, unit=units[0], counted=counted)
    factor = Decimal(SIZES[units[0]])
    low, high = (None if side is None else side * factor for side in (a.low, a.high))
    small = replace(large, low=low, high=high, unit=units[1])
    plain, found = compare(large, large), compare(large, small)
    assert (plain and plain.kind) == (found and found.kind)
    if found:
        assert "Umgerechnet aus" in found.sentence_de
        assert "Converted from" in found.sentence_en


@given(figures(), figures())
def test_sentences_are_whole_in_both_languages(a: Figure, b: Figure) -> None:
    found = compare(a, b, confusable=CONFUSABLE)
    if found is None:
        return
    headline(found.kind, a, b)
    for sentence in (found.sentence_de, found.sentence_en):
        assert sentence.endswith(".")
        assert "  " not in sentence
        assert ".." not in sentence
        assert "None" not in sentence


@given(figures())
def test_a_figure_never_contradicts_itself(a: Figure) -> None:
    found = compare(a, a)
    assert found is None or found.kind is Kind.AGREES


@given(figures(), figures())
def test_ranges_that_overlap_are_no_contradiction(a: Figure, b: Figure) -> None:
    """In one unit, and open ends apart: more than 50 is kept by 5,000 and yet of another order."""
    b = replace(b, unit=a.unit)
    (low, high), (other_low, other_high) = a.bounds, b.bounds
    closed = low is not None and high is not None and other_low is not None and other_high is not None
    if closed and low <= other_high and other_low <= high:
        found = compare(a, b, confusable=CONFUSABLE)
        assert found is None or found.kind is not Kind.CONFLICT


@given(st.integers(10**3, 10**9), st.integers(1, 3))
def test_a_rounded_number_agrees_with_the_exact_one(exact: int, digits: int) -> None:
    rounded = Decimal(f"{Decimal(exact):.{digits}E}").to_integral_value()
    one, other = (
        Figure(metric="one", low=Decimal(n), high=Decimal(n), counted="cameras", unit="cameras")
        for n in (exact, rounded)
    )
    found = compare(one, other)
    assert found is not None
    assert found.kind in (Kind.AGREES, Kind.AGREES_ROUNDED)
