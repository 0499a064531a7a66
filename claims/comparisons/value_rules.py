"""Rules about the numbers themselves, their dates and hedges, and what is left: a conflict."""

from decimal import Decimal

from claims.comparisons import wording as say
from claims.comparisons.closeness import Closeness, opposed_bounds, significant_digits, within_share
from claims.comparisons.figures import Figure, years_between
from claims.comparisons.pairs import Comparison, Kind, Pair, told

YEARLY_SHARE = Decimal("0.10")  # a running total retold as a year's amount is mostly rounded on the way
SLIP_SHARE = Decimal("0.01")
SLIP_POWERS = (10, 100, 1000)
SLIP_YEARS = 3  # over a longer time a tenfold number may simply have grown
AFTER_PERIOD = 0.25  # years a running total may postdate the period it is taken for


def running_total_as_year(pair: Pair) -> Comparison | None:
    if pair.natures != {"flow", "cumulative"}:
        return None
    year, total = pair.ordered(lambda figure: figure.nature == "flow")
    if not within_share(year, total, YEARLY_SHARE):
        return None
    if year.dated and total.dated:
        starts_inside = total.dated[1] >= year.dated[0]
        if not starts_inside or years_between(year.dated, total.dated) > AFTER_PERIOD:
            return None
    return told(
        Kind.CUMULATIVE_AS_YEARLY,
        pair,
        f"Die aufgelaufene Summe ({say.amount(total, 'de')}) ist als Menge eines Zeitraums erzählt.",
        f"The running total ({say.amount(total, 'en')}) is told as the amount of a single period.",
    )


def slipped_point(pair: Pair) -> Comparison | None:
    a, b = pair.a, pair.b
    if not a.value or not b.value or (a.value < 0) != (b.value < 0):
        return None
    small, large = sorted((abs(a.value), abs(b.value)))
    power = next((p for p in SLIP_POWERS if abs(large / small / p - 1) <= SLIP_SHARE), None)
    gap = years_between(a.dated, b.dated) if a.dated and b.dated else None
    digits = min(significant_digits(small), significant_digits(large))
    # one shared digit is chance unless everything else is the same
    enough = digits >= (2 if pair.same_metric else 3) or (
        pair.same_metric and gap == 0 and len(pair.natures) == 1
    )
    if power is None or not enough or (gap or 0) > SLIP_YEARS:
        return None
    return told(
        Kind.DECIMAL_SLIP,
        pair,
        f"Gleiche Ziffern, aber um den Faktor {power} verschieden: "
        "Verdacht auf ein verrutschtes Komma, kein Beweis.",
        f"The same digits, but {power} times apart: a misplaced decimal point is suspected, not proved.",
    )


def forecast_told_as_fact(pair: Pair) -> Comparison | None:
    if pair.close == Closeness.APART or pair.a.looks_ahead == pair.b.looks_ahead:
        return None
    ahead, fact = pair.ordered(lambda figure: figure.looks_ahead)
    if fact.basis != "unstated":  # an official count or an estimate of its own is no retold forecast
        return None
    plan = ahead.basis == "plan" or ahead.nature == "target"
    return told(
        Kind.FORECAST_AS_FACT,
        pair,
        f"Was {'als Plan' if plan else 'als Prognose'} genannt war, steht {_says(fact, 'de')} als Tatsache.",
        f"What was given as {'a plan' if plan else 'a forecast'} is stated {_says(fact, 'en')} as a fact.",
    )


def _says(figure: Figure, language: str) -> str:
    other = "an der anderen Stelle" if language == "de" else "in the other place"
    label = say.who(figure, language, "")
    return (f"bei {label}" if language == "de" else f"by {label}") if label else other


def hedge_lost(pair: Pair) -> Comparison | None:
    a, b = pair.a, pair.b
    if pair.close != Closeness.SAME or a.is_hedged == b.is_hedged:
        return None
    hedged, bare = pair.ordered(lambda figure: figure.is_hedged)
    if _published_before(bare, hedged):
        return None  # then the hedge was added, not dropped
    de, en = (say.QUALIFIERS[x].get(hedged.qualifier, "").strip() for x in ("de", "en"))
    return told(
        Kind.HEDGE_DROPPED,
        pair,
        f"Gleiche Zahl, aber die Einschränkung {say.quoted(de or 'geschätzt', 'de')} ist weggefallen.",
        f"The same number, but the qualifier {say.quoted(en or 'estimated', 'en')} has been dropped.",
    )


def _published_before(first: Figure, second: Figure) -> bool:
    ends, starts = (first.published or (None, None))[1], (second.published or (None, None))[0]
    return ends is not None and starts is not None and ends < starts


