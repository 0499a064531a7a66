"""A version is frozen: whatever is edited afterwards, readers see what stood when it was published."""

import json
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import models
from django.test import Client
from django.utils import timezone

from claims import packets, services
from claims.models import (
    Claim,
    Claimant,
    ClaimPassage,
    Evidence,
    Figure,
    Relation,
    Reply,
    Review,
    Scale,
    Tier,
)
from sources import services as sources
from sources.models import Capture, Document
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db

# What is no matter of the fact-check: keys, what readers are told as it is today (the state of the work), and
# what takes evidence out of readers' sight on purpose.
TODAY = {
    Claim: {"public_id", "article", "state", "source_key", "position"},
    Document: {"confidentiality", "salt"},
    Evidence: {"claim", "passage", "added_by"},
    Figure: {"claim", "document", "passage", "position"},
    Scale: {"slug", "source_key", "document"},
    Tier: {"scale"},
    Relation: {"from_claim", "to_claim", "source_key"},
}


@pytest.fixture
def claim() -> Claim:
    people = newsroom.hire()
    claim = newsroom.in_research(people, list_open_claims=True)
    Claim.objects.filter(pk=claim.pk).update(
        chain=[{"who": "Redaktion"}, {"who": "Das Amt", "mode": "direct"}]
    )
    make.make_claimant("Das Amt", display_de="Amt für Beispiele")
    newsroom.give_evidence(claim, people["reporter"])
    make.make_figure(claim, make.make_metric("tickets"), as_of="2018-12-31")
    other = make.make_claim(claim.article, "Eine andere Aussage von 2018.")
    make.make_review(other, snapshot={"evidence": [], "relations": []})
    make.make_relation(claim, other, kind="narrower")
    make.make_scale(claim, tiers=1, slug="stufen", start=1000)
    newsroom.rate(newsroom.fresh(claim), people["checker"])
    newsroom.rate(claim, people["editor"])
    asked = services.record_reply(claim=claim, actor=people["editor"], asked_whom="Das Blatt")
    services.record_answer(reply=asked, actor=people["editor"], answer_de="Wir bleiben dabei.")
    services.publish(claim=claim, actor=people["editor"])
    return newsroom.fresh(claim)


def public(claim: Claim) -> dict[str, bytes]:
    client = Client()
    addresses = [
        f"/de/claims/{claim.public_id}/",
        f"/de/articles/{claim.article.slug}/",
        f"/en/claims/{claim.public_id}/",
        f"/de/claims/{claim.public_id}/?at={timezone.localdate():%Y-%m-%d}",
        f"/claims/{claim.public_id}.jsonld",
        f"/api/v1/claims/{claim.public_id}/",
        f"/api/v1/evidence/?claim={claim.public_id}",
        f"/api/v1/reviews/?claim={claim.public_id}",
        f"/api/v1/figures/?claim={claim.public_id}",
        f"/api/v1/figures/?claim={claim.public_id}&metric=tickets&ordering=low",
        "/api/v1/metrics/",
        "/de/metrics/tickets/",
        "/de/scales/stufen/",
        "/api/v1/scales/",
        f"/api/v1/relations/?claim={claim.public_id}",
        f"/api/v1/relations/?claim={claim.public_id}&kind=narrower",
        f"/api/v1/evidence/?claim={claim.public_id}&stance=refutes",
        "/api/v1alpha1/claims:search?query=2018",
        "/de/search/?q=2018",
    ]
    answers = {address: client.get(address) for address in addresses}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {address: answer.content for address, answer in answers.items()}


def another(field: models.Field, value: Any) -> Any:
    """A value the column may hold, other than the one it holds."""
    if field.choices:
        return next(choice for choice, _label in field.choices if choice != value)
    if isinstance(field, models.JSONField):
        return [{"who": "Jemand anders"}] if field.name == "chain" else ["Anderes"]
    if isinstance(field, models.ForeignKey):
        return getattr(make, f"make_{field.related_model._meta.model_name}")().pk
    kinds: list[tuple[type, Any]] = [
        (models.BooleanField, lambda: not value),
        (models.DateTimeField, lambda: (value or timezone.now()) + timedelta(days=400)),
        (models.DecimalField, lambda: (value or Decimal(0)) + 1),
        (models.IntegerField, lambda: (value or 2) + (-1 if "first" in field.name else 1)),
        (models.CharField, lambda: "geändert"[: field.max_length]),
        (models.TextField, lambda: "Geändert."),
    ]
    return next(make_it() for kind, make_it in kinds if isinstance(field, kind))


