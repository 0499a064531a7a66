"""PURE: find a passage in a text, exactly or nearly, with a score, and say what became of it.

Offsets are Unicode code points of the text as given, half-open. Thresholds and their reasons:
docs/adr/0006-passage-thresholds.md.
"""

from sources.anchoring.figures import Figure, differing_figures, figures_in
from sources.anchoring.folding import Folded, fold
from sources.anchoring.locating import (
    NEAR,
    Match,
    Status,
    has_words,
    is_slight,
    locate,
    surroundings,
    verbatim,
)
from sources.anchoring.selecting import loss_digest, select, similarity

__all__ = [
    "NEAR",
    "Figure",
    "Folded",
    "Match",
    "Status",
    "differing_figures",
    "figures_in",
    "fold",
    "has_words",
    "is_slight",
    "locate",
    "loss_digest",
    "select",
    "similarity",
    "surroundings",
    "verbatim",
]
