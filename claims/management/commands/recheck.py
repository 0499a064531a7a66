"""manage.py recheck: check links now, in the foreground."""

import time
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from claims.models import Case, Evidence
from sources import services
from sources.models import Link, store


class Command(BaseCommand):
    help = "Check links now (default: those that are due), with a progress bar on a terminal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", help="every watched link, due or not")
        which.add_argument("--due", action="store_true", help="links that are due (default)")
        which.add_argument("--case", help="the links of one case's articles and evidence")
        which.add_argument("--link", nargs="+", type=int, metavar="ID")
        parser.add_argument("--limit", type=int, help="at most so many links")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["limit"] is not None and options["limit"] < 0:
            raise CommandError("--limit must be 0 or more.")
        ids = self.chosen(options)
        started, counts, resting = time.monotonic(), Counter[str](), 0
        trouble = ""
        with tqdm(total=len(ids), unit="link", disable=None, leave=False) as bar:
            try:
                for summary in services.check_all(ids, on_visit=bar.update):
                    counts.update(summary.counts)
                    resting += len(summary.resting)
            except store.Unavailable as error:
                trouble = str(error)
        checked = sum(counts.values())
        for state, number in counts.most_common():
            self.stdout.write(f"{state:<14} {number:>6}")
        if counts["outage"]:
            self.stderr.write(
                "Our own connection is down: those checks were thrown away; no link was marked."
            )
        if resting:
            self.stderr.write(f"{resting} not asked: their hosts want to be left alone for a while.")
        told = " ".join(f"{state}={number}" for state, number in sorted({"healthy": 0, **counts}.items()))
        self.stdout.write(f"checked={checked} {told} seconds={time.monotonic() - started:.1f}")
        if trouble:
            raise CommandError(
                f"Saved copies cannot be kept: {trouble}. The other {len(ids) - checked} links were left as "
                "they were; run it again when the store takes copies."
            )

    def chosen(self, options: dict[str, Any]) -> list[int]:
        links = Link.objects.watched()
        if options["link"]:
            unknown = set(options["link"]) - set(
                Link.objects.filter(pk__in=options["link"]).values_list("pk", flat=True)
            )
            if unknown:
                raise CommandError(f"There is no link {', '.join(map(str, sorted(unknown)))}.")
            links = links.filter(pk__in=options["link"])
        elif options["case"]:
            links = links.filter(document__in=documents_of(options["case"]))
        elif not options["all"]:
            links = services.due_links()
        return list(links.order_by("next_check_at").values_list("pk", flat=True)[: options["limit"]])


def documents_of(slug: str) -> set[int]:
    case = Case.objects.filter(slug=slug).first()
    if case is None:
        raise CommandError(f"There is no case '{slug}'.")
    cited = Evidence.objects.active().filter(claim__article__case=case)
    return {
        *cited.values_list("passage__document", flat=True),
        *case.articles.values_list("document", flat=True),
    }
