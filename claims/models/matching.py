"""What has been asked before, as index terms: read by `claims.matching`, written by nobody else."""

from django.db import models
from django.db.models import Q

from claims.models.claims import Claim
from claims.models.outside import OutsideReview


class MatchText(models.Model):
    """The terms of one text that was checked, in one column. Stale when what it stands for has moved on.

    A row of neither a claim nor an outside review has lost it and is taken away at the next refresh.
    """

    claim = models.OneToOneField(Claim, null=True, on_delete=models.SET_NULL, related_name="match_text")
    outside = models.OneToOneField(
        OutsideReview, null=True, on_delete=models.SET_NULL, related_name="match_text"
    )
    revision = models.PositiveIntegerField(help_text="of the row when it was read")
    review = models.PositiveIntegerField(default=0, help_text="number of the fact-check in force, 0: none")
    analysis = models.PositiveSmallIntegerField(help_text="version of the rules that made the terms")
    terms = models.TextField(help_text="letters and digits, parted by spaces")
    public_terms = models.TextField(  # noqa: DJ001 (null: the same; blank: nothing)
        null=True, help_text="of what readers may see of the claim, where that is not the same"
    )

    class Meta:
        indexes = [
            models.Index(fields=["claim", "revision", "review", "analysis"], name="match_text_fresh"),
            models.Index(fields=["outside", "revision", "analysis"], name="match_text_fresh_outside"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(claim=None) | Q(outside=None), name="match_text_of_one")
        ]

    def __str__(self) -> str:
        return self.terms[:80]


class MatchTerm(models.Model):
    """How many texts hold a term. The empty term is held by all: its row counts texts and their terms."""

    term = models.CharField(max_length=40, unique=True)
    reversed = models.CharField(max_length=40, db_index=True, help_text="to find it by its ending")
    texts = models.IntegerField()
    places = models.BigIntegerField(help_text="occurrences in all texts")

    def __str__(self) -> str:
        return self.term
