"""Which claims need a look: the sentence of the schema as a table, one query, and its reasons."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims import services
from claims.models import Claim, Evidence, Ruling
from claims.workflow import State
from sources.models import Finding, Link, Sighting
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db

ADDED, AFTER = make.moment("2026-01-01"), make.moment("2026-02-01")


class World:
    """One claim resting on one document with an original and an archived copy."""

    def __init__(self, pinned: bool = True) -> None:
        self.document = make.make_document()
        self.original = make.make_link(
            self.document, f"https://a{self.document.pk}.example/", state="healthy"
        )
        self.copy = make.make_link(
            self.document, f"https://b{self.document.pk}.example/", state="healthy", role="perma"
        )
        self.passage = make.make_passage(self.document, exact="Seventeen million." if pinned else "")
        self.claim = make.make_claim()
        self.evidence = make.make_evidence(self.claim, self.document, passage=self.passage)
        Evidence.objects.update(created_at=ADDED)

    def finding(self, kind: str, link: Link | None = None, passage=None, **columns) -> Finding:
        passage = self.passage if kind.startswith(("passage", "figure")) and passage is None else passage
        defaults = {"found_at": AFTER, "confirmed_at": AFTER}
        return Finding.objects.create(
            link=link or self.original, kind=kind, passage=passage, **(defaults | columns)
        )

    def sees(self, link: Link, status: str = "found") -> None:
        """The link's latest text shows the passage (or not)."""
        text = make.make_capture(self.document, f"text of {link.pk}", link=link)
        Sighting.objects.create(capture_text=text, passage=self.passage, status=status)
        Link.objects.filter(pk=link.pk).update(latest=text)

    def asked(self) -> tuple[bool, bool] | None:
        row = Claim.objects.in_question().first()
        return (row.lost_passage, row.lost_source) if row else None


@pytest.mark.parametrize("kind", ["passage_missing", "figure_changed", "passage_changed"])
def test_a_cited_passage_is_hit(kind):
    world = World()
    world.finding(kind)
    assert world.asked() == (True, False)


@pytest.mark.parametrize("kind", ["moved", "text_changed", "capture_corrupt"])
def test_what_belongs_to_the_health_page_touches_nothing(kind):
    world = World()
    world.finding(kind)
    assert world.asked() is None


def test_another_passage_of_the_document_touches_nothing():
    world = World()
    world.finding("passage_missing", passage=make.make_passage(world.document, exact="Something else."))
    assert world.asked() is None


def test_an_untrusted_link_says_nothing_about_passages():
    world = World()
    Link.objects.filter(pk=world.original.pk).update(trusted=False)
    world.finding("figure_changed")
    assert world.asked() is None


@pytest.mark.parametrize("kind", ["gone", "unreachable", "soft_404", "replaced"])
def test_a_lost_page_counts_unless_another_link_still_shows_the_passage(kind):
    world = World()
    world.finding(kind)
    assert world.asked() == (False, True)
    world.sees(world.copy, "missing")
    assert world.asked() == (False, True)
    other = World()
    other.finding(kind)
    other.sees(other.copy)
    assert list(Claim.objects.in_question()) == [world.claim]


def test_the_lost_link_is_no_stand_in_for_itself():
    world = World()
    Link.objects.filter(pk=world.copy.pk).delete()
    world.finding("gone")
    world.sees(world.original)
    assert world.asked() == (False, True)


@pytest.mark.parametrize("columns", [{"trusted": False}, {"state": "gone"}, {"state": "blocked"}])
def test_a_stand_in_is_trusted_and_healthy(columns):
    world = World()
    world.finding("gone")
    world.sees(world.copy)
    assert world.asked() is None
    Link.objects.filter(pk=world.copy.pk).update(**columns)
    assert world.asked() == (False, True)


def test_without_pinned_wording_any_healthy_trusted_link_will_do():
    world = World(pinned=False)
    world.finding("gone")
    assert world.asked() is None
    Link.objects.filter(pk=world.copy.pk).update(state="unreachable")
    assert world.asked() == (False, True)


