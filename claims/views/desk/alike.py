"""Claims that say much the same, how they were rated and when, and whether this one is rated otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from claims import matching
from claims.models import Assessment, Claim, Relation, Review, User
from claims.templatetags.words import in_language

SHOWN = 5
SAME = 0.75  # likeness from which two claims are taken for the same one
SAME_BY_WORD = (Relation.Kind.DUPLICATE_OF, Relation.Kind.SAME_FIGURE, Relation.Kind.REPEATS)


@dataclass(frozen=True)
class Alike:
    """A claim of ours that is like this one, or a check of one by others.

    `same`: it says the same; `differs`: and was rated otherwise.
    """

    match: matching.Match
    same: bool
    differs: bool = False

    @property
    def claim(self) -> Claim | None:
        return self.match.claim

    @property
    def title(self) -> str:
        """What it says, as far as this colleague may know: of another team's case what is published."""
        if self.match.outside:
            return self.match.outside.statement
        return in_language(self.match, "statement")[0] or self.claim.public_id  # type: ignore[union-attr]

    @property
    def address(self) -> str:
        if self.match.outside:
            return self.match.outside.url
        return reverse("desk-claim" if self.match.inside else "claim", args=[self.claim.public_id])  # type: ignore[union-attr]

    @property
    def label(self) -> str:
        """How it was rated; others' ratings in their own words. Nothing of what was withdrawn."""
        if self.match.outside:
            return self.match.outside.rating
        return in_language(self._standing, "verdict_label")[0] if self._standing else ""

    @property
    def rated_at(self) -> datetime | None:
        return self._standing.published_at if self._standing else None

    @property
    def _standing(self) -> Review | None:
        return standing(self.match)


def standing(match: matching.Match) -> Review | None:
    """The fact-check in force, unless it was withdrawn."""
    review = match.review
    return review if review and review.kind != Review.Kind.WITHDRAWAL else None


def alike(user: User, row: Claim, ratings: Iterable[Assessment]) -> list[Alike]:
    """The most similar claims this colleague may see. `ratings` are those of `row` that are known to them."""
    linked = set(_said_same(row))
    given = {rating.verdict_id for rating in ratings}
    made = []
    for match in matching.similar(row, user=user, limit=SHOWN):
        same = match.score >= SAME or bool(match.claim and match.claim.pk in linked)
        review = standing(match)
        differs = bool(same and given and review and review.verdict_id not in given)
        made.append(Alike(match, same, differs))
    return made


def differing(user: User, row: Claim, ratings: Iterable[Assessment]) -> list[Alike]:
    return [other for other in alike(user, row, ratings) if other.differs]


def _said_same(row: Claim) -> Iterable[int]:
    pairs = Relation.objects.filter(Q(from_claim=row) | Q(to_claim=row), kind__in=SAME_BY_WORD)
    for one, other in pairs.values_list("from_claim", "to_claim"):
        yield other if one == row.pk else one


def relations_of(user: User, row: Claim) -> list[tuple[Relation, Claim]]:
    """Typed relations to claims this colleague may see."""
    visible = Claim.objects.accessible_to(user).order_by().values("pk")
    rows = Relation.objects.filter(
        Q(from_claim=row, to_claim__in=visible) | Q(to_claim=row, from_claim__in=visible)
    ).exclude(kind=Relation.Kind.RELATED)
    rows = rows.select_related("from_claim__article__document", "to_claim__article__document")
    return [(each, each.to_claim if each.from_claim_id == row.pk else each.from_claim) for each in rows]
