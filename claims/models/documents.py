"""Which documents readers may know of, and which colleagues read with all that is kept of them."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.models.cases import Article
from claims.models.claims import Claim
from claims.models.evidence import Confidant, Evidence, documents_visible_to
from claims.models.figures import Figure, ReviewFigure, Scale
from claims.models.users import User
from claims.models.verdicts import Review
from sources.models import Document


def documents_of_claims() -> QuerySet[Document]:
    """Articles with public claims, and what these rest on."""
    return Document.objects.filter(
        Exists(Article.objects.public().filter(document=OuterRef("pk")))
        | Exists(Evidence.objects.public().filter(passage__document=OuterRef("pk"))),
        confidentiality=Document.Confidentiality.PUBLIC,
    )


def public_documents() -> QuerySet[Document]:
    """The same, and of uncited documents those that complete what public claims say: with figures of the same
    measures, with accounts of scales at the same places.

    A document that only hidden claims cite, or only what was done since publication, would tell what the
    newsroom is working on.
    """
    cited = Evidence.objects.filter(passage__document=OuterRef("pk"))
    figures = Figure.objects.filter(_measured(), document=OuterRef("pk"))
    beside = Scale.objects.filter(claims__in=Claim.objects.public().order_by().values("pk"))
    scales = Scale.objects.filter(
        Exists(beside.filter(place__iexact=OuterRef("place"))), ~Q(place=""), document=OuterRef("pk")
    )
    uncited = Document.objects.filter(
        ~Exists(cited),
        Exists(figures) | Exists(scales),
        article=None,
        confidentiality=Document.Confidentiality.PUBLIC,
    )
    return documents_of_claims() | uncited


def documents_inside(user: User) -> QuerySet[Document]:
    """Those whose visits, saved copies and changes this colleague reads: reporters, of their own cases."""
    rows = documents_visible_to(user)
    if user.may("read_everything"):
        return rows
    cited = Evidence.objects.filter(passage__document=OuterRef("pk"), claim__article__case__members=user)
    article = Article.objects.filter(document=OuterRef("pk"), case__members=user)
    entrusted = Confidant.objects.filter(document=OuterRef("pk"), user=user)
    return rows.filter(Exists(cited) | Exists(article) | Exists(entrusted))


def _measured() -> Q:
    """Of measures that a public claim gives a figure for, as published, or as recorded while in work; and of
    those that such a measure divides."""
    public = Claim.objects.public().order_by()
    in_work = public.filter(~Exists(Review.objects.filter(claim=OuterRef("pk"), is_current=True)))
    standing = {"review__is_current": True, "review__claim__in": public.values("pk")}
    published = ReviewFigure.objects.filter(**standing).exclude(review__kind=Review.Kind.WITHDRAWAL)
    recorded = Figure.objects.filter(claim__in=in_work.values("pk")).order_by()
    # Side by side, not one in the other: SQLite's parser takes no deeper nesting.
    given = (published.values("metric"), recorded.values("metric"))
    ways = ("metric__in", "metric__above_in__in", "metric__below_in__in")
    return reduce(or_, (Q((way, measures)) for way in ways for measures in given))
