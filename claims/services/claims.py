"""Recording a claim, and what people do with it before anybody rates it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from claims import ledger, workflow
from claims.models import Article, Claim, ClaimPassage, User
from claims.services.articles import article_texts
from claims.services.common import locked, require, save_revision
from claims.services.errors import Refused
from sources import services as sources
from sources.models import CaptureText

Spans = Sequence[tuple[int, int]]


def article_text(article: Article) -> CaptureText:
    """The newest text of an article; Refused when the newsroom does not hold it."""
    text = article_texts(article).first()
    if text is None:
        raise Refused("The text of this article is not held here: add it first.")
    return text


@transaction.atomic
def record_claim(
    *,
    article: Article,
    spans: Spans,
    actor: User | None,
    statement_de: str = "",
    statement_en: str = "",
    part: str = ClaimPassage.Part.BODY,
    **columns: Any,
) -> Claim:
    """A claim is one or more spans (code points) of its article's text; everything else can wait.

    Further columns of Claim (claimant, kind, topic, chain …) may be given. ValidationError for spans outside
    the text.
    """
    require(actor, workflow.Act.ADD, article.case)
    if not spans:
        raise ValidationError("Select the words of the claim in the article first.")
    text = article_text(article)
    passages = [sources.select_passage(text, start, end) for start, end in sorted(spans)]
    claim = Claim.objects.create(
        article=article,
        position=min(start for start, _ in spans),
        statement_de=statement_de.strip(),
        statement_en=statement_en.strip(),
        created_by=actor,
        **columns,
    )
    ClaimPassage.objects.bulk_create(
        [
            ClaimPassage(claim=claim, passage=passage, position=n, part=part)
            for n, passage in enumerate(passages)
        ]
    )
    ledger.append(
        claim.ledger_chain,
        "recorded",
        {"article": article.slug, "spans": [list(s) for s in sorted(spans)], "statement_de": statement_de},
        actor=actor,
    )
    return claim


@transaction.atomic
def edit_claim(*, claim: Claim, actor: User | None, expected_revision: int, **changes: Any) -> Claim:
    """Change the working version. Nothing public changes until the next review. Conflict when outrun."""
    claim = locked(claim)
    require(actor, workflow.Act.ADD, claim.article.case)
    before = {name: getattr(claim, name) for name in changes}
    save_revision(claim, changes, expected_revision)
    differences = {k: {"from": before[k], "to": v} for k, v in changes.items() if before[k] != v}
    ledger.append(claim.ledger_chain, "edited", differences, actor=actor)
    return claim


@transaction.atomic
def assign(
    *,
    claim: Claim,
    to: User | None,
    actor: User,
    due_at: datetime | None = None,
    stand_in: User | None = None,
) -> Claim:
    """Give a claim to somebody who may rate it (or to nobody); a stand-in may do so in their place."""
    claim = locked(claim)
    require(actor, workflow.Act.ASSIGN, claim.article.case)
    for person in filter(None, (to, stand_in)):
        if not person.may(workflow.Act.ASSESS):
            raise Refused(f"{person} cannot rate claims; assign a checker or an editor.")
    if stand_in and stand_in == to:
        raise Refused("The stand-in has to be somebody else.")
    save_revision(claim, {"assignee": to, "stand_in": stand_in, "due_at": due_at})
    payload = {"to": to.username if to else None, "due_at": due_at}
    if stand_in:
        payload["stand_in"] = stand_in.username
    ledger.append(claim.ledger_chain, "assigned", payload, actor=actor)
    return claim
