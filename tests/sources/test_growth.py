"""What a batch asks of the database takes no longer the more it holds: by PostgreSQL's own plans."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sources.extraction import EXTRACTOR, VERSION
from sources.fetching import Fetched
from sources.fetching.results import Outcome
from sources.models import Capture, CaptureText, Document, Link, Passage, Sighting
from sources.recheck import bulk, known, leasing, writing
from sources.recheck.visits import Visit

pytestmark = [pytest.mark.services, pytest.mark.django_db]

LINKS, PASSAGES = 600, 4
ROWS = re.compile(r" rows=(\d+)")


@pytest.fixture
def years_of_work() -> None:
    """Calm links: every passage stands in the newest text."""
    documents = [Document(title=str(n)) for n in range(LINKS)]
    bulk.create(documents)
    links = [
        Link(document=d, url=f"https://example.org/{d.pk}", url_key=str(d.pk), host_key="example.org")
        for d in documents
    ]
    bulk.create(links)
    captures = [Capture(document=link.document, link=link, sha256=link.url_key) for link in links]
    bulk.create(captures)
    texts = [
        CaptureText(capture=c, extractor=EXTRACTOR, version=VERSION, text="words", text_sha256="digest")
        for c in captures
    ]
    bulk.create(texts)
    passages = [
        Passage(document=document, exact="some words", exact_sha256=str(n), start=n, end=n + 1)
        for document in documents
        for n in range(PASSAGES)
    ]
    bulk.create(passages)
    of = {text.capture.document_id: text for text in texts}
    bulk.create(
        [
            Sighting(capture_text=of[p.document_id], passage=p, status="found", start=0, end=10)
            for p in passages
        ]
    )
    for link, text in zip(links, texts, strict=True):
        link.baseline = link.latest = text
    Link.objects.bulk_update(links, ["baseline", "latest"], batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def test_no_question_of_a_batch_goes_through_a_whole_table(years_of_work):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # these tables are small enough for one
    with CaptureQueriesContext(connection) as asked:
        lease = leasing.lease(limit=20)
        items = known.gather(lease.links)
        assert {item.calm_text for item in items} == {"digest"}
        known.load(items)
        fetched = Fetched(url="", final_url="", outcome=Outcome.NOT_MODIFIED, status=304)
        counts = writing.write(lease, [Visit(item, fetched) for item in items])
    assert counts == {"healthy": 20}
    assert sum(len(item.sightings) for item in items) == 20 * PASSAGES
    for question in [query["sql"] for query in asked if query["sql"].startswith(("SELECT", "UPDATE"))]:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {question}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
        if "sources_" in plan and "Limit" not in plan:
            assert max(map(int, ROWS.findall(plan))) < LINKS * PASSAGES, plan
