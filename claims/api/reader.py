"""Who is asking, and therefore which rows there are. Every queryset of the API begins here.

Three kinds of readers: anybody (what is published), reporters (that, and all of their own cases), and
colleagues who read everything. Each row carries `inside`: whether this reader sees it as the desk does;
a row that is not inside is shown in its public form, whoever asks.
"""

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
)
from sources.models import Capture, Check, Document, Finding, Link, Passage

Row = TypeVar("Row", bound=Model)


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

    def _visible(self, rows: Any, inside: Any, public: Any) -> Any:
        if self.everything:
            return rows.annotate(inside=Value(True))
        if self.user is None:
            return rows.annotate(inside=Value(False)).filter(public)
        return rows.annotate(inside=inside).filter(Q(inside=True) | public)

    def _inside_only(self, rows: Any, inside: Any) -> Any:
        return self._visible(rows, inside, Q(pk__in=[]))

    def _in_own_case(self, path: str) -> Exists:
        return Exists(self.own_cases.filter(pk=OuterRef(path)))

    def _of_own_document(self, path: str) -> Any:
        cited = Evidence.objects.filter(claim__article__case__in=self.own_cases)
        articles = Article.objects.filter(case__in=self.own_cases)
        return Exists(cited.filter(passage__document=OuterRef(path))) | Exists(
            articles.filter(document=OuterRef(path))
        )

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
            Case.objects.all(), self._in_own_case("pk"), published.among(Case.objects.public())
        )

    def articles(self) -> QuerySet[Article]:
        rows = self._visible(
            Article.objects.all(), self._in_own_case("case"), published.among(published.articles())
        )
        return self._entrusted(rows, "document")

    def claims(self) -> QuerySet[Claim]:
        public = published.among(Claim.objects.public())
        return self._visible(Claim.objects.all(), self._in_own_case("article__case"), public)

    def claimants(self) -> QuerySet[Claimant]:
        of_own = Claim.objects.filter(article__case__in=self.own_cases, claimant=OuterRef("pk"))
        return self._visible(Claimant.objects.all(), Exists(of_own), Exists(published.claims_of("claimant")))

    def evidence(self) -> QuerySet[Evidence]:
        public = published.among(published.evidence())
        rows = self._visible(Evidence.objects.all(), self._in_own_case("claim__article__case"), public)
        return self._entrusted(rows, "passage__document")

    def reviews(self) -> QuerySet[Review]:
        public = published.among(published.reviews())
        return self._visible(Review.objects.all(), self._in_own_case("claim__article__case"), public)

    def verdicts(self) -> QuerySet[Verdict]:
        return Verdict.objects.annotate(inside=Value(False))

    def rulings(self) -> QuerySet[Ruling]:
        return self._inside_only(Ruling.objects.all(), self._in_own_case("claim__article__case"))

    # --- figures ----------------------------------------------------------------------------------

    def figures(self) -> QuerySet[Figure]:
        own = self._in_own_case("claim__article__case") | self._of_own_document("document")
        rows: QuerySet[Figure] = self._visible(
            Figure.objects.all(), own, published.among(published.figures())
        )
        return rows.filter(Q(document=None) | published.among(self.documents(), "document"))

    def metrics(self) -> QuerySet[Metric]:
        own = Figure.objects.filter(claim__article__case__in=self.own_cases, metric=OuterRef("pk"))
        return self._visible(Metric.objects.all(), Exists(own), published.among(published.metrics()))

    def scales(self) -> QuerySet[Scale]:
        own = Claim.objects.filter(article__case__in=self.own_cases, scales=OuterRef("pk"))
        rows = self._visible(Scale.objects.all(), Exists(own), published.among(published.scales()))
        return rows.filter(Q(document=None) | published.among(self.documents(), "document"))

    def relations(self) -> QuerySet[Relation]:
        """Both ends visible; untyped leads only where both stand inside."""
        seen = self.claims()
        inside = self._in_own_case("from_claim__article__case") & self._in_own_case("to_claim__article__case")
        both = published.among(seen, "from_claim") & published.among(seen, "to_claim")
        told = both & ~Q(kind=Relation.Kind.RELATED)
        return self._visible(Relation.objects.all(), inside, told)

    # --- sources ----------------------------------------------------------------------------------

    def documents(self) -> QuerySet[Document]:
        public = published.among(published.documents())
        return self._entrusted(
            self._visible(Document.objects.all(), self._of_own_document("pk"), public), "pk"
        )

    def links(self) -> QuerySet[Link]:
        public = published.among(published.links())
        rows = self._visible(Link.objects.all(), self._of_own_document("document"), public)
        return self._entrusted(rows, "document")

    def passages(self) -> QuerySet[Passage]:
        rows = self._inside_only(Passage.objects.all(), self._of_own_document("document"))
        return self._entrusted(rows, "document")

    def captures(self) -> QuerySet[Capture]:
        rows = self._inside_only(Capture.objects.all(), self._of_own_document("document"))
        return self._entrusted(rows, "document")

    def checks(self) -> QuerySet[Check]:
        rows = self._inside_only(Check.objects.all(), self._of_own_document("link__document"))
        return self._entrusted(rows, "link__document")

    def findings(self) -> QuerySet[Finding]:
        rows = self._inside_only(Finding.objects.all(), self._of_own_document("link__document"))
        return self._entrusted(rows, "link__document")
