"""The question itself: which recorded claims say what this text says."""

from dataclasses import dataclass

from django.db.models import QuerySet

from claims.matching import candidates, index, ranking, tokens
from claims.models import Claim

LATE = 500  # stale rows that one question brings up to date; more are left to `refresh`


@dataclass(frozen=True)
class Match:
    """A claim like the text: score from 0.5 (barely) to 1, why: the words it shares, heaviest first."""

    claim: Claim
    score: float
    why: tuple[str, ...]


def similar(
    text: str,
    *,
    claims: QuerySet[Claim] | None = None,
    language: str = "",
    limit: int = 10,
    floor: float = ranking.SIMILAR,
) -> list[Match]:
    """Claims that say what the text says, best first; an empty list says that nothing similar is known.

    Only claims of the queryset given are returned, by default what readers may see. `language` (de or en) of
    the text is told by its function words where it is not given. With `floor` 0 also what is hardly similar.
    """
    index.refresh_when_changed(LATE)
    allowed = Claim.objects.public() if claims is None else claims
    language = language or tokens.told(text)
    words = tokens.words(text, language)
    if not words:
        return []
    corpus, related = candidates.vocabulary(words, german=language != "en")
    query = ranking.weigh(words, corpus, related)
    shortlist = ranking.shortlist(candidates.postings(query, corpus), query)
    rows = candidates.readable(shortlist, allowed)
    ranked = ranking.rank(query, {row: terms for row, (_, terms) in rows.items()}, corpus, floor)[:limit]
    found = Claim.objects.select_related("article__case").in_bulk([rows[one.key][0] for one in ranked])
    return [Match(found[rows[one.key][0]], one.score, one.shared) for one in ranked]
