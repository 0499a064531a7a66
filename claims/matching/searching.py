"""The question itself: which claims, recorded here or checked by others, say what this text says."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, QuerySet, Value

from claims.matching import candidates, index, ranking, texts, tokens
from claims.matching.candidates import Row
from claims.matching.ranking import Ranked
from claims.models import Claim, OutsideReview, Review, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

LATE = 500  # stale rows that one question brings up to date; more are left to `refresh`


@dataclass(frozen=True)
class Match:
    """A claim of ours or a check by others (one of the two) like the text.

    `score` is from 0.5 (barely) to 1, `why` the words it shares, heaviest first. What of a claim may be shown
    is `statement_de`, `statement_en` and `review`, its fact-check in force; ratings that are not published
    are not here. `inside`: the asker sees it at the desk, not only on its public page.
    """

    score: float
    why: tuple[str, ...]
    claim: Claim | None = None
    outside: OutsideReview | None = None
    inside: bool = True
    review: Review | None = field(default=None)

    @property
    def statement_de(self) -> str:
        return self._words.statement_de if self._words else ""

    @property
    def statement_en(self) -> str:
        return self._words.statement_en if self._words else ""

    @property
    def _words(self) -> Claim | Review | None:
        return self.claim if self.inside else self.review or self.claim


def similar(
    question: str | Claim,
    *,
    user: "User | AnonymousUser | None" = None,
    limit: int = 10,
    language: str = "",
    claims: QuerySet[Claim] | None = None,
    outside: QuerySet[OutsideReview] | None = None,
    floor: float = ranking.SIMILAR,
) -> list[Match]:
    """What says the same as a text, or as a claim (which is not its own match), best first.

    An empty list says that nothing similar is known. Returned is what `user` may read, readers by default;
    `claims` and `outside` narrow or replace that. `language` (de or en) of a text is told by its function
    words where it is not given. With `floor` 0 also what is hardly similar.
    """
    claims, outside = _askable(claims, outside, user)
    if isinstance(question, Claim):
        claims = claims.exclude(pk=question.pk)
        asked = _said(question, user)
    else:
        asked = ((question, language or tokens.told(question)),)
    index.refresh_when_changed(LATE)
    best: dict[int, tuple[Ranked, Row]] = {}
    for text, told in asked:
        for one, row in _ranked(text, told, claims, outside, floor, ranking.RERANKED):
            if one.key not in best or one.points > best[one.key][0].points:
                best[one.key] = one, row
    order = sorted(best.values(), key=lambda pair: (-pair[0].points, pair[0].key))
    return _matches(order[:limit])


def search(query: str, *, user: "User | AnonymousUser | None" = None, limit: int = 50) -> list[int]:
    """The keys of claims that hold most of a few words or figures, best first: for a search box."""
    index.refresh_when_changed(LATE)
    claims, nothing = Claim.objects.seen_by(user), OutsideReview.objects.none()
    ranked = _ranked(query, tokens.told(query), claims, nothing, 0.0, candidates.HOLDERS)
    return [row.claim for one, row in ranked if row.claim and one.covered >= ranking.MOST][:limit]


def _said(claim: Claim, user: "User | AnonymousUser | None") -> texts.Texts:
    """The words of a claim that the asker may know: an edit must not be told by what it is like."""
    seen: Any = Claim.objects.seen_by(user).filter(pk=claim.pk).first()
    if seen is None:
        return ()
    review = None if seen.inside else claim.reviews.filter(is_current=True).first()
    working, public = texts.of_claim(claim, review)
    return working if seen.inside else public


def _askable(
    claims: QuerySet[Claim] | None,
    outside: QuerySet[OutsideReview] | None,
    user: "User | AnonymousUser | None",
) -> tuple[QuerySet[Claim], QuerySet[OutsideReview]]:
    claims = Claim.objects.seen_by(user) if claims is None else claims
    if "inside" not in claims.query.annotations:
        claims = claims.annotate(inside=Value(False))
    return claims, OutsideReview.objects.accessible_to(user) if outside is None else outside


def _ranked(
    text: str,
    language: str,
    claims: QuerySet[Claim],
    outside: QuerySet[OutsideReview],
    floor: float,
    best: int,
) -> Iterator[tuple[Ranked, Row]]:
    words = tokens.words(text, language)
    if not words:
        return
    corpus, related = candidates.vocabulary(words, german=language != "en")
    query = ranking.weigh(words, corpus, related)
    shortlist = ranking.shortlist(candidates.postings(query, corpus), query)
    rows = candidates.readable(shortlist, claims, outside)
    for one in ranking.rank(query, {key: row.terms for key, row in rows.items()}, corpus, floor, best):
        yield one, rows[one.key]


def _matches(order: Sequence[tuple[Ranked, Row]]) -> list[Match]:
    claims = _claims(row.claim for _, row in order if row.claim)
    outside = OutsideReview.objects.in_bulk([row.outside for _, row in order if row.outside])
    found = []
    for one, row in order:
        claim = claims[row.claim] if row.claim else None
        review = next(iter(claim.current_reviews), None) if claim else None
        other = outside[row.outside] if row.outside else None
        found.append(Match(one.score, one.shared, claim, other, row.inside, review))
    return found


def _claims(keys: Iterable[int]) -> dict[int, Any]:
    """With article, case and, as `current_reviews`, the fact-check in force unless it was suppressed."""
    reviews = Review.objects.filter(is_current=True, suppressed_at=None).select_related("verdict")
    rows = Claim.objects.select_related("article__case", "article__document", "claimant")
    current = Prefetch("reviews", reviews.defer("snapshot"), to_attr="current_reviews")
    return rows.prefetch_related(current).in_bulk(list(keys))
