"""Have we, or others, checked this already? Similar claims for any text, best first, or none.

`tokens`, `ranking` and what they use are PURE; `index` and `candidates` talk to the database.
"""

from claims.matching.index import rebuild, refresh, stale
from claims.matching.searching import Match, search, similar

__all__ = ["Match", "rebuild", "refresh", "search", "similar", "stale"]
