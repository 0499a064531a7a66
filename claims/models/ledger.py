"""The audit log's rows, and the daily seals over it. Written by `claims.ledger` alone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import BigIntegerField, Case, Exists, ExpressionWrapper, OuterRef, Q, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from claims.models.claims import Claim
from claims.models.comments import Comment
from claims.models.evidence import Evidence
from claims.models.users import User
from claims.models.verdicts import Assessment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# Acts that readers may know of at once; every other one is the newsroom's affair.
PUBLIC_ACTS = ("published", "released", "slip_corrected", "withdrawn")


def _named(key: str) -> Case:
    """The row that a payload names under a key."""
    return Case(
        When(**{f"payload__{key}__isnull": False}, then=Cast(KT(f"payload__{key}"), BigIntegerField())),
        output_field=BigIntegerField(),
    )


class LedgerQuerySet(models.QuerySet["LedgerEntry"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The only way to read the log. Reporters read the chains of their own cases.

        Payload and salt are withheld (`withheld`) where they would tell a rating that is still blind, a
        comment that might, or evidence entrusted to others. The digests stay, so that the chain can be
        verified by anybody.
        """
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        rows = self if user.may("read_everything") else self._of_cases_of(user)
        rating, evidence = Exists(_of("rating_told", Assessment)), Exists(_of("evidence_told", Evidence))
        comment = Exists(_of("comment_told", Comment))
        open_comment = Exists(_of("comment_told", Comment.objects.visible_to(user)))
        open_rating = Exists(_of("rating_told", Assessment.objects.visible_to(user)))
        open_evidence = Exists(_of("evidence_told", Evidence.objects.visible_to(user)))
        return rows.annotate(
            rating_told=_named("assessment"),
            evidence_told=_named("evidence"),
            comment_told=_named("comment"),
        ).annotate(
            withheld=ExpressionWrapper(
                (Q(rating) & ~Q(open_rating))
                | (Q(evidence) & ~Q(open_evidence))
                | (Q(comment) & ~Q(open_comment)),
                output_field=models.BooleanField(),
            )
        )

    def _of_cases_of(self, user: User) -> Self:
        claims = Claim.objects.filter(article__case__members=user)
        chains = claims.order_by().values_list(
            Concat(Value("claim:"), "public_id", output_field=models.CharField())
        )
        cases = user.cases.order_by().values_list(
            Concat(Value("case:"), "slug", output_field=models.CharField())
        )
        return self.filter(Q(chain__in=chains) | Q(chain__in=cases))

    def public(self) -> Self:
        """Acts that readers may know of: the last of a chain is the fingerprint a page prints, so that the
        page does not change with every act inside the newsroom."""
        embargoed = Q(action="published", payload__publish_at__isnull=False)
        return self.filter(action__in=PUBLIC_ACTS).exclude(embargoed)

    def _fetch_all(self) -> None:
        """Rows read through `visible_to` come without what they withhold."""
        fresh = self._result_cache is None
        super()._fetch_all()
        for row in (self._result_cache or ()) if fresh else ():
            _withhold(row)

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        for row in super().iterator(chunk_size):
            _withhold(row)
            yield row


def _withhold(row: Any) -> None:
    """Rows alone: `values()` of payload and salt are for verifying, never for showing."""
    if isinstance(row, LedgerEntry) and getattr(row, "withheld", False):
        row.payload, row.salt = None, ""


def _of(annotation: str, rows: Any) -> Any:
    manager = rows if isinstance(rows, models.QuerySet) else rows._default_manager
    return manager.filter(pk=OuterRef(annotation))


class LedgerEntry(models.Model):
    """One act. `hash` covers everything but payload and salt, which may be withheld or erased."""

    append_only = True
    mutable_columns = ("payload", "salt")

    chain = models.CharField(max_length=100, help_text="claim:…, case:… or house")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    actor_label = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    payload = models.JSONField(null=True, blank=True)
    salt = models.CharField(max_length=64, blank=True)
    payload_sha256 = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ["chain", "sequence"]
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="ledger_sequence_once")]

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}: {self.action}"


class Seal(models.Model):
    """One day's signature over the heads of all chains.

    `changes` lists the heads that moved since the seal before, as [chain, sequence, hash]; all of them since
    the first give the heads of that day, without keeping every head every day. It stays inside, for chain
    names tell of claims in work; its digest is signed.
    """

    append_only = True

    date = models.DateField(unique=True)
    at = models.DateTimeField()
    chains = models.PositiveIntegerField()
    entries = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64, help_text="Merkle root over all heads")
    changes = models.JSONField(default=list)
    changes_sha256 = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True, help_text="sha256 of the seal before")
    key = models.CharField(max_length=64, help_text="Ed25519 public key, hex")
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"seal of {self.date}"
