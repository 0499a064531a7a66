"""What two figures say to each other: one table of rules, tried in order.

Unit and scope come first, so that no later rule ever compares across them; then what is counted over which
time; then the numbers themselves. A conflict is only what no rule before it explains.
"""

from collections.abc import Collection, Mapping

from claims.comparisons import scope_rules as scope
from claims.comparisons import value_rules as value
from claims.comparisons import wording as say
from claims.comparisons.closeness import closeness
from claims.comparisons.conversion import converted
from claims.comparisons.figures import Figure
from claims.comparisons.pairs import Comparison, Pair, Rule

RULES: tuple[Rule, ...] = (
    scope.different_units,
    scope.different_scopes,
    scope.group_sizes,
    value.running_total_as_year,
    value.slipped_point,
    scope.different_metrics,
    scope.unlike_natures,
    value.forecast_told_as_fact,
    scope.other_natures,
    value.hedge_lost,
    scope.rounded_definitions,
    value.near_enough,
    scope.tied_to_item,
    value.different_dates,
    value.forecast_beside_fact,
    scope.different_definitions,
    scope.total_beside_stock,
)


def compare(
    a: Figure,
    b: Figure,
    *,
    confusable: Mapping[str, Collection[str]] | None = None,
) -> Comparison | None:
    """What the two say to each other; None where there is nothing to compare.

    Figures of different metrics are compared only where `confusable` (slug to slugs) declares the two
    metrics confusable, in either direction. The kind does not depend on the order of the two.
    """
    declared = confusable or {}
    related = b.metric in declared.get(a.metric, ()) or a.metric in declared.get(b.metric, ())
    if (a.metric != b.metric and not related) or (None, None) in (a.bounds, b.bounds):
        return None
    a, b, told_otherwise = converted(a, b)
    pair = Pair(a, b, closeness(a, b))
    found = next(filter(None, (rule(pair) for rule in RULES)), None) or value.conflict(pair)
    if told_otherwise is None:
        return found
    de, en = (say.amount(told_otherwise, language) for language in ("de", "en"))
    return found._replace(
        sentence_de=f"{found.sentence_de} Umgerechnet aus: {de}.",
        sentence_en=f"{found.sentence_en} Converted from: {en}.",
    )
