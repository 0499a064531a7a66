"""Our own engine on the bench: links made due, one message sent, and the clock stopped at the last row."""

import time
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Count, Max, Sum
from django.utils import timezone

import bench.ready  # noqa: F401 (before the models)
from bench import hostile, pages
from bench.stage import control, wait_until
from sources import services
from sources.models import Capture, Check, Document, Link, Passage, Sighting
from sources.tasks import check_due

LONGEST = 300.0  # seconds a pass may take at the very most


@dataclass(frozen=True)
class Rows:
    """How many there are, to be compared after a pass."""

    checks: int
    captures: int
    sightings: int

    @classmethod
    def now(cls) -> "Rows":
        return cls(Check.objects.count(), Capture.objects.count(), Sighting.objects.count())


def watch(port: int, group: int, count: int) -> None:
    """New pages, each cited with ten wordings; those of earlier groups are let be."""
    Link.objects.update(active=False)
    urls = pages.urls(port, group, count)
    documents = Document.objects.bulk_create([Document(title=url) for url in urls])
    Passage.objects.bulk_create(
        [
            Passage(
                document=document,
                exact=exact,
                exact_sha256=services.sha256(exact),
                prefix_sha256=services.sha256(""),
                slice_sha256=services.sha256(exact),
            )
            for document in documents
            for exact in pages.passages(document.title.rpartition("/")[2])
        ],
        batch_size=5_000,
    )
    services.watch_many([services.Watch(document, document.title) for document in documents], spread=0)
    Link.objects.update(next_check_at=timezone.now() + timedelta(days=1))
    tidy()


def watch_hostile(port: int, each: int) -> None:
    """Pages that are after a worker's memory, beside the others, at addresses of their own."""
    paths = [hostile.path(kind, number) for kind in hostile.KINDS for number in range(each)]
    urls = [f"http://{pages.HOSTS[n % len(pages.HOSTS)]}:{port}{path}" for n, path in enumerate(paths)]
    documents = Document.objects.bulk_create([Document(title=url) for url in urls])
    services.watch_many([services.Watch(document, document.title) for document in documents], spread=0)
    Link.objects.filter(document__in=documents).update(active=False)


def hostile_pass() -> int:
    """Visit them all; returns how many. Tests tell what becomes of them, here only nothing must die."""
    links = Link.objects.filter(url__contains="/hostile-")
    before = Check.objects.filter(link__in=links).count()
    links.update(active=True, next_check_at=timezone.now() - timedelta(seconds=1))
    check_due.delay()
    wait_until(lambda: not links.filter(next_check_at__lte=timezone.now()).exists(), seconds=LONGEST)
    links.update(active=False)
    checks = Check.objects.filter(link__in=links).count() - before
    assert checks == links.count(), f"{checks} checks of {links.count()} hostile pages"
    return checks


def make_due() -> None:
    Link.objects.filter(active=True).update(next_check_at=timezone.now() - timedelta(seconds=1))


def tidy() -> None:
    """What autovacuum would have done in the time between two rounds."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def one_pass(port: int, *, kept: bool) -> float:
    """Links checked per second. `kept`: each page is one that a copy is stored of, with its ten sightings.

    Ends the run when rows, requests or bytes are not what they must be.
    """
    links = Link.objects.filter(active=True)
    count = links.count()
    before = Rows.now()
    last = Check.objects.aggregate(last=Max("id"))["last"] or 0
    control(port, "stats")
    make_due()
    started = time.perf_counter()
    check_due.delay()
    wait_until(lambda: not links.filter(next_check_at__lte=timezone.now()).exists(), seconds=LONGEST)
    seconds = time.perf_counter() - started
    new = count if kept else 0
    expected = Rows(before.checks + count, before.captures + new, before.sightings + new * pages.PASSAGES)
    assert Rows.now() == expected, f"{Rows.now()} instead of {expected}"
    checks = Check.objects.filter(id__gt=last)
    seen = checks.aggregate(links=Count("link", distinct=True), bytes=Sum("size"))
    outcomes = set(checks.values_list("outcome", flat=True))
    assert (seen["links"], outcomes) == (count, {"healthy"}), f"{seen} {outcomes}"
    served = control(port, "stats")
    assert served == {"gets": count, "heads": 0, "bytes": seen["bytes"]}, f"{served} for {seen}"
    return count / seconds
