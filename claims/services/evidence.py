"""Citing, pinning and dropping evidence."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims import ledger, workflow
from claims.models import Claim, Evidence, User
from claims.services.common import locked, require, save_revision
from claims.services.documents import may_read
from claims.services.errors import NotAllowed, Refused
from claims.wording import Said
from sources import services as sources
from sources.models import Document, Passage


@transaction.atomic
def cite(
    *,
    claim: Claim,
    document: Document,
    stance: str,
    actor: User | None,
    locator: str = "",
    exact: str = "",
    prefix: str = "",
    suffix: str = "",
    passage: Passage | None = None,
    note_de: str = "",
    note_en: str = "",
    gap_reason_de: str = "",
    gap_reason_en: str = "",
) -> Evidence:
    """Link a claim to a passage of a document. A blank `exact` cites the document as a whole.

    Links of the document become due at once when they were never checked: the first check keeps a copy.
    """
    claim = locked(claim)
    require(actor, workflow.Act.ADD, claim.article.case)
    if stance not in Evidence.Stance.values:
        raise Refused(
            Said(
                "Say whether it {stances}: '{stance}' is none of these.",
                stances=", ".join(Evidence.Stance.values),
                stance=stance,
            )
        )
    if actor and not document.is_open:
        may_read(document, actor)
    passage = passage or sources.make_passage(
        document, exact=exact, prefix=prefix, suffix=suffix, locator=locator
    )
    _not_cited_yet(claim, passage)
    evidence = Evidence.objects.create(
        claim=claim,
        passage=passage,
        stance=stance,
        note_de=note_de,
        note_en=note_en,
        gap_reason_de=gap_reason_de,
        gap_reason_en=gap_reason_en,
        position=claim.evidence.count(),
        added_by=actor,
    )
    sources.recheck_now(document.links.filter(state="unknown", public=True))
    payload = {"evidence": evidence.pk, "document": document.pk, "passage": passage.pk, "stance": stance}
    ledger.append(claim.ledger_chain, "evidence_cited", payload, actor=actor)
    return evidence


def _not_cited_yet(claim: Claim, passage: Passage, but: int = 0) -> None:
    if claim.evidence.active().filter(passage=passage).exclude(pk=but).exists():
        raise Refused("This passage is cited for this claim already: change that entry instead.")


@transaction.atomic
def cite_for_many(
    *, stances: Mapping[Claim, str], document: Document, actor: User | None, **columns: Any
) -> list[Evidence]:
    """One passage for several claims at once, with the stance judged for each; all are cited, or none."""
    return [
        cite(claim=claim, document=document, stance=stance, actor=actor, **columns)
        for claim, stance in sorted(stances.items(), key=lambda pair: pair[0].pk)
    ]


@transaction.atomic
def cite_same(
    *, claim: Claim, as_for: Evidence, actor: User | None, stance: str = "", **notes: str
) -> Evidence:
    """The same passage as another claim cites, with that one's stance unless another is given."""
    if actor and not Evidence.objects.visible_to(actor).filter(pk=as_for.pk).exists():
        raise NotAllowed("There is no such evidence for you.")
    passage = as_for.passage
    return cite(
        claim=claim,
        document=passage.document,
        passage=passage,
        stance=stance or as_for.stance,
        actor=actor,
        **notes,
    )


@transaction.atomic
def pin(
    *, evidence: Evidence, passage: Passage, actor: User | None, expected_revision: int | None = None
) -> Evidence:
    """Move a piece of evidence to a passage with its wording, of the same document. Conflict when outrun.

    It is no new evidence: what happened to its source before is still to be decided about.
    """
    claim = _of_standing(evidence, actor)
    if passage == evidence.passage:
        return evidence
    if passage.document_id != evidence.passage.document_id:
        raise Refused("The passage belongs to another document: cite that document instead.")
    _not_cited_yet(claim, passage, but=evidence.pk)
    before = evidence.passage_id
    save_revision(evidence, {"passage": passage}, expected_revision)
    payload = {"evidence": evidence.pk, "from": before, "to": passage.pk}
    ledger.append(claim.ledger_chain, "evidence_pinned", payload, actor=actor)
    return evidence


@transaction.atomic
def explain_gap(
    *,
    evidence: Evidence,
    reason_de: str,
    actor: User | None,
    reason_en: str = "",
    expected_revision: int | None = None,
) -> Evidence:
    """Record why place, wording or copy of a piece of evidence is missing; it is printed on the page.

    Conflict when outrun.
    """
    claim = _of_standing(evidence, actor)
    reasons = {"gap_reason_de": reason_de.strip(), "gap_reason_en": reason_en.strip()}
    save_revision(evidence, reasons, expected_revision)
    payload = {"evidence": evidence.pk, "reason": reason_de.strip()}
    ledger.append(claim.ledger_chain, "evidence_gap_explained", payload, actor=actor)
    return evidence


@transaction.atomic
def drop(
    *, evidence: Evidence, actor: User | None, note: str = "", expected_revision: int | None = None
) -> Evidence:
    """Take a piece of evidence out of the working version; the row stays. Conflict when outrun."""
    claim = _of_standing(evidence, actor)
    save_revision(evidence, {"dropped_at": timezone.now()}, expected_revision)
    ledger.append(
        claim.ledger_chain, "evidence_dropped", {"evidence": evidence.pk, "note": note}, actor=actor
    )
    return evidence


def _of_standing(evidence: Evidence, actor: User | None) -> Claim:
    """The claim, locked, of evidence that somebody may change and nobody has dropped."""
    claim = locked(evidence.claim)
    require(actor, workflow.Act.ADD, claim.article.case)
    if Evidence.objects.filter(pk=evidence.pk, dropped_at__isnull=False).exists():
        raise Refused("This evidence was taken out: cite its document again instead.")
    return claim
