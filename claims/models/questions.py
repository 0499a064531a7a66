"""The questions asked about claims. Being in question is one of them: a query, never a stored flag."""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from claims import workflow
from claims.models.cases import Case
from claims.models.evidence import Evidence, Names
from claims.models.users import User
from claims.models.verdicts import Assessment, Review, Ruling
from sources.models import Finding, Link, Sighting

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from claims.models.claims import Claim

LOST_PASSAGE = ("passage_missing", "figure_changed", "passage_changed")
LOST_SOURCE = ("gone", "unreachable", "soft_404", "replaced")


class ClaimQuerySet(models.QuerySet["Claim"]):
    def public(self) -> Self:
        """What readers may see: used by pages, feeds, search and the anonymous API alike.

        Claims with a current, unsuppressed review; and, where the case's policy lists open claims, those in
        work. A claim whose current review is suppressed for legal reasons is in neither group.
        """
        current = Review.objects.filter(claim=OuterRef("pk"), is_current=True)
        return self.filter(
            Exists(current.filter(suppressed_at=None))
            | Q(~Exists(current), article__case__list_open_claims=True, state__in=workflow.IN_WORK),
            article__case__kind=Case.Kind.PUBLISHED_WORK,
        )

    def taken_down(self) -> Self:
        """Those whose fact-check in force is suppressed for legal reasons: 451, nothing else about them."""
        shut = Review.objects.filter(claim=OuterRef("pk"), is_current=True, suppressed_at__isnull=False)
        return self.filter(Exists(shut), article__case__kind=Case.Kind.PUBLISHED_WORK)

    def accessible_to(self, user: "User | AnonymousUser") -> Self:
        """What a colleague sees at the desk; everybody else sees `public()`."""
        if not isinstance(user, User) or not user.is_active:
            return self.public()
        return self.filter(user.reads("article__case"))

    def seen_by(self, user: "User | AnonymousUser | None") -> Self:
        """What somebody may read at all: as the desk has it (`inside`), or else as readers do."""
        public = Q(Exists(self.model._default_manager.public().filter(pk=OuterRef("pk"))))
        if not isinstance(user, User) or not user.is_active:
            return self.annotate(inside=Value(False)).filter(public)
        if user.may("read_everything"):
            return self.annotate(inside=Value(True))
        own = Exists(Case.objects.accessible_to(user).filter(pk=OuterRef("article__case")))
        return self.annotate(inside=own).filter(Q(inside=True) | public)

    def with_questions(self) -> Self:
        """Annotates `lost_passage` and `lost_source`: the two reasons for which a claim needs a look."""
        return self.annotate(lost_passage=Exists(lost_passages()), lost_source=Exists(lost_sources()))

    def with_public_question(self) -> Self:
        """Annotates `lost_passage` as readers are told of it: of what the fact-check in force cites, or, of a
        claim in work, of what it rests on now."""
        return self.annotate(lost_passage=Exists(evidence_with_lost_passage()))

    def with_since(self) -> Self:
        """Annotates `since`: when the claim came into its present state."""
        chain = Concat(Value("claim:"), OuterRef("public_id"))
        entries = apps.get_model("claims", "LedgerEntry")._default_manager
        moves = entries.filter(chain=chain, action__in=["moved", "recorded"])
        last = moves.order_by("-sequence").values("at")[:1]
        return self.annotate(since=Coalesce(Subquery(last), F("created_at")))

    def with_recalculated(self) -> Self:
        """Annotates `recalculated`: whether a calculation was worked out anew since the last rating."""
        chain = Concat(Value("claim:"), OuterRef("public_id"))
        entries = apps.get_model("claims", "LedgerEntry")._default_manager
        anew = entries.filter(chain=chain, action="calculation_recomputed")
        last = Assessment.objects.filter(claim=OuterRef(OuterRef("pk"))).order_by("-at").values("at")[:1]
        return self.annotate(recalculated=Exists(anew.filter(at__gt=Subquery(last))))

    def in_question(self) -> Self:
        """Claims touched by an open finding that no editor has ruled on.

        A finding touches a claim when it is open, was confirmed after the evidence was added, has no ruling
        for that claim, and either (a) a cited passage is missing or changed on a trusted link, or (b) a link
        of a cited document is lost and no other trusted, healthy link still shows the passage.
        """
        return self.with_questions().filter(Q(lost_passage=True) | Q(lost_source=True))

    def appearance_changed(self) -> Self:
        """Claims whose own article no longer has the passage as it was. Shown; does not touch the rating."""
        return self.filter(Exists(changed_appearances(OuterRef("pk"))))