def editable(model: type[models.Model]) -> list[models.Field]:
    skipped = TODAY.get(model, set())
    return [
        field for field in model._meta.concrete_fields if not field.primary_key and field.name not in skipped
    ]


def rows(claim: Claim) -> list[models.Model]:
    evidence = claim.evidence.get()
    assert claim.claimant
    return [
        claim,
        claim.claimant,
        Claimant.objects.get(name="Das Amt"),
        evidence,
        evidence.passage.document,  # the article's own entry in the catalogue is told as it is, in lists too
        claim.figures.get(),
        claim.replies.get(),
        Scale.objects.get(),
        Tier.objects.get(),
        Relation.objects.get(),
    ]


def edits(row: models.Model) -> dict[str, Any]:
    """Another value for every column that may be edited."""
    values = {field.attname: another(field, getattr(row, field.attname)) for field in editable(type(row))}
    if "low" in values:
        values["high"] = values["low"]
    return values | ({"waived_reason": ""} if isinstance(row, Reply) else {})


def test_no_edit_of_any_column_shows_before_the_next_version(claim):
    """All columns of a row at once; where readers see a change, column by column to name it."""
    before = public(claim)
    for row in rows(claim):
        values = edits(row)
        old = {name: getattr(row, name) for name in values}
        manager = type(row)._base_manager.filter(pk=row.pk)
        manager.update(**values)
        if public(claim) != before:
            manager.update(**old)
            for name, value in values.items():
                manager.update(**{name: value})
                after = public(claim)
                changed = [address for address in before if before[address] != after[address]]
                assert not changed, (type(row).__name__, name, changed)
            pytest.fail(f"{type(row).__name__}: several columns together show")
        manager.update(**old)


def test_what_is_added_moved_or_taken_out_waits_too(claim):
    before = public(claim)
    evidence = claim.evidence.get()
    chief = make.make_user("chief")
    other = make.make_passage(evidence.passage.document, "Ein anderer Wortlaut.", locator="S. 9")
    services.pin(evidence=evidence, passage=other, actor=chief)
    assert public(claim) == before
    services.drop(evidence=evidence, actor=chief)
    make.make_evidence(claim, make.make_document("Neuer Beleg"))
    ClaimPassage.objects.create(
        claim=claim, passage=make.make_passage(claim.article.document, "Danach"), position=0
    )
    make.make_reply(claim, asked_whom="Noch jemand")
    make.make_figure(claim, make.make_metric("anderes"))
    assert public(claim) == before
    make.make_relation(claim, Review.objects.exclude(claim=claim).get().claim)
    make.make_scale(claim)
    services.record_figures(claim=claim, figures=[], actor=chief)
    assert not claim.figures.exists()
    assert public(claim) == before
    key = before[f"/api/v1/figures/?claim={claim.public_id}"]
    assert Client().get(f"/api/v1/figures/{json.loads(key)['results'][0]['id']}/").status_code == 200


def test_the_next_version_says_it_all(claim):
    people = {user.username: user for user in make.User.objects.all()}
    Claimant.objects.filter(pk=claim.claimant_id).update(display_de="Die neue Redaktion")
    Evidence.objects.filter(claim=claim).update(note_de="Neu gelesen.")
    services.transition(claim=claim, to="research", actor=people["editor"], note="Neue Zahlen.")
    newsroom.rate(claim, people["checker"])
    newsroom.rate(claim, people["editor"])
    services.publish(claim=claim, actor=people["editor"], note_de="Nachgetragen.")
    page = Client().get(f"/de/claims/{claim.public_id}/").text
    assert "Die neue Redaktion" in page
    assert "Neu gelesen." in page