@pytest.mark.parametrize("kind", ["figure_changed", "gone"])
def test_a_finding_that_ended_or_came_before_or_was_ruled_on_or_dropped(kind):
    for clear in (
        lambda world, finding: Finding.objects.filter(pk=finding.pk).update(ended_at=AFTER),
        lambda world, finding: Evidence.objects.filter(pk=world.evidence.pk).update(created_at=AFTER),
        lambda world, finding: Evidence.objects.filter(pk=world.evidence.pk).update(dropped_at=AFTER),
        lambda world, finding: Ruling.objects.create(
            claim=world.claim, finding=finding, by=make.make_user("editor"), decision="harmless", note="x"
        ),
    ):
        world = World()
        finding = world.finding(kind)
        assert Claim.objects.in_question().filter(pk=world.claim.pk).exists()
        clear(world, finding)
        assert not Claim.objects.in_question().filter(pk=world.claim.pk).exists()


def test_pinning_other_words_decides_nothing_about_what_happened_before():
    people = newsroom.hire()
    claim, _ = newsroom.published(people)
    evidence = claim.evidence.get()
    document = evidence.passage.document
    make.make_finding(make.make_link(document, state="gone"), "gone")
    assert Claim.objects.in_question().get() == claim
    words = make.make_passage(document, "17 Millionen")
    services.pin(evidence=evidence, passage=words, actor=people["reporter"])
    assert Claim.objects.in_question().get() == claim
    services.pin(evidence=Evidence.objects.get(), passage=words, actor=people["reporter"])
    assert newsroom.acts(claim).count("evidence_pinned") == 1
    services.drop(evidence=Evidence.objects.get(), actor=people["reporter"])
    with pytest.raises(services.Refused, match="taken out"):
        services.pin(evidence=Evidence.objects.get(), passage=evidence.passage, actor=people["reporter"])
    with pytest.raises(services.Refused, match="taken out"):
        services.drop(evidence=Evidence.objects.get(), actor=people["reporter"])


def test_reopening_stops_what_is_on_its_way_to_publication():
    people = newsroom.hire()
    claim = newsroom.ready(people)
    finding = make.make_finding(make.make_link(claim.evidence.get().passage.document, state="gone"), "gone")
    ruling = {
        "finding": finding,
        "claim": claim,
        "decision": "reopen",
        "actor": people["editor"],
        "note": "Weg.",
    }
    services.publish(claim=claim, actor=people["editor"], publish_at=timezone.now() + timedelta(hours=2))
    with pytest.raises(services.Refused, match="call that off"):
        services.rule(**ruling)
    assert not claim.rulings.exists()
    services.call_off(claim=claim, actor=people["editor"], note="Quelle weg.")
    services.rule(**ruling)
    assert newsroom.fresh(claim).state == State.RESEARCH


def test_a_ruling_for_one_claim_leaves_the_other_in_question():
    world = World()
    finding = world.finding("figure_changed")
    second = make.make_claim()
    make.make_evidence(second, world.document, passage=world.passage)
    Evidence.objects.update(created_at=ADDED)
    Ruling.objects.create(
        claim=world.claim, finding=finding, by=make.make_user("editor"), decision="harmless", note="x"
    )
    assert list(Claim.objects.in_question()) == [second]


def test_it_is_one_query():
    for _ in range(3):
        World().finding("figure_changed")
    with CaptureQueriesContext(connection) as captured:
        assert len(Claim.objects.in_question()) == 3
    assert len(captured) == 1
    assert captured[0]["sql"].count("EXISTS") >= 2


def test_the_articles_own_passage_is_another_question():
    world = World()
    passage = make.make_passage(world.claim.article.document, exact="In the article.")
    world.claim.appearances.create(passage=passage, position=9)
    link = make.make_link(world.claim.article.document, "https://article.example/")
    world.finding("passage_missing", link, passage)
    assert world.asked() is None
    assert list(Claim.objects.appearance_changed()) == [world.claim]
