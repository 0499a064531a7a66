"""Figures of a claim: proposed from its passages, confirmed or mended by people, recorded as data."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from claims import ledger, proposals, spotting, workflow
from claims.models import Article, Claim, ClaimPassage, Figure, Metric, User
from claims.proposals import Measure, Proposal
from claims.services.articles import article_texts
from claims.services.common import locked, require, save_revision
from claims.services.documents import recompute_for
from claims.services.errors import Refused
from claims.wording import Said
from sources.models import Basis, Sighting, calendar_day, date_columns

COLUMNS = (
    *(
        "low",
        "high",
        "qualifier",
        "counted",
        "unit",
        "definition",
        "definition_de",
        "item",
        "item_de",
        "place",
        "system",
    ),
    *("as_of", "as_of_basis", "as_of_reason", "nature", "basis"),
)


def _text(article: Article) -> str:
    newest = article_texts(article).first()
    return newest.text if newest else ""


def _language(article: Article) -> str:
    written = article.document.language
    return written if written in spotting.LANGUAGES else "de"


def _spans(article: Article, appearances: QuerySet[ClaimPassage]) -> list[tuple[int, int]]:
    """Where the passages stand in the article's newest text, in order: as seen there, else as selected. Those
    that it lost, or whose wording is not held, have none."""
    newest = article_texts(article).first()
    seen = {row.passage_id: row for row in Sighting.objects.filter(capture_text=newest)} if newest else {}
    passages = [row.passage for row in appearances.select_related("passage")]
    places = [seen.get(passage.pk, passage) for passage in passages]
    return sorted((p.start, p.end) for p in places if p.start is not None and p.end is not None)


def proposed_figures(claim: Claim) -> list[Proposal]:
    """The figures that a recorded claim's passages propose, those it already has left out.

    A proposal names its values as `Figure` does, `metric` being a slug or empty, and `candidates` the
    likeliest slugs. Empty where the article's text is not held here. Confirmed or mended, they are recorded:

        chosen = [services.figure_values(p) | {"metric": "surveillance_cameras"} for p in proposed]
        services.record_figures(claim=claim, figures=chosen, actor=user)
    """
    spans = _spans(claim.article, ClaimPassage.objects.filter(claim=claim))
    has = {(figure.low, figure.high) for figure in claim.figures.all()}
    return [one for one in propose_figures(claim.article, spans) if (one.low, one.high) not in has]


def propose_figures(article: Article, spans: Iterable[tuple[int, int]]) -> list[Proposal]:
    """The figures of spans (code points of the article's newest text), before any claim is recorded."""
    text, spans = _text(article), list(spans)
    if not text or not spans:
        return []
    document = article.document
    return proposals.propose(
        text,
        spans,
        _language(article),
        _measures(article),
        published=calendar_day(document.published_last or document.published_first),
        published_edtf=document.published,
    )


def _measures(article: Article) -> list[Measure]:
    """Every measure, with what the case's claims counted by it say."""
    sayings: dict[int, list[str]] = {}
    language = _language(article)
    of_case = Figure.objects.filter(claim__article__case=article.case).order_by("pk")
    for metric, saying in of_case.values_list("metric", f"claim__statement_{language}"):
        sayings.setdefault(metric, []).append(saying)
    return [
        Measure(
            slug=metric.slug,
            labels=(getattr(metric, f"label_{language}"),),
            counted=metric.counted,
            also_counted=tuple(metric.also_counted),
            unit=metric.unit,
            sayings=tuple(sayings.get(metric.pk, ())),
        )
        for metric in Metric.objects.all()
    ]


def figure_values(proposal: Proposal) -> dict[str, Any]:
    """A proposal as values for `record_figures`."""
    names = "metric low high qualifier counted unit as_of as_of_basis nature basis".split()
    return {name: getattr(proposal, name) for name in names}


@transaction.atomic
def record_figures(
    *,
    claim: Claim,
    figures: Sequence[Mapping[str, Any]],
    actor: User | None,
    expected_revision: int | None = None,
) -> list[Figure]:
    """Put figures to a claim, in place of those it has; an empty list takes them away.

    Each is a mapping with `metric` (slug) and any of `COLUMNS`; with the `key` of one of the claim's figures
    it is that figure, changed. Refused, with every reason at once, where a value is none of the allowed ones.
    Nothing public changes until the next review. Own calculations that take inputs from a changed figure are
    worked out anew at once.
    """
    claim = locked(claim)
    require(actor, workflow.Act.ADD, claim.article.case)
    metrics = Metric.objects.in_bulk([values.get("metric") for values in figures], field_name="slug")
    rows = [_figure(claim, n, values, metrics) for n, values in enumerate(figures)]
    problems = [
        workflow.Missing("figure", Said("Figure {n}: {problem}", n=n, problem=problem))
        for n, row in enumerate(rows, 1)
        for problem in _problems(row)
    ]
    if problems:
        raise Refused("These figures cannot be recorded.", problems)
    save_revision(claim, {}, expected_revision)
    had = list(claim.figures.select_related("metric"))
    held = {figure.pk: figure.amount for figure in had}
    before = [_told(figure) for figure in had]
    for row, values in zip(rows, figures, strict=True):
        row.pk = key if (key := values.get("key")) in held else None
    _replace(claim, rows)
    recompute_for({row.pk for row in rows if row.pk in held and row.amount != held[row.pk]}, actor)
    payload = {"figures": [_told(row) for row in rows], "before": before}
    ledger.append(claim.ledger_chain, "figures_recorded", payload, actor=actor)
    return rows


def _told(figure: Figure) -> dict[str, Any]:
    """Everything that was recorded of it, for the log."""
    columns = {name: getattr(figure, name) for name in COLUMNS}
    return {"metric": figure.metric.slug} | {k: v for k, v in columns.items() if v not in (None, "")}


def _replace(claim: Claim, rows: list[Figure]) -> None:
    """A figure that is put down again under its key stays the same row: calculations take inputs from it."""
    kept = [row for row in rows if row.pk]
    claim.figures.exclude(pk__in=[row.pk for row in kept]).delete()
    columns = [field.name for field in Figure._meta.concrete_fields if not field.primary_key]
    Figure.objects.bulk_update(kept, columns)
    Figure.objects.bulk_create([row for row in rows if not row.pk])


def _figure(claim: Claim, position: int, values: Mapping[str, Any], metrics: dict[str, Metric]) -> Figure:
    metric = metrics.get(values.get("metric") or "")
    if metric is None:
        raise Refused(Said("Figure {n}: say which measure it belongs to.", n=position + 1))
    given = {name: values[name] for name in COLUMNS if values.get(name) not in (None, "")}
    given.setdefault("counted", metric.counted)
    given.setdefault("unit", metric.unit)
    try:
        dated = date_columns(
            "as_of",
            given.pop("as_of", ""),
            given.pop("as_of_basis", Basis.STATED.value),
            given.pop("as_of_reason", ""),
        )
    except ValidationError as error:
        raise Refused(
            Said("Figure {n}: {problem}", n=position + 1, problem=" ".join(error.messages))
        ) from error
    return Figure(claim=claim, metric=metric, position=position, **given, **dated)


def _problems(figure: Figure) -> list[str]:
    """Why a figure cannot stand: a bound missing or crossed, or a value that the measure does not know."""
    problems: list[str] = []
    if figure.low is None and figure.high is None:
        problems.append(Said("give its number, or one end of its range."))
    if figure.low is not None and figure.high is not None and figure.low > figure.high:
        problems.append(Said("the lower end lies above the upper one."))
    counts = {figure.metric.counted, *figure.metric.also_counted} - {""}
    if counts and figure.counted not in counts:
        said = {"metric": figure.metric.slug, "counts": ", ".join(sorted(counts)), "counted": figure.counted}
        problems.append(Said("{metric} counts {counts}, not {counted}.", **said))
    try:
        figure.clean_fields(exclude=["claim", "metric", "document", "passage"])
    except ValidationError as error:
        problems += [f"{name}: {' '.join(told)}" for name, told in error.message_dict.items()]
    return problems
