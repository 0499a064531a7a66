"""Blind means blind: who sees which rating when, in the rows and in the log."""

import pytest
from django.contrib.auth.models import AnonymousUser

from claims import services
from claims.models import Assessment, Confidant, LedgerEntry
from tests import factories as make
from tests.claims import newsroom

pytestmark = pytest.mark.django_db

EVERYBODY = ("checker2", "editor", "chief", "auditor", "reporter")


@pytest.fixture
def people() -> newsroom.People:
    return newsroom.hire()


def seen(claim, person) -> int:
    return Assessment.objects.visible_to(person).filter(claim=claim).count()


def entries(claim, person) -> list[LedgerEntry]:
    rows = LedgerEntry.objects.visible_to(person).filter(chain=claim.ledger_chain, action="assessed")
    return list(rows.order_by("sequence"))


@pytest.mark.parametrize("eyes", [4, 6])
def test_a_rating_is_its_authors_alone_until_the_blind_one(people, eyes):
    claim = newsroom.at_sign_off(people, eyes=eyes)
    assert seen(claim, people["checker"]) == 1
    assert {seen(claim, people[name]) for name in EVERYBODY} == {0}
    newsroom.rate(claim, people["editor"])
    assert {seen(claim, people[name]) for name in EVERYBODY} == {2}


def test_readers_see_no_rating_of_the_desk(people):
    claim, _ = newsroom.published(people)
    assert seen(claim, AnonymousUser()) == seen(claim, None) == 0


def test_a_second_rating_that_was_not_blind_opens_nothing(people):
    """Two people may rate in research, when the claim changes hands before its evidence suffices."""
    claim = newsroom.in_research(people)
    newsroom.rate(claim, people["checker"])
    services.assign(claim=claim, to=people["checker2"], actor=people["editor"])
    newsroom.rate(claim, people["checker2"])
    assert (seen(claim, people["checker"]), seen(claim, people["checker2"])) == (1, 1)
    assert seen(claim, people["chief"]) == 0


def changed_hands(people, to, eyes):
    """Rated by one in research, then by another, whose rating is the one that goes on."""
    claim = newsroom.in_research(people, eyes=eyes)
    newsroom.rate(claim, people["checker"], "accurate")
    services.assign(claim=claim, to=people[to], actor=people["editor2"])
    newsroom.give_evidence(claim, people["reporter"])
    newsroom.rate(claim, people[to], "inaccurate")
    services.record_reply(claim=claim, actor=people["editor"], waived_reason="Die Zahl ist amtlich.")
    return claim


@pytest.mark.parametrize(("eyes", "publisher"), [(4, "editor"), (6, "editor2")])
def test_published_is_what_two_agreed_on(people, eyes, publisher):
    claim = changed_hands(people, "checker2", eyes)
    newsroom.rate(claim, people["editor"], "inaccurate")
    assert newsroom.fresh(claim).state == "review"
    assert services.publish(claim=claim, actor=people[publisher]).verdict.slug == "inaccurate"


def test_an_editor_who_took_the_claim_over_does_not_rate_blind(people):
    claim = changed_hands(people, "editor", 4)
    with pytest.raises(services.Refused, match="two different people"):
        services.publish(claim=claim, actor=people["editor"])
    newsroom.rate(claim, people["editor2"], "inaccurate")
    with pytest.raises(services.Refused, match="two different people"):
        services.publish(claim=claim, actor=people["editor"])
    assert services.publish(claim=claim, actor=people["editor2"]).verdict.slug == "inaccurate"


def test_nobody_moves_a_claim_on_with_a_rating_that_another_has_replaced(people):
    claim = newsroom.in_research(people)
    for name in ("checker", "checker2"):
        services.assign(claim=claim, to=people[name], actor=people["editor"])
        newsroom.rate(claim, people[name])
    newsroom.give_evidence(claim, people["reporter"])
    services.assign(claim=claim, to=people["checker"], actor=people["editor"])
    with pytest.raises(services.Refused, match="Rate the claim first"):
        services.transition(claim=claim, to="review", actor=people["checker"])


def test_a_second_check_goes_on_when_the_policy_becomes_four_eyes(people):
    claim = newsroom.at_sign_off(people, eyes=6)
    services.save_reference(row=claim.article.case, actor=people["chief"], given={"eyes": 4})
    claim = newsroom.fresh(claim)
    with pytest.raises(services.NotAllowed, match="publishing editor"):
        newsroom.rate(claim, people["checker2"])
    newsroom.rate(claim, people["editor"])
    services.record_reply(claim=claim, actor=people["editor"], waived_reason="Die Zahl ist amtlich.")
    assert services.publish(claim=claim, actor=people["editor"]).eyes == 4


