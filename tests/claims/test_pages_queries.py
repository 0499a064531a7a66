"""Each public page asks a fixed number of questions, named here, however much it shows."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from claims import matching
from tests import factories as make

pytestmark = pytest.mark.django_db

LIST = ["claims", "current fact-checks", "suggestions"]

HOME = ["counts by case", "cases", *LIST]
CASE = ["case", "claims", "fact-checks", "their ratings", "suggestions", "theirs", "articles", "measures"]
ARTICLE = [
    "article", *LIST, "appearances as published", "their passages", "appearances in work", "copies",
    "changes",
]  # fmt: skip
CLAIM = [
    "claim with its questions",
    "links of the article",
    "versions",
    "passages",
    "evidence with documents",
    "links of the documents",
    "figures",
    "measures confused with theirs",
    "claims with the same measure",
    "their fact-checks",
    "their suggestions",
    "their frozen figures",
    "their figures in work",
    "documents' figures",
    "what the versions of claims near it froze of theirs",
    "relations of those without",
    "claims at their other end",
    "their fact-checks",
    "their suggestions",
    "frozen figures of all these",
    "their figures in work",
    "fingerprint",
]
METRIC = [
    "measure", "measures confused with it", *LIST, "frozen figures", "figures in work", "documents' figures",
    "frozen relations", "relations of claims in work",
]  # fmt: skip
METRIC_FILE = ["measure", *LIST, "frozen figures", "figures in work", "documents' figures"]
DOCUMENT = ["document", "evidence", *LIST, "snapshots", "figures", "links", "copies"]
SEARCH = [
    "newest rows", "terms", "terms that end like theirs", "rows that hold them", "what may be read of these",
    *LIST, "articles", "documents",
]  # fmt: skip


def grow(case, metric, times: int):
    """Claims of two articles with everything that a page can show of them."""
    first = None
    for _ in range(times):
        article = make.make_article(case)
        document = make.make_document(f"Bericht über Kameras {next(make.numbers)}")
        make.make_link(document)
        make.make_link(document, role="wayback")
        make.make_figure(document, metric)
        reviewed = make.make_claim(article, chain=[{"who": "Erika"}, {"who": "Amt", "mode": "paraphrase"}])
        waiting = make.make_claim(article, "Kameras überall.")
        make.make_assessment(waiting)
        first = first or reviewed
        for claim in (reviewed, waiting):
            make.make_figure(claim, metric)
            make.make_evidence(claim, document)
            make.make_evidence(first, document, exact=f"Wortlaut {claim.pk}")
        make.make_relation(first, waiting)
        make.make_relation(first, waiting, kind="repeats")
        make.make_scale(first)
        make.make_reply(first)
        make.make_review(reviewed)
        if reviewed != first:
            make.make_review(first, kind="update", note_de="Mehr Belege.")
    return first


@pytest.mark.parametrize("times", [1, 3])
def test_every_page_asks_its_named_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, times: int
) -> None:
    case, metric = make.make_case("dossier"), make.make_metric("kameras")
    claim = grow(case, metric, times)
    document = claim.evidence.first().passage.document
    pages = {
        "/de/": HOME,
        "/de/cases/dossier/": CASE,
        f"/de/articles/{claim.article.slug}/": ARTICLE,
        f"/de/claims/{claim.public_id}/": CLAIM,
        "/de/metrics/kameras/": METRIC,
        "/metrics/kameras.csv": METRIC_FILE,
        "/metrics/kameras.json": METRIC_FILE,
        f"/de/documents/{document.pk}/": DOCUMENT,
        "/de/search/?q=kameras": SEARCH,
        "/de/corrections/": ["versions"],
        "/de/methodology/": ["scale", "cases"],
    }
    for _ in range(2):  # the first question after a change reads what is new, the next sees that nothing is
        matching.search("kameras")
    for address, questions in pages.items():
        with django_assert_num_queries(len(questions), info=address):
            assert client.get(address).status_code == 200
