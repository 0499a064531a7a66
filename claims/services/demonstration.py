"""Demonstration accounts, and a dozen claims of the example case walked through the true workflow by them.

Nothing is invented: the ratings are the case's own suggestions, and what the evidence lacks (saved copies
above all) is recorded as the reason. Every page of the case then says that it is a demonstration.
"""

import secrets

from django.db import transaction

from claims import services, workflow
from claims.models import Assessment, Case, Claim, Evidence, User
from claims.services.sufficiency import evidence_missing
from claims.workflow import State

ACCOUNTS = {
    "reporter": workflow.Role.REPORTER,
    "checker": workflow.Role.CHECKER,
    "checker2": workflow.Role.CHECKER,
    "editor": workflow.Role.EDITOR,
    "chief": workflow.Role.CHIEF,
    "auditor": workflow.Role.AUDITOR,
}
# Keys in the case folder: the ticket, the camera and the points claims first, every kind of rating once.
PUBLISHED = (
    "a002-08 a002-09 a002-10 a002-12 a002-23 a002-25 a002-27 a002-29 a003-12 a003-13 a003-49 a003-50 "
    "a004-15 a004-16 a004-17 a000-01 a001-10 a002-07"
).split()
AWAITING_SIGN_OFF = ("a003-66", "a003-47")

NO_COPY_DE = (
    "Vorführung: An dieser Stelle liegen noch keine gesicherte Kopie und kein festgelegter Wortlaut vor."
)
NO_COPY_EN = "Demonstration: no saved copy is held and no wording is pinned here yet."
ONE_ORIGIN_DE = "Vorführung: Die Belege haben einen gemeinsamen Ursprung; ein zweiter ist nicht erfasst."
ONE_ORIGIN_EN = "Demonstration: the evidence has one common origin; no second one is recorded."
NO_REPLY = "Vorführung (demonstration)"


@transaction.atomic
def install_accounts() -> dict[str, str]:
    """Make the accounts that are missing; returns name and password of the new ones."""
    fresh = {}
    for name, role in ACCOUNTS.items():
        if User.objects.filter(username=name).exists():
            continue
        fresh[name] = secrets.token_urlsafe(12)
        User.objects.create_user(
            username=name,
            email=f"{name}@example.org",
            password=fresh[name],
            role=role,
        )
    return fresh


@transaction.atomic
def walk_through(case: Case) -> int:
    """Take the chosen claims from draft to publication; returns how many. Those already past draft stay."""
    people = {user.username: user for user in User.objects.filter(username__in=ACCOUNTS)}
    Case.objects.filter(pk=case.pk).update(demonstration=True)
    case.members.add(people["reporter"])
    drafts = Claim.objects.filter(article__case=case, state=State.DRAFT)
    chosen = drafts.filter(source_key__in=[*PUBLISHED, *AWAITING_SIGN_OFF])
    for claim in chosen.select_related("article__case"):
        _walk(claim, people, publish=claim.source_key in PUBLISHED)
    return len(chosen)


def _walk(claim: Claim, people: dict[str, User], *, publish: bool) -> None:
    checker, editor = people["checker"], people["editor"]
    suggestion = claim.assessments.filter(origin=Assessment.Origin.IMPORTED).order_by("-at", "-id").first()
    if suggestion is None:
        return
    services.transition(claim=claim, to=State.RESEARCH, actor=checker)
    services.assign(claim=claim, to=checker, actor=editor)
    _explain_gaps(claim, checker, suggestion)
    _rate(claim, checker, suggestion)
    if not publish:
        return
    _rate(claim, editor, suggestion)
    services.record_reply(claim=claim, actor=editor, waived_reason=NO_REPLY)
    services.publish(claim=claim, actor=editor, demonstration=True)


def _explain_gaps(claim: Claim, actor: User, suggestion: Assessment) -> None:
    for evidence in Evidence.objects.active().filter(claim=claim):
        services.explain_gap(evidence=evidence, actor=actor, reason_de=NO_COPY_DE, reason_en=NO_COPY_EN)
    if any(item.guard == "sources" for item in evidence_missing(claim)):
        claim.refresh_from_db()
        services.edit_claim(
            claim=claim,
            actor=actor,
            expected_revision=claim.revision,
            source_reason_de=suggestion.searched_de or ONE_ORIGIN_DE,
            source_reason_en=suggestion.searched_en or ONE_ORIGIN_EN,
        )


def _rate(claim: Claim, actor: User, suggestion: Assessment) -> None:
    names = (
        "certainty reference_point one_sentence_de one_sentence_en rationale_de rationale_en searched_de "
        "searched_en would_settle_de would_settle_en own_calculation"
    ).split()
    services.assess(
        claim=claim,
        actor=actor,
        verdict=suggestion.verdict,
        **{name: getattr(suggestion, name) for name in names},
    )
