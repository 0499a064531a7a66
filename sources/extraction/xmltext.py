"""The text of XML that is no page: feeds, statistics, statutes."""

from xml.parsers import expat

from sources.extraction.folding import MAX_TEXT


class _Enough(Exception):
    """No more of it is read: too long, or with entities of its own, which may unfold without end."""


def xml_lines(markup: str) -> str:
    """Text and attributes in the order of the document, one a line; the markup itself where it is no XML.

    However it is escaped, indented and encoded. Nothing outside the document is ever read.
    """
    lines: list[str] = []
    words: list[str] = []
    size = 0

    def text(data: str) -> None:
        nonlocal size
        words.append(data)
        size += len(data)
        if size > MAX_TEXT:
            raise _Enough

    def end(_name: str) -> None:
        lines.append("".join(words))
        words.clear()

    def start(name: str, attributes: dict[str, str]) -> None:
        end(name)
        for key, value in attributes.items():
            if not key.startswith("xmlns"):
                text(f"{key}: {value}")
                end(name)

    def entity(*_declared: object) -> None:
        raise _Enough

    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.CharacterDataHandler, parser.StartElementHandler, parser.EndElementHandler = text, start, end
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(markup.encode("utf-8", "replace"), True)
    except (expat.ExpatError, _Enough):
        return markup
    return "\n".join(lines)
