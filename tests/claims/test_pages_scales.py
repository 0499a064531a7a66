"""Accounts of one scale side by side: what each leaves out, beside the rules of those who run it."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from claims.models import Scale, Tier
from claims.views.scales import Account, labels
from tests import factories as make
from tests.claims.test_pages import claim_page, page

pytestmark = pytest.mark.django_db

SCALE = [
    "scale",
    "accounts of the place",
    "tiers",
    "claims",
    "fact-checks",
    "suggestions",
    "what these froze",
    "documents",
]


def account(slug: str, tiers: str, *claims, place: str = "Rongcheng", **columns) -> Scale:
    """`tiers` as 'AAA>1050 AA D<599': a label with its bound, or without."""
    scale = Scale.objects.create(slug=slug, label_de=slug, label_en=slug, place=place, **columns)
    scale.claims.set(claims)
    for position, word in enumerate(tiers.split()):
        label, above, low = word.partition(">")
        label, below, high = label.partition("<")
        bounds = {"low": low or None, "high": high or None}
        flags = {"low_inclusive": False if above else None, "high_inclusive": False if below else None}
        Tier.objects.create(scale=scale, position=position, label=label, **bounds, **flags)
    return scale


@pytest.fixture
def told():
    """What an article tells, and what the city itself lays down."""
    ran = {"operator": "City of Rongcheng", "operator_de": "Stadt Rongcheng"}
    account("article", "AAA>1050 C<849 D<599", make.make_claim(), start=1000, **ran)
    return account("rules", "AAA>1050 AA A B C D", document=make.make_document("Regelwerk"))


def test_accounts_stand_side_by_side_with_what_they_leave_out(client: Client, told):
    text = page(client, "/de/scales/article/")
    assert "über 1.050" in text
    assert "article: 849 bis 1.050 Punkte gehören zu keiner Stufe; der Startwert 1.000 liegt darin." in text
    assert "article: Es fehlen AA, A und B; genannt in „rules“." in text
    assert "rules: kein Startwert; 1.000 nach „article“." in text
    assert "eigene Regelung" in text
    assert "Regelwerk" in text
    assert "betrieben von: Stadt Rongcheng" in text
    assert "article: AA, A and B missing; given in “rules”." in page(client, "/en/scales/article/")


def test_other_places_are_no_account_of_it(client: Client, told):
    account("elsewhere", "X Y", make.make_claim(), place="Peking")
    assert "elsewhere" not in page(client, "/de/scales/article/")


def test_hidden_accounts_stay_hidden(client: Client, told):
    hidden = make.make_claim(make.make_article(make.make_case(list_open_claims=False)), "Geheim.")
    account("secret", "A Z", hidden)
    text = page(client, "/de/scales/article/")
    assert "secret" not in text
    assert "Geheim" not in text
    page(client, "/de/scales/secret/", 404)


def test_the_claim_leads_to_the_comparison(client: Client, told):
    claim = Scale.objects.get(slug="article").claims.get()
    assert "/de/scales/article/" in claim_page(client, claim)


@pytest.mark.parametrize(
    ("accounts", "expected"),
    [
        (["A B C D", "AAA AA C D"], ["AAA", "AA", "A", "B", "C", "D"]),
        (["AAA AA A B C D", "AAA C"], ["AAA", "AA", "A", "B", "C", "D"]),
        (["A C", "A B C"], ["A", "B", "C"]),
        (["a", "A B"], ["A", "B"]),
        (["", "A"], ["A"]),
    ],
)
def test_tiers_are_merged_in_order(accounts: list[str], expected: list[str]):
    scales = [account(f"s{number}", tiers) for number, tiers in enumerate(accounts)]
    assert labels([Account(scale, list(scale.tiers.all()), ()) for scale in scales]) == expected


@pytest.mark.parametrize("more", [0, 3])
def test_the_page_asks_its_named_questions(
    client: Client, told, django_assert_num_queries: DjangoAssertNumQueries, more: int
):
    for number in range(more):
        claim = make.make_claim()
        account(f"more-{number}", "A B", claim)
        make.make_review(claim)
    with django_assert_num_queries(len(SCALE)):
        page(client, "/de/scales/article/")
