"""The articles under check, and the form that adds one."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from claims import services, workflow
from claims.forms import ArticleForm
from claims.models import Article, Case, User
from claims.views.desk.claims import with_problems
from claims.views.desk.common import attempt, desk_page, staff, status_of


def article_form(user: User, *data: object) -> ArticleForm:
    form = ArticleForm(*data)
    form.fields["case"].queryset = Case.objects.accessible_to(user)  # type: ignore[attr-defined]
    return form


@desk_page
def articles(request: HttpRequest) -> HttpResponse:
    user = staff(request)
    form = article_form(user, *([request.POST, request.FILES] if request.method == "POST" else []))
    made: list[Article] = []
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: made.append(add(user, form))):
        return redirect("desk-workbench", made[0].slug)
    rows = Article.objects.filter(case__in=Case.objects.accessible_to(user))
    context = {
        "articles": rows.select_related("case", "document").annotate(
            all_claims=Count("claims"),
            open_claims=Count("claims", Q(claims__state__in=workflow.IN_WORK)),
            done_claims=Count("claims", Q(claims__state=workflow.State.CLOSED)),
        ),
        "form": form if user.may(workflow.Act.ADD) else None,
    }
    status = status_of(form) if form.errors else 200
    context |= with_problems({"form": form} if form.errors else {})
    return render(request, "claims/desk/articles.html", context, status=status)


def add(user: User, form: ArticleForm) -> Article:
    """The article of the form, with the text read out of its file. Services say what is wrong with it."""
    body, file_name = form.body()
    # What was pasted is the text itself, even where it speaks of mark-up.
    text, media_type = (
        services.read_article_file(body) if file_name else (services.read_text_file(body), "text/plain")
    )
    names = ("case", "title", "publisher", "author", "published", "language", "url")
    return services.add_article(
        **{name: form.cleaned_data[name] for name in names},
        body=body,
        text=text,
        actor=user,
        file_name=file_name,
        media_type=media_type,
    )
