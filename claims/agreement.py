"""PURE: how far two people who rate without knowing of each other agree."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 30  # pairs; under it a share or a kappa tells nothing


@dataclass(frozen=True)
class Agreement:
    """`pairs` ratings compared. `percent` and `kappa` are None under LEAST pairs; kappa also where both gave
    everything one and the same rating, since then there is no chance to correct for."""

    pairs: int
    percent: float | None = None
    kappa: float | None = None


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Share of equal ratings, and Cohen's kappa (Cohen 1960), unweighted: not all ratings have a rank."""
    n = len(pairs)
    if n < LEAST:
        return Agreement(n)
    observed = sum(first == second for first, second in pairs) / n
    ones, others = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    by_chance = sum(ones[name] * others[name] for name in ones) / n**2
    kappa = None if by_chance == 1 else (observed - by_chance) / (1 - by_chance)
    return Agreement(n, 100 * observed, kappa)
