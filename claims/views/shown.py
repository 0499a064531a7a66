"""A claim as readers see it: once published in the words of its current fact-check, not of its own row.

Every list and page builds on `shown`: what may be seen is decided here and in `Claim.objects.public()`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet

from claims.models import Article, Assessment, Claim, Review
from claims.workflow import IN_WORK

CURRENT = Prefetch(
    "reviews",
    Review.objects.filter(is_current=True).select_related("verdict").defer("snapshot"),
    to_attr="current_reviews",
)
SUGGESTED = Prefetch(
    "assessments",
    Assessment.objects.filter(origin=Assessment.Origin.IMPORTED)
    .select_related("verdict")
    .order_by("-at", "-id"),
    to_attr="suggestions",
)
# What a long list tells of a claim and of what was concluded.
OF_CLAIM = ("public_id", "state", "article", "statement_de", "statement_en")
OF_CONCLUSION = ("claim", "verdict")
OF_REVIEW = (*OF_CONCLUSION, "kind", "demonstration", "verdict_label_de", "verdict_label_en", "statement_de",
             "statement_en")  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """`review` is the version to show; without one `suggestion` may stand in, where the policy says so."""

    claim: Claim
    review: Review | None = None
    suggestion: Assessment | None = None

    @property
    def kind(self) -> str:
        """rated, withdrawn, suggested or open."""
        if self.review:
            return "withdrawn" if self.review.kind == Review.Kind.WITHDRAWAL else "rated"
        return "suggested" if self.suggestion else "open"

    @property
    def words(self) -> Review | Claim:
        """Who holds the statement."""
        return self.review or self.claim

    @property
    def conclusion(self) -> Review | Assessment | None:
        return None if self.kind == "withdrawn" else self.review or self.suggestion

    @property
    def shape(self) -> str:
        return self.conclusion.verdict.slug if self.conclusion else self.kind

    @property
    def is_suggested(self) -> bool:
        return self.kind == "suggested"

    @property
    def checked_again(self) -> bool:
        """An editor reopened the claim; the published fact-check stands until the next version."""
        return self.kind == "rated" and self.claim.state in IN_WORK

    @property
    def article(self) -> Article:
        return self.claim.article

    @property
    def demonstration(self) -> bool:
        return self.article.case.demonstration or bool(self.review and self.review.demonstration)


def shown(claims: QuerySet[Claim]) -> list[Shown]:
    """Three queries: the claims with article and case, current fact-checks, suggestions.

    `claims` has to be narrowed by `public()` before.
    """
    rows = claims.select_related("article__case", "article__document").prefetch_related(CURRENT, SUGGESTED)
    return [as_shown(row) for row in rows]


def listed(claims: QuerySet[Claim], articles: Iterable[Article]) -> list[Shown]:
    """Hundreds of claims of a few articles: as `shown`, but with no more columns than a list tells, and every
    article and rating is one object, for making one for each claim is most of the work. The articles come
    with case and document. Six queries."""
    conclusions = _bare(CURRENT, OF_REVIEW), _bare(SUGGESTED, OF_CONCLUSION)
    rows = list(claims.only(*OF_CLAIM).prefetch_related(*conclusions))
    known = {article.pk: article for article in articles}
    for row in rows:
        row.article = known[row.article_id]
    return [as_shown(row) for row in rows]


def _bare(rows: Any, columns: tuple[str, ...]) -> Prefetch:
    bare = rows.queryset.select_related(None).defer(None).only(*columns).prefetch_related("verdict")
    return Prefetch(rows.prefetch_through, bare, to_attr=rows.to_attr)


def as_shown(row: Claim) -> Shown:
    review = next(iter(row.current_reviews), None)  # type: ignore[attr-defined]
    if review or not row.article.case.show_suggestions:
        return Shown(row, review)
    return Shown(row, None, next(iter(row.suggestions), None))  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Tally:
    """How many claims of a list stand where."""

    items: tuple[Shown, ...]

    @classmethod
    def of(cls, items: Iterable[Shown]) -> "Tally":
        return cls(tuple(items))

    def _count(self, kind: str) -> int:
        return sum(item.kind == kind for item in self.items)

    @cached_property
    def rated(self) -> int:
        return self._count("rated")

    @cached_property
    def suggested(self) -> int:
        return self._count("suggested")

    @cached_property
    def open(self) -> int:
        return self._count("open")

    @cached_property
    def withdrawn(self) -> int:
        return self._count("withdrawn")
