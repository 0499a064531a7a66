"""A claim's evidence on its screen, and the forms that cite more of it."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from claims.forms import CiteForm, PassageForm, SameForm
from claims.models import Claim, Evidence, Review, User, documents_of_claims, documents_visible_to, frozen
from sources.models import Capture, Passage

LATELY = timedelta(days=14)
MOST_OFFERED = 300


def evidence_of(row: Claim, user: User) -> list[Evidence]:
    """The evidence this colleague may know of, with links and newest saved copy; `on_show`: whether its
    document has a public page."""
    kept = Capture.objects.filter(suppressed=False).order_by("-fetched_at", "-pk")
    rows = Evidence.objects.visible_to(user).active().filter(claim=row)
    found: list[Evidence] = list(
        rows.select_related("passage__document").prefetch_related(
            "passage__document__links",
            Prefetch("passage__document__captures", kept.defer("head"), to_attr="kept"),
        )
    )
    shown = documents_of_claims().filter(pk__in={one.passage.document_id for one in found})
    on_show = set(shown.values_list("pk", flat=True))
    for one in found:
        one.on_show = one.passage.document_id in on_show  # type: ignore[attr-defined]
    calculated = [one for one in found if one.passage.document.calculation]
    if review := Review.objects.filter(claim=row, is_current=True).first() if calculated else None:
        _remember(calculated, review)
    return found


def _remember(calculated: list[Evidence], review: Review) -> None:
    """What the version in force says that a calculation gives, where that is no longer so: `then`, with the
    `version`."""
    entries = frozen.entries(review)
    for one in calculated:
        told = entries.get(one.pk, {}).get("calculation") or {}
        now: dict[str, Any] = one.passage.document.calculation or {}
        if told.get("result") != now.get("result") and told:
            one.then, one.version = told.get("result"), review.number  # type: ignore[attr-defined]


def cite_form(user: User, row: Claim, *data: object) -> CiteForm:
    """Any document this colleague may read is taken; those of the case and the newest are offered."""
    form = CiteForm(*data)
    documents = documents_visible_to(user).filter(article=None)
    form.fields["document"].queryset = documents  # type: ignore[attr-defined]
    cited = Evidence.objects.filter(
        passage__document=OuterRef("pk"), claim__article__case=row.article.case_id
    )
    offered = documents.filter(Exists(cited) | Q(created_at__gte=timezone.now() - LATELY))
    titles = offered.order_by("title").values_list("pk", "title")[:MOST_OFFERED]
    form.fields["document"].widget.choices = [
        ("", "–"),
        *((key, shortened(title)) for key, title in titles),
    ]
    return form


def same_form(user: User, row: Claim, *data: object) -> SameForm:
    """Passages that other claims of this article cite and this one does not."""
    form = SameForm(*data)
    mine = row.evidence.active().values("passage")
    others = Evidence.objects.visible_to(user).active().exclude(claim=row).exclude(passage__in=mine)
    form.fields["as_for"].queryset = others  # type: ignore[attr-defined]
    near = others.filter(claim__article=row.article_id)
    form.fields["as_for"].widget.choices = [("", "–"), *_choices(near)]
    return form


def passage_form(user: User, row: Claim, *data: object) -> PassageForm:
    """The passages that readers may find with this claim, now or in any version that was published, as far as
    this colleague may read their documents."""
    cited = Evidence.objects.visible_to(user).filter(claim=row).values_list("passage", flat=True)
    told = frozen.passages_of(Review.every.filter(claim=row))
    keys = {*row.appearances.values_list("passage", flat=True), *cited, *told}
    readable = documents_visible_to(user).order_by().values("pk")
    passages = Passage.objects.filter(pk__in=keys, document__in=readable)
    return PassageForm(passages.select_related("document").order_by("pk"), *data)


def _choices(rows: QuerySet[Evidence]) -> list[tuple[int, str]]:
    """Each passage once. Values, not rows: a long article's claims cite hundreds."""
    found: dict[int, tuple[int, str]] = {}
    names = ("pk", "passage", "passage__document__title", "passage__exact", "passage__locator")
    for pk, passage, title, exact, locator in rows.values_list(*names):
        label = f"{shortened(title)} – {shortened(exact or locator or '…', 60)}"
        found.setdefault(passage, (pk, label))
    return sorted(found.values(), key=lambda pair: pair[1])[:MOST_OFFERED]


def shortened(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