def test_a_round_that_was_broken_off_stays_closed_until_somebody_rates_blind(people):
    claim = newsroom.at_sign_off(people)
    services.transition(claim=claim, to="research", actor=people["editor"], note="Ein Beleg fehlt.")
    assert seen(claim, people["editor"]) == 0
    newsroom.rate(claim, people["checker"])
    assert seen(claim, people["editor"]) == 0
    newsroom.rate(claim, people["editor"])
    assert seen(claim, people["chief"]) == 3


def test_two_that_differ_are_open_to_all_when_the_claim_goes_back(people):
    claim = newsroom.at_sign_off(people)
    newsroom.rate(claim, people["editor"], "accurate")
    assert newsroom.fresh(claim).state == "research"
    assert seen(claim, people["auditor"]) == 2


def test_once_the_work_is_over_everything_is_open(people):
    claim = newsroom.in_research(people)
    newsroom.rate(claim, people["checker"])
    services.decline(claim=claim, actor=people["editor"], reason="outdated")
    assert seen(claim, people["auditor"]) == 1


@pytest.mark.parametrize("policy", [True, False])
def test_suggestions_follow_the_policy_of_the_case(people, policy):
    claim = newsroom.record(people, show_suggestions=policy, list_open_claims=True)
    make.make_assessment(claim)
    everybody = [*people.values(), AnonymousUser()]
    assert {seen(claim, person) for person in everybody} == {int(policy)}


@pytest.mark.parametrize("policy", [True, False])
def test_the_desk_shows_suggestions_where_the_policy_does(client, people, policy):
    claim = newsroom.in_research(people, show_suggestions=policy)
    make.make_assessment(claim, "outdated")
    client.force_login(people["checker2"])
    assert (client.get(f"/desk/claims/{claim.public_id}/").context["suggestion"] is not None) is policy


def test_reporters_see_their_own_cases_only(people):
    claim, _ = newsroom.published(people)
    stranger = make.make_user("reporter")
    assert (seen(claim, people["reporter"]), seen(claim, stranger)) == (2, 0)
    assert LedgerEntry.objects.visible_to(people["reporter"]).filter(chain=claim.ledger_chain).exists()
    assert not LedgerEntry.objects.visible_to(stranger).exists()


def test_somebody_who_left_sees_nothing(people):
    claim, _ = newsroom.published(people)
    services.deactivate(user=people["checker"], actor=people["chief"], note="Ruhestand.")
    people["checker"].refresh_from_db()
    assert seen(claim, people["checker"]) == 0
    assert not LedgerEntry.objects.visible_to(people["checker"]).exists()


def test_the_log_withholds_what_a_blind_rating_says(people):
    claim = newsroom.at_sign_off(people)
    for name in EVERYBODY:
        (entry,) = entries(claim, people[name])
        assert (entry.withheld, entry.payload, entry.salt) == (True, None, "")
        assert entry.payload_sha256
    rows = LedgerEntry.objects.visible_to(people["chief"]).filter(chain=claim.ledger_chain)
    assert [row.payload for row in rows.iterator() if row.action == "assessed"] == [None]
    (own,) = entries(claim, people["checker"])
    assert own.payload["verdict"] == "misleading"
    newsroom.rate(claim, people["editor"])
    assert [entry.payload["verdict"] for entry in entries(claim, people["auditor"])] == ["misleading"] * 2


def test_no_move_tells_a_blind_rating(people):
    """Two claims, rated to opposite ends, leave the same log but for the entry that is withheld."""
    told = []
    for slug in ("accurate", "inaccurate"):
        claim = newsroom.in_research(people)
        newsroom.give_evidence(claim, people["reporter"])
        newsroom.rate(claim, people["checker"], slug)
        rows = LedgerEntry.objects.visible_to(people["editor"]).filter(chain=claim.ledger_chain)
        told.append([(row.action, row.payload) for row in rows.exclude(action__startswith="evidence")])
    assert str(told[0]).replace("article", "") != ""
    strip = [[(action, {**(payload or {}), "article": ""}) for action, payload in chain] for chain in told]
    assert strip[0] == strip[1]


def test_reading_withheld_entries_leaves_the_rows_and_the_chain_whole(people):
    claim = newsroom.at_sign_off(people)
    (entry,) = entries(claim, people["editor"])
    entry.refresh_from_db()
    assert entry.payload["verdict"] == "misleading"
    assert newsroom.broken() == []


def test_evidence_entrusted_to_others_is_withheld_in_the_log(people):
    claim = newsroom.in_research(people)
    secret = make.make_document("Ein Gespräch", confidentiality="named")
    with pytest.raises(services.NotAllowed, match="no such document"):  # it names nobody
        services.cite(claim=claim, document=secret, stance="context", actor=people["checker"])
    Confidant.objects.create(document=secret, user=people["checker"])
    services.cite(claim=claim, document=secret, stance="context", actor=people["checker"])
    rows = LedgerEntry.objects.filter(chain=claim.ledger_chain, action="evidence_cited")
    assert rows.visible_to(people["chief"]).get().payload is None
    assert rows.visible_to(people["checker"]).get().payload["stance"] == "context"
