"""Rules about what the two figures are about: unit, place, system, tier or act, measure, definition."""

from claims.comparisons import wording as say
from claims.comparisons.closeness import Closeness
from claims.comparisons.figures import alike, part_of, place_key, unit_of
from claims.comparisons.pairs import Comparison, Kind, Pair, told


def different_units(pair: Pair) -> Comparison | None:
    a, b = pair.a, pair.b
    unit_a, unit_b = unit_of(a), unit_of(b)
    named = bool(a.unit and b.unit) or (
        a.counted == "ratio" and "percent" in (unit_a.counted, unit_b.counted)
    )
    if a.counted == b.counted:
        bare = a.counted not in ("ratio", "duration") and (a.counted != "other" or pair.same_metric)
        if (bare and alike(unit_a, unit_b)) or not named or unit_a == unit_b:
            return None
    counted = [
        (say.counted_phrase(a, language), say.counted_phrase(b, language)) for language in ("de", "en")
    ]
    if a.counted == b.counted:
        return told(
            Kind.UNIT_MISMATCH,
            pair,
            f"Die Einheiten sind verschieden ({counted[0][0]} und {counted[0][1]}): "
            "So lassen sich die beiden Zahlen nicht vergleichen.",
            f"The units differ ({counted[1][0]} and {counted[1][1]}), "
            "so the two numbers cannot be compared as they stand.",
        )
    return told(
        Kind.UNIT_MISMATCH,
        pair,
        f"Gezählt wird Verschiedenes ({counted[0][0]} und {counted[0][1]}): "
        "Die beiden Zahlen lassen sich nicht vergleichen.",
        f"They count different things ({counted[1][0]} and {counted[1][1]}), "
        "so the two numbers cannot be compared.",
    )


def different_scopes(pair: Pair) -> Comparison | None:
    a, b = pair.a, pair.b
    elsewhere = different_places(pair, parts_too=pair.same_metric)
    if elsewhere:
        return elsewhere
    if {a.system, b.system}.isdisjoint({"", "other"}) and a.system != b.system:
        systems = (a.system.replace("_", " "), b.system.replace("_", " "))
        return _scopes(pair, systems, systems)
    if pair.same_metric and a.item and b.item and a.item != b.item:
        return _scopes(pair, *((a.named_item(x), b.named_item(x)) for x in ("de", "en")))
    return None


def different_places(pair: Pair, *, parts_too: bool) -> Comparison | None:
    """Two places; a place and a part of it count as two only where the same thing is measured."""
    a, b = pair.a.place, pair.b.place
    if not a or not b or place_key(a) == place_key(b):
        return None
    if not parts_too and (part_of(a, b) or part_of(b, a)):
        return None
    return _scopes(pair, *((say.place(a, x), say.place(b, x)) for x in ("de", "en")))


def _scopes(pair: Pair, de: tuple[str, str], en: tuple[str, str]) -> Comparison:
    return told(
        Kind.SCOPE_MISMATCH,
        pair,
        f"Die Angaben gelten für Verschiedenes: {say.quoted(de[0], 'de')} und {say.quoted(de[1], 'de')}.",
        f"They apply to different things: {say.quoted(en[0], 'en')} and {say.quoted(en[1], 'en')}.",
    )


def group_sizes(pair: Pair) -> Comparison | None:
    """A total and the size of its groups: the number of groups must come out whole."""
    group, total = pair.ordered(lambda figure: bool(unit_of(figure).per))
    if pair.same_metric or not unit_of(group).per or unit_of(total).per or group.counted.startswith("money"):
        return None
    if group.counted != total.counted or unit_of(group).counted != unit_of(total).counted:
        return None
    if not group.value or total.value is None:
        return None
    count = total.value / group.value
    sizes = {x: (say.number(total.value, x), say.number(group.value, x)) for x in ("de", "en")}
    result = {x: say.number(round(count, 2), x) for x in ("de", "en")}
    if count == count.to_integral_value():
        return told(
            Kind.AGREES,
            pair,
            f"{sizes['de'][0]} geteilt durch {sizes['de'][1]} ergibt {result['de']}: Das geht auf.",
            f"{sizes['en'][0]} divided by {sizes['en'][1]} gives {result['en']}, which works out.",
        )
    return told(
        Kind.ARITHMETIC,
        pair,
        f"{sizes['de'][0]} geteilt durch {sizes['de'][1]} ergibt {result['de']}: "
        "Das geht nicht auf, mindestens eine Zahl ist gerundet.",
        f"{sizes['en'][0]} divided by {sizes['en'][1]} gives {result['en']}, "
        "not a whole number: at least one figure is rounded.",
    )


def different_metrics(pair: Pair) -> Comparison | None:
    if pair.same_metric:
        return None
    names = {x: (say.name(pair.a, x), say.name(pair.b, x)) for x in ("de", "en")}
    return told(
        Kind.EXPLAINED_BY_DEFINITION,
        pair,
        f"Es sind zwei verschiedene Kennzahlen: {names['de'][0]} und {names['de'][1]}.",
        f"These are two different measures: {names['en'][0]} and {names['en'][1]}.",
    )


def unlike_natures(pair: Pair) -> Comparison | None:
    """An increase is no total and a year's amount no running total, even where the numbers are equal."""
    if "increment" in pair.natures or pair.natures == {"flow", "cumulative"}:
        return _natures(pair)
    return None


def other_natures(pair: Pair) -> Comparison | None:
    """A target that is not told as a fact; an amount of time beside a stock of another size."""
    if "target" in pair.natures or (pair.close == Closeness.APART and "flow" in pair.natures):
        return _natures(pair)
    return None


def total_beside_stock(pair: Pair) -> Comparison | None:
    return _natures(pair)


def _natures(pair: Pair) -> Comparison | None:
    if len(pair.natures) == 1:
        return None
    de, en = (tuple(say.NATURES[x].get(f.nature, f.nature) for f in (pair.a, pair.b)) for x in ("de", "en"))
    return told(
        Kind.EXPLAINED_BY_DEFINITION,
        pair,
        f"Die eine Angabe ist {de[0]}, die andere {de[1]}.",
        f"One is {en[0]}, the other {en[1]}.",
    )


def tied_to_item(pair: Pair) -> Comparison | None:
    if bool(pair.a.item) == bool(pair.b.item):
        return None
    tied = pair.a if pair.a.item else pair.b
    return told(
        Kind.EXPLAINED_BY_DEFINITION,
        pair,
        f"Nur eine der Angaben ist an etwas Bestimmtes gebunden: {say.quoted(tied.named_item('de'), 'de')}.",
        f"Only one of them is tied to something particular: {say.quoted(tied.item, 'en')}.",
    )


def rounded_definitions(pair: Pair) -> Comparison | None:
    """What two definitions explain is not put down to rounding."""
    return different_definitions(pair) if pair.close == Closeness.ROUNDED else None


def different_definitions(pair: Pair) -> Comparison | None:
    a, b = pair.a, pair.b
    if a.definition and b.definition and a.definition.casefold() != b.definition.casefold():
        return told(
            Kind.EXPLAINED_BY_DEFINITION,
            pair,
            f"Verschieden abgegrenzt: {say.quoted(a.defined('de'), 'de')} "
            f"und {say.quoted(b.defined('de'), 'de')}.",
            f"They are defined differently: {say.quoted(a.definition, 'en')} "
            f"and {say.quoted(b.definition, 'en')}.",
        )
    return None
