"""A small newsroom for the API's tests. Whatever readers must never see carries the word HIDDEN."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.utils import timezone
from rest_framework.authtoken.models import Token

from claims import ledger
from claims.models import Claim, Claimant, Confidant, Ruling, User
from claims.services import rule
from sources.models import Document, Link
from tests import factories as make

HIDDEN = "HIDDEN"
LONG = "Ein sehr langer Wortlaut, der weit über das Zitierrecht hinausgeht. " * 8 + HIDDEN
ROLES = ("reporter", "checker", "editor", "chief", "auditor")


class Api:
    """A client that speaks JSON and remembers the last answer."""

    def __init__(self, user: User | None = None) -> None:
        self.client = Client()
        self.headers: dict[str, Any] = {}
        if user:
            token = Token.objects.get_or_create(user=user)[0]
            self.headers = {"Authorization": f"Token {token.key}"}

    def get(self, path: str, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(f"/api/v1/{path}", headers=self.headers | named)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send(self.client.post, path, body, headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send(self.client.patch, path, body, headers)

    def _send(self, method: Any, path: str, body: Any, headers: dict[str, str]) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return method(
            f"/api/v1/{path}",
            {} if body is None else body,
            content_type="application/json",
            headers=self.headers | named,
        )

    def rows(self, path: str) -> list[Any]:
        answer = self.get(path)
        assert answer.status_code == 200, answer.content
        return answer.json()["results"]


@dataclass
class World:
    """Names say what a row is: `published` and `open` are public, everything else is not."""

    people: dict[str, User] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    ids: dict[str, dict[str, Any]] = field(default_factory=dict)

    def api(self, role: str = "") -> Api:
        return Api(self.people[role] if role else None)


def _person(name: str) -> Claimant:
    return make.make_claimant(f"{HIDDEN} {name}", display_de=f"Sprecher {name}", display_en=f"Speaker {name}")


def _claim(world: World, name: str, case: Any, **columns: Any) -> Claim:
    """A claim with its own article, document, link, figure, scale and all that hangs on them."""
    hidden = name not in ("published", "open")
    word = f"{HIDDEN} {name}" if hidden else name
    article = make.make_article(case, f"Artikel {word}", slug=f"artikel-{name}", desk_note=f"{HIDDEN} note")
    claimant = _person(name)
    claim = make.make_claim(
        article,
        f"Aussage {word}",
        statement_en=f"Statement {word}",
        exact=f"{name}: {LONG}",
        claimant=claimant,
        chain=[{"who": claimant.name, "role": f"{HIDDEN} role", "mode": "direct"}],
        topic=f"topic-{name}",
        desk_note=f"{HIDDEN} note",
        assignee=world.people["checker"],
        hold_reason=f"{HIDDEN} hold",
        **columns,
    )
    document = make.make_document(f"Bericht {word}", desk_note=f"{HIDDEN} note")
    link = make.make_link(document, f"https://{name}.example/", reason=f"{HIDDEN} reason")
    evidence = make.make_evidence(
        claim, document, exact=f"Beleg {name}: {LONG}", added_by=world.people["checker"]
    )
    metric = make.make_metric(f"metric-{name}")
    figure = make.make_figure(claim, metric)
    scale = make.make_scale(claim, slug=f"scale-{name}")
    text = make.make_capture(document, f"{HIDDEN} body", link=link)
    check = make.make_check(link, reason=f"{HIDDEN} reason")
    finding = make.make_finding(
        link, "passage_missing", passage=evidence.passage, detail={"words": f"{HIDDEN} words"}
    )
    world.claims[name], world.documents[name], world.links[name] = claim, document, link
    world.ids[name] = {
        "cases": case.slug,
        "articles": article.slug,
        "claims": claim.public_id,
        "claimants": claimant.pk,
        "evidence": evidence.pk,
        "documents": document.pk,
        "links": link.pk,
        "passages": evidence.passage_id,
        "captures": text.capture_id,
        "checks": check.pk,
        "findings": finding.pk,
        "metrics": metric.slug,
        "figures": figure.pk,
        "scales": scale.slug,
    }
    return claim


def _publish(world: World, name: str, **columns: Any) -> None:
    review = make.make_review(world.claims[name], published_by=world.people["editor"], **columns)
    world.ids[name]["reviews"] = review.pk


def build() -> World:
    """Claims by name: published, open (in work, listed), unlisted (in work), declined, foreign (own
    manuscript), suppressed (legally), withdrawn. The reporter belongs to the case of `unlisted`."""
    world = World(people={role: make.make_user(role, role) for role in ROLES})
    listed = make.make_case("listed")
    silent = make.make_case("silent", title_de=f"{HIDDEN} silent", list_open_claims=False)
    silent.members.add(world.people["reporter"])
    manuscript = make.make_case("manuscript", title_de=f"{HIDDEN} case", kind="own_manuscript")
    for name, case in [
        ("published", listed),
        ("open", listed),
        ("unlisted", silent),
        ("declined", listed),
        ("foreign", manuscript),
        ("suppressed", listed),
    ]:
        _claim(world, name, case, state="declined" if name == "declined" else "research")
    _publish(world, "published")
    _publish(world, "suppressed", suppressed_at=timezone.now(), rationale_de=f"{HIDDEN} rationale")
    make.make_assessment(world.claims["open"], by=world.people["checker"], rationale_de=f"{HIDDEN} rating")
    _hidden_neighbours(world)
    return world


def _hidden_neighbours(world: World) -> None:
    """Rows beside public ones that are not public themselves."""
    claims, checker = world.claims, world.people["checker"]
    for level in ("anonymised", "desk", "named"):
        secret = make.make_document(f"{HIDDEN} {level}", confidentiality=level)
        world.documents[level] = secret
        make.make_link(secret, f"https://{level}.example/")
        Confidant.objects.create(document=secret, user=checker)
        make.make_evidence(claims["open"], secret, note_de=f"{HIDDEN} note", added_by=checker)
    lead = make.make_link(world.documents["published"], f"https://{HIDDEN}.example/", public=False)
    world.links["lead"] = lead
    # Work since publication: none of it is public before the next review.
    later = make.make_document(f"{HIDDEN} later")
    make.make_evidence(claims["published"], later, note_de=f"{HIDDEN} note")
    make.make_figure(claims["published"], make.make_metric("metric-later"), 1)
    Claim.objects.filter(pk=claims["published"].pk).update(statement_de=f"{HIDDEN} statement")
    make.make_relation(claims["published"], claims["open"], reason_de="Gesagt.")
    make.make_relation(claims["open"], claims["published"], "related", reason_de=f"{HIDDEN} lead")
    make.make_relation(claims["published"], claims["unlisted"], reason_de=f"{HIDDEN} end")
    finding = world.links["published"].findings.get()
    ruling = rule(
        finding=finding,
        claim=claims["published"],
        decision=Ruling.Decision.HARMLESS,
        actor=world.people["editor"],
        note=f"{HIDDEN} ruling",
    )
    world.ids["published"]["rulings"] = ruling.pk
    assert ledger  # the ruling wrote its entry


PUBLIC = (
    "cases articles claims claimants evidence documents links metrics figures scales relations verdicts "
    "reviews"
).split()
DESK = "passages captures checks findings rulings".split()
