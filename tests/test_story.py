"""The whole story, told once from beginning to end. Read this first.

A newsroom checks one sentence of an article against a page of a court. Later the court edits its figure, the
machine sees it twice, the claim comes back to an editor, and the editor decides. Every step needs only the
rows that the steps before it left behind. The web is a local server that changes its page when we tell it to.

It is told twice: once on the embedded default, with Celery's task called by hand, and once on PostgreSQL
and Redis with a real worker and a real beat, which find by themselves what has become due.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from claims import services
from claims.models import Article, Case, Claim, Claimant, LedgerEntry, User, Verdict
from sources import services as sources
from sources import tasks
from sources.models import Check, Document, Finding, Link
from tests.lyingserver import COURT, LyingServer, court_page

ARTICLE = "Alles wird gezählt. Im Jahr 2018 wurden 17 Millionen Flugbuchungen verweigert. So steht es da.\n"
QUOTE = "Im Jahr 2018 wurden 17 Millionen Flugbuchungen verweigert."

CONFIRM_AFTER = 1.5  # seconds; with a real clock
SPANS = {
    "FACTCHECK_FETCH_ALLOW": "127.0.0.2/32",
    "FACTCHECK_HOST_INTERVAL": "0",
    "FACTCHECK_CONFIRM_AFTER": "0",
    "FACTCHECK_BEAT": "0.3",
}


Visit = Callable[[], None]


def tell(web: LyingServer, visit: Visit, tmp_path: Path) -> None:
    # People and a dossier. Four eyes: a checker, and an editor who rates blind and then publishes.
    reporter, checker, editor = (
        User.objects.create_user(username=role, role=role) for role in ("reporter", "checker", "editor")
    )
    case = Case.objects.create(slug="tickets", title_de="Verweigerte Fahrkarten", eyes=Case.Eyes.FOUR)
    case.members.add(reporter)

    # 1. An article comes in, with its text.
    file = tmp_path / "article.txt"
    file.write_text(ARTICLE)
    call_command(
        "addarticle", str(file), case="tickets", title="Alles wird gezählt", publisher="Ein Blatt",
        published="2021", language="de",
    )  # fmt: skip
    article = Article.objects.get()

    # 2. The reporter selects a sentence and so records a claim.
    start = ARTICLE.index(QUOTE)
    claim = services.record_claim(
        article=article,
        spans=[(start, start + len(QUOTE))],
        statement_de="2018 wurden 17 Millionen Flugbuchungen verweigert.",
        statement_en="In 2018, 17 million flight bookings were refused.",
        claimant=Claimant.objects.create(name="Ein Blatt", kind="publisher"),
        actor=reporter,
    )
    assert claim.appearances.get().passage.exact == QUOTE

    # 3. The evidence: a page of the court, and the very words the rating will rest on.
    report = Document.objects.create(title="Court report 2018", tier="primary", origin="court", language="en")
    link = sources.watch(report, web.url("/report"), interest=3)
    evidence = services.cite(
        claim=claim, document=report, stance="refutes", exact=COURT, locator="p. 1", actor=reporter
    )

    # 4. The first check: a copy is kept, and the quotation is found in it.
    visit()
    assert Link.objects.get().state == "healthy"
    assert evidence.passage.sightings.get().status == "found"

    # 5. The checker rates it; the editor rates blind, agrees, and publishes.
    services.transition(claim=claim, to="research", actor=reporter)
    conclusion = {
        "verdict": Verdict.objects.get(slug="misleading"),
        "certainty": "strong",
        "one_sentence_de": "Es ist eine laufende Summe seit 2013, kein Jahr.",
        "one_sentence_en": "It is a running total since 2013, not one year.",
    }
    services.assess(claim=claim, actor=checker, **conclusion)
    services.assess(claim=claim, actor=editor, **conclusion)
    services.record_reply(claim=claim, actor=editor, asked_whom="Ein Blatt", asked_how="e-mail")
    services.publish(claim=claim, actor=editor)

    # 6. Readers see it, without log-in and without a cookie.
    public = f"/en/claims/{claim.public_id}/"
    page = Client().get(public)
    assert page.status_code == 200
    assert "Misleading" in page.text
    assert "It is a running total since 2013, not one year." in page.text
    assert not page.cookies

    # 7. The court edits its figure. Seen once, that is nothing yet; seen twice, it is a source change.
    web.pages["/report"] = court_page(COURT.replace("17.46", "18.46"))
    visit()
    assert not Finding.objects.exists()
    assert not Claim.objects.in_question().exists()
    visit()
    finding = Finding.objects.get()
    assert finding.kind == "figure_changed"
    assert finding.detail["figures"] == [["17.46 million", "18.46 million"]]

    # 8. So the claim is in question. Nobody set a flag; the rating stands, and the machine did not touch it.
    assert Claim.objects.in_question().get() == claim
    assert Claim.objects.get().state == "closed"
    assert "A source has changed" in Client().get(public).text

    # 9. The editor opens the source change at the desk and decides.
    desk = Client()
    desk.force_login(editor)
    address = f"/desk/findings/{finding.pk}/"
    assert "18.46" in desk.get(address).text
    answer = desk.post(
        address,
        {"claims": [claim.public_id], "decision": "harmless", "note": "The court corrected a typing error."},
    )
    assert answer.status_code == 302

    # 10. Clear again, and every act is in a log that cannot be rewritten unseen.
    assert not Claim.objects.in_question().exists()
    assert "A source has changed" not in Client().get(public).text
    call_command("verifyledger")
    acts = LedgerEntry.objects.filter(chain=claim.ledger_chain).values_list("action", flat=True)
    assert (
        list(acts)
        == (
            "recorded evidence_cited moved assessed moved assessed moved reply_recorded published moved ruled"
        ).split()
    )

    # And had the page gone back to its old words, the question would have cleared by itself.
    web.pages["/report"] = court_page(COURT)
    visit()
    assert Finding.objects.get().ended_at is not None
    assert link.checks.count() >= 4  # a real clock may look once more by itself


@pytest.mark.django_db
def test_the_story_on_the_embedded_default(web, tmp_path):
    def visit() -> None:
        sources.recheck_now(Link.objects.all())
        tasks.check_due()

    tell(web, visit, tmp_path)


@pytest.fixture
def worker_and_beat(web: LyingServer, redis_url: str, tmp_path: Path) -> Iterator[None]:
    """A real Celery worker and a real beat on the test's own databases, all spans in fractions of seconds."""
    database = connection.settings_dict
    address = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    media = str(django_settings.FACTCHECK_MEDIA_ROOT)
    env = os.environ | SPANS | {"FACTCHECK_CONFIRM_AFTER": str(CONFIRM_AFTER)}
    env |= {
        "FACTCHECK_FETCH_PORTS": str(web.port),
        "DATABASE_URL": address,
        "REDIS_URL": redis_url,
        "FACTCHECK_MEDIA_ROOT": media,
    }
    celery = [sys.executable, "-m", "celery", "-A", "factcheck"]
    commands = [
        [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING"],
        [*celery, "beat", "--loglevel", "WARNING", "--schedule", str(tmp_path / "beat")],
    ]
    running = [subprocess.Popen(command, env=env, start_new_session=True) for command in commands]
    yield
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_the_story_on_postgresql_and_redis_with_a_real_worker(web, worker_and_beat, tmp_path):
    def visit() -> None:
        time.sleep(1.2 * CONFIRM_AFTER)  # a look too early confirms nothing
        before = Check.objects.count()
        sources.recheck_now(Link.objects.all())
        deadline = time.monotonic() + 30
        while Check.objects.count() == before:
            assert time.monotonic() < deadline, "the worker did not check the link within 30 seconds"
            time.sleep(0.05)

    tell(web, visit, tmp_path)
