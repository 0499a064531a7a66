"""The workbench: an article's text with its claims; select words, press Enter, the claim is recorded."""

from dataclasses import dataclass
from itertools import pairwise

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims import services, spotting
from claims.forms import RecordForm
from claims.models import Article, Case, Claim, ClaimPassage, User
from claims.views.desk.common import attempt, desk_page, staff
from sources import anchoring


@dataclass(frozen=True)
class Piece:
    """A run of the text in which the same claims speak; `start` in code points.

    `sentence`: one begins here.
    """

    start: int
    text: str
    claims: tuple[Claim, ...]
    sentence: bool


def article_for(user: User, slug: str) -> Article:
    articles = Article.objects.filter(case__in=Case.objects.accessible_to(user))
    return get_object_or_404(articles.select_related("case", "document"), slug=slug)


@desk_page
def workbench(request: HttpRequest, slug: str) -> HttpResponse:
    """The text in pieces, its claims in order, and how much of it is covered."""
    article = article_for(staff(request), slug)
    return render(request, "claims/desk/workbench.html", bench(request, article, RecordForm()))


def bench(request: HttpRequest, article: Article, form: RecordForm) -> dict[str, object]:
    claims = list(
        article.claims.accessible_to(staff(request))
        .with_questions()
        .select_related("assignee")
        .order_by("position", "pk")
    )
    spans = spans_of(article, {claim.pk: claim for claim in claims})
    try:
        text = services.article_text(article).text
    except services.Refused:
        text = ""
    covered = coverage([(start, end) for start, end, _claim in spans], len(text) or article.chars or 0)
    return {
        "article": article,
        "claims": claims,
        "pieces": pieces(text, spans, article.document.language),
        "has_text": bool(text),
        "covered": round(100 * covered),
        "form": form,
    }


def spans_of(article: Article, claims: dict[int, Claim]) -> list[tuple[int, int, Claim]]:
    rows = ClaimPassage.objects.filter(claim__article=article, passage__start__isnull=False)
    values = rows.values_list("passage__start", "passage__end", "claim_id")
    return [(start or 0, end or 0, claims[pk]) for start, end, pk in values if pk in claims]


def coverage(spans: list[tuple[int, int]], length: int) -> float:
    """Share of the text inside any span, 0 to 1; overlaps count once."""
    reached, total = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total / length if length else 0.0


def pieces(text: str, spans: list[tuple[int, int, Claim]], language: str) -> list[Piece]:
    """Cut the text at every span's ends and every sentence's beginning. Joined again it is the text."""
    if not text:
        return []
    known = language if language in ("de", "en") else "de"
    starts = {sentence.start for sentence in spotting.sentences(text, known)}
    ends = {end for start, stop, _claim in spans for end in (start, stop) if 0 < end < len(text)}
    cuts = sorted({0, len(text)} | ends | {start for start in starts if start < len(text)})
    return [
        Piece(
            start,
            text[start:end],
            tuple(claim for low, high, claim in spans if low < end and start < high),
            start in starts,
        )
        for start, end in pairwise(cuts)
    ]


@desk_page
@require_POST
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """Record a claim from a selection (start and end) or from its words. Everything else can wait."""
    user = staff(request)
    article = article_for(user, slug)
    form = RecordForm(request.POST)
    if form.is_valid():
        made: list[Claim] = []

        def act() -> None:
            span = form.span() or find_words(article, form.cleaned_data["words"])
            made.append(services.record_claim(article=article, spans=[span], actor=user))

        if attempt(form, act):
            address = reverse("desk-workbench", args=[article.slug])
            return redirect(f"{address}?claim={made[0].public_id}#p{made[0].position}")
    return render(request, "claims/desk/workbench.html", bench(request, article, form), status=400)


def find_words(article: Article, words: str) -> tuple[int, int]:
    """Where the words stand in the article's text; Refused when they do not."""
    match = anchoring.locate(services.article_text(article).text, words)
    if match.status != anchoring.Status.FOUND or match.start is None or match.end is None:
        raise services.Refused(_("These words do not stand in the article. Copy them exactly."))
    return match.start, match.end
