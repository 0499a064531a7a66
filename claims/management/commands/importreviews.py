"""manage.py importreviews FILE: fact-checks by others, as earlier checks to be found by `match`."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims import claimreview, matching, services

CLOSING = ("imported", "updated", "unchanged", "flagged", "refused")


class Command(BaseCommand):
    help = (
        "Take in fact-checks by others: ClaimReview as JSON, JSON lines, JSON-LD, HTML with JSON-LD, a "
        "DataFeed, or answers of the Fact Check Tools API. Leads for the desk, never shown to readers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        found = read(options["file"])
        counts = Counter(read=len(found))
        taken: list[tuple[str, claimreview.Outside]] = []
        for one in found:
            try:
                review = claimreview.read(one, today=timezone.localdate(), own_site=own_site())
            except claimreview.Refused as refusal:
                self._line("refused", one.place, str(refusal), counts)
            else:
                taken.append((one.place, review))
        done = services.import_reviews(reviews=[review for _, review in taken])
        for (place, review), outcome in zip(taken, done, strict=True):
            if outcome.became == "refused":
                self._line("refused", place, f"{outcome.why} {review.url}", counts)
                continue
            counts[outcome.became] += 1
            if review.flags:
                self._line("flagged", place, f"{' '.join(review.flags)} {review.url}", counts)
        matching.refresh()
        if not found:
            self.stderr.write(f"There is no ClaimReview in {options['file']}.")
        told = " ".join(f"{name}={counts[name]}" for name in ("read", *CLOSING))
        self.stdout.write(told)

    def _line(self, kind: str, place: str, why: str, counts: Counter[str]) -> None:
        counts[kind] += 1
        self.stdout.write(f"{kind}: {place}: {why}")


def read(path: Path) -> list[claimreview.Found]:
    try:
        return claimreview.records(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not UTF-8 text (byte {error.start}): save it as UTF-8.") from error
    except claimreview.Unreadable as error:
        raise CommandError(f"{path}: {error} Give ClaimReviews as JSON, JSON lines or HTML.") from error


def own_site() -> str:
    return (urlsplit(settings.FACTCHECK_SITE_URL).hostname or "").removeprefix("www.")
