"""Search: claims with most of the words and figures, best first; articles and documents that have all."""

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims import matching
from claims.models import Article, Claim, Review, mentions, public_documents
from claims.views.common import public_page
from claims.views.shown import Shown, shown

LONGEST = 200
MOST_WORDS = 8
MOST_CLAIMS = 50
MOST_OTHERS = 20


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """A fixed number of queries, but for one more where no claim is found; none for an empty search."""
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST]
    words = query.split()[:MOST_WORDS]
    context = {"query": query, "noindex": True} | (_found(words) if words else {})
    return render(request, "claims/search.html", context)


def _found(words: list[str]) -> dict[str, object]:
    articles = Article.objects.public()
    documents = public_documents().exclude(Exists(articles.filter(document=OuterRef("pk"))))
    items = _items(" ".join(words), words)
    titles = ("title", "title_de", "title_en", "publisher")
    return {
        "items": items,
        "articles": articles.filter(
            mentions(words, *(f"document__{name}" for name in titles))
        ).select_related("document", "case")[:MOST_OTHERS],
        "documents": documents.filter(mentions(words, *titles)).order_by("title")[:MOST_OTHERS],
        "demonstration": any(item.demonstration for item in items),
    }


def _items(query: str, words: list[str]) -> list[Shown]:
    """Best first, by stems and figures however written; where nothing is like that, by the very letters."""
    public = Claim.objects.public()
    keys = matching.search(query, limit=MOST_CLAIMS)
    if keys:
        found = {item.claim.pk: item for item in shown(public.filter(pk__in=keys))}
        return [found[key] for key in keys if key in found]
    return shown(public.filter(_spelled(words)).order_by("article__position", "position", "id")[:MOST_CLAIMS])


def _spelled(words: list[str]) -> Q:
    """Published claims are searched in the words of their fact-check, open ones in their own."""
    current = Review.objects.filter(claim=OuterRef("pk"), is_current=True)
    published = current.filter(
        mentions(words, "statement_de", "statement_en", "one_sentence_de", "one_sentence_en")
    )
    return Q(Exists(published)) | (~Q(Exists(current)) & mentions(words, "statement_de", "statement_en"))
