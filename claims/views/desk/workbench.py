"""The workbench: an article's text with its claims; select words, press Enter, the claim is recorded."""

from dataclasses import dataclass
from itertools import pairwise

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims import services, spotting
from claims.forms import RecordForm, VersionForm
from claims.models import Article, Case, Claim, ClaimPassage, User
from claims.views.desk.common import attempt, desk_page, staff
from sources import anchoring
from sources.models import CaptureText, Sighting


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


def bench(
    request: HttpRequest, article: Article, form: RecordForm, version: VersionForm | None = None
) -> dict[str, object]:
    claims = list(
        article.claims.accessible_to(staff(request))
        .with_questions()
        .select_related("assignee")
        .order_by("position", "pk")
    )
    texts = list(services.article_texts(article)[:2])
    newest, older = (texts[0] if texts else None), texts[1:]
    spans, moved = spans_of(article, {claim.pk: claim for claim in claims}, newest)
    text = newest.text if newest else ""
    covered = coverage([(start, end) for start, end, _claim in spans], len(text) or article.chars or 0)
    fresh = new_sentences(text, older[0].text, article.document.language) if older else []
    return {
        "article": article,
        "claims": claims,
        "pieces": pieces(text, spans, article.document.language),
        "has_text": bool(text),
        "covered": round(100 * covered),
        "form": form,
        "version": version or VersionForm(),
        "moved": moved,
        "fresh": [sentence for sentence in fresh if not _said(sentence, text, spans)],
    }


def spans_of(
    article: Article, claims: dict[int, Claim], text: CaptureText | None
) -> tuple[list[tuple[int, int, Claim]], list[tuple[Claim, Sighting]]]:
    """Where each claim stands in the text, and those whose passage is not as it was when it was recorded."""
    rows = ClaimPassage.objects.filter(claim__article=article).select_related("passage")
    seen = {sighting.passage_id: sighting for sighting in Sighting.objects.filter(capture_text=text)}
    spans, moved = [], []
    for row in rows:
        claim, sighting = claims.get(row.claim_id), seen.get(row.passage_id)
        place = sighting or row.passage
        if claim and place.start is not None and place.end is not None:
            spans.append((place.start, place.end, claim))
        if claim and sighting and sighting.status != Sighting.Status.FOUND:
            moved.append((claim, sighting))
    return spans, moved


def new_sentences(text: str, before: str, language: str) -> list[str]:
    """Sentences that the version before did not have."""
    known = {" ".join(before[s.start : s.end].split()) for s in sentences_of(before, language)}
    now = [" ".join(text[s.start : s.end].split()) for s in sentences_of(text, language)]
    return [sentence for sentence in now if sentence not in known]


def sentences_of(text: str, language: str) -> list[spotting.Sentence]:
    return spotting.sentences(text, language if language in ("de", "en") else "de")


def _said(sentence: str, text: str, spans: list[tuple[int, int, Claim]]) -> bool:
    """Whether a claim stands in this sentence already."""
    return any(sentence.find(" ".join(text[start:end].split())[:40]) >= 0 for start, end, _claim in spans)


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
    starts = {sentence.start for sentence in sentences_of(text, language)}
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


@desk_page
@require_POST
def new_version(request: HttpRequest, slug: str) -> HttpResponse:
    """A newer text of the article; the page then lists what became of each claim."""
    user = staff(request)
    article = article_for(user, slug)
    form = VersionForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        body = upload.read()

        def act() -> None:
            text, media_type = services.read_article_file(body)
            services.add_version(
                article=article,
                body=body,
                text=text,
                actor=user,
                file_name=upload.name,
                media_type=media_type,
            )

        if attempt(form, act):
            return redirect("desk-workbench", article.slug)
    page = bench(request, article, RecordForm(), form)
    return render(request, "claims/desk/workbench.html", page, status=400)


def find_words(article: Article, words: str) -> tuple[int, int]:
    """Where the words stand in the article's text; Refused when they do not."""
    match = anchoring.locate(services.article_text(article).text, words)
    if match.status != anchoring.Status.FOUND or match.start is None or match.end is None:
        raise services.Refused(_("These words do not stand in the article. Copy them exactly."))
    return match.start, match.end
