"""Search: every word of the query has to occur, in any order and in either language."""

import re
from functools import reduce
from operator import and_

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.models import Article, Case, Claim, Review
from claims.views.common import public_page
from claims.views.evidence import public_documents
from claims.views.shown import shown

LONGEST = 200
MOST_WORDS = 8
MOST_CLAIMS = 50
MOST_OTHERS = 20


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """Five queries: claims, fact-checks, suggestions, articles, documents; none for an empty search."""
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST]
    words = query.split()[:MOST_WORDS]
    context = {"query": query, "noindex": True} | (_found(words) if words else {})
    return render(request, "claims/search.html", context)


def _found(words: list[str]) -> dict[str, object]:
    public = Claim.objects.public()
    articles = Article.objects.filter(case__kind=Case.Kind.PUBLISHED_WORK, claims__in=public).distinct()
    items = shown(public.filter(_claims(words)).order_by("article__position", "position", "id")[:MOST_CLAIMS])
    titles = ("title", "title_de", "title_en", "publisher")
    return {
        "items": items,
        "articles": articles.filter(
            mentions(words, *(f"document__{name}" for name in titles))
        ).select_related("document", "case")[:MOST_OTHERS],
        "documents": public_documents().filter(mentions(words, *titles)).order_by("title")[:MOST_OTHERS],
        "demonstration": any(item.demonstration for item in items),
    }


def _claims(words: list[str]) -> Q:
    """Published claims are searched in the words of their fact-check, open ones in their own."""
    current = Review.objects.filter(claim=OuterRef("pk"), is_current=True)
    published = current.filter(
        mentions(words, "statement_de", "statement_en", "one_sentence_de", "one_sentence_en")
    )
    return Q(Exists(published)) | (~Q(Exists(current)) & mentions(words, "statement_de", "statement_en"))


def mentions(words: list[str], *fields: str) -> Q:
    """Every word in one of the fields. By regular expression, because SQLite's LIKE knows no capital Ü."""
    return reduce(
        and_,
        (
            reduce(Q.__or__, (Q(**{f"{field}__iregex": re.escape(word)}) for field in fields))
            for word in words
        ),
    )
