"""What has been asked before, as index terms: read by `claims.matching`, written by nobody else."""

from django.db import models

from claims.models.claims import Claim


class MatchText(models.Model):
    """The terms of one text that was checked, in one column. Stale when its claim has moved on.

    Without a claim the row has lost what it stood for and is taken away at the next refresh.
    """

    claim = models.OneToOneField(Claim, null=True, on_delete=models.SET_NULL, related_name="match_text")
    revision = models.PositiveIntegerField(help_text="of the claim when it was read")
    analysis = models.PositiveSmallIntegerField(help_text="version of the rules that made the terms")
    terms = models.TextField(help_text="letters and digits, parted by spaces")

    class Meta:
        indexes = [models.Index(fields=["claim", "revision", "analysis"], name="match_text_fresh")]

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
