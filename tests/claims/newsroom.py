"""A newsroom at work, through the services alone: people, and claims taken to where a test begins."""

from typing import Any

from claims import ledger, services
from claims.models import Assessment, Claim, Claimant, Evidence, LedgerEntry, Review, User, Verdict
from tests import factories as make

TEXT = "Vorspann.\nIm Jahr 2018 wurden 17 Millionen Flüge verweigert. Danach kam nichts mehr.\n"
START = TEXT.index("Im Jahr")
END = TEXT.index(" Danach")
ROLES = {
    "reporter": "reporter",
    "checker": "checker",
    "checker2": "checker",
    "editor": "editor",
    "editor2": "editor",
    "chief": "chief",
    "auditor": "auditor",
}

People = dict[str, User]


def hire() -> People:
    return {name: make.make_user(role, name) for name, role in ROLES.items()}


def record(people: People, *, eyes: int = 4, **policy: Any) -> Claim:
    """A draft in a case of its own, the reporter a member of it."""
    case = make.make_case(eyes=eyes, **({"list_open_claims": False, "show_suggestions": False} | policy))
    case.members.add(people["reporter"])
    article = services.add_article(
        case=case, title="Ein Artikel", body=TEXT.encode(), text=TEXT, actor=people["reporter"]
    )
    claimant = Claimant.objects.get_or_create(name="Redaktion")[0]
    return services.record_claim(
        article=article,
        spans=[(START, END)],
        statement_de="2018 wurden 17 Millionen Flüge verweigert.",
        claimant=claimant,
        actor=people["reporter"],
    )


def in_research(people: People, **policy: Any) -> Claim:
    claim = record(people, **policy)
    return services.transition(claim=claim, to="research", actor=people["reporter"])


def give_evidence(claim: Claim, person: User) -> Evidence:
    report = make.make_document("Gerichtsbericht", medium="paper", origin="court")
    return services.cite(claim=claim, document=report, stance="refutes", locator="S. 4", actor=person)


def rate(claim: Claim, person: User, slug: str = "misleading", **columns: Any) -> Assessment:
    defaults = {
        "certainty": "strong",
        "one_sentence_de": "Es ist eine laufende Summe.",
        "rationale_de": "Die Zahl zählt seit 2013.",
    }
    return services.assess(
        claim=claim, actor=person, verdict=Verdict.objects.get(slug=slug), **(defaults | columns)
    )


def at_sign_off(people: People, **policy: Any) -> Claim:
    """Rated once, with evidence: with four eyes at sign-off, with six at the second check."""
    claim = in_research(people, **policy)
    give_evidence(claim, people["reporter"])
    rate(claim, people["checker"])
    return fresh(claim)


def ready(people: People, **policy: Any) -> Claim:
    """Nothing stands in the way of publication by the editor (four eyes)."""
    claim = at_sign_off(people, **policy)
    rate(claim, people["editor"])
    services.record_reply(claim=claim, actor=people["editor"], waived_reason="Die Zahl ist amtlich.")
    return fresh(claim)


def published(people: People, **policy: Any) -> tuple[Claim, Review]:
    claim = ready(people, **policy)
    review = services.publish(claim=claim, actor=people["editor"])
    return fresh(claim), review


def fresh(claim: Claim) -> Claim:
    return Claim.objects.select_related("article__case").get(pk=claim.pk)


def acts(claim: Claim) -> list[str]:
    rows = LedgerEntry.objects.filter(chain=claim.ledger_chain).order_by("sequence")
    return list(rows.values_list("action", flat=True))


def last_payload(claim: Claim, action: str) -> dict[str, Any]:
    rows = LedgerEntry.objects.filter(chain=claim.ledger_chain, action=action)
    return rows.latest("sequence").payload


def broken() -> list[ledger.Broken]:
    return [result for result in ledger.verify() if isinstance(result, ledger.Broken)]
