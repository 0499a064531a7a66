"""What two figures, or two accounts of a rating scale, say to each other. PURE: values in, sentences out."""

from claims.comparisons.figures import Figure
from claims.comparisons.headlines import headline
from claims.comparisons.pairs import Comparison, Kind
from claims.comparisons.ratios import arithmetic, between, recompute
from claims.comparisons.rules import compare
from claims.comparisons.scales import Scale, ScaleKind, ScaleNote, Tier, account, compare_scales, tier_range

__all__ = [
    "Comparison",
    "Figure",
    "Kind",
    "Scale",
    "ScaleKind",
    "ScaleNote",
    "Tier",
    "account",
    "arithmetic",
    "between",
    "compare",
    "compare_scales",
    "headline",
    "recompute",
    "tier_range",
]
