"""What colleagues say to each other about a claim, whom they name, and the views of the queue they keep."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from claims.models.claims import Claim
from claims.models.users import User
from claims.models.verdicts import Assessment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: "User | AnonymousUser | None") -> Self:
        """Of the claims this person may see. Whoever has rated blind, or is to be rated after, could tell the
        rating in a comment: those of a rater are their own until the ratings of that round are open."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        rated = Assessment.objects.filter(
            claim=OuterRef("claim"), by=OuterRef("by"), round=OuterRef("round"), origin=Assessment.Origin.DESK
        )
        told = Assessment.objects.visible_to(user).filter(pk__in=rated.values("pk"))
        return self.filter(Q(by=user) | ~Exists(rated) | Exists(told), user.reads("claim__article__case"))


class Comment(models.Model):
    """One remark in one round of work. Never rewritten, as everything that was said."""

    append_only = True

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    round = models.PositiveSmallIntegerField()
    text = models.TextField()

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.by}: {self.text[:60]}"


class Mention(models.Model):
    """A colleague named in a comment, told once by mail. `next_try_at` is None once told or given up."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mentions")
    next_try_at = models.DateTimeField(null=True, blank=True, default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.user} in {self.comment_id}"


class SavedView(models.Model):
    """A colleague's own name for a tray of the queue with its filters: the query of its address."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="view_name_once")]

    def __str__(self) -> str:
        return self.name