def test_a_document_made_confidential_goes_at_once(claim):
    Document.objects.filter(pk=claim.evidence.get().passage.document_id).update(confidentiality="desk")
    pages = public(claim)
    assert not [address for address, content in pages.items() if b"Gerichtsbericht" in content]


def test_words_go_at_once_with_their_copy_and_their_terms_pinned_anew_or_not():
    """Page, API and packet ask the same: the frozen passage, its own copy, the document's terms today."""
    people = newsroom.hire()
    claim = newsroom.in_research(people)
    report = make.make_document("Bericht")
    text = make.make_capture(report, "Alpha GEHEIMWORT beta.")
    passage = sources.select_passage(text, 6, 16)
    piece = services.cite(claim=claim, document=report, stance="refutes", passage=passage, actor=None)
    newsroom.rate(newsroom.fresh(claim), people["checker"])
    newsroom.rate(newsroom.fresh(claim), people["editor"])
    services.record_reply(claim=claim, actor=people["editor"], waived_reason="Amtlich.")
    services.publish(claim=newsroom.fresh(claim), actor=people["editor"])
    anew = sources.select_passage(make.make_capture(report, "Neu: gamma delta."), 5, 10)
    services.pin(evidence=Evidence.objects.get(pk=piece.pk), passage=anew, actor=people["checker"])
    assert quoting(claim, "GEHEIMWORT") == ["page", "claim", "evidence", "packet"]
    Document.objects.filter(pk=report.pk).update(terms="background")
    assert quoting(claim, "GEHEIMWORT") == []
    Document.objects.filter(pk=report.pk).update(terms="quotable")
    Capture.objects.filter(pk=text.capture_id).update(suppressed=True)
    assert quoting(claim, "GEHEIMWORT") == []


def test_the_claims_own_words_go_with_the_copy_of_the_article(own_store, monkeypatch):
    people = newsroom.hire()
    claim, _review = newsroom.published(people)
    words = claim.appearances.get().passage.exact
    assert quoting(claim, words) == ["page", "claim", "packet"]
    copy = Capture.objects.get(document=claim.article.document)
    services.take_down_copy(capture=copy, actor=people["chief"], reason="Urheberrecht.")
    assert quoting(claim, words) == []
    with monkeypatch.context() as patch:
        # Another wording: the one that was taken down is not kept again.
        patch.setattr(newsroom, "TEXT", newsroom.TEXT + "Mehr nicht.\n")
        open_claim = newsroom.in_research(newsroom_of("offen"), list_open_claims=True)
    Capture.objects.filter(document=open_claim.article.document).update(suppressed=True)
    assert quoting(open_claim, words, packet=False) == []


def quoting(claim: Claim, words: str, *, packet: bool = True) -> list[str]:
    """Where readers meet these words."""
    told = {
        "page": Client().get(f"/de/claims/{claim.public_id}/").text,
        "claim": Client().get(f"/api/v1/claims/{claim.public_id}/").text,
        "evidence": Client().get(f"/api/v1/evidence/?claim={claim.public_id}").text,
    }
    if packet:
        out = BytesIO()
        packets.write(claim, out)
        with ZipFile(out) as archive:
            told["packet"] = b"".join(archive.read(name) for name in archive.namelist()).decode("latin-1")
            words_in_packet = words.encode().decode("latin-1")
    return [name for name, text in told.items() if (words_in_packet if name == "packet" else words) in text]


def test_a_version_without_these_parts_is_still_shown(claim):
    """As frozen before they were: their rows stand in."""
    review = make.make_review(newsroom.in_research(newsroom_of("alt")), snapshot={"evidence": []})
    answer = Client().get(f"/de/claims/{review.claim.public_id}/")
    assert answer.status_code == 200
    assert Review.objects.filter(pk=review.pk, snapshot={"evidence": []}).exists()


def newsroom_of(prefix: str) -> newsroom.People:
    return {name: make.make_user(role, f"{prefix}-{name}") for name, role in newsroom.ROLES.items()}