def near_enough(pair: Pair) -> Comparison | None:
    if pair.close == Closeness.APART:
        return None
    years = _years_apart(pair)
    if pair.close == Closeness.SAME:
        gap = {x: say.years(years, x) for x in ("de", "en")} if years >= 1 else {}
        return told(
            Kind.AGREES,
            pair,
            "Beide nennen denselben Wert"
            + (f", obwohl sich ihr Stand um {gap['de']} unterscheidet." if gap else "."),
            "Both give the same value" + (f" although they are {gap['en']} apart." if gap else "."),
        )
    if pair.close == Closeness.ROUNDED:
        return told(
            Kind.AGREES_ROUNDED,
            pair,
            "Der Unterschied erklärt sich durch Rundung.",
            "The difference is explained by rounding.",
        )
    if years:  # 'more than 450 m' of 2017 says nothing about 2021
        return None
    if pair.a.value is None and pair.b.value is None:
        return told(Kind.AGREES, pair, "Die Bereiche überschneiden sich.", "The two ranges overlap.")
    if pair.spans:
        return told(
            Kind.AGREES,
            pair,
            "Die eine Angabe liegt in der Spanne, die die andere nennt.",
            "One figure lies within the range that the other gives.",
        )
    return told(
        Kind.AGREES,
        pair,
        "Die eine Angabe liegt in dem Bereich, den die andere offen lässt.",
        "One figure lies within the range that the other leaves open.",
    )


def different_dates(pair: Pair) -> Comparison | None:
    if pair.a.dated is None or pair.b.dated is None or _total_falls(pair) or not _periods_differ(pair):
        return None
    if pair.natures == {"flow"}:
        de, en = "Die Angaben gelten für verschiedene Zeiträume.", "The figures are for different periods."
    else:
        years = years_between((pair.a.dated[1],) * 2, (pair.b.dated[1],) * 2)
        de = f"Der Stand unterscheidet sich um {say.years(years, 'de')}; das kann den Unterschied erklären."
        en = f"The two dates are {say.years(years, 'en')} apart, which may explain the difference."
    return told(Kind.EXPLAINED_BY_DATE, pair, de, en)


def forecast_beside_fact(pair: Pair) -> Comparison | None:
    if pair.a.looks_ahead == pair.b.looks_ahead:
        return None
    return told(
        Kind.EXPLAINED_BY_DATE,
        pair,
        "Die eine Angabe blickt voraus (Plan oder Prognose), die andere nennt, was ist.",
        "One looks ahead (a plan or forecast), the other says what is.",
    )


def _years_apart(pair: Pair) -> float:
    return years_between(pair.a.dated, pair.b.dated) if pair.a.dated and pair.b.dated else 0.0


def _periods_differ(pair: Pair) -> bool:
    """Amounts of periods need equal periods; other figures only need dates that could be the same."""
    if pair.natures == {"flow"}:
        return pair.a.dated != pair.b.dated
    a, b = pair.a.dated, pair.b.dated
    return a is not None and b is not None and (a[1] < b[0] or b[1] < a[0])


def _total_falls(pair: Pair) -> bool:
    """A running total that is smaller at the later date: no date explains that."""
    a, b = pair.a, pair.b
    if pair.natures != {"cumulative"} or not a.dated or not b.dated or a.value is None or b.value is None:
        return False
    return (a.value - b.value) * (a.dated[1] - b.dated[1]) < 0


def conflict(pair: Pair) -> Comparison:
    de, en = "Das widerspricht sich", "They contradict each other"
    if _total_falls(pair):
        de, en = f"{de}: Eine aufgelaufene Summe kann nicht sinken", f"{en}: a running total cannot fall"
    elif not opposed_bounds(pair.a, pair.b):
        de = "Die offene Grenze ist zwar eingehalten, die Größenordnung aber passt nicht zusammen"
        en = "The open bound is respected, but the orders of magnitude do not fit"
    elif pair.a.dated is None or pair.b.dated is None:
        de, en = (
            f"{de}, soweit kein anderer Stand dahinter steht: Mindestens eine Angabe ist undatiert",
            f"{en}, unless a different date is behind it: at least one figure is undated",
        )
    elif bool(pair.a.definition) != bool(pair.b.definition):
        named = pair.a if pair.a.definition else pair.b
        de = f"{de}; nur eine der Angaben sagt, was sie umfasst ({say.quoted(named.defined('de'), 'de')})"
        en = f"{en}; only one of them says what it includes ({say.quoted(named.definition, 'en')})"
    return told(Kind.CONFLICT, pair, f"{de}.", f"{en}.")
