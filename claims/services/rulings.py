"""An editor's decision about one source change for one claim."""

from django.db import transaction

from claims import ledger, workflow
from claims.models import Claim, Ruling, User
from claims.services.common import locked, require
from claims.services.errors import Refused
from claims.services.verdicts import not_embargoed, transition
from claims.wording import Said
from claims.workflow import State
from sources.models import Finding


@transaction.atomic
def rule(*, finding: Finding, claim: Claim, decision: str, actor: User, note: str = "") -> Ruling:
    """Decide a source change: harmless, evidence updated, or reopen (which starts work on the claim again).

    Clears the claim's question as far as this finding raised it. Refused when it was decided before.
    """
    claim = locked(claim)
    require(actor, workflow.Act.RULE, claim.article.case)
    if decision not in Ruling.Decision.values:
        raise Refused(
            Said(
                "Decide one of {decisions}; '{decision}' is none of these.",
                decisions=", ".join(Ruling.Decision.values),
                decision=decision,
            )
        )
    if not note.strip():
        raise Refused("Give the reason of the decision in a note.")
    if claim.rulings.filter(finding=finding).exists():
        raise Refused("This source change was decided for this claim already.")
    if decision == Ruling.Decision.REOPEN:
        not_embargoed(claim)
    ruling = Ruling.objects.create(
        finding=finding, claim=claim, decision=decision, by=actor, note=note.strip()
    )
    payload = {"finding": finding.pk, "kind": finding.kind, "decision": decision, "note": note.strip()}
    ledger.append(claim.ledger_chain, "ruled", payload, actor=actor)
    if decision == Ruling.Decision.REOPEN and claim.state in (State.CLOSED, State.REVIEW):
        transition(claim=claim, to=State.RESEARCH, actor=actor, note=note)
    return ruling