def changed_appearances(claim: "Claim | OuterRef") -> QuerySet[Finding]:
    """What the claim's own article no longer says as it did."""
    return Finding.objects.filter(ended_at=None, kind__in=LOST_PASSAGE, passage__appearances__claim=claim)


def _unruled(claim: OuterRef) -> QuerySet[Finding]:
    """Open findings without a ruling for that claim."""
    ruled = Ruling.objects.filter(finding=OuterRef("pk"), claim=claim)
    return Finding.objects.filter(~Exists(ruled), ended_at=None)


def lost_passages() -> QuerySet[Finding]:
    """(a): findings about passages that the outer claim cites."""
    return _unruled(OuterRef(OuterRef("pk"))).filter(
        kind__in=LOST_PASSAGE,
        link__trusted=True,
        passage__evidence__claim=OuterRef("pk"),
        passage__evidence__dropped_at=None,
        passage__evidence__created_at__lt=F("confirmed_at"),
    )


def evidence_with_lost_passage() -> QuerySet[Evidence]:
    """(a) for readers: the outer claim's evidence whose passage, as its version in force names it, is missing
    or changed. Dropping it or pinning it anew since changes nothing of what that version rests on."""
    current = Review.objects.filter(claim=OuterRef("claim"), is_current=True)
    lost = _unruled(OuterRef(OuterRef("claim"))).filter(
        kind__in=LOST_PASSAGE, link__trusted=True, passage__document=OuterRef("passage__document")
    )
    told = Names(F("snapshot"), "evidence", evidence=OuterRef(OuterRef("pk")), passage=OuterRef("passage"))
    rated = Review.objects.filter(claim=OuterRef(OuterRef("claim")), is_current=True)
    named = Exists(rated.exclude(kind=Review.Kind.WITHDRAWAL).filter(told))
    since = Q(confirmed_at__gt=OuterRef("created_at"))
    pinned_anew = ~Q(passage=OuterRef("passage"))
    then = Exists(lost.filter(since | pinned_anew, named))
    now = Exists(lost.filter(since, passage=OuterRef("passage")))
    return Evidence.objects.filter(then | Q(~Exists(current), now, dropped_at=None), claim=OuterRef("pk"))


def lost_sources() -> QuerySet[Evidence]:
    """(b): the outer claim's evidence whose document lost a link that no other one replaces."""
    return lost_evidence().filter(claim=OuterRef("pk"))


def lost_evidence() -> QuerySet[Evidence]:
    """The same of all claims. Another link replaces a lost one when it is trusted and healthy and its latest
    text holds the passage; where the wording is not pinned, any trusted, healthy link will do."""
    lost = _unruled(OuterRef(OuterRef("claim"))).filter(
        kind__in=LOST_SOURCE,
        link__document=OuterRef("passage__document"),
        confirmed_at__gt=OuterRef("created_at"),
    )
    others = Link.objects.filter(document=OuterRef("link__document"), trusted=True, state="healthy").exclude(
        pk=OuterRef("link")
    )
    sighted = Sighting.objects.filter(
        capture_text=OuterRef("latest"),
        passage=OuterRef(OuterRef(OuterRef("passage"))),
        status=Sighting.Status.FOUND,
    )
    return Evidence.objects.active().filter(
        Exists(lost.filter(~Exists(others.filter(Exists(sighted))))),
        ~Q(passage__exact="") | Exists(lost.filter(~Exists(others))),
    )
