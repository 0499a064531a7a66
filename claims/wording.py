"""PURE: texts for people that can be told in their language later, where the language is known.

Rules and services speak English; the pages ask `services.told` for the reader's words.
"""

from typing import Any


class Said(str):
    """An English text that remembers the pattern it was made of, and what was put into it.

    A value that is itself `Said` is a text to be told too, a moment is told by the newsroom's clocks; any
    other value is a name or a number. A text into which nothing is put stays as it is, braces and all.
    """

    pattern: str
    values: dict[str, Any]

    def __new__(cls, pattern: str, **values: Any) -> "Said":
        text = super().__new__(cls, pattern.format(**values) if values else pattern)
        text.pattern, text.values = pattern, values
        return text


def listed(parts: list[Said]) -> Said:
    """Several texts in a row, each of which is told by itself."""
    names = [f"part{number}" for number in range(len(parts))]
    return Said(", ".join(f"{{{name}}}" for name in names), **dict(zip(names, parts, strict=True)))
