"""What carries digits but counts nothing: addresses, clock times, page numbers, titles such as "1984"."""

import re

_REFERENCES = ("§", "Seite", "Seiten", "S.", "page", "pages", "p.", "pp.", "Kapitel", "chapter", "Chapter",
               "Artikel", "Art.", "Abs.", "Absatz", "ISBN", "Hausnummer")  # fmt: skip
_REFERRED = "|".join(rf"(?<!\w{re.escape(word)}\s)(?<={re.escape(word)}\s)" for word in _REFERENCES)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]+")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+|(?<!\w)@\w+")
_ESCAPE = re.compile(r"(?:%[0-9A-Fa-f]{2})+(?=[\w%/-])")
_LINE = re.compile(
    r"^[^\S\n]*(?:[-–—]\s*\d{1,4}\s*[-–—]|(?:Seite|Page|S\.|p\.)\s*\d+(?:\s*(?:von|of|/)\s*\d+)?)[^\S\n]*$"
    r"|\f\s*\d{1,4}[^\S\n]*$|^[^\S\n]*\d{1,4}\s*\f",
    re.MULTILINE,
)
_FIGURES = re.compile(
    rf"""
    (?=\d)(?:
      (?<![\d.])(?!\d{{1,3}}(?:\.\d{{3}})+(?![.\d]))(?!\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}}\b)
      \d+(?:\.\d+){{2,}}(?!\d)                                                 # hosts, versions
    | (?<=\+)\d[\d\s()/-]{{6,}}\d                                              # telephones
    | (?<![\d-])(?!\d{{4}}-\d\d-\d\d\b)\d+(?:-\d+){{2,}}\b                     # accounts
    | (?<![\d:.,])\d{{1,2}}(?:[:.]\d\d){{0,2}}\s?(?:(?i:Uhr|[ap]m)\b|[ap]\.m\.|o['’]clock)
    | (?<![\d:])\d{{1,2}}:\d{{1,2}}(?::\d{{1,2}})?(?![\d:])                     # clocks, scores
    | (?<=[\"„“”»«])\d{{1,4}}(?=[\"“”»«])                                      # titles
    | (?<=[#])\d+
    | (?:(?<=©)|(?<=©\s)|(?<=\(c\)\s)|(?<=Copyright\s))(?:\d{{4}}\s*[-–]\s*)?\d{{4}}
    | (?:{_REFERRED}|(?<=§))\d[\d-]*(?:\.\d+)*\b
    | \b24/7\b | \b9/11\b
    )""",
    re.VERBOSE,
)


def mask(text: str) -> str:
    """The text with such passages blanked out, every offset unchanged."""
    for sign, pattern in (("/", _ADDRESS), ("www.", _ADDRESS), ("@", _MAIL), ("%", _ESCAPE)):
        if sign in text:
            text = pattern.sub(_blank, text)
    return _FIGURES.sub(_blank, _LINE.sub(_blank, text))


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match[0])
