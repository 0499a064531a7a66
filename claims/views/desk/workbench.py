"""The workbench: an article's text with its claims; select words, press Enter, the claim is recorded."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from claims import services, workflow
from claims.forms import RecordForm, VersionForm
from claims.models import Article, Case, Claim, User
from claims.views.desk import bench
from claims.views.desk.claims import panel, with_problems
from claims.views.desk.common import attempt, claim_for, claim_id, desk_page, is_partial, staff, status_of
from sources import anchoring

SUGGESTED = 40


def article_for(user: User, slug: str) -> Article:
    articles = Article.objects.filter(case__in=Case.objects.accessible_to(user))
    return get_object_or_404(articles.select_related("case", "document"), slug=slug)


@desk_page
def workbench(request: HttpRequest, slug: str) -> HttpResponse:
    """The text with its claims. `?claim=` opens one beside it, `?show=suggested` lists what is worth
    checking; htmx asks for that list alone, since finding it takes longer than the page may."""
    article = article_for(staff(request), slug)
    if is_partial(request, "suggested"):
        context = on_bench(request, article)
        context["suggested"] = suggestions(context)
        return render(request, "claims/desk/_suggested.html", context)
    return show(request, article, request.GET.get("claim", ""))


def show(
    request: HttpRequest, article: Article, chosen: str = "", *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The whole page, or only what changes when a claim is recorded."""
    context = on_bench(request, article) | with_problems(forms)
    claim = next((claim for claim in context["claims"] if claim.public_id == chosen), None)
    if claim:
        context |= panel(staff(request), claim_for(request, chosen))
    if request.GET.get("show") == "suggested":
        context["suggested"] = suggestions(context)
    template = "_bench.html" if is_partial(request, "bench") else "workbench.html"
    return render(request, f"claims/desk/{template}", context, status=status)


def on_bench(request: HttpRequest, article: Article) -> dict[str, Any]:
    """Six queries, whatever the number of claims."""
    user = staff(request)
    claims = list(
        article.claims.accessible_to(user)
        .with_questions()
        .select_related("assignee")
        .order_by("position", "pk")
    )
    texts = list(services.article_texts(article)[:2])
    newest, older = (texts[0] if texts else None), texts[1:]
    spans, became = bench.spans_of(article, {claim.pk: claim for claim in claims}, newest)
    text, language = (newest.text if newest else ""), article.document.language
    covered = bench.coverage([(start, end) for start, end, _claim in spans], len(text) or article.chars or 0)
    fresh = bench.new_sentences(text, older[0].text, language) if older else []
    return {
        "article": article,
        "claims": claims,
        "pieces": bench.pieces(text, spans, language),
        "spans": spans,
        "text": text,
        "covered": round(100 * covered),
        "form": RecordForm(),
        "version": VersionForm(),
        "became": became,
        "fresh": [(s, text[s.start : s.end]) for s in fresh if bench.untouched(s.start, s.end, spans)],
        "states": list(workflow.State),
        "may_add": user.may(workflow.Act.ADD),
    }


def suggestions(context: dict[str, Any]) -> list[Any]:
    """Sentences worth checking in which no claim is recorded yet, in the order of the text."""
    found = bench.spotted(context["text"], context["article"].document.language)
    open_ones = [one for one in found if bench.untouched(one.start, one.end, context["spans"])]
    return sorted(open_ones[:SUGGESTED], key=lambda one: one.start)


@desk_page
@require_POST
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """Record a claim from a selection (start and end) or from its words, or give the words to the claim named
    by `claim`. Everything else can wait."""
    user = staff(request)
    article = article_for(user, slug)
    form, chosen = RecordForm(request.POST), claim_id(request)
    known = claim_for(request, chosen) if chosen else None
    made: list[Claim] = []

    def act() -> None:
        start, end = form.span() or find_words(article, form.cleaned_data["words"])
        if known and known.article_id == article.pk:
            services.add_span(claim=known, start=start, end=end, actor=user)
            made.append(known)
        else:
            made.append(services.record_claim(article=article, spans=[(start, end)], actor=user))

    if form.is_valid() and attempt(form, act):
        address = reverse("desk-workbench", args=[article.slug])
        shown = "&show=suggested" if request.POST.get("show") == "suggested" else ""
        return redirect(f"{address}?claim={made[0].public_id}{shown}#m-{made[0].public_id}")
    return show(request, article, chosen, status=status_of(form), form=form)


@desk_page
@require_POST
def new_version(request: HttpRequest, slug: str) -> HttpResponse:
    """A newer text of the article; the page then lists what became of each claim."""
    user = staff(request)
    article = article_for(user, slug)
    form = VersionForm(request.POST, request.FILES)

    def act() -> None:
        upload = form.cleaned_data["file"]
        body = upload.read()
        text, media_type = services.read_article_file(body)
        services.add_version(
            article=article,
            body=body,
            text=text,
            actor=user,
            file_name=upload.name,
            media_type=media_type,
        )

    if form.is_valid() and attempt(form, act):
        return redirect("desk-workbench", article.slug)
    return show(request, article, status=status_of(form), version=form)


def find_words(article: Article, words: str) -> tuple[int, int]:
    """Where the words stand in the article's text; Refused when they do not."""
    text = services.article_text(article).text
    match = anchoring.locate(text, words.strip()) if anchoring.has_words(words) else None
    if not match or match.status != anchoring.Status.FOUND or match.start is None or match.end is None:
        raise services.Refused("These words do not stand in the article. Copy them exactly.")
    return match.start, match.end
