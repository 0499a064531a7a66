"""Recording a claim, and what people do with it before anybody rates it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from claims import ledger, workflow
from claims.models import Article, Claim, ClaimPassage, User
from claims.services.articles import article_texts
from claims.services.common import locked, require, save_revision
from claims.services.errors import Refused
from claims.wording import Said
from sources import services as sources
from sources.models import CaptureText

Spans = Sequence[tuple[int, int]]

# What people write into a claim. State, round, assignee, holds and keys have verbs of their own.
EDITABLE = frozenset(
    "statement_de statement_en rated claimant chain kind topic core checkworthiness desk_note "
    "source_reason_de source_reason_en".split()
)


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
    **columns: Any,
) -> Claim:
    """A claim is one or more spans (code points) of its article's text; everything else can wait.

    Further columns of EDITABLE (claimant, kind, topic, chain …) may be given. ValidationError for spans
    outside the text.
    """
    require(actor, workflow.Act.ADD, article.case)
    _only_editable(columns)
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
        [ClaimPassage(claim=claim, passage=passage, position=n) for n, passage in enumerate(passages)]
    )
    ledger.append(
        claim.ledger_chain,
        "recorded",
        {"article": article.slug, "spans": [list(s) for s in sorted(spans)], "statement_de": statement_de},
        actor=actor,
    )
    return claim


@transaction.atomic
def add_span(*, claim: Claim, start: int, end: int, actor: User | None) -> ClaimPassage:
    """A further span of the article in which the claim is made. Refused for one it has already."""
    claim = locked(claim)
    require(actor, workflow.Act.ADD, claim.article.case)
    passage = sources.select_passage(article_text(claim.article), start, end)
    if claim.appearances.filter(passage=passage).exists():
        raise Refused("These words belong to the claim already.")
    last = claim.appearances.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    row = ClaimPassage.objects.create(claim=claim, passage=passage, position=position)
    save_revision(claim, {"position": min(claim.position, start)})
    ledger.append(claim.ledger_chain, "span_added", {"spans": [[start, end]]}, actor=actor)
    return row


@transaction.atomic
def take_span(*, claim: Claim, appearance: ClaimPassage, actor: User | None) -> None:
    """Take a span out of a claim again, if it is one of its. Its last one stays: a claim stands somewhere.
    Refused under legal hold."""
    claim = locked(claim)
    require(actor, workflow.Act.ADD, claim.article.case)
    if claim.legal_hold_since:
        raise Refused("This claim is under legal hold: nothing of it may be erased.")
    if claim.appearances.count() < 2:
        raise Refused("This is the claim's only passage: add the right one first, then take this one out.")
    if not claim.appearances.filter(pk=appearance.pk).delete()[0]:
        raise Refused("These words do not belong to the claim.")
    passage = appearance.passage
    starts = [s for s in claim.appearances.values_list("passage__start", flat=True) if s is not None]
    save_revision(claim, {"position": min(starts, default=claim.position)})
    payload = {"spans": [[passage.start, passage.end]]}
    ledger.append(claim.ledger_chain, "span_taken_out", payload, actor=actor)


@transaction.atomic
def edit_claim(*, claim: Claim, actor: User | None, expected_revision: int, **changes: Any) -> Claim:
    """Change columns of EDITABLE in the working version; Refused for any other, Conflict when outrun.

    Nothing public changes until the next review.
    """
    claim = locked(claim)
    require(actor, workflow.Act.ADD, claim.article.case)
    _only_editable(changes)
    before = {name: getattr(claim, name) for name in changes}
    save_revision(claim, changes, expected_revision)
    differences = {k: {"from": before[k], "to": v} for k, v in changes.items() if before[k] != v}
    ledger.append(claim.ledger_chain, "edited", differences, actor=actor)
    return claim


def _only_editable(columns: Iterable[str]) -> None:
    """The workflow has no side door: nobody writes a state, a round or an assignee as if it were a text."""
    if others := sorted(set(columns) - EDITABLE):
        raise Refused(
            Said(
                "{columns} cannot be edited; what can be is {editable}.",
                columns=", ".join(others),
                editable=", ".join(sorted(EDITABLE)),
            )
        )


@transaction.atomic
def assign(
    *,
    claim: Claim,
    to: User | None,
    actor: User,
    due_at: datetime | None = None,
    stand_in: User | None = None,
    expected_revision: int | None = None,
) -> Claim:
    """Give a claim to somebody who may rate it (or to nobody); a stand-in may do so in their place. Conflict
    when outrun."""
    claim = locked(claim)
    require(actor, workflow.Act.ASSIGN, claim.article.case)
    for person in filter(None, (to, stand_in)):
        if not person.may(workflow.Act.ASSESS):
            raise Refused(Said("{person} cannot rate claims; assign a checker or an editor.", person=person))
    if stand_in and stand_in == to:
        raise Refused("The stand-in has to be somebody else.")
    save_revision(claim, {"assignee": to, "stand_in": stand_in, "due_at": due_at}, expected_revision)
    payload = {"to": to.username if to else None, "due_at": due_at}
    if stand_in:
        payload["stand_in"] = stand_in.username
    ledger.append(claim.ledger_chain, "assigned", payload, actor=actor)
    return claim
