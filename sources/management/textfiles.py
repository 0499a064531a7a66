"""Texts given to commands: a file, or standard input, as UTF-8."""

import sys
from pathlib import Path

from django.core.management.base import CommandError

MOST_BYTES = 32 * 2**20
"""Far more than any article has; reading takes a good second a megabyte and many times the memory."""


def text(name: str | Path) -> str:
    """The text of a file, newlines untouched; `-` is standard input. CommandError says what is wrong."""
    given = "Standard input" if str(name) == "-" else str(name)
    try:
        if str(name) == "-":
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{given}: {error.strerror}") from error
    if len(content) > MOST_BYTES:
        raise CommandError(f"{given} is larger than {MOST_BYTES // 2**20} MB: give it in parts.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        place = f"{error.reason} at byte {error.start}"
        raise CommandError(f"{given} is no UTF-8 ({place}): save it as UTF-8 text first.") from error
