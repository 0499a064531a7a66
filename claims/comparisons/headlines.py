"""What a discrepancy amounts to, in the few words that stand over a chart."""

from dataclasses import replace

from babel.numbers import format_compact_decimal

from claims.comparisons import wording as say
from claims.comparisons.figures import Figure
from claims.comparisons.pairs import Kind

SPELLED_FROM = 10**6


def headline(kind: Kind, a: Figure, b: Figure) -> tuple[str, str] | None:
    """German and English, or None for a kind that explains a difference instead of finding something."""
    total = a if a.nature == "cumulative" else b
    year = b if total is a else a
    ahead, fact = (a, b) if a.looks_ahead else (b, a)
    hedged = a if a.is_hedged else b
    match kind:
        case Kind.CUMULATIVE_AS_YEARLY:
            return (
                f"Die {_spelled(year, 'de')} sind eine aufgelaufene Summe",
                f"The {_spelled(year, 'en')} are a running total",
            )
        case Kind.DECIMAL_SLIP:
            return (
                f"{_spelled(a, 'de')} oder {_spelled(b, 'de')}: Verdacht auf ein verrutschtes Komma",
                f"{_spelled(a, 'en')} or {_spelled(b, 'en')}: a misplaced decimal point is suspected",
            )
        case Kind.FORECAST_AS_FACT:
            if ahead.basis == "plan" or ahead.nature == "target":
                return (
                    f"Die {_spelled(fact, 'de')} waren als Plan genannt",
                    f"The {_spelled(fact, 'en')} were given as a plan",
                )
            return (
                f"Die {_spelled(fact, 'de')} waren als Prognose genannt",
                f"The {_spelled(fact, 'en')} were given as a forecast",
            )
        case Kind.HEDGE_DROPPED:
            de, en = (say.QUALIFIERS[x].get(hedged.qualifier, "").strip() for x in ("de", "en"))
            return (
                f"{_spelled(hedged, 'de')}: das {say.quoted(de or 'geschätzt', 'de')} ist weggefallen",
                f"{_spelled(hedged, 'en')}: {say.quoted(en or 'estimated', 'en')} has been dropped",
            )
        case Kind.CONFLICT:
            return (
                f"{_spelled(a, 'de')} oder {_spelled(b, 'de')}: Die Angaben widersprechen sich",
                f"{_spelled(a, 'en')} or {_spelled(b, 'en')}: the figures contradict each other",
            )
    return None


def _spelled(figure: Figure, language: str) -> str:
    """17 Millionen, 6.73 million; smaller numbers and ranges with their noun, as in a sentence; no hedge."""
    value = figure.value
    if value is None or abs(value) < SPELLED_FROM:
        return say.amount(replace(figure, qualifier="exactly"), language)
    return format_compact_decimal(value, format_type="long", locale=language, fraction_digits=2)
