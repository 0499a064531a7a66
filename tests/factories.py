"""Rows for tests, with defaults for everything that a test does not care about.

Plain functions, one a model. What a test names it gets; the rest is filled in and never looked at. Rows are
written directly: tests of the workflow itself go through `claims.services`.
"""

import hashlib
from datetime import UTC, datetime
from itertools import count
from typing import Any

from claims.models import (
    Article,
    Assessment,
    Case,
    Claim,
    Claimant,
    ClaimPassage,
    Evidence,
    Figure,
    Metric,
    OutsideReview,
    Relation,
    Reply,
    Review,
    ReviewFigure,
    Scale,
    Tier,
    User,
    Verdict,
)
from claims.services import snapshot
from claims.services.reviews import FIGURE
from claims.services.scale import DEFAULT
from sources import services as sources
from sources.models import Capture, CaptureText, Check, Document, Finding, Link, Passage, date_columns

numbers = count(1)


def moment(text: str) -> datetime:
    """`2026-11-22` or `2026-11-22 14:30`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def make_user(role: str = "checker", username: str = "", **columns: Any) -> User:
    return User.objects.create_user(username or f"{role}{next(numbers)}", role=role, **columns)


def get_verdict(slug: str) -> Verdict:
    """A rating of the default scale, also where a test's clean-up took the scale away."""
    names = ("rank", "label_de", "label_en", "definition_de", "definition_en", "needs_certainty")
    position, row = next((n, row[1:]) for n, row in enumerate(DEFAULT) if row[0] == slug)
    defaults = {"position": position, **dict(zip(names, row, strict=True))}
    return Verdict.objects.get_or_create(slug=slug, defaults=defaults)[0]


def make_case(slug: str = "", **columns: Any) -> Case:
    """Open claims and suggestions are listed unless a test says otherwise."""
    slug = slug or f"case-{next(numbers)}"
    defaults = {"title_de": f"Dossier {slug}", "title_en": f"Case file {slug}"}
    policy = {"list_open_claims": True, "show_suggestions": True}
    if columns.get("kind") == Case.Kind.OWN_MANUSCRIPT:
        policy = {}
    return Case.objects.create(slug=slug, **(defaults | policy | columns))


def make_document(title: str = "", *, published: str = "2018-12-31", **columns: Any) -> Document:
    defaults = {
        "publisher": "Amt für Beispiele",
        "language": "de",
        "language_read": "de",
        "tier": Document.Tier.PRIMARY,
        "extent_read": Document.Extent.FULL,
        "kind": "government_report",
        **date_columns("published", published),
    }
    return Document.objects.create(title=title or f"Bericht {next(numbers)}", **(defaults | columns))


def make_link(document: Document | None = None, url: str = "", **columns: Any) -> Link:
    url = url or f"https://source{next(numbers)}.example/"
    link = sources.watch(document or make_document(), url, role=columns.pop("role", Link.Role.ORIGINAL))
    if columns:
        Link.objects.filter(pk=link.pk).update(**columns)
        link.refresh_from_db()
    return link


def make_capture(
    document: Document | None = None, text: str = "Ein Text.", *, link: Link | None = None, **columns: Any
) -> CaptureText:
    """A copy with its text; of a link where one is given, else an upload. The body itself is not stored."""
    document = document or (link.document if link else make_document())
    body = text.encode()
    capture = Capture.objects.create(
        document=document,
        link=link,
        sha256=hashlib.sha256(body).hexdigest(),
        size=len(body),
        media_type="text/plain",
        **columns,
    )
    return CaptureText.objects.create(
        capture=capture, extractor="verbatim", version="1", text=text, text_sha256=sources.sha256(text)
    )


def make_check(link: Link, outcome: str = "healthy", **columns: Any) -> Check:
    token = columns.pop("lease_token", f"00000000-0000-4000-8000-{next(numbers):012d}")
    return Check.objects.create(link=link, outcome=outcome, lease_token=token, **columns)


def make_finding(
    link: Link, kind: str = "gone", *, passage: Passage | None = None, **columns: Any
) -> Finding:
    """Confirmed in 2100 by default, so that it is younger than any evidence."""
    defaults = {"found_at": moment("2100-01-01"), "confirmed_at": moment("2100-01-02")}
    return Finding.objects.create(link=link, kind=kind, passage=passage, **(defaults | columns))


def make_passage(document: Document | None = None, exact: str = "", **columns: Any) -> Passage:
    return sources.make_passage(document or make_document(), exact=exact, **columns)


def make_article(case: Case | None = None, title: str = "", *, text: str = "", **columns: Any) -> Article:
    """With `text` its wording is held here; else only its length is known."""
    case = case or make_case()
    number = next(numbers)
    named = {
        "publisher": "Tageblatt",
        "published": "2018-12",
        "authors": ["Erika Beispiel"],
        "kind": "article",
    }
    named |= {key: columns.pop(key) for key in list(columns) if key in named or key == "language"}
    document = make_document(title or f"Artikel {number}", **named)
    if text:
        make_capture(document, text)
        columns["text_sha256"] = sources.sha256(text)
    defaults = {"slug": f"artikel-{number}", "position": number, "chars": len(text) or 1000}
    return Article.objects.create(case=case, document=document, **(defaults | columns))


def make_claimant(name: str = "", **columns: Any) -> Claimant:
    return Claimant.objects.create(name=name or f"Person {next(numbers)}", **columns)


