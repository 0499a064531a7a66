"""Who is asking, and therefore which rows there are. Every queryset of the API begins here.

Three kinds of readers: anybody (what is published), reporters (that, and all of their own cases), and
colleagues who read everything. Each row carries `inside`: whether this reader sees it as the desk does;
a row that is not inside is shown in its public form, whoever asks.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Value
from django.utils.functional import cached_property

from claims import workflow
from claims.api import published
from claims.models import (
    Article,
    Case,
    Claim,
    Claimant,
    Confidant,
    Evidence,
    Figure,
    Metric,
    Relation,
    Review,
    Ruling,
    Scale,
    User,
    Verdict,
    Webhook,
    documents_inside,
)
from sources.models import Capture, Check, Document, Finding, Link, Passage

Row = TypeVar("Row", bound=Model)
Condition = Callable[[], Any]


class Reader:
    def __init__(self, user: User | AnonymousUser) -> None:
        self.user = user if isinstance(user, User) and user.is_active else None
        self.everything = bool(self.user and self.user.may(workflow.Act.READ_EVERYTHING))

    def may(self, act: workflow.Act) -> bool:
        return bool(self.user and self.user.may(act))

    # --- who stands inside ------------------------------------------------------------------------

    @cached_property
    def own_cases(self) -> QuerySet[Case]:
        return Case.objects.accessible_to(self.user or AnonymousUser())

    def _visible(self, rows: Any, inside: Condition, public: Condition) -> Any:
        """Conditions are large and take longer to put together than to ask: only what is needed is."""
        if self.everything:
            return rows.annotate(inside=Value(True))
        if self.user is None:
            return rows.annotate(inside=Value(False)).filter(public())
        return rows.annotate(inside=inside()).filter(Q(inside=True) | public())

    def _inside_only(self, rows: Any, inside: Condition) -> Any:
        return self._visible(rows, inside, lambda: Q(pk__in=[]))

    def _in_own_case(self, path: str) -> Exists:
        return Exists(self.own_cases.filter(pk=OuterRef(path)))

    def _of_own_document(self, path: str) -> Exists:
        mine = documents_inside(self.user) if self.user else Document.objects.none()
        return Exists(mine.filter(pk=OuterRef(path)))

    def _entrusted(self, rows: QuerySet[Row], path: str) -> QuerySet[Row]:
        """Without documents named persons alone may read, but for those they are entrusted to."""
        prefix = f"{path}__" if path != "pk" else ""
        named = Q(**{f"{prefix}confidentiality": Document.Confidentiality.NAMED})
        if self.user is None:
            return rows.exclude(named)
        entrusted = Confidant.objects.filter(user=self.user, document=OuterRef(path))
        return rows.filter(~named | Q(Exists(entrusted)))

    # --- claims, and what they rest on ------------------------------------------------------------

    def cases(self) -> QuerySet[Case]:
        return self._visible(
            Case.objects.all(),
            lambda: self._in_own_case("pk"),
            lambda: published.among(published.cases()),
        )

    def articles(self) -> QuerySet[Article]:
        rows = self._visible(
            Article.objects.all(),
            lambda: self._in_own_case("case"),
            lambda: published.among(published.articles()),
        )
        return self._entrusted(rows, "document")

    def claims(self) -> QuerySet[Claim]:
        return self._visible(
            Claim.objects.all(),
            lambda: self._in_own_case("article__case"),
            lambda: published.among(Claim.objects.public()),
        )

    def claimants(self) -> QuerySet[Claimant]:
        of_own = Claim.objects.filter(article__case__in=self.own_cases, claimant=OuterRef("pk"))
        return self._visible(
            Claimant.objects.all(),
            lambda: Exists(of_own),
            lambda: published.among(published.claimants()),
        )

    def evidence(self) -> QuerySet[Evidence]:
        rows = self._visible(
            Evidence.objects.all(),
            lambda: self._in_own_case("claim__article__case"),
            lambda: published.among(published.evidence()),
        )
        return self._entrusted(rows, "passage__document")

    def reviews(self) -> QuerySet[Review]:
        return self._visible(
            Review.objects.all(),
            lambda: self._in_own_case("claim__article__case"),
            lambda: published.among(published.reviews()),
        )

    def verdicts(self) -> QuerySet[Verdict]:
        return Verdict.objects.annotate(inside=Value(False))

    def rulings(self) -> QuerySet[Ruling]:
        return self._inside_only(Ruling.objects.all(), lambda: self._in_own_case("claim__article__case"))

    def webhooks(self) -> QuerySet[Webhook]:
        rows = Webhook.objects.annotate(inside=Value(True))
        return rows if self.may(workflow.Act.GOVERN) else rows.none()

    # --- figures ----------------------------------------------------------------------------------

    def figures(self) -> QuerySet[Figure]:
        rows: QuerySet[Figure] = self._visible(
            Figure.every.all(),
            lambda: self._in_own_case("claim__article__case") | self._of_own_document("document"),
            lambda: published.among(published.figures()),
        )
        rows = rows.filter(Q(dropped_at=None) | Q(inside=False))
        return rows.filter(Q(document=None) | published.among(self.documents(), "document"))

    def metrics(self) -> QuerySet[Metric]:
        own = Figure.objects.filter(claim__article__case__in=self.own_cases, metric=OuterRef("pk"))
        return self._visible(
            Metric.objects.all(), lambda: Exists(own), lambda: published.among(published.metrics())
        )

    def scales(self) -> QuerySet[Scale]:
        own = Claim.objects.filter(article__case__in=self.own_cases, scales=OuterRef("pk"))
        rows = self._visible(
            Scale.objects.all(), lambda: Exists(own), lambda: published.among(published.scales())
        )
        return rows.filter(Q(document=None) | published.among(self.documents(), "document"))

    def relations(self) -> QuerySet[Relation]:
        """Both ends visible, and told by the version in force of either; untyped leads only where both stand
        inside."""

        def told() -> Q:
            seen = self.claims()
            both = published.among(seen, "from_claim") & published.among(seen, "to_claim")
            said = Q(pk__in=[])
            for end in ("from_claim", "to_claim"):
                said |= published.naming(end, "relations", id=OuterRef("pk"))
                said |= published.unfrozen(end, "relations") & ~Q(kind=Relation.Kind.RELATED)
            return both & said

        def inside() -> Any:
            cases = [f"{end}__article__case" for end in ("from_claim", "to_claim")]
            return self._in_own_case(cases[0]) & self._in_own_case(cases[1])

        return self._visible(Relation.objects.all(), inside, told)

    # --- sources ----------------------------------------------------------------------------------

    def documents(self) -> QuerySet[Document]:
        rows = self._visible(
            Document.objects.all(),
            lambda: self._of_own_document("pk"),
            lambda: published.among(published.documents()),
        )
        return self._entrusted(rows, "pk")

    def links(self) -> QuerySet[Link]:
        rows = self._visible(
            Link.objects.all(),
            lambda: self._of_own_document("document"),
            lambda: published.among(published.documents(), "document") & Q(public=True),
        )
        return self._entrusted(rows, "document")

    def passages(self) -> QuerySet[Passage]:
        rows = self._inside_only(Passage.objects.all(), lambda: self._of_own_document("document"))
        return self._entrusted(rows, "document")

    def captures(self) -> QuerySet[Capture]:
        rows = self._inside_only(Capture.objects.all(), lambda: self._of_own_document("document"))
        return self._entrusted(rows, "document")

    def checks(self) -> QuerySet[Check]:
        rows = self._inside_only(Check.objects.all(), lambda: self._of_own_document("link__document"))
        return self._entrusted(rows, "link__document")

    def findings(self) -> QuerySet[Finding]:
        rows = self._inside_only(Finding.objects.all(), lambda: self._of_own_document("link__document"))
        return self._entrusted(rows, "link__document")
