"""Words that a page broke: soft hyphens, invisible joints, and a hyphen at the end of a line taken out."""

import re
from bisect import bisect_right

_BROKEN = re.compile(
    r"[\u00ad\u200b\u2060\ufeff]+(?:\s*\n\s*)?"
    r"|[-‐]\n(?<=[^\W\d_][-‐]\n)(?=(?!(?:und|oder|bis|and|or|to)\b)[a-zäöüß])"
)


class Whole:
    """A text without such joints, and the way back: offsets of it to offsets of the text as it was."""

    def __init__(self, text: str) -> None:
        parts, self._starts, self._shifts = [], [0], [0]
        position = length = 0
        for match in _BROKEN.finditer(text):
            parts.append(text[position : match.start()])
            length += match.start() - position
            position = match.end()
            self._starts.append(length)
            self._shifts.append(position - length)
        self.text = "".join([*parts, text[position:]])

    def start(self, offset: int) -> int:
        """Where a character of the whole text stood; a joint before it is left outside."""
        return offset + self._shifts[bisect_right(self._starts, offset) - 1]

    def end(self, offset: int) -> int:
        """The place behind the character before `offset`; a joint behind it is left outside."""
        return self.start(offset - 1) + 1