def make_claim(
    article: Article | None = None,
    statement_de: str = "",
    *,
    exact: str = "",
    span: tuple[int, int] = (0, 40),
    locator: str = "Absatz 2",
    **columns: Any,
) -> Claim:
    """One passage: with `exact` its wording is held, else only place and digest are known."""
    article = article or make_article()
    number = next(numbers)
    defaults = {
        "statement_de": statement_de or f"Aussage Nummer {number}.",
        "statement_en": f"Claim number {number}.",
        "state": "research",
        "position": span[0],
    }
    if "claimant" not in columns:
        defaults["claimant"] = make_claimant()
    claim = Claim.objects.create(article=article, **(defaults | columns))
    digest = "" if exact else sources.sha256(f"slice {number}")
    passage = make_passage(
        article.document, exact, locator=locator, start=span[0], end=span[1], slice_sha256=digest
    )
    ClaimPassage.objects.create(claim=claim, passage=passage)
    return claim


def make_evidence(
    claim: Claim | None = None,
    document: Document | None = None,
    *,
    stance: str = "refutes",
    exact: str = "",
    locator: str = "",
    **columns: Any,
) -> Evidence:
    defaults = {"note_de": "Sagt etwas anderes.", "note_en": "Says something else."}
    passage = columns.pop("passage", None) or make_passage(document, exact, locator=locator)
    claim = claim or make_claim()
    return Evidence.objects.create(claim=claim, passage=passage, stance=stance, **(defaults | columns))


def conclusion(verdict: str, **columns: Any) -> dict[str, Any]:
    rating = get_verdict(verdict)
    defaults = {
        "verdict": rating,
        "certainty": "strong" if rating.needs_certainty else "",
        "reference_point": "as_of_publication",
        "one_sentence_de": "Der Satz, auf den es ankommt.",
        "one_sentence_en": "The one sentence that matters.",
        "rationale_de": "Die Begründung.",
        "rationale_en": "The reasoning.",
    }
    return defaults | columns


def make_assessment(
    claim: Claim | None = None, verdict: str = "inaccurate", *, by: User | None = None, **columns: Any
) -> Assessment:
    """Without `by` an imported suggestion."""
    origin = Assessment.Origin.DESK if by else Assessment.Origin.IMPORTED
    columns = conclusion(verdict, **columns)
    return Assessment.objects.create(claim=claim or make_claim(), by=by, origin=origin, **columns)


def make_review(claim: Claim | None = None, verdict: str = "inaccurate", **columns: Any) -> Review:
    """The next version, current and frozen as `services.publish` freezes it; closes the claim."""
    claim = claim or make_claim()
    claim.reviews.filter(is_current=True).update(is_current=False)
    rating = get_verdict(verdict)
    number = claim.reviews.count() + 1
    defaults = {
        "number": number,
        "kind": Review.Kind.FIRST if number == 1 else Review.Kind.UPDATE,
        "eyes": 4,
        "verdict_label_de": rating.label_de,
        "verdict_label_en": rating.label_en,
        "statement_de": claim.statement_de,
        "statement_en": claim.statement_en,
        "snapshot": snapshot(claim),
        **conclusion(verdict),
    }
    if "published_by" not in columns:
        defaults["published_by"] = make_user("editor")
    review = Review.objects.create(claim=claim, **(defaults | columns))
    ReviewFigure.objects.bulk_create(
        ReviewFigure(review=review, key=figure.pk, **{name: getattr(figure, name) for name in FIGURE})
        for figure in claim.figures.all()
    )
    claim.state = "closed"
    claim.save(update_fields=["state"])
    return review


def make_outside(**columns: Any) -> OutsideReview:
    """A fact-check by others, as if imported."""
    number = next(numbers)
    defaults = {
        "key": sources.sha256(f"outside {number}"),
        "url": f"https://other{number}.example/check",
        "site": f"other{number}.example",
        "publisher": "Andere Redaktion",
        "statement": f"Behauptung Nummer {number}.",
    }
    return OutsideReview.objects.create(**(defaults | columns))


def make_reply(claim: Claim, **columns: Any) -> Reply:
    if "recorded_by" not in columns:
        columns["recorded_by"] = make_user()
    return Reply.objects.create(claim=claim, **({"asked_whom": "Erika Beispiel"} | columns))


def make_metric(slug: str = "", **columns: Any) -> Metric:
    slug = slug or f"metric-{next(numbers)}"
    defaults = {"label_de": f"Kennzahl {slug}", "label_en": f"Measure {slug}"}
    return Metric.objects.create(slug=slug, **(defaults | columns))


def make_figure(
    owner: Claim | Document, metric: Metric | None = None, value: Any = 17000000, **columns: Any
) -> Figure:
    """A point by default; give `low` and `high` for ranges and open ends."""
    metric = metric or make_metric()
    as_of = date_columns("as_of", columns.pop("as_of", "2018-12-31"))
    defaults = {"low": value, "high": value, "nature": "stock", "counted": metric.counted, **as_of}
    holder = {"claim": owner} if isinstance(owner, Claim) else {"document": owner}
    return Figure.objects.create(metric=metric, **holder, **(defaults | columns))


def make_relation(from_claim: Claim, to_claim: Claim, kind: str = "contradicts", **columns: Any) -> Relation:
    defaults = {"reason_de": "Zwei Zeitpunkte.", "reason_en": "Two dates."}
    return Relation.objects.create(
        from_claim=from_claim, to_claim=to_claim, kind=kind, **(defaults | columns)
    )


def make_scale(*claims: Claim, tiers: int = 4, **columns: Any) -> Scale:
    number = next(numbers)
    defaults = {"slug": f"scale-{number}", "label_de": f"Stufen {number}", "label_en": f"Tiers {number}"}
    scale = Scale.objects.create(**(defaults | columns))
    scale.claims.set(claims)
    Tier.objects.bulk_create(
        Tier(scale=scale, position=n, label="ABCDEFGH"[n], low=1000 - 200 * n) for n in range(tiers)
    )
    return scale
