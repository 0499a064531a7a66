"""Look at addresses once, the way the engine would, and store nothing."""

import asyncio
import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from sources.extraction import extract
from sources.fetching import Fetched, Fetcher, Limits

# All at once rather than one after the other: a slow server among them must not hold up the rest. Somebody
# waits for the line: it comes sooner than the engine would give up.
LIMITS = Limits(total=25, connections=100)
# Only the title is wanted; with the longest fetch it stays within what somebody will wait for.
EXTRACTION_SECONDS = 3
# Bytes of a line that are read: no address is nearly as long.
LONGEST_LINE = 2**20


class Command(BaseCommand):
    help = "One guarded fetch of each address: state, redirects, media type, title. Nothing is stored."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "urls", nargs="+", metavar="URL", help="an address; - reads them from standard input"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            fetcher = Fetcher.from_settings(limits=LIMITS)
        except ValueError as error:
            raise CommandError(f"FACTCHECK_FETCH_ALLOW: {error}") from error
        try:
            asyncio.run(self._look(fetcher, list(_addresses(options["urls"])), options["json"]))
        except* BrokenPipeError:  # whoever reads has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    async def _look(self, fetcher: Fetcher, urls: list[str], as_json: bool) -> None:
        async with fetcher, asyncio.TaskGroup() as looks:
            lines = [looks.create_task(_line(fetcher, url, as_json)) for url in urls]
            for line in lines:
                self.stdout.write(await line)
                self.stdout.flush()


async def _line(fetcher: Fetcher, url: str, as_json: bool) -> str:
    """What is told of one address; its body goes as soon as that is known."""
    fetched = await fetcher.fetch(url)
    return _as_json(fetched) if as_json else await asyncio.to_thread(_as_text, fetched)


def _addresses(arguments: list[str]) -> Iterator[str]:
    for argument in arguments:
        if argument != "-":
            yield argument
            continue
        for line in _lines(sys.stdin.buffer):
            url = (
                line.decode("utf-8", "surrogateescape").rstrip("\r\n").removeprefix("\ufeff")
            )  # of lists saved so
            if url:
                yield url


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Each line, cut where it is longer than LONGEST_LINE."""
    while line := file.readline(LONGEST_LINE):
        yield line
        while line and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE)


def _as_json(fetched: Fetched) -> str:
    return json.dumps(
        {
            "url": fetched.url,
            "outcome": fetched.outcome.value,
            "reason": fetched.reason,
            "final_url": fetched.final_url,
            "status": fetched.status,
        }
    )


def _as_text(fetched: Fetched) -> str:
    """outcome, status, way, media type, title, reason: what is known of it, in one line."""
    way = [f"{hop.url} [{hop.status}]" for hop in fetched.chain]
    parts = [fetched.outcome.value]
    if fetched.status is not None:
        parts.append(str(fetched.status))
    parts.append(" -> ".join([*way, fetched.final_url]))
    if fetched.body:
        parts.append(fetched.media_type)
        title = extract(fetched.body, fetched.media_type, fetched.charset, seconds=EXTRACTION_SECONDS).title
        parts += [f'"{title}"'] if title else []
    return _printable("  ".join([*parts, fetched.reason]))


def _printable(text: str) -> str:
    """On one line whatever was typed: no line ends, no commands to the terminal."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
