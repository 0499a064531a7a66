"""Which documents readers may know of, and which colleagues read with all that is kept of them."""

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
    return Document.objects.visible_to_public().filter(_of_claims())


def public_documents() -> QuerySet[Document]:
    """The same, and of uncited documents those that complete what public claims say: with figures of the same
    measures, with accounts of scales at the same places.

    A document that only hidden claims cite, or only what was done since publication, would tell what the
    newsroom is working on.
    """
    cited = Exists(Evidence.objects.filter(passage__document=OuterRef("pk")))
    beside = Exists(_measured()) | Exists(_placed())
    return Document.objects.visible_to_public().filter(_of_claims() | Q(~cited, beside, article=None))


def _of_claims() -> Q:
    article = Exists(Article.objects.public().filter(document=OuterRef("pk")))
    return article | Q(Exists(Evidence.objects.public().filter(passage__document=OuterRef("pk"))))


def documents_inside(user: User) -> QuerySet[Document]:
    """Those whose visits, saved copies and changes this colleague reads: reporters, of their own cases."""
    rows = documents_visible_to(user)
    if user.may("read_everything"):
        return rows
    cited = Evidence.objects.filter(passage__document=OuterRef("pk"), claim__article__case__members=user)
    article = Article.objects.filter(document=OuterRef("pk"), case__members=user)
    entrusted = Confidant.objects.filter(document=OuterRef("pk"), user=user)
    return rows.filter(Exists(cited) | Exists(article) | Exists(entrusted))


def _measured() -> QuerySet[Figure]:
    """Figures of the outer document, of measures that a public claim gives a figure for, as published, or as
    recorded while in work; and of those that such a measure divides."""
    measure = (
        Q(metric=OuterRef("metric"))
        | Q(metric__numerator=OuterRef("metric"))
        | Q(metric__denominator=OuterRef("metric"))
    )
    public = Claim.objects.public().order_by()
    in_work = public.filter(~Exists(Review.objects.filter(claim=OuterRef("pk"), is_current=True)))
    standing = {"review__is_current": True, "review__claim__in": public.values("pk")}
    published = ReviewFigure.objects.filter(measure, **standing).exclude(review__kind=Review.Kind.WITHDRAWAL)
    recorded = Figure.objects.filter(measure, claim__in=in_work.values("pk"))
    return Figure.objects.filter(Exists(published) | Exists(recorded), document=OuterRef("pk"))


def _placed() -> QuerySet[Scale]:
    """Accounts that the outer document gives of scales at places of which a public claim gives one."""
    beside = Scale.objects.filter(claims__in=Claim.objects.public().order_by().values("pk"))
    same = Exists(beside.filter(place__iexact=OuterRef("place")))
    return Scale.objects.filter(same, document=OuterRef("pk")).exclude(place="")
