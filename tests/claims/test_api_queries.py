"""Every list costs the same number of queries, however many rows it shows. Each query is named here."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories as make
from tests.claims.api_rows import Api

pytestmark = pytest.mark.django_db

# The table a query reads first, in order. `newest` dates what has no date of its own.
COUNT = "count"
NEWEST = "newest publication"
READER = {
    "cases": [COUNT, "case", NEWEST],
    "articles": [COUNT, "article", NEWEST],
    "claims": [
        COUNT,
        "claim",
        "review",
        "reviewfigure",
        "claimpassage",
        "evidence",
        "figure",
        "passage",
        "claimant",
    ],
    "claimants": [COUNT, "claimant", NEWEST],
    "evidence": [COUNT, "evidence", "review", "passage", NEWEST],
    "documents": [COUNT, "document", "link", NEWEST],
    "links": [COUNT, "link"],
    "metrics": [COUNT, "metric", "metric", NEWEST],
    "figures": [COUNT, "figure", "reviewfigure", NEWEST],
    "scales": [COUNT, "scale", "claim", "tier", "review", NEWEST],
    "relations": [COUNT, "relation", "review", NEWEST],
    "verdicts": [COUNT, "verdict", NEWEST],
    "reviews": [COUNT, "review", "reviewfigure"],
}
TOKEN = "token"
DESK = {
    **{name: [TOKEN, *queries] for name, queries in READER.items()},
    "cases": [TOKEN, COUNT, "case", "user", NEWEST],
    # Colleagues see the working version: nothing frozen is looked up.
    "claims": [TOKEN, *(name for name in READER["claims"] if name != "passage")],
    "evidence": [TOKEN, COUNT, "evidence", NEWEST],
    "figures": [TOKEN, COUNT, "figure", NEWEST],
    "scales": [TOKEN, COUNT, "scale", "claim", "tier", NEWEST],
    "relations": [TOKEN, COUNT, "relation", NEWEST],
    "passages": [TOKEN, COUNT, "passage"],
    "captures": [TOKEN, COUNT, "capture"],
    "checks": [TOKEN, COUNT, "check"],
    "findings": [TOKEN, COUNT, "finding"],
    "rulings": [TOKEN, COUNT, "ruling"],
}


def named(sql: str) -> str:
    """What a query is for, by its first table."""
    if sql.startswith("SELECT COUNT(*)"):
        return COUNT
    if re.search(r'^SELECT "claims_review"."published_at" AS', sql):
        return NEWEST
    table = re.search(r'FROM "(\w+?)"', re.sub(r"\(SELECT .*?\) AS", "AS", sql))
    if not table:
        return sql
    # A prefetched many-to-many of users reads the table of users.
    return table[1].split("_", 1)[1]


def a_claim_with_everything(number: int) -> None:
    article = make.make_article(make.make_case())
    claimant = make.make_claimant()
    chain = [{"who": claimant.name, "role": "", "mode": "direct"}]
    claim = make.make_claim(article, span=(number, number + 1), claimant=claimant, chain=chain)
    article.case.members.add(make.make_user("reporter"))
    document = make.make_document()
    link = make.make_link(document, last_checked_at=timezone.now() - timedelta(hours=number))
    evidence = [make.make_evidence(claim, document, locator=f"S. {page}") for page in range(2)]
    metric = make.make_metric()
    metric.confusable_with.add(make.make_metric())
    make.make_figure(claim, metric)
    make.make_figure(document, metric)
    make.make_scale(claim)
    make.make_capture(document, link=link)
    make.make_check(link)
    finding = make.make_finding(link, "passage_missing", passage=evidence[0].passage)
    other = make.make_claim(article, chain=chain)
    make.make_relation(claim, other)
    editor = make.make_user("editor")
    make.make_review(claim, published_by=editor)
    claim.rulings.create(finding=finding, by=editor, decision="harmless", note="x")


def queries(api: Api, name: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert api.rows(f"{name}/?page_size=200")
    return [named(query["sql"]) for query in caught.captured_queries]


def own_cases(user) -> None:
    for case in make.Case.objects.all() if user else ():
        case.members.add(user)


@pytest.mark.parametrize("role", ["", "reporter", "editor"])
def test_every_list_costs_the_same_however_long_it_is(role):
    a_claim_with_everything(1)
    user = make.make_user(role) if role else None
    own_cases(user)
    api = Api(user)
    expected = {"": READER}.get(role, DESK)
    for name, few in expected.items():
        assert queries(api, name) == few, name
    for number in range(2, 8):
        a_claim_with_everything(number)
    own_cases(user)
    for name, many in expected.items():
        assert queries(api, name) == many, name


def test_filters_add_no_query():
    a_claim_with_everything(1)
    editor = Api(make.make_user("editor"))
    for query in ("q=Aussage", "in_question=false", "verdict=inaccurate", "ordering=-published"):
        with CaptureQueriesContext(connection) as caught:
            assert editor.rows(f"claims/?{query}")
        assert [named(found["sql"]) for found in caught.captured_queries] == DESK["claims"], query


def test_what_is_not_modified_still_costs_only_the_reads():
    a_claim_with_everything(1)
    etag = Api().get("claims/")["ETag"]
    with CaptureQueriesContext(connection) as caught:
        assert Api().get("claims/", If_None_Match=etag).status_code == 304
    assert len(caught) == len(READER["claims"])
